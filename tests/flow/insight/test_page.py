"""The page of figures as a leader sees it."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from govhall.insight.refusals import OutOfScope
from govhall.insight.views import figures_page
from tenants.context import hall_context
from tenants.models import Person
from tenants.roles import Role
from tests.builders.world import COUNTY, OTHER_TOWNSHIP, TOWNSHIP, World
from tests.flow.insight.facts import fact, report, tell

pytestmark = pytest.mark.urls('govhall.project.hall_urls')  # the bar names pages of all rooms


def page(world: World, hall: str, *roles: Role, at: str = '', **asked: str) -> str:
    """The page of `hall` for somebody who has the roles there (or at another hall)."""
    request = RequestFactory().get('/figures/', asked)
    request.user = Person.objects.get(pk=world.person(at or hall, *roles).person_id)
    request.hall = world.hall(hall)  # type: ignore[attr-defined]
    with hall_context(request.hall):
        return figures_page(request).content.decode()


def test_the_page_says_what_happened_today_and_who_is_missing(world: World) -> None:
    today = timezone.localdate()
    tell([fact(world, received_on=today, at_point=True, decided_on=today, on_time=False)])
    report([COUNTY], datetime.now(UTC))
    shown = page(world, COUNTY, Role.LEADER)
    assert '今天全县收件 1 件，办结 1 件，其中 100% 在乡镇和村办结，1 件超期办结。' in shown
    assert '7 个大厅中 6 个未报：' in shown
    assert '截至今天' in shown


def test_areas_lead_downwards_and_a_way_leads_back(world: World) -> None:
    tell([fact(world, received_on=timezone.localdate())])
    township = world.hall(TOWNSHIP).area_code
    assert f'area={township}' in page(world, COUNTY, Role.SUPERVISOR)
    assert '返回通江县' in page(world, COUNTY, Role.SUPERVISOR, area=township)
    assert '返回' not in page(world, TOWNSHIP, Role.LEADER)


def test_a_hall_without_cases_has_a_finished_page(world: World) -> None:
    shown = page(world, TOWNSHIP, Role.LEADER, period='month')
    assert '还没有收件' in shown
    assert '还没有大厅上报' in shown


def test_a_clerk_has_no_page_and_a_stranger_finds_none(world: World) -> None:
    with pytest.raises(PermissionDenied):
        page(world, COUNTY, Role.CLERK)
    with pytest.raises(Http404):
        page(world, COUNTY, Role.LEADER, at=TOWNSHIP)


def test_another_halls_area_is_out_of_scope(world: World) -> None:
    with pytest.raises(OutOfScope):
        page(world, COUNTY, Role.LEADER, area=world.hall(OTHER_TOWNSHIP).area_code)
