"""A calendar from a page: one administrator of the cell's highest hall proposes it, another one confirms it."""

from datetime import datetime

import msgspec
from django.db import transaction

from govhall.deadlines.holidays import HolidayFile, HolidayImport, check_holidays, enter_holidays
from govhall.deadlines.models import HolidayProposal
from govhall.kernel.errors import Refused
from tenants.access import Actor
from tenants.audit import Action, record


class OwnProposal(Refused):
    """Whoever proposed a calendar does not confirm it."""

    code = 'OWN_PROPOSAL'
    sentence = '不能确认自己提交的日历，请另一位管理员登录后确认。'


class NoSuchProposal(Refused):
    """It was confirmed or withdrawn meanwhile."""

    code = 'NO_SUCH_PROPOSAL'
    sentence = '这份日历已经有人确认或撤回了，请刷新页面。'


def propose(*, file: HolidayFile, actor: Actor, at: datetime) -> None:
    """Keep the year until somebody else confirms it; nothing counts by it yet. Raises BadHolidays."""
    check_holidays(file)
    with transaction.atomic():
        said = msgspec.to_builtins(file)
        made = HolidayProposal.objects.create(file=said, hall=actor.hall, by=actor.person_id, by_name=actor.name, at=at)
        told = said | {'proposal': made.pk}
        record(Action.HOLIDAYS_PROPOSED, who=actor, hall=actor.hall, subject=_subject(file), detail=told)


def confirm(*, proposal: int, actor: Actor, at: datetime) -> tuple[HolidayFile, HolidayImport]:
    """Enter what another administrator proposed. Raises OwnProposal, NoSuchProposal, BadHolidays."""
    with transaction.atomic():
        found = _locked(proposal)
        if found.by == actor.person_id:
            raise OwnProposal
        file = msgspec.convert(found.file, HolidayFile)
        entered = {
            'by': found.by,
            'by_name': found.by_name,
            'confirmed_by': actor.person_id,
            'confirmed_by_name': actor.name,
        }
        done = enter_holidays(file, at=at, entered=entered)
        found.delete()
        told = found.file | {'by': found.by_name, 'proposal': proposal}
        record(Action.HOLIDAYS_ENTERED, who=actor, hall=actor.hall, subject=_subject(file), detail=told)
    return file, done


def withdraw(*, proposal: int, actor: Actor) -> None:
    """Throw a proposal away. Raises NoSuchProposal."""
    with transaction.atomic():
        found = _locked(proposal)
        found.delete()
        file = msgspec.convert(found.file, HolidayFile)
        told = {'proposal': proposal, 'said': '撤回', 'by': found.by_name}
        record(Action.HOLIDAYS_PROPOSED, who=actor, hall=actor.hall, subject=_subject(file), detail=told)


def _locked(proposal: int) -> HolidayProposal:
    found = HolidayProposal.objects.select_for_update().filter(pk=proposal).first()
    if found is None:
        raise NoSuchProposal
    return found


def _subject(file: HolidayFile) -> str:
    return f'{file.year} {file.province}'.strip()
