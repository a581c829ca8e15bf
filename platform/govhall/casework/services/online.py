"""What an applicant does online (网上申报): write, submit, correct, delete. Number and query word are the key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from federation.contracts.case import Applicant, Attachment
from govhall.casework.deadlines.calendar import calendar_of
from govhall.casework.events import CHINA, plain
from govhall.casework.models import OnlineApplication
from govhall.casework.rules.materials import checked_type
from govhall.casework.rules.states import Act, Custody, State
from govhall.casework.rules.transitions import check
from govhall.casework.services.online_keeping import delete_application, drop_unnamed, files_of, keep
from govhall.casework.services.reception import UnknownPoint, checked_applicant, next_number
from govhall.casework.services.storing import hash_of, store
from govhall.casework.services.succession import check_open
from govhall.catalogue import selectors as catalogue
from govhall.kernel.errors import Refused
from govhall.kernel.ids import new_uid
from govhall.kernel.numbering import new_query_word
from tenants.context import current_hall
from tenants.models import Hall
from tenants.moving import refusal_of, standing_of
from tenants.selectors import points_of

log = structlog.get_logger(__name__)
REGISTERED_WITHIN = 1  # working days in which the window registers what was submitted
MOST_FILES = 5  # beside one paper
BLANK = '-' * 6  # compared where there is nothing, so that the answer takes as long


class WrongKey(Refused):
    """Nothing has this number and this word; which of the two is wrong is not said."""

    code = 'WRONG_WORD'
    sentence = '编号或查询码不对，请对照记下的编号和查询码重新输入。'


class NotTakenHere(Refused):
    """The hall may not receive the matter."""

    code = 'NOT_TAKEN_HERE'
    sentence = '{hall}不收这件事，请回到办事指南，换一个地方。'


class FilesMissing(Refused):
    """A paper that the matter requires has no file."""

    code = 'ONLINE_FILES_MISSING'
    sentence = '还缺这些材料的照片或文件：{papers}。可以先存草稿，备齐再提交。'


class TooManyFiles(Refused):
    """One paper has a few pages, not dozens of files."""

    code = 'TOO_MANY_FILES'
    sentence = '一份材料最多传五个文件，请合成一个文件再传。'


@dataclass(frozen=True)
class Filled:
    """What the applicant filled in: who applies, and new files by the code of their paper."""

    applicant: Applicant
    files: Mapping[str, bytes]
    submits: bool  # False: only keep it
    dropped: frozenset[str] = frozenset()  # papers whose earlier files the applicant takes back
    area: str = ''  # village of the applicant, one of the hall's points


def find_application(number: str, word: str, *, lock: bool = False) -> OnlineApplication:
    """The application of the current hall with this (checked) number and this word. Raises WrongKey."""
    rows = OnlineApplication.objects.filter(number=number)
    found = (rows.select_for_update() if lock else rows).first()
    right = constant_time_compare(word.strip().upper(), found.query_word if found else BLANK)
    if found is None or not right or found.state == State.RECEIVED or found.passed_to:
        raise WrongKey
    return found


def begin_application(*, matter: str, filled: Filled, at: datetime | None = None) -> OnlineApplication:
    """Write an application down in the current hall; only who has its number and word sees it.

    Raises UnknownMatter, NotTakenHere, HallMerged, HallIsMoving, FilesMissing, and what is wrong with the applicant or
    a file.
    """
    at, hall = at or timezone.now(), current_hall()
    with transaction.atomic():
        _check_at_work(hall)
        info = catalogue.matter(matter)
        if not catalogue.may_take(info.code, hall.code, at):
            raise NotTakenHere(hall=hall.short_name)
        check(Act.DRAFT, state=None, custody=Custody.HELD, roles=None)
        new = OnlineApplication(
            uid=new_uid(),
            number=next_number(hall, '', at),
            query_word=new_query_word(),
            state=State.DRAFT,
            matter=info.code,
        )
        _write(new, filled, at)
        new.save(force_insert=True)
        keep(new)
        return new


def change_application(*, number: str, word: str, filled: Filled, at: datetime | None = None) -> OnlineApplication:
    """Change a draft or what was returned, and submit it where the applicant wants so.

    Submitted again after a return it is looked at again: no correction of §32, which comes after the receipt only.
    Raises WrongKey, NotNow, HallMerged, HallIsMoving, FilesMissing, and what is wrong with the applicant or a file.
    """
    at = at or timezone.now()
    with transaction.atomic():
        _check_at_work(current_hall())
        one = find_application(number, word, lock=True)
        check(Act.SUBMIT, state=State(one.state), custody=Custody.HELD, roles=None)
        before = files_of(one)
        _write(one, filled, at)
        one.version += 1
        one.save()
        keep(one)
        drop_unnamed(before - files_of(one))
        return one


def discard_application(*, number: str, word: str) -> None:
    """Delete a draft, or take back what the window has not received, with all that it says and its files.

    Raises WrongKey, NotNow, HallMerged, HallIsMoving.
    """
    with transaction.atomic():
        _check_at_work(current_hall())
        one = find_application(number, word, lock=True)
        check(Act.DISCARD, state=State(one.state), custody=Custody.HELD, roles=None)
        delete_application(one)
    log.info('online_discarded', hall=current_hall().code, outcome='done')


def _check_at_work(hall: Hall) -> None:
    """Public pages have no hall in their address, so the gate for halls that move (tenants/moving.py) is asked here."""
    check_open(hall)
    moving = refusal_of(standing_of(hall.code))
    if moving is not None:
        raise moving


def _write(one: OnlineApplication, filled: Filled, at: datetime) -> None:
    info = catalogue.matter(one.matter)
    if filled.area not in {'', *(point.code for point in points_of(current_hall()))}:
        raise UnknownPoint(field='area')
    one.applicant_data, one.area = plain(checked_applicant(filled.applicant, at=at)), filled.area
    files = {code: kept for code, kept in one.files.items() if code not in filled.dropped}
    for code in {paper.code for paper in info.materials} & filled.files.keys():
        content = filled.files[code]
        kind = checked_type(content, most_megabytes=settings.MATERIAL_MEGABYTES)
        file = Attachment(hash=hash_of(content), type=kind, size=len(content))
        if file not in files.get(code, []):
            files[code] = [*files.get(code, []), file]
        if len(files[code]) > MOST_FILES:
            raise TooManyFiles(field=f'file-{code}')
        store(content)
    one.files_data, one.updated_at = plain(files), at
    if filled.submits:
        missing = [paper.name for paper in info.materials if paper.required and not files.get(paper.code)]
        if missing:
            raise FilesMissing(papers='、'.join(missing))
        check(Act.SUBMIT, state=State(one.state), custody=Custody.HELD, roles=None)
        one.state, one.submitted_at, one.reason = State.SUBMITTED, at, None
        one.due = calendar_of(current_hall().area_code).add(at.astimezone(CHINA).date(), REGISTERED_WITHIN).day
