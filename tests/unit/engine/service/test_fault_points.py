"""A fault point ends the process that is armed for it, at the hit that was named; unarmed it is nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from engine.service.fault_points import VARIABLE, FaultPoint, arm, reached

TWO_THINGS = """
from engine.service.fault_points import FaultPoint, reached
for about in ("one", "two", "one", "two"):
    print(about, flush=True)
    reached(FaultPoint.CASE_SEEN, about)
"""


def played(wanted: str) -> tuple[int, list[str], str]:
    """The code of the end, what was done before, and what was said at the end."""
    ended = subprocess.run(
        [sys.executable, "-c", TWO_THINGS], capture_output=True, text=True, check=False, env={**os.environ, VARIABLE: wanted}
    )  # fmt: skip
    return ended.returncode, ended.stdout.split(), ended.stderr


@pytest.mark.parametrize(
    ("wanted", "done", "about"),
    [
        ("case_seen", ["one"], "one"),
        ("case_seen:two", ["one", "two"], "two"),
        ("case_seen:one#2", ["one", "two", "one"], "one"),
        ("case_seen#4", ["one", "two", "one", "two"], "two"),
    ],
)
def test_it_dies_there_and_says_so(wanted: str, done: list[str], about: str) -> None:
    assert played(wanted) == (-signal.SIGKILL, done, f"fault point case_seen:{about}: killed\n")


@pytest.mark.parametrize("wanted", ["", "case_shown", "case_seen:three", "case_seen#5"])
def test_what_was_not_armed_is_passed(wanted: str) -> None:
    assert played(wanted) == (0, ["one", "two", "one", "two"], "")


@pytest.mark.parametrize("wanted", ["nowhere", "case_seen#0", "case_seen#x", "case_seen:", "CASE SEEN"])
def test_a_name_that_nobody_reaches_is_refused(wanted: str) -> None:
    code, done, said = played(wanted)
    assert (code, done) == (1, [])
    assert f"{VARIABLE}={wanted}: write name[:about][#hit]" in said and "command_committed" in said


def test_every_point_has_a_name_and_a_line_of_its_own() -> None:
    assert len({point.value for point in FaultPoint}) == len(FaultPoint.__members__)
    for point in FaultPoint:
        arm(f"{point.armed_as}:nobody's#2")
        reached(point)
    arm(None)
