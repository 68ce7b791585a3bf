"""Bearer tokens of people and systems; the token itself is shown once and never kept."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import bindparam, or_, select, update

from engine.core.actors import Actor
from engine.store.database import Database
from engine.store.statements import insert_or_replace
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


class SqlTokenBook:
    """Whom a token stands for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._issue = insert_or_replace(TOKENS, database.dialect)

    def find_actor(self, token: str, now: datetime) -> Actor | None:
        with self._database.read() as connection:
            found = connection.execute(_ACTOR, {"token": _digest(token), "now": now}).scalar_one_or_none()
        return Actor.model_validate_json(found) if found is not None else None

    def issue(
        self, actor: Actor, now: datetime, *, token: str | None = None, expires_at: datetime | None = None
    ) -> str:
        """The same token issued again stands for the actor of the last time, and is good again."""
        shown = token or secrets.token_urlsafe(32)
        row = {
            "digest": _digest(shown),
            "actor": actor.model_dump_json(),
            "created_at": now,
            "expires_at": expires_at,
            "revoked_at": None,
        }
        with self._database.write() as connection:
            connection.execute(self._issue, row)
        return shown

    def revoke(self, token: str, now: datetime) -> None:
        with self._database.write() as connection:
            connection.execute(_REVOKE, {"token": _digest(token), "now": now})


def _digest(token: str) -> str:
    """Tokens are random and long, so a plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()
