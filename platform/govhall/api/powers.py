"""Who holds which powers here, as GraphQL: people, letters (授权书), grants (赋权) and the register of papers."""

from typing import Any
from uuid import UUID

import graphene
from django.db.models import Q
from django.utils import timezone

from federation.directory.selectors import children
from govhall.api.access import actor_of, hall_here
from govhall.api.parts import listed, words
from govhall.casework.selectors import of_visible
from govhall.catalogue.models import Authorisation, Grant
from govhall.catalogue.readers import LETTER_READERS, READERS
from govhall.documents.models import Notice
from govhall.documents.register_queries import READERS as REGISTER_READERS
from govhall.look.pages import Keyset
from tenants.models import Membership, Person

OVERSEERS = READERS
PAGE = 50
AFTER = graphene.UUID(description='`endCursor` of the page before.')
END = graphene.String(description='`after` of the next page; null on the last one.')


class StaffMember(graphene.ObjectType):
    """Somebody, or a department's system, that works in this hall now."""

    id = graphene.Int(required=True, description='Id of the person in this cell, as `person` of a letter.')
    name = words('The name.')
    roles = graphene.List(graphene.NonNull(graphene.String), required=True, description='Codes of the roles.')
    department = words('The department that sent them, or empty.')
    point = words('Code of their village point, or empty.')


class StaffPage(graphene.ObjectType):
    """A page of people."""

    people = listed(StaffMember, f'At most {PAGE}.')
    end_cursor = graphene.Int(description='`after` of the next page; null on the last one.')


class Letter(graphene.ObjectType):
    """A letter of authorisation (授权书)."""

    id = graphene.UUID(required=True, description='Id of the letter.')
    person_id = graphene.Int(required=True, description='Id of the person.')
    person = words('Name of the person; empty for somebody who was never here.')
    powers = graphene.List(graphene.NonNull(graphene.String), required=True, description='decide, submit, seal …')
    matters = graphene.List(graphene.NonNull(graphene.String), description='Codes; null: all matters of the hall.')
    grantor = words('Who gives the powers.')
    document = words('Number of the letter.')
    valid_from = graphene.DateTime(required=True, description='First moment.')
    valid_to = graphene.DateTime(description='It gives nothing from then on; null: no end.')
    revoked_at = graphene.DateTime(description='When it was revoked; it may lie ahead.')
    revoke_reason = words('Why it was revoked, or empty.')
    taken_over_by_name = words('Who took the open cases that hung on it, or empty.')
    has_scan = graphene.Boolean(required=True, description='Whether the paper is kept as a file.')


class LetterPage(graphene.ObjectType):
    """A page of letters."""

    letters = listed(Letter, f'At most {PAGE}, the newest first.')
    end_cursor = END


class GrantRow(graphene.ObjectType):
    """The power of a hall over a matter (赋权/委托)."""

    class Meta:
        name = 'Grant'

    id = graphene.UUID(required=True, description='Id of the grant, the same in all cells.')
    matter = words('Code of the matter.')
    hall = words('Code of the hall that has it.')
    mode = words('own, delegated, entrusted, review or receipt.')
    organ = words('Credit code of the organ in whose name the hall acts.')
    delegator = words('Credit code of the organ that gave it, or empty.')
    document = words('Number of the document, or empty.')
    village = words('direct, carry, assist or inform; empty where nothing is listed for villages.')
    point_receipt = graphene.Boolean(required=True, description='Whether village points receive for the organ.')
    conditional = graphene.Boolean(required=True, description='Whether it holds under conditions only.')
    valid_from = graphene.DateTime(required=True, description='First moment.')
    valid_to = graphene.DateTime(description='It gives nothing from then on; null: no end.')

    @staticmethod
    def resolve_matter(root: Grant, info: graphene.ResolveInfo) -> str:
        """By code."""
        return root.matter_code

    @staticmethod
    def resolve_hall(root: Grant, info: graphene.ResolveInfo) -> str:
        """By code."""
        return root.hall_code

    @staticmethod
    def resolve_organ(root: Grant, info: graphene.ResolveInfo) -> str:
        """By credit code."""
        return root.organ_code

    @staticmethod
    def resolve_delegator(root: Grant, info: graphene.ResolveInfo) -> str:
        """By credit code."""
        return root.delegator_code

    @staticmethod
    def resolve_conditional(root: Grant, info: graphene.ResolveInfo) -> bool:
        """What they are, whereDone says."""
        return bool(root.conditions)


class GrantPage(graphene.ObjectType):
    """A page of grants."""

    grants = listed(GrantRow, f'At most {PAGE}.')
    end_cursor = END


class RegisteredNotice(graphene.ObjectType):
    """A line of the register of papers (文书登记簿); it names no applicant."""

    uid = graphene.UUID(required=True, description='Id of the paper.')
    case = graphene.UUID(required=True, description='Id of its case.')
    code = words('Code of its kind.')
    number = words('Its number; a void paper keeps it.')
    organ = words('The organ in whose name it was issued.')
    state = words('ordered, issued or void.')
    acted_at = graphene.DateTime(required=True, description='When the act was done that issued it.')

    @staticmethod
    def resolve_case(root: Notice, info: graphene.ResolveInfo) -> UUID:
        """By id."""
        return root.case_uid

    @staticmethod
    def resolve_organ(root: Notice, info: graphene.ResolveInfo) -> str:
        """The name on the paper."""
        return root.organ_name


class NoticePage(graphene.ObjectType):
    """A page of the register."""

    notices = listed(RegisteredNotice, f'At most {PAGE}, the newest first.')
    end_cursor = END


class PowerQueries(graphene.ObjectType):
    """People, letters, grants and papers; one page costs the same however many there are."""

    staff = graphene.Field(
        StaffPage,
        after=graphene.Int(description='`endCursor` of the page before.'),
        description='Who works here now. Errors: NOT_YOUR_ROLE.',
    )
    letters = graphene.Field(
        LetterPage,
        after=AFTER,
        person=graphene.Int(description='Of this person only.'),
        live=graphene.Boolean(description='True: those in force now only.'),
        description='The letters of this hall. Errors: NOT_YOUR_ROLE.',
    )
    grants = graphene.Field(
        GrantPage,
        after=AFTER,
        matter=graphene.String(description='Of this matter only.'),
        live=graphene.Boolean(description='True: those in force now only.'),
        description='The grants of this hall and of those directly below. Errors: NOT_YOUR_ROLE.',
    )
    notices = graphene.Field(
        NoticePage,
        after=AFTER,
        number=graphene.String(description='The paper with this number only.'),
        description='The papers that this hall issued (文书登记簿). Errors: NOT_YOUR_ROLE.',
    )

    @staticmethod
    def resolve_staff(root: object, info: graphene.ResolveInfo, after: int = 0) -> dict[str, Any]:
        """As the list of people that is handed out."""
        actor_of(info, LETTER_READERS)
        live = Membership.objects.live(timezone.now()).filter(hall=hall_here(info)).select_related('person')
        page = Keyset({'pk': int}, size=PAGE).page(live, str(after or ''))
        people = [
            {
                'id': row.person_id,
                'name': row.person.name,
                'roles': row.roles,
                'department': row.department,
                'point': row.point,
            }
            for row in page.rows
        ]
        return {'people': people, 'end_cursor': int(page.after) if page.after else None}

    @staticmethod
    def resolve_letters(
        root: object, info: graphene.ResolveInfo, after: UUID | None = None, person: int = 0, live: bool = False
    ) -> dict[str, Any]:
        """Ids grow with time, so the newest come first by them."""
        actor_of(info, LETTER_READERS)
        rows: Any = Authorisation.objects.live(timezone.now()) if live else Authorisation.objects.all()
        rows = rows.filter(Q(person_id=person) if person else Q(), hall_code=hall_here(info).code)
        page = _by('id', descending=True).page(rows, str(after or ''))
        names = dict(Person.objects.filter(pk__in={row.person_id for row in page.rows}).values_list('pk', 'name'))
        for row in page.rows:
            row.person = names.get(row.person_id, '')
            row.has_scan = bool(row.file_hash)
        return {'letters': page.rows, 'end_cursor': page.after or None}

    @staticmethod
    def resolve_grants(
        root: object, info: graphene.ResolveInfo, after: UUID | None = None, matter: str = '', live: bool = False
    ) -> dict[str, Any]:
        """What a hall may take out as a file."""
        actor_of(info, OVERSEERS)
        here = hall_here(info).code
        rows = Grant.objects.live(timezone.now()) if live else Grant.objects.all()
        rows = rows.filter(hall_code__in=[here, *(child.code for child in children(here))])
        rows = rows.filter(matter_code=matter) if matter else rows
        page = _by('id').page(rows, str(after or ''))
        return {'grants': page.rows, 'end_cursor': page.after or None}

    @staticmethod
    def resolve_notices(
        root: object, info: graphene.ResolveInfo, after: UUID | None = None, number: str = ''
    ) -> dict[str, Any]:
        """The texts stay sealed: nobody reads them in a list."""
        actor = actor_of(info, REGISTER_READERS)
        rows = of_visible(Notice.objects.defer('content_data'), actor, by='case_uid')
        rows = rows.filter(number=number) if number else rows
        page = _by('uid', descending=True).page(rows, str(after or ''))
        return {'notices': page.rows, 'end_cursor': page.after or None}


def _by(key: str, *, descending: bool = False) -> Keyset:
    return Keyset({key: UUID}, size=PAGE, descending=descending)
