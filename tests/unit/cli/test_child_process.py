"""A child process ends with us, however we end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from cli.child_process import ChildProcess, Program
from tests.support.processes import LOOPBACK, wait_until

ROOT = Path(__file__).resolve().parents[3]
PARENT = """
import sys, pathlib
from cli.child_process import ChildProcess, Program
child = ChildProcess(Program("child", "http.server", ("0", "--bind", "127.0.0.1")), pathlib.Path(sys.argv[1]))
print(child.process_id, flush=True)
sys.stdin.read()
"""


def is_alive(process_id: int) -> bool:
    """Whether it runs; a dead process that nobody has collected does not."""
    try:
        state = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in {"Z", "X"}


def test_no_orphan_is_left_when_the_parent_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "child.log")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert parent.stdout is not None and parent.stdin is not None
    child = int(parent.stdout.readline())
    wait_until(lambda: is_bound(child), within=20, what="the child has become its program")
    assert is_alive(child)
    parent.kill()
    parent.communicate()
    wait_until(lambda: not is_alive(child), within=20, what="the child is gone")
    assert not is_alive(child)


def test_the_process_id_is_that_of_the_program(tmp_path: Path) -> None:
    child = ChildProcess(Program("child", "http.server", ("0", "--bind", LOOPBACK)), tmp_path / "child.log")
    wait_until(lambda: is_bound(child.process_id), within=20, what="the child has become its program")
    assert child.exit_code() is None
    child.ask_to_end()
    child.end_within(20)
    assert child.exit_code() is not None


def test_who_works_behind_the_callers_steps_back(tmp_path: Path) -> None:
    program = Program("child", "http.server", ("0", "--bind", LOOPBACK), niceness=3)
    child = ChildProcess(program, tmp_path / "child.log")
    wait_until(lambda: is_bound(child.process_id), within=20, what="the child has become its program")
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, child.process_id) == min(19, own + 3)
    group = Path(f"/proc/{child.process_id}/autogroup")
    assert not group.exists() or group.read_text(encoding="ascii").rstrip().endswith("nice 3")
    child.end_within(0)


def test_a_program_that_will_not_end_is_killed(tmp_path: Path) -> None:
    stubborn = tmp_path / "stubborn.py"
    stubborn.write_text(
        "import signal, sys\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up', flush=True)\nsignal.pause()\n",
        encoding="utf-8",
    )
    program = Program("stubborn", "stubborn", environment={"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"})
    child = ChildProcess(program, tmp_path / "child.log", piped=True)
    assert child.output().readline() == b"up\n"
    child.ask_to_end()
    child.end_within(0.2)
    assert child.exit_code() == -9


def is_bound(process_id: int) -> bool:
    """The launcher has handed the process over."""
    words = Path(f"/proc/{process_id}/cmdline").read_bytes().split(b"\0")
    return b"http.server" in words and b"cli.bound_to_parent" not in words
