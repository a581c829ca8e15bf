"""What a court's expert can check with two files and the id of the root key."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from federation.acks.send import send_acks
from federation.evidence import bundle as bundles
from federation.evidence.bundle import EvidenceBundle, UnreadableBundle, read, write
from federation.evidence.verifier import EvidenceVerifier, disclosed_bodies
from federation.inbox.models import AppliedMessage
from federation.relay.relay import Relay
from federation.trust import keys
from tests.builders.trial import RECEIVER, SENDER, Road, intake, make_halls, make_tables, say

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def evidence(db: None, tmp_path: Path) -> Iterator[Path]:
    """Two messages, acknowledged, with the keys of their halls as they came over the directory."""
    make_tables()
    make_halls(tell=True)
    road, case = Road(), UUID('0193d3f8-0000-7000-8000-000000000001')
    say('张小明', 'two', case=case)
    carry(road)
    send_acks(as_of=None, to_all=False, gap_seconds=0)
    carry(road)
    file = tmp_path / 'evidence.json'
    call_command('export_evidence', str(case), str(file), open=True)
    yield file
    keys.forget_keys()


def carry(road: Road) -> None:
    relay, one = Relay(road), intake(road)
    while relay.once() + one.once(0):
        pass


def root_id() -> str:
    root = keys.trust_root()
    assert root is not None
    return root.key_id


def verdict(bundle: EvidenceBundle, root: str = '') -> tuple[bool, list[str]]:
    verifier = EvidenceVerifier(root or root_id())
    holds = verifier.check([bundle])
    return holds, [finding.what for finding in verifier.findings if not finding.holds]


def test_true_evidence_holds_and_opens(evidence: Path) -> None:
    bundle = read(evidence)
    assert verdict(bundle) == (True, [])
    assert [body for _, body in disclosed_bodies(bundle)] == ['{"text":"张小明"}'.encode(), b'{"text":"two"}']
    assert (len(bundle.received), len(bundle.sent), all(record.acknowledged for record in bundle.sent)) == (2, 2, True)


def test_the_check_needs_neither_django_nor_a_database(evidence: Path, tmp_path: Path) -> None:
    code = (
        "import sys, runpy; sys.argv = ['evidence', *sys.argv[1:]]\n"
        "try: runpy.run_module('federation.evidence', run_name='__main__')\n"
        "finally: print('django' in sys.modules)"
    )
    command = [sys.executable, '-c', code, '--root', root_id(), '--open', str(tmp_path), str(evidence)]
    bare = {key: value for key, value in os.environ.items() if not key.startswith(('GOVHALL', 'DJANGO'))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=bare, cwd=ROOT)
    assert (done.returncode, done.stdout.splitlines()[-2:]) == (0, ['everything holds', 'False']), done.stderr
    assert (tmp_path / f'{SENDER}-{RECEIVER}-1.json').read_text(encoding='utf-8') == '{"text":"张小明"}'


def test_a_file_of_any_size_is_not_read_into_memory(evidence: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, 'MOST_MEGABYTES', 1)
    with evidence.open('ab') as file:
        file.truncate(2**20)
    assert len(evidence.read_bytes()) == 2**20
    with pytest.raises(UnreadableBundle, match='malformed'):  # read to its end
        read(evidence)
    with evidence.open('ab') as file:
        file.truncate(2**40)  # a terabyte on paper: nothing is stored for it
    with pytest.raises(UnreadableBundle, match='larger than 1 MB'):
        read(evidence)


def test_evidence_that_could_not_be_read_again_is_not_written(
    evidence: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, there = read(evidence).case, tmp_path / 'again.json'
    monkeypatch.setattr(bundles, 'MOST_MEGABYTES', 0)
    with pytest.raises(CommandError, match='larger than 0 MB; nothing was written'):
        call_command('export_evidence', str(case), str(there))
    assert not there.exists()


def test_evidence_that_rests_on_another_root_does_not_hold(evidence: Path) -> None:
    assert verdict(read(evidence), 'elsewhere.0123456789abcdef')[0] is False


Change = Callable[[EvidenceBundle], EvidenceBundle]


def received(bundle: EvidenceBundle, **changes: object) -> EvidenceBundle:
    first = msgspec.structs.replace(bundle.received[0].record, **changes)
    return msgspec.structs.replace(
        bundle, received=[msgspec.structs.replace(bundle.received[0], record=first), bundle.received[1]]
    )


CHANGES: dict[str, Change] = {
    'a body': lambda bundle: received(bundle, body=bundle.received[0].record.body + b' '),
    'an attribute': lambda bundle: received(
        bundle,
        headers=[
            (k, b'2020-01-01T00:00:00+00:00' if k == 'ce_time' else v) for k, v in bundle.received[0].record.headers
        ],
    ),
    'a missing message': lambda bundle: msgspec.structs.replace(bundle, received=bundle.received[1:]),
    'another word of the sender': lambda bundle: msgspec.structs.replace(
        bundle, sent=[msgspec.structs.replace(bundle.sent[0], body=b'{}'), *bundle.sent[1:]]
    ),
    'no keys': lambda bundle: msgspec.structs.replace(bundle, keys=[]),
    'a key that does not open': lambda bundle: msgspec.structs.replace(
        bundle, received=[msgspec.structs.replace(bundle.received[0], opening_key=bytes(32)), bundle.received[1]]
    ),
    'another root key under the same id': lambda bundle: msgspec.structs.replace(
        bundle, root=msgspec.structs.replace(bundle.root, verify_key=bytes(32))
    ),
}


@pytest.mark.parametrize('what', CHANGES)
def test_changed_evidence_does_not_hold(evidence: Path, what: str) -> None:
    holds, broken = verdict(CHANGES[what](read(evidence)))
    assert (holds, broken != []) == (False, True)


def test_a_key_of_a_cell_told_by_another_cell_is_not_believed(evidence: Path) -> None:
    bundle = read(evidence)
    root = msgspec.structs.replace(bundle.root, owner='elsewhere')
    assert verdict(msgspec.structs.replace(bundle, root=root))[0] is False


def test_evidence_without_disclosure_shows_who_spoke_and_not_what(evidence: Path) -> None:
    case = read(evidence).case
    call_command('export_evidence', str(case), str(evidence))
    bundle = read(evidence)
    assert verdict(bundle) == (True, [])
    assert list(disclosed_bodies(bundle)) == []
    assert '张小明' not in evidence.read_text(encoding='utf-8')


def test_a_case_without_evidence_and_a_file_that_is_none_are_said_so(evidence: Path) -> None:
    with pytest.raises(CommandError, match='nothing about it'):
        call_command('export_evidence', '0193d3f8-0000-7000-8000-00000000ffff', str(evidence))
    evidence.write_text('{}')
    command = [sys.executable, '-m', 'federation.evidence', '--root', 'x', str(evidence)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, 'not evidence' in done.stderr, 'Traceback' in done.stderr) == (2, True, False)


def test_what_one_end_has_changed_shows_against_the_other(evidence: Path, tmp_path: Path) -> None:
    case = read(evidence).case
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fed_inbox SET body = body || ' '::bytea WHERE seq = 2")
    assert AppliedMessage.objects.count() == 2
    call_command('export_evidence', str(case), str(evidence))
    holds, broken = verdict(read(evidence))
    assert holds is False
    assert {part.rpartition(': ')[2] for part in broken} == {'signature', 'the same at both ends'}
    write(read(evidence), tmp_path / 'again.json')
    assert read(tmp_path / 'again.json') == read(evidence)
