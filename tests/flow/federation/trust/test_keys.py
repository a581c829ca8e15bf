"""What an operator does about keys, and who may read which half."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from deploy.local.cells import Cell, DatabaseRole
from federation.contracts.directory import HallEntered, KeyPublished
from federation.directory.services import record
from federation.inbox.directory import check_key_publisher
from federation.inbox.publishers import check_root
from federation.keys.new_keys import key_entry, new_key
from federation.keys.services import (
    KNOWN_EVERYWHERE_AFTER,
    NoSuchKey,
    OtherRoot,
    cell_key,
    make_hall_keys,
    rest_on,
    revoke,
    rotate,
)
from federation.trust import keys
from federation.trust.models import PrivateKey, PublicKey, TrustRoot
from federation.trust.port import UnknownKey, Untrusted
from tests.builders.trial import OTHER, SENDER, enter_hall, rows


@pytest.fixture(autouse=True)
def fresh(db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM fed_outbox')
    yield
    keys.forget_keys()


def published() -> list[str]:
    """The keys that were told to all cells, in order."""
    found = rows("SELECT key FROM fed_outbox WHERE topic LIKE '%.directory' ORDER BY id")
    return [str(row[0]).removeprefix('key:') for row in found]


def test_a_hall_gets_one_key_and_all_cells_are_told() -> None:
    assert (make_hall_keys([SENDER]), make_hall_keys([SENDER])) == (1, 0)
    assert published() == [keys.current_key(SENDER).key_id]
    assert keys.signing_key(SENDER).key_id == keys.current_key(SENDER).key_id


def test_private_halves_lie_sealed_and_open_at_their_own_place_only() -> None:
    make_hall_keys([SENDER])
    row, plain = PrivateKey.objects.get(owner=SENDER), keys.signing_key(SENDER)
    assert plain.signing not in bytes(row.signing)
    row.signing, row.sealing = row.sealing, row.signing
    with pytest.raises(Exception, match='damaged, or sealed for another place'):
        keys.open_private_key(row)


def test_a_new_key_is_told_at_once_and_signs_when_all_can_have_heard_of_it() -> None:
    make_hall_keys([SENDER])
    first = keys.current_key(SENDER).key_id
    second = rotate(SENDER).key_id
    assert published() == [first, second, first]
    assert (keys.signing_key(SENDER).key_id, keys.known_key(first).state) == (first, 'retired')
    assert keys.current_key(SENDER).key_id == second  # it is sealed to at once: this cell can open it
    with time_machine.travel(timezone.now() + KNOWN_EVERYWHERE_AFTER + timedelta(seconds=1)):
        keys.forget_keys()
        assert keys.signing_key(SENDER).key_id == second
    assert keys.own_key(first).key_id == first


def test_keys_of_many_halls_are_found_together_and_remembered(django_assert_num_queries: Any) -> None:
    make_hall_keys([SENDER, OTHER])
    keys.forget_keys()
    with django_assert_num_queries(1):
        found = keys.current_keys([SENDER, OTHER])
        assert found[SENDER] == keys.current_key(SENDER)
    keys.forget_keys()
    with django_assert_num_queries(1):
        keys.load_keys([one.key_id for one in found.values()])
        assert [keys.known_key(one.key_id) for one in found.values()] == list(found.values())
    with pytest.raises(keys.NoKeyYet, match='ZZXX0009'):
        keys.current_keys([SENDER, 'ZZXX0009'])


def test_nothing_is_sealed_to_a_key_of_another_suite() -> None:
    make_hall_keys([SENDER])
    PublicKey.objects.filter(owner=SENDER).update(suite='sm2')
    keys.forget_keys()
    with pytest.raises(keys.NoKeyYet):
        keys.current_key(SENDER)


def test_a_revoked_key_is_replaced_at_once() -> None:
    make_hall_keys([SENDER])
    first = keys.current_key(SENDER).key_id
    second = revoke(first).key_id
    assert published() == [first, first, second]
    assert (keys.known_key(first).state, keys.signing_key(SENDER).key_id) == ('revoked', second)


def test_only_keys_of_this_cell_are_rotated_and_revoked() -> None:
    for act in (rotate, revoke):
        with pytest.raises(NoSuchKey):
            act('ZZXX0001')
    assert published() == []


def test_the_key_of_the_cell_is_made_once_and_its_root_is_for_life(tmp_path: Path) -> None:
    file = tmp_path / 'key.json'
    call_command('cell_key', str(file))
    call_command('cell_key', str(file))
    assert PublicKey.objects.filter(owner=settings.CELL).count() == 1
    call_command('rest_on', str(file))  # it rests on itself already
    stranger = msgspec.structs.replace(cell_key(), owner='elsewhere', key_id='elsewhere.1')
    with pytest.raises(OtherRoot):
        rest_on(stranger)
    file.write_bytes(msgspec.json.encode(stranger))
    with pytest.raises(CommandError, match='rotation'):
        call_command('rest_on', str(file))


def test_the_root_admits_a_cell_and_nobody_else_does(tmp_path: Path) -> None:
    file = tmp_path / 'key.json'
    told = msgspec.structs.replace(cell_key(), owner='elsewhere', key_id='elsewhere.1')
    file.write_bytes(msgspec.json.encode(told))
    call_command('admit_cell', str(file))
    assert published() == ['elsewhere.1']
    TrustRoot.objects.update(cell='elsewhere')
    with pytest.raises(CommandError, match='at the root'):
        call_command('admit_cell', str(file))


@pytest.mark.parametrize('content', ['', '{}', 'hall'])
def test_a_file_that_holds_no_key_of_a_cell_is_refused_with_what_to_do(tmp_path: Path, content: str) -> None:
    file = tmp_path / 'key.json'
    if content == 'hall':
        content = msgspec.json.encode(msgspec.structs.replace(cell_key(), of_cell=False)).decode()
    file.write_text(content)
    for command in ('rest_on', 'admit_cell'):
        with pytest.raises(CommandError, match='key of a cell'):
            call_command(command, str(file))


def test_the_key_of_a_cell_is_revoked_with_a_file_for_the_root(tmp_path: Path) -> None:
    first, file = cell_key().key_id, tmp_path / 'key.json'
    with pytest.raises(CommandError, match='--file'):
        call_command('revoke_key', first)
    call_command('revoke_key', first, '--file', str(file))
    told = msgspec.json.decode(file.read_bytes(), type=KeyPublished)
    assert (told.owner, told.state, told.serial) == (settings.CELL, 'active', 2)
    assert published() == [first]  # the new one counts when the root admits it


def key_of(owner: str, *, of_cell: bool) -> KeyPublished:
    return new_key(owner, of_cell=of_cell)


def test_a_cell_tells_keys_of_its_own_halls_only() -> None:
    enter_hall('ZZPP0001', cell='sichuan')
    hall = key_of('ZZPP0001', of_cell=False)
    check_key_publisher(hall, 'sichuan')
    check_key_publisher(hall, settings.CELL)  # the root may
    with pytest.raises(Untrusted):
        check_key_publisher(hall, 'elsewhere')
    with pytest.raises(UnknownKey):
        check_key_publisher(key_of('ZZQQ0001', of_cell=False), 'sichuan')  # its entry may still come


def test_a_cell_tells_its_own_next_key_and_the_root_that_of_any() -> None:
    told = key_of('sichuan', of_cell=True)
    check_key_publisher(told, 'sichuan')
    check_key_publisher(told, settings.CELL)
    with pytest.raises(Untrusted):
        check_key_publisher(told, 'elsewhere')


def test_only_the_root_says_where_halls_are() -> None:
    entry = HallEntered(
        code='ZZPP0001',
        name='',
        short_name='',
        kind='township',
        area_code='',
        parent_code='',
        cell='sichuan',
        slug='',
        version=1,
    )
    record([entry])
    check_root(entry, settings.CELL)
    with pytest.raises(Untrusted):
        check_root(entry, 'sichuan')  # also about a hall of its own


@pytest.mark.parametrize('role', [DatabaseRole.WEB, DatabaseRole.RELAY, DatabaseRole.INTAKE])
def test_the_web_reads_no_private_key_and_nobody_but_the_owner_writes_one(cell: Cell, role: DatabaseRole) -> None:
    with psycopg.connect(cell.url(role, database=str(connection.settings_dict['NAME']))) as process:
        read = 'SELECT signing FROM fed_private_key'
        for query in (read, 'DELETE FROM fed_private_key', 'DELETE FROM fed_trust_root'):
            allowed = role is not DatabaseRole.WEB and query is read
            if allowed:
                process.execute(query)
            else:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    process.execute(query)
                process.rollback()


def test_ids_of_keys_tell_their_owner_and_nothing_else() -> None:
    told = key_entry(PublicKey.objects.get(key_id=cell_key().key_id), of_cell=True)
    assert re.fullmatch(rf'{settings.CELL}\.[0-9a-f]{{16}}', told.key_id)
