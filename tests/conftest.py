"""Fixtures for every test: a real PostgreSQL, a real Prefect server, a real browser; and how Hypothesis behaves."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.browser import PATIENT_MS, running_browser
from tests.support.hypothesis_profiles import LONG
from tests.support.left_for_later import is_left_for_later
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.prefect_server import PrefectServer, running_prefect_server
from tests.support.source_tree import files_longer_than

# A client without an address starts a server of its own, on the database in the user's home: no test may mean that.
os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] = "false"

# What a test starts reads our modules compiled, whatever the caller's machine says: to compile them again takes each process
# a tenth of its start.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Until everything is collected, nothing is garbage.
gc.disable()

# A shared, busy machine makes deadlines of single examples a matter of luck; the whole test has a time limit anyway.
_SLOW_MACHINE = (HealthCheck.too_slow,)
settings.register_profile("developer", deadline=None, suppress_health_check=_SLOW_MACHINE)
settings.register_profile("ci", deadline=None, suppress_health_check=_SLOW_MACHINE, derandomize=True, print_blob=True)
settings.register_profile(
    LONG,
    deadline=None,
    derandomize=False,  # by chance wherever it is asked for: Hypothesis has another default in CI
    suppress_health_check=_SLOW_MACHINE,
    print_blob=True,
    max_examples=1_000,
    stateful_step_count=60,
)
settings.load_profile("ci" if os.environ.get("CI") else "developer")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Whole folders have the marker `later`."""
    if is_left_for_later(item.path):
        item.add_marker("later")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Who does not want them need not wait until they are read: that alone would take seconds of the minute."""
    unwanted = "not later" in str(config.getoption("markexpr"))
    return True if unwanted and is_left_for_later(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first, the most patient ones foremost: a long one that comes last is waited for by one worker."""
    patience: dict[Path, float] = {}
    for item in items:
        limit = item.get_closest_marker("timeout")
        own = (float(limit.args[0]) if limit else 1) if item.get_closest_marker("slow") else 0
        patience[item.path] = max(own, patience.get(item.path, 0))
    items.sort(key=lambda item: -patience[item.path])


def pytest_collection_finish() -> None:
    """What is collected stays to the end of the run: the collector need not look at it at every turn."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names the files that should be looked at for a second noun, long before their length fails a test."""
    for name, lines in files_longer_than(400).items():
        terminalreporter.write_line(f"long file: {name} has {lines} lines; at 400 look for the second noun")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this test run's own."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The SQLAlchemy address (`postgresql+psycopg://…`) of an empty database for this test alone."""
    url = postgres_server.fresh_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: the test runs on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'lienthong.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def prefect_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first server of this test run leaves its migrated database and its pages, for the next ones to begin with."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "prefect-seed"


@pytest.fixture(scope="session")
def prefect_server(prefect_seed: Path) -> Iterator[PrefectServer]:
    """A Prefect server on SQLite, shared: a test that kills it must start it again, or take `private_prefect_server`."""
    with running_prefect_server(seed=prefect_seed) as server:
        yield server


@pytest.fixture
def private_prefect_server(prefect_seed: Path) -> Iterator[PrefectServer]:
    """A Prefect server for this test alone, to be killed and started at will; costs about five seconds."""
    with running_prefect_server(seed=prefect_seed) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, headless. Not for the whole session: while Playwright's driver runs, `asyncio.run` is refused
    in this thread, so asynchronous tests (and Prefect's synchronous calls) belong in another module than `page` tests.
    """
    with running_browser() as running:
        yield running


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """A window with no cookies, in Vietnamese and Vietnam's time."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    context.set_default_timeout(PATIENT_MS)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    """An empty page of that window."""
    return browser_context.new_page()
