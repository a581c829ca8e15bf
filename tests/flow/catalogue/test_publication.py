"""A page publishes one version of an entry at a time: the next one, made without it, would drop it."""

from datetime import timedelta

from django.utils import timezone

from govhall.catalogue.models import Matter, Publication
from govhall.catalogue.services.publication import PublicationUnderWay
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.world import HYGIENE, PROVINCE, World

PAGE = f'catalogue/fee-standards/{HYGIENE}/new/'
FIRST = {'name': '第一项费', 'basis': '测试用文件〔2026〕1号', 'amount': '10'}
SECOND = {'name': '第二项费', 'basis': '测试用文件〔2026〕2号', 'amount': '20'}


def charged() -> list[str]:
    return [fee['name'] for fee in Matter.objects.get(code=HYGIENE).fees]


def test_a_second_change_waits_until_the_first_has_come_back(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))
    assert client.post(at(PROVINCE, PAGE), FIRST).status_code == 303
    refused = client.post(at(PROVINCE, PAGE), SECOND)
    said = text(refused)
    assert (refused.status_code, PublicationUnderWay.sentence in said) == (409, True)
    assert 'value="第二项费"' in refused.content.decode()  # what was typed stays
    world.carry()
    assert charged() == ['第一项费']
    assert client.post(at(PROVINCE, PAGE), SECOND).status_code == 303
    world.carry()
    assert charged() == ['第一项费', '第二项费']


def test_what_never_comes_back_holds_a_matter_for_a_day_only(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))
    client.post(at(PROVINCE, PAGE), FIRST)
    Publication.objects.update(at=timezone.now() - timedelta(hours=25))
    assert client.post(at(PROVINCE, PAGE), SECOND).status_code == 303
