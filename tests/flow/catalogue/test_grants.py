"""Where a hall's powers come from, on pages: the list, one grant, withdrawing it by date, and who may."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from govhall.catalogue import grants
from govhall.catalogue.models import Grant
from tenants.roles import Role
from tests.builders.copies import copies
from tests.builders.screen import SignedIn, at, text
from tests.builders.world import COUNTY, OTHER_TOWNSHIP, TOWNSHIP, World

LIST = at(COUNTY, 'catalogue/grants/')


@pytest.fixture
def administrator(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.ADMINISTRATOR))


@pytest.fixture
def entrusted(world: World) -> Grant:
    """What an organ of the county has entrusted to a township."""
    found = Grant.objects.filter(hall_code=TOWNSHIP, mode='entrusted', valid_to__isnull=True).first()
    assert found is not None
    return found


def page(grant: Grant, hall: str = COUNTY) -> str:
    return at(hall, f'catalogue/grants/{grant.id}/')


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def test_the_list_says_by_whose_power_and_the_page_what_it_gives(
    world: World, administrator: Client, entrusted: Grant
) -> None:
    assert '本级行使' in text(administrator.get(LIST))
    below = administrator.get(LIST, {'hall': TOWNSHIP})
    assert '委托' in text(below) and entrusted.document in text(below)
    assert page(entrusted) in below.content.decode()
    shown = text(administrator.get(page(entrusted)))
    assert '收件、受理、审核、决定' in shown and entrusted.document in shown and '长期' in shown
    assert '没有符合的事项' in text(administrator.get(LIST, {'words': '造飞船'}))


def test_the_list_goes_on_where_the_page_ended(world: World, administrator: Client) -> None:
    copies(Grant.objects.filter(hall_code=COUNTY)[0], 50, id=lambda n: uuid4())
    order, now, after, seen = replace(grants.BY_MATTER, size=7), timezone.now(), '', list[str]()
    while True:
        found = order.page(grants.grants_of(COUNTY, at=now), after)
        seen += [str(grant.id) for grant in found.rows]
        after = found.after
        if not after:
            break
    live = Grant.objects.live(now).filter(hall_code=COUNTY)
    assert sorted(seen) == sorted(str(one.id) for one in live) and len(seen) > 7
    assert 'rel="next"' in administrator.get(LIST).content.decode()
    assert administrator.get(LIST, {'after': 'x'}).status_code == 404


def test_a_power_is_withdrawn_by_date_and_stays_readable(world: World, administrator: Client, entrusted: Grant) -> None:
    posted = {'until': f'{tomorrow()}', 'version': str(entrusted.version)}
    answer = administrator.post(f'{page(entrusted)}withdraw/', posted)
    assert (answer.status_code, answer.headers['Location']) == (303, page(entrusted))
    world.carry()
    entrusted.refresh_from_db()
    assert entrusted.valid_to is not None and timezone.localdate(entrusted.valid_to) == tomorrow()
    assert '有效，将收回' in text(administrator.get(page(entrusted)))
    stale = administrator.post(f'{page(entrusted)}withdraw/', posted)
    assert (stale.status_code, '刚刚有变化' in text(stale)) == (409, True)


@pytest.mark.parametrize(
    ('until', 'said'), [('', '请选择收回的日期'), ('morgen', '请填写日期'), ('2026-01-01', '不早于今天')]
)
def test_a_day_that_will_not_do_is_said_beside_its_field_and_nothing_changes(
    world: World, administrator: Client, entrusted: Grant, until: str, said: str
) -> None:
    answer = administrator.post(f'{page(entrusted)}withdraw/', {'until': until, 'version': str(entrusted.version)})
    assert (answer.status_code, said in text(answer)) == (422, True), text(answer)
    assert world.carry() is None
    entrusted.refresh_from_db()
    assert entrusted.valid_to is None


def test_only_the_hall_above_withdraws_and_only_its_administrator(
    world: World, signed_in: SignedIn, entrusted: Grant
) -> None:
    posted = {'until': f'{tomorrow()}', 'version': str(entrusted.version)}
    leader = signed_in(world.person(COUNTY, Role.LEADER))
    itself = signed_in(world.person(TOWNSHIP, Role.ADMINISTRATOR))
    aside = signed_in(world.person(OTHER_TOWNSHIP, Role.ADMINISTRATOR))
    clerk = signed_in(world.clerk(COUNTY))
    assert '请找本大厅管理员' in text(leader.get(page(entrusted)))
    assert 'id="withdraw"' not in itself.get(page(entrusted, TOWNSHIP)).content.decode()
    refused = [
        leader.post(f'{page(entrusted)}withdraw/', posted),
        clerk.post(f'{page(entrusted)}withdraw/', posted),
        itself.post(f'{page(entrusted, TOWNSHIP)}withdraw/', posted),
        aside.post(f'{page(entrusted, OTHER_TOWNSHIP)}withdraw/', posted),
    ]
    assert [one.status_code for one in refused] == [403, 403, 422, 404]
    assert [clerk.get(LIST).status_code, clerk.get(page(entrusted)).status_code] == [403, 403]
    assert aside.get(page(entrusted, OTHER_TOWNSHIP)).status_code == 404
    assert aside.get(at(OTHER_TOWNSHIP, 'catalogue/grants/'), {'hall': TOWNSHIP}).status_code == 404
    assert world.carry() is None
    entrusted.refresh_from_db()
    assert entrusted.valid_to is None
