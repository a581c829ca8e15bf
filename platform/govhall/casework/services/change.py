"""The frame of every change: lock, version, table, authority, event, outbox, deadline and fact in one transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction

from federation.contracts.base import Message
from federation.outbox.messages import OutgoingFact, OutgoingMessage, emitting
from federation.repair.fences import fenced_since
from govhall.casework import events
from govhall.casework.acts.deem_accepted import DeemedAccepted, deem_if_lapsed, has_lapsed
from govhall.casework.case_reads import LOCKED
from govhall.casework.guards import ask_guards
from govhall.casework.models import Case, CaseEvent
from govhall.casework.refusals import NoSuchCase
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import NotNow, Transition, check
from govhall.casework.services.document_issue import issue, paper_parts
from govhall.casework.services.lookups import Lookups
from govhall.casework.sight import may_open
from govhall.catalogue import authority
from govhall.catalogue.authority import Reliance
from govhall.catalogue.heads import require_head
from govhall.catalogue.matter_owners import require_department
from govhall.catalogue.rules import PersonalPower, Power
from govhall.deadlines.services import LimitChange, deadline_parts
from govhall.documents.draft import Draft
from govhall.kernel.chain import link
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.recordset import StatementPart
from tenants.access import Actor
from tenants.bulk_write import insert_many, inserting, rewriting, write_together
from tenants.clock import clock
from tenants.context import current_hall
from tenants.models import Hall


class StaleVersion(Refused):
    """Somebody changed the case since the page was loaded."""

    code = 'STALE_VERSION'
    status = 409
    sentence = '这件事刚刚已被同事处理过，您看到的不是最新内容。请刷新页面后再办理。'


class HallFenced(Refused):
    """The database was restored from a backup, and what happened to the case since then is still being asked."""

    code = 'HALL_FENCED'
    sentence = (
        '本节点数据库刚从备份恢复，正在与其他大厅核对办件。'
        '核对完成前，恢复以前的办件暂时不能办理，请稍后再试；新的申请可以照常收件。'
    )


class ChangeWriter(Protocol):
    """What writes many changes together."""

    fenced_since: datetime | None

    def put(self, change: 'Change') -> None:
        """Keep a finished change."""

    def numbered(self, number: str) -> Case | None:
        """Another case of the hall, as all changes before have left it."""


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
        self.lookups = Lookups(at)
        self.case_batch: ChangeWriter | None = None  # writes this change together with those of other cases
        self._tells_facts = tells_facts  # False in a hall that is only asked about the case
        self.limits = LimitChange(case.uid, {} if is_new else events.deadlines(case), {})
        self._fact = None if is_new else events.fact(case, hall)
        self._told = None if is_new else events.progress(case, at=case.updated_at)
        self.events: list[CaseEvent] = []
        self.said: list[OutgoingMessage | OutgoingFact] = []
        self.drafts: list[Draft] = []  # papers that have their number and wait for their text
        self.beside: list[StatementPart] = []  # rows of other rooms

    def perform(self, rule: Transition, /, **data: object) -> Reliance | None:
        """Do an act: check state, custody, role, grant and authorisation at this second; append its event."""
        if self.actor is not None:  # what others did and said is dated by them
            clock.refuse_if_wrong()
        # A case that has just arrived from another hall is new here, and has a state already.
        state = State(self.case.state) if self.case.state else None
        check(rule, state=state, custody=Custody(self.case.custody), roles=self.actor.roles if self.actor else None)
        ask_guards(self, rule.name)
        reliance, letter = None, None
        if (power := rule.power_in(state)) is not None:
            reliance = authority.require(
                matter=self.case.matter,
                hall=self.hall.code,
                power=power,
                at=self.at,
                person_id=self.actor.person_id if self.actor else None,
                by_letter=rule.by_letter,
                received=self.case.received_at,
                facts=self.case.facts,
            )
            data['relied_on'] = reliance.as_dict()
        if rule.by_head and reliance is not None and self.actor is not None:
            joint = self.case.clock is not None and self.case.clock.joint
            person, organ = self.actor.person_id, reliance.organ_code
            head = require_head(person_id=person, hall=self.hall.code, organ=organ, joint=joint, at=self.at)
            data['head'] = str(head)
        if rule.letter:
            letter = data['letter'] = str(self._require_letter(rule.letter))
        if rule.of_department and self.actor is not None:
            data |= self._beside_department(self.actor)
        if rule.to is not None:
            self.case.state = rule.to
        if rule.document:
            told = {name: value for name, value in data.items() if name != 'letter'}
            data |= issue(self, rule.document, reliance=reliance, by_letter=rule.by_letter, letter=letter, **told)
        self.append(rule.name, **data)
        return reliance

    def _require_letter(self, powers: tuple[PersonalPower, ...]) -> UUID:
        person_id = self.actor.person_id if self.actor else 0
        return authority.require_letter(
            person_id=person_id, hall=self.hall.code, powers=powers, matter=self.case.matter, at=self.at
        )

    def _beside_department(self, actor: Actor) -> dict[str, object]:
        """Nothing for the matter's own people; the letter of who was sent by another department."""
        letter = require_department(
            matter=self.case.matter,
            hall=self.hall.code,
            departments=actor.departments,
            person_id=actor.person_id,
            at=self.at,
            owner=self.case.department,
        )
        return {'letter': str(letter)} if letter else {}

    @property
    def is_fenced(self) -> bool:
        """Whether a restore keeps this hall from acting on the case, and from knowing who may speak of it."""
        since = self.case_batch.fenced_since if self.case_batch is not None else fenced_since(self.hall.code)
        return is_older(self.case, since)

    def may(self, power: Power) -> bool:
        """Whether a grant in force gives this hall the power over this case now; the person's letter is not asked."""
        case = self.case
        return self.lookups.may(case.matter, self.hall.code, power, received=case.received_at, facts=case.facts)

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
        self.events.append(event)

    def send(self, recipient: str, message: Message, *, answers: str = '') -> None:
        """Tell another hall once this change is written; an answer names the hash of what it answers."""
        self.said.append(OutgoingMessage(message, recipient, self.case.uid, answers=answers))

    def finish(self) -> None:
        """Write the case, its events, its deadlines, its fact and what the hall below must know; once."""
        self.case.updated_at = self.at
        if not self.is_new:
            self.case.version += 1
        self.limits = self.limits._replace(after=events.deadlines(self.case))
        self._tell_below()
        fact = events.fact(self.case, self.hall)
        if self._tells_facts and (self._fact is None or not events.same_fact(fact, self._fact)):
            self.said.append(OutgoingFact(fact, self.case.fact))
        if self.case_batch is None:
            write([self])
        else:
            self.case_batch.put(self)

    def write_events(self) -> None:
        """Write the events alone: who only looked leaves version, limits and neighbours as they were."""
        tip = {'event_count': self.case.event_count, 'event_tip': self.case.event_tip}
        Case.objects.filter(uid=self.case.uid).update(**tip)
        insert_many(CaseEvent, self.events)

    def _tell_below(self) -> None:
        case = self.case
        if case.custody != Custody.HELD or not case.below or case.outcome_data:
            return
        told = events.progress(case, at=self.at)
        if self._told is None or not events.same_progress(told, self._told):
            self.send(case.below, told)


def is_older(case: Case, since: datetime | None) -> bool:
    """Whether the case is from before a restore; what was handed in at this counter since then goes on."""
    return since is not None and (case.submission is None or case.created_at is None or case.created_at < since)


def write(changes: Sequence[Change]) -> None:
    """Write finished changes of one hall, in their order; a case that was changed twice is written as it is now."""
    new = {change.case.uid: change.case for change in changes if change.is_new}
    known = {change.case.uid: change.case for change in changes if change.case.uid not in new}
    # One statement for all of it: as separate ones they take the database and this process a third longer.
    parts = [
        *rewriting(Case, list(known.values())),
        *inserting(Case, list(new.values())),
        *inserting(CaseEvent, [event for change in changes for event in change.events]),
        *(part for change in changes for part in (*paper_parts(change), *change.beside)),
        *deadline_parts(hall=changes[0].hall.code, moves=[change.limits for change in changes]),
    ]
    with emitting([one for change in changes for one in change.said]) as letters:
        write_together([*parts, *letters], first=len(known) or len(new))


@contextmanager
def changing(
    uid: UUID,
    *,
    actor: Actor | None,
    at: datetime,
    version: int | None = None,
    by_message: bool = False,
    asks_lapse: bool = True,
) -> Iterator[Change]:
    """Lock one case of the current hall, compare its version, and write all that the block did in one transaction.

    A received case whose five days are over counts as accepted first (§32), and stays so if the block is refused.
    `version` is what the person's page showed; None for messages and the system. Only what another hall has told is
    written while the hall is fenced. Raises ClockWrong, NoSuchCase, StaleVersion, HallFenced, DeemedAccepted.
    """
    if actor is not None:  # before the lapse is asked, which is told by the same clock
        clock.refuse_if_wrong()
    lapsed = False
    with transaction.atomic():
        change = _opened(uid, actor=actor, at=at, version=version, by_message=by_message)
        lapsed = asks_lapse and _is_to_deem(change, by_message=by_message)
        if not lapsed:
            yield change
            change.finish()
            return
        _deem(change)
    # The acceptance is committed: whatever becomes of the act, the applicant has it.
    with transaction.atomic():
        shown = None if version is None else version + 1
        change = _opened(uid, actor=actor, at=at, version=shown, by_message=by_message)
        try:
            yield change
        except NotNow as answered:
            raise DeemedAccepted from answered
        change.finish()


def _opened(uid: UUID, *, actor: Actor | None, at: datetime, version: int | None, by_message: bool) -> Change:
    case = LOCKED.first(uid=uid)
    if case is None or (actor is not None and not may_open(actor, case)):
        raise NoSuchCase
    if version is not None and case.version != version:
        raise StaleVersion
    if not by_message and is_older(case, fenced_since(current_hall().code)):
        raise HallFenced
    return Change(case, hall=current_hall(), actor=actor, at=at)


def _is_to_deem(change: Change, *, by_message: bool) -> bool:
    """What a message tells of a case on its way may have been done in time, and a fenced hall only listens."""
    lapsed = has_lapsed(change.case, change.at.astimezone(CHINA).date())
    return lapsed and (not by_message or (change.case.custody == Custody.HELD and not change.is_fenced))


def _deem(change: Change) -> None:
    """The acceptance as an act of its own, of the system."""
    lapse = Change(change.case, hall=change.hall, actor=None, at=change.at)
    deem_if_lapsed(lapse)
    lapse.finish()
