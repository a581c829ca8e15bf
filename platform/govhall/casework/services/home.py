"""Which hall stands for a closed one in a case: one that was split is followed village by village (撤乡并镇)."""

from collections.abc import Callable, Iterator, Sequence

from federation.contracts.directory import VillageGoes
from federation.contracts.forms import FormAnswers
from federation.directory import selectors as directory
from federation.directory.models import HallEntry
from federation.directory.rules import heir_by_name, heir_by_place, last_successor
from govhall.casework.models import Case
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.refusals import UnknownMatter
from govhall.forms.definition import AnswerKind

Find = Callable[[str], HallEntry | None]
TOLD = ('succeeded_by', 'stands_in', 'successor_told')


def home(case: Case, find: Find = directory.find) -> str:
    """The hall where the applicant stands today. Raises Broken."""
    return standing_in(case, case.origin, find)


def standing_in(case: Case, hall: str, find: Find = directory.find) -> str:
    """The hall that answers for this one in the case: a closed one itself while nobody can tell which. Raises Broken.

    One statement for an open hall.
    """
    return last_successor(hall, lambda code: next_heir(case, code, find))


def next_heir(case: Case, hall: str, find: Find = directory.find) -> str:
    """The hall that this one passes the case to: empty for an open one, and while nobody can tell."""
    closed = find(hall)
    return heir_of(case, closed) if closed is not None and closed.valid_to and closed.successor else ''


def heir_of(case: Case, closed: HallEntry) -> str:
    """The hall that a closed one passes the case to; empty while nobody can tell the village and no person has chosen.

    Asked in this order: what was told before, the place of the object, the point where the papers were taken, and the
    village that the address names.
    """
    villages = closed.villages_gone
    if not villages:
        return closed.successor
    places = [case.point, case.area]
    return _told(case, closed.code) or heir_among(villages, matter=case.matter, form=case.form, places=places)


def heir_among(villages: Sequence[VillageGoes], *, matter: str, form: FormAnswers | None, places: Sequence[str]) -> str:
    """The hall of the village that the form's place, one of the places, or else an address of the form names."""
    said = form.facts.get('area', '') if form else ''
    return heir_by_place(villages, [said, *places]) or heir_by_name(villages, _addresses(matter, form))


def _told(case: Case, closed: str) -> str:
    for event in case.events.filter(kind__in=TOLD).order_by('-seq'):
        if event.kind == 'succeeded_by' and event.hall == closed:
            return str(event.data['to'])
        if event.kind == 'stands_in' and event.data['sender'] == closed:
            return str(event.hall)
        if event.kind == 'successor_told' and event.data['closed'] == closed:
            return str(event.data['to'])
    return ''


def _addresses(matter: str, kept: FormAnswers | None) -> Iterator[str]:
    if kept is None:
        return
    try:
        form = catalogue.matter(matter, version=kept.version).form
    except UnknownMatter:
        return
    for one in form.fields if form else ():
        if one.kind == AnswerKind.ADDRESS and kept.answers.get(one.name):
            yield str(kept.answers[one.name])
