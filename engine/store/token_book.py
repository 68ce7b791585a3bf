"""Bearer tokens of people and systems, shown once and never kept; and who comes in by a provider instead."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update

from engine.core.actors import Actor, IssuedToken
from engine.core.audit import AuditEntry
from engine.service.token_ports import EntryOf
from engine.store.database import Database
from engine.store.entries import put_entry
from engine.store.rows import actor_in
from engine.store.statements import Channel, insert_or_replace
from engine.store.token_table import TOKENS

_ACTOR = select(TOKENS.c.actor).where(
    TOKENS.c.digest == bindparam("token"),
    TOKENS.c.revoked_at.is_(None),
    or_(TOKENS.c.expires_at.is_(None), TOKENS.c.expires_at > bindparam("now")),
)
_REVOKE = (
    update(TOKENS)
    .where(TOKENS.c.digest == bindparam("token"), TOKENS.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)
_END_SESSIONS = (
    update(TOKENS)
    .where(TOKENS.c.opened_under == bindparam("under"), TOKENS.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)
_ISSUER = select(TOKENS.c.issuer).where(TOKENS.c.digest == bindparam("under"))
_ID_LENGTH = 12
"""So many digits of the digest name a token; they are too few to find it and enough to tell it from others."""

_ISSUED = select(TOKENS).order_by(TOKENS.c.created_at, TOKENS.c.digest)
_REVOKE_BY_ID = (
    update(TOKENS)
    .where(func.substr(TOKENS.c.digest, 1, _ID_LENGTH) == bindparam("id"), TOKENS.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)


class SqlTokenBook:
    """Whom a token stands for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._issue = insert_or_replace(TOKENS, database.dialect)
        self._actor = database.known(_ACTOR)

    def find_actor(self, token: str, now: datetime) -> Actor | None:
        with self._database.question() as connection:
            return self._found(connection, digest_of(token), now)

    def _found(self, connection: Channel, digest: str, now: datetime) -> Actor | None:
        rows = self._actor.ask(connection, token=digest, now=now).rows()
        return actor_in(rows[0][0]) if rows else None

    def issue(
        self,
        actor: Actor,
        now: datetime,
        *,
        token: str | None = None,
        expires_at: datetime | None = None,
        entry_of: EntryOf | None = None,
    ) -> str:
        """The same token issued again stands for the actor of the last time, and is good again."""
        shown = token or secrets.token_urlsafe(32)
        row = _row(digest_of(shown), actor, now, expires_at)
        with self._database.write() as connection:
            connection.execute(self._issue, row)
            put_entry(connection, entry_of(self.id_of(shown)) if entry_of else None)
        return shown

    def id_of(self, token: str) -> str:
        return digest_of(token)[:_ID_LENGTH]

    def revoke(self, token: str, now: datetime) -> None:
        with self._database.write() as connection:
            connection.execute(_REVOKE, {"token": digest_of(token), "now": now})

    def open_session(self, token: str, now: datetime, expires_at: datetime) -> str | None:
        return self._open_session(digest_of(token), now, expires_at)

    def bind(
        self,
        issuer: str,
        subject: str,
        actor: Actor,
        now: datetime,
        *,
        expires_at: datetime | None = None,
        entry: AuditEntry | None = None,
    ) -> None:
        digest = _binding_digest(issuer, subject)
        row = _row(digest, actor, now, expires_at, issuer=issuer, subject=subject)
        with self._database.write() as connection:
            connection.execute(self._issue, row)
            # A session knows its actor as it was: whoever has fewer rights now is not to keep the old ones in it.
            connection.execute(_END_SESSIONS, {"under": digest, "now": now})
            put_entry(connection, entry)

    def open_session_of(self, issuer: str, subject: str, now: datetime, expires_at: datetime) -> str | None:
        return self._open_session(_binding_digest(issuer, subject), now, expires_at)

    def find_issuer(self, session: str, now: datetime) -> str | None:
        if self.find_reader(session, now) is None:
            return None
        with self._database.read() as connection:
            issuer: str | None = connection.execute(_ISSUER, {"under": session.rpartition(".")[2]}).scalar_one()
        return issuer

    def _open_session(self, under: str, now: datetime, expires_at: datetime) -> str | None:
        with self._database.read() as connection:
            actor = self._found(connection, under, now)
        if actor is None:
            return None
        session = f"{secrets.token_urlsafe(32)}.{under}"
        row = _row(_session_digest(session), actor, now, expires_at, opened_under=under)
        with self._database.write() as connection:
            connection.execute(self._issue, row)
        return session

    def find_reader(self, session: str, now: datetime) -> Actor | None:
        with self._database.read() as connection:
            found = self._found(connection, _session_digest(session), now)
            under = self._found(connection, session.rpartition(".")[2], now) if found is not None else None
        return found if under is not None else None

    def close_session(self, session: str, now: datetime) -> None:
        with self._database.write() as connection:
            connection.execute(_REVOKE, {"token": _session_digest(session), "now": now})

    def issued(self) -> Sequence[IssuedToken]:
        with self._database.read() as connection:
            rows = connection.execute(_ISSUED).all()
        return [
            IssuedToken(
                id=row.digest[:_ID_LENGTH],
                actor=Actor.model_validate_json(row.actor),
                created_at=row.created_at,
                expires_at=row.expires_at,
                revoked_at=row.revoked_at,
                issuer=row.issuer,
                subject=row.subject,
            )
            for row in rows
        ]

    def revoke_by_id(self, token_id: str, now: datetime, entry: AuditEntry | None = None) -> bool:
        with self._database.write() as connection:
            found = connection.execute(_REVOKE_BY_ID, {"id": token_id, "now": now}).rowcount > 0
            put_entry(connection, entry if found else None)
            return found


def digest_of(token: str) -> str:
    """Tokens are random and long, so a plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def _row(digest: str, actor: Actor, now: datetime, expires_at: datetime | None, **more: str) -> dict[str, Any]:
    """Every column is said: what was there under the same digest is replaced whole."""
    row = {"digest": digest, "actor": actor.model_dump_json(), "created_at": now, "expires_at": expires_at}
    return {**row, "revoked_at": None, "opened_under": None, "issuer": None, "subject": None, **more}


def _binding_digest(issuer: str, subject: str) -> str:
    """Another function than for tokens: what everybody may know is no token. An issuer, an address, has no NUL."""
    return hashlib.blake2b(f"{issuer}\0{subject}".encode(), digest_size=32, person=b"openid").hexdigest()


def _session_digest(session: str) -> str:
    """Another function than for tokens: a session cannot pass for a token, nor a token for a session."""
    return hashlib.blake2b(session.encode(), digest_size=32, person=b"session").hexdigest()
