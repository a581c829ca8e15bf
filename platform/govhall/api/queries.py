"""The root fields that read cases and matters; the selectors decide who may see what."""

from typing import Any
from uuid import UUID

import graphene

from govhall.api.access import actor_of, hall_here
from govhall.api.matters import MatterPage, Matters, page_of_matters
from govhall.api.types import CasePage, CaseRow, CaseWhole
from govhall.casework.models import Case
from govhall.casework.selectors import READERS, case_for, find_by_number
from govhall.desk.filters import SHOW_LABELS, WHOSE_LABELS, Whose, WorklistFilter, part_of
from govhall.desk.services.person_search import search_person
from govhall.desk.worklists import worklist

LONGEST_WORDS = 60
CaseShow = graphene.Enum(
    'CaseShow',
    [(worklist_filter.name, worklist_filter.value) for worklist_filter in WorklistFilter],
    description=lambda one: SHOW_LABELS[WorklistFilter(one.value)] if one else 'The filters of the worklist.',
)


CaseWhose = graphene.Enum(
    'CaseWhose',
    [(whose.name, whose.value) for whose in Whose],
    description=lambda one: WHOSE_LABELS[Whose(one.value)] if one else 'Whose cases, of those in sight.',
)


class CaseworkQueries(graphene.ObjectType):
    """Cases and matters of the hall of the address."""

    case = graphene.Field(
        CaseWhole,
        number=graphene.String(description='Number on the receipt.'),
        uid=graphene.UUID(description='Id of the case, instead of the number.'),
        description='One case of this hall. Errors: NO_SUCH_CASE, also for one of another hall; NOT_YOUR_ROLE.',
    )
    cases = graphene.Field(
        CasePage,
        show=graphene.Argument(CaseShow, default_value=WorklistFilter.TODO.value, description='Which cases.'),
        whose=graphene.Argument(CaseWhose, default_value=Whose.ALL.value, description='Whose cases.'),
        department=graphene.String(description='Code of a department: only its cases.'),
        section=graphene.String(description='Name of an approval section (科室): only its cases.'),
        after=graphene.String(description='`endCursor` of the page before.'),
        description='The worklist, the most urgent first, 50 a page. Errors: BAD_CURSOR, NOT_YOUR_ROLE.',
    )
    cases_of = graphene.List(
        graphene.NonNull(CaseRow),
        id_number=graphene.String(required=True, description='ID card number or credit code.'),
        description='The latest 50 cases of an applicant in this hall. Errors: NO_SUCH_CASE, NOT_YOUR_ROLE.',
    )
    matters = graphene.Field(
        MatterPage,
        words=graphene.String(description='Everyday words, all of which must occur.'),
        after=graphene.String(description='`endCursor` of the page before.'),
        description='The matters of this hall, 50 a page. Errors: NOT_YOUR_ROLE.',
    )

    @staticmethod
    def resolve_case(root: object, info: graphene.ResolveInfo, number: str = '', uid: UUID | None = None) -> Case:
        """By number or id."""
        actor = actor_of(info, READERS)
        return case_for(uid, actor) if uid else find_by_number(number, actor)

    @staticmethod
    def resolve_cases(  # noqa: PLR0913 - the arguments of the schema
        root: object,
        info: graphene.ResolveInfo,
        show: Any,
        whose: Any,
        department: str = '',
        section: str = '',
        after: str = '',
    ) -> dict[str, Any]:
        """A page by keyset."""
        actor = actor_of(info, READERS)
        filtered, wanted = WorklistFilter(getattr(show, 'value', show)), Whose(getattr(whose, 'value', whose))
        part = part_of(actor, wanted, department=department, section=section)
        page = worklist(hall_here(info).code, actor, filtered, after=after, part=part)
        return {'cases': page.rows, 'end_cursor': page.after or None}

    @staticmethod
    def resolve_cases_of(root: object, info: graphene.ResolveInfo, id_number: str) -> list[Case]:
        """By the blind index; the number stands in the body, never in an address."""
        return search_person(id_number, actor_of(info, READERS))

    @staticmethod
    def resolve_matters(root: object, info: graphene.ResolveInfo, words: str = '', after: str = '') -> Matters:
        """As on the counter's page."""
        actor_of(info, READERS)
        return page_of_matters(hall_here(info).code, words[:LONGEST_WORDS], after)
