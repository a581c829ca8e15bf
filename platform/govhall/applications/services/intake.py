"""What the window does with an online application: receive it, or return it once. Its five days run already.

What nobody opens within its working day is received by the system, so that every limit runs without anybody.
"""

from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from msgspec.structs import replace

from govhall.applications.acts.online import PRE_RETURN
from govhall.applications.models import OnlineApplication
from govhall.applications.services.expiry import keep
from govhall.applications.sight import seen_by
from govhall.casework.acts.attach import attach_file
from govhall.casework.acts.deem_accepted import has_lapsed
from govhall.casework.acts.receive import RECEIVE
from govhall.casework.models import Case
from govhall.casework.rules.clocks import after_receipt
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import NotYourRole, check
from govhall.casework.services.change import StaleVersion
from govhall.casework.services.lapse import deem_accepted
from govhall.casework.services.materials import read_or_lost
from govhall.casework.services.reception import Application, OnlineKey, receive_case
from govhall.catalogue import authority
from govhall.catalogue.rules import Power
from govhall.deadlines.calendar import calendar_of
from govhall.forms.facts import application_facts
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.licences.rules.kinds import CaseKind
from govhall.storage.material_store import stored
from tenants.access import Actor
from tenants.context import current_hall
from tenants.roles import Role

log = structlog.get_logger(__name__)
LONGEST_REASON = 300


class NoSuchApplication(Refused):
    """The hall has no such application, or its applicant took it back."""

    code = 'NO_SUCH_APPLICATION'
    status = 404
    sentence = '没有这份网上申报，申请人可能已经收回，请刷新名单。'


class ReturnedBefore(Refused):
    """What is still missing is asked for completely, once, after the receipt (行政许可法 §32)."""

    code = 'RETURNED_BEFORE'
    status = 409
    sentence = '这份申报已经退回过一次，不能再退回。请收件；还缺材料的，收件后一次性告知补正。'


class FiveDaysOver(Refused):
    """Five silent working days after the submission the application counts as accepted (行政许可法 §32)."""

    code = 'FIVE_DAYS_OVER'
    status = 409
    sentence = '提交已超过五个工作日，依法自提交之日起即为受理，不能再退回。请收件，按已受理办理。'


class OnlineFilesUnderWay(Refused):
    """The files of what a merged hall passed on have not all arrived."""

    code = 'ONLINE_FILES_UNDER_WAY'
    status = 409
    sentence = '这份申报从撤并的大厅转来，材料还在路上，请稍后再收件。'


def receive_online(*, uid: UUID, version: int, actor: Actor, at: datetime | None = None) -> Case:
    """Receive a submitted application (收件): a case with its number and its files.

    Its five days have run since it was submitted; if they are over, it counts as accepted at once (§32).
    Raises NoSuchApplication, OnlineFilesUnderWay, FileLost, StaleVersion, NotNow, NotYourRole, NoGrant, HallMerged.
    """
    at = at or timezone.now()
    with transaction.atomic():
        return _receive(_locked(uid, version, actor), actor, at)


def receive_unopened(*, uid: UUID, at: datetime | None = None) -> bool:
    """Receive what nobody has received or returned on the working day after its submission; False if somebody has.

    As by the window, with the system in a clerk's place. Raises OnlineFilesUnderWay, FileLost, NoGrant, HallMerged.
    """
    at = at or timezone.now()
    with transaction.atomic():
        application = _waiting(uid, OnlineApplication.objects.all())
        if application is None or application.due is None or application.due >= at.astimezone(CHINA).date():
            return False
        _receive(application, None, at)
    log.warning('online_received_unopened', hall=current_hall().code, outcome='done')
    return True


def _receive(application: OnlineApplication, actor: Actor | None, at: datetime) -> Case:
    roles = actor.roles if actor else None
    check(RECEIVE, state=State(application.state), custody=Custody.HELD, roles=roles)
    if not all(stored(file.hash) for files in application.files.values() for file in files):
        raise OnlineFilesUnderWay
    case = receive_case(
        application=Application(
            submission=application.uid,
            matter=application.matter,
            applicant=replace(application.applicant, online=True),
            papers=application.ways_data,
            online=OnlineKey(application.number, application.query_word, application.submitted_at or at),
            area=application.area,
            form=application.form,
            about=CaseKind(application.about),
            first_number=application.first_number,
        ),
        actor=actor,
        at=at,
    )
    for paper, files in application.files.items():
        for file in files:
            content = read_or_lost(file.hash)
            case = attach_file(
                uid=case.uid,
                version=case.version,
                actor=actor,
                paper=paper,
                content=content,
                at=at,
                asks_lapse=False,
            )
    application.state, application.due, application.applicant_data, application.files_data = (
        State.RECEIVED,
        None,
        None,
        {},
    )
    application.form_data = None
    _save(application, at)
    return deem_accepted(uid=case.uid, at=at) if has_lapsed(case, at.astimezone(CHINA).date()) else case


def return_online(*, uid: UUID, version: int, actor: Actor, reason: str, at: datetime | None = None) -> None:
    """Return a submitted application with the reason (预审退回), once; the applicant corrects it and submits it again.

    Raises ReasonMissing, ReturnedBefore, FiveDaysOver, NoSuchApplication, StaleVersion, NotNow, NotYourRole, NoGrant.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise ReasonMissing(field='reason')
    with transaction.atomic():
        application = _locked(uid, version, actor)
        check(PRE_RETURN, state=State(application.state), custody=Custody.HELD, roles=actor.roles)
        authority.require(
            matter=application.matter,
            hall=current_hall().code,
            power=Power.RECEIVE,
            at=at,
            person_id=actor.person_id,
            by_letter=PRE_RETURN.by_letter,
            received=at,
            facts=application_facts(
                application.applicant, application.area or current_hall().area_code, application.form
            ),
        )
        _check_returnable(application, at)
        application.returns += 1
        application.state, application.due, application.reason = (
            State.PRE_RETURNED,
            None,
            reason.strip(),
        )
        _save(application, at)
    log.info('online_returned', hall=current_hall().code, outcome='done')


def _check_returnable(application: OnlineApplication, at: datetime) -> None:
    if application.returns:
        raise ReturnedBefore
    submitted = (application.submitted_at or at).astimezone(CHINA).date()
    limit = after_receipt(submitted, calendar_of(current_hall().area_code))
    if limit.intake is not None and limit.intake < at.astimezone(CHINA).date() and not limit.provisional:
        raise FiveDaysOver


def _locked(uid: UUID, version: int, actor: Actor) -> OnlineApplication:
    if Role.CLERK not in actor.roles:
        raise NotYourRole
    rows = seen_by(OnlineApplication.objects.all(), actor)
    application = _waiting(uid, rows, besides=(State.PRE_RETURNED, State.RECEIVED))
    if application is None:
        raise NoSuchApplication
    if application.version != version:
        raise StaleVersion
    return application


def _waiting(
    uid: UUID, among: QuerySet[OnlineApplication], *, besides: tuple[State, ...] = ()
) -> OnlineApplication | None:
    """What was submitted and still waits, locked; `besides` are states that the caller tells apart."""
    rows = among.select_for_update().filter(uid=uid, passed_to='')
    return rows.filter(state__in=(State.SUBMITTED, *besides)).first()


def _save(application: OnlineApplication, at: datetime) -> None:
    application.version, application.updated_at = application.version + 1, at
    application.save()
    keep(application)
