"""Child processes are restarted after a pause that grows, and end in the reverse order of their start."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.child_process import ChildProcess, Program
from cli.supervisor import STEADY_AFTER_SECONDS, Supervisor, pause_after
from tests.support.processes import wait_until

SLEEPER = Program("sleeper", "http.server", ("0", "--bind", "127.0.0.1"))
CRASHER = Program("crasher", "no.such.module")


class HandClock:
    """Moves only when it is told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Starts:
    """Starts real children and remembers them."""

    def __init__(self) -> None:
        self.children: list[ChildProcess] = []

    def __call__(self, program: Program, log: Path) -> ChildProcess:
        self.children.append(ChildProcess(program, log))
        return self.children[-1]

    def await_end_of_last(self) -> None:
        wait_until(lambda: self.children[-1].exit_code() is not None, within=20, what="the child has ended")


@pytest.mark.parametrize(("crashes", "seconds"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 30), (100, 30)])
def test_the_pause_doubles_up_to_half_a_minute(crashes: int, seconds: float) -> None:
    assert pause_after(crashes) == seconds


def test_a_crashed_child_is_started_again_after_its_pause(tmp_path: Path) -> None:
    clock, starts = HandClock(), Starts()
    supervisor = Supervisor(tmp_path, clock, starts)
    supervisor.add(CRASHER)
    starts.await_end_of_last()
    assert supervisor.look() == ("crasher",)
    clock.seconds = 0.9
    assert supervisor.look() == () and len(starts.children) == 1
    clock.seconds = 1.0
    supervisor.look()
    assert len(starts.children) == 2
    starts.await_end_of_last()
    assert supervisor.look() == ("crasher",)
    assert supervisor.crashes_of("crasher") == 2
    assert "No module named" in supervisor.log_of("crasher").read_text(encoding="utf-8")
    supervisor.stop()


def test_a_child_that_ran_for_long_is_forgiven(tmp_path: Path) -> None:
    clock, starts = HandClock(), Starts()
    supervisor = Supervisor(tmp_path, clock, starts)
    supervisor.add(SLEEPER)
    starts.children[-1].ask_to_end()
    starts.await_end_of_last()
    supervisor.look()
    clock.seconds = 1.0
    supervisor.look()
    assert supervisor.crashes_of("sleeper") == 1
    clock.seconds += STEADY_AFTER_SECONDS
    supervisor.look()
    assert supervisor.crashes_of("sleeper") == 0
    supervisor.stop()


def test_stop_ends_the_last_started_first(tmp_path: Path) -> None:
    ended: list[str] = []

    class Witness(ChildProcess):
        def ask_to_end(self) -> None:
            ended.append(self.program.name)
            super().ask_to_end()

    supervisor = Supervisor(tmp_path, HandClock(), Witness)
    children = [Program(name, SLEEPER.module, SLEEPER.arguments) for name in ("server", "client")]
    for program in children:
        supervisor.add(program)
    supervisor.stop()
    assert ended == ["client", "server"]
