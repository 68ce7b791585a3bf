"""Citizens' secrets, sessions and failures in SQL; each method is one transaction."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, case, delete, select, update

from engine.core.identifiers import CaseId, DossierCode
from engine.service.citizen_ports import KeptSecret
from engine.store.citizen_tables import CITIZEN_FAILURES, CITIZEN_SECRETS, CITIZEN_SESSIONS
from engine.store.database import Database
from engine.store.read_tables import CASES
from engine.store.statements import commit, insert_into, insert_or_leave, insert_or_replace, together

_CLEARED_AT_ONCE = 100
_BY_CODE = select(CITIZEN_SECRETS).join(CASES, CASES.c.case_id == CITIZEN_SECRETS.c.case_id)


class SqlCitizenBook:
    """In one database for all processes: a guess at one of them is a guess at all."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._add = insert_or_leave(CITIZEN_SECRETS, database.dialect).returning(CITIZEN_SECRETS.c.case_id)
        self._first = database.known(
            insert_or_leave(CITIZEN_SECRETS, database.dialect).returning(CITIZEN_SECRETS.c.case_id)
        )
        self._replace = insert_or_replace(CITIZEN_SECRETS, database.dialect)

    def add(self, secret: KeptSecret) -> bool:
        with self._database.command() as channel:
            with together(channel):
                added = self._first.ask(channel, **dict(secret))
                commit(channel)
            return bool(added.rows())

    def replace(self, secret: KeptSecret) -> bool:
        with self._database.write() as connection:
            # Before anything is read: two at once wait for each other here.
            if connection.execute(self._add, dict(secret)).first() is None:
                asked = select(CITIZEN_SECRETS.c.command_id).where(CITIZEN_SECRETS.c.case_id == secret.case_id)
                if connection.execute(asked.with_for_update()).scalar_one() == secret.command_id:
                    return False
                connection.execute(self._replace, dict(secret))
            _end_sessions(connection, secret.case_id)
        return True

    def find_by_code(self, code: DossierCode) -> KeptSecret | None:
        with self._database.read() as connection:
            found = connection.execute(_BY_CODE.where(CASES.c.dossier_code == code)).mappings().first()
        return KeptSecret.model_validate(dict(found)) if found is not None else None

    def add_session(self, digest: str, case_id: CaseId, expires_at: datetime) -> None:
        row = {"digest": digest, "case_id": case_id, "expires_at": expires_at}
        with self._database.write() as connection:
            connection.execute(insert_into(CITIZEN_SESSIONS, self._database.dialect), row)

    def find_session(self, digest: str, now: datetime) -> CaseId | None:
        asked = select(CITIZEN_SESSIONS.c.case_id).where(
            CITIZEN_SESSIONS.c.digest == digest, CITIZEN_SESSIONS.c.expires_at > now
        )
        with self._database.read() as connection:
            found = connection.execute(asked).scalar()
        return CaseId(found) if found is not None else None

    def end_session(self, digest: str) -> None:
        with self._database.write() as connection:
            connection.execute(delete(CITIZEN_SESSIONS).where(CITIZEN_SESSIONS.c.digest == digest))

    def count(self, most: Mapping[str, int], now: datetime, ends_at: datetime) -> datetime | None:
        with self._database.write() as connection:
            _clear(connection, CITIZEN_FAILURES.c.ends_at, now)
            _clear(connection, CITIZEN_SESSIONS.c.expires_at, now)
            for key, allowed in most.items():
                failures, until = self._one_more(connection, key, now, ends_at)
                if failures > allowed:
                    return until
        return None

    def uncount(self, keys: Collection[str]) -> None:
        table = CITIZEN_FAILURES
        less = update(table).values(failures=table.c.failures - 1)
        with self._database.write() as connection:
            for key in keys:
                connection.execute(less.where(table.c.key == key, table.c.failures > 0))

    def _one_more(self, connection: Connection, key: str, now: datetime, ends_at: datetime) -> tuple[int, datetime]:
        """Counted before it is known whether it goes wrong: of a hundred at once none slips through."""
        table = CITIZEN_FAILURES
        is_over = table.c.ends_at <= now
        counting = insert_into(table, self._database.dialect)
        changed: dict[str, Any] = {
            "failures": case((is_over, 1), else_=table.c.failures + 1),
            "ends_at": case((is_over, counting.excluded.ends_at), else_=table.c.ends_at),
        }
        counting = counting.on_conflict_do_update(index_elements=["key"], set_=changed)
        connection.execute(counting, {"key": key, "failures": 1, "ends_at": ends_at})
        asked = select(table.c.failures, table.c.ends_at).where(table.c.key == key)
        failures, until = connection.execute(asked).one()
        return failures, until


def _end_sessions(connection: Connection, case_id: str) -> None:
    connection.execute(delete(CITIZEN_SESSIONS).where(CITIZEN_SESSIONS.c.case_id == case_id))


def _clear(connection: Connection, ends: Column[datetime], now: datetime) -> None:
    """What is over goes, unless somebody just writes it: nobody waits here, so nobody can wait in a circle."""
    (key,) = ends.table.primary_key
    over = select(key).where(ends <= now).limit(_CLEARED_AT_ONCE).with_for_update(skip_locked=True)
    connection.execute(delete(ends.table).where(key.in_(over)))
