"""What people see of a hall that moves to another cell."""

import pytest
from django.db import ProgrammingError
from django.test import Client, RequestFactory

from govhall.kernel.kept import forget
from govhall.operations.moves.pages import MovingMiddleware
from tenants.models import Hall, HallStatus
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.world import HYGIENE, TOWNSHIP, World


def stand(hall: str, status: HallStatus) -> None:
    """The hall has this status, and every process has read so."""
    Hall.objects.filter(code=hall).update(status=status)
    forget()


@pytest.mark.parametrize('status', [HallStatus.LEAVING, HallStatus.ARRIVING])
def test_a_hall_on_its_way_says_so_whatever_is_asked_and_changes_nothing(
    world: World, signed_in: SignedIn, status: HallStatus
) -> None:
    case = world.receive(TOWNSHIP, HYGIENE)
    screen = signed_in(world.clerk(TOWNSHIP))
    stand(TOWNSHIP, status)
    for address in ('', 'counter/', f'cases/{case.uid}/', 'nowhere/'):
        answer = screen.get(at(TOWNSHIP, address))
        assert (answer.status_code, answer['Retry-After']) == (503, '60')
        assert '本大厅正在迁移，请稍后' in text(answer)
    posted = screen.post(at(TOWNSHIP, f'cases/{case.uid}/withdraw/'), {'version': case.version, 'reason': '试'})
    assert posted.status_code == 503
    assert world.case(TOWNSHIP, case.uid).version == case.version
    swapped = screen.post(at(TOWNSHIP, 'counter/'), headers={'HX-Request': 'true'})
    assert (swapped.status_code, swapped['HX-Retarget']) == (503, '#notice')
    stand(TOWNSHIP, HallStatus.OPEN)
    assert screen.get(at(TOWNSHIP, 'counter/')).status_code == 200


def test_a_process_that_has_not_read_of_the_closing_lets_nobody_in_any_more(world: World, signed_in: SignedIn) -> None:
    """What such a page writes into a public table would not be in the package that is being written."""
    screen = signed_in(world.person(TOWNSHIP, Role.ADMINISTRATOR))
    assert screen.get(at(TOWNSHIP, 'catalogue/files/')).status_code == 200
    Hall.objects.filter(code=TOWNSHIP).update(status=HallStatus.LEAVING)
    answer = screen.get(at(TOWNSHIP, 'catalogue/files/'))
    assert (answer.status_code, '本大厅正在迁移' in text(answer)) == (409, True)


def test_a_hall_that_has_moved_says_so_and_answers_nobody_about_its_cases(world: World) -> None:
    case = world.receive(TOWNSHIP, HYGIENE)
    stand(TOWNSHIP, HallStatus.GONE)
    answer = Client().get(at(TOWNSHIP, 'counter/'))
    assert answer.status_code == 503
    assert '已迁到新的网址' in text(answer)
    asked = Client().post('/track/', {'number': case.number, 'word': case.query_word})
    assert '到通江县诺水河镇便民服务中心的网站查询' in text(asked)


def test_what_the_database_refuses_a_closing_hall_becomes_the_same_page(world: World) -> None:
    request = RequestFactory().get('/counter/')
    request.hall = world.hall(TOWNSHIP)  # type: ignore[attr-defined]
    middleware = MovingMiddleware(lambda _: pytest.fail('not called'))
    assert middleware.process_exception(request, ProgrammingError('denied')) is None, 'an open hall: a fault of ours'
    Hall.objects.filter(code=TOWNSHIP).update(status=HallStatus.LEAVING)
    assert middleware.process_exception(request, ValueError()) is None
    answer = middleware.process_exception(request, ProgrammingError('denied'))
    assert answer is not None
    assert (answer.status_code, '本大厅正在迁移' in answer.content.decode()) == (503, True)
