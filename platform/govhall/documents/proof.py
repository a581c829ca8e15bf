"""Checks a sealed file and an exported chain of events without a database, a network or Django.

    python -m govhall.documents.proof FILE --roots FOLDER [--chain EXPORT.json]

`--roots` holds the certificates (PEM) of the authorities that the reader trusts. One sentence a finding.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from govhall.doors.lists import UnreadableList, content_of, read_json
from govhall.kernel.chain import GENESIS, link
from govhall.kernel.errors import Broken

FORMAT = 'govhall.case-events.v1'


@dataclass(frozen=True, slots=True)
class ProofFinding:
    """Whether something holds, and the sentence that says so; `number` is the paper's where the seal names it."""

    holds: bool
    sentence: str
    number: str = ''


def check_seal(data: bytes, roots: Sequence[Certificate]) -> ProofFinding:
    """Whose seal is on the file, and whether anything was changed after it."""
    try:
        seals = PdfFileReader(io.BytesIO(data), strict=False).embedded_signatures
        if not seals:
            return ProofFinding(False, '文件上没有电子印章。')
        found = validate_pdf_signature(seals[0], ValidationContext(trust_roots=list(roots), allow_fetching=False))
    except (PdfError, SignatureValidationError, ValueError) as error:
        return ProofFinding(False, f'文件损坏，或者不是盖过章的 PDF（{type(error).__name__}）。')
    number = str(seals[0].sig_object.get('/Reason', ''))
    whose = found.signing_cert.subject.native.get('common_name', '')
    if len(seals) > 1 or not (found.intact and found.valid) or found.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        return ProofFinding(False, '盖章以后文件被改动过，印章无效。', number)
    if not found.trusted:
        return ProofFinding(False, f'文件没有改动，但“{whose}”的证书不是受信任的机构颁发的，或者已经失效。', number)
    when = found.signer_reported_dt
    on = f'于 {when:%Y-%m-%d %H:%M:%S %z} ' if when else ''
    return ProofFinding(True, f'印章有效：{whose}{on}盖章，{number}，盖章以后文件没有改动。', number)


def check_chain(export: dict[str, Any], *, number: str = '') -> ProofFinding:
    """Whether the events follow one another without a change or a gap, and whether one of them issued the paper."""
    if export.get('format') != FORMAT or not _are_events(export.get('events')):
        return ProofFinding(False, '这不是办件经过的导出文件。')
    tip, place = GENESIS, 0
    for at, event in enumerate(export['events'], start=1):
        body = event['body']
        if body.get('seq') != at or event.get('previous') != tip or event.get('hash') != _hash(tip, body):
            return ProofFinding(False, f'办件经过在第 {at} 环断开：有记录被改动、删去或者插入。')
        if body.get('case') != export.get('case'):
            return ProofFinding(False, f'第 {at} 环不是这件办件的。')
        tip = event['hash']
        if number and body['data'].get('number') == number:
            place = at
    if tip != export.get('tip'):
        return ProofFinding(False, '办件经过不完整：最后的记录不在文件里。')
    if number and not place:
        return ProofFinding(False, f'办件经过首尾相连，但里面没有出具 {number}。')
    named = f'，{number} 在第 {place} 环出具' if number else ''
    return ProofFinding(True, f'办件经过首尾相连，共 {len(export["events"])} 环，没有改动{named}。')


def _are_events(events: object) -> bool:
    bodies = (
        [event.get('body') if isinstance(event, dict) else None for event in events]
        if isinstance(events, list)
        else [0]
    )
    return all(isinstance(body, dict) and isinstance(body.get('data'), dict) for body in bodies)


def _chain_in(file: Path, *, number: str) -> ProofFinding:
    """As `check_chain`, for a file; what is hashed is read as it stands there. Raises UnreadableList."""
    export = read_json(content_of(file))
    return check_chain(export if isinstance(export, dict) else {}, number=number)


def _hash(previous: str, body: object) -> str:
    try:
        return link(previous, body)
    except Broken:
        return ''


def roots_in(folder: Path) -> list[Certificate]:
    """The certificates of the PEM files in a folder. Raises ValueError for a file that holds none."""
    found = [Certificate.load(pem.unarmor(content_of(path))[2]) for path in sorted(folder.glob('*.pem'))]
    for certificate in found:
        certificate.native  # noqa: B018 - read only now, and then as a whole
    return found


def main(arguments: Sequence[str] | None = None, *, roots: Path | None = None) -> int:
    """Print one sentence for the seal and one for the chain; 0 only if all of it holds."""
    parser = argparse.ArgumentParser(prog='verify_paper', description='Check a sealed paper without a database.')
    parser.add_argument('file', type=Path, help='the PDF')
    parser.add_argument('--roots', type=Path, default=roots, required=roots is None, help='folder of trusted PEM files')
    parser.add_argument('--chain', type=Path, help='the exported events of the case')
    chosen = parser.parse_args(arguments)
    try:
        findings = [check_seal(content_of(chosen.file), roots_in(chosen.roots))]
        if chosen.chain:
            findings.append(_chain_in(chosen.chain, number=findings[0].number))
    except UnreadableList as error:
        findings = [ProofFinding(False, str(error))]
    except ValueError:
        findings = [ProofFinding(False, f'{chosen.roots} 里有一个 .pem 文件不是证书。')]
    for finding in findings:
        sys.stdout.write(('✓ ' if finding.holds else '✗ ') + finding.sentence + '\n')
    return 0 if all(finding.holds for finding in findings) else 1


if __name__ == '__main__':
    sys.exit(main())
