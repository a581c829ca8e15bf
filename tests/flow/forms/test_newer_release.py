"""A form of a newer release comes over the topic: it is set aside and said, and used once the release knows it."""

from enum import StrEnum

import pytest
from django.db import transaction
from msgspec.structs import replace

from federation.contracts.catalogue import MatterEntered
from federation.contracts.forms import FormField, MatterForm
from federation.outbox.services import publish_entry
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.entries import entry_of, topic_key
from govhall.catalogue.forms_aside import forms_set_aside
from govhall.catalogue.models import Matter, MatterVersion
from govhall.operations.health import degraded
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, filled, signed_in, text
from tests.builders.world import BIRTH, PROVINCE, TOWNSHIP, World

__all__ = ['signed_in']


class NewerField(FormField, frozen=True, kw_only=True):
    """A field as the next release may have it."""

    pen: str = ''


def publish(form: MatterForm) -> None:
    now = entry_of(MatterEntered, Matter.objects.get(code=BIRTH))
    newer = replace(now, version=now.version + 1, form=form)
    with transaction.atomic():
        publish_entry('catalogue', key=topic_key(newer), message=newer)


class LaterKinds(StrEnum):
    """The kinds of the release that knows it."""

    TEXT = 'text'
    ROWS = 'rows'
    FILE = 'file'
    CHOICE = 'choice'
    DAY = 'day'
    SIGNATURE = 'signature'


def test_a_newer_form_is_set_aside_said_and_taken_up_with_the_release(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    signature = NewerField(name='sign', kind='signature', label='手写签名', pen='blue', required=True)
    publish(MatterForm(source='《新表》', fields=[signature]))
    world.carry()
    kept = Matter.objects.get(code=BIRTH)
    assert kept.form and kept.form['fields'][0]['pen'] == 'blue'  # also what this release does not know
    version = MatterVersion.objects.get(code=BIRTH, version=kept.version)
    assert version.entry['form']['fields'][0]['pen'] == 'blue'
    assert catalogue.matter(BIRTH).form is None
    clerk = signed_in(world.clerk(TOWNSHIP))
    assert clerk.post(at(TOWNSHIP, f'counter/{BIRTH}/'), filled(BIRTH)).status_code == 303
    assert [(one.matter, one.why) for one in forms_set_aside()] == [
        (BIRTH, '表单有误：“手写签名”的类型“signature”不认识。')
    ]
    assert 'forms_set_aside' in degraded()
    administrator = signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))
    assert '上级发来的申请表放在一边' in text(administrator.get(at(PROVINCE, 'road/')))
    page = administrator.get(at(PROVINCE, 'catalogue/cleaning/'))
    assert '“手写签名”的类型“signature”不认识' in text(page)
    monkeypatch.setattr('govhall.forms.definition.AnswerKind', LaterKinds)
    assert forms_set_aside() == []
    found = catalogue.matter(BIRTH).form
    assert found is not None
    assert found.fields[0].label == '手写签名'


def test_a_known_form_from_the_topic_is_used_at_once(world: World) -> None:
    publish(MatterForm(source='《新表》', fields=[FormField(name='twins', kind='number', label='几个孩子')]))
    world.carry()
    found = catalogue.matter(BIRTH).form
    assert found is not None
    assert found.fields[0].label == '几个孩子'
    assert forms_set_aside() == []
