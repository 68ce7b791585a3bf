"""Citizens' secrets: one for each case, told once, found by nobody else; failures are counted by all processes together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from engine.core.identifiers import CaseId, CommandId
from engine.service.citizen_access import (
    FAILURES_OF_A_CODE,
    FAILURES_OF_AN_ADDRESS,
    PERIOD,
    SESSION,
    CitizenAccess,
    Opened,
    TooMany,
)
from engine.store.citizen_book import SqlCitizenBook
from tests.support.kite_licence import OFFICER
from tests.support.sql_store import Store

HERE = "203.0.113.7"


def given(store: Store, case: str = "kite-1") -> tuple[str, str]:
    """A case that is received, with its secret."""
    case_id = store.received(case, "2026-06-01 08:00")
    secret = store.citizens.first_secret(case_id, OFFICER, CommandId(f"receipt-of-{case}"))
    row = store.queries.find_case(case_id)
    assert secret is not None and row is not None and row.dossier_code is not None
    return row.dossier_code, secret


def opened(store: Store, code: str, secret: str, address: str = HERE) -> Opened:
    found = store.citizens.open(code, secret, address)
    assert isinstance(found, Opened)
    return found


def renewed(store: Store, case: str = "kite-1", command: str = "anew") -> str | None:
    return store.citizens.new_secret(CaseId(case), OFFICER, CommandId(command))


def test_code_and_secret_open_the_one_case(store: Store) -> None:
    code, secret = given(store)
    other_code, other_secret = given(store, "kite-2")
    visit = opened(store, code, secret)
    assert (visit.case_id, store.citizens.find_case(visit.session)) == ("kite-1", "kite-1")
    assert opened(store, f" {code.lower()} ", secret.lower().replace("-", " ")).case_id == "kite-1"
    assert opened(store, other_code, other_secret).case_id == "kite-2"
    assert store.citizens.open(code, other_secret, HERE) is None
    assert store.citizens.open(other_code, secret, HERE) is None
    assert store.citizens.open("H00.00-000000-0000", secret, HERE) is None
    assert store.citizens.open(code, "", HERE) is None


def test_a_case_has_one_secret_until_another_is_made(store: Store) -> None:
    code, secret = given(store)
    assert store.citizens.first_secret(CaseId("kite-1"), OFFICER, CommandId("receipt-of-kite-1")) is None
    visit = opened(store, code, secret)
    new = renewed(store)
    assert new is not None and new != secret
    assert renewed(store) is None, "the repeat of a request makes no other"
    assert store.citizens.open(code, secret, HERE) is None
    assert store.citizens.find_case(visit.session) is None, "who came in with the former one is out"
    assert opened(store, code, new).case_id == "kite-1"


def test_of_two_new_secrets_at_once_one_is_good(store: Store) -> None:
    code, _ = given(store)
    with ThreadPoolExecutor(2) as both:
        made = list(both.map(lambda command: renewed(store, command=command), ("one", "two")))
    good = [secret for secret in made if secret and isinstance(store.citizens.open(code, secret, HERE), Opened)]
    assert len(good) == 1


def test_a_visit_ends(store: Store) -> None:
    code, secret = given(store)
    left, stayed = opened(store, code, secret), opened(store, code, secret)
    store.citizens.close(left.session)
    assert store.citizens.find_case(left.session) is None
    store.clock.shows += SESSION - timedelta(seconds=1)
    assert store.citizens.find_case(stayed.session) == "kite-1"
    store.clock.shows += timedelta(seconds=1)
    assert store.citizens.find_case(stayed.session) is None


def test_no_secret_and_no_session_lies_in_the_database(store: Store) -> None:
    code, secret = given(store)
    visit = opened(store, code, secret)
    store.citizens.open(code, "wrong", HERE)
    with store.database.read() as connection:
        kept = [
            connection.execute(text(f"SELECT * FROM {table}")).all()
            for table in ("citizen_secrets", "citizen_sessions", "citizen_failures", "events", "command_receipts")
        ]
    assert all(len(rows) > 0 for rows in kept)
    for said in (secret, secret.replace("-", ""), visit.session, HERE):
        assert said not in str(kept)


@pytest.mark.parametrize("there", [True, False], ids=["a code that is there", "a code that is not"])
def test_guesses_at_a_code_are_few_from_wherever_they_come(store: Store, there: bool) -> None:
    code, secret = given(store)
    guessed = code if there else "H00.00-000000-0000"
    for number in range(FAILURES_OF_A_CODE):
        assert store.citizens.open(guessed, "wrong", f"198.51.100.{number}") is None
    closed = store.citizens.open(guessed, secret, "192.0.2.1")
    assert closed == TooMany(store.clock.shows + PERIOD)
    store.clock.shows += PERIOD
    again = store.citizens.open(guessed, secret, "192.0.2.1")
    assert isinstance(again, Opened) if there else again is None


@pytest.mark.parametrize(
    "addresses",
    [[HERE], ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"], ["::ffff:203.0.113.7", HERE], ["made up", "", "1.2.3.4.5"]],
)
def test_guesses_from_an_address_are_few_whatever_the_code(store: Store, addresses: list[str]) -> None:
    code, secret = given(store)
    for number in range(FAILURES_OF_AN_ADDRESS):
        assert store.citizens.open(f"H00.00-000000-{number:04}", "wrong", addresses[number % len(addresses)]) is None
    assert isinstance(store.citizens.open(code, secret, addresses[-1]), TooMany)
    assert isinstance(store.citizens.open(code, secret, "192.0.2.1"), Opened), "from elsewhere it is open"


def test_who_has_the_secret_is_never_counted(store: Store) -> None:
    code, secret = given(store)
    for _ in range(FAILURES_OF_AN_ADDRESS + 2):
        assert isinstance(store.citizens.open(code, secret, HERE), Opened)


def test_of_many_guesses_at_once_none_slips_through(store: Store) -> None:
    code, _ = given(store)
    process = CitizenAccess(SqlCitizenBook(store.database), store.clock)
    guesses = [(process if number % 2 else store.citizens, number) for number in range(3 * FAILURES_OF_A_CODE)]
    with ThreadPoolExecutor(6) as many:
        told = list(many.map(lambda one: one[0].open(code, f"wrong {one[1]}", f"198.51.100.{one[1]}"), guesses))
    assert (told.count(None), sum(isinstance(one, TooMany) for one in told)) == (
        FAILURES_OF_A_CODE,
        2 * FAILURES_OF_A_CODE,
    )


def test_what_is_over_is_cleared_away(store: Store) -> None:
    code, secret = given(store)
    opened(store, code, secret)
    store.citizens.open(code, "wrong", HERE)
    store.clock.shows += SESSION + PERIOD
    store.citizens.open("H00.00-000000-0000", "wrong", "192.0.2.1")
    with store.database.read() as connection:
        sessions = connection.execute(text("SELECT count(*) FROM citizen_sessions")).scalar_one()
        counted = connection.execute(text("SELECT count(*) FROM citizen_failures")).scalar_one()
    assert (sessions, counted) == (0, 2)
