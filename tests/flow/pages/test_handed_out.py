"""Every file that a page hands out leaves a record of who took it; what is refused leaves none."""

import ast
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from govhall.applications.models import OnlineApplication
from govhall.casework.acts.attach import attach_file
from govhall.casework.models import CaseEvent
from tenants.access import Actor
from tenants.context import hall_context
from tenants.models import AuditEntry
from tests.architecture.sources import ROOT
from tests.builders.files import PDF
from tests.builders.mandates import recorded
from tests.builders.screen import SignedIn, at
from tests.builders.world import BIRTH, ID_NUMBER, TOWNSHIP, World, paper_codes

CODE = paper_codes(BIRTH)[0]


def of_application(world: World, clerk: Actor) -> str:
    cache.clear()
    files = {f'file-{code}': SimpleUploadedFile('x.pdf', PDF) for code in paper_codes(BIRTH)}
    typed = {'do': 'submit', 'kind': 'person', 'name': '张小明', 'id_number': ID_NUMBER}
    Client().post(f'/apply/{BIRTH}/{TOWNSHIP}/', typed | files)
    with hall_context(world.hall(TOWNSHIP)):
        one = OnlineApplication.objects.get()
    return f'online/{one.uid}/file/{one.files[CODE][0].hash}/'


def of_case(world: World, clerk: Actor) -> str:
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        kept = attach_file(uid=case.uid, version=case.version, actor=clerk, paper=CODE, content=PDF)
    return f'cases/{case.uid}/file/{next(paper for paper in kept.papers if paper.code == CODE).files[0].hash}/'


def of_mandate(world: World, clerk: Actor) -> str:
    return f'mandates/{recorded(world, clerk).uid}/file/'


OF_THE_OFFICE = {'scan'}  # of a letter of authorisation: it names an official, and is published at the window
HANDED_OUT: dict[str, Callable[[World, Actor], str]] = {
    'online_file': of_application,
    'download': of_case,
    'mandate_file': of_mandate,
}


def looks(world: World, clerk: Actor) -> int:
    """How often this person's looks are on record: in the audit, or in the course of a case."""
    with hall_context(world.hall(TOWNSHIP)):
        opened = CaseEvent.objects.filter(kind='material_opened', actor=clerk.person_id).count()
    return opened + AuditEntry.objects.filter(action='person_shown', who=clerk.person_id).count()


def test_every_view_that_hands_out_a_file_is_walked_here() -> None:
    found: set[str] = set()
    for path in [*(ROOT / 'platform').rglob('*.py'), *(ROOT / 'township_halls').rglob('*.py')]:
        tree = ast.parse(path.read_text(encoding='utf-8'))
        for one in ast.walk(tree):
            if isinstance(one, ast.FunctionDef):
                calls = (call.func for call in ast.walk(one) if isinstance(call, ast.Call))
                found |= {one.name for name in calls if isinstance(name, ast.Name) and name.id == 'handed_out'}
    assert found - OF_THE_OFFICE == HANDED_OUT.keys()


@pytest.mark.parametrize('view', [*HANDED_OUT])
def test_who_took_a_file_is_on_record_and_who_got_none_is_not(world: World, signed_in: SignedIn, view: str) -> None:
    clerk = world.clerk(TOWNSHIP)
    client, address = signed_in(clerk), at(TOWNSHIP, HANDED_OUT[view](world, clerk))
    before = looks(world, clerk)
    assert client.get(address.replace(address.split('/')[-2], 'a' * 64)).status_code == 404
    assert looks(world, clerk) == before
    answer = client.get(address)
    assert (answer.status_code, answer.content) == (200, PDF)
    assert 'no-store' in answer['Cache-Control']
    assert looks(world, clerk) == before + 1


def test_the_record_of_an_online_file_names_application_and_purpose(world: World, signed_in: SignedIn) -> None:
    clerk = world.clerk(TOWNSHIP)
    signed_in(clerk).get(at(TOWNSHIP, of_application(world, clerk)))
    with hall_context(world.hall(TOWNSHIP)):
        one = OnlineApplication.objects.get()
    entry = AuditEntry.objects.get(action='person_shown')
    told = {'application': str(one.uid), 'file': one.files[CODE][0].hash, 'purpose': 'online'}
    assert (entry.who, entry.hall, entry.subject, entry.detail) == (clerk.person_id, TOWNSHIP, one.number, told)
