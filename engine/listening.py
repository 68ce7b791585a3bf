"""Sockets that a process listens on: opened here, so that a port that is taken is told in words and with its setting."""

import errno
import socket
from typing import NamedTuple

from engine.core.values import Text
from engine.settings import SettingsInvalid

_WAITING_CONNECTIONS = 2048
_HIGHEST_PORT = 65_535


class Where(NamedTuple):
    """An address, and by what it was said: variables of the environment, or options of a command."""

    host: str
    port: int
    host_said_by: str
    port_said_by: str


def open_listening(where: Where) -> socket.socket:
    """Listens from now on; raises `SettingsInvalid` where the system refuses it."""
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    try:
        return socket.create_server((where.host, where.port), family=family, backlog=_WAITING_CONNECTIONS)
    except OSError as error:
        raise listening_refused(where, error) from error


def check_listening(where: Where) -> None:
    """Raises `SettingsInvalid` if nobody could listen there at this moment."""
    open_listening(where).close()


def check_last_port(first: int, count: int, said_by: str) -> None:
    """Ports count up from the first one, and there is an end of them."""
    if first + count - 1 <= _HIGHEST_PORT:
        return
    last, highest = first + count - 1, _HIGHEST_PORT - count + 1
    raise SettingsInvalid(
        Text(
            vi=f"{said_by}: {count} tiến trình cần các cổng từ {first} đến {last}, mà cổng cao nhất là {_HIGHEST_PORT}; "
            f"hãy ghi một số không quá {highest}",
            en=f"{said_by}: {count} processes need the ports from {first} to {last}, and the highest is {_HIGHEST_PORT}; "
            f"write a number up to {highest}",
        )
    )


def listening_refused(where: Where, error: OSError) -> SettingsInvalid:
    """The reason in words, and which setting to mend."""
    host, port = where.host, where.port
    if error.errno == errno.EADDRINUSE:
        return _refused(
            where.port_said_by,
            f"cổng {port} ở {host} đang có chương trình khác dùng; hãy dừng chương trình đó, hoặc đặt cổng khác",
            f"port {port} at {host} is taken by another program; stop that one, or set another port",
        )
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return _refused(
            where.host_said_by,
            f"{host} không phải là địa chỉ của máy này; hãy đặt 127.0.0.1, 0.0.0.0 hoặc một địa chỉ của máy",
            f"{host} is no address of this machine; set 127.0.0.1, 0.0.0.0 or one that it has",
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return _refused(
            where.port_said_by,
            f"không có quyền dùng cổng {port}; hãy đặt một cổng từ 1024 trở lên",
            f"port {port} may not be used by this account; set one from 1024 on",
        )
    kind = type(error).__name__
    return _refused(
        f"{where.host_said_by}, {where.port_said_by}",
        f"hệ thống không cho nghe ở {host} cổng {port}: {kind}",
        f"the system refuses to listen at {host} port {port}: {kind}",
    )


def _refused(said_by: str, vi: str, en: str) -> SettingsInvalid:
    return SettingsInvalid(Text(vi=f"{said_by}: {vi}", en=f"{said_by}: {en}"))
