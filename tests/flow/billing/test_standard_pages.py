"""收费标准 on the pages of who keeps the catalogue, and over GraphQL: set, changed, taken out; on every guide."""

import re
from typing import Any

import pytest
from django.test import Client

from govhall.catalogue.models import Matter
from tenants.audit import Action
from tenants.models import AuditEntry
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, PROVINCE, TOWNSHIP, World

PAGE = f'catalogue/fee-standards/{HYGIENE}/'
TYPED = {
    'name': '占地补偿费',
    'basis': '测试用文件〔2026〕1号',
    'amount': '0',
    'unit': '平方米',
    'steps': '100 1.3\n以上 2',
    'whole_units': 'on',
    'ceiling': '500',
    'reducible': 'on',
    'reduction_basis': '公益性项目免收',
}
SAID = (
    '100 平方米以内的部分 1.3 元/平方米，超过 100 平方米的部分 2 元/平方米；不足 1 平方米按 1 平方米计；最高收 500 元'
)
GUIDE = 'query ($m: String!) { guide(matter: $m) { fees { name standard only basis reduction } } }'


def keeper(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))


def standards() -> list[dict[str, Any]]:
    return list(Matter.objects.get(code=HYGIENE).fees)


def test_a_standard_typed_at_the_top_stands_on_every_guide(world: World, signed_in: SignedIn) -> None:
    client = keeper(world, signed_in)
    assert client.post(at(PROVINCE, f'{PAGE}new/'), TYPED).status_code == 303
    world.carry()
    for page in (Client().get(f'/guide/{HYGIENE}/'), Client().get(f'/guide/{HYGIENE}/', {'hall': TOWNSHIP})):
        assert (SAID in text(page), '公益性项目免收' in text(page)) == (True, True)
    told = System.of(world, COUNTY, Role.CLERK).ask(GUIDE, m=HYGIENE)['guide']['fees']
    assert [(one['standard'], one['reduction']) for one in told] == [(SAID, '公益性项目免收')]
    shown = text(signed_in(world.person(COUNTY, Role.ADMINISTRATOR)).get(at(COUNTY, PAGE)))
    assert (SAID in shown, '由最上级大厅的管理员维护' in shown) == (True, True)
    entry = AuditEntry.objects.filter(action=Action.CENTRE_CHANGED).latest('pk')
    assert entry.detail['standard'] == SAID
    assert '1 项' in text(client.get(at(PROVINCE, 'catalogue/fee-standards/'), {'show': 'charged'}))


def test_it_is_changed_and_taken_out_and_the_page_shows_what_stands(world: World, signed_in: SignedIn) -> None:
    client = keeper(world, signed_in)
    client.post(at(PROVINCE, f'{PAGE}new/'), TYPED)
    world.carry()
    form = client.get(at(PROVINCE, f'{PAGE}1/')).content.decode()
    assert re.search(r'name="steps"[^>]*>\s*100 1\.3\s+以上 2', form)
    assert client.post(at(PROVINCE, f'{PAGE}1/'), TYPED | {'steps': '', 'amount': '1.5'}).status_code == 303
    world.carry()
    assert [(one['amount'], one['steps']) for one in standards()] == [('1.5', [])]
    assert client.post(at(PROVINCE, f'{PAGE}1/'), {'drop': '1'}).status_code == 303
    world.carry()
    assert standards() == []
    assert '不收费' in text(Client().get(f'/guide/{HYGIENE}/'))
    assert client.get(at(PROVINCE, f'{PAGE}1/')).status_code == 404


@pytest.mark.parametrize(
    ('changes', 'said'),
    [
        ({'basis': ''}, '请写明收费依据'),
        ({'amount': '很多'}, '金额请填数字'),
        ({'steps': '100\n以上 2'}, '看不懂'),
        ({'steps': '100 1\n50 2\n以上 3'}, '一档比一档大'),
        ({'steps': '100 2\n以上 1', 'whole_quantity': 'on'}, '反而收得少'),
        ({'unit': ''}, '计费单位'),
        ({'ceiling': '0'}, '最高收费应大于零'),
        ({'reduction_basis': ''}, '谁可以减免'),
    ],
)
def test_a_standard_that_can_not_be_charged_is_refused_and_nothing_is_sent(
    world: World, signed_in: SignedIn, changes: dict[str, str], said: str
) -> None:
    answer = keeper(world, signed_in).post(at(PROVINCE, f'{PAGE}new/'), TYPED | changes)
    assert (answer.status_code, said in text(answer)) == (422, True), text(answer)
    world.carry()
    assert standards() == []


@pytest.mark.parametrize(('hall', 'role'), [(COUNTY, Role.ADMINISTRATOR), (PROVINCE, Role.LEADER)])
def test_only_the_keeper_of_the_catalogue_changes_it(world: World, signed_in: SignedIn, hall: str, role: Role) -> None:
    client = signed_in(world.person(hall, role))
    assert 'name="steps"' not in client.get(at(hall, f'{PAGE}new/')).content.decode()
    assert client.post(at(hall, f'{PAGE}new/'), TYPED).status_code == 403
    world.carry()
    assert standards() == []
    assert signed_in(world.clerk(COUNTY)).get(at(COUNTY, PAGE)).status_code == 403


def managed(system: System, mutation: str, **given: str) -> str | None:
    """The code of the answer to an act on the catalogue; None where it was done."""
    kind = f'{mutation[0].upper()}{mutation[1:]}Input'
    query = f'mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ code }} }}'
    code: str | None = system.ask(query, input=given)[mutation]['code']
    return code


def test_systems_set_and_drop_a_standard_as_the_page_does(world: World) -> None:
    told = {
        'matter': HYGIENE,
        'name': '占地补偿费',
        'basis': '测试用文件〔2026〕1号',
        'amount': '1.3',
        'unit': '平方米',
    }
    below = System.of(world, COUNTY, Role.ADMINISTRATOR)
    assert managed(below, 'setFee', **told) == 'NOT_YOUR_MATTER'
    above = System.of(world, PROVINCE, Role.ADMINISTRATOR)
    assert managed(above, 'setFee', **told | {'ceiling': '0'}) == 'BAD_FEE_STANDARD'
    assert managed(above, 'setFee', **told | {'kept': '没有的'}) == 'CHARGE_WITHOUT_BASIS'
    world.carry()
    assert standards() == []
    assert managed(above, 'setFee', **told) is None
    world.carry()
    assert [(one['amount'], one['unit']) for one in standards()] == [('1.3', '平方米')]
    assert managed(below, 'dropFee', matter=HYGIENE, kept='占地补偿费') == 'NOT_YOUR_MATTER'
    assert managed(above, 'dropFee', matter=HYGIENE, kept='占地补偿费') is None
    world.carry()
    assert standards() == []


def test_in_a_cell_whose_word_counts_for_nothing_the_highest_hall_changes_nothing(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other cells believe the root alone: what this one published would stand nowhere else."""
    monkeypatch.setattr('govhall.catalogue.own_matters.is_root', lambda cell: False)
    refused = keeper(world, signed_in).post(at(PROVINCE, f'{PAGE}new/'), TYPED)
    world.carry()
    assert (refused.status_code, standards()) == (403, [])
