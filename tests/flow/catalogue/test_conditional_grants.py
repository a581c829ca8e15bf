"""A grant under a condition goes out in the list and comes back with it, or not at all."""

from typing import Any

import pytest

from govhall.catalogue.models import Grant
from tenants.roles import Role
from tests.builders.screen import SignedIn, text
from tests.builders.world import COUNTY, TOWNSHIP, World
from tests.flow.catalogue.test_list_files import confirm, taken_out, upload

RELIEF = '510500116000'


@pytest.fixture
def client(world: World, signed_in: SignedIn) -> Any:
    return signed_in(world.person(COUNTY, Role.ADMINISTRATOR))


@pytest.fixture
def rows(client: Any) -> list[list[str]]:
    return taken_out(client, COUNTY, 'grants')


def column(rows: list[list[str]], title: str) -> int:
    """Where a column stands: names stand beside the codes."""
    return rows[0].index(title)


def of_hall(rows: list[list[str]], hall: str) -> list[list[str]]:
    place = column(rows, '大厅代码')
    return [row for row in rows if row[place] == hall]


def conditional(rows: list[list[str]]) -> list[str]:
    condition = column(rows, '附加条件')
    return next(row for row in of_hall(rows, TOWNSHIP) if row[0] == RELIEF and row[condition])


def stored() -> Grant:
    return Grant.objects.exclude(conditions=[]).get(matter_code=RELIEF, hall_code=TOWNSHIP)


def test_its_document_changes_and_its_condition_stays(world: World, client: Any, rows: list[list[str]]) -> None:
    before, others = stored(), Grant.objects.count()
    conditional(rows)[column(rows, '文号')] = '通民发〔2026〕9号'
    assert confirm(client, COUNTY, 'grants', upload(client, COUNTY, 'grants', rows)).status_code == 303
    world.carry()
    after = stored()
    assert (after.id, after.conditions, after.document) == (before.id, before.conditions, '通民发〔2026〕9号')
    assert Grant.objects.count() == others


@pytest.mark.parametrize('said', ['', '金额不超过 5000 元'])
def test_its_condition_is_neither_dropped_nor_changed_by_a_list(client: Any, rows: list[list[str]], said: str) -> None:
    row = conditional(rows)
    row[column(rows, '附加条件')] = said
    preview = upload(client, COUNTY, 'grants', rows)
    assert preview.status_code == 422, text(preview)
    assert 'name="sealed"' not in preview.content.decode()


def test_near_miss_what_the_city_gave_may_stand_in_the_countys_list_but_not_be_changed(
    client: Any, rows: list[list[str]]
) -> None:
    own = next(row for row in of_hall(rows, COUNTY) if not row[column(rows, '附加条件')])
    own[column(rows, '终止日期')] = '2027-01-01'
    preview = upload(client, COUNTY, 'grants', rows)
    assert (preview.status_code, '只能给直接下级' in text(preview)) == (422, True), text(preview)
