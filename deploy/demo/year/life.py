"""The life of one case, told by the services that people's buttons call; each step names the moment of the next."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import msgspec

from deploy.demo.year.days import Calendar
from deploy.demo.year.office import Office, Seats
from deploy.demo.year.old_licences import EarlierResult, old_to_renew
from deploy.demo.year.plan import Planned
from federation.contracts.case import Applicant
from federation.contracts.catalogue import Fee
from federation.contracts.forms import FormAnswers
from govhall.billing.acts.assess import assess_fees
from govhall.billing.acts.bill import issue_order
from govhall.billing.acts.collect import collect
from govhall.billing.acts.refund import Refund, refund
from govhall.billing.rules.fees import ChargeRequest, written_quantity
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.check_site import officers_of, record_site_check
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.decline import decline_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.make_licence import make_licence
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.acts.review import review_case
from govhall.casework.acts.supply import supply_papers
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case
from govhall.casework.services.reception import Application, receive_case
from govhall.casework.services.related_cases import result_term_of
from govhall.catalogue.routing import Route, route
from govhall.catalogue.rules import Power
from govhall.frontdesk.services.rating import rate_case
from govhall.kernel.errors import Refused
from govhall.licences.rules.kinds import CaseKind
from govhall.tariffs.working import applies, worked

Moments = Iterator[datetime | None]
OPINION = '材料齐全、真实有效，符合条件，同意上报。'
FOUND = '场所、设施与申请材料一致，符合条件。'
REFUSES = '经现场核查，不符合法定条件，决定不予许可。'
DECLINES = '申请事项不属于本机关职权范围。'
WITHDRAWS = '申请人改变计划，自愿撤回。'
KINDS = {'1': CaseKind.CHANGE, '2': CaseKind.RENEW, '3': CaseKind.REISSUE, '4': CaseKind.CANCEL}
ONE_COPY = '申请人只领一本证书，退第二本的工本费。'
PAGES = 46  # of a copy that somebody asks for
WORDS = {3: '等的时间有点长。', 4: '来回跑了两趟，希望一次说清楚。'}


class Stopped(Exception):
    """The case stays as it is."""


class Life:
    """One case in its halls; `steps` does one act at each of the moments that it gives."""

    def __init__(self, planned: Planned, office: Office, calendar: Calendar) -> None:
        self.planned, self._office, self._calendar = planned, office, calendar
        self.uid: UUID | None = None
        self.hall = planned.hall
        self._now = planned.at
        self._case: Case | None = None
        self._seen_in = ''

    def steps(self) -> Moments:
        """The whole story; None where the rest lies ahead of today."""
        try:
            self._begin()
            while (way := self._way()).next_hall is not None:
                yield from self._upward(way)
            yield from self._ended()
        except Stopped:
            return

    # -- each hall's part

    def _upward(self, way: Route) -> Moments:
        if Power.REVIEW in way.powers:
            if self._look().state == 'received':
                yield from self._accepted()
            yield self._after(2)
            self._do(review_case, self._seats.reviews, 'review', opinion=OPINION)
            yield self._after(1)
            self._do(forward_case, self._seats.reviews, 'forward')
        else:
            yield self._calendar.soon(self._now)
            self._do(forward_case, self._seats.counter, 'forward')
        assert way.next_hall is not None  # noqa: S101 - the caller has looked
        self.hall = way.next_hall
        yield self._after(1)  # it has arrived by the evening

    def _ended(self) -> Moments:
        if self.planned.is_instant and self.hall == self.planned.hall:
            yield self._calendar.soon(self._now)
            self._do(decide_on_the_spot, self._seats.decides, 'decide', valid_until=self._term())
        else:
            yield from self._decided()
        yield from self._certified()
        yield from self._delivered()

    def _decided(self) -> Moments:
        if self.planned.ends == 'withdrawn' and self.hall == self.planned.hall:
            yield self._after(1)
            self._do(withdraw_case, self._seats.counter, 'withdraw', reason=WITHDRAWS)
            raise Stopped
        if self.planned.ends == 'declined' and self._look().state == 'received':
            yield self._after(1)
            self._do(decline_case, self._seats.accepts, 'decline', reason=DECLINES)
            return
        if self._look().state == 'received':
            yield from self._accepted()
        yield from self._charged()
        yield from self._visited()
        yield self._after(max(round(self.planned.matter['promised_days'] * self.planned.pace), 1))
        if self.planned.ends == 'refused':
            self._do(decide_case, self._seats.decides, 'decide', approve=False, reason=REFUSES)
        else:
            self._do(decide_case, self._seats.decides, 'decide', approve=True, valid_until=self._term())

    def _accepted(self) -> Moments:
        yield self._after(1)
        if self.planned.corrected and self.hall == self.planned.hall:
            missing = frozenset({self.planned.matter['materials'][0]['code']})
            self._do(ask_for_correction, self._seats.accepts, 'correct', missing=missing)
            yield self._after(3)
            self._do(supply_papers, self._seats.counter, 'supply', papers=missing)
            yield self._after(1)
        self._do(accept_case, self._seats.accepts, 'accept')

    def _charged(self) -> Moments:
        asked = list(self._owed())
        if not asked:
            return
        yield self._calendar.soon(self._now)
        decides = self._office.actor(self.hall, self._seats.decides)
        assess_fees(uid=self._uid, version=self._look().version, actor=decides, asked=asked, at=self._now)
        clerk = self._office.actor(self.hall, self._seats.counter)
        order = issue_order(uid=self._uid, version=self._again().version, actor=clerk, at=self._now)
        if self.planned.stops_at == 'collect':
            raise Stopped
        yield self._after(0)
        cashier = self._office.actor(self.hall, 'cashier')
        collect(number=order.number, actor=cashier, receipt=self._receipt(order.number), at=self._now)
        copies = order.fees.filter(unit='本').first()
        if copies is not None and self._now.day % 4 == 0:  # now and then somebody does without a second copy
            red = self._receipt(order.number, red=True)
            refund(fee=copies.uid, actor=decides, wanted=Refund(copies.amount, ONE_COPY, red), at=self._now)
        self._again()

    def _owed(self) -> Iterator[ChargeRequest]:
        """What the standards ask of this application; pages that nobody wrote down are counted."""
        answers = self.planned.answers or {}
        for fee in msgspec.convert(self.planned.matter['fees'], list[Fee]):
            if not applies(fee, answers):
                continue
            counted = Decimal(PAGES) if fee.unit and not fee.quantity else None
            quantity = counted or written_quantity(fee, answers)
            if not fee.unit or (quantity and worked(fee, quantity).sum):
                yield ChargeRequest(fee.name, quantity=counted)

    def _receipt(self, number: str, *, red: bool = False) -> tuple[str, str, str]:
        """As the treasury's system numbers its receipts (票据代码, 票据号码, 校验码)."""
        check = sha256(number.encode()).hexdigest()[:6]
        # By day and serial of the order; serials of a day have four figures.
        serial = int(number[16:20]) + (5000 if red else 0)
        return f'510101{self._now:%y}', f'{number[8:14]}{serial:04d}', check

    def _visited(self) -> Moments:
        if not self.planned.matter.get('site_check'):
            return
        yield self._after(2)
        officers = [one.membership for one in officers_of(self.hall, self._now)[:2]]
        told = {'on': self._now.date(), 'place': '经营场所', 'officers': officers, 'signed': True}
        self._do(
            record_site_check, self._seats.reviews, 'visit', finding='场所、设施与申请材料一致，符合条件。', **told
        )

    def _certified(self) -> Moments:
        if self.planned.ends in ('approved', 'withdrawn') and self.planned.matter.get('certificate'):
            yield self._after(1)
            self._do(make_licence, self._seats.decides, 'licence')

    def _delivered(self) -> Moments:
        at_once = self.planned.is_instant and self.hall == self.planned.hall
        self.hall = self.planned.hall
        yield self._calendar.soon(self._now) if at_once else self._after(1)
        self._do(deliver_case, self._seats.counter, 'deliver')
        if self.planned.grade:
            yield self._now + timedelta(minutes=2)
            clerk = self._office.actor(self.hall, self._seats.counter)
            words = WORDS.get(self.planned.grade, '')
            rate_case(uid=self._uid, actor=clerk, grade=self.planned.grade, text=words, at=self._now)

    # -- what every step needs

    @property
    def _uid(self) -> UUID:
        assert self.uid is not None  # noqa: S101 - received first
        return self.uid

    @property
    def _seats(self) -> Seats:
        return self._office.seats(self.hall, self._look().department, self.planned.matter['code'])

    def _after(self, days: int) -> datetime | None:
        return self._calendar.later(self._now, days)

    def at(self, moment: datetime) -> None:
        """The next step is done at this moment."""
        self._now = moment

    def _begin(self) -> None:
        try:
            self._receive()
        except Refused:
            if self.planned.follows:  # the licence does not allow it now: nobody hands anything in
                raise Stopped from None
            raise

    def _receive(self) -> None:
        planned = self.planned
        form = None
        if planned.answers is not None:
            form = FormAnswers(version=self._office.versions[planned.matter['code']], answers=planned.answers)
        duty = 'agent' if planned.point else 'clerk'
        actor = self._office.actor(planned.hall, duty)
        first = self._first() if planned.follows else None
        application = Application(
            submission=uuid4(),
            matter=planned.matter['code'],
            applicant=first.applicant if first else Applicant(**planned.applicant),  # type: ignore[arg-type]
            about=KINDS[planned.matter['code'][-1]] if first else CaseKind.NEW,
            first_number=first.number if first else '',
            papers={one['code']: 'handed_in' for one in planned.matter['materials']},
            point=actor.point if planned.point else '',
            form=form,
        )
        case = receive_case(application=application, actor=actor, at=self._now)
        self.uid, self._case, self._seen_in = case.uid, case, self.hall

    def _first(self) -> EarlierResult:
        """A licence of this hall that a change or a renewal can build on; one from before is renewed first."""
        renews = KINDS[self.planned.matter['code'][-1]] is CaseKind.RENEW
        if renews and (old := old_to_renew(self.planned.follows)):
            return old
        granted = Case.objects.filter(
            matter=self.planned.follows, state='delivered', followed_data__isnull=True
        ).order_by('uid')
        fit = (case for case in granted if case.outcome and case.outcome.kind == 'approved' and not case.ended_by)
        found = next(fit, None)
        if found is None:
            raise Stopped
        return EarlierResult(found.number, found.applicant)

    def _way(self) -> Route:
        case = self._look()
        key = self.hall, case.matter, repr(sorted(case.facts.items())) if case.matter in self._office.by_facts else ''
        if key not in self._office.ways:  # no grant changes in the year
            self._office.ways[key] = route(
                matter=case.matter, hall=self.hall, at=self._now, received=case.received_at, facts=case.facts
            )
        return self._office.ways[key]

    def _look(self) -> Case:
        """The case as this hall knows it: read again only where a message may have changed it."""
        if self._case is None or self._seen_in != self.hall:
            self._case, self._seen_in = Case.objects.get(uid=self._uid), self.hall
        return self._case

    def _again(self) -> Case:
        self._case = None
        return self._look()

    def _term(self) -> Any:
        return result_term_of(self._look(), self._now).proposed()

    def _do(self, service: Callable[..., Case], duty: str, act: str, **told: Any) -> None:
        if self.planned.stops_at == act:
            raise Stopped
        actor = self._office.actor(self.hall, duty)
        self._case = service(uid=self._uid, version=self._look().version, actor=actor, at=self._now, **told)
