"""Whether Prefect's server can reach the database that it is to use; what stands in the way is told in words."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg

from engine.core.values import Text
from engine.settings import SettingsInvalid

SAID_BY = "LIENTHONG_PREFECT_DATABASE_URL"
"""A password belongs here: what stands on a command line is read by everybody on the machine."""

_POSTGRESQL = ("postgresql", "postgresql+psycopg", "postgresql+asyncpg")
_FILE = "sqlite+aiosqlite"
_WHERE = frozenset({"host", "port"})
"""What of an address behind the question mark both drivers understand alike; the rest is Prefect's business."""
_SECONDS = 10


def check_database(url: str) -> None:
    """Raises `SettingsInvalid`: no address of a database, nobody answers, or who answers refuses. Empty: a file of ours."""
    if not url or url.startswith(f"{_FILE}:///"):
        return
    parts = urlsplit(url)
    if parts.scheme not in _POSTGRESQL:
        raise _refused(
            "không phải là địa chỉ PostgreSQL; hãy ghi postgresql://tài-khoản@máy/tên",
            "this is no address of a PostgreSQL; write postgresql://account@host/name",
        )
    where = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name in _WHERE])
    asyncio.run(_reach(urlunsplit(("postgresql", parts.netloc, parts.path, where, ""))))


async def _reach(address: str) -> None:
    try:
        connection = await asyncpg.connect(address, timeout=_SECONDS)
    except asyncpg.InvalidCatalogNameError:
        raise _refused(
            "máy chủ PostgreSQL không có cơ sở dữ liệu này; hãy tạo (createdb) hoặc sửa tên",
            "the PostgreSQL server has no such database; make it (createdb) or mend the name",
        ) from None
    except asyncpg.InvalidAuthorizationSpecificationError:
        raise _refused(
            "máy chủ PostgreSQL không nhận tài khoản hoặc mật khẩu này",
            "the PostgreSQL server does not take this account or password",
        ) from None
    except (OSError, TimeoutError) as error:
        kind = type(error).__name__
        raise _refused(
            f"máy chủ PostgreSQL không trả lời ({kind}); hãy khởi động, hoặc sửa địa chỉ",
            f"the PostgreSQL server does not answer ({kind}); start it, or mend the address",
        ) from None
    except (ValueError, asyncpg.InterfaceError):
        raise _refused("không đọc được địa chỉ này", "this address cannot be read") from None
    except asyncpg.PostgresError:
        return  # whatever else it says, Prefect will meet it and knows more about it
    await connection.close()


def _refused(vi: str, en: str) -> SettingsInvalid:
    return SettingsInvalid(Text(vi=f"{SAID_BY}: {vi}", en=f"{SAID_BY}: {en}"))
