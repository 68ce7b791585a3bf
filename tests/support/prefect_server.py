"""A real Prefect server as a child process, started the way the product starts it; it can be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx

from flows.server_settings import LOOPBACK, api_url
from tests.support.processes import NotReady, end_of, free_port, stop, wait_until

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 120.0


class PrefectServer:
    """`start()`, `stop()` and `kill()` (SIGKILL, as a power cut) may be called in turn; the database stays the same.

    The port stays the same too, so that clients that hold the address find the server again.
    """

    def __init__(self, home: Path, database_url: str = "") -> None:
        self.home = home
        self.database_url = database_url
        self.port = free_port()
        self.log = home / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where a browser finds its pages."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def api_url(self) -> str:
        """What `PREFECT_API_URL` must be for clients of this server."""
        return api_url(self.port)

    @property
    def process_id(self) -> int:
        """The running server's process id; raises when it does not run."""
        assert self._process is not None, "the Prefect server is not running"
        return self._process.pid

    def client_environment(self) -> dict[str, str]:
        """What a process that talks to this server has in its environment."""
        return {
            "PREFECT_API_URL": self.api_url,
            "PREFECT_HOME": str(self.home / "client"),
            "PREFECT_PROFILES_PATH": str(self.home / "client" / "profiles.toml"),
            "PREFECT_LOGGING_TO_API_ENABLED": "false",
            "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
            "DO_NOT_TRACK": "1",
        }

    def start(self) -> None:
        """Starts the server and returns when it is healthy."""
        assert self._process is None, "the Prefect server is running already"
        self.home.mkdir(parents=True, exist_ok=True)
        command = server_command(self.port, self.home, self.database_url)
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=ROOT, env=_environment(),
                start_new_session=True,
            )  # fmt: skip
        try:
            wait_until(self._is_healthy, within=STARTS_WITHIN, what="the Prefect server is healthy", log=self.log)
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """Ends the server at once, with no chance to write anything more."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Asks the server to end and waits for it."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            stop(process, how)

    def _is_healthy(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise NotReady(f"the Prefect server ended by itself\n{end_of(self.log)}")
        try:
            return httpx.get(f"{self.api_url}/health", timeout=5, trust_env=False).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


@contextmanager
def running_prefect_server(database_url: str = "", seed: Path | None = None) -> Iterator[PrefectServer]:
    """A healthy server with a home of its own, ended and removed afterwards, come what may.

    Most of a first start goes into migrating the database and copying the pages. With a `seed` folder, the first server
    leaves both there, and the later ones begin with them.
    """
    home = Path(tempfile.mkdtemp(prefix="lienthong-prefect-"))
    server = PrefectServer(home, database_url)
    try:
        if seed and seed.exists():
            shutil.copytree(seed, home, dirs_exist_ok=True)
        server.start()
        if seed and not seed.exists() and not database_url:
            _leave_seed(home, seed)
        yield server
    finally:
        server.kill()
        shutil.rmtree(home, ignore_errors=True)


def _leave_seed(home: Path, seed: Path) -> None:
    """Puts the seed in its place in one go: other workers may be doing the same at this moment."""
    ours = Path(tempfile.mkdtemp(prefix="prefect-seed-", dir=seed.parent))
    shutil.copytree(home / "ui", ours / "ui")
    with (
        closing(sqlite3.connect(home / "prefect.db")) as running,
        closing(sqlite3.connect(ours / "prefect.db")) as copy,
    ):
        running.backup(copy)
    try:
        ours.rename(seed)
    except OSError:
        shutil.rmtree(ours)  # somebody was quicker


def server_command(port: int, home: Path, database_url: str = "") -> list[str]:
    """How the product starts the server: it ends with the process that started it, even if that one is killed."""
    where = ["--port", str(port), "--home", str(home), *(["--database-url", database_url] if database_url else [])]
    return [sys.executable, "-m", "flows.prefect_server", *where, "--end-with-parent"]


def _environment() -> dict[str, str]:
    # PREFECT_ settings of the caller's machine must not reach the server; the rest (PATH, HOME, locale) may.
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
