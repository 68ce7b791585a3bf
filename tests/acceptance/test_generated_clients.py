"""Clients that others generate from the OpenAPI document compile under the strictest rules, and a whole birth case is
driven by each of them against the API as a process. Nothing generated is kept."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from api.write_openapi import FILE
from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId
from engine.settings import Settings
from engine.wiring import build, migrate
from tests.support.clock import local_instant
from tests.support.file_clock import FileClock
from tests.support.processes import LOOPBACK, free_port
from tests.support.running_product import Part, as_environment
from tests.support.served_api import COUNTER, OTHER_REGISTRY, POLICE, REGISTRY

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
DRIVERS = ROOT / "tests" / "clients"
PACKAGE = "lienthong_client"
PEOPLE = {
    "officer": (Role.ONE_STOP_OFFICER, COUNTER),
    "registrar": (Role.CASEWORKER, REGISTRY),
    "police": (Role.CASEWORKER, POLICE),
    "insurer": (Role.CASEWORKER, "hoa-mau-social-insurance"),
    "stranger": (Role.CASEWORKER, OTHER_REGISTRY),
}


@pytest.fixture(scope="module")
def tools() -> Path:
    """Where the generators are; brought there if need be, by exact version and hash."""
    home = Path(sys.prefix)
    _done([str(ROOT / "scripts" / "client_tools.sh"), str(home)], ROOT)
    return home


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """The API as a process of its own, and the tokens of those who work on the case."""
    settings = Settings(data_dir=tmp_path, api_port=free_port())
    migrate(settings)
    clock = FileClock(tmp_path / "clock", local_instant("2026-09-07 09:00"))
    product = build(settings, clock)
    tokens = {
        name: product.tokens.issue(
            Actor(id=ActorId(name), name="Phạm Thử Nghiệm", agency=AgencyId(agency), roles=(role,)), clock.now()
        )
        for name, (role, agency) in PEOPLE.items()
    }
    product.close()
    address = f"http://{LOOPBACK}:{settings.api_port}"
    arguments, log = [str(tmp_path / "clock")], tmp_path / "api.log"
    api = Part("tests.support.clocked_api", arguments, as_environment(settings), log, f"{address}/ready")
    api.start()
    try:
        yield {"address": address, "tokens": tokens}
    finally:
        api.kill()


def test_a_python_client_drives_a_birth(tools: Path, tmp_path: Path, asked: dict[str, Any]) -> None:
    made = tmp_path / "python"
    made.mkdir()
    generator = tools / "clients-python" / "bin" / "openapi-python-client"
    config = DRIVERS / "openapi_python_client.yaml"
    _done([
        str(generator), "generate", "--path", str(FILE), "--meta", "none", "--output-path", str(made / PACKAGE),
        "--config", str(config), "--fail-on-warning",
    ], made)  # fmt: skip
    driver = shutil.copy(DRIVERS / "birth_case.py", made)
    rules = made / "mypy.ini"
    rules.write_text("[mypy]\nstrict = True\n", encoding="ascii")
    _done([sys.executable, "-m", "mypy", "--config-file", str(rules), PACKAGE, driver], made)
    _as_foreseen(_done([sys.executable, driver], made, asked))


def test_a_typescript_client_drives_a_birth(tools: Path, tmp_path: Path, asked: dict[str, Any]) -> None:
    made, packages = tmp_path / "typescript", tools / "clients-node" / "node_modules"
    made.mkdir()
    (made / "node_modules").symlink_to(packages)
    (made / "package.json").write_text('{"type": "module"}', encoding="ascii")
    for name in ("birth_case.ts", "tsconfig.json"):
        shutil.copy(DRIVERS / name, made)
    # What has a default need not be sent: a body is not the answer to it.
    options = ["--output", "api.ts", "--default-non-nullable", "false"]
    _done([str(packages / ".bin" / "openapi-typescript"), str(FILE), *options], made)
    _done([str(packages / ".bin" / "tsc"), "--project", "."], made)
    _as_foreseen(_done(["node", "birth_case.js"], made, asked))


def _as_foreseen(said: str) -> None:
    told = json.loads(said)
    assert told.pop("id")
    assert told.pop("events") >= 10
    assert told == {"status": "completed", "due": True, "pdf": "%PDF-", "svg": True}


def _done(command: Sequence[str], where: Path, said: object = None) -> str:
    """What it printed; everything that it said if it failed."""
    sent = json.dumps(said) if said is not None else None
    done = subprocess.run(
        command, cwd=where, input=sent, capture_output=True, text=True, timeout=480, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout
