"""One bad item stops no command either: each that walks, with an item that fails; the others say why they do not."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.utils import timezone

from govhall.archive.chains.case_chain import CaseChain
from govhall.archive.management.commands import check_chains
from govhall.archive.models import CaseArchive
from govhall.storage.vault import StorageAway
from tenants.context import current_hall, hall_context
from tenants.models import SetAside
from tenants.selectors import local_halls
from tests.builders.world import BIRTH, TOWNSHIP, World

ROOMS = ('govhall', 'federation', 'tenants', 'township_halls')
WALKING_COMMANDS = {'check_archives', 'check_chains', 'grant_rights', 'make_seals', 'provision_halls'}
OTHER_COMMANDS = {
    'admit_cell': 'one cell',
    'ask_for_facts': 'one transaction: all cells are asked, or none',
    'cell_key': 'one key',
    'changepassword': 'one person',
    'check_storage': 'three storages, stops at the first that fails and says so',
    'create_topics': 'asks the broker for all at once',
    'enter_catalogue': 'a file is entered whole or not at all',
    'enter_centre': 'a file is entered whole or not at all',
    'enter_directory': 'a file is entered whole or not at all',
    'enter_people': 'a file is entered whole or not at all',
    'enter_licences': 'a file is entered whole or not at all',
    'export_archive': 'one case',
    'export_audit': 'reads only; one file',
    'export_chain': 'one case',
    'export_evidence': 'one stream',
    'import_holidays': 'one year',
    'import_seal': 'one seal',
    'issue_token': 'one token',
    'load_areas': 'a file is loaded whole or not at all',
    'load_people': 'a file is loaded whole or not at all',
    'make_keys': 'makes what is missing; run again it goes on',
    'open_halls': 'a list is entered whole or not at all; then it calls provision_halls',
    'merge_halls': 'a plan is carried out whole or not at all',
    'move_hall': 'one hall',
    'prepare_cell': 'calls other commands',
    'print_acts': 'prints',
    'prune_audit': 'one statement',
    'replay': 'keeps what fails in its own tables, with the reason (federation/replay)',
    'rest_on': 'one key',
    'restored': 'one declaration',
    'retire_matter': 'one matter',
    'revoke_key': 'one key',
    'reset_factor': 'one person',
    'revoke_token': 'one token',
    'rotate_key': 'one key',
    'run_intake': 'sets aside by stream and record (federation/intake)',
    'run_relay': 'leases buckets (federation/relay)',
    'set_aside': 'lists',
    'take_hall': 'one hall',
    'split_hall': 'a plan is carried out whole or not at all',
    'verify_paper': 'one paper',
    'write_acls': 'prints',
}


def aside() -> list[tuple[str, str, str]]:
    return list(SetAside.objects.order_by('item').values_list('task', 'hall', 'item'))


def test_every_command_is_known_here() -> None:
    ours = {name for name, app in get_commands().items() if app.split('.')[0] in ROOMS}
    assert ours == WALKING_COMMANDS | OTHER_COMMANDS.keys()


@pytest.fixture
def spoilt_command(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], list[str]]:
    """Lets the work of a command fail for its first item; the items that were done."""

    def spoil(module: str, name: str) -> list[str]:
        done: list[str] = []
        real, calls = getattr(import_module(module), name), []

        def work(*args: Any) -> Any:
            calls.append(args)
            if len(calls) == 1:
                raise ValueError
            done.append(str(args[-1]))
            return real(*args)

        monkeypatch.setattr(import_module(module), name, work)
        return done

    return spoil


@pytest.mark.parametrize(
    ('command', 'module', 'work'),
    [
        ('grant_rights', 'govhall.project.management.commands.grant_rights', 'grant_hall'),
        ('provision_halls', 'tenants.management.commands.provision_halls', 'provision_hall'),
    ],
)
def test_a_hall_over_which_a_command_stumbles_keeps_no_other(
    world: World, spoilt_command: Callable[[str, str], list[str]], command: str, module: str, work: str
) -> None:
    done = spoilt_command(module, work)
    with pytest.raises(CommandError, match='1 halls failed; govhall set_aside'):
        call_command(command)
    assert len(done) == 13
    assert [task for task, _, _ in aside()] == [command]


def test_a_package_that_can_not_be_checked_keeps_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        now = timezone.now()
        about = {'case': case, 'number': 'A', 'retention': 'ten', 'size': 1, 'events': 1, 'tip': '', 'at': now}
        bad, _ = (CaseArchive.objects.create(version=version, hash='0' * 64, **about) for version in (1, 2))

    def check(archive: CaseArchive) -> list[str]:
        if archive.version == 1:
            raise StorageAway
        return []

    monkeypatch.setattr('govhall.archive.management.commands.check_archives.faults', check)
    with pytest.raises(CommandError, match='0 of 1 packages are not what they were, 1 could not be checked'):
        call_command('check_archives', hall=TOWNSHIP)
    assert aside() == [('check_archives', TOWNSHIP, str(bad.uid))]


def test_a_hall_whose_chains_can_not_be_checked_keeps_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world.receive(TOWNSHIP, BIRTH)
    real, bad = check_chains.check_hall, local_halls()[0].code

    def check(**asked: Any) -> Any:
        if current_hall().code == bad:
            raise ValueError
        return real(**asked)

    monkeypatch.setattr(check_chains, 'check_hall', check)
    with pytest.raises(CommandError, match='0 cases and 1 halls could not be checked'):
        call_command('check_chains', whole=True)
    assert '1 cases' in capsys.readouterr().out
    assert aside() == [('check_chains', '', bad)]
    monkeypatch.setattr(check_chains, 'check_hall', real)
    call_command('check_chains', whole=True)  # near miss: all can be read again
    assert aside() == []


def test_a_case_whose_chain_can_not_be_read_is_counted_and_keeps_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, _ = world.receive(TOWNSHIP, BIRTH), world.receive(TOWNSHIP, BIRTH)
    real = CaseChain.check

    def check(course: CaseChain, roots: Any) -> Any:
        if course.case.uid == bad.uid:
            raise ValueError
        return real(course, roots)

    monkeypatch.setattr(CaseChain, 'check', check)
    with pytest.raises(CommandError, match='0 faults in chains, 0 in the audit; 1 cases and 0 halls could not be'):
        call_command('check_chains', whole=True)
    assert '1 cases' in capsys.readouterr().out
    assert aside() == [('casework.sweep_chains', TOWNSHIP, str(bad.uid))]


def test_an_organ_without_a_key_keeps_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Store:
        calls = 0

        def key(self, code: str, *, name: str) -> Any:
            self.calls += 1
            if self.calls == 1:
                raise ValueError
            return type('Key', (), {'fingerprint': 'f'})

    monkeypatch.setattr('govhall.documents.management.commands.make_seals.keystore', Store)
    with pytest.raises(CommandError, match='1 organs failed'):
        call_command('make_seals')
    assert capsys.readouterr().out.count(' f\n') > 3
