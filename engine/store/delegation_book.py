"""Delegations in SQL: one statement more for nobody, and one in place of another for who acts for somebody else."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update

from engine.core.actors import Actor
from engine.core.audit import AuditEntry
from engine.core.delegations import Delegation, standing_in
from engine.core.identifiers import ActorId, AgencyId
from engine.service.delegation_ports import Account
from engine.store.database import Database
from engine.store.delegation_table import DELEGATIONS
from engine.store.entries import put_entry
from engine.store.rows import actor_in
from engine.store.token_book import digest_of
from engine.store.token_table import TOKENS
from engine.store.turn import aside

_ABSENT = TOKENS.alias("absent")


def _is_good(tokens: Any) -> Any:
    return tokens.c.revoked_at.is_(None) & or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > bindparam("now"))


_SHOWN = [column for column in DELEGATIONS.c if column.name != "giver_digest"]
_STANDS_IN = (
    select(TOKENS.c.actor, _ABSENT.c.actor.label("absent"), *_SHOWN)
    .select_from(TOKENS)
    .join(DELEGATIONS, DELEGATIONS.c.id == bindparam("delegation"))
    .join(_ABSENT, _ABSENT.c.digest == DELEGATIONS.c.giver_digest)
    .where(TOKENS.c.digest == bindparam("token"), _is_good(TOKENS), _is_good(_ABSENT))
)
_ACCOUNTS = (
    select(TOKENS.c.digest, TOKENS.c.actor)
    .where(_is_good(TOKENS), TOKENS.c.opened_under.is_(None))
    .order_by(TOKENS.c.expires_at.is_(None).desc(), TOKENS.c.expires_at.desc(), TOKENS.c.created_at.desc())
)
_BY_ID = select(*_SHOWN).where(DELEGATIONS.c.id == bindparam("delegation"))
_NEWEST = select(*_SHOWN).order_by(DELEGATIONS.c.given_at.desc(), DELEGATIONS.c.id)
_END = (
    update(DELEGATIONS)
    .where(DELEGATIONS.c.id == bindparam("delegation"), DELEGATIONS.c.ended_at.is_(None))
    .values(ended_at=bindparam("at"), ended_by=bindparam("by"))
)


class SqlDelegationBook:
    """Who may act for whom."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find_stand_in(self, token: str, delegation: str, now: datetime) -> Actor | None:
        return self._stands_in(digest_of(token), delegation, now)

    def find_stand_in_of_session(self, session: str, delegation: str, now: datetime) -> Actor | None:
        return self._stands_in(session.rpartition(".")[2], delegation, now)

    def _stands_in(self, digest: str, delegation: str, now: datetime) -> Actor | None:
        said = aside(partial(self._found, {"token": digest, "delegation": delegation, "now": now}))
        if said is None:
            return None
        taker, absent = actor_in(said.pop("actor")), actor_in(said.pop("absent"))
        found = Delegation.model_validate(said)
        if taker.id != found.taker or absent.id != found.giver or not found.holds_at(now):
            return None
        return standing_in(taker, absent, found)

    def _found(self, given: dict[str, Any]) -> dict[str, Any] | None:
        with self._database.read() as connection:
            row = connection.execute(_STANDS_IN, given).mappings().one_or_none()
        return dict(row) if row is not None else None

    def find_account(self, actor: ActorId, now: datetime) -> Account | None:
        with self._database.read() as connection:
            for digest, said in connection.execute(_ACCOUNTS, {"now": now}):
                known = actor_in(said)
                if known.id == actor:
                    return Account(known, digest)
        return None

    def accounts_of(self, agency: AgencyId, now: datetime) -> Sequence[Actor]:
        found: dict[ActorId, Actor] = {}
        with self._database.read() as connection:
            for _, said in connection.execute(_ACCOUNTS, {"now": now}):
                known = actor_in(said)
                found.setdefault(known.id, known)  # by the token that is good for longest
        return [known for known in found.values() if known.agency == agency]

    def add(self, delegation: Delegation, absent: Account, entry: AuditEntry | None = None) -> None:
        row = {**delegation.model_dump(), "giver_digest": absent.key}
        with self._database.write() as connection:
            connection.execute(insert(DELEGATIONS), row)
            put_entry(connection, entry)

    def find(self, delegation: str) -> Delegation | None:
        with self._database.read() as connection:
            row = connection.execute(_BY_ID, {"delegation": delegation}).mappings().one_or_none()
        return Delegation.model_validate(dict(row)) if row else None

    def end(self, delegation: str, by: ActorId, now: datetime, entry: AuditEntry | None = None) -> bool:
        with self._database.write() as connection:
            found = connection.execute(_END, {"delegation": delegation, "by": by, "at": now}).rowcount > 0
            put_entry(connection, entry if found else None)
            return found

    def given_in(self, agency: AgencyId | None) -> Sequence[Delegation]:
        asked = _NEWEST if agency is None else _NEWEST.where(DELEGATIONS.c.agency == agency)
        with self._database.read() as connection:
            return tuple(Delegation.model_validate(dict(row)) for row in connection.execute(asked).mappings())
