"""Processes of the product that start in a fraction of a second: forked off one that has imported everything already.

Each is a process of its own, and what runs in it is the product's `main`, with its own environment, as if started anew:
it can be killed, and dies at a fault point, alone. `python -m tests.support.forked_parts` is the one they come from.
"""

from __future__ import annotations

import faulthandler
import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.support.processes import NotReady, end_of, stop, wait_until

ROOT = Path(__file__).resolve().parents[2]
LOADED = (
    *(
        "api.main",
        "flows.dispatcher",
        "flows.advance_case",
        "flows.dispatch_loop",
        "flows.reconcile",
        "flows.sweep_cases",
    ),
    *("cli.main", "cli.procedures", "cli.agencies", "cli.calendars", "uvloop", "uvicorn.protocols.http.httptools_impl"),
)


class Forge:
    """Starts parts; one question at a time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def start(
        self, module: str, environment: Mapping[str, str], log: Path, arguments: Sequence[str] = ()
    ) -> ForkedPart:
        """`module.main()` in a process of its own."""
        wanted = {"module": module, "environment": dict(environment), "log": str(log), "arguments": list(arguments)}
        return ForkedPart(self, self._ask(start=wanted), log)

    def code_of(self, process_id: int) -> int | None:
        """How it ended, as subprocess says it: negative for a signal; none: it runs."""
        code = self._ask(code_of=process_id)
        return None if code is None else int(code)

    def _ask(self, **question: Any) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


class ForkedPart:
    """One process; `log` has what it said."""

    def __init__(self, forge: Forge, process_id: int, log: Path) -> None:
        self._forge = forge
        self.process_id = process_id
        self.log = log

    def code(self, within: float = 60) -> int:
        """Waits for the end; a process that does not come to it writes into its log where each of its threads stands."""
        try:
            wait_until(lambda: not self.is_running(), within=within, what="the process ends")
        except NotReady as too_long:
            os.kill(self.process_id, signal.SIGABRT)
            wait_until(lambda: not self.is_running(), within=20, what="the process is aborted")
            raise NotReady(f"{too_long}\n{end_of(self.log, 12_000)}") from None
        found = self._forge.code_of(self.process_id)
        assert found is not None
        return found

    def is_running(self) -> bool:
        return self._forge.code_of(self.process_id) is None

    def kill(self) -> None:
        """SIGKILL, as a power cut; if it is gone already, nothing."""
        if self.is_running():
            os.kill(self.process_id, signal.SIGKILL)
        self.code()


@contextmanager
def forge(environment: Mapping[str, str]) -> Iterator[Forge]:
    """`environment` is what libraries read on import; at the end everything that was started is killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
        env={**os.environ, **environment}, start_new_session=True,
    )  # fmt: skip
    try:
        yield Forge(process)
    finally:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.close()  # it ends its children, and then itself
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        stop(process, signal.SIGKILL)
        process.stdout.close()


class _Parent:
    """Forks, and remembers how its children ended."""

    def __init__(self) -> None:
        self._ended: dict[int, int] = {}
        self._running: set[int] = set()

    def start(self, wanted: Mapping[str, Any]) -> int:
        child = os.fork()
        if child == 0:
            _be(wanted)
        self._running.add(child)
        return child

    def code_of(self, child: int) -> int | None:
        if child in self._running:
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                self._running.discard(child)
                self._ended[child] = os.waitstatus_to_exitcode(status)
        return self._ended.get(child)

    def end(self) -> None:
        for child in self._running:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _be(wanted: Mapping[str, Any]) -> None:
    """The child: never returns."""
    os.setsid()
    with Path(wanted["log"]).open("ab") as log, Path(os.devnull).open("rb") as nothing:
        for here, there in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(here.fileno(), there)
    os.environ.update(wanted["environment"])
    faulthandler.enable()
    code: Any = 1
    try:
        from engine.service import fault_points

        # What the import does in a process that is started anew.
        fault_points.arm(os.environ.get(fault_points.VARIABLE))
        sys.argv = [wanted["module"], *wanted["arguments"]]
        code = importlib.import_module(wanted["module"]).main()
    except SystemExit as said:
        code = said.code
        if isinstance(code, str):
            sys.stderr.write(f"{code}\n")
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))


def main() -> None:
    for module in LOADED:
        importlib.import_module(module)
    parent = _Parent()
    for line in sys.stdin:
        question = json.loads(line)
        answer = parent.start(question["start"]) if "start" in question else parent.code_of(question["code_of"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    parent.end()


if __name__ == "__main__":
    main()
