"""Whatever was signed and sealed once is still read, believed and opened; nothing else is."""

from functools import cache

import msgspec
import pytest

from federation.contracts.base import decode
from federation.contracts.directory import KeyPublished
from federation.evidence.bundle import EvidenceBundle, ReceivedRecord, TopicRecord
from federation.evidence.verifier import EvidenceVerifier
from federation.link.topics import Lane
from federation.trust.port import Untrusted
from federation.trust.statement import root_of, seal_context
from tests.contract.corpus import FOLDER
from tests.contract.signed import SUITES, Story, Told, stories

STORIES = list(stories())
each_story = pytest.mark.parametrize('story', [story for _, story in STORIES], ids=[name for name, _ in STORIES])


@cache
def corpus() -> set[tuple[str, bytes]]:
    """Types and bodies in the corpus."""
    return {(path.parent.name, path.read_bytes()) for path in FOLDER.glob('*/*.body')}


def history(story: Story) -> dict[str, KeyPublished]:
    """The keys as they were told, the first news of each."""
    told = [decode(one.envelope.type, one.body) for one in story.road if one.lane is Lane.DIRECTORY]
    keys = [one for one in told if isinstance(one, KeyPublished)]
    return {key.key_id: key for key in reversed(keys)} | {story.root.key_id: story.root}


def believe(told: Told, story: Story) -> None:
    """Raises Untrusted."""
    envelope, by = told.envelope, SUITES[story.suite]()
    key = history(story)[envelope.key_id]
    assert key.owner == envelope.source
    by.verify(key.verify_key, envelope.signature, root_of(envelope, told.body, by))


def opened(told: Told, story: Story) -> bytes:
    """The body again. Raises Untrusted."""
    envelope = told.envelope
    bound = seal_context(
        type_name=envelope.type, sender=envelope.source, recipient=envelope.recipient, subject=envelope.subject
    )
    return SUITES[story.suite]().unseal(story.secret(envelope.sealed_for).sealing, told.body, bound)


def test_there_is_a_story_with_batches_and_a_key_that_was_replaced() -> None:
    _, story = STORIES[0]
    keys = {message.envelope.key_id for message in story.between_halls()}
    assert len(keys) == 2
    assert {message.envelope.source for message in story.between_halls()} == {history(story)[key].owner for key in keys}
    assert any(len(sample.envelope.proof) > 8 for sample in story.samples)


@each_story
def test_what_was_signed_is_believed(story: Story) -> None:
    for told in [*story.road, *story.samples]:
        believe(told, story)


@each_story
def test_what_was_signed_is_not_believed_with_another_word(story: Story) -> None:
    for told in [*story.road, *story.samples]:
        headers = [(name, b'9' + raw if name == 'ce_sequence' else raw) for name, raw in told.headers]
        for changed in ({'body': told.body + b' '}, {'headers': headers}):
            with pytest.raises(Untrusted):
                believe(msgspec.structs.replace(told, **changed), story)


@each_story
def test_what_was_sealed_is_opened_and_read(story: Story) -> None:
    for told in story.between_halls():
        assert decode(told.envelope.type, opened(told, story)).type_name == told.envelope.type
    for told in story.samples:
        assert (told.envelope.type, opened(told, story)) in corpus()


@each_story
def test_what_was_sealed_for_one_hall_opens_with_no_other_key(story: Story) -> None:
    told = story.between_halls()[0]
    others = [secret for secret in story.secrets if secret.key_id != told.envelope.sealed_for]
    for other in others:
        renamed = [(name, other.key_id.encode() if name == 'ce_sealedfor' else raw) for name, raw in told.headers]
        with pytest.raises(Untrusted):
            opened(msgspec.structs.replace(told, headers=renamed), story)


@each_story
def test_a_court_believes_it(story: Story) -> None:
    for case in story.subjects():
        received = [message for message in story.between_halls() if message.envelope.subject == case]
        bundle = EvidenceBundle(
            cell=story.cell,
            suite=story.suite,
            case=case,
            made_at=story.told_at,
            root=story.root,
            received=[ReceivedRecord(record=_record(message), applied_at=story.told_at) for message in received],
            sent=[],
            keys=[_record(one) for one in story.road if one.lane is Lane.DIRECTORY],
        )
        verifier = EvidenceVerifier(story.root.key_id)
        assert verifier.check([bundle]), [finding for finding in verifier.findings if not finding.holds]


def _record(told: Told) -> TopicRecord:
    return TopicRecord(headers=told.headers, body=told.body)
