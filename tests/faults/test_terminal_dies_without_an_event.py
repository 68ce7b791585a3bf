"""kill -9 of `lienthong` as it publishes, issues a token, takes a copy in, purges: repeated on PostgreSQL, it does the rest."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from engine.service.fault_points import VARIABLE, FaultPoint
from engine.settings import Settings
from engine.wiring import migrate
from tests.support.fault_world import TERMINAL, armed, died_at
from tests.support.forked_parts import Forge, ForkedPart, forge
from tests.support.postgres import PostgresServer
from tests.support.running_product import as_environment
from tests.support.three_cases_past_their_period import settings_past_their_period

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

Say = Callable[..., ForkedPart]
DEATHS = (FaultPoint.TERMINAL_DONE, FaultPoint.TERMINAL_ENTERED)


@pytest.fixture(scope="module")
def parts() -> Iterator[Forge]:
    with forge({}) as started:
        yield started


@pytest.fixture
def settings(tmp_path: Path, postgres_url: str) -> Settings:
    """Three cases that are past their period, in PostgreSQL."""
    return settings_past_their_period(tmp_path, database_url=postgres_url)


@pytest.fixture
def say(parts: Forge, tmp_path: Path) -> Say:
    """`lienthong` with these words, in a process of its own; ended when this returns."""
    numbers = itertools.count(1)

    def said(settings: Settings, *words: str, point: str = "") -> ForkedPart:
        environment = as_environment(settings) | {VARIABLE: point}
        part = parts.start(TERMINAL, environment, tmp_path / f"terminal-{next(numbers)}.log", words)
        part.code(within=150)
        return part

    return said


def rows(settings: Settings, question: str) -> list[tuple[object, ...]]:
    with closing(psycopg.connect(settings.database_url.replace("+psycopg", ""))) as connection:
        return connection.execute(question).fetchall()


def kept(settings: Settings, kind: str) -> list[object]:
    return [
        about for (about,) in rows(settings, f"SELECT about FROM audit_entries WHERE kind = '{kind}' ORDER BY about")
    ]


@pytest.mark.parametrize("point", DEATHS)
def test_versions_are_published_once_and_each_is_on_the_trail(settings: Settings, say: Say, point: FaultPoint) -> None:
    folder = settings.definitions_dir / "birth-residence-insurance"
    words = ("procedures", "publish", str(folder), "--despite-warnings")
    died_at(say(settings, *words, point=armed(point, "version_published")), point, "version_published")
    versions = "SELECT procedure || ' ' || version FROM published_procedures ORDER BY 1"
    assert len(rows(settings, versions)) == 1
    for _ in range(2):
        part = say(settings, *words)
        assert part.code() == 0, part.log.read_text(encoding="utf-8")
    published = [name for (name,) in rows(settings, versions)]
    assert len(published) == len(list(folder.glob("????-??-??.yaml"))) > 1
    assert kept(settings, "version_published") == published


def test_a_token_that_nobody_was_shown_is_told_and_can_be_revoked(settings: Settings, say: Say) -> None:
    words = ("tokens", "issue", "--name", "An", "--role", "auditor")
    point = FaultPoint.TERMINAL_ENTERED
    died = say(settings, *words, point=armed(point, "token_issued"))
    died_at(died, point, "token_issued")
    assert "lt_" not in died.log.read_text(encoding="utf-8")
    [about] = kept(settings, "token_issued")
    assert say(settings, "tokens", "revoke", str(about)).code() == 0
    assert rows(settings, "SELECT count(*) FROM tokens WHERE revoked_at IS NULL") == [(0,)]


@pytest.mark.parametrize("point", [FaultPoint.COPY_UNCOMMITTED, FaultPoint.COPY_TAKEN_IN])
def test_a_copy_is_taken_in_whole_or_not_at_all(
    settings: Settings, say: Say, tmp_path: Path, postgres_server: PostgresServer, point: FaultPoint
) -> None:
    copy = str(tmp_path / "all.jsonl")
    assert say(settings, "export", copy).code() == 0
    url = postgres_server.fresh_database()
    there = settings.model_copy(update={"database_url": url})
    migrate(there)
    died_at(say(there, "import", copy, point=point.armed_as), point, "")
    is_there = point is FaultPoint.COPY_TAKEN_IN
    assert rows(there, "SELECT count(*) FROM cases") == [(3 if is_there else 0,)]
    assert say(there, "import", copy).code() == (1 if is_there else 0)
    for table in ("cases", "events", "command_receipts", "wakes", "steps"):
        ours, theirs = (rows(one, f"SELECT count(*) FROM {table}") for one in (settings, there))
        assert ours == theirs
    postgres_server.drop_database(url)


def test_a_purge_goes_on(settings: Settings, say: Say) -> None:
    words: Sequence[str] = ("retention", "purge", "--by", "An")
    point = FaultPoint.PURGE_UNCOMMITTED
    died_at(say(settings, *words, point=armed(point, "b")), point, "b")
    done = "SELECT case_id FROM retention_acts WHERE act = 'purge' ORDER BY 1"
    assert rows(settings, done) == [("a",)]
    assert say(settings, *words).code() == 0
    assert rows(settings, done) == [("a",), ("b",), ("c",)]
    assert rows(settings, "SELECT count(*) FROM cases WHERE applicant LIKE '%Ví Dụ%'") == [(0,)]
