"""Letters of authorisation through the pages: given with a scan, withdrawn with a reason, never to oneself."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from govhall.catalogue.authority import require
from govhall.catalogue.models import Authorisation
from govhall.catalogue.refusals import NoAuthorisation
from govhall.catalogue.rules import CHOICES, PersonalPower, Power
from tenants.models import AuditEntry
from tenants.roles import Role
from tests.builders.files import PDF, keep_in
from tests.builders.screen import SignedIn, at, text
from tests.builders.world import COUNTY, HYGIENE, OTHER_TOWNSHIP, World

LETTERS = at(COUNTY, 'catalogue/letters/')
WHY = {'since': timezone.localdate().isoformat(), 'reason': '调回原单位'}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    keep_in(settings, tmp_path)


@pytest.fixture
def security(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.SECURITY))


@pytest.fixture
def leader(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.LEADER))


def letter(person: int, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        'person': str(person),
        'powers': [power.value for power in CHOICES if power is not PersonalPower.HEAD],
        'matters': [HYGIENE],
        'grantor': '通江县卫生健康局',
        'document': '授权书〔2026〕第9号',
        'valid_from': timezone.localdate().isoformat(),
        'scan': SimpleUploadedFile('授权书.pdf', PDF),
    }
    return values | changes


def test_letter_of_all_powers_is_given_used_and_revoked_at_once(world: World, security: Client) -> None:
    approver = world.person(COUNTY, Role.APPROVER)
    assert security.get(LETTERS).content.decode().count('name="powers"') == len(CHOICES)
    assert security.post(LETTERS, letter(approver.person_id)).status_code == 303
    given = Authorisation.objects.get(person_id=approver.person_id)
    assert (len(given.powers), given.matters, given.grantor) == (9, [HYGIENE], '通江县卫生健康局')
    asked = {'matter': HYGIENE, 'hall': COUNTY, 'power': Power.DECIDE, 'person_id': approver.person_id}
    assert require(**asked, at=given.valid_from).authorisation_id == given.id  # type: ignore[arg-type]
    assert security.post(f'{LETTERS}{given.id}/revoke/', WHY).status_code == 303
    given.refresh_from_db()
    assert given.revoked_at is not None
    with pytest.raises(NoAuthorisation):
        require(**asked, at=given.revoked_at)  # type: ignore[arg-type]
    page = text(security.get(LETTERS))
    assert '已撤销' in page
    assert '协调处置权' in page


@pytest.mark.parametrize(
    ('changes', 'said'),
    [
        ({'powers': []}, '请选择权限'),
        ({'document': ' '}, '请填写授权书文号'),
        ({'valid_to': '2025-12-31'}, '到期日期应晚于生效日期'),
        ({'matters': ['000000000000']}, '事项'),
        ({'matters': []}, '请选择授权的事项'),
        ({'all_matters': 'on'}, '两者选一'),
        ({'valid_from': '2026-01-01'}, '生效日期不能早于今天'),
        ({'powers': ['rule-the-world']}, '权限'),
    ],
)
def test_letter_with_a_fault_is_said_beside_its_field(
    world: World, security: Client, changes: dict[str, object], said: str
) -> None:
    approver = world.person(COUNTY, Role.APPROVER)
    answer = security.post(LETTERS, letter(approver.person_id, **changes))
    assert (answer.status_code, said in text(answer)) == (422, True), text(answer)
    assert not Authorisation.objects.filter(person_id=approver.person_id).exists()


def test_letter_of_all_matters_is_chosen_as_such_and_says_who_gave_and_revoked_it(
    world: World, security: Client
) -> None:
    approver = world.person(COUNTY, Role.APPROVER)
    answer = security.post(LETTERS, letter(approver.person_id, matters=[], all_matters='on'))
    assert answer.status_code == 303, text(answer)
    given = Authorisation.objects.get(person_id=approver.person_id)
    assert (given.matters, given.given_by_name) == (None, '王办事')
    security.post(f'{LETTERS}{given.id}/revoke/', WHY)
    given.refresh_from_db()
    assert (given.revoked_by, given.revoked_by_name) == (given.given_by, '王办事')
    assert '王办事登记，王办事撤销' in text(security.get(LETTERS))
    assert [audit_entry.action for audit_entry in AuditEntry.objects.filter(who=given.given_by).order_by('pk')][
        -2:
    ] == [
        'letter_given',
        'letter_revoked',
    ]


def test_nobody_gives_a_letter_to_oneself(world: World, signed_in: SignedIn) -> None:
    me = world.person(COUNTY, Role.SECURITY, Role.CHIEF)
    client = signed_in(me)
    assert f'value="{me.person_id}"' not in client.get(LETTERS).content.decode().partition('id="letter"')[2]
    assert client.post(LETTERS, letter(me.person_id)).status_code == 422
    assert not Authorisation.objects.filter(person_id=me.person_id).exists()


def test_person_of_another_hall_gets_no_letter_here(world: World, security: Client) -> None:
    stranger = world.clerk(OTHER_TOWNSHIP)
    assert security.post(LETTERS, letter(stranger.person_id)).status_code == 422
    assert not Authorisation.objects.filter(person_id=stranger.person_id).exists()


def test_only_the_administrator_gives_and_revokes_and_only_here(
    world: World, signed_in: SignedIn, security: Client, leader: Client
) -> None:
    chief = world.chief(COUNTY)
    given = Authorisation.objects.get(person_id=chief.person_id)
    elsewhere = signed_in(world.person(OTHER_TOWNSHIP, Role.SECURITY))
    assert leader.post(LETTERS, letter(chief.person_id)).status_code == 403
    assert leader.post(f'{LETTERS}{given.id}/revoke/').status_code == 403
    answer = elsewhere.post(at(OTHER_TOWNSHIP, f'catalogue/letters/{given.id}/revoke/'))
    assert answer.status_code == 409
    given.refresh_from_db()
    assert given.revoked_at is None
    assert signed_in(world.clerk(COUNTY)).get(LETTERS).status_code == 403


def test_matters_of_a_letter_are_ticked_without_a_second_key(security: Client) -> None:
    page = security.get(LETTERS).content.decode()
    assert 'Ctrl' not in page
    assert f'<input type="checkbox" name="matters" value="{HYGIENE}"' in page
