"""One act on several cases of a worklist (批量办理): each in its own transaction, by its own rule, with an answer."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import structlog
from django.utils import timezone

from govhall.acts.registry import Act, Button, PostedAct
from govhall.casework.acts.accept import ACCEPT
from govhall.casework.acts.accept import ACT as ACCEPTANCE
from govhall.casework.acts.decide import APPROVE, GRANT
from govhall.casework.models import Case, CaseEvent
from govhall.casework.rules.transitions import Transition
from govhall.casework.selectors import case_for
from govhall.casework.situation import Situation, situation
from govhall.catalogue import selectors as catalogue
from govhall.desk.actions import who_may
from govhall.kernel.errors import Later, Refused
from govhall.licences.rules.kinds import CaseKind
from tenants.access import Actor
from tenants.models import Hall

log = structlog.get_logger(__name__)
MOST = 100  # cases in one post; a page of a worklist has fifty
NOT_NOW = '现在不能这样办，请打开这件看该做什么。'
NOT_SIMPLE = '要先填有效期或核对别的内容，请打开这件单独签发。'
BEFORE = '您刚才已经办过，没有重复办理。'
AWAY = '这一件暂时办不了，没有保存。请过半分钟再试。'


class NothingTicked(Refused):
    """Nothing was ticked, or more than one page."""

    code = 'NOTHING_TICKED'
    sentence = '请先在要办的件前面打勾，一次最多 100 件。'


@dataclass(frozen=True, slots=True)
class SeveralAct:
    """An act that is done on several cases: what it is called, and its row of the table."""

    word: str
    label: str  # of the button
    done: str  # of what was done
    act: Act[Any, Any]
    row: Transition


SEVERAL: Mapping[str, SeveralAct] = {
    one.word: one
    for one in (
        SeveralAct('accept', '受理', '已受理', ACCEPTANCE, ACCEPT),
        SeveralAct('approve', '签发（准予）', '已签发', GRANT, APPROVE),
    )
}


@dataclass(frozen=True, slots=True)
class SeveralAnswer:
    """What became of one case: `done`, or `before` by the same person, or neither; `said` says it."""

    uid: str
    number: str
    matter: str
    done: bool
    before: bool
    said: str

    @property
    def kept(self) -> dict[str, Any]:
        """As a session keeps it."""
        return asdict(self)


def do_several(word: str, ticked: Iterable[str], *, hall: Hall, actor: Actor) -> list[SeveralAnswer]:
    """Do the act on each case that is ticked (`uid.version`, as the page showed it), one after the other.

    What a rule forbids, or fails, changes nothing of that case and holds up no other. What the person has done before,
    because the button was pressed twice, is told as done and not done again. Raises NothingTicked, KeyError.
    """
    asked, found = SEVERAL[word], list(dict.fromkeys(ticked))
    wanted = [one for one in map(_read, found) if one]
    if not wanted or len(wanted) > MOST:
        raise NothingTicked
    return [_one(asked, uid, version, hall, actor) for uid, version in wanted]


def tick_of(case: Case) -> str:
    """What the box of a case sends."""
    return f'{case.uid}.{case.version}'


def _read(ticked: str) -> tuple[UUID, int] | None:
    uid, _, version = ticked.partition('.')
    try:
        return UUID(uid), int(version[:9])
    except ValueError:
        return None


def _one(asked: SeveralAct, uid: UUID, version: int, hall: Hall, actor: Actor) -> SeveralAnswer:
    try:
        case = case_for(uid, actor)
    except Refused as refusal:
        return SeveralAnswer(str(uid), '', '', done=False, before=False, said=str(refusal))
    matter = catalogue.matter(case.matter, version=case.matter_version)
    about = {'uid': str(uid), 'number': case.number, 'matter': matter.short_name}
    if case.version != version and _done_before(asked, uid, actor):
        return SeveralAnswer(**about, done=False, before=True, said=BEFORE)
    now = situation(case, actor=actor, hall=hall, matter=matter, at=timezone.now())
    button = asked.act.offer(now)
    if button is None or not _is_simple(button, now):
        said = NOT_SIMPLE if button else (who_may(now, []) or NOT_NOW)
        return SeveralAnswer(**about, done=False, before=False, said=said)
    try:
        made = asked.act.do(PostedAct(uid, version, actor, _typed(now)))
    except Refused as refusal:
        if _done_before(asked, uid, actor):  # by the other of two presses, since this one looked
            return SeveralAnswer(**about, done=False, before=True, said=BEFORE)
        log.info('one_of_several_refused', hall=hall.code, case=str(uid), reason=refusal.code, outcome='refused')
        return SeveralAnswer(**about, done=False, before=False, said=str(refusal))
    except Later:
        return SeveralAnswer(**about, done=False, before=False, said=AWAY)
    return SeveralAnswer(**about, done=True, before=False, said=asked.act.afterwards(made))


def _done_before(asked: SeveralAct, uid: UUID, actor: Actor) -> bool:
    return CaseEvent.objects.filter(case=uid, kind=asked.row.name, actor=actor.person_id).exists()


def _is_simple(button: Button, now: Situation) -> bool:
    """Whether nothing has to be written by hand: no revocation, and an end of validity that the term gives."""
    if button.act is not GRANT:
        return True
    return now.case.kind != CaseKind.REVOKE and (not now.validity.is_needed or now.validity.proposed() is not None)


def _typed(now: Situation) -> dict[str, Any]:
    return {'reason': '', 'day': now.validity.proposed()}
