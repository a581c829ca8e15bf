"""Whatever is changed in a package is found, also by one who has the key."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from govhall.archive.models import CaseArchive
from govhall.archive.package import MANIFEST, digest
from govhall.archive.package_check import faults
from govhall.archive.package_store import COLUMN, get
from govhall.archive.services import to_appraise
from tenants.sealing import keyring
from tests.builders.archived import SCHEMA, contents, stored
from tests.builders.world import ID_NUMBER, TOWNSHIP, World

Change = Callable[[dict[str, bytes]], None]


def tampered(folder: Path, archive: CaseArchive, change: Change) -> CaseArchive:
    """The package with changed contents, sealed and registered as a forger with the key would do it."""
    found = contents(archive)
    change(found)
    package = io.BytesIO()
    with zipfile.ZipFile(package, 'w') as opened:
        for name, content in found.items():
            opened.writestr(name, content)
    archive.hash = digest(package.getvalue())
    path = stored(folder, archive)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(keyring().seal(package.getvalue(), hall=SCHEMA, column=COLUMN))
    return archive


def listed_again(found: dict[str, bytes]) -> None:
    """The manifest says what is there now."""
    manifest = json.loads(found[MANIFEST])
    manifest['files'] = [
        {'path': path, 'sha256': digest(content), 'size': len(content)}
        for path, content in found.items()
        if path != MANIFEST
    ]
    found[MANIFEST] = json.dumps(manifest).encode()


def other_applicant(found: dict[str, bytes]) -> None:
    found['case.json'] = found['case.json'].replace('张小明'.encode(), '李小明'.encode())


def other_actor(found: dict[str, bytes]) -> None:
    found['events.jsonl'] = found['events.jsonl'].replace('王办事'.encode(), '李办事'.encode(), 1)
    listed_again(found)


def last_event_gone(found: dict[str, bytes]) -> None:
    found['events.jsonl'] = b'\n'.join(found['events.jsonl'].splitlines()[:-1])
    listed_again(found)


@pytest.mark.parametrize(
    ('change', 'fault'),
    [
        (other_applicant, '真实：文件被改动：case.json'),
        (other_actor, '真实：第 1 个事件对不上'),
        (last_event_gone, '完整：事件链和登记的不一致'),
        (lambda found: found.pop('notices/01-1.json'), '完整：清单和包里的文件不一致：notices/01-1.json'),
        (lambda found: found.update(extra=b'1'), '完整：清单和包里的文件不一致：extra'),
        (lambda found: found.pop(MANIFEST), '可用：包的格式读不出来'),
        (lambda found: found.update({MANIFEST: b'{'}), '可用：包的格式读不出来'),
    ],
)
def test_what_a_forger_with_the_key_changes_is_found(
    folder: Path, archive: CaseArchive, change: Change, fault: str
) -> None:
    assert fault in faults(tampered(folder, archive, change))


def test_near_miss_the_same_contents_packed_again_are_sound(folder: Path, archive: CaseArchive) -> None:
    assert faults(tampered(folder, archive, listed_again)) == []


def test_a_lost_a_damaged_and_a_moved_package_are_told_apart(world: World, folder: Path, archive: CaseArchive) -> None:
    path = stored(folder, archive)
    sealed = path.read_bytes()
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    assert faults(archive)[0].startswith('安全')
    path.write_bytes(keyring().seal(b'another', hall=SCHEMA, column=COLUMN))
    assert faults(archive) == ['真实：包的内容和登记的摘要不一致']
    path.write_bytes(keyring().seal(get(archive.hash), hall='h_tjxz0001', column=COLUMN))
    assert faults(archive)[0].startswith('安全')
    path.unlink()
    assert faults(archive) == ['完整：存储里没有这个包']


def test_the_command_names_what_is_unsound_and_fails(
    folder: Path, archive: CaseArchive, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command('check_archives')
    assert '1 packages checked, 0 unsound, 0 past their term' in capsys.readouterr().out
    stored(folder, archive).unlink()
    with pytest.raises(CommandError, match='1 of 1'):
        call_command('check_archives', hall=TOWNSHIP)
    told = capsys.readouterr().err
    assert archive.number in told
    assert ID_NUMBER not in told


def test_a_package_is_handed_over_checked_and_to_its_owner_only(
    folder: Path, archive: CaseArchive, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp('out') / 'file.zip'
    call_command('export_archive', TOWNSHIP, archive.number, str(file))
    assert (digest(file.read_bytes()), file.stat().st_mode & 0o777) == (archive.hash, 0o600)
    with pytest.raises(CommandError, match='exists'):
        call_command('export_archive', TOWNSHIP, archive.number, str(file))
    with pytest.raises(CommandError, match='no archived case'):
        call_command('export_archive', TOWNSHIP, 'X', str(file))
    stored(folder, archive).unlink()
    with pytest.raises(CommandError, match='完整'):
        call_command('export_archive', TOWNSHIP, archive.number, str(file.with_name('other.zip')))


def test_after_its_term_a_file_is_named_for_appraisal_and_stays(archive: CaseArchive) -> None:
    last = archive.keep_until
    assert last is not None
    assert to_appraise(last) == []
    assert to_appraise(last + timedelta(days=1)) == [archive]
    assert faults(archive) == []
