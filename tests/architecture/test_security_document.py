"""What the security document names is there."""

import re

from tests.architecture.sources import ROOT

DOCUMENT = (ROOT / 'platform/docs/security.md').read_text(encoding='utf-8')


def test_every_test_that_vouches_for_a_line_exists() -> None:
    named = set(re.findall(r'`([\w/]+\.py)`', DOCUMENT))
    assert len(named) > 30
    assert {path for path in named if not (ROOT / 'tests' / path).is_file()} == set()


def test_every_decision_that_a_line_names_exists() -> None:
    numbers = {int(number) for number in re.findall(r'ADR ([0-9]+)', DOCUMENT)}
    decisions = {int(path.name[:4]) for path in (ROOT / 'platform/docs/adr').glob('0*.md')}
    assert numbers <= decisions


def test_every_chapter_has_a_line() -> None:
    assert {int(number) for number in re.findall(r'^\| V([0-9]+) ', DOCUMENT, re.MULTILINE)} == set(range(1, 18))
