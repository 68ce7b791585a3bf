"""The one list of settings under which our private Prefect server runs; measured, not guessed (ADR 0005)."""

from __future__ import annotations

from pathlib import Path

LOOPBACK = "127.0.0.1"
_EVERYWHERE = frozenset({"0.0.0.0", "::"})


def server_environment(home: Path, database_url: str, port: int, host: str = LOOPBACK) -> dict[str, str]:
    """The environment of a Prefect server that keeps everything in `home` and is reached on loopback, or at `host`.

    `database_url` may name our own PostgreSQL driver; Prefect is given the asynchronous one it needs. An empty one means
    a SQLite file in `home`. Add the result to the parent's environment: it says nothing about PATH or the like.
    """
    return {
        **_where(home, database_url, port, host),
        **_what_it_must_not_do(),
        **_what_it_keeps(),
    }


def sqlite_url(home: Path) -> str:
    """The address of the SQLite file that a server without a PostgreSQL keeps in its home."""
    return f"sqlite+aiosqlite:///{home.resolve() / 'prefect.db'}"


def api_url(port: int, host: str = LOOPBACK) -> str:
    """Where clients of the server on `port` find it; one that listens everywhere is found on loopback, too."""
    where = LOOPBACK if host in _EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{where}:{port}/api"


def _where(home: Path, database_url: str, port: int, host: str) -> dict[str, str]:
    return {
        "PREFECT_HOME": str(home.resolve()),
        # Of its own, so that a profile in the user's home directory cannot point it somewhere else.
        "PREFECT_PROFILES_PATH": str(home.resolve() / "profiles.toml"),
        "PREFECT_API_URL": api_url(port, host),
        "PREFECT_SERVER_API_HOST": host,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": _asynchronous(database_url) or sqlite_url(home),
        "PREFECT_SERVER_UI_ENABLED": "true",
        # Its pages ask the address that they came from, which on other machines is not loopback.
        "PREFECT_SERVER_UI_API_URL": api_url(port) if host == LOOPBACK else "/api",
        # The first interface asks nothing from elsewhere; the second one tries to (see `STAY_AT_HOME`).
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        # The server copies its pages before it serves them: into its home, not into an installation shared with others.
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home.resolve() / "ui"),
    }


def _what_it_must_not_do() -> dict[str, str]:
    return {
        # Loads every paused run every five seconds: one whole core from 50,000 waiting cases. Our ledger keeps the terms.
        "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
        # Nothing is reported to anyone outside.
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # For workers and work pools, of which there are none: the dispatcher enters runs by itself.
        "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_CLEANUP_RECONCILER_ENABLED": "false",
        "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
    }


def _what_it_keeps() -> dict[str, str]:
    return {
        # The sweep, the reconciler and the reports are deployments with schedules.
        "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "true",
        # By default it plans an hour ahead: a hundred runs of flows that run every minute, on top of every list.
        "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": "PT3M",
        # The truth is the ledger; events are 12.8 KB per wake, 22 GB a week for one large city if kept as by default.
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P1D",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 24 * 3600),
    }


def _asynchronous(database_url: str) -> str:
    for synchronous in ("postgresql+psycopg://", "postgresql://"):
        if database_url.startswith(synchronous):
            return "postgresql+asyncpg://" + database_url.removeprefix(synchronous)
    return database_url
