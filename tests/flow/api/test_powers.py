"""Powers over GraphQL: board, people, letters, grants and registers, for whom the pages let in and nobody else."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from govhall.api import powers
from govhall.casework.acts.accept import accept_case
from govhall.catalogue.models import Authorisation, CentreItem, Grant
from govhall.catalogue.services.centre_list import enter_centre
from govhall.files.uploads import take_upload
from govhall.storage.material_store import hash_of
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.baoying import centre_list
from tests.builders.charging import TEST_FEE, accepted_case, assess, bill, charge_for
from tests.builders.desk import Desk
from tests.builders.files import PDF, keep_in
from tests.builders.system import System
from tests.builders.world import BIRTH, COUNTY, HYGIENE, PROVINCE, TOWNSHIP, World

DONE = '{ id code message field }'
TODAY = timezone.localdate()
REASONS = '{ letters { letters { revokeReason } } }'


@pytest.fixture
def manager(world: World) -> System:
    return System.of(world, COUNTY, Role.ADMINISTRATOR)


@pytest.fixture
def keeper(world: World) -> System:
    return System.of(world, COUNTY, Role.SECURITY)


def manage(system: System, mutation: str, **given: Any) -> dict[str, Any]:
    kind = f'{mutation[0].upper()}{mutation[1:]}Input'
    query = f'mutation ($input: {kind}!) {{ {mutation}(input: $input) {DONE} }}'
    answer: dict[str, Any] = system.ask(query, input=given)[mutation]
    return answer


def upload(keeper: System) -> None:
    """Bring the scan, as systems bring files."""
    with hall_context(keeper.world.hall(keeper.hall)):
        take_upload(content=PDF, actor=keeper.actor)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    keep_in(settings, tmp_path)


def letter_for(person: int, **changes: Any) -> dict[str, Any]:
    given = {'person': person, 'powers': ['DECIDE', 'SEAL'], 'grantor': '通江县卫生健康局', 'document': '授权书9号'}
    return given | {'matters': [HYGIENE], 'validFrom': f'{TODAY}', 'hash': hash_of(PDF)} | changes


def test_the_board_has_the_figures_of_the_page(manager: System) -> None:
    enter_centre(centre_list(COUNTY))
    asked = '{ centreBoard { total { published entered rate } windows departmentsIn departments { code name } } }'
    found = manager.ask(asked)['centreBoard']
    assert found['total'] == {'published': 470, 'entered': 236, 'rate': '50.2'}
    assert (found['windows'], found['departmentsIn'], len(found['departments'])) == (31, 29, 46)


def test_an_item_comes_in_leaves_and_moves_the_figures(manager: System) -> None:
    enter_centre(centre_list(COUNTY))
    items = manager.ask('{ publishedItems(department: "BY40") { items { code enteredDays } endCursor } }')
    code, outside = items['publishedItems']['items'][0]['code'], '{ centreBoard(day: "%s") { total { entered } } }'
    assert manage(manager, 'removeItems', items=[code], since=f'{TODAY}')['code'] == 'NOT_THEN'
    assert manage(manager, 'enterItems', items=[code], since=f'{TODAY}')['code'] is None
    assert manager.ask(outside % TODAY)['centreBoard']['total']['entered'] == 237
    assert manage(manager, 'removeItems', items=[code], since=f'{TODAY + timedelta(days=9)}')['code'] is None
    assert manager.ask(outside % (TODAY + timedelta(days=9)))['centreBoard']['total']['entered'] == 236
    assert manager.ask(outside % date(2007, 1, 1))['centreBoard']['total']['entered'] == 153
    assert len(CentreItem.objects.get(hall_code=COUNTY, code=code).entered_days) == 2


def test_a_letter_is_given_listed_and_revoked_and_gives_nothing_afterwards(world: World, keeper: System) -> None:
    chief = world.person(COUNTY, Role.CHIEF)
    people = keeper.ask('{ staff { people { id name roles } } }')['staff']['people']
    assert chief.person_id in {person['id'] for person in people}
    assert manage(keeper, 'giveLetter', **letter_for(chief.person_id))['code'] == 'NO_SUCH_UPLOAD'
    upload(keeper)
    given = manage(keeper, 'giveLetter', **letter_for(chief.person_id))
    assert given['code'] is None, given
    listed = keeper.ask('query ($p: Int) { letters(person: $p, live: true) { letters { id person powers hasScan } } }')
    assert {one['id']: one['hasScan'] for one in listed['letters']['letters']}[given['id']] is True
    why = {'letter': given['id'], 'reason': '更换首席代表'}
    assert manage(keeper, 'revokeLetter', **why)['code'] is None
    assert not Authorisation.objects.live(timezone.now()).filter(id=given['id']).exists()
    assert manage(keeper, 'revokeLetter', **why)['code'] == 'UNKNOWN_AUTHORISATION'
    assert '更换首席代表' in {one['revokeReason'] for one in keeper.ask(REASONS)['letters']['letters']}


def test_no_letter_for_somebody_of_another_hall_or_a_matter_that_the_hall_does_not_have(
    world: World, keeper: System
) -> None:
    stranger, chief = world.person(TOWNSHIP, Role.CHIEF), world.person(COUNTY, Role.CHIEF)
    before = Authorisation.objects.count()
    upload(keeper)
    assert manage(keeper, 'giveLetter', **letter_for(stranger.person_id))['code'] == 'NOT_OF_THIS_HALL'
    unknown = manage(keeper, 'giveLetter', **letter_for(chief.person_id, matters=['000000000000']))
    assert (unknown['code'], unknown['field']) == ('UNKNOWN_MATTER', 'matters')
    ends = letter_for(chief.person_id, validTo=f'{TODAY - timedelta(days=1)}')
    assert manage(keeper, 'giveLetter', **ends)['code'] == 'ENDS_BEFORE_IT_BEGINS'
    begins = letter_for(chief.person_id, validFrom=f'{TODAY - timedelta(days=1)}')
    assert manage(keeper, 'giveLetter', **begins)['code'] == 'BEGINS_IN_THE_PAST'
    nothing = letter_for(chief.person_id, matters=[])
    assert manage(keeper, 'giveLetter', **nothing)['code'] == 'NO_MATTER_CHOSEN'
    own = letter_for(keeper.person.pk)
    assert manage(keeper, 'giveLetter', **own)['code'] == 'TO_ONESELF'
    assert Authorisation.objects.count() == before
    below = world.chief(TOWNSHIP)
    elsewhere = Authorisation.objects.get(person_id=below.person_id)
    assert manage(keeper, 'revokeLetter', letter=str(elsewhere.id), reason='错了')['code'] == 'UNKNOWN_AUTHORISATION'


def test_a_power_is_given_to_a_township_and_withdrawn_by_date(world: World, manager: System) -> None:
    own = Grant.objects.filter(hall_code=COUNTY, mode='own').first()
    assert own is not None
    Grant.objects.filter(hall_code=TOWNSHIP, matter_code=own.matter_code).delete()
    given = manage(
        manager,
        'giveGrant',
        matter=own.matter_code,
        hall=TOWNSHIP,
        mode='ENTRUSTED',
        organ=own.organ_code,
        delegator=own.organ_code,
        document='通府发〔2026〕9号',
    )
    assert given['code'] is None, given
    world.carry()
    kept = Grant.objects.get(id=given['id'])
    assert (kept.hall_code, kept.mode, kept.valid_to) == (TOWNSHIP, 'entrusted', None)
    tomorrow = TODAY + timedelta(days=1)
    assert manage(manager, 'withdrawGrant', grant=given['id'], until=f'{tomorrow}')['code'] is None
    world.carry()
    kept.refresh_from_db()
    assert kept.valid_to is not None and timezone.localtime(kept.valid_to).date() == tomorrow
    seen = manager.ask('query ($m: String) { grants(matter: $m) { grants { id hall validTo } } }', m=own.matter_code)
    assert given['id'] in {one['id'] for one in seen['grants']['grants']}


def test_nobody_gives_what_they_do_not_have_or_to_a_hall_that_is_not_below(world: World, manager: System) -> None:
    own = Grant.objects.filter(hall_code=COUNTY, mode='own').first()
    assert own is not None
    wanted = {'matter': own.matter_code, 'mode': 'ENTRUSTED', 'organ': own.organ_code, 'delegator': own.organ_code}
    wanted |= {'document': '通府发〔2026〕9号'}
    aside = manage(manager, 'giveGrant', hall='PCSM0001', **wanted)
    assert (aside['code'], aside['field']) == ('BAD_CELL', 'hall')
    strange = Grant.objects.exclude(organ_code=own.organ_code).filter(hall_code='PCSM0001').first()
    assert strange is not None
    foreign = wanted | {'organ': strange.organ_code, 'delegator': strange.organ_code}
    Grant.objects.filter(hall_code=TOWNSHIP, matter_code=own.matter_code).delete()
    assert manage(manager, 'giveGrant', hall=TOWNSHIP, **foreign)['code'] == 'BAD_CELL'
    assert manage(manager, 'withdrawGrant', grant=str(strange.id), until=f'{TODAY}')['code'] == 'NO_SUCH_GRANT'
    assert world.carry() is None and not Grant.objects.filter(hall_code=TOWNSHIP, matter_code=own.matter_code).exists()


def test_the_register_and_the_lists_come_page_by_page(
    world: World, manager: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(powers, 'PAGE', 2)
    desk = Desk.of_chief(world, COUNTY)
    for _ in range(2):
        desk.do(accept_case, world.receive(COUNTY, HYGIENE).uid)
    watcher = System.of(world, COUNTY, Role.SUPERVISOR)
    seen: list[str] = []
    after = None
    for _ in range(3):
        page = watcher.ask('query ($a: UUID) { notices(after: $a) { notices { number state } endCursor } }', a=after)
        seen += [one['number'] for one in page['notices']['notices']]
        after = page['notices']['endCursor']
        if after is None:
            break
    assert (len(seen), len(set(seen)), after) == (4, 4, None)
    one = watcher.ask('query ($n: String) { notices(number: $n) { notices { number } } }', n=seen[0])
    assert [found['number'] for found in one['notices']['notices']] == [seen[0]]
    assert len(manager.ask('{ grants { grants { id } endCursor } }')['grants']['grants']) == 2
    assert manager.ask('{ staff { people { id } endCursor } }')['staff']['endCursor'] is not None


def test_the_months_charges_and_the_orders_that_wait(world: World) -> None:
    charge_for(HYGIENE, TEST_FEE)
    with hall_context(world.hall(COUNTY)):
        chief = world.chief(COUNTY)
        case = accepted_case(world, HYGIENE, chief)
        assess(case, chief)
        order = bill(case, chief)
    cashier = System.of(world, COUNTY, Role.CLERK, powers=('collect',))
    waiting = cashier.ask('{ unpaidOrders { number total } }')['unpaidOrders']
    assert waiting == [{'number': order.number, 'total': '80.00'}]
    month = cashier.ask('{ feeMonth { lines { item assessed standard } total { standard } } }')['feeMonth']
    assert month['lines'] == [{'item': '检测费', 'assessed': 1, 'standard': '80.00'}]
    assert cashier.fails('{ feeMonth(month: "yesterday") { first } }') == 'BAD_MONTH'
    assert System.of(world, COUNTY, Role.CLERK).fails('{ unpaidOrders { number } }') == 'NOT_YOUR_ROLE'


@pytest.mark.parametrize(
    'query',
    [
        '{ centreBoard { windows } }',
        '{ publishedItems(department: "BY40") { endCursor } }',
        '{ staff { endCursor } }',
        '{ letters { endCursor } }',
        '{ grants { endCursor } }',
    ],
)
def test_who_handles_cases_reads_no_board_no_people_and_no_powers(world: World, query: str) -> None:
    clerk = System.of(world, COUNTY, Role.CLERK)
    assert clerk.fails(query) == 'NOT_YOUR_ROLE'
    assert clerk.post(query, hall=PROVINCE).status_code == 401


def test_only_administrators_manage_and_a_refusal_changes_nothing(world: World) -> None:
    leader, person = System.of(world, COUNTY, Role.LEADER), world.person(COUNTY, Role.CHIEF)
    letter = Authorisation.objects.get(person_id=world.chief(COUNTY).person_id)
    grant = Grant.objects.filter(hall_code=TOWNSHIP, matter_code=BIRTH).first()
    assert grant is not None
    tries = {
        'giveLetter': letter_for(person.person_id),
        'revokeLetter': {'letter': str(letter.id), 'reason': '错了'},
        'withdrawGrant': {'grant': str(grant.id), 'until': f'{TODAY + timedelta(days=1)}'},
        'enterItems': {'items': ['1'], 'since': f'{TODAY}'},
        'appointChief': {'person': person.person_id, 'department': 'BY01', 'document': '任命书'},
    }
    for mutation, given in tries.items():
        assert manage(leader, mutation, **given)['code'] == 'NOT_YOUR_ROLE', mutation
    world.carry()
    letter.refresh_from_db()
    assert letter.revoked_at is None
    assert not Authorisation.objects.filter(person_id=person.person_id).exists()
    assert not Grant.objects.filter(id=grant.id, valid_to__isnull=False).exists()
    clerk = System.of(world, COUNTY, Role.AGENT)
    assert clerk.fails('{ notices { endCursor } }') == 'NOT_YOUR_ROLE'
