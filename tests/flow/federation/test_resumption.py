"""What a fenced hall has put off: one that fails is kept with its reason, and keeps nothing else from working."""

import pytest
from django.db import OperationalError

from federation.repair import resumption
from federation.repair.models import PostponedMessage
from govhall.kernel.errors import Later
from govhall.kernel.ids import new_uid

HALL = 'PCPC0001'


@pytest.fixture
def three(db: None) -> list[PostponedMessage]:
    """Three messages that were put off."""
    return [PostponedMessage.objects.create(hall=HALL, event_id=new_uid()) for _ in range(3)]


def treated(monkeypatch: pytest.MonkeyPatch, bad: PostponedMessage, fault: Exception) -> int:
    def treat(waiting: PostponedMessage) -> None:
        if waiting == bad:
            raise fault
        waiting.delete()

    monkeypatch.setattr(resumption, '_resume_one', treat)
    return resumption.resume(HALL)


def left() -> list[tuple[object, ...]]:
    return list(PostponedMessage.objects.order_by('id').values_list('id', 'reason'))


def test_a_fault_of_the_software_is_noted_and_the_others_go_on(
    three: list[PostponedMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert treated(monkeypatch, three[1], KeyError('a bug')) == 2
    assert left() == [(three[1].pk, 'KeyError')]


def test_what_must_wait_keeps_what_came_behind_it_and_is_blamed_for_nothing(
    three: list[PostponedMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert treated(monkeypatch, three[1], Later()) == 1
    assert left() == [(three[1].pk, ''), (three[2].pk, '')]


def test_a_database_that_is_away_is_told(three: list[PostponedMessage], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OperationalError):
        treated(monkeypatch, three[0], OperationalError())
    assert left() == [(one.pk, '') for one in three]
