"""What was uploaded and waits, in SQL; each method is one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from engine.core.identifiers import CaseId
from engine.service.upload_ports import Upload
from engine.store.database import Database
from engine.store.statements import insert_or_replace
from engine.store.upload_table import UPLOADS


class SqlUploadBook:
    """One database's uploads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._replace = insert_or_replace(UPLOADS, database.dialect)

    def add(self, upload: Upload) -> None:
        with self._database.write() as connection:
            connection.execute(self._replace, dict(upload))

    def find(self, place: CaseId, digest: str) -> Upload | None:
        asked = select(UPLOADS).where(UPLOADS.c.place == place, UPLOADS.c.digest == digest)
        with self._database.read() as connection:
            found = connection.execute(asked).mappings().one_or_none()
        return Upload.model_validate(dict(found)) if found is not None else None

    def waiting(self, place: CaseId) -> Sequence[Upload]:
        asked = select(UPLOADS).where(UPLOADS.c.place == place).order_by(UPLOADS.c.at, UPLOADS.c.digest)
        with self._database.read() as connection:
            found = connection.execute(asked).mappings().all()
        return tuple(Upload.model_validate(dict(row)) for row in found)

    def older_than(self, at: datetime, limit: int) -> Sequence[Upload]:
        asked = select(UPLOADS).where(UPLOADS.c.at < at).order_by(UPLOADS.c.at).limit(limit)
        with self._database.read() as connection:
            found = connection.execute(asked).mappings().all()
        return tuple(Upload.model_validate(dict(row)) for row in found)

    def take_out(self, upload: Upload) -> bool:
        same = (UPLOADS.c.place == upload.place, UPLOADS.c.digest == upload.digest, UPLOADS.c.at == upload.at)
        with self._database.write() as connection:
            return connection.execute(delete(UPLOADS).where(*same)).rowcount == 1
