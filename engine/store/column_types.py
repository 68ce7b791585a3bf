"""Types of columns that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

_TEXT = "%Y-%m-%dT%H:%M:%SZ"


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant in whole seconds; refuses naive ones, which would be read in whatever zone a server is in.

    PostgreSQL keeps a timestamp with time zone. SQLite, which has no such type, keeps `2026-08-21T08:10:00Z`:
    always UTC and always 20 characters, so that text order is the order of time.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(20))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone: an instant is aware")
        if value.microsecond:
            raise ValueError(f"{value.isoformat()} has a fraction of a second: an instant has whole seconds")
        utc = value.astimezone(UTC)
        return utc.strftime(_TEXT) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)
