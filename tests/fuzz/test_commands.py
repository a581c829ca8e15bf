"""Whatever is in a file that a command is given: it ends well or with a sentence, never with a traceback."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec import convert
from pytest_django.fixtures import Settings

from federation.evidence import __main__ as court
from federation.evidence.bundle import EvidenceBundle
from federation.evidence.management.commands import export_evidence
from federation.keys.services import cell_key
from govhall.archive.management.commands import export_archive
from govhall.archive.models import CaseArchive
from govhall.catalogue.exchange.people import COLUMNS
from govhall.catalogue.models import Organ
from govhall.documents import proof
from govhall.documents.proof import FORMAT
from govhall.licences.lists.licence_rows import COLUMNS as LICENCE_COLUMNS
from govhall.look.sheets import write
from govhall.operations.openings.hall_rows import COLUMNS as HALL_COLUMNS
from tenants.context import hall_context
from tenants.models import Hall
from tests.builders.files import PDF
from tests.builders.licences import old_row
from tests.builders.world import BIRTH, SEED, TOWNSHIP, World
from tests.fuzz import hostile
from tests.fuzz.runs import fuzz, undone

CATALOGUE = {name: rows[:1] for name, rows in json.loads((SEED / 'catalogue.json').read_text(encoding='utf-8')).items()}
FORM = {
    'matter': CATALOGUE['matters'][0]['code'],
    'version': 1,
    'source': '申请表',
    'fields': [{'name': 'income', 'kind': 'money', 'label': '月收入', 'help': '元'}],
}
CENTRE = json.loads((SEED / 'centre.json').read_text(encoding='utf-8'))
CENTRE |= {'sections': CENTRE['sections'][:2], 'items': CENTRE['items'][:2]}
HALL = json.loads((SEED / 'directory.json').read_text(encoding='utf-8'))['halls'][0] | {'cell': 'c'}
KEY = json.loads(next(Path('tests/contract/corpus/directory.key.v1').glob('full-*.body')).read_bytes())
KEY |= {'of_cell': True, 'state': 'active'}
PERSON = {
    'username': 'fuzz-1',
    'name': '王办事',
    'password': 'correct horse battery staple',
    'memberships': [
        {'hall': TOWNSHIP, 'roles': ['clerk'], 'powers': ['decide'], 'matters': 'all', 'document': '授权书1号'},
    ],
}
YEAR = {'year': 2027, 'source': '国办发明电〔2026〕9号', 'off': ['0101-0103'], 'work': ['0214'], 'province': ''}
PLAN = {'document': '批复1号', 'effective': '2027-01-01', 'successor': 'TJTX0001', 'closed': [TOWNSHIP], 'people': []}
SPLIT = PLAN | {'villages': [{'code': '511921113201', 'to': 'TJTX0001', 'name': '桐子坡村'}], 'keepers': ['fuzz']}
PEOPLE = write('人员', COLUMNS, [['fuzz-2', '王办事', '窗口', '', '']])

LICENCES = write('证照', LICENCE_COLUMNS, [old_row()])
NEW_HALL = ['ZZBR0001', '试验县分中心', '试验分中心', '分中心', 'TJXZ0001', '511921113000', 'zz-branch']
OPENING = write('大厅', HALL_COLUMNS, [NEW_HALL])


def package() -> bytes:
    """A hall's package as far as it can be read without a key."""
    made = io.BytesIO()
    manifest = {
        'hall': HALL, 'to_cell': 'types', 'epoch': 1, 'release': [], 'months': {}, 'sealed_for': 'k', 'key': '',
        'signed_by': 'k', 'members': [{'name': 'a/1', 'hash': 'x', 'size': 1}],
    }  # fmt: skip
    with zipfile.ZipFile(made, 'w') as file:
        file.writestr('manifest.json', json.dumps(manifest))
        file.writestr('signature', b'x' * 64)
    return made.getvalue()


def of_json(seed: Any) -> SearchStrategy[bytes]:
    return hostile.spoilt_json(seed) | hostile.spoilt([json.dumps(seed).encode()]) | st.sampled_from(hostile.BAD_FILES)


WORD = b'word'


def seal_key() -> bytes:
    """A key with its certificate, which the word opens."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, 'x')])
    days = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, *days).sign(key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(b'x', key, made, None, BestAvailableEncryption(WORD))


P12 = seal_key()
PEM = b'-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
of_bytes = hostile.spoilt([PEM, *hostile.GOOD_FILES]) | hostile.files
# What each argument of a command is given, and the rest of the command; {} is the file.
READ: dict[str, tuple[SearchStrategy[bytes], list[str]]] = {
    'admit_cell file': (of_json(KEY), ['{}']),
    'check_chains told': (of_json([[TOWNSHIP, KEY['owner'], 'ab']]), ['--told', '{}', '--hall', TOWNSHIP]),
    'enter_catalogue file': (of_json(CATALOGUE), ['{}']),
    'enter_catalogue forms': (of_json(FORM), ['CATALOGUE', '--forms', '{}']),
    'enter_centre file': (of_json(CENTRE), ['{}']),
    'enter_directory file': (of_json({'halls': [HALL]}), ['{}']),
    'enter_licences file': (hostile.spoilt([LICENCES]) | hostile.files, ['{}', '--hall', TOWNSHIP]),
    'enter_people file': (hostile.spoilt([PEOPLE]) | hostile.files, ['{}', '--hall', TOWNSHIP]),
    'import_holidays file': (of_json(YEAR), ['{}']),
    'import_seal file': (hostile.spoilt([P12]) | of_bytes, ['ORGAN', '{}', '--word-file', 'WORD']),
    'import_seal root': (of_bytes, ['ORGAN', 'P12', '--word-file', 'WORD', '--root', '{}']),
    'import_seal word_file': (of_bytes, ['ORGAN', 'P12', '--word-file', '{}']),
    'load_people file': (of_json([PERSON]), ['{}']),
    'merge_halls plan': (of_json(PLAN), ['{}', '--preview']),
    'open_halls file': (hostile.spoilt([OPENING]) | hostile.files, ['{}', '--preview']),
    'rest_on file': (of_json(KEY), ['{}']),
    'split_hall plan': (of_json(SPLIT), ['{}', '--preview']),
    'take_hall package': (hostile.spoilt([package()]) | hostile.files, ['{}', '--preview']),
}
# Programs with words of their own: `verify_paper` and `python -m federation.evidence`, each with what its files hold.
EVENTS = {'format': FORMAT, 'case': 'c', 'tip': 'x', 'events': [{'previous': '', 'hash': '', 'body': {'data': {}}}]}
RECORD = {'headers': [['ce_id', 'eA==']], 'body': 'eA=='}
EVIDENCE = {
    'cell': 'c', 'suite': 'ed25519', 'case': str(UUID(int=1)), 'made_at': '2026-12-01T00:00:00Z', 'root': KEY,
    'heard': [], 'keys': [RECORD], 'said': [{
        'id': str(UUID(int=1)), 'type': 't', 'source': 's', 'recipient': 'r', 'subject': str(UUID(int=2)),
        'sequence': 1, 'previous': '', 'body': 'eA==', 'receipted': True,
    }],
}  # fmt: skip
PROGRAMS: dict[str, tuple[Callable[[list[str]], int], SearchStrategy[bytes], list[str]]] = {
    'verify_paper file': (proof.main, of_bytes, ['{}', '--roots', 'ROOTS']),
    'verify_paper roots': (proof.main, of_bytes, ['PDF', '--roots', 'IN']),
    'verify_paper chain': (proof.main, of_json(EVENTS), ['PDF', '--roots', 'ROOTS', '--chain', '{}']),
    'court files': (court.main, of_json(EVIDENCE), ['--root', KEY['key_id'], '--open', 'ROOTS', '{}']),
}
# Files that a command writes, not reads, each with the rest of the command; {} is the file.
WRITTEN = {
    'cell_key file': ['{}'],
    'check_chains tell': ['--tell', '{}'],
    'export_archive file': [TOWNSHIP, 'ARCHIVED', '{}'],
    'export_audit file': ['{}'],
    'export_chain to': ['NUMBER', '--to', '{}'],
    'export_evidence file': ['CASE', '{}'],
    'move_hall file': [TOWNSHIP, '--to', 'elsewhere', '--file', '{}'],
    'revoke_key file': ['KEY', '--file', '{}'],
}


def fuzz_command(door: str, folder: Path, *, long: bool) -> None:
    what, words = READ[door]
    command = door.split()[0]
    file = folder / 'given'
    (folder / 'p12').write_bytes(P12)
    (folder / 'word').write_bytes(WORD)
    (folder / 'catalogue').write_text(json.dumps(CATALOGUE), encoding='utf-8')
    named = {
        '{}': str(file),
        'P12': str(folder / 'p12'),
        'WORD': str(folder / 'word'),
        'CATALOGUE': str(folder / 'catalogue'),
        'ORGAN': str(Organ.objects.values_list('credit_code', flat=True)[0]),
    }

    def run(content: bytes) -> None:
        file.write_bytes(content)
        with undone():
            call(lambda: call_command(command, *(named.get(word, word) for word in words), stdout=io.StringIO()))

    fuzz(run, what, examples=8, long=long)
    with undone():
        file.unlink()
        with pytest.raises(CommandError):
            call_command(command, *(named.get(word, word) for word in words))


def call(command: Callable[[], object]) -> None:
    """A refusal of a command is a sentence on one screen."""
    try:
        command()
    except CommandError as refusal:
        assert 0 < len(str(refusal)) < 20_000
        assert 'Traceback' not in str(refusal)


@pytest.fixture
def away(settings: Settings, tmp_path: Path) -> Path:
    """A folder for the files, and another for what the cell keeps."""
    settings.DATA = tmp_path / 'data'
    return tmp_path


@pytest.mark.parametrize('door', sorted(READ))
def test_whatever_a_command_is_given_it_ends_with_a_sentence(world: World, away: Path, door: str) -> None:
    fuzz_command(door, away, long=False)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize('door', sorted(READ))
def test_for_minutes_whatever_a_command_is_given_it_ends_with_a_sentence(world: World, away: Path, door: str) -> None:
    fuzz_command(door, away, long=True)


@pytest.mark.parametrize('door', sorted(WRITTEN))
@pytest.mark.parametrize('way', ['none/out', ''], ids=['no-folder', 'a-folder'])
def test_what_a_command_can_not_write_is_said_in_a_sentence(
    world: World, away: Path, monkeypatch: pytest.MonkeyPatch, door: str, way: str
) -> None:
    """Nothing that the file was to hold is done before: no key revoked, no hall closed."""
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        about = {'retention': 'ten', 'size': 1, 'events': 1, 'tip': '', 'at': timezone.now(), 'hash': '0' * 64}
        archive = CaseArchive.objects.create(case=case, number='A', version=1, **about)
    monkeypatch.setattr(export_archive, 'faults', lambda _: [])
    monkeypatch.setattr(export_archive, 'get', lambda _: b'package')
    monkeypatch.setattr(export_evidence, 'evidence', lambda *_, **__: convert(EVIDENCE, EvidenceBundle))
    key, file = cell_key().key_id, away / way
    named = {'{}': str(file), 'NUMBER': case.number, 'CASE': str(case.uid), 'ARCHIVED': archive.number, 'KEY': key}
    command = door.split()[0]
    with undone(), pytest.raises(CommandError) as refusal:
        call_command(command, *(named.get(word, word) for word in WRITTEN[door]), stdout=io.StringIO())
    assert str(refusal.value).startswith(str(file)), refusal.value
    assert cell_key().key_id == key and Hall.objects.get(code=TOWNSHIP).status == ''


@pytest.mark.parametrize(
    'words',
    [
        ['check_archives', '--hall', 'XX000000'],
        ['check_chains', '--hall', 'XX000000'],
        ['export_archive', 'XX000000', 'A', '{}'],
        ['export_chain', 'NUMBER', '--hall', 'XX000000'],
    ],
    ids=lambda words: words[0],
)
def test_a_hall_that_a_command_does_not_know_is_said_in_a_sentence(world: World, away: Path, words: list[str]) -> None:
    named = {'{}': str(away / 'out'), 'NUMBER': world.receive(TOWNSHIP, BIRTH).number}
    with pytest.raises(CommandError, match='this cell'):
        call_command(*(named.get(word, word) for word in words), stdout=io.StringIO())


def fuzz_program(door: str, folder: Path, *, long: bool) -> None:
    main, what, words = PROGRAMS[door]
    roots, inside = folder / 'roots', folder / 'in'
    for one in (roots, inside):
        one.mkdir()
    file = inside / 'given.pem'
    (folder / 'paper.pdf').write_bytes(PDF)
    named = {'{}': str(file), 'ROOTS': str(roots), 'IN': str(inside), 'PDF': str(folder / 'paper.pdf')}
    given = [named.get(word, word) for word in words]

    def run(content: bytes) -> None:
        file.write_bytes(content)
        assert main(given) in (0, 1, 2)

    fuzz(run, what, examples=12, long=long)
    file.unlink()
    assert main(given) in (1, 2)


@pytest.mark.parametrize('door', sorted(PROGRAMS))
def test_whatever_a_program_is_given_it_ends_with_a_verdict(db: None, tmp_path: Path, door: str) -> None:
    fuzz_program(door, tmp_path, long=False)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize('door', sorted(PROGRAMS))
def test_for_minutes_whatever_a_program_is_given_it_ends_with_a_verdict(db: None, tmp_path: Path, door: str) -> None:
    fuzz_program(door, tmp_path, long=True)
