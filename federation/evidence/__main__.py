"""Check evidence without any database: `python -m federation.evidence --root KEY-ID FILE [FILE]`.

Exit status 0 only if everything holds. `--open FOLDER` writes the disclosed bodies there.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from federation.evidence.bundle import UnreadableBundle, read
from federation.evidence.verifier import EvidenceVerifier, disclosed_bodies


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line a finding, then the verdict."""
    parser = argparse.ArgumentParser(prog='python -m federation.evidence', description=__doc__)
    parser.add_argument('--root', required=True, help='the id of the root key, as the root of the federation tells it')
    parser.add_argument('--open', type=Path, help='where to write the bodies that halls have disclosed')
    parser.add_argument('files', nargs='+', type=Path)
    options = parser.parse_args(arguments)
    try:
        bundles = [read(file) for file in options.files]
    except UnreadableBundle as error:
        print(f'not evidence: {error}', file=sys.stderr)
        return 2
    verifier = EvidenceVerifier(options.root)
    holds = verifier.check(bundles)
    for finding in verifier.findings:
        print('holds ' if finding.holds else 'BROKEN', finding.what, finding.why)
    for bundle in bundles if options.open else ():
        for envelope, body in disclosed_bodies(bundle):
            name = '-'.join((envelope.source, envelope.recipient, str(envelope.sequence)))
            # Whoever made the evidence has chosen these words: none of them may lead out of the folder.
            (options.open / f'{re.sub("[^0-9A-Za-z_.-]", "_", name)}.json').write_bytes(body)
    print('everything holds' if holds else 'NOT everything holds')
    return 0 if holds else 1


if __name__ == '__main__':
    sys.exit(main())
