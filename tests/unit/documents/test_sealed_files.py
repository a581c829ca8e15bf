"""From text to a sealed file and back: fonts, words that can be copied, keys at rest, and what a changed file shows."""

import asyncio
import hashlib
import io
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from asn1crypto.x509 import Certificate
from django.core.files.storage import FileSystemStorage
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from govhall.documents.cms import RepeatingSigner, template_of
from govhall.documents.keystore import ROOTS, Keystore, NoSealKey, WrongMasterKey
from govhall.documents.proof import check_seal, main, roots_in
from govhall.documents.rules.papers import KINDS
from govhall.documents.rules.wording import compose
from govhall.documents.sealing import seal
from govhall.documents.typesetting import typeset
from govhall.storage.document_store import DocumentStore, FileGone
from tests.unit.documents.test_papers import facts

NOON = datetime(2026, 11, 4, 4, tzinfo=UTC)
ORGAN, NAME, NUMBER = '115119212939259620', '通江县林业局', '通江林业局准〔2026〕第000123号'
MASTER = 'a-master-key-for-tests'


def made(code: str = 'A1', **changes: object) -> bytes:
    """A paper, not sealed."""
    content = compose(facts(code, **changes))
    return typeset(content, proof='TJNS0001ABCDEFGHJKMNPQRS', address='https://zw.example.cn/verify/X/', at=NOON)


def words(data: bytes) -> str:
    """What a reader copies out of the file."""
    return ''.join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)).replace('\r\n', '')


@pytest.fixture
def store(tmp_path: Path) -> Keystore:
    """A keystore that makes what is missing."""
    return Keystore(tmp_path / 'keys', master_key=MASTER, makes_missing=True)


@pytest.fixture
def sealed(store: Keystore) -> bytes:
    """A sealed decision, not the first that the key has sealed: later ones are put together from the first."""
    key = store.key(ORGAN, name=NAME)
    seal(made('01'), key=key, organ=NAME, number='第000122号')
    return seal(made(), key=key, organ=NAME, number=NUMBER)


@pytest.fixture
def roots(sealed: bytes, store: Keystore) -> list[Certificate]:
    """The authority that sealed it."""
    return roots_in(store.folder / ROOTS)


@pytest.mark.parametrize('code', sorted(KINDS))
def test_every_kind_is_one_page_of_pdf_a_with_its_fonts_inside(code: str) -> None:
    data = made(code)
    assert len(pypdfium2.PdfDocument(data)) == 1
    assert b'pdfaid:part>2<' in data and b'pdfaid:conformance>B<' in data
    fonts = [
        font.get_object()['/DescendantFonts'][0].get_object()['/FontDescriptor'].get_object()
        for font in PdfFileReader(io.BytesIO(data)).root['/Pages']['/Kids'][0]['/Resources']['/Font'].values()
    ]
    assert fonts and all('/FontFile3' in font or '/FontFile2' in font for font in fonts)


def test_text_can_be_copied_rare_characters_and_numbers_too() -> None:
    copied = words(made(applicant='张䶮㙍龘'))
    for one in ('张䶮㙍龘', NUMBER, '2026年11月4日', '通江县林业局', '准予行政许可决定书'):
        assert one in copied


def test_a_character_that_no_font_has_is_written_as_its_code() -> None:
    assert '张〔U+2A6A5〕〔U+31350〕' in words(made(applicant='张\U0002a6a5\U00031350'))


def test_what_looks_like_markup_is_only_text() -> None:
    assert '#panic("x") *_$<b>' in words(made('07', reason='#panic("x") *_$<b>'))


def test_the_same_text_at_the_same_moment_is_the_same_file() -> None:
    assert made() == made()
    assert made() != made(applicant='李小明')


def test_a_long_paper_counts_its_pages() -> None:
    shown = words(made('02', missing=tuple(f'第{n}号材料，原件和复印件各一份' for n in range(60))))
    assert '第1页，共3页' in shown.replace(' ', '')


def test_a_sealed_file_is_intact_and_names_the_organ(sealed: bytes, roots: list[Certificate]) -> None:
    found = check_seal(sealed, roots)
    assert found.holds, found.sentence
    assert NAME in found.sentence and found.number == NUMBER


def test_a_seal_keeps_the_page_and_the_standard(sealed: bytes) -> None:
    assert words(sealed) == words(made())
    assert b'pdfaid:part>2<' in sealed


@pytest.mark.parametrize('place', [0.1, 0.3, 0.5, 0.7])
def test_one_changed_byte_breaks_the_seal(sealed: bytes, roots: list[Certificate], place: float) -> None:
    at = int(len(made()) * place)
    assert not check_seal(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], roots).holds


def test_what_is_appended_after_the_seal_breaks_it(sealed: bytes, roots: list[Certificate]) -> None:
    assert not check_seal(sealed + b'\n% added\n', roots).holds


def test_a_seal_of_an_unknown_authority_is_not_trusted(sealed: bytes, tmp_path: Path) -> None:
    other = Keystore(tmp_path / 'other', master_key=MASTER, makes_missing=True)
    other.key(ORGAN, name=NAME)
    found = check_seal(sealed, roots_in(other.folder / ROOTS))
    assert (found.holds, '不是受信任的机构' in found.sentence) == (False, True)


def test_a_file_without_a_seal_and_a_file_that_is_none_are_told_apart(roots: list[Certificate]) -> None:
    assert check_seal(made(), roots).sentence == '文件上没有电子印章。'
    assert '损坏' in check_seal(b'no pdf at all', roots).sentence


def test_the_command_says_one_sentence_and_its_status(
    sealed: bytes, store: Keystore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / 'paper.pdf'
    file.write_bytes(sealed)
    assert main([str(file)], roots=store.folder / ROOTS) == 0
    assert capsys.readouterr().out.startswith('✓ 印章有效：通江县林业局')
    file.write_bytes(sealed[:-20])
    assert main([str(file)], roots=store.folder / ROOTS) == 1
    assert capsys.readouterr().out.startswith('✗ ')


def test_a_key_is_made_once_and_opens_only_under_its_master_key(store: Keystore) -> None:
    key = store.key(ORGAN, name=NAME)
    assert store.key(ORGAN).fingerprint == key.fingerprint
    assert (store.folder / f'{ORGAN}.p12').stat().st_mode & 0o077 == 0
    with pytest.raises(WrongMasterKey):
        Keystore(store.folder, master_key='another').key(ORGAN)


def test_a_real_keystore_makes_no_key_itself(tmp_path: Path) -> None:
    with pytest.raises(NoSealKey):
        Keystore(tmp_path, master_key=MASTER).key(ORGAN, name=NAME)
    assert list(tmp_path.iterdir()) == []


def test_a_given_file_is_stored_under_the_cells_own_word(store: Keystore, tmp_path: Path) -> None:
    given = store.key(ORGAN, name=NAME)
    real = Keystore(tmp_path / 'real', master_key='of the other cell')
    with pytest.raises(WrongMasterKey):
        real.store(ORGAN, given.data, b'not the word')
    assert real.store(ORGAN, given.data, given.word) == given.fingerprint
    sealed = seal(made(), key=real.key(ORGAN), organ=NAME, number=NUMBER)
    assert check_seal(sealed, roots_in(real.folder / ROOTS)).holds  # its chain brought the root along


def test_a_key_shows_nothing_of_itself_in_a_log(store: Keystore) -> None:
    key = store.key(ORGAN, name=NAME)
    assert key.word.decode() not in repr(key)


def test_the_shelf_gives_back_what_was_put_and_finds_out_a_change(tmp_path: Path) -> None:
    store = DocumentStore(FileSystemStorage(tmp_path))
    digest = store.put('TJNS0001', b'a file')
    assert digest == hashlib.sha256(b'a file').hexdigest() == store.put('TJNS0001', b'a file')
    assert store.get('TJNS0001', digest) == b'a file'
    kept = next(tmp_path.rglob(digest))
    assert b'a file' not in kept.read_bytes()  # encrypted where it lies
    kept.write_bytes(b'another')
    with pytest.raises(FileGone):
        store.get('TJNS0001', digest)
    with pytest.raises(FileGone):
        store.get('PCSM0001', digest)


def test_the_first_and_the_later_seals_of_a_key_differ_in_digest_and_signature_only(store: Keystore) -> None:
    key = store.key(ORGAN, name=NAME)
    first, later = (
        PdfFileReader(io.BytesIO(seal(made(code), key=key, organ=NAME, number=NUMBER)))
        .embedded_signatures[0]
        .signed_data
        for code in ('01', 'A1')
    )
    same = ['version', 'digest_algorithms', 'encap_content_info', 'certificates']
    assert [first[field].dump() for field in same] == [later[field].dump() for field in same]
    attributes = [
        {one['type'].native: one.dump() for one in seal['signer_infos'][0]['signed_attrs']} for seal in (first, later)
    ]
    assert {name for name, value in attributes[0].items() if attributes[1][name] != value} == {'message_digest'}


def test_a_signature_is_repeated_only_if_it_comes_out_the_same(store: Keystore) -> None:
    key = store.key(ORGAN, name=NAME)
    signer = RepeatingSigner.opened(key.data, key.word)
    assert signer is not None
    signed = asyncio.run(signer.async_sign(b'd' * 32, 'sha256', use_pades=True))
    assert signer.template is not None  # this release of pyHanko builds them as expected
    assert (
        signer.template.assembled(b'd' * 32, signed['content']['signer_infos'][0]['signature'].native) == signed.dump()
    )
    assert template_of(signed, b'e' * 32) is None
    timed = RepeatingSigner.opened(key.data, key.word)
    assert timed is not None
    asyncio.run(timed.async_sign(b'd' * 32, 'sha256', signed_attr_settings=PdfCMSSignedAttributes(signing_time=NOON)))
    assert timed.template is None  # the next one would carry the time of the first
