"""Ports: the usual ones, the next free ones, and the same again at the next start."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from cli.ports import LOOPBACK, NoFreePort, choose_ports, is_port_free

WANTED = {"api": 8000, "prefect": 4200}


def test_the_usual_ports_when_they_are_free(tmp_path: Path) -> None:
    assert choose_ports(tmp_path / "ports.json", WANTED, lambda _: True) == WANTED


def test_the_next_free_port_when_one_is_taken(tmp_path: Path) -> None:
    chosen = choose_ports(tmp_path / "ports.json", WANTED, lambda port: port not in {8000, 8001})
    assert chosen == {"api": 8002, "prefect": 4200}


def test_a_restart_keeps_the_ports(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    choose_ports(file, WANTED, lambda port: port != 8000)
    assert choose_ports(file, WANTED, lambda _: True)["api"] == 8001


def test_two_servers_never_get_the_same_port(tmp_path: Path) -> None:
    chosen = choose_ports(tmp_path / "ports.json", {"api": 8000, "agency": 8000}, lambda _: True)
    assert chosen == {"api": 8000, "agency": 8001}


def test_no_free_port_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoFreePort):
        choose_ports(tmp_path / "ports.json", WANTED, lambda _: False)


def test_a_port_somebody_listens_on_is_not_free() -> None:
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        port = int(other.getsockname()[1])
        assert not is_port_free(port)
    assert is_port_free(port)
