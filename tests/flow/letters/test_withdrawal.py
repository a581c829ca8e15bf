"""A letter is withdrawn with a day, a reason and who takes what hangs on it; the last holder gone is seen."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from govhall.catalogue.models import Authorisation, Section
from govhall.letters.open_work import nobody_decides
from tenants.access import Actor
from tenants.context import hall_context
from tenants.models import AuditEntry, Membership
from tenants.roles import Role
from tests.builders.files import PDF, keep_in
from tests.builders.screen import SignedIn, at, text
from tests.builders.world import COUNTY, HYGIENE, OTHER_TOWNSHIP, World

LETTERS, TODAY = at(COUNTY, 'catalogue/letters/'), timezone.localdate()
PUBLIC = f'/find-hall/{COUNTY}/letters/'


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    keep_in(settings, tmp_path)


@pytest.fixture
def security(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.SECURITY))


def give(security: Client, person: Actor, **changes: Any) -> Authorisation:
    paper = {'person': person.person_id, 'powers': ['decide', 'seal'], 'matters': [HYGIENE], 'grantor': '县卫健局'}
    paper |= {'document': '授权书〔2026〕第7号', 'valid_from': TODAY.isoformat()}
    paper |= {'scan': SimpleUploadedFile('授权书.pdf', PDF)} | changes
    answer = security.post(LETTERS, paper)
    assert answer.status_code == 303, text(answer)
    return Authorisation.objects.get(person_id=person.person_id)


def withdraw(client: Client, letter: Authorisation, **said: Any) -> Any:
    posted = {'since': TODAY.isoformat(), 'reason': '调回原单位'} | said
    return client.post(f'{LETTERS}{letter.pk}/revoke/', posted)


def waiting(world: World) -> None:
    with hall_context(world.hall(COUNTY)):
        world.receive(COUNTY, HYGIENE)


def orphans(world: World) -> list[tuple[str, int]]:
    with hall_context(world.hall(COUNTY)):
        return [(one.code, one.cases) for one in nobody_decides(COUNTY, timezone.now())]


def test_a_letter_without_a_scan_or_with_a_wrong_one_is_not_given(world: World, security: Client) -> None:
    approver = world.person(COUNTY, Role.APPROVER)
    paper = {'person': approver.person_id, 'powers': ['decide'], 'matters': [HYGIENE], 'grantor': '县卫健局'}
    paper |= {'document': '第7号', 'valid_from': TODAY.isoformat()}
    missing = security.post(LETTERS, paper)
    assert (missing.status_code, '请上传授权书的扫描件' in text(missing)) == (422, True)
    wrong = security.post(LETTERS, paper | {'scan': SimpleUploadedFile('运行.exe', b'MZ\x90\x00' * 9)})
    assert (wrong.status_code, '“运行.exe”' in text(wrong)) == (422, True)
    assert not Authorisation.objects.filter(person_id=approver.person_id).exists()


def test_the_scan_is_read_by_who_reads_letters_and_by_nobody_else(
    world: World, signed_in: SignedIn, security: Client
) -> None:
    letter = give(security, world.person(COUNTY, Role.APPROVER))
    address = f'{LETTERS}{letter.pk}/scan/'
    assert address in security.get(LETTERS).content.decode()
    for role, status in [(Role.LEADER, 200), (Role.SUPERVISOR, 200), (Role.CLERK, 403), (Role.APPROVER, 403)]:
        assert signed_in(world.person(COUNTY, role)).get(address).status_code == status
    opened = security.get(address)
    assert (opened.content, opened['Content-Type']) == (PDF, 'application/pdf')
    assert 'attachment' in opened['Content-Disposition']
    elsewhere = signed_in(world.person(OTHER_TOWNSHIP, Role.SECURITY))
    assert elsewhere.get(at(OTHER_TOWNSHIP, f'catalogue/letters/{letter.pk}/scan/')).status_code == 404
    assert Client().get(address).status_code in (302, 403, 404)


def test_open_cases_hang_on_a_letter_and_somebody_takes_them(world: World, security: Client) -> None:
    waiting(world)
    first, second = world.person(COUNTY, Role.APPROVER), world.person(COUNTY, Role.APPROVER)
    letter, other = give(security, first), give(security, second)
    assert '1 件' in text(security.get(LETTERS))
    page = text(security.get(f'{LETTERS}{letter.pk}/revoke/'))
    assert '1 件没办完的件要靠这份授权书办' in page and '撤销以后都有人能接着办' in page
    unsaid = withdraw(security, letter)
    assert (unsaid.status_code, '请选由谁接着办' in text(unsaid)) == (422, True)
    letter.refresh_from_db()
    assert letter.revoked_at is None
    assert withdraw(security, letter, taker=second.person_id).status_code == 303
    letter.refresh_from_db()
    assert (letter.revoke_reason, letter.taken_over_by) == ('调回原单位', second.person_id)
    listed = text(security.get(LETTERS))
    assert '调回原单位' in listed and '王办事接着办' in listed
    told = AuditEntry.objects.get(action='letter_revoked').detail
    assert (told['reason'], told['from'], told['taken_over_by']) == ('调回原单位', TODAY.isoformat(), '王办事')
    assert other.revoked_at is None and orphans(world) == []


def test_the_last_holder_goes_only_knowingly_and_is_seen(world: World, signed_in: SignedIn, security: Client) -> None:
    waiting(world)
    letter = give(security, world.person(COUNTY, Role.APPROVER))
    page = security.get(f'{LETTERS}{letter.pk}/revoke/')
    assert '没有人' in text(page) and 'name="taker"' not in page.content.decode()
    refused = withdraw(security, letter)
    assert (refused.status_code, '没有人能接着办（1 件）' in text(refused)) == (409, True)
    letter.refresh_from_db()
    assert (letter.revoked_at, orphans(world)) == (None, [])
    assert withdraw(security, letter, nobody_left='on').status_code == 303
    assert orphans(world) == [(HYGIENE, 1)]
    leader = signed_in(world.person(COUNTY, Role.LEADER))
    for client, path in [(security, LETTERS), (leader, at(COUNTY, 'attendance/'))]:
        assert '没有人持有审批授权，谁也不能决定' in text(client.get(path))


def test_who_left_the_hall_decides_nothing_any_more(world: World, security: Client) -> None:
    waiting(world)
    person = world.person(COUNTY, Role.APPROVER)
    give(security, person)
    assert orphans(world) == []
    Membership.objects.filter(person_id=person.person_id).update(valid_to=timezone.now())
    assert orphans(world) == [(HYGIENE, 1)]


def test_a_withdrawal_may_lie_ahead_but_not_behind(world: World, security: Client) -> None:
    letter = give(security, world.person(COUNTY, Role.APPROVER), valid_to=(TODAY + timedelta(days=9)).isoformat())

    def on(day: date) -> Any:
        return withdraw(security, letter, since=day.isoformat())

    assert on(TODAY - timedelta(days=1)).status_code == 422
    assert on(TODAY + timedelta(days=10)).status_code == 422
    assert withdraw(security, letter, reason=' ').status_code == 422
    letter.refresh_from_db()
    assert letter.revoked_at is None
    assert on(TODAY + timedelta(days=3)).status_code == 303
    letter.refresh_from_db()
    assert timezone.localtime(letter.revoked_at).date() == TODAY + timedelta(days=3)
    assert Authorisation.objects.live(timezone.now()).filter(pk=letter.pk).exists()
    assert on(TODAY).status_code == 303
    assert not Authorisation.objects.live(timezone.now()).filter(pk=letter.pk).exists()
    assert on(TODAY).status_code == 409


def test_everybody_reads_who_may_decide_what_by_which_letter(world: World, security: Client) -> None:
    approver = world.person(COUNTY, Role.APPROVER)
    letter = give(security, approver)
    public = Client().get(PUBLIC)
    page = text(public)
    assert all(one in page for one in ('王办事', '审批人员', '审批决定权', '授权书〔2026〕第7号', '县卫健局', '长期'))
    login = approver.name and Membership.objects.get(person_id=approver.person_id).person.username
    assert login not in public.content.decode() and '/scan/' not in public.content.decode()
    assert PUBLIC in Client().get(f'/find-hall/{COUNTY}/').content.decode()
    assert withdraw(security, letter).status_code == 303
    assert '授权书〔2026〕第7号' not in text(Client().get(PUBLIC))
    assert Client().get('/find-hall/NONE0001/letters/').status_code == 404


def test_a_window_shows_its_own_letters(world: World, security: Client) -> None:
    since = ['2026-01-01']
    window = {'number': '7', 'name': '卫健窗口', 'items': [], 'days': since}
    where = {'hall_code': COUNTY, 'department_code': 'D1', 'department_name': '测试局', 'name': '科'}
    Section.objects.create(**where, entered_days=since, windows=[window])
    mine, other = world.person(COUNTY, Role.APPROVER), world.person(COUNTY, Role.APPROVER)
    Membership.objects.filter(person_id=mine.person_id).update(department='D1')
    give(security, mine, document='本窗口1号', all_matters='on', matters=[])
    give(security, other, document='别处2号')
    page = text(Client().get(PUBLIC, {'window': '7'}))
    assert '本窗口1号' in page and '7 卫健窗口' in page and '别处2号' not in page
    assert '没有这个窗口' in text(Client().get(PUBLIC, {'window': '99'}))
