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


def test_tokens_are_listed_without_giving_them_away(store: Store) -> None:
    token = store.tokens.issue(OFFICER, NOW, expires_at=NOW + timedelta(days=1))
    (listed,) = store.tokens.issued()
    assert (listed.actor, listed.created_at, listed.expires_at) == (OFFICER, NOW, NOW + timedelta(days=1))
    assert listed.revoked_at is None
    assert store.tokens.find_actor(listed.id, NOW) is None
    assert token not in listed.model_dump_json()


def test_a_token_is_revoked_by_its_id(store: Store) -> None:
    lost, kept = store.tokens.issue(OFFICER, NOW), store.tokens.issue(INSPECTOR, NOW)
    ids = {listed.actor.id: listed.id for listed in store.tokens.issued()}
    assert store.tokens.revoke_by_id(ids[OFFICER.id], NOW)
    assert store.tokens.find_actor(lost, NOW) is None
    assert store.tokens.find_actor(kept, NOW) == INSPECTOR
    assert not store.tokens.revoke_by_id(ids[OFFICER.id], NOW)
    assert not store.tokens.revoke_by_id("no-such-id", NOW)


def test_a_session_reads_for_its_actor_and_is_no_token(store: Store) -> None:
    token = store.tokens.issue(OFFICER, NOW)
    session = store.tokens.open_session(token, NOW, NOW + timedelta(hours=8))
    assert session is not None
    assert store.tokens.find_reader(session, NOW) == OFFICER
    assert store.tokens.find_actor(session, NOW) is None
    assert store.tokens.find_reader(token, NOW) is None
    assert store.tokens.find_reader(session, NOW + timedelta(hours=8)) is None
    store.tokens.close_session(session, NOW)
    assert store.tokens.find_reader(session, NOW) is None
    assert store.tokens.find_actor(token, NOW) == OFFICER


def test_a_session_ends_with_its_token(store: Store) -> None:
    token, other = store.tokens.issue(OFFICER, NOW), store.tokens.issue(INSPECTOR, NOW)
    session = store.tokens.open_session(token, NOW, NOW + timedelta(hours=8))
    foreign = store.tokens.open_session(other, NOW, NOW + timedelta(hours=8))
    assert session is not None and foreign is not None
    store.tokens.revoke(token, NOW)
    assert store.tokens.find_reader(session, NOW) is None
    under_another = f"{session.partition('.')[0]}.{foreign.partition('.')[2]}"
    assert store.tokens.find_reader(under_another, NOW) is None
    assert store.tokens.open_session(token, NOW, NOW + timedelta(hours=8)) is None


ISSUER, SUBJECT = "https://provider.example", "a1b2"
LATER = NOW + timedelta(hours=8)


def test_who_is_bound_has_sessions_and_no_token(store: Store) -> None:
    assert store.tokens.open_session_of(ISSUER, SUBJECT, NOW, LATER) is None
    store.tokens.bind(ISSUER, SUBJECT, OFFICER, NOW)
    session = store.tokens.open_session_of(ISSUER, SUBJECT, NOW, LATER)
    assert session is not None
    assert store.tokens.find_reader(session, NOW) == OFFICER
    assert store.tokens.find_issuer(session, NOW) == ISSUER
    for other in ((ISSUER, "b2"), ("https://another.example", SUBJECT), (ISSUER + SUBJECT, "")):
        assert store.tokens.open_session_of(*other, NOW, LATER) is None
    for word in (session, SUBJECT, f"{ISSUER}\0{SUBJECT}", session.rpartition(".")[2]):
        assert store.tokens.find_actor(word, NOW) is None


def test_bound_anew_or_no_more_former_sessions_end(store: Store) -> None:
    store.tokens.bind(ISSUER, SUBJECT, OFFICER, NOW)
    former = store.tokens.open_session_of(ISSUER, SUBJECT, NOW, LATER)
    assert former is not None
    store.tokens.bind(ISSUER, SUBJECT, INSPECTOR, NOW, expires_at=LATER)
    assert store.tokens.find_reader(former, NOW) is None
    session = store.tokens.open_session_of(ISSUER, SUBJECT, NOW, LATER + timedelta(hours=1))
    assert session is not None
    assert (store.tokens.find_reader(session, NOW), store.tokens.find_reader(session, LATER)) == (INSPECTOR, None)
    (account,) = [one for one in store.tokens.issued() if one.subject is not None]
    assert (account.issuer, account.subject, account.actor) == (ISSUER, SUBJECT, INSPECTOR)
    assert store.tokens.revoke_by_id(account.id, NOW)
    assert store.tokens.find_reader(session, NOW) is None
    assert store.tokens.find_issuer(session, NOW) is None
    assert store.tokens.open_session_of(ISSUER, SUBJECT, NOW, LATER) is None


def test_a_session_under_a_token_comes_from_no_provider(store: Store) -> None:
    session = store.tokens.open_session(store.tokens.issue(OFFICER, NOW), NOW, LATER)
    assert session is not None
    assert store.tokens.find_issuer(session, NOW) is None
