"""The supervisor with real processes: what dies is started again, and nothing outlives it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import psutil
import psycopg
import pytest

from deploy.local.child import Child, Program
from deploy.local.errors import StartFailed
from deploy.local.place import discard
from deploy.local.postgres import start_postgres
from deploy.local.supervisor import Supervisor, claimed

pytestmark = pytest.mark.process
WITHIN = 20.0


def eventually(true: Callable[[], bool], *, within: float = WITHIN) -> bool:
    """Whether `true` becomes true in time."""
    pause, deadline = Event(), monotonic() + within
    while not true():
        if monotonic() > deadline:
            return False
        pause.wait(0.05)
    return True


def gone(process: psutil.Process) -> bool:
    """Whether it ended; a zombie waits only for its reaper."""
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def sleeper(name: str, folder: Path, code: str = 'import signal; signal.pause()') -> Child:
    return Child(Program(name, (sys.executable, '-c', code)), folder / 'logs')


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    discard(tmp_path)


@pytest.fixture
def supervised(folder: Path) -> Iterator[subprocess.Popen[str]]:
    argv = [sys.executable, '-m', 'tests.fault.supervised', str(folder)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert any(line == 'all run\n' for line in process.stdout)
        yield process
        process.kill()


def below(process: subprocess.Popen[str]) -> list[psutil.Process]:
    found = psutil.Process(process.pid).children(recursive=True)
    assert {'postgres', 'valkey-server'} <= {child.name() for child in found}
    assert len(found) > 5  # PostgreSQL's own helpers, the master and its worker
    return found


def test_a_supervisor_killed_outright_leaves_no_process_behind(supervised: subprocess.Popen[str]) -> None:
    children = below(supervised)
    supervised.kill()
    assert eventually(lambda: all(gone(child) for child in children)), [c for c in children if not gone(c)]


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_supervisor_asked_to_stop_stops_all_it_started(supervised: subprocess.Popen[str], number: int) -> None:
    children = below(supervised)
    supervised.send_signal(number)
    assert supervised.wait(WITHIN) == 0
    assert all(gone(child) for child in children)


def test_a_program_that_dies_is_started_again(supervised: subprocess.Popen[str], folder: Path) -> None:
    def valkey() -> dict[str, object]:
        states = json.loads((folder / 'processes.json').read_text())
        return next(state for state in states if state['name'] == 'valkey')

    first = valkey()
    os.kill(int(str(first['pid'])), signal.SIGKILL)
    assert eventually(lambda: valkey()['pid'] not in (None, first['pid']))
    assert valkey()['state'] == 'running'
    assert valkey()['restarts'] == 1


def test_a_program_that_keeps_dying_ends_the_run_with_its_last_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('deploy.local.supervisor.FIRST_WAIT_SECONDS', 0.0)
    supervisor = Supervisor([sleeper('hopeless', folder, 'print("no settings"); raise SystemExit(3)')], folder)
    supervisor.start()
    with pytest.raises(StartFailed, match='hopeless keeps dying\nno settings'):
        supervisor.run(until=lambda: False)
    supervisor.stop()


def test_when_one_does_not_start_those_before_it_are_stopped(folder: Path) -> None:
    first = sleeper('first', folder)
    program = Program('second', (sys.executable, '-c', 'raise SystemExit("broken")'), ready=lambda: False)
    with pytest.raises(StartFailed, match='second ended with 1'):
        Supervisor([first, Child(program, folder / 'logs')], folder).start()
    assert not first.alive()


def test_a_signal_during_the_start_stops_what_runs_already(folder: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)  # other supervisors of this process may hold it
    first, second = sleeper('first', folder), sleeper('second', folder)
    with pytest.raises(SystemExit, match='143'):
        Supervisor([first, second], folder).start(started=lambda child: signal.raise_signal(signal.SIGTERM))
    assert not first.alive()
    assert not second.alive()
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_last_started_is_stopped_first(folder: Path) -> None:
    code = 'import pathlib, signal, sys, time\n' + (
        'signal.signal(signal.SIGTERM, lambda *_: (open("order", "a").write(sys.argv[1]), sys.exit()))\n'
        'pathlib.Path(sys.argv[1]).touch()\ntime.sleep(600)'
    )
    children = [
        Child(
            Program(name, (sys.executable, '-c', code, name), cwd=folder, ready=(folder / name).exists),
            folder / 'logs',
        )
        for name in 'abc'
    ]
    supervisor = Supervisor(children, folder)
    supervisor.start()
    supervisor.stop()
    assert (folder / 'order').read_text() == 'cba'


def test_a_child_deaf_to_its_stop_signal_is_killed_with_its_group(folder: Path) -> None:
    code = (
        'import os, pathlib, signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nchild = os.fork()\n'
        'pathlib.Path(f"deaf-{os.getpid()}").touch()\ntime.sleep(600)'
    )
    argv = (sys.executable, '-c', code)
    both = Program('deaf', argv, cwd=folder, stop_within=0.2, ready=lambda: len(list(folder.glob('deaf-*'))) == 2)
    child = Child(both, folder / 'logs').start().wait_ready()
    processes = [psutil.Process(int(file.name.split('-')[1])) for file in folder.glob('deaf-*')]
    child.stop()
    assert eventually(lambda: all(gone(process) for process in processes))


def test_a_run_folder_serves_one_run_at_a_time(folder: Path) -> None:
    with claimed(folder), pytest.raises(StartFailed, match='another run'), claimed(folder):
        pass
    with claimed(folder):
        pass


def test_postgres_runs_under_an_account_without_rights_and_keeps_its_data(folder: Path) -> None:
    with start_postgres(folder) as server:
        assert server.child.pid is not None
        assert psutil.Process(server.child.pid).uids().effective != 0
        with psycopg.connect(server.dsn()) as connection:
            connection.execute('CREATE TABLE kept (word text)')
            connection.execute("INSERT INTO kept VALUES ('here')")
        server.kill()
        server.start()
    with start_postgres(folder) as again, psycopg.connect(again.dsn()) as connection:
        assert again.port == server.port
        assert connection.execute('SELECT word FROM kept').fetchone() == ('here',)
        assert connection.execute("SELECT current_setting('fsync')").fetchone() == ('on',)


def test_postgres_lets_nobody_in_without_the_password(folder: Path) -> None:
    with start_postgres(folder) as server, pytest.raises(psycopg.OperationalError, match='password'):
        psycopg.connect(server.dsn(password='wrong'))
