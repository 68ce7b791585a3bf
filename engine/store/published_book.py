"""The published versions in SQL, and the endings recorded of them: added once each, read in their order."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import Select, bindparam, func, insert, literal, select

from engine.core.closing import Ending, EndingFact
from engine.core.definition_basics import LegalBasis
from engine.core.identifiers import ProcedureId
from engine.core.publication import Newest, Publication, PublishedVersion
from engine.store.database import Database
from engine.store.edition_table import EDITIONS
from engine.store.ending_table import VERSION_ENDINGS
from engine.store.published_table import PUBLISHED_PROCEDURES
from engine.store.read_tables import CASES

_NEWEST_EDITION = select(func.coalesce(func.max(PUBLISHED_PROCEDURES.c.edition), 0))
_NEWEST_ENDING = select(func.coalesce(func.max(VERSION_ENDINGS.c.number), 0))
_NEWEST_TABLES = select(func.coalesce(func.max(EDITIONS.c.edition), 0))
NEWEST = select(_NEWEST_EDITION.scalar_subquery(), _NEWEST_ENDING.scalar_subquery(), _NEWEST_TABLES.scalar_subquery())
_SINCE = (
    select(PUBLISHED_PROCEDURES)
    .where(PUBLISHED_PROCEDURES.c.edition > bindparam("edition"))
    .order_by(PUBLISHED_PROCEDURES.c.edition)
)
_ENDINGS = select(VERSION_ENDINGS).order_by(VERSION_ENDINGS.c.number)
_RECEIVED_SINCE = (
    select(literal(1))
    .where(
        CASES.c.procedure == bindparam("procedure"),
        CASES.c.received_at >= bindparam("since"),
        CASES.c.received_at < bindparam("before"),
    )
    .limit(1)
)
_OWN_SINCE = _RECEIVED_SINCE.where(CASES.c.procedure_version == bindparam("version"))
_OTHERS_SINCE = _RECEIVED_SINCE.where(CASES.c.procedure_version != bindparam("version"))
_NEVER = datetime(9999, 12, 31, tzinfo=UTC)
_BASIS = TypeAdapter(tuple[LegalBasis, ...])


class SqlPublishedVersions:
    """What was published in this installation, and what of it was ended."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._insert = insert(PUBLISHED_PROCEDURES)
        self._insert_ending = insert(VERSION_ENDINGS)

    def newest(self) -> Newest:
        with self._database.read() as connection:
            return Newest(*map(int, connection.execute(NEWEST).one()))

    def since(self, edition: int) -> Sequence[PublishedVersion]:
        with self._database.read() as connection:
            found = connection.execute(_SINCE, {"edition": edition}).mappings().all()
        return tuple(PublishedVersion.model_validate(dict(row)) for row in found)

    def add(self, publication: Publication) -> PublishedVersion:
        with self._database.write() as connection:
            edition = int(connection.execute(_NEWEST_EDITION).scalar_one()) + 1
            published = PublishedVersion(edition=edition, **publication.model_dump())
            connection.execute(self._insert, published.model_dump())
        return published

    def endings(self) -> Sequence[Ending]:
        with self._database.read() as connection:
            found = connection.execute(_ENDINGS).mappings().all()
        return tuple(Ending.model_validate({**row, "legal_basis": json.loads(row["legal_basis"])}) for row in found)

    def add_ending(self, fact: EndingFact) -> Ending:
        with self._database.write() as connection:
            number = int(connection.execute(_NEWEST_ENDING).scalar_one()) + 1
            ending = Ending(number=number, **dict(fact))
            basis = _BASIS.dump_json(ending.legal_basis, exclude_defaults=True).decode()
            connection.execute(self._insert_ending, {**ending.model_dump(), "legal_basis": basis})
        return ending

    def has_cases(self, procedure: ProcedureId, version: str, since: datetime) -> bool:
        return self._has(_OWN_SINCE, procedure, version, since, None)

    def has_other_cases(
        self, procedure: ProcedureId, version: str, since: datetime, before: datetime | None = None
    ) -> bool:
        return self._has(_OTHERS_SINCE, procedure, version, since, before)

    def _has(
        self, asked: Select[tuple[int]], procedure: str, version: str, since: datetime, before: datetime | None
    ) -> bool:
        given = {"procedure": procedure, "version": version, "since": since, "before": before or _NEVER}
        with self._database.read() as connection:
            return connection.execute(asked, given).first() is not None
