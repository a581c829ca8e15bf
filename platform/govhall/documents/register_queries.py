"""Reads of the register of papers (文号登记簿): an organ's books, and the lines of one. No line names an applicant."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, LessThan

from govhall.catalogue.models import Grant, Organ
from govhall.documents.models import Notice, SerialOf, YearOf
from govhall.documents.register.models import Book
from govhall.documents.rules.papers import KINDS, place_of
from govhall.kernel import typed as texts
from govhall.kernel.errors import Refused
from govhall.look.pages import Keyset, cut
from tenants.roles import OFFICES, Role

PAGE = 50
# Both along the key of a year's books, book_once_a_year.
BY_ORGAN = Keyset({'organ_code': str, 'code': str}, size=PAGE)
BACKWARDS = Keyset({'organ_code': str, 'code': str}, size=PAGE, descending=True)
# Whoever may open every case of the hall.
READERS = frozenset(Role) - {Role.AGENT, Role.LIAISON} - OFFICES
BRACKETS = str.maketrans({**dict.fromkeys('([{【', '〔'), **dict.fromkeys(')]}】', '〕')})


class NoSuchNumber(Refused):
    """No paper of this hall has this number."""

    code = 'NO_SUCH_NUMBER'
    status = 404
    sentence = '本大厅没有出过这个文号的文书，请照着文书上的文号再输一遍。别的大厅出的文书，请到那个大厅查。'


@dataclass(frozen=True, slots=True)
class BookLine:
    """A book as the list shows it: whose, of which papers, and the last number given out by whichever hall."""

    organ_code: str
    organ: str
    code: str
    title: str
    year: int
    last: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Serials that are not this hall's: another hall of the organ gave them out, or they were passed over."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class BookPage:
    """A page of a book, the highest number first; `below` is where the next page begins, None on the last one."""

    lines: Sequence[Notice | Gap]
    below: int | None


class Shelf(NamedTuple):
    """That an organ in whose name the hall acts or acted has books of a year."""

    year: int
    organ_code: str
    organ: str


def shelves(hall: str) -> list[Shelf]:
    """The shelves of the hall, by the name of the organ; one statement."""
    name = Organ.objects.filter(credit_code=OuterRef('organ_code')).values('name')
    named = _books(hall).annotate(organ=Coalesce(Subquery(name), 'organ_code'))
    return [Shelf(*row) for row in named.order_by('organ').values_list('year', 'organ_code', 'organ').distinct()]


def books(hall: str, year: int, organ: str = '') -> QuerySet[Book]:
    """The books of a year, of one organ or of all in whose name the hall acts or acted."""
    found = _books(hall).filter(year=year)
    return found.filter(organ_code=organ) if organ else found


def book(hall: str, *, organ: str, code: str, year: int) -> BookLine | None:
    """One of them, if the hall has it."""
    return next(iter(book_lines(_books(hall).filter(organ_code=organ, code=code, year=year))), None)


def book_lines(rows: Iterable[Book]) -> list[BookLine]:
    """Books with the names of their organs; one statement more for any number of them."""
    found = list(rows)
    organs = Organ.objects.filter(credit_code__in={paper.organ_code for paper in found})
    names = dict(organs.values_list('credit_code', 'name'))
    return [
        BookLine(
            paper.organ_code,
            names.get(paper.organ_code, paper.organ_code),
            paper.code,
            title(paper.code),
            paper.year,
            paper.last,
        )
        for paper in found
    ]


def page(found: BookLine, *, below: int | None = None, size: int | None = None) -> BookPage:
    """The papers of the current hall in a book, under a serial; one page costs the same however many there are."""
    most = size or PAGE
    top = min(below or found.last + 1, found.last + 1)
    of_book = _papers().filter(Exact(YearOf('number'), found.year), organ_code=found.organ_code, code=found.code)
    rows = of_book.filter(LessThan(SerialOf('number'), top)).order_by(SerialOf('number').desc())
    some = cut(list(rows[: most + 1]), most, lambda paper: place_of(paper.number).serial)
    lines = list(_with_gaps(some.rows, top=top, to_the_end=not some.after))
    return BookPage(lines, int(some.after) if some.after else None)


def find(typed: str) -> Notice:
    """The paper of the current hall with this number. Raises NoSuchNumber.

    Blanks, other brackets and missing noughts are forgiven: 〔2026〕 is not on every keyboard.
    """
    plain = texts.line(texts.narrow(typed)).replace(' ', '').translate(BRACKETS)
    number = re.sub(r'第([0-9]+)号?$', lambda told: f'第{int(told[1]):06d}号', plain)
    paper = _papers().filter(number=number).first()
    if paper is None:
        raise NoSuchNumber(field='number')
    return paper


def title(code: str) -> str:
    """The title of a kind of paper; of a decision both, for a licence and for any other matter."""
    kind = KINDS[code]
    return kind.title if kind.title == kind.other_title else f'{kind.title}、{kind.other_title}'


def _books(hall: str) -> QuerySet[Book]:
    return Book.objects.filter(organ_code__in=Grant.objects.filter(hall_code=hall).values('organ_code'))


def _papers() -> QuerySet[Notice]:
    # Texts stay sealed.
    return Notice.objects.only('case_uid', 'code', 'number', 'state', 'organ_code', 'acted_at', 'void_data')


def _with_gaps(papers: Sequence[Notice], *, top: int, to_the_end: bool) -> Iterator[Notice | Gap]:
    expected = top - 1
    for paper in papers:
        serial = place_of(paper.number).serial
        if serial < expected:
            yield Gap(serial + 1, expected)
        yield paper
        expected = serial - 1
    if to_the_end and expected > 0:
        yield Gap(1, expected)
