"""Papers are handed in: the case begins (行政许可法 §32)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone

from federation.contracts.case import Applicant, Dues, Stop
from federation.contracts.forms import FormAnswers
from govhall.casework.acts.reuse import ON_FILE, take_from_file
from govhall.casework.case_reads import BY_SUBMISSION
from govhall.casework.models import Case
from govhall.casework.rules.clocks import after_receipt
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import Beginning, Transition, beginning
from govhall.casework.services.change import Change
from govhall.casework.services.related_cases import build_on_first
from govhall.casework.services.serials import COUNTER, SERIALS_IN_BLOCK, next_serial
from govhall.casework.services.succession import check_open
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.checklist import checklist
from govhall.catalogue.form_answers import checked_answers
from govhall.catalogue.refusals import OnlyInformed
from govhall.catalogue.rules import VillageKind
from govhall.catalogue.selectors import MatterInfo
from govhall.deadlines.calendar import calendar_of
from govhall.forms.applicant import checked_applicant
from govhall.forms.eligibility import check_who
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.ids import new_uid, random_uid
from govhall.kernel.numbering import compose_number, new_query_word
from govhall.kernel.structures import plain
from govhall.licences.rules.kinds import CaseKind, kind_named
from tenants.access import Actor
from tenants.context import current_hall
from tenants.models import Hall, Point
from tenants.provisioning import DIGITS

SYSTEM = '系统'  # what stands where the name of who received would stand


class KeyUsed(Refused):
    """The key names another content: answering with its case would lose this application, and mix two people."""

    code = 'KEY_USED'
    sentence = '这个提交标识已用于另一件申请，请换一个新的标识再提交。'


class UnknownPoint(Refused):
    """The village point is not one of this hall's."""

    code = 'UNKNOWN_POINT'
    sentence = '没有这个村级便民服务点，请从名单中选择。'


@dataclass(frozen=True)
class OnlineKey:
    """Number and query word of an online application, and when it was submitted."""

    number: str
    word: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Application:
    """What is handed in: matter code, applicant, what papers are there (code to status), at which point or counter."""

    submission: UUID
    matter: str
    applicant: Applicant
    papers: dict[str, str]  # on_file: the applicant agreed that the hall uses what it has of them
    point: str = ''
    as_agent: bool = False  # 代办: the point only carries the papers, the clock has not started
    about: CaseKind = CaseKind.NEW
    first_number: str = ''  # of the case, or the licence, on whose result this one builds
    reason: str = ''  # why the organ itself begins (撤销)
    online: OnlineKey | None = None  # it was submitted online, and has its number and query word
    area: str = ''  # the village of who applied online; a point has its own
    files: Mapping[str, str] = field(default_factory=dict)  # code of the paper to the hash of what comes beside it
    form: FormAnswers | None = None  # what was answered in the form of the matter, judged once more

    @property
    def content(self) -> str:
        """The hash of all that was typed, ticked and attached: what the key names, whatever door it came through."""
        told = [
            *(self.matter, self.about, self.first_number, self.point, self.area, self.reason),
            [getattr(self.applicant, name) for name in self.applicant.__struct_fields__],
            sorted(self.papers.items()),
            sorted(self.files.items()),
            *([self.form.answers] if self.form and self.form.answers else []),
        ]
        return sha256(msgspec.json.encode(told)).hexdigest()


def receive_case(*, application: Application, actor: Actor | None, at: datetime | None = None) -> Case:
    """Take papers in the current hall and return the case; the same submission twice is the same case.

    Without an actor it is the system that receives, which it may only what came online.

    Raises UnknownMatter, InvalidResidentId and its kin, NoGrant (this hall has no receipt power), NotYourRole,
    HallMerged for a closed hall, NotForApplicant, FormRefused, LaterNotAllowed, UndertakingNotAllowed, NotOnFile,
    OnlyInformed at a village that only makes the matter known, KeyUsed where the submission was another content.
    """
    at = at or timezone.now()
    existing = _known(application, at)
    if existing:
        return existing
    try:
        with transaction.atomic():
            return _begin(application, actor, at)
    except IntegrityError:
        # The same key came at the same moment by another connection, which has stored it.
        existing = _known(application, at)
        if existing is None:
            raise
        return existing


def _known(application: Application, at: datetime) -> Case | None:
    """The case that this submission has become. Raises KeyUsed if it was another content."""
    found = BY_SUBMISSION.first(submission=application.submission)
    if found is not None and found.submitted != _normal(application, at).content:
        raise KeyUsed(field='submission')
    return found


def _normal(application: Application, at: datetime) -> Application:
    """The application with its applicant as it is stored, so that the same number written otherwise is the same."""
    return replace(application, applicant=checked_applicant(application.applicant, at=at))


def _begin(application: Application, actor: Actor | None, at: datetime) -> Case:
    hall = current_hall()
    check_open(hall)
    info, placement = catalogue.matter_at_receipt(application.matter, hall=hall.code, at=at)
    if application.point and catalogue.village_kind(info.code, hall.code, at) is VillageKind.INFORM:
        raise OnlyInformed(field='matter', matter=info.short_name)
    key = application.online
    # What came online has been with the organ since then, whenever somebody opens it (行政许可法 §32).
    received_at = key.at if key else at
    today = received_at.astimezone(CHINA).date()
    applicant = _applicant(application, info, at)
    case = Case(
        uid=new_uid(),
        number=key.number if key else next_number(hall, application.point, at),
        query_word=key.word if key else new_query_word(),
        submission=application.submission,
        submitted=replace(application, applicant=applicant).content,
        fact=random_uid(),
        matter=info.code,
        matter_version=info.version,
        applicant_data=plain(applicant),
        form_data=_form(application, info, today),
        kind=kind_of(application.about, info),
        first_number=application.first_number,
        origin=hall.code,
        point=application.point,
        area=application.point or application.area or hall.area_code,
        custody=Custody.HELD,
        holder=hall.code,
        road_data=[plain(Stop(hall=hall.code, hop=0, kind='point' if application.point else 'counter', at=at))],
        papers_data=_papers(application, info, today),
        received_at=received_at,
        clock_from=today,
        first_handler=actor.name if actor else SYSTEM,
        received_by=actor.person_id if actor else None,
        **placement._asdict(),
    )
    build_on_first(case, roles=actor.roles if actor else frozenset(), on=today, at=at)
    change = Change(case, hall=hall, actor=actor, at=at, is_new=True)
    change.perform(_first_row(application), matter=info.code, **_said(application, actor))
    if application.as_agent:
        case.state = State.ENTRUSTED
        case.set_dues(Dues())
    else:
        case.set_dues(after_receipt(today, calendar_of(hall.area_code)))
        if not key and ON_FILE in application.papers.values():  # who applied online has shown no card yet
            take_from_file(change, application.papers)
    change.finish()
    return case


def _applicant(application: Application, info: MatterInfo, at: datetime) -> Applicant:
    """Who applies, if the matter is for them; asked online when it was submitted, and an organ may always revoke."""
    found = checked_applicant(application.applicant, at=at)
    if application.online is None and application.about is not CaseKind.REVOKE:
        today = at.astimezone(CHINA).date()
        check_who(info.who, info.applicants, kind=found.kind, id_number=found.id_number, today=today)
    return found


def _papers(application: Application, info: MatterInfo, today: date) -> object:
    """The checklist; the organ that revokes has no applicant who could bring papers."""
    if application.about is CaseKind.REVOKE:
        return []
    by_agent, calendar = bool(application.applicant.agent), calendar_of(current_hall().area_code)
    papers = checklist(info, application.papers, by_agent=by_agent, later_by=lambda days: calendar.add(today, days).day)
    return plain(papers)


def _said(application: Application, actor: Actor | None) -> dict[str, object]:
    """What the first event says besides: why, when it was submitted, and that nobody opened it."""
    why: dict[str, object] = {'reason': application.reason} if application.reason else {}
    submitted = {'submitted_at': application.online.at.isoformat()} if application.online else {}
    return why | submitted | ({'unopened': True} if actor is None else {})


def _form(application: Application, info: MatterInfo, today: date) -> object:
    """What is stored of the form; the organ that revokes fills in none. Raises FormRefused."""
    revokes = application.about is CaseKind.REVOKE
    return None if revokes else plain(checked_answers(info, application.form, today=today))


def _first_row(application: Application) -> Transition:
    if application.about is CaseKind.REVOKE:
        return beginning(Beginning.ORGAN)
    return beginning(Beginning.CARRIED if application.as_agent else Beginning.APPLICATION)


def kind_of(about: CaseKind, info: MatterInfo) -> CaseKind:
    """What is wanted: a matter of its own for renewals, or changes, of another one (主项) says it by its name."""
    named = kind_named(info.short_name) if info.main_code and about is CaseKind.NEW else None
    return named or about


def next_number(hall: Hall, point: str, at: datetime) -> str:
    """The next case number of the hall's counter, or of a village point."""
    today = at.astimezone(CHINA).date()
    if not point:
        high, serial = divmod(next_serial(COUNTER, today), SERIALS_IN_BLOCK)
        return compose_number(hall.code, today, COUNTER + DIGITS[high], serial)
    found = Point.objects.filter(hall=hall, code=point, active=True).first()
    if found is None:
        raise UnknownPoint(field='point')
    return compose_number(hall.code, today, found.block, next_serial(found.block, today))
