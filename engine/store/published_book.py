"""The published versions in SQL: added once each, read by edition."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, insert, literal, select

from engine.core.identifiers import ProcedureId
from engine.service.ports import Publication, PublishedVersion
from engine.store.database import Database
from engine.store.published_table import PUBLISHED_PROCEDURES
from engine.store.read_tables import CASES

_NEWEST = select(func.coalesce(func.max(PUBLISHED_PROCEDURES.c.edition), 0))
_SINCE = (
    select(PUBLISHED_PROCEDURES)
    .where(PUBLISHED_PROCEDURES.c.edition > bindparam("edition"))
    .order_by(PUBLISHED_PROCEDURES.c.edition)
)
_OTHERS_SINCE = (
    select(literal(1))
    .where(
        CASES.c.procedure == bindparam("procedure"),
        CASES.c.received_at >= bindparam("since"),
        CASES.c.procedure_version != bindparam("version"),
    )
    .limit(1)
)


class SqlPublishedVersions:
    """What was published in this installation."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._insert = insert(PUBLISHED_PROCEDURES)

    def edition(self) -> int:
        with self._database.read() as connection:
            return int(connection.execute(_NEWEST).scalar_one())

    def since(self, edition: int) -> Sequence[PublishedVersion]:
        with self._database.read() as connection:
            found = connection.execute(_SINCE, {"edition": edition}).mappings().all()
        return tuple(PublishedVersion.model_validate(dict(row)) for row in found)

    def add(self, publication: Publication) -> PublishedVersion:
        with self._database.write() as connection:
            edition = int(connection.execute(_NEWEST).scalar_one()) + 1
            published = PublishedVersion(edition=edition, **publication.model_dump())
            connection.execute(self._insert, published.model_dump())
        return published

    def has_other_cases(self, procedure: ProcedureId, version: str, since: datetime) -> bool:
        given = {"procedure": procedure, "version": version, "since": since}
        with self._database.read() as connection:
            return connection.execute(_OTHERS_SINCE, given).first() is not None
