"""A shell that gets one line after the other, as a reader of the README types them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import end_of, stop

ROOT = Path(__file__).resolve().parents[2]
_DONE = "line-done"


class TypedShell:
    """`type` gives what a line printed; raises when it failed."""

    def __init__(self, folder: Path) -> None:
        self._errors = folder / "shell.log"
        with self._errors.open("ab") as errors:
            self._process = subprocess.Popen(
                ["bash", "-o", "pipefail"], cwd=folder, env=environment(), text=True, encoding="utf-8",
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip

    def type(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f'{line}\necho "{_DONE} $?"\n')
        self._process.stdin.flush()
        printed = ""
        for said in self._process.stdout:
            if said.startswith(_DONE):
                assert said.split() == [_DONE, "0"], f"{line}\n{printed}\n{end_of(self._errors)}"
                return printed
            printed += said
        raise AssertionError(f"the shell ended at {line}\n{printed}\n{end_of(self._errors)}")

    def end(self) -> None:
        """Closes its input, which ends it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(20)


@contextmanager
def typed_shell(folder: Path) -> Iterator[TypedShell]:
    shell = TypedShell(folder)
    try:
        yield shell
    finally:
        shell.end()


@contextmanager
def running_command(folder: Path, command: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A command that stays, in a terminal of its own; ended as with Ctrl-C."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            ["bash", "-c", f"exec env {command}"], cwd=folder, env=environment(), stdin=subprocess.DEVNULL,
            stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        stop(process, within=60)


def install_into(folder: Path, program: str = "cli.main") -> None:
    """What `make run` leaves in `.venv/bin`, running this very source."""
    command = folder / ".venv" / "bin" / "lienthong"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m {program} "$@"\n', encoding="utf-8")
    command.chmod(0o755)


def environment() -> dict[str, str]:
    """No setting of the caller reaches the product; this source is found from any folder."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("LIENTHONG_", "PREFECT_"))}
    return {**own, "PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1"}
