"""Brings a database to the tables of this version, and tells whether it is there. Needs no file of settings."""

from collections.abc import Callable
from contextlib import closing
from functools import cache, partial
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.migration import MigrationInfo
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from engine.core.errors import EngineError, LedgerDamaged, LedgerReadOnly, StorageFull
from engine.core.values import Text
from engine.store.database import Database
from engine.store.declared import declared
from engine.store.words_table import TRIGRAMS

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x4C54_4D49
"""Two processes that start together do not migrate at the same time."""


AfterStep = Callable[[str], None]
"""Told of each step when it is done, while the transaction of them all is still open."""


_WRITES_NOTHING = text("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean")
"""A standby, or a server or user that may only read: it answers every question and refuses every command."""


def migrate(url: str, to: str = "head", after_step: AfterStep | None = None) -> None:
    """Up to `to`, in one transaction: a failed step leaves the database as it was."""
    _run(url, to, down=False, after_step=after_step)


def migrate_down(url: str, to: str = "base") -> None:
    """Down to `to`; what later steps held is lost."""
    _run(url, to, down=True)


def is_current(url: str) -> bool:
    """Whether the database can be reached and has the tables of this version, or those of a newer one."""
    with closing(Database(url)) as database:
        return find_obstacle(database) is None


def find_obstacle(database: Database) -> Text | None:
    """Why a database that is open cannot be worked with, with the remedy. Tables of a newer version are no obstacle."""
    if database.is_moved():
        return Text(
            vi="tệp cơ sở dữ liệu đã bị dời đi hoặc bị thay khi đang mở; hãy trả nó về chỗ cũ, rồi khởi động lại tiến trình này",
            en="the database's file was moved away or replaced while it is open; put it back, then restart this process",
        )
    missing = database.missing_file
    if missing is not None:  # a look brings none into being
        return Text(
            vi=f"không có tệp cơ sở dữ liệu {missing}; hãy đặt LIENTHONG_DATA_DIR (hoặc LIENTHONG_DATABASE_URL) cho đúng chỗ, hoặc tạo mới bằng `lienthong migrate`",
            en=f"there is no ledger {missing}; set LIENTHONG_DATA_DIR (or LIENTHONG_DATABASE_URL) to where it is, or make one by `lienthong migrate`",
        )
    try:
        with database.read() as connection:
            found = MigrationContext.configure(connection).get_current_heads()
            is_asked = database.dialect == "postgresql" and not database.only_reads
            if is_asked and connection.execute(_WRITES_NOTHING).scalar_one():
                return LedgerReadOnly().words
    except (LedgerDamaged, LedgerReadOnly, StorageFull) as error:
        return error.words
    except (SQLAlchemyError, EngineError) as error:
        kind = type(error.__cause__ or error).__name__
        return Text(
            vi=f"cơ sở dữ liệu không trả lời: {kind}; hãy khởi động, hoặc sửa LIENTHONG_DATABASE_URL",
            en=f"the database does not answer: {kind}; start it, or mend LIENTHONG_DATABASE_URL",
        )
    # During an upgrade the tables are newer than the processes that still run: later steps only add (docs/operations.md).
    if found == _heads() or (found and not set(found) & _known()):
        return None
    return _to_migrate(found)


def _to_migrate(found: tuple[str, ...]) -> Text:
    are, wanted = ", ".join(found), ", ".join(_heads())
    return Text(
        vi=f"các bảng ở mức {are or 'chưa có gì'}, cần {wanted}; hãy chạy `lienthong migrate`",
        en=f"the tables are at {are or 'nothing'}, not {wanted}; run `lienthong migrate`",
    )


def has_tables(database: Database) -> bool:
    """Whether any step was taken there."""
    with database.read() as connection:
        return bool(MigrationContext.configure(connection).get_current_heads())


def differences(url: str) -> list[object]:
    """What the migrated tables lack of the declared ones, or have too much."""
    with closing(Database(url)) as database, database.read() as connection:
        return differences_in(connection)


def differences_in(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _is_declared})
    return list(compare_metadata(context, declared()))


def is_of_this_version(database: Database) -> bool:
    """Neither older nor newer."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_heads() == _heads()


def _is_declared(_: object, name: str | None, *__: object) -> bool:
    """All but the index that a database may be without."""
    return name != TRIGRAMS


def migrate_on(
    connection: Connection, to: str = "head", *, down: bool = False, after_step: AfterStep | None = None
) -> None:
    """In the transaction that is open there."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = _config()
    config.attributes["connection"] = connection
    config.attributes["on_version_apply"] = partial(_tell, after_step) if after_step else ()
    (command.downgrade if down else command.upgrade)(config, to)


def _run(url: str, to: str, *, down: bool, after_step: AfterStep | None = None) -> None:
    with closing(Database(url)) as database, database.write() as connection:
        migrate_on(connection, to, down=down, after_step=after_step)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    # A step is named by its day and what it brings: 2026-11-22-ledger_events.py
    config.set_main_option("file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(rev)s_%%(slug)s")
    return config


def _tell(after_step: AfterStep, *, step: MigrationInfo, **_: object) -> None:
    """As Alembic calls it."""
    after_step(str(step.up_revision_id))


@cache
def _known() -> frozenset[str]:
    return frozenset(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


@cache
def _heads() -> tuple[str, ...]:
    return tuple(ScriptDirectory.from_config(_config()).get_heads())
