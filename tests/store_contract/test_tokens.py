"""Bearer tokens: whoever has one is its actor, until it ends; nobody can read one out of the database."""

from datetime import timedelta

from sqlalchemy import text

from tests.support.kite_licence import INSPECTOR, OFFICER, at
from tests.support.sql_store import Store

NOW = at("2026-06-01 08:00")


def test_a_token_stands_for_its_actor(store: Store) -> None:
    token = store.tokens.issue(OFFICER, NOW)
    assert store.tokens.find_actor(token, NOW) == OFFICER
    assert store.tokens.find_actor(token + "x", NOW) is None
    assert store.tokens.issue(OFFICER, NOW) != token


def test_a_token_ends(store: Store) -> None:
    token = store.tokens.issue(OFFICER, NOW, expires_at=NOW + timedelta(hours=1))
    assert store.tokens.find_actor(token, NOW + timedelta(seconds=3599)) == OFFICER
    assert store.tokens.find_actor(token, NOW + timedelta(hours=1)) is None
    revoked = store.tokens.issue(OFFICER, NOW)
    store.tokens.revoke(revoked, NOW)
    assert store.tokens.find_actor(revoked, NOW) is None


def test_a_known_token_can_be_issued_again(store: Store) -> None:
    store.tokens.issue(OFFICER, NOW, token="a-demo-token")
    store.tokens.revoke("a-demo-token", NOW)
    assert store.tokens.issue(INSPECTOR, NOW, token="a-demo-token") == "a-demo-token"
    assert store.tokens.find_actor("a-demo-token", NOW) == INSPECTOR


def test_only_the_digest_is_kept(store: Store) -> None:
    token = store.tokens.issue(OFFICER, NOW)
    with store.database.read() as connection:
        kept = connection.execute(text("SELECT * FROM tokens")).all()
    assert len(kept) == 1
    assert token not in str(kept)
