"""In which hall the code runs, and what that costs a connection."""

import pytest
from django.db import connection
from django.test import override_settings

from govhall.casework.models import Case
from tenants.context import NoHall, current_hall, hall_context, halls_served, public_context
from tenants.tasks import HallTask, TaskWithoutHall
from tests.builders.world import BIRTH, COUNTY, OTHER_TOWNSHIP, TOWNSHIP, World


def test_outside_of_any_hall_there_is_no_current_hall(world: World) -> None:
    with pytest.raises(NoHall):
        current_hall()


def test_contexts_nest_and_come_back_also_after_an_error(world: World) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        with pytest.raises(ZeroDivisionError), hall_context(world.hall(COUNTY)):
            assert current_hall().code == COUNTY
            raise ZeroDivisionError
        assert current_hall().code == TOWNSHIP
        with public_context(), pytest.raises(NoHall):
            current_hall()
        assert current_hall().code == TOWNSHIP
    assert connection.schema_name == 'public'  # type: ignore[attr-defined]


def test_a_hall_sees_its_own_cases_only(world: World) -> None:
    world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        assert Case.objects.count() == 1
    with hall_context(world.hall(OTHER_TOWNSHIP)):
        assert Case.objects.count() == 0


@pytest.mark.django_db(transaction=False)
def test_the_halls_that_a_connection_has_served_are_counted(world: World) -> None:
    before = halls_served()
    for code in (TOWNSHIP, COUNTY, TOWNSHIP):
        with hall_context(world.hall(code)):
            pass
    assert before <= halls_served() <= before + 2
    assert halls_served() >= 2


def test_a_connection_in_a_transaction_is_never_closed_for_its_halls(world: World) -> None:
    with override_settings(HALLS_PER_CONNECTION=1):
        opened = connection.connection
        for code in (TOWNSHIP, COUNTY, OTHER_TOWNSHIP):
            with hall_context(world.hall(code)):
                pass
        assert connection.connection is opened


class Noting(HallTask):
    """A task that notes where it ran."""

    name = 'tests.noting'
    seen: list[str] = []

    def run(self, **kwargs: object) -> None:
        self.seen.append(current_hall().code)


def test_a_halls_task_runs_in_its_hall(world: World) -> None:
    Noting.seen.clear()
    Noting()(hall=TOWNSHIP)
    assert Noting.seen == [TOWNSHIP]


@pytest.mark.parametrize('arguments', [{}, {'hall': ''}, {'hall': 'XX000000'}])
def test_a_halls_task_without_a_known_hall_does_not_run(world: World, arguments: dict[str, str]) -> None:
    Noting.seen.clear()
    with pytest.raises(TaskWithoutHall):
        Noting()(**arguments)
    assert Noting.seen == []
