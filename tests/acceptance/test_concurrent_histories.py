"""Many clients at once on the same cases: some order of their commands explains every single answer that they got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path
from threading import Barrier

import httpx
import pytest
from sqlalchemy import text

from engine.core.actors import Role
from engine.core.events import RecordedEvent
from engine.core.identifiers import CaseId
from engine.service import handle_command
from engine.store.database import Database
from engine.store.ledger import SqlLedgerTransaction
from tests.support.birth_case_model import BIRTH, COUNTER, RESIDENCE, Answered, Asked, BirthCase, after
from tests.support.clock import local_instant
from tests.support.file_clock import FileClock
from tests.support.histories import Call, Verdict, judged
from tests.support.processes import LOOPBACK, free_port
from tests.support.racing_clients import RacingClient, Wish, race, wishes_of
from tests.support.running_product import Part, as_environment
from tests.support.served_api import COUNTER as COUNTER_AGENCY
from tests.support.served_api import POLICE, REGISTRY, ServedApi, served_api

NOW = "2026-09-07 09:00"
CASES, EACH, SEED = 6, 5, 1
PEOPLE = (
    ("Phạm Thử Nghiệm", COUNTER, Role.ONE_STOP_OFFICER, COUNTER_AGENCY),
    ("Đỗ Thị Quầy", COUNTER, Role.ONE_STOP_OFFICER, COUNTER_AGENCY),
    ("Phạm Thử Nghiệm", BIRTH, Role.CASEWORKER, REGISTRY),
    ("Lê Thị Đồng Nghiệp", BIRTH, Role.CASEWORKER, REGISTRY),
    ("Phạm Thử Nghiệm", RESIDENCE, Role.CASEWORKER, POLICE),
)
"""Each sits before two screens that send commands of the same ids."""


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[ServedApi]:
    """One API in this process; others may join it on the same database, in the same present."""
    with served_api(tmp_path, FileClock(tmp_path / "clock", local_instant(NOW)), database_url=database_url) as api:
        yield api


@contextmanager
def another_process(api: ServedApi, home: Path) -> Iterator[str]:
    """A second API process of the same town; gives its address."""
    settings = api.settings.model_copy(update={"api_port": free_port()})
    address = f"http://{LOOPBACK}:{settings.api_port}"
    log = home / "second-api.log"
    part = Part("tests.support.clocked_api", [str(home / "clock")], as_environment(settings), log, f"{address}/ready")
    try:
        part.start()
        yield address
    finally:
        part.kill()


@contextmanager
def clients_of(api: ServedApi, addresses: list[str]) -> Iterator[list[RacingClient]]:
    """Two for each person; neighbours speak to different processes."""
    with ExitStack() as stack:
        found = []
        for person, desk, role, agency in PEOPLE:
            headers = {"Authorization": f"Bearer {api.token(role, agency, person)}"}
            for address in (addresses[0], addresses[-1]):
                http = httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=120)
                found.append(RacingClient(len(found), person, desk, stack.enter_context(closing(http))))
        yield found


@pytest.mark.slow
def test_an_order_explains_every_answer(town: ServedApi, tmp_path: Path) -> None:
    cases = [town.submitted(NOW)["id"] for _ in range(CASES)]
    with another_process(town, tmp_path) as second, clients_of(town, [town.address, second]) as clients:
        assert len(clients) >= 8
        found = race(clients, wishes_of(clients, cases, EACH, SEED))
    assert {case: len(calls) for case, calls in found.items()} == dict.fromkeys(cases, len(clients) * EACH)
    verdicts = [verdict_on(calls) for calls in found.values()]
    assert all(verdict.is_explained for verdict in verdicts), "\n".join(str(v) for v in verdicts if not v.is_explained)
    check_that_it_was_a_race(found)
    check_against_the_ledger(town, found)


def check_that_it_was_a_race(found: dict[str, list[Call[Asked, Answered]]]) -> None:
    """Calls overlapped; there were winners, losers of both kinds, and repeats."""
    calls = [call for case in found.values() for call in case]
    overlapping = sum(
        a.asked_at < b.answered_at and b.asked_at < a.answered_at
        for case in found.values()
        for a in case
        for b in case
        if a.client < b.client
    )
    outcomes = Counter(call.answered.status for call in calls)
    assert overlapping > len(calls)
    assert min(outcomes[200], outcomes[409], outcomes[412]) > 0, outcomes
    assert any(call.answered.repeated for call in calls)
    assert set(outcomes) <= {200, 404, 409, 412}, outcomes


def check_against_the_ledger(api: ServedApi, found: dict[str, list[Call[Asked, Answered]]]) -> None:
    """Each command that somebody was told is done is there once, and no other beside the submission."""
    for case, calls in found.items():
        history = api.product.ledger.history(CaseId(case))
        assert [recorded.sequence for recorded in history] == list(range(1, len(history) + 1))
        told = {call.asked.key for call in calls if call.answered.status == 200 and call.asked.act != "look"}
        assert {recorded.command_id for recorded in history[1:]} == told


def verdict_on(calls: list[Call[Asked, Answered]]) -> Verdict[Asked, Answered]:
    return judged(calls, BirthCase(version=1), after)


def is_explained(calls: list[Call[Asked, Answered]]) -> bool:
    return verdict_on(calls).is_explained


def two_registrars(api: ServedApi, *wishes: list[Wish], case: str) -> bool:
    """A received case, two registrars at once with these wishes; whether an order explains what they were answered."""
    with clients_of(api, [api.address]) as clients:
        counter, first, second = clients[0], clients[4], clients[6]
        counter.fulfil([Wish(case, "receive", a_key(0))])
        race([first, second], wishes)
        return is_explained([call for client in (counter, first, second) for _, call in client.journal])


def a_key(number: int) -> str:
    return f"4d7c2a52-0000-4000-8000-{number:012d}"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_store_that_enforces_no_expected_version_is_found_out(
    town: ServedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = town.submitted(NOW)["id"]
    monkeypatch.setattr(handle_command, "_refuse_unless_expected", lambda state, command: None)
    with clients_of(town, [town.address]) as clients:
        counter, first, same_person = clients[0], clients[4], clients[5]
        counter.fulfil([Wish(case, "receive", a_key(0))])
        same_person.fulfil([Wish(case, "look", a_key(1))])
        first.fulfil([Wish(case, "claim", a_key(2))])
        same_person.fulfil([Wish(case, "release", a_key(3), careful=True)])
        assert not is_explained([call for client in (counter, first, same_person) for _, call in client.journal])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_store_that_forgets_what_it_answered_is_found_out(town: ServedApi, monkeypatch: pytest.MonkeyPatch) -> None:
    case = town.submitted(NOW)["id"]
    monkeypatch.setattr(SqlLedgerTransaction, "find_receipt", lambda self, command_id: None)
    twice = [Wish(case, "claim", a_key(1)), Wish(case, "claim", a_key(1))]
    assert not two_registrars(town, twice, [Wish(case, "look", a_key(2))], case=case)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("has_key", [True, False], ids=["key of events", "no key"])
def test_a_store_that_locks_nothing_is_found_out(
    town: ServedApi, monkeypatch: pytest.MonkeyPatch, has_key: bool
) -> None:
    """Without the lock both read before either writes. Without the key of the events, too, both are told that they won."""
    case = town.submitted(NOW)["id"]
    claims = [Wish(case, "claim", a_key(number)) for number in (1, 2)]
    assert two_registrars(town, [claims[0]], [claims[1]], case=case), "the product itself"
    case = town.submitted(NOW)["id"]
    claims = [Wish(case, "claim", a_key(number)) for number in (1, 2)]
    if not has_key:
        with town.product.database.write() as connection:
            connection.execute(text("ALTER TABLE events DROP CONSTRAINT pk_events CASCADE"))
    lock_nothing(monkeypatch)
    assert not two_registrars(town, [claims[0]], [claims[1]], case=case)


def lock_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who act on a received case wait for each other, each with what it has read; nobody waits at the reception."""
    both_have_read = Barrier(2)
    lock_case = SqlLedgerTransaction.lock_case

    def read_only(self: SqlLedgerTransaction, case_id: CaseId) -> tuple[RecordedEvent, ...]:
        history = tuple(lock_case(self, case_id))
        if len(history) > 1:
            both_have_read.wait(timeout=60)
        return history

    others = count()
    monkeypatch.setattr("engine.store.ledger._lock_number", lambda case_id: next(others))
    monkeypatch.setattr(Database, "find_turn", lambda self: None)  # whoever waits here stands in a thread of his own
    monkeypatch.setattr(SqlLedgerTransaction, "lock_case", read_only)
