"""What a township told its county under the keys of that time still takes effect, as it did then."""

from pathlib import Path

import pytest
import time_machine

from federation.inbox.models import AppliedMessage, ParkedMessage, QuarantinedRecord, StreamCursor
from federation.trust.models import KeyRecord, PublicKey
from govhall.casework.models import Case, CaseEvent
from govhall.insight.models import KeptFact
from tenants.context import hall_context
from tests.builders.told import record, tell
from tests.builders.world import COUNTY, TOWNSHIP, World
from tests.contract.signed import FOLDER, RECORD, Story, read, stories, write

STORIES = list(stories())


def assert_took_effect(world: World, story: Story) -> None:
    said = story.between_halls()
    assert (QuarantinedRecord.objects.count(), ParkedMessage.objects.count()) == (0, 0)
    assert {applied_message.event_id for applied_message in AppliedMessage.objects.filter(sender=TOWNSHIP)} == {
        one.envelope.id for one in said
    }
    streams = StreamCursor.objects.filter(sender=TOWNSHIP)
    assert {stream.subject: (stream.last_seq, stream.state) for stream in streams} == {
        subject: (sum(one.envelope.subject == subject for one in said), 'ok') for subject in story.subjects()
    }
    with hall_context(world.hall(COUNTY)):
        cases = {case.uid: case for case in Case.objects.all()}
        took_over = CaseEvent.objects.filter(kind='took_over').values_list('case_id', flat=True)
        assert sorted(took_over) == sorted(cases) == sorted(story.subjects())
    assert {case.applicant.name for case in cases.values()} == {'张小明'}
    asked = {one.envelope.subject for one in said if one.envelope.type.startswith('case.requested.')}
    outcomes = {uid: case.outcome.kind if case.outcome else '' for uid, case in cases.items()}
    assert outcomes == {uid: 'withdrawn' if uid in asked else '' for uid in cases}
    assert KeptFact.objects.filter(hall=TOWNSHIP, received_on__isnull=False).count() == len(cases)
    states = PublicKey.objects.filter(owner=TOWNSHIP).order_by('serial').values_list('serial', 'state')
    assert list(states) == [(1, 'retired'), (2, 'active')]
    assert KeyRecord.objects.count() == 6  # of both halls: the first, the second, and that the first has ended


@pytest.mark.parametrize('story', [story for _, story in STORIES], ids=[name for name, _ in STORIES])
def test_what_was_told_once_still_takes_effect(world: World, story: Story) -> None:
    with time_machine.travel(story.told_at):
        tell(world, story)
    assert_took_effect(world, story)


def test_what_is_told_today_is_kept_whole(world: World, tmp_path: Path) -> None:
    """With GOVHALL_TEST_RECORD it is kept in the folder of those that were told once."""
    file = FOLDER / f'{RECORD}.json' if RECORD else tmp_path / 'today.json'
    story = record(world)
    write(story, file)
    assert read(file) == story
    assert len(story.between_halls()) >= 3
    with pytest.raises(FileExistsError):
        write(story, file)
