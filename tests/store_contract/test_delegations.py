"""Delegations in both databases: found with the token in one statement, and good as long as all that they rest on is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.core.actors import Actor, Role
from engine.core.delegations import Delegation
from engine.core.errors import InvariantBroken
from engine.core.identifiers import ActorId, AgencyId
from engine.store.delegation_book import SqlDelegationBook
from tests.support.kite_licence import at
from tests.support.sql_store import Store
from tests.support.statement_spy import statements_sent

NOW = at("2026-06-01 08:00")
WORKSHOP = AgencyId("workshop-1")


def somebody(name: str, role: Role, agency: AgencyId = WORKSHOP) -> Actor:
    return Actor(id=ActorId(name), name=name.title(), agency=agency, roles=(role,))


AN, BINH = somebody("an", Role.CASEWORKER), somebody("binh", Role.ONE_STOP_OFFICER)


def given(book: SqlDelegationBook, name: str = "d-1", until: timedelta = timedelta(days=1)) -> Delegation:
    delegation = Delegation(
        id=name, giver=AN.id, taker=BINH.id, agency=WORKSHOP, procedure=None,
        from_at=NOW, until_at=NOW + until, given_at=NOW, given_by=AN.id,
    )  # fmt: skip
    absent = book.find_account(AN.id, NOW)
    assert absent is not None
    book.add(delegation, absent)
    return delegation


def test_who_stands_in_is_found_with_his_token_in_one_statement(store: Store) -> None:
    book = SqlDelegationBook(store.database)
    absents, token = store.tokens.issue(AN, NOW), store.tokens.issue(BINH, NOW)
    delegation = given(book)
    with statements_sent() as sent:
        found = book.find_stand_in(token, delegation.id, NOW)
    assert len(sent) == 1
    assert found is not None and found.on_behalf_of is not None
    assert (found.id, found.roles, found.on_behalf_of.id) == (BINH.id, AN.roles, AN.id)
    assert book.find_stand_in(absents, delegation.id, NOW) is None
    assert book.find_stand_in(token, "d-2", NOW) is None
    assert book.find_stand_in(token, delegation.id, NOW - timedelta(seconds=1)) is None
    assert book.find_stand_in(token, delegation.id, delegation.until_at) is None


def test_an_ended_one_stays_ended_and_on_record(store: Store) -> None:
    book = SqlDelegationBook(store.database)
    store.tokens.issue(AN, NOW)
    token, first = store.tokens.issue(BINH, NOW), given(book)
    assert book.end(first.id, BINH.id, NOW)
    assert not book.end(first.id, AN.id, NOW)
    assert book.find_stand_in(token, first.id, NOW) is None
    assert book.given_in(WORKSHOP) == book.given_in(None) == (book.find(first.id),)
    known = book.find(first.id)
    assert known is not None and (known.ended_at, known.ended_by) == (NOW, BINH.id)
    assert book.given_in(AgencyId("sky-1")) == ()


@pytest.mark.parametrize("moved", [AgencyId("sky-1"), None])
def test_who_went_to_another_agency_has_it_no_more(store: Store, moved: AgencyId | None) -> None:
    book = SqlDelegationBook(store.database)
    store.tokens.issue(AN, NOW)
    token, delegation = store.tokens.issue(BINH, NOW), given(book)
    store.tokens.issue(BINH.model_copy(update={"agency": moved}), NOW, token=token)
    assert book.find_stand_in(token, delegation.id, NOW) is None


def test_the_database_itself_refuses_one_that_is_over_before_it_begins(store: Store) -> None:
    book = SqlDelegationBook(store.database)
    store.tokens.issue(AN, NOW)
    with pytest.raises(InvariantBroken, match="ck_delegations_end_later"):
        given(book, until=timedelta(0))


def test_a_session_is_no_account_to_give_from(store: Store) -> None:
    """It outlives the token under which it was opened, and nobody revokes it."""
    book = SqlDelegationBook(store.database)
    token = store.tokens.issue(AN, NOW, expires_at=NOW + timedelta(hours=1))
    assert store.tokens.open_session(token, NOW, NOW + timedelta(hours=8)) is not None
    assert book.find_account(AN.id, NOW) is not None
    assert book.find_account(AN.id, NOW + timedelta(hours=1)) is None
    stands_in, delegation = store.tokens.issue(BINH, NOW), given(book)
    assert book.find_stand_in(stands_in, delegation.id, NOW + timedelta(minutes=59)) is not None
    assert book.find_stand_in(stands_in, delegation.id, NOW + timedelta(hours=1)) is None
