"""When the last backup was made, by the audit trail; an index answers it however long the trail is."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, text

from engine.core.recording import LARGEST_STEP_BACK
from engine.service.backup_ports import BackupsMade
from engine.store.audit_tables import AUDIT_BLOCKS, AUDIT_ENTRIES, BACKED_UP
from engine.store.column_types import UtcInstant
from engine.store.database import Database

_BEFORE = bindparam("before", type_=UtcInstant())
LAST_BACKUP = select(func.max(AUDIT_ENTRIES.c.at)).where(text(BACKED_UP), AUDIT_ENTRIES.c.at <= _BEFORE)
KEPT_SINCE = select(AUDIT_BLOCKS.c.sealed_at).where(AUDIT_BLOCKS.c.number == 1)


class SqlBackupBook:
    """The trail of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def made(self, now: datetime) -> BackupsMade:
        with self._database.read() as connection:
            last = connection.execute(LAST_BACKUP, {"before": now + LARGEST_STEP_BACK}).scalar_one_or_none()
            since = connection.execute(KEPT_SINCE).scalar_one_or_none()
        return BackupsMade(last_at=last, kept_since=since)
