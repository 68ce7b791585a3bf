"""kill -9 of `lienthong` while it goes through many cases, or through the schema's steps: repeated, it does the rest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from engine.service.fault_points import VARIABLE, FaultPoint
from engine.store.database import Database
from engine.store.migration import find_obstacle
from tests.support.fault_outcome import differences, settle
from tests.support.fault_stories import UNDER_THE_OLD_LAW, FaultStory
from tests.support.fault_world import DISPATCHER, TERMINAL, FaultWorld, armed, died_at
from tests.support.forked_parts import ROOT
from tests.support.later_definitions import with_a_late_day_off, with_successors

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

MIGRATION = ("procedures", "migrate", "birth-residence-insurance", "--to", "2026-09-01")
REPROJECTION = ("calendars", "reproject")
TRANSFER = ("agencies", "transfer")


def test_many_cases(sqlite_world: FaultWorld, tmp_path: Path) -> None:
    """Three cases migrate, the dates of all move, all get another agency and another counter; once each."""
    known = sqlite_world.settings.definitions_dir
    later = with_a_late_day_off(tmp_path / "later", known)
    ended = with_successors(tmp_path / "ended", later)
    undisturbed_world = sqlite_world.beside(tmp_path / "undisturbed")
    stories = {}
    for world in (sqlite_world, undisturbed_world):
        old = [FaultStory(world, begins=UNDER_THE_OLD_LAW).received() for _ in range(3)]
        new = [FaultStory(world).received() for _ in range(3)]
        dying = world is sqlite_world
        _through(
            world,
            (*MIGRATION, *(word for story in old for word in ("--case", story.case_id))),
            "migration",
            ("migrate_case",),
            dying=dying,
        )
        world.read_again(later)
        _through(world, REPROJECTION, "reprojection", ("reproject_due_dates",), dying=dying)
        world.read_again(ended)
        _through(world, TRANSFER, "transfer", ("transfer_case", "transfer_step"), dying=dying)
        stories[world] = [*old, *new]
        dispatcher = world.start(DISPATCHER)
        settle(world, dispatcher, stories[world])
        dispatcher.kill()
    told = [event["type"] for story in stories[sqlite_world] for event in story.events()]
    kinds = ("case_migrated", "due_dates_reprojected", "case_transferred", "step_transferred")
    assert all(told.count(kind) >= 3 for kind in kinds), told
    both = zip(stories[sqlite_world], stories[undisturbed_world], strict=True)
    wrong = differences(sqlite_world, [(f"case {n}", one, other) for n, (one, other) in enumerate(both, start=1)])
    undisturbed_world.end()
    assert not wrong, "\n".join(wrong)


def _through(world: FaultWorld, words: tuple[str, ...], loop: str, kinds: tuple[str, ...], *, dying: bool) -> None:
    """At the second command of all, before its commit, and after the commit of the next; between two; then to the end."""
    points = (FaultPoint.COMMAND_UNCOMMITTED, FaultPoint.COMMAND_COMMITTED)
    deaths = [*((point, kind) for kind in kinds for point in points), (FaultPoint.BETWEEN_CASES, loop)] if dying else []
    for number, (point, about) in enumerate(deaths):
        died_at(world.start(TERMINAL, armed(point, about, 1 if number else 2), words), point, about)
    part = world.start(TERMINAL, "", words)
    assert part.code() in (0, 1), part.log.read_text()  # 1: cases that were named have come over already


@pytest.mark.parametrize(
    ("point", "about", "is_there"),
    [
        (FaultPoint.SCHEMA_STEP_DONE, "0001", False),
        (FaultPoint.SCHEMA_STEP_DONE, "0007", False),
        (FaultPoint.SCHEMA_STEP_DONE, "0012", False),
        (FaultPoint.SCHEMA_STEP_DONE, "0014", False),
        (FaultPoint.SCHEMA_STEP_DONE, "0016", False),
        (FaultPoint.SCHEMA_COMMITTED, "", True),
    ],
)
def test_the_schema(database_url: str, tmp_path: Path, point: FaultPoint, about: str, is_there: bool) -> None:
    """Typed as an operator types it, in a Python of its own."""
    wanted = f"{point.armed_as}:{about}" if about else point.armed_as
    code, said = _migrate(database_url, tmp_path, wanted)
    assert (code, f"fault point {point.armed_as}:{about}: killed" in said) == (-signal.SIGKILL, True), said
    assert (_obstacle(database_url) is None) is is_there
    assert _migrate(database_url, tmp_path, "")[0] == 0
    assert _obstacle(database_url) is None


def _migrate(url: str, home: Path, wanted: str) -> tuple[int, str]:
    known = {"LIENTHONG_DATABASE_URL": url, "LIENTHONG_DATA_DIR": str(home), VARIABLE: wanted}
    ended = subprocess.run(
        [sys.executable, "-m", TERMINAL, "migrate"], cwd=ROOT, env={**os.environ, **known}, capture_output=True, text=True,
        check=False, timeout=480,
    )  # fmt: skip
    return ended.returncode, ended.stdout + ended.stderr


def _obstacle(url: str) -> object:
    with closing(Database(url)) as database:
        return find_obstacle(database)
