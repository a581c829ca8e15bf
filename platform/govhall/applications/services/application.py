"""What an applicant does online (网上申报): write, submit, correct, delete. Number and query word are the key."""

from collections.abc import Set
from datetime import datetime
from uuid import UUID, uuid5

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from federation.contracts.case import Attachment
from federation.contracts.forms import FormAnswers
from govhall.applications.acts.online import DISCARD, DRAFT, SUBMIT
from govhall.applications.input import ApplicationInput
from govhall.applications.models import OnlineApplication
from govhall.applications.services.earlier_results import check_first_result
from govhall.applications.services.expiry import delete_application, keep
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import check
from govhall.casework.services.reception import UnknownPoint, next_number
from govhall.casework.services.succession import check_open
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.checklist import BY_AGENT, MANDATE, papers_of
from govhall.catalogue.form_answers import checked_answers
from govhall.catalogue.selectors import MatterInfo
from govhall.deadlines.calendar import calendar_of
from govhall.files.file_references import drop_unnamed
from govhall.files.rules.materials import checked_type
from govhall.forms.applicant import checked_applicant
from govhall.kernel import typed
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.identity import same_id_number
from govhall.kernel.ids import new_uid
from govhall.kernel.numbering import new_query_word
from govhall.kernel.structures import plain
from govhall.materials.ways import LATER, ON_FILE, open_ways
from govhall.storage.capacity import check_online
from govhall.storage.material_store import hash_of, store
from tenants.clock import clock
from tenants.context import current_hall
from tenants.hall_moves import refusal_of, status_of
from tenants.models import Hall
from tenants.selectors import points_of

log = structlog.get_logger(__name__)
REGISTERED_WITHIN = 1  # working days in which the window registers what was submitted
MOST_FILES = 5  # beside one paper
BLANK = '-' * 6  # compared where there is nothing, so that the answer takes as long


class WrongKey(Refused):
    """Nothing has this number and this word; which of the two is wrong is not said."""

    code = 'WRONG_KEY'
    sentence = '编号或查询码不对，请对照记下的编号和查询码重新输入。'


class ReceivedAlready(Refused):
    """Number and word are right, and the window has received it: it is a case now."""

    code = 'ONLINE_RECEIVED'
    sentence = '大厅已经收件，不能在这里修改了。请到首页“查办件进度”，用同一个编号和查询码查询。'


class SubmittedAlready(Refused):
    """The form on screen has been submitted, and now says something else; nothing was written."""

    code = 'SUBMITTED_ALREADY'
    sentence = '这份申报已经提交，刚才改的没有存入。要改，请用编号和查询码打开它，先收回，再重新填写。'


class ChangedMeanwhile(Refused):
    """It was changed in another window, or the hall returned it, since the page was loaded; nothing was written."""

    code = 'ONLINE_CHANGED'
    sentence = '这份申报在您打开以后有了变化，刚才点的没有生效。下面是最新内容，请看过再办。'


class NotTakenHere(Refused):
    """The hall may not receive the matter."""

    code = 'NOT_TAKEN_HERE'
    sentence = '{hall}不收这件事，请回到办事指南，换一个地方。'


class OnlineFilesMissing(Refused):
    """A paper that the matter requires has no file."""

    code = 'ONLINE_FILES_MISSING'
    sentence = '还缺这些材料的照片或文件：{papers}。可以先存草稿，备齐再提交。'


class TooManyFiles(Refused):
    """One paper has a few pages, not dozens of files."""

    code = 'TOO_MANY_FILES'
    sentence = '一份材料最多传五个文件，请合成一个文件再传。'


def find_application(number: str, word: str, *, lock: bool = False, version: int | None = None) -> OnlineApplication:
    """The application of the current hall with this (checked) number and this word.

    `version` is what the page showed; None where nothing was shown yet. Raises WrongKey, ReceivedAlready,
    ChangedMeanwhile.
    """
    rows = OnlineApplication.objects.filter(number=number)
    found = (rows.select_for_update() if lock else rows).first()
    known = found or Case.objects.filter(number=number).exclude(query_word='').first()
    right = constant_time_compare(typed.code(word), known.query_word if known else BLANK)
    if known is None or not right or (found is not None and found.passed_to):
        raise WrongKey
    if found is None or found.state == State.RECEIVED:
        raise ReceivedAlready
    if version is not None and found.version != version:
        raise ChangedMeanwhile
    return found


def uid_of_form(submission: UUID, hall: str, matter: str, id_number: str) -> UUID:
    """The application that a form on screen becomes, however the number was typed: the same person is the same form.

    Who sees it at the window can't tell the form's key from it.
    """
    return uuid5(submission, f'{hall}/{matter}/{same_id_number(id_number, today=timezone.localdate())}')


def begin_application(
    *, matter: str, filled: ApplicationInput, submission: UUID | None = None, at: datetime | None = None
) -> OnlineApplication:
    """Write an application down in the current hall; only who has its number and word sees it.

    `submission` names the form on screen: sent twice for the same applicant it is one application. Raises
    ClockWrong, UnknownMatter, NotTakenHere, HallMerged, HallIsMoving, OnlineFilesMissing, FormRefused,
    LaterNotAllowed, UndertakingNotAllowed, ReceivedAlready, SubmittedAlready, and what is wrong with the applicant or
    a file.
    """
    clock.refuse_if_wrong()
    at, hall = at or timezone.now(), current_hall()
    uid = uid_of_form(submission, hall.code, matter, filled.applicant.id_number) if submission else new_uid()
    try:
        with transaction.atomic():
            _check_at_work(hall)
            return _again(uid, filled, at) or _begin(uid, matter, filled, at)
    except IntegrityError:
        # The same form came at the same moment by another connection, which has stored it.
        if (known := OnlineApplication.objects.filter(uid=uid).first()) is None:
            raise
        return _same(known, filled, at)


def change_application(
    *, number: str, word: str, filled: ApplicationInput, version: int | None = None, at: datetime | None = None
) -> OnlineApplication:
    """Change a draft or what was returned, and submit it where the applicant wants so.

    Submitted again after a return it is looked at again: no correction of §32, which comes after the receipt only.
    Raises ClockWrong, WrongKey, ReceivedAlready, ChangedMeanwhile, NotNow, HallMerged, HallIsMoving,
    OnlineFilesMissing, what is wrong with the applicant or a file, and what `check_first_result` raises.
    """
    clock.refuse_if_wrong()  # from the submission five days run
    at = at or timezone.now()
    with transaction.atomic():
        _check_at_work(current_hall())
        application = find_application(number, word, lock=True, version=version)
        check(SUBMIT, state=State(application.state), custody=Custody.HELD, roles=None)
        return _change(application, filled, at)


def discard_application(*, number: str, word: str, version: int | None = None) -> None:
    """Delete a draft, or take back what the window has not received, with all that it says and its files.

    Raises WrongKey, ReceivedAlready, ChangedMeanwhile, NotNow, HallMerged, HallIsMoving.
    """
    with transaction.atomic():
        _check_at_work(current_hall())
        application = find_application(number, word, lock=True, version=version)
        check(DISCARD, state=State(application.state), custody=Custody.HELD, roles=None)
        delete_application(application)
    log.info('online_discarded', hall=current_hall().code, outcome='done')


def _check_at_work(hall: Hall) -> None:
    """Public pages have no hall in their address: the gate for moving halls (tenants/hall_moves.py) is asked here."""
    check_open(hall)
    moving = refusal_of(status_of(hall.code))
    if moving is not None:
        raise moving


def _begin(uid: UUID, matter: str, filled: ApplicationInput, at: datetime) -> OnlineApplication:
    hall, info = current_hall(), catalogue.matter(matter)
    if not catalogue.may_take(info.code, hall.code, at):
        raise NotTakenHere(hall=hall.short_name)
    check(DRAFT, state=None, custody=Custody.HELD, roles=None)
    new = OnlineApplication(
        uid=uid,
        number=next_number(hall, '', at),
        query_word=new_query_word(),
        state=State.DRAFT,
        matter=info.code,
    )
    _write(new, filled, at)
    new.save(force_insert=True)
    keep(new)
    return new


def _again(uid: UUID, filled: ApplicationInput, at: datetime) -> OnlineApplication | None:
    """What the same form has begun: changed where it may be, as it is if it waits for the window. None if nothing."""
    known = OnlineApplication.objects.select_for_update().filter(uid=uid).first()
    if known is None:
        return None
    if known.state == State.RECEIVED:
        raise ReceivedAlready
    return _same(known, filled, at) if known.state == State.SUBMITTED else _change(known, filled, at)


def _same(known: OnlineApplication, filled: ApplicationInput, at: datetime) -> OnlineApplication:
    """What waits for the window, if the form says the same again. Raises SubmittedAlready."""
    there = {(code, file.hash) for code, files in known.files.items() for file in files}
    said = {(code, hash_of(content)) for code, content in filled.files.items()}
    applicant = checked_applicant(filled.applicant, at=at)
    now = (applicant, filled.area, filled.about, filled.first_number, filled.form.answers if filled.form else {})
    kept = (known.applicant, known.area, known.about, known.first_number, known.form.answers if known.form else {})
    if (*now, dict(filled.ways)) != (*kept, known.ways_data) or not said <= there:
        raise SubmittedAlready
    return known


def _change(application: OnlineApplication, filled: ApplicationInput, at: datetime) -> OnlineApplication:
    before = application.hashes
    _write(application, filled, at)
    application.version += 1
    application.save()
    keep(application)
    drop_unnamed(before - application.hashes)
    return application


def _write(application: OnlineApplication, filled: ApplicationInput, at: datetime) -> None:
    info = catalogue.matter(application.matter)
    if filled.area not in {'', *(point.code for point in points_of(current_hall()))}:
        raise UnknownPoint(field='area')
    application.applicant_data, application.area = plain(checked_applicant(filled.applicant, at=at)), filled.area
    application.form_data = plain(_answers(application, info, filled))
    application.about, application.first_number = filled.about, filled.first_number
    application.ways_data = open_ways(info.materials, filled.ways)
    taken = papers_of(info, by_agent=bool(application.applicant.agent)).keys()
    new = {code: filled.files[code] for code in taken & filled.files.keys()}
    files = {code: kept for code, kept in application.files.items() if code in taken - filled.dropped}
    for code, content in new.items():
        files[code] = _with(files.get(code, []), content, code)
    application.files_data, application.updated_at = plain(files), at
    if filled.submits:
        checked_answers(info, application.form, today=at.astimezone(CHINA).date())
        _submit(application, info, {code for code, kept in files.items() if kept}, at)
    check_online(sum(len(content) for content in new.values()))
    for content in new.values():  # last: of what is refused no file stays
        store(content)


def _answers(application: OnlineApplication, info: MatterInfo, filled: ApplicationInput) -> FormAnswers:
    """The answers under the version that the application began with: the form may have changed since."""
    version = application.form.version if application.form else info.version
    given = filled.form
    return FormAnswers(version=version, answers=given.answers if given else {}, facts=given.facts if given else {})


def _with(files: list[Attachment], content: bytes, code: str) -> list[Attachment]:
    kind = checked_type(content, most_megabytes=settings.MATERIAL_MEGABYTES)
    file = Attachment(hash=hash_of(content), type=kind, size=len(content))
    found = files if file in files else [*files, file]
    if len(found) > MOST_FILES:
        raise TooManyFiles(field=f'file-{code}')
    return found


def _submit(application: OnlineApplication, info: MatterInfo, there: Set[str], at: datetime) -> None:
    # Whether it is on file is never said here: who applies has shown no card.
    later = {code for code, way in application.ways_data.items() if way in (LATER, ON_FILE)}
    missing = [paper.name for paper in info.materials if paper.required and paper.code not in there | later]
    if application.applicant.agent and MANDATE not in there:  # whoever acts for another shows by what right
        missing.append(BY_AGENT.name)
    if missing:
        raise OnlineFilesMissing(papers='、'.join(missing))
    check(SUBMIT, state=State(application.state), custody=Custody.HELD, roles=None)
    check_first_result(application, info, at)
    # The reason of a return stays: the window looks whether it has been met.
    application.state, application.submitted_at = State.SUBMITTED, at
    application.due = calendar_of(current_hall().area_code).add(at.astimezone(CHINA).date(), REGISTERED_WITHIN).day
