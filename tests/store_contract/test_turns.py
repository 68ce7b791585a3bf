"""Commands on an event loop: one that waits for a case keeps nobody waiting; whoever is not waited for any more gives back
what he holds; and what a line says is done as a whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from threading import Event, get_ident

import psycopg
import pytest
from psycopg import errors

from engine.core.identifiers import CaseId
from engine.service.handle_command import CommandResult
from engine.store.line import Line
from engine.store.turn import aside
from tests.support.kite_licence import INSPECTOR
from tests.support.sql_store import Store, open_store


@pytest.fixture
def kites(postgres_store: Store) -> Store:
    for number in (1, 2):
        postgres_store.received(f"kite-{number}", "2026-06-01 08:00")
    return postgres_store


def claiming(store: Store, case: str) -> Callable[[], Awaitable[CommandResult]]:
    """In a turn on the loop, never in a thread."""
    turn = store.database.find_turn()
    assert turn is not None
    return partial(turn.take, partial(store.give, "claim_step", CaseId(case), actor=INSPECTOR, step="inspect_kite"))


def lie_ready(store: Store, lines: int) -> None:
    """So many lines that were just given back."""
    if lines:
        with store.database.question() as line:
            assert isinstance(line, Line)
            line.say("SELECT 1")
            lie_ready(store, lines - 1)


def test_whoever_waits_for_a_case_keeps_nobody_waiting(kites: Store) -> None:
    lie_ready(kites, 2)
    threads = set()

    async def both() -> list[int]:
        with open_store(kites.url) as other, other.ledger.transaction() as holding:
            holding.lock_case(CaseId("kite-1"))
            waiting = asyncio.create_task(_versioned(claiming(kites, "kite-1")))
            await asyncio.wait({waiting}, timeout=0)  # it has asked for the case
            second = await _versioned(claiming(kites, "kite-2"))
            threads.add(get_ident())
            assert not waiting.done()
        return [second, await waiting]

    assert asyncio.run(both()) == [4, 4]
    assert threads == {get_ident()}


async def _versioned(claim: Callable[[], Awaitable[CommandResult]]) -> int:
    return (await claim()).state.version


def test_whoever_is_not_waited_for_is_carried_through(kites: Store) -> None:
    """Half done, it would hold the case, and its line."""
    lie_ready(kites, 1)

    async def left() -> bool:
        with open_store(kites.url) as other, other.ledger.transaction() as holding:
            holding.lock_case(CaseId("kite-1"))
            waiting = asyncio.create_task(_versioned(claiming(kites, "kite-1")))
            await asyncio.wait({waiting}, timeout=0)
            waiting.cancel()
            await asyncio.wait({waiting}, timeout=0)
            assert not waiting.done()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        again = kites.database.find_turn()
        return again is not None and await again.take(bool, 1)

    assert asyncio.run(left()), "its line lies ready again"
    assert len(kites.ledger.history(CaseId("kite-1"))) == 4


def test_without_a_line_of_which_it_is_certain_there_is_no_turn(kites: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lie_ready(kites, 1)
    monkeypatch.setattr("engine.store.database.SECONDS_UNASKED", -1.0)
    assert kites.database.find_turn() is None, "it lay for too long"
    monkeypatch.undo()
    only = kites.database.find_turn()
    assert only is not None and kites.database.find_turn() is None, "the only one is taken"
    asyncio.run(only.take(get_ident))
    assert len(kites.ledger.history(CaseId("kite-1"))) == 3


def test_what_waits_for_something_else_is_done_aside(kites: Store) -> None:
    """By another thread, and what it raises is raised here."""
    lie_ready(kites, 2)

    async def done() -> tuple[int, int]:
        meanwhile = Event()
        turns = [turn for turn in (kites.database.find_turn(), kites.database.find_turn()) if turn is not None]
        waiting = asyncio.create_task(turns[0].take(aside, partial(_after, meanwhile)))
        await asyncio.wait({waiting}, timeout=0)
        assert not waiting.done()
        with pytest.raises(ZeroDivisionError):
            await turns[1].take(aside, partial(divmod, 1, 0))
        meanwhile.set()
        return await waiting, get_ident()

    there, here = asyncio.run(done())
    assert there != here
    assert aside(get_ident) == get_ident(), "where nobody else waits it is done at once"


def _after(meanwhile: Event) -> int:
    assert meanwhile.wait(timeout=240)
    return get_ident()


def say_and_commit(line: Line, *said: tuple[str, tuple[object, ...]]) -> None:
    with line.together():
        for words, values in said:
            line.say(words, values)
        line.commit()


def count_and_fail(store: Store) -> None:
    with store.ledger.transaction() as transaction:
        transaction.lock_case(CaseId("kite-1"))
        transaction.next_serial("A", store.clock.now().date())
        raise RuntimeError


def test_a_line_says_all_of_it_or_nothing(kites: Store) -> None:
    insert = "INSERT INTO dossier_serials (unit_code, day, last) VALUES ($1, '2026-06-01', $2)"
    with kites.database.command() as line:
        assert isinstance(line, Line)
        with pytest.raises(errors.CheckViolation):
            say_and_commit(line, (insert, ("A", 1)), (insert, ("B", 0)))
        with pytest.raises(errors.InFailedSqlTransaction):
            line.say("SELECT 1")
        with pytest.raises(psycopg.OperationalError, match="had failed"):
            line.commit()
        assert line.is_free
        assert line.say("SELECT count(*) FROM dossier_serials WHERE unit_code IN ('A', 'B')").rows == [(0,)]
        with line.together():
            line.say(insert, ("A", 1))
            counted = line.say("SELECT count(*) FROM dossier_serials WHERE unit_code = $1", ("A",))
        assert counted.rows == [(1,)]


def test_a_line_on_which_nothing_is_prepared_any_more_is_let_go(kites: Store) -> None:
    """As after a migration beside running processes: who meets it is told, nobody else."""
    lie_ready(kites, 1)
    with kites.database.question() as line:
        assert isinstance(line, Line)
        line.say("DEALLOCATE ALL")
        with pytest.raises(errors.InvalidSqlStatementName):
            line.say("SELECT 1")
    assert kites.database.find_turn() is None
    claimed = kites.give("claim_step", "kite-1", actor=INSPECTOR, step="inspect_kite")
    assert claimed.state.version == 4


def test_a_line_carries_more_than_a_socket_holds(kites: Store) -> None:
    """Both sides have more to say than is on its way at once."""
    words = "x" * 20_000_000
    with kites.database.question() as line:
        assert isinstance(line, Line)
        with line.together():
            said = [line.say("SELECT $1::text", (words,)) for _ in range(3)]
        assert all(one.rows == [(words,)] for one in said)


def test_what_is_not_committed_was_not(kites: Store) -> None:
    before = kites.database.connections()
    with pytest.raises(RuntimeError):
        count_and_fail(kites)
    with kites.ledger.transaction() as transaction:
        transaction.lock_case(CaseId("kite-1"))
        assert transaction.next_serial("A", kites.clock.now().date()) == 1
    assert kites.database.connections() == before
