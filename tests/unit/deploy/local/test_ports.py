"""A port that was chosen stays ours until its server starts, whoever else looks for one."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import ports
from deploy.local.errors import StartFailed
from deploy.local.ports import HOST, free_port, is_free, remembered_port

ROOT = Path(__file__).resolve().parents[4]
TAKES = """
import sys
from deploy.local import ports
ports.RANGE = range(int(sys.argv[1]), int(sys.argv[1]) + 1)
print(ports.free_port())
"""


def elsewhere(port: int) -> subprocess.CompletedProcess[str]:
    """Another run on this machine that has only this port to choose from."""
    return subprocess.run(
        [sys.executable, '-c', TAKES, str(port)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_another_run_does_not_get_a_port_that_was_chosen_here() -> None:
    port = free_port()
    assert 'StartFailed: no free port' in elsewhere(port).stderr


def test_port_of_a_run_that_ended_is_free_again() -> None:
    port = free_port()
    lock, place = ports._held.pop(port)
    place.close()
    ports.os.close(lock)
    assert [elsewhere(port).stdout.strip() for _ in range(2)] == [str(port)] * 2


def test_nobody_who_does_not_share_gets_it_and_a_server_of_ours_does() -> None:
    port = free_port()
    with socket.socket() as stranger, pytest.raises(OSError, match='in use'):
        stranger.bind((HOST, port))
    with socket.create_server((HOST, port)) as server:
        assert server.getsockname()[1] == port
        assert not is_free(port)
    with socket.create_server((HOST, port)):  # once more, as a server that was killed and comes back
        pass


def test_many_ports_are_all_different_and_none_can_be_an_outgoing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    outgoing = ports._outgoing()
    monkeypatch.setattr(ports, '_held', {})
    found = [free_port() for _ in range(300)]
    assert len(set(found)) == len(found)
    assert not any(port in outgoing for port in found)
    for lock, place in ports._held.values():
        place.close()
        ports.os.close(lock)


def test_second_run_on_a_folder_keeps_its_port_and_a_taken_one_is_chosen_anew(tmp_path: Path) -> None:
    file = tmp_path / 'x.port'
    port = remembered_port(file)
    assert remembered_port(file) == port
    with socket.create_server((HOST, port)):
        other = remembered_port(file)
        assert other != port
    assert remembered_port(file) == other


def test_no_port_left_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, 'RANGE', range(20_000, 20_000))
    with pytest.raises(StartFailed, match='no free port'):
        free_port()
