"""延续 变更 补证 注销 find their licence by its number, act on it at the decision, and are undone with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from federation.contracts.case import Applicant
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.begin_revocation import begin_revocation
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.make_licence import make_licence
from govhall.casework.models import Case
from govhall.casework.services import related_cases
from govhall.catalogue.models import Matter
from govhall.catalogue.selectors import forget
from govhall.disclosure.models import PublishedDecision
from govhall.licences.models import LicenceEntry
from govhall.licences.rules.kinds import CaseKind
from govhall.licences.rules.results import Validity
from tests.builders.desk import Desk
from tests.builders.licences import NAME, OLD, bring_in, entries
from tests.builders.state import refused
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World

TODAY = timezone.localdate()
SOMEBODY = Applicant(kind='person', name='李四', id_number='511921198506071235')


@pytest.fixture
def desk(world: World) -> Desk:
    Matter.objects.filter(code=HYGIENE).update(certificate=NAME)
    forget()
    return Desk.of_chief(world, COUNTY)


def follow(desk: Desk, kind: CaseKind = CaseKind.RENEW, number: str = OLD, **changes: object) -> Case:
    application = desk.world.application(HYGIENE, about=kind, first_number=number, **changes)
    return desk.do(accept_case, desk.receive(application).uid)


def standing(entry: LicenceEntry) -> Validity:
    return entry.standing_on(timezone.localdate())


def test_a_licence_from_before_is_renewed_by_its_number_and_the_new_one_names_it(world: World, desk: Desk) -> None:
    (old,) = bring_in(world, COUNTY)
    case = follow(desk, number='川通卫公证字[2022]第0815号')  # other brackets, as keyboards have them
    assert (case.first_number, case.first_result.valid_until) == (OLD, old.valid_until)
    assert [standing(one) for one in entries(world, COUNTY)] == [Validity.VALID]
    decided = desk.do(decide_case, case.uid, approve=True)
    before, after = entries(world, COUNTY)
    assert (standing(before), before.followed and before.followed.number) == (Validity.RENEWED, case.number)
    assert (after.case_number, after.number, after.valid_until) == (
        case.number,
        '',
        decided.outcome and decided.outcome.valid_until,
    )
    made = desk.do(make_licence, case.uid)
    assert made.licence is not None
    assert entries(world, COUNTY)[-1].number == made.licence.number
    with refused('RESULT_FOLLOWED'):
        follow(desk, CaseKind.CHANGE)
    again = follow(desk, CaseKind.CHANGE, number=made.licence.number)
    assert again.first_number == case.number


@pytest.mark.parametrize(
    ('kind', 'row', 'changes', 'code'),
    [
        (CaseKind.RENEW, {}, {'first_number': '没有这个号'}, 'NO_FIRST_CASE'),
        (CaseKind.RENEW, {}, {'applicant': SOMEBODY}, 'NOT_THEIRS'),
        (CaseKind.RENEW, {'有效期至': (TODAY + timedelta(days=29)).isoformat()}, {}, 'RENEWAL_TOO_LATE'),
        (CaseKind.RENEW, {'有效期至': '长期'}, {}, 'NOTHING_TO_RENEW'),
        (CaseKind.CHANGE, {'有效期至': (TODAY - timedelta(days=1)).isoformat()}, {}, 'RESULT_EXPIRED'),
    ],
)
def test_what_is_wrong_is_said_at_the_counter_and_nothing_is_stored(
    world: World, desk: Desk, kind: CaseKind, row: dict[str, str], changes: dict[str, object], code: str
) -> None:
    bring_in(world, COUNTY, row)
    with refused(code):
        desk.receive(world.application(HYGIENE, **({'about': kind, 'first_number': OLD} | changes)))


def test_a_renewal_may_not_be_earlier_than_the_matter_says(world: World, desk: Desk) -> None:
    Matter.objects.filter(code=HYGIENE).update(certificate_rule={'renew_from_days': 90})
    forget()
    bring_in(world, COUNTY)
    with refused('RENEWAL_TOO_EARLY'):
        follow(desk)
    bring_in(world, COUNTY, {'证照编号': 'A2', '有效期至': (TODAY + timedelta(days=90)).isoformat()})
    assert follow(desk, number='a2').first_number == 'A2'


def test_a_cancelled_licence_has_ended(world: World, desk: Desk) -> None:
    bring_in(world, COUNTY)
    case = follow(desk, CaseKind.CANCEL)
    desk.do(decide_case, case.uid, approve=True, reason='本人申请')
    assert [standing(one) for one in entries(world, COUNTY)] == [Validity.CANCELLED]
    with refused('RESULT_ENDED'):
        follow(desk)


def test_of_two_renewals_only_one_is_received_and_only_one_is_decided(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(world, COUNTY)
    first = follow(desk)
    with refused('FOLLOWER_UNDER_WAY'):
        follow(desk)
    monkeypatch.setattr(related_cases, '_check_alone', lambda case, first: None)  # two counters at one moment
    second = follow(desk)
    desk.do(decide_case, first.uid, approve=True)
    with refused('RESULT_FOLLOWED'):
        desk.do(decide_case, second.uid, approve=True)
    assert entries(world, COUNTY)[0].followed_data['number'] == first.number


def test_a_revoked_renewal_puts_the_old_licence_back(world: World, desk: Desk) -> None:
    bring_in(world, COUNTY)
    case = follow(desk)
    desk.do(decide_case, case.uid, approve=True)
    revocation = desk.do(begin_revocation, case.uid, reason='材料是假的')
    desk.do(accept_case, revocation.uid)
    desk.do(decide_case, revocation.uid, approve=True, reason='材料是假的')
    assert [standing(one) for one in entries(world, COUNTY)] == [Validity.VALID, Validity.REVOKED]
    assert follow(desk).first_number == OLD


def test_a_revoked_change_of_a_case_puts_its_result_back_in_every_hall(world: World, desk: Desk) -> None:
    below = Desk.of_chief(world, TOWNSHIP)
    first = world.receive(TOWNSHIP, HYGIENE)
    below.send_up(first.uid)
    desk.do(accept_case, first.uid)
    desk.do(decide_case, first.uid, approve=True)
    changed = follow(desk, CaseKind.CHANGE, first.number)
    desk.do(decide_case, changed.uid, approve=True)
    world.carry()
    assert below.case(first.uid).followed is not None
    revocation = desk.do(begin_revocation, changed.uid, reason='材料是假的')
    desk.do(accept_case, revocation.uid)
    desk.do(decide_case, revocation.uid, approve=True, reason='材料是假的')
    world.carry()
    assert [one.case(first.uid).followed for one in (desk, below)] == [None, None]
    assert PublishedDecision.objects.get(number=first.number).followed_by == ''
    assert [standing(one) for one in entries(world, COUNTY)] == [Validity.VALID, Validity.REVOKED]


def test_a_township_takes_a_number_that_only_the_county_knows_and_the_county_finds_it(world: World, desk: Desk) -> None:
    bring_in(world, COUNTY)
    below = Desk.of_chief(world, TOWNSHIP)
    known, unknown = (
        world.receive(TOWNSHIP, HYGIENE, about=CaseKind.RENEW, first_number=number) for number in (OLD, '没有这个号')
    )
    for case in (known, unknown):
        below.do(forward_case, case.uid)
    world.carry()
    accepted = desk.do(accept_case, known.uid)
    assert (accepted.first_number, accepted.first_result.valid_until is not None) == (OLD, True)
    with refused('NO_FIRST_CASE'):
        desk.do(accept_case, unknown.uid)
    desk.do(decide_case, known.uid, approve=True)
    assert standing(entries(world, COUNTY)[0]) is Validity.RENEWED


def test_a_matter_for_renewals_finds_the_licence_of_its_main_matter(world: World) -> None:
    main, renewal = '510100107000', '510100107002'
    desk = Desk.of_chief(world, COUNTY)
    bring_in(world, COUNTY, {'主项编码': main, '证照名称': '食品经营许可证', '证照编号': 'JY15119210000001'})
    with refused('NO_FIRST_CASE'):
        desk.receive(world.application(renewal))
    case = desk.receive(world.application(renewal, first_number='JY15119210000001'))
    assert (case.kind, case.first_number) == ('renew', 'JY15119210000001')
