"""An upgrade without a pause: an older version's real processes and ours, on one PostgreSQL and one Prefect server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from engine.core.actors import SYSTEM, Role
from engine.core.identifiers import CaseId
from engine.settings import Settings
from engine.wiring import Product, build
from tests.support.older_version import newest_step, unpacked
from tests.support.prefect_server import PrefectServer
from tests.support.processes import LOOPBACK, free_port, wait_until
from tests.support.running_product import ROOT, Part, RunningProduct, as_environment
from tests.support.steady_clients import ACTS, OFFICER, POLICEMAN, REGISTRAR, Journal, SteadyClient
from tests.support.threads import at_once

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

CASES_EACH = 1
STEPS = 3
"""Birth, residence, and the card."""
MIGRATE = "from engine.settings import read_settings; from engine.wiring import migrate; migrate(read_settings())"


class OlderProduct:
    """API and dispatcher of the older version; files, folder and port are its own."""

    def __init__(self, home: Path, database_url: str, prefect: PrefectServer) -> None:
        self.code, self._home, self._prefect = unpacked(home / "code"), home, prefect
        self._settings = Settings(
            database_url=database_url,
            data_dir=home,
            definitions_dir=self.code / "procedure_defs",
            prefect_api_url=prefect.api_url,
            api_port=free_port(),
        )
        self.address = f"http://{LOOPBACK}:{self._settings.api_port}"
        self.api = self._part("api.main", self._settings, f"{self.address}/ready")

    def migrate(self) -> None:
        environment = {**os.environ, **as_environment(self._settings)}
        subprocess.run([sys.executable, "-c", MIGRATE], cwd=self.code, env=environment, check=True, timeout=240)

    def courier(self, systems: dict[str, str]) -> Part:
        """The dispatcher; it asks the agencies that the newer one asks."""
        return self._part("flows.dispatcher", self._settings.model_copy(update={"agency_systems": systems}), "")

    def _part(self, module: str, settings: Settings, ready: str) -> Part:
        environment = {**self._prefect.client_environment(), **as_environment(settings)}
        return Part(module, [], environment, self._home / f"{module}.log", ready, code=self.code)


def test_cases_go_on_over_both(tmp_path: Path, postgres_url: str, prefect_server: PrefectServer) -> None:
    older = OlderProduct(_made(tmp_path / "older"), postgres_url, prefect_server)
    assert newest_step(older.code) < newest_step(ROOT), "it is really older, down to the tables"
    with ExitStack() as ending:
        ending.callback(older.api.kill)
        older.migrate()
        older.api.start()
        # The upgrade: the tables are brought to this version under an API that does not know it.
        product = RunningProduct(tmp_path, postgres_url, prefect_server)
        ending.callback(product.end)
        product.standin.start()
        courier = older.courier(product.settings.agency_systems)
        ending.callback(courier.kill)
        courier.start()
        journal = Journal()
        played = _played(journal, [_client(product, journal, *[older.address] * 3)])
        _has_said(courier, "entered")
        product.api.start()
        product.dispatcher.start()
        _has_said(product.dispatcher, "prefect_there")
        old, new = older.address, product.address
        played |= _played(
            journal,
            [_client(product, journal, *over) for over in ((old, new, old), (new, old, new), (new, new, old))],
        )
        assert [part.ended_by(signal.SIGTERM) for part in (older.api, courier)] == [0, 0]
        played |= _played(journal, [_client(product, journal, new, new, new)])
        _all_end(product, played)
        _has_said(product.dispatcher, "entered")
    assert journal.acknowledged() == len(played) * len(ACTS) == (1 + 3 + 1) * CASES_EACH * len(ACTS)
    assert set(journal.codes()) <= {"", "busy"}, journal.codes()
    written = "".join(log.read_text(encoding="utf-8") for log in (courier.log, older.api.log))
    assert '"request_failed"' not in written and '"entry_failed"' not in written


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _client(product: RunningProduct, journal: Journal, officer: str, registrar: str, police: str) -> SteadyClient:
    """Each of the three acts over the API at that address."""
    over = {OFFICER: officer, REGISTRAR: registrar, POLICEMAN: police}

    def person(role: Role, agency: str) -> httpx.Client:
        http = product.client(role, agency)
        http.base_url = httpx.URL(over[role, agency])
        return http

    return SteadyClient(person, journal)


def _played(journal: Journal, clients: list[SteadyClient]) -> dict[str, tuple[str, ...]]:
    """All at once; the cases with the ids of their commands."""
    played: dict[str, tuple[str, ...]] = {}

    def act(number: int) -> None:
        for _ in range(CASES_EACH):
            case, keys = clients[number].play()
            played[case] = keys

    assert [end for end in at_once(len(clients), act) if end is not None] == []
    for one in clients:
        one.close()
    return played


def _has_said(dispatcher: Part, event: str) -> None:
    said = f'"event": "{event}"'
    wait_until(lambda: said in dispatcher.log.read_text(encoding="utf-8"), within=90, what=event, log=dispatcher.log)


def _all_end(product: RunningProduct, played: dict[str, tuple[str, ...]]) -> None:
    """Whoever wrote it: each command once and in its order, no step twice, one flow run for each case."""
    reader = build(product.settings)
    try:
        wait_until(
            lambda: all(_has_ended(reader, case) for case in played) and reader.wakes.lag() == 0,
            within=150, what="every case is at its end", log=product.dispatcher.log,
        )  # fmt: skip
        for case, keys in played.items():
            history = reader.ledger.history(CaseId(case))
            assert [recorded.sequence for recorded in history] == list(range(1, len(history) + 1))
            given = [recorded.command_id for recorded in history if recorded.actor.id != SYSTEM.id]
            assert list(dict.fromkeys(given)) == list(keys)
            assert [recorded.event.type for recorded in history].count("step_completed") == STEPS
            runs = product.flow_runs(flow_runs={"idempotency_key": {"any_": [case]}})
            assert [run["state"]["type"] for run in runs] == ["COMPLETED"]
    finally:
        reader.close()
    assert product.statistics()["distinct_keys"] == len(played)


def _has_ended(reader: Product, case: str) -> bool:
    row = reader.queries.find_case(CaseId(case))
    return row is not None and row.closed_at is not None
