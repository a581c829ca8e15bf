"""The lists of a hall's cases, one for each filter."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from federation.directory.models import HallEntry
from govhall.casework import sight as sights
from govhall.casework.models import Case
from govhall.casework.models.case import ENDING, URGENCY
from govhall.casework.sight import NOBODY, people_of, seen_with, sight_of
from govhall.catalogue.models import Matter
from govhall.desk.filters import OF_LATER, WHOLE, WorklistFilter, WorklistPart, awaited, condition, of_part, params_of
from govhall.kernel.errors import Refused
from govhall.look.pages import Keyset, Page
from tenants.access import Actor

PAGE = 50
URGENT_FIRST = Keyset({'until': date, 'uid': UUID}, size=PAGE)  # by the index case_urgent
EARLIEST_FIRST = Keyset({'received_at': datetime, 'uid': UUID}, size=PAGE)  # by the index case_by_receipt
BY_MATTER = Keyset({'matter': str, 'uid': UUID}, size=PAGE)  # by the index case_by_matter
NEWEST_FIRST = Keyset({'updated_at': datetime, 'uid': UUID}, size=PAGE, descending=True)  # by the index case_recent


class EndingTooShort(Refused):
    """Too little of a number was typed to find anybody by, or more than people remember."""

    code = 'ENDING_TOO_SHORT'
    sentence = '请输入证件号码的最后 4 到 6 位，例如 002X。'


class WorklistSearch(NamedTuple):
    """What is looked for in a worklist: words of the matter, words of the hall where it was handed in, the last
    characters of the number of the applicant's card.
    """

    matter: str = ''
    origin: str = ''
    ending: str = ''


NOTHING = WorklistSearch()


def worklist(
    hall: str, actor: Actor, show: WorklistFilter, *, after: str = '', part: WorklistPart = WHOLE
) -> Page[Case]:
    """A page of a hall's cases, the most urgent first; `after` is the end of the page before. Raises BadCursor.

    What is done comes with the newest first.
    """
    order = NEWEST_FIRST if show is WorklistFilter.DONE else URGENT_FIRST
    return order.page(cases_of(hall, actor, show, part), after)


def cases_of(
    hall: str, actor: Actor, show: WorklistFilter, part: WorklistPart = WHOLE, search: WorklistSearch = NOTHING
) -> QuerySet[Case]:
    """The cases behind a filter that the person may see, of a part; `until` is what URGENT_FIRST goes by."""
    rows: QuerySet[Case] = (
        Case.objects.visible_to(actor).with_department().filter(condition(show, params_of(hall, [show], actor)))
    )
    told = {'departments': part.departments, 'sections': part.sections}
    rows = rows.filter(of_part(part.whose, person=actor.person_id, **told), _found_by(search))
    if search.ending:
        rows = _of_ending(rows, search.ending, actor)
    if show in OF_LATER:
        day = awaited(hall).filter(case=OuterRef('uid')).values('due_on')[:1]
        return rows.annotate(until=Subquery(day))
    return rows if show is WorklistFilter.DONE else rows.annotate(until=URGENCY)


def _found_by(search: WorklistSearch) -> Q:
    """By a number of the matter or words of its name, by words of the name of a hall: no read of its own."""
    found = Q()
    if search.matter:
        named = Matter.objects.filter(Q(short_name__icontains=search.matter) | Q(name__icontains=search.matter))
        found &= Q(matter=search.matter) | Q(matter__in=named.values('code'))
    if search.origin:
        found &= Q(origin__in=HallEntry.objects.filter(name__icontains=search.origin).values('code'))
    return found


def _of_ending(rows: QuerySet[Case], ending: str, actor: Actor) -> QuerySet[Case]:
    """Of the cases whose people the person sees, those of an applicant whose number ends so.

    A blind index holds the last four; those few are opened for the fifth and sixth.
    """
    people = people_of(actor)
    if people is NOBODY:
        return rows.none()
    if people is not sight_of(actor):
        rows = rows.filter(seen_with(people, sights.params_of(actor)))
    index = Case._meta.get_field('applicant_ending')
    rows = rows.filter(applicant_ending__in=index.candidates(ending[-ENDING:]))
    if len(ending) == ENDING:
        return rows
    return rows.filter(uid__in=[case.uid for case in rows if case.applicant.id_number.endswith(ending)])
