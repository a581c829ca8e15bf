"""One file makes an act: its button, form, address, mutation and words in the course need nothing else."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphene_django.settings import graphene_settings
from playwright.sync_api import Page, expect

from govhall.acts import registry
from govhall.api.schema import joined
from govhall.casework.rules import transitions
from tenants.context import hall_context
from tenants.roles import Role
from tests.browser.test_desks import sign_in
from tests.builders.screen import at
from tests.builders.system import System
from tests.builders.world import BIRTH, TOWNSHIP, World

pytestmark = pytest.mark.browser
FILE = '''"""Reminding the applicant by telephone (电话提醒)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button, register
from govhall.casework.models import Case
from govhall.casework.rules.reasons import stated
from govhall.casework.rules.transitions import HANDLING, IN_HAND, Transition, transition
from govhall.casework.services.change import changing
from govhall.casework.situation import Situation
from tenants.access import Actor

REMIND = transition(
    Transition(
        name='remind',
        course='电话提醒',
        states=IN_HAND,
        roles=HANDLING,
        detail=lambda data: f'第 {data["times"]} 次',
    )
)
FIELDS = [
    Field(name='opinion', kind=FieldKind.PROSE, label='说了什么', most=50, says='What was said.', needed=True),
    Field(name='times', kind=FieldKind.WHOLE, label='第几次', least=1, most=9, says='Which time.', needed=True),
]


def remind(*, uid: UUID, version: int, actor: Actor, opinion: str, times: int, at: datetime | None = None) -> Case:
    """Note that the applicant was reminded."""
    stated(opinion, field='opinion')
    with changing(uid, actor=actor, at=at or timezone.now(), version=version) as change:
        change.perform(REMIND, times=times)
        return change.case


def _offer(now: Situation) -> Button | None:
    return Button(ACT, '登记电话提醒', '不影响时限') if REMIND in now.allowed else None


ACT = register(
    Act(
        word='remind',
        place=400,
        do=lambda posted: remind(**posted.frame, opinion=posted['opinion'], times=posted['times'] or 1),
        afterwards=lambda case: '提醒已登记。',
        offer=_offer,
        fields=FIELDS,
        mutation='remind_applicant',
        does='Note that the applicant was reminded (电话提醒).',
    )
)
'''


@pytest.fixture
def own_act(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The act of one new file, as it is found when the program starts."""
    (tmp_path / 'own_act.py').write_text(FILE, encoding='utf-8')
    monkeypatch.syspath_prepend(str(tmp_path))
    module = importlib.import_module('own_act')
    monkeypatch.setattr(graphene_settings, 'SCHEMA', joined())
    yield
    registry.withdraw(module.ACT)
    transitions.withdraw(module.REMIND)
    del sys.modules['own_act']


def test_an_act_of_one_file_is_on_the_page_in_the_course_and_in_the_api(
    page: Page, world: World, own_act: None
) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    sign_in(page, world, TOWNSHIP, Role.CLERK, Role.CHIEF)
    page.goto(at(TOWNSHIP, f'cases/{case.uid}/'))
    page.get_by_text('登记电话提醒').first.click()
    page.get_by_label('第几次').fill('1')
    page.locator('#act-remind button').click()
    expect(page.locator('#act-remind [role=alert]')).to_contain_text('请写明理由')
    expect(page.get_by_label('第几次')).to_have_value('1')
    page.get_by_label('说了什么').fill('请带身份证')
    page.locator('#act-remind button').click()
    expect(page.get_by_text('提醒已登记。')).to_be_visible()
    course = page.locator('section.panel', has=page.get_by_role('heading', name='经过'))
    expect(course).to_contain_text('电话提醒')
    expect(course).to_contain_text('第 1 次')

    system = System.of(world, TOWNSHIP, Role.CLERK)
    answer = system.do('remindApplicant', case.uid, opinion='请带照片', times=2)
    assert (answer['code'], answer['message']) == (None, '提醒已登记。')
    refused = system.do('remindApplicant', case.uid, opinion=' ', times=3)
    assert refused['code'] == 'REASON_MISSING'
    with hall_context(world.hall(TOWNSHIP)):
        assert [event.data['times'] for event in case.events.filter(kind='remind').order_by('seq')] == [1, 2]


def test_two_files_with_one_act_are_named_at_the_start(own_act: None, tmp_path: Path) -> None:
    (tmp_path / 'second_act.py').write_text(FILE.replace("name='remind'", "name='remind_again'"), encoding='utf-8')
    try:
        with pytest.raises(
            registry.DuplicateAct, match='remind is registered by own_act and by second_act: rename one'
        ):
            importlib.import_module('second_act')
    finally:
        transitions.withdraw(transitions.table()['remind_again'])
