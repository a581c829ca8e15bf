"""The frame of every change: lock, version, table, authority, event, outbox, deadline and fact in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from federation.contracts.base import Message
from federation.outbox.services import emit, emit_facts
from federation.repair.fences import fenced_since
from govhall.casework import events
from govhall.casework.deadlines.services import Days, set_deadlines
from govhall.casework.models import Case, CaseEvent
from govhall.casework.rules.states import Act, Custody, State
from govhall.casework.rules.transitions import check
from govhall.casework.services.issuing import Draft, issue, write_papers
from govhall.catalogue import authority
from govhall.catalogue.authority import Reliance
from govhall.catalogue.rules import Power
from govhall.catalogue.selectors import has_power
from govhall.kernel.chain import link
from govhall.kernel.errors import Refused
from tenants.access import Actor
from tenants.context import current_hall
from tenants.models import Hall


class StaleVersion(Refused):
    """Somebody changed the case since the page was loaded."""

    code = 'STALE_VERSION'
    sentence = '这件事刚刚已被同事处理过，您看到的不是最新内容。请刷新页面后再办理。'


class NoSuchCase(Refused):
    """The hall has no such case."""

    code = 'NO_SUCH_CASE'
    sentence = '本大厅没有这件办件，请核对编号。'


class HallFenced(Refused):
    """The database was restored from a backup, and what happened to the case since then is still being asked."""

    code = 'HALL_FENCED'
    sentence = (
        '本节点数据库刚从备份恢复，正在与其他大厅核对办件。'
        '核对完成前，恢复以前的办件暂时不能办理，请稍后再试；新的申请可以照常收件。'
    )


class Change:
    """One locked case while it is changed; `perform` asks the table and the powers, `finish` writes everything."""

    def __init__(
        self,
        case: Case,
        *,
        hall: Hall,
        actor: Actor | None,
        at: datetime,
        is_new: bool = False,
        tells_facts: bool = True,
    ) -> None:
        self.case, self.hall, self.actor, self.at, self.is_new = case, hall, actor, at, is_new
        self._tells_facts = tells_facts  # False in a hall that is only asked about the case
        self._deadlines: Days = {} if is_new else events.deadlines(case)
        self._fact = None if is_new else events.fact(case, hall)
        self._told = None if is_new else events.progress(case, at=case.updated_at)
        self._events: list[CaseEvent] = []
        self.drafts: list[Draft] = []  # papers that have their number and wait for their text

    def perform(self, act: Act, /, **data: object) -> Reliance | None:
        """Do an act: check state, custody, role, grant and authorisation at this second; append its event."""
        # A case that has just arrived from another hall is new here, and has a state already.
        state = State(self.case.state) if self.case.state else None
        roles = self.actor.roles if self.actor else None
        rule = check(act, state=state, custody=Custody(self.case.custody), roles=roles)
        reliance = None
        if rule.power is not None:
            reliance = authority.require(
                matter=self.case.matter,
                hall=self.hall.code,
                power=rule.power,
                at=self.at,
                person_id=self.actor.person_id if self.actor else None,
                by_letter=rule.by_letter,
                received=self.case.received_at,
                facts=self.case.facts,
            )
            data['relied_on'] = reliance.as_dict()
        if rule.to is not None:
            self.case.state = rule.to
        if rule.document:
            data |= issue(self, rule.document, reliance=reliance, by_letter=rule.by_letter, **data)
        self.append(act, **data)
        return reliance

    def may(self, power: Power) -> bool:
        """Whether a grant in force gives this hall the power over this case now; the person's letter is not asked."""
        case = self.case
        return has_power(case.matter, self.hall.code, power, self.at, received=case.received_at, facts=case.facts)

    def append(self, kind: str, /, **data: object) -> None:
        """Chain one more event to the case."""
        self.case.event_count += 1
        event = CaseEvent(
            case_id=self.case.uid,
            seq=self.case.event_count,
            kind=kind,
            at=self.at,
            hall=self.hall.code,
            actor=self.actor.person_id if self.actor else None,
            actor_name=self.actor.name if self.actor else '',
            data=data,
            previous=self.case.event_tip,
        )
        event.hash = self.case.event_tip = link(event.previous, event.body())
        self._events.append(event)

    def send(self, recipient: str, message: Message) -> None:
        """Put a message to another hall into the outbox of this transaction."""
        emit(message, recipient=recipient, subject=self.case.uid)

    def finish(self) -> None:
        """Write the case, its events, its deadlines, its fact and what the hall below must know."""
        self.case.updated_at = self.at
        if not self.is_new:
            self.case.version += 1
        self.case.save(force_insert=self.is_new, force_update=not self.is_new)
        CaseEvent.objects.bulk_create(self._events)
        write_papers(self)
        set_deadlines(
            hall=self.hall.code, case=self.case.uid, before=self._deadlines, after=events.deadlines(self.case)
        )
        self._tell_below()
        fact = events.fact(self.case, self.hall)
        if self._tells_facts and (self._fact is None or not events.same_fact(fact, self._fact)):
            emit_facts(fact, key=self.case.fact)

    def write_events(self) -> None:
        """Write the events alone: who only looked leaves version, limits and neighbours as they were."""
        tip = {'event_count': self.case.event_count, 'event_tip': self.case.event_tip}
        Case.objects.filter(uid=self.case.uid).update(**tip)
        CaseEvent.objects.bulk_create(self._events)

    def _tell_below(self) -> None:
        case = self.case
        if case.custody != Custody.HELD or not case.below or case.outcome_data:
            return
        told = events.progress(case, at=self.at)
        if self._told is None or not events.same_progress(told, self._told):
            self.send(case.below, told)


def is_fenced(case: Case, hall: Hall) -> bool:
    """Whether a restore keeps this hall from acting; what was handed in at its counter since then goes on."""
    since = fenced_since(hall.code)
    return since is not None and (case.submission is None or case.created_at is None or case.created_at < since)


@contextmanager
def changing(
    uid: UUID, *, actor: Actor | None, at: datetime, version: int | None = None, by_message: bool = False
) -> Iterator[Change]:
    """Lock one case of the current hall, compare its version, and write all that the block did in one transaction.

    `version` is what the person's page showed; None for messages and the system. Only what another hall has told is
    written while the hall is fenced. Raises NoSuchCase, StaleVersion, HallFenced.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(uid=uid).first()
        if case is None:
            raise NoSuchCase
        if version is not None and case.version != version:
            raise StaleVersion
        if not by_message and is_fenced(case, current_hall()):
            raise HallFenced
        change = Change(case, hall=current_hall(), actor=actor, at=at)
        yield change
        change.finish()
