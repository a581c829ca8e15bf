"""The commands for papers: exporting a chain, checking file and chain, entering seal keys."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.catalogue.models import Organ
from govhall.documents import keystore as keystores
from govhall.documents.keystore import ROOTS, Keystore, keystore
from govhall.documents.models import Notice
from govhall.documents.proof import main
from govhall.documents.sealed_file import make
from govhall.storage.document_store import document_store
from tenants.context import hall_context
from tests.builders.desk import Desk
from tests.builders.world import HOMESTEAD, TOWNSHIP, World

ORGAN = '115119212262741510'


@pytest.fixture
def decided(world: World, tmp_path: Path) -> tuple[str, Path]:
    """The number of a decided case, and the file of its decision."""
    desk, case = Desk.of_chief(world, TOWNSHIP), world.receive(TOWNSHIP, HOMESTEAD)
    desk.do(accept_case, case.uid)
    desk.do(decide_case, case.uid, approve=True)
    with hall_context(world.hall(TOWNSHIP)):
        notice = Notice.objects.get(case_uid=case.uid, code='A1')
        made = make(notice.uid, hall=TOWNSHIP, at=notice.acted_at)
    file = tmp_path / 'decision.pdf'
    file.write_bytes(document_store().get(TOWNSHIP, made.file))
    return case.number, file


def check(file: Path, chain: Path) -> int:
    return main([str(file), '--chain', str(chain)], roots=keystore().folder / ROOTS)


def test_file_and_chain_prove_each_other(
    decided: tuple[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number, file = decided
    chain = tmp_path / 'chain.json'
    call_command('export_chain', number, to=chain)
    assert check(file, chain) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 2 and '在第 3 环出具' in said[1]


def test_a_changed_event_is_found_out(decided: tuple[str, Path], tmp_path: Path) -> None:
    number, file = decided
    out = io.StringIO()
    call_command('export_chain', number, stdout=out)
    export: dict[str, Any] = json.loads(out.getvalue())
    export['events'][1]['body']['actor_name'] = '李四'
    chain = tmp_path / 'chain.json'
    chain.write_text(json.dumps(export), encoding='utf-8')
    assert check(file, chain) == 1


def test_an_unknown_number_or_hall_is_said_so(decided: tuple[str, Path]) -> None:
    for words in (['no number'], [decided[0], '--hall', 'ZZZZ0009'], [decided[0], '--hall', 'TJXZ0001']):
        with pytest.raises(CommandError):
            call_command('export_chain', *words)


def test_local_seals_are_refused_in_production(world: World, settings: Any) -> None:
    settings.MODE = 'production'
    with pytest.raises(CommandError, match='prove nothing'):
        call_command('make_seals')


def test_every_organ_gets_a_local_seal(world: World) -> None:
    out = io.StringIO()
    call_command('make_seals', stdout=out)
    assert len(out.getvalue().splitlines()) == Organ.objects.count()
    again = io.StringIO()
    call_command('make_seals', stdout=again)
    assert again.getvalue() == out.getvalue()


def test_a_real_seal_is_entered_from_a_file(
    world: World, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer = Keystore(tmp_path / 'issuer', master_key='issuer', makes_missing=True)
    given = issuer.key(ORGAN, name='通江县诺水河镇人民政府')
    (tmp_path / 'given.p12').write_bytes(given.data)
    (tmp_path / 'word').write_bytes(given.word + b'\n')
    settings.MODE, settings.DATA = 'production', tmp_path / 'data'
    keystores._keystore.cache_clear()
    with pytest.raises(CommandError, match='No organ'):
        call_command('import_seal', 'X', tmp_path / 'given.p12', word_file=tmp_path / 'word')
    with pytest.raises(CommandError, match='word is wrong'):
        call_command('import_seal', ORGAN, tmp_path / 'given.p12', word_file=tmp_path / 'given.p12')
    root = next((issuer.folder / ROOTS).iterdir())
    call_command('import_seal', ORGAN, tmp_path / 'given.p12', word_file=tmp_path / 'word', root=root)
    assert keystore().key(ORGAN).fingerprint == given.fingerprint
