"""The verification of evidence: needs the files and a root key that the expert trusts. No Django, no database."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from federation.contracts.base import UnknownMessage, UnreadableMessage, decode
from federation.contracts.directory import KeyPublished
from federation.contracts.envelope import Envelope, UnreadableEnvelope, chain_hash, content_digest
from federation.evidence.bundle import EvidenceBundle, ReceivedRecord, TopicRecord
from federation.trust.ed25519 import Ed25519Suite
from federation.trust.port import Suite, Untrusted
from federation.trust.sm2 import SM2Suite
from federation.trust.statement import root_of, seal_context

SUITES: dict[str, type[Suite]] = {'ed25519': Ed25519Suite, 'sm2': SM2Suite}


class EvidenceFinding(NamedTuple):
    """One line of the report: what was looked at, whether it holds, and why not."""

    what: str
    holds: bool
    why: str = ''


class EvidenceVerifier:
    """Checks bundles against each other. `root` is the fingerprint (key id) that the expert trusts."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._keys: dict[str, KeyPublished] = {}
        self.findings: list[EvidenceFinding] = []

    def check(self, bundles: Sequence[EvidenceBundle]) -> bool:
        """Everything; True if all of it holds. The findings say what was found."""
        for bundle in bundles:
            self._learn_keys(bundle)
            self._check_received(bundle)
        self._compare_ends(bundles)
        return all(finding.holds for finding in self.findings)

    def _find(self, what: str, holds: bool, why: str = '') -> None:
        self.findings.append(EvidenceFinding(what, holds, '' if holds else why))

    def _learn_keys(self, bundle: EvidenceBundle) -> None:
        by, root = SUITES[bundle.suite](), bundle.root
        fingerprint = f'{root.owner}.{by.digest(root.verify_key + root.seal_key).hex()[:16]}'
        self._find(f'{bundle.cell}: root', self._root == root.key_id == fingerprint, f'rests on {fingerprint}')
        self._keys.setdefault(root.key_id, root)
        waiting = list(bundle.keys)
        while learnt := [record for record in waiting if self._learn(record, by, bundle)]:
            waiting = [record for record in waiting if record not in learnt]
        for record in waiting:
            what = dict(record.headers).get('ce_id', b'?').decode(errors='replace')
            self._find(f'{bundle.cell}: record of a key {what}', False, 'not told by a key that may tell it')

    def _learn(self, record: TopicRecord, by: Suite, bundle: EvidenceBundle) -> bool:
        """Whether the key record is signed by a key that is known: of the root, or of the cell that it names."""
        try:
            envelope = Envelope.from_headers(record.headers)
            entry = decode(envelope.type, record.body)
            _check_signature(envelope, record.body, self._keys, by)
        except (UnreadableEnvelope, UnknownMessage, UnreadableMessage, Untrusted):
            return False
        if not isinstance(entry, KeyPublished) or not _may_publish(envelope.source, entry, bundle):
            return False
        known = self._keys.get(entry.key_id)
        if known is None or entry.version > known.version:
            self._keys[entry.key_id] = entry
        self._find(f'{bundle.cell}: key {entry.key_id}, {entry.state}, told by {envelope.source}', True)
        return True

    def _check_received(self, bundle: EvidenceBundle) -> None:
        by = SUITES[bundle.suite]()
        tips: dict[tuple[str, str], str] = {}
        for received in sorted(bundle.received, key=_sequence):
            envelope, body = Envelope.from_headers(received.record.headers), received.record.body
            what = f'{bundle.cell}: {envelope.source} to {envelope.recipient}, {envelope.sequence}, {envelope.type}'
            self._find(f'{what}: signature', *_judge(partial(_check_signature, envelope, body, self._keys, by)))
            pair = (envelope.source, envelope.recipient)
            if pair in tips:
                self._find(f'{what}: follows the one before', tips[pair] == envelope.previous, 'the chain is broken')
            tips[pair] = _hash(envelope, body)
            if received.opening_key is not None:
                key, bound = received.opening_key, _context(envelope)
                self._find(f'{what}: body', *_judge(partial(by.unseal_disclosed, key, body, bound)))

    def _check_answers(self, have: dict[tuple[str, str, int], tuple[Envelope, bytes]]) -> None:
        """What an answer says that it answers must be in the evidence, and have gone the other way."""
        hashes = {(e.source, e.recipient, _hash(e, body)) for e, body in have.values()}
        asked_by = {e.source for e, _ in have.values()}
        for envelope, _ in have.values():
            if envelope.request_hash and envelope.recipient in asked_by:
                found = (envelope.recipient, envelope.source, envelope.request_hash) in hashes
                what = f'{envelope.source} to {envelope.recipient}, {envelope.sequence}, {envelope.type}'
                self._find(f'{what}: answers a message that is here', found, 'names another message')

    def _compare_ends(self, bundles: Sequence[EvidenceBundle]) -> None:
        """What one cell says that it told must be what the other has."""
        have = {
            (envelope.source, envelope.recipient, envelope.sequence): (envelope, received.record.body)
            for bundle in bundles
            for received in bundle.received
            for envelope in [Envelope.from_headers(received.record.headers)]
        }
        self._check_answers(have)
        for bundle in bundles:
            for sent in bundle.sent:
                what = f'{bundle.cell}: said by {sent.source} to {sent.recipient}, {sent.sequence}, {sent.type}'
                other = have.get((sent.source, sent.recipient, sent.sequence))
                if other is None:
                    self._find(
                        f'{what}: at the receiver', not sent.acknowledged, 'acknowledged, and not in the evidence'
                    )
                else:
                    envelope, body = other
                    same = (sent.id, sent.previous, sent.body) == (envelope.id, envelope.previous, body)
                    self._find(f'{what}: the same at both ends', same, 'the two ends differ')


def _sequence(received: ReceivedRecord) -> int:
    return Envelope.from_headers(received.record.headers).sequence


def _hash(envelope: Envelope, body: bytes) -> str:
    return chain_hash(envelope.previous, content_digest(envelope.type, body))


def disclosed_bodies(bundle: EvidenceBundle) -> Iterable[tuple[Envelope, bytes]]:
    """The bodies that the halls have disclosed; one whose key does not open it is a finding, and left out here."""
    by = SUITES[bundle.suite]()
    for received in bundle.received:
        if received.opening_key is not None:
            envelope = Envelope.from_headers(received.record.headers)
            with suppress(Untrusted):
                yield envelope, by.unseal_disclosed(received.opening_key, received.record.body, _context(envelope))


def _may_publish(source: str, entry: KeyPublished, bundle: EvidenceBundle) -> bool:
    """Of a cell, the root or itself; of a hall, a cell: the finding names it, for the expert to compare."""
    return not entry.of_cell or source in (bundle.root.owner, entry.owner)


def _judge(check: Callable[[], object]) -> tuple[bool, str]:
    try:
        check()
    except Untrusted as error:
        return False, str(error)
    return True, ''


def _check_signature(envelope: Envelope, body: bytes, keys: dict[str, KeyPublished], by: Suite) -> None:
    key = keys.get(envelope.key_id)
    if key is None or key.owner != envelope.source:
        raise Untrusted('signed with a key that is not known, or of another')
    by.verify(key.verify_key, envelope.signature, root_of(envelope, body, by))


def _context(envelope: Envelope) -> bytes:
    return seal_context(
        type_name=envelope.type, sender=envelope.source, recipient=envelope.recipient, subject=envelope.subject
    )
