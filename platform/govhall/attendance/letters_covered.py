"""Whether the letters of who stands in cover those of who is away, power by power and matter by matter. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from govhall.catalogue.rules import DRAWS_IN, GATES_NOTHING, PERSONAL_POWERS, PersonalPower

PERSONAL = frozenset({*GATES_NOTHING, PersonalPower.HEAD})  # open nothing, or an office that nobody stands in for
WORDINGS = (*PERSONAL_POWERS.values(), DRAWS_IN)  # each opens the same under two names


@dataclass(frozen=True, slots=True)
class HeldLetter:
    """What a letter gives; `matters` is None for all of the hall."""

    powers: frozenset[str]
    matters: frozenset[str] | None

    def gives(self, power: str, matter: str) -> bool:
        """Whether it gives this power, in either wording, over this matter."""
        names = next(({one.value for one in words} for words in WORDINGS if power in words), {power})
        return bool(names & self.powers) and (self.matters is None or matter in self.matters)


def not_covered(
    away: Iterable[HeldLetter], stands_in: Iterable[HeldLetter], matters: Collection[str]
) -> dict[str, set[str]]:
    """By the code of a matter the powers that who is away has and who stands in lacks; `matters` are all of the hall.

    Empty: whatever waits for the one can be done by the other (AB 岗).
    """
    held = list(stands_in)
    lacking: dict[str, set[str]] = {}
    for letter in away:
        powers = letter.powers - {one.value for one in PERSONAL}
        for matter in matters if letter.matters is None else letter.matters:
            missing = {power for power in powers if not any(one.gives(power, matter) for one in held)}
            if missing:
                lacking.setdefault(matter, set()).update(missing)
    return lacking
