"""A case as GraphQL shows it: whole for `case`, one line for `cases`."""

from dataclasses import replace
from typing import Any

import graphene
import msgspec
from django.utils import timezone

from federation.contracts.case import Applicant, Paper, Stop
from federation.contracts.records import Licence, Opinion, SiteCheck
from govhall.acts.registry import mutation_of
from govhall.api.beside import CaseArchived, CaseCharge, CaseNotice
from govhall.api.identity import IDENTITY
from govhall.api.matters import CaseMatter
from govhall.api.parts import (
    CaseAction,
    CaseApplicant,
    CaseAsked,
    CaseFormLine,
    CaseLicence,
    CaseLine,
    CaseOpinion,
    CaseOutcome,
    CasePaper,
    CaseServed,
    CaseSiteCheck,
    CaseStop,
    listed,
    words,
)
from govhall.archive.models import CaseArchive
from govhall.billing.ledger import lines_of
from govhall.billing.models import CaseFee
from govhall.casework.models import Case, CaseRequest
from govhall.casework.rules.states import Custody, State
from govhall.casework.selectors import HANDLERS, hall_names
from govhall.casework.services.called import state_of, task_type_of, word_of
from govhall.casework.sight import looked, sees_people
from govhall.casework.situation import situation
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.departments import department_name
from govhall.catalogue.form_answers import kept_lines
from govhall.catalogue.selectors import MatterInfo
from govhall.desk.actions import offers
from govhall.desk.case_documents import papers_of
from govhall.desk.people import shown_applicant, shown_name
from govhall.desk.timeline import CaseWords, TimelineEntry, halls_in, timeline
from govhall.documents.models import Notice
from govhall.forms.lines import FormLine
from tenants.middleware import hall_of

MOST_LINES = 200
CaseState = graphene.Enum(
    'CaseState',
    [(member.name, member.value) for member in State],
    description=lambda one: State(one.value).label if one else '',
)
CaseCustody = graphene.Enum(
    'CaseCustody',
    [(member.name, member.value) for member in Custody],
    description=lambda one: '' if one else 'Whether this hall holds the case, has sent it, or only watches it.',
)


def _people(case: Case, info: graphene.ResolveInfo) -> bool:
    """Whether the caller sees the people of the case, of themselves or by a look of late; asked once a case."""
    known: bool | None = getattr(case, '_people_shown', None)
    if known is None:
        actor = info.context.actor
        known = sees_people(actor, case) or looked(actor, case, timezone.now())
        case._people_shown = known  # type: ignore[attr-defined]
    return known


class CaseRow(graphene.ObjectType):
    """A line of the worklist; `case` tells the rest."""

    uid = graphene.UUID(required=True, description='Id of the case, the same in all halls.')
    number = words('Number on the receipt (办件编号).')
    version = graphene.Int(required=True, description='To be sent with an act, so that nothing unseen is changed.')
    matter = words('Code of the matter.')
    applicant_name = words('Name of the applicant, masked; empty to who sees the progress only.')
    state = graphene.Field(graphene.NonNull(CaseState), description='The state.')
    state_label = words('The state in Chinese.')
    custody = graphene.Field(graphene.NonNull(CaseCustody), description='Whether this hall may change it.')
    holder = words('Code of the hall that holds it, as far as this hall has heard.')
    received_at = graphene.DateTime(required=True, description='When the papers were taken (收件).')
    due = graphene.Date(description='The next day that matters: notice of acceptance, later the promised decision.')
    paused = graphene.Boolean(required=True, description='True while a special procedure stops the clock.')
    department = words('Code of the department that has the case in this hall; empty if it is the whole hall’s.')
    section = words('Name of the approval section (审批股) of that department, or empty.')
    window = words('Number of the window of that section, or empty.')

    @staticmethod
    def resolve_applicant_name(root: Case, info: graphene.ResolveInfo) -> str:
        """As in the worklist."""
        return shown_name(root, info.context.actor)

    @staticmethod
    def resolve_state(root: Case, info: graphene.ResolveInfo) -> str:
        """The bare value: a case that was just changed carries the member itself, which the library refuses."""
        return State(root.state).value

    @staticmethod
    def resolve_custody(root: Case, info: graphene.ResolveInfo) -> str:
        """The bare value, for the same reason."""
        return Custody(root.custody).value

    @staticmethod
    def resolve_state_label(root: Case, info: graphene.ResolveInfo) -> str:
        """The word on screen."""
        return state_of(root)


class CasePage(graphene.ObjectType):
    """A page of the worklist, the most urgent case first."""

    cases = listed(CaseRow, 'At most 50.')
    end_cursor = graphene.String(description='`after` of the next page; null on the last one.')


class CaseWhole(CaseRow):
    """One case of this hall, with all that its page shows. Applicants are masked.

    Who sees the progress only (not of the case's department, supervisors, leaders) gets nothing that names people,
    until revealApplicant has recorded a purpose: then half an hour.
    """

    class Meta:
        name = 'Case'

    matter = graphene.Field(graphene.NonNull(CaseMatter), description='The matter as it was at the receipt.')
    applicant = graphene.Field(
        graphene.NonNull(CaseApplicant), description='Who applies, masked; texts are empty to who sees the progress.'
    )
    identity = IDENTITY
    form = listed(
        CaseFormLine, 'The form of the matter (申请表), masked; empty where it has none, and to who sees the progress.'
    )
    query_word = graphene.String(description='Query word (查询码) of the receipt, to handlers of the first hall only.')
    origin = words('Code of the hall where the papers were handed in.')
    point = words('Code of the village point, or empty.')
    department_name = words('Name of the department, or empty.')
    towards = words('Code of the hall that it was last sent to, or empty.')
    accepted_at = graphene.DateTime(description='When it was accepted (受理).')
    delivered_at = graphene.DateTime(description='When the result was handed over (送达).')
    intake_due = graphene.Date(description='Last day to say whether it is accepted (行政许可法 §32).')
    promised_due = graphene.Date(description='Promised day of the decision (承诺办结).')
    statutory_due = graphene.Date(description='Last legal day of the decision (法定办结); null where no law sets one.')
    review_due = graphene.Date(description='Last day of the review of a lower hall (§43).')
    delivery_due = graphene.Date(description='Last day to hand the result over, at the hall of origin (§44).')
    about = words('What it does to an earlier result: change, renew, reissue, correct, cancel or revoke; new if none.')
    first_number = words('Number of the case whose result it builds on, or empty.')
    ended_by = words('Number of the case that cancelled or revoked this result, or empty.')
    result = words('valid, expired, changed, renewed, reissued, cancelled or revoked; empty where nothing is granted.')
    result_label = words('The same in Chinese.')
    followed_by = words('Number of the case that took the place of this result or ended it, or empty.')
    notices = listed(CaseNotice, 'The papers that this hall issued (文书), the latest first.')
    charges = listed(CaseCharge, 'The charges (收费), also those taken back, the earliest first.')
    archives = listed(CaseArchived, 'The file of the case in the archive of this hall (归档), the newest first.')
    provisional = graphene.Boolean(required=True, description='True while holidays of such a day are not announced.')
    on_the_spot = graphene.Boolean(required=True, description='True if decided on the spot (当场办结).')
    note = words('What the last act told the halls below.')
    papers = listed(CasePaper, 'The material checklist.')
    opinions = listed(CaseOpinion, 'The opinions of all halls so far.')
    road = listed(CaseStop, 'The stations so far.')
    requests = listed(CaseAsked, 'Requests between halls, the earliest first.')
    site_checks = listed(CaseSiteCheck, 'The checks on the spot, the earliest first.')
    served = graphene.Field(CaseServed, description='How the result was served; null before, and of older cases.')
    licence = graphene.Field(CaseLicence, description='The certificate of the grant; null before it is made.')
    outcome = graphene.Field(CaseOutcome, description='How it ended; null while it runs.')
    course = listed(CaseLine, f'What happened, the newest first; at most {MOST_LINES}.')
    actions = listed(CaseAction, 'What the caller may do now.')

    @staticmethod
    def resolve_result(root: Case, info: graphene.ResolveInfo) -> str:
        """Today."""
        return root.standing_on(timezone.localdate()) or ''

    @staticmethod
    def resolve_result_label(root: Case, info: graphene.ResolveInfo) -> str:
        """Today."""
        standing = root.standing_on(timezone.localdate())
        return standing.label if standing else ''

    @staticmethod
    def resolve_followed_by(root: Case, info: graphene.ResolveInfo) -> str:
        """Empty while nothing has."""
        return root.followed.number if root.followed else ''

    @staticmethod
    def resolve_department_name(root: Case, info: graphene.ResolveInfo) -> str:
        """Also of a case that an act has just changed."""
        read = root.department_name
        return department_name(read) if read == root.department else read

    @staticmethod
    def resolve_matter(root: Case, info: graphene.ResolveInfo) -> MatterInfo:
        """In the version of the receipt."""
        return catalogue.matter(root.matter, version=root.matter_version)

    @staticmethod
    def resolve_about(root: Case, info: graphene.ResolveInfo) -> str:
        """The kind of the case."""
        return root.kind

    @staticmethod
    def resolve_notices(root: Case, info: graphene.ResolveInfo) -> list[Notice]:
        """As on the page."""
        return papers_of(root)

    @staticmethod
    def resolve_charges(root: Case, info: graphene.ResolveInfo) -> list[CaseFee]:
        """As on the page."""
        return lines_of(root.uid)

    @staticmethod
    def resolve_archives(root: Case, info: graphene.ResolveInfo) -> list[CaseArchive]:
        """Every version."""
        return list(root.archives.order_by('-version'))

    @staticmethod
    def resolve_applicant(root: Case, info: graphene.ResolveInfo) -> Applicant:
        """In full only by revealApplicant."""
        return shown_applicant(root, seen=_people(root, info))

    @staticmethod
    def resolve_form(root: Case, info: graphene.ResolveInfo) -> list[FormLine]:
        """In full only by revealApplicant."""
        if not _people(root, info):
            return []
        return kept_lines(catalogue.matter(root.matter, version=root.matter_version), root.form, whole=False)

    @staticmethod
    def resolve_query_word(root: Case, info: graphene.ResolveInfo) -> str | None:
        """To those who see the receipt."""
        here = root.origin == hall_of(info.context).code and bool(info.context.actor.roles & HANDLERS)
        return root.query_word if here and _people(root, info) else None

    @staticmethod
    def resolve_papers(root: Case, info: graphene.ResolveInfo) -> list[Paper]:
        """In the order of the catalogue."""
        return root.papers if _people(root, info) else [msgspec.structs.replace(one, files=[]) for one in root.papers]

    @staticmethod
    def resolve_opinions(root: Case, info: graphene.ResolveInfo) -> list[Opinion]:
        """The earliest first."""
        return root.opinions if _people(root, info) else []

    @staticmethod
    def resolve_road(root: Case, info: graphene.ResolveInfo) -> list[Stop]:
        """From the first hall on."""
        return root.road

    @staticmethod
    def resolve_requests(root: Case, info: graphene.ResolveInfo) -> list[CaseRequest]:
        """The earliest first."""
        return list(root.requests.order_by('asked_at'))

    @staticmethod
    def resolve_site_checks(root: Case, info: graphene.ResolveInfo) -> list[SiteCheck]:
        """With what came from halls below."""
        return root.site_checks if _people(root, info) else []

    @staticmethod
    def resolve_licence(root: Case, info: graphene.ResolveInfo) -> Licence | None:
        """Null before it is made."""
        return root.licence

    @staticmethod
    def resolve_outcome(root: Case, info: graphene.ResolveInfo) -> dict[str, Any] | None:
        """Null while it runs; its word is that of the matter."""
        return {**msgspec.structs.asdict(root.outcome), 'label': word_of(root)} if root.outcome else None

    @staticmethod
    def resolve_course(root: Case, info: graphene.ResolveInfo) -> list[TimelineEntry]:
        """The sentences of the page."""
        events = list(root.events.all())
        return timeline(events, hall_names(halls_in(events)), words=CaseWords(task_type_of(root), root.kind))[
            :MOST_LINES
        ]

    @staticmethod
    def resolve_actions(root: Case, info: graphene.ResolveInfo) -> list[dict[str, Any]]:
        """The buttons of the page."""
        matter = catalogue.matter(root.matter, version=root.matter_version)
        context = info.context
        now = situation(root, actor=context.actor, hall=hall_of(context), matter=matter, at=timezone.now())
        way = now.way
        names = hall_names(code for code in (way.next_hall, way.decider) if code) if way else {}
        return [
            {'mutation': mutation_of(offer.act), 'label': offer.label, 'leads': offer.leads, 'halls': offer.choices}
            for offer in offers(replace(now, names=names))
        ]
