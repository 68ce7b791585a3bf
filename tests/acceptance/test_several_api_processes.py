"""`lienthong api --processes 2`: one address, two processes; one is killed and comes back, nobody is turned away."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from engine.core.actors import Role
from engine.settings import Settings
from engine.wiring import build, migrate
from tests.support.courier_story import an_actor
from tests.support.processes import LOOPBACK, NotReady, free_port, wait_until
from tests.support.running_product import Part, as_environment
from tests.support.served_api import COUNTER, DOSSIER, key

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, api_port=free_port(), api_operations_port=_two_free_ports())


@pytest.fixture
def several(settings: Settings) -> Iterator[Part]:
    migrate(settings)
    address = f"http://{LOOPBACK}:{settings.api_port}/ready"
    part = Part("cli.main", ["api", "--processes", "2"], as_environment(settings), settings.data_dir / "log", address)
    part.start()
    try:
        yield part
    finally:
        part.kill()


def test_one_is_killed_and_nobody_is_turned_away(settings: Settings, several: Part) -> None:
    product = build(settings)
    token = product.tokens.issue(an_actor(Role.ONE_STOP_OFFICER, COUNTER), product.clock.now())
    product.close()
    wait_until(lambda: _all_work(settings), within=60, what="both work", log=several.log)
    before = several.children()
    os.kill(before[0], signal.SIGKILL)
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=120) as client:
        for _ in range(5):
            answer = client.post(f"http://{LOOPBACK}:{settings.api_port}/cases", json=DOSSIER, headers=key())
            assert answer.status_code == 201, answer.text

    def is_back() -> bool:
        now = several.children()
        return len(now) == 2 and before[0] not in now and _all_work(settings)

    wait_until(is_back, within=60, what="it is back", log=several.log)
    after = several.children()
    assert before[1] in after
    assert several.ended_by(signal.SIGTERM) == 0
    assert [pid for pid in after if Path(f"/proc/{pid}").exists()] == []


def test_one_that_finds_its_port_taken_leaves_the_other_alone(settings: Settings, several: Part) -> None:
    wait_until(lambda: _all_work(settings), within=60, what="both work", log=several.log)
    first, second = several.children()
    port = settings.api_operations_port + 1
    os.kill(second, signal.SIGKILL)
    with contextlib.closing(_taken(port)):
        wait_until(
            lambda: several.log.read_text(encoding="utf-8").count("process_ended") >= 4,
            within=60, what="it has tried three times in vain", log=several.log,
        )  # fmt: skip
        assert several.is_running() and _is_ready(f"http://{LOOPBACK}:{settings.api_port}/ready")
        assert first in several.children()
    said = several.log.read_text(encoding="utf-8")
    assert f"LIENTHONG_API_OPERATIONS_PORT: cổng {port}" in said and "tiến trình 2 trong 2 của API đã kết thúc" in said
    wait_until(lambda: _all_work(settings), within=60, what="it is back", log=several.log)
    assert several.ended_by(signal.SIGTERM) == 0


def test_what_cannot_start_is_not_tried_for_ever(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "agencies").mkdir()
    (tmp_path / "agencies" / "town.yaml").write_text("agencies: {", encoding="utf-8")
    faulty = settings.model_copy(update={"definitions_dir": tmp_path})
    log = settings.data_dir / "log"
    part = Part("cli.main", ["api", "--processes", "2"], as_environment(faulty), log, f"http://{LOOPBACK}:1/ready")
    with pytest.raises(NotReady, match="ended by itself"):
        part.start()
    assert part.exit_code() == 1
    assert "agencies/town.yaml" in log.read_text(encoding="utf-8")


def _all_work(settings: Settings) -> bool:
    """Each has a port for operations of its own: the first one's, and the next."""
    first = settings.api_operations_port
    return all(_is_ready(f"http://{LOOPBACK}:{port}/ready") for port in (first, first + 1))


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5, trust_env=False).is_success
    except httpx.TransportError:
        return False


def _taken(port: int) -> socket.socket:
    """As soon as whoever has it is gone."""
    found: list[socket.socket] = []

    def is_ours() -> bool:
        with contextlib.suppress(OSError):
            found.append(socket.create_server((LOOPBACK, port)))
        return bool(found)

    wait_until(is_ours, within=20, what="the port is ours")
    return found[0]


def _two_free_ports() -> int:
    """The first of two that follow each other."""
    while True:
        first = free_port()
        with socket.socket() as probe, contextlib.suppress(OSError, OverflowError):
            probe.bind((LOOPBACK, first + 1))
            return first
