"""The life of a draft, by its rules alone; both editors' pages try it through their doors."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from govhall.drafts.refusals import DraftChanged, DraftScheduled, NothingToPublish, NotYoursToChange, StartsInThePast
from govhall.form_editor.models import FormDraft
from govhall.form_editor.services import DRAFTS
from govhall.kernel.errors import Refused
from tenants.access import Actor
from tenants.roles import Role
from tests.builders.forms import RELIEF, formed
from tests.builders.world import BIRTH, COUNTY, PROVINCE, World

__all__ = ['formed']


@pytest.fixture
def keeper(formed: World) -> Actor:
    return formed.person(PROVINCE, Role.ADMINISTRATOR)


def asked_of(draft: FormDraft) -> None:
    draft.form = {'source': '样表', 'fields': [{'name': 'why', 'label': '为什么', 'kind': 'text'}]}


def begun(keeper: Actor) -> FormDraft:
    return DRAFTS.change(matter=BIRTH, version=1, actor=keeper, edit=asked_of)


def test_a_draft_begins_with_the_first_change_and_ends_when_it_is_discarded(keeper: Actor) -> None:
    assert begun(keeper).version == 2
    DRAFTS.discard(matter=BIRTH, version=2, actor=keeper)
    assert not FormDraft.objects.filter(matter=BIRTH).exists()


@pytest.mark.parametrize('do', [DRAFTS.discard, DRAFTS.recall])
def test_whoever_has_seen_another_version_changes_nothing(keeper: Actor, do: Callable[..., object]) -> None:
    begun(keeper)
    with pytest.raises(DraftChanged, match='王办事刚改过这张申请表'):
        do(matter=BIRTH, version=1, actor=keeper)
    assert FormDraft.objects.get(matter=BIRTH).version == 2


def test_another_hall_changes_nothing(world: World, keeper: Actor) -> None:
    with pytest.raises(NotYoursToChange):
        begun(world.person(COUNTY, Role.ADMINISTRATOR))
    assert not FormDraft.objects.exists()


def test_what_waits_for_its_day_is_taken_back_before_it_is_changed(keeper: Actor) -> None:
    day = timezone.localdate() + timedelta(days=3)
    begun(keeper)
    assert not DRAFTS.publish(matter=BIRTH, version=2, actor=keeper, on=day)
    with pytest.raises(DraftScheduled, match=day.isoformat()):
        DRAFTS.change(matter=BIRTH, version=3, actor=keeper, edit=asked_of)
    assert (DRAFTS.due(on=day), DRAFTS.due(on=day - timedelta(days=1))) == ([BIRTH], [])
    assert DRAFTS.recall(matter=BIRTH, version=3, actor=keeper).publish_on is None
    assert DRAFTS.due(on=day) == []


@pytest.mark.parametrize(
    ('days', 'edit', 'refusal'), [(-1, asked_of, StartsInThePast), (0, lambda _: None, NothingToPublish)]
)
def test_what_can_not_be_published_stays_a_draft(
    keeper: Actor, days: int, edit: Callable[[FormDraft], None], refusal: type[Refused]
) -> None:
    DRAFTS.change(matter=RELIEF, version=1, actor=keeper, edit=edit)
    with pytest.raises(refusal):
        DRAFTS.publish(matter=RELIEF, version=2, actor=keeper, on=timezone.localdate() + timedelta(days=days))
    assert FormDraft.objects.get(matter=RELIEF).publish_on is None
