"""PostgreSQL is stopped at once under load, and started again: nothing lost, nothing twice, and nobody has to be started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from engine.core.actors import SYSTEM
from engine.core.identifiers import CaseId
from engine.service.ports import CaseQuery, Page
from engine.wiring import Product, build
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.prefect_server import PrefectServer
from tests.support.processes import LOOPBACK, free_port, wait_until
from tests.support.running_product import Part, RunningProduct, as_environment, running_product
from tests.support.steady_clients import ACTS, Journal, SteadyClient
from tests.support.threads import at_once

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

CLIENTS, CASES_EACH, CRASHES = 6, 3, 2
STEPS = 3
"""Birth, residence, and the card."""
EVERY_CASE = CaseQuery(everything=True)


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    """A server that others do not need."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def product(tmp_path: Path, postgres: PostgresServer, prefect_server: PrefectServer) -> Iterator[RunningProduct]:
    with running_product(tmp_path, postgres.fresh_database(), prefect_server) as running:
        yield running


@pytest.fixture
def second_api(product: RunningProduct) -> Iterator[str]:
    """Another API process on the same database; its address."""
    settings = product.settings.model_copy(update={"api_port": free_port()})
    address = f"http://{LOOPBACK}:{settings.api_port}"
    part = Part("api.main", [], as_environment(settings), product.home / "second-api.log", f"{address}/ready")
    try:
        part.start()
        yield address
    finally:
        part.kill()


def test_nothing_is_lost_or_doubled(product: RunningProduct, second_api: str, postgres: PostgresServer) -> None:
    log = product.dispatcher.log
    wait_until(lambda: '"prefect_there"' in log.read_text(), within=60, what="the dispatcher serves", log=log)
    journal, played = Journal(), dict[str, tuple[str, ...]]()
    clients = [
        SteadyClient(lambda *who, a=address: at(a, product.client(*who)), journal)  # type: ignore[misc]
        for address in [product.address, second_api] * (CLIENTS // 2)
    ]

    def act(number: int) -> None:
        if number == CLIENTS:
            crash_now_and_then(product, postgres, journal)
            return
        for _ in range(CASES_EACH):
            case, keys = clients[number].play()
            played[case] = keys

    ended = at_once(CLIENTS + 1, act)
    assert [end for end in ended if end is not None] == []
    for client in clients:
        client.close()
    check_answers(journal)
    check_against_the_ledger(product, played)
    check_couriers(product, played)
    assert '"ledger_away"' in log.read_text(), "the dispatcher met it, too"


def crash_now_and_then(product: RunningProduct, postgres: PostgresServer, journal: Journal) -> None:
    """In mid-load; started again as soon as somebody was told of it."""
    for crash in range(1, CRASHES + 1):
        enough = crash * CLIENTS * CASES_EACH * len(ACTS) // (CRASHES + 2)
        wait_until(lambda enough=enough: journal.acknowledged() >= enough, within=90, what="there is load")  # type: ignore[misc]
        before = journal.codes()["ledger_away"]
        postgres.crash()
        wait_until(
            lambda before=before: journal.codes()["ledger_away"] > before,  # type: ignore[misc]
            within=30,
            what="somebody is told that the database is away",
            log=product.api.log,
        )
        check_pages(product)
        postgres.start_again()


def check_pages(product: RunningProduct) -> None:
    """A person is told on a page, in both languages; monitoring, too."""
    for language, words in (("vi", "Cơ sở dữ liệu chưa trả lời"), ("en", "The database gives no answer")):
        with product.client(*ACTS[0][0]) as person:
            shown = person.get("/pages/cases", params={"lang": language})
        assert (shown.status_code, shown.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
        assert words in shown.text
        assert int(shown.headers["Retry-After"]) > 0
    ready = httpx.get(f"{product.address}/ready", timeout=120, trust_env=False)
    assert (ready.status_code, ready.json()["code"]) == (503, "not_ready")
    assert httpx.get(f"{product.address}/health", timeout=120, trust_env=False).status_code == httpx.codes.OK


def check_answers(journal: Journal) -> None:
    """Acknowledged, or told when to come again: nothing else."""
    assert journal.acknowledged() == CLIENTS * CASES_EACH * len(ACTS)
    assert set(journal.codes()) <= {"", "ledger_away", "busy"}, journal.codes()
    assert all(answer.retry_after for answer in journal.answers if answer.code)
    assert {answer.status for answer in journal.answers if answer.code} == {503}


def check_against_the_ledger(product: RunningProduct, played: dict[str, tuple[str, ...]]) -> None:
    """Each command that was acknowledged is there once, in its order; and none that nobody gave, no case of nobody."""
    assert len(played) == CLIENTS * CASES_EACH
    reader = build(product.settings)
    try:
        wait_until(
            lambda: all(has_ended(reader, case) for case in played) and reader.wakes.lag() == 0,
            within=120,
            what="the dispatcher has brought every case to its end",
            log=product.dispatcher.log,
        )
        for case, keys in played.items():
            history = reader.ledger.history(CaseId(case))
            assert [recorded.sequence for recorded in history] == list(range(1, len(history) + 1))
            given = [recorded.command_id for recorded in history if recorded.actor.id != SYSTEM.id]
            assert list(dict.fromkeys(given)) == list(keys)
            assert [recorded.event.type for recorded in history].count("step_completed") == STEPS
        rows, _ = reader.queries.list_cases(EVERY_CASE, Page(limit=200))
        assert {row.case_id for row in rows} == set(played)
    finally:
        reader.close()


def check_couriers(product: RunningProduct, played: dict[str, tuple[str, ...]]) -> None:
    """One run for each case, at its end; and the agency was asked for each card with one key."""
    runs = [run for run in product.flow_runs(limit=200) if run["parameters"].get("case_id") in played]
    assert sorted(run["parameters"]["case_id"] for run in runs) == sorted(played)
    assert {run["state"]["type"] for run in runs} == {"COMPLETED"}
    asked = product.statistics()
    assert (asked["distinct_keys"], asked["accepted"]) == (len(played), len(played))


def has_ended(product: Product, case: str) -> bool:
    row = product.queries.find_case(CaseId(case))
    return row is not None and row.closed_at is not None


def at(address: str, client: httpx.Client) -> httpx.Client:
    client.base_url = httpx.URL(address)
    return client
