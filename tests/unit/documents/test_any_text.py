"""Any text at all gives a paper: what no font has stands as its code, everything else as it was."""

from datetime import UTC, datetime

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govhall.documents.letters import printable
from govhall.documents.rules.content import Content
from govhall.documents.rules.wording import compose
from govhall.documents.typesetting import typeset
from tests.unit.documents.test_papers import facts

NOON = datetime(2026, 11, 4, 4, tzinfo=UTC)
# Every kind of letter there is, and those that have broken papers: joiners, marks, controls, halves, private ones.
ODD = st.sampled_from(
    '\0\a\x1b\u200d\u200b\ufeff\u202e\u2066\u0301\u0f72\ufe0f\ue863\uffff\ufffd"\\#\n👨👩葛ཀيᠮ\U000e0100\U000e0041'
)
LETTERS = st.one_of(st.characters(), ODD)
TEXTS = st.text(LETTERS, max_size=60)


def paper(**changes: object) -> bytes:
    """A receipt that says these things."""
    return set_in_type(compose(facts('01', **changes)))


def set_in_type(content: Content) -> bytes:
    """Its file."""
    return typeset(content, proof='TJNS0001ABCDEFGHJKMNPQRS', address='https://zw.example.cn/verify/X/', at=NOON)


def words(data: bytes) -> str:
    """What a reader copies out of the file."""
    return ''.join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)).replace('\r\n', '')


def test_an_unknown_letter_stands_as_its_code_and_nothing_else_changes() -> None:
    shown = words(paper(applicant='李\ue863'))
    assert '李〔U+E863〕' in shown
    assert shown.replace('李〔U+E863〕', '李明') == words(paper(applicant='李明'))


@pytest.mark.parametrize(
    'name', ['ཀི་ལི', 'ꆈꌠꁱꂷ', 'ᠮᠣᠩᠭᠣᠯ', 'ئۇيغۇر', '김철수', 'ꓡꓲꓢꓴ', 'ᥖᥭᥰ', 'ᦑᦺ', 'Ƅouчŋ', '𠆩𠅤', '䶮㙍龘']
)
def test_scripts_of_china_are_drawn(name: str) -> None:
    assert '〔' not in printable(name)
    assert len(pypdfium2.PdfDocument(paper(applicant=name))) == 1


def test_more_than_twenty_unknown_letters_each_stand_as_their_code() -> None:
    shown = words(paper(applicant=''.join(chr(0x2A700 + 7 * n) for n in range(40))))
    assert shown.count('〔U+') >= 30


@pytest.mark.parametrize(
    ('given_text', 'shown'),
    [
        ('\0', '〔U+0000〕'),
        ('\ue000', '〔U+E000〕'),
        ('\x1b', '〔U+001B〕'),
        ('\ud800', '〔U+D800〕'),
        ('\U0001f468\u200d\U0001f469', '〔U+1F468〕\u200d〔U+1F469〕'),
        ('张\u202e三', '张〔U+202E〕三'),
        ('\U000e0041', '〔U+E0041〕'),
        ('葛\U000e0100', '葛\U000e0100'),
        ('"\\', '"\\'),
        ('第000001号\n甲', '第000001号\n甲'),
    ],
)
def test_what_stands_for_a_letter(given_text: str, shown: str) -> None:
    assert printable(given_text) == shown
    assert paper(applicant=given_text).startswith(b'%PDF-')


def test_a_word_longer_than_a_line_stays_on_the_page() -> None:
    for page in pypdfium2.PdfDocument(paper(applicant='W' * 3000)):
        right = max(page.get_textpage().get_charbox(n)[2] for n in range(page.get_textpage().count_chars()))
        assert right <= page.get_width() - 40


def test_a_very_long_text_takes_more_pages() -> None:
    assert len(pypdfium2.PdfDocument(paper(reason='', applicant='李明' * 20_000))) > 20


@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_text_gives_a_paper(text: str) -> None:
    everywhere = Content(
        organ=text, title=text, number=text, date=text, seal=text, addressee=text, paragraphs=(text, text),
        items=(text,), rows=((text, text),), closing=(text,), signatures=(text,),
    )  # fmt: skip
    assert set_in_type(everywhere).startswith(b'%PDF-')


@pytest.mark.long
@given(text=st.text(LETTERS, max_size=4000))
@settings(max_examples=500, deadline=None)
def test_any_text_gives_a_paper_however_long_one_looks(text: str) -> None:
    assert paper(applicant=text).startswith(b'%PDF-')
