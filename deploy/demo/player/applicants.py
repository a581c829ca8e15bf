"""Invented applicants with numbers whose check digits are right (GB 11643, GB 11714, GB 32100)."""

import secrets
from dataclasses import dataclass
from datetime import date

RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RESIDENT_CHECKS = '10X98765432'
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies in a story: `born` is the birthday of a person and None for an organisation."""

    name: str
    county: str
    born: date | None = None

    def typed(self) -> dict[str, str | list[str]]:
        """The applicant's fields of the form, with new numbers."""
        return {
            'kind': 'person' if self.born else 'organisation',
            'name': self.name,
            'id_number': resident_id(self.county, self.born) if self.born else credit_code(self.county),
            'phone': f'1380000{secrets.randbelow(10_000):04d}',
        }


def resident_id(county: str, born: date) -> str:
    """A number of a person registered in the county (6 digits) and born on that day; GB 11643."""
    body = f'{county}{born:%Y%m%d}{secrets.randbelow(1000):03d}'
    total = sum(int(digit) * weight for digit, weight in zip(body, RESIDENT_WEIGHTS, strict=True))
    return body + RESIDENT_CHECKS[total % 11]


def credit_code(county: str) -> str:
    """A credit code of an enterprise registered with the county's market regulation (91…); GB 32100."""
    body = f'91{county}{_organisation_code()}'
    pairs = zip(body, CREDIT_WEIGHTS, strict=True)
    total = sum(CREDIT_ALPHABET.index(character) * weight for character, weight in pairs)
    return body + CREDIT_ALPHABET[(31 - total % 31) % 31]


def _organisation_code() -> str:
    digits = f'{secrets.randbelow(10**8):08d}'
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, ORGANISATION_WEIGHTS, strict=True)) % 11
    # GB 11714: the check value 10 is written X and 11 is written 0.
    return digits + {10: 'X', 11: '0'}.get(check, str(check))
