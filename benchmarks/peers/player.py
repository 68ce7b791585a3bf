"""A contestant that runs in processes of its own, as whoever asks it for cases sees it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import IO

from benchmarks.peers.contestants import Contestant
from benchmarks.peers.script import told
from benchmarks.peers.stored import Database
from benchmarks.peers.sums import Turn
from benchmarks.prefect_part.accounting import Account
from tests.support.postgres import PostgresServer
from tests.support.processes import end_of
from tests.support.running_product import ROOT


class Players:
    """All processes of one contestant, over one database."""

    def __init__(self, contestant: Contestant, database: Database, processes: list[_Process]) -> None:
        self.contestant = contestant
        self.database = database
        self._processes = processes
        names = {f"engine and callers {number}": one.id for number, one in enumerate(processes)}
        self._account = Account(names, database.server.process.pid, {database.name: "postgresql"})

    def play(self, cases_each: int) -> Turn:
        """Each caller of each process plays so many cases."""
        before, logged, began = self._account.read(), self.database.logged(), perf_counter()
        for process in self._processes:
            process.say(str(cases_each))
        answers = [process.answer() for process in self._processes]
        seconds = perf_counter() - began
        taken: dict[str, list[float]] = {}
        for answer in answers:
            for act, milliseconds in json.loads(answer).items():
                taken.setdefault(act, []).extend(milliseconds)
        spent = self._account.read().since(before).by_part
        cases = len(next(iter(taken.values())))
        return Turn(cases, seconds, seconds, taken, spent, self.database.logged() - logged)


@contextmanager
def playing(contestant: Contestant, server: PostgresServer, processes: int, callers: int) -> Iterator[Players]:
    """One after the other, since the first makes the tables; ended afterwards, come what may."""
    database = Database(server, server.fresh_database(), contestant.ended)
    started: list[_Process] = []
    with tempfile.TemporaryDirectory(prefix="lienthong-peers-") as home:
        try:
            for number in range(processes):
                script = {
                    "address": database.address,
                    "home": home,
                    "callers": len(range(number, callers, processes)),
                    "kept": contestant.kept,
                    "acts": told(),
                }
                started.append(_Process(contestant.command, Path(home) / f"{number}.log"))
                started[-1].say(json.dumps(script, ensure_ascii=False))
                assert started[-1].answer() == "ready\n"
            yield Players(contestant, database, started)
        finally:
            for one in started:
                one.end()


class _Process:
    """Asked and answering line by line; what else it has to say is in its log."""

    def __init__(self, command: tuple[str, ...], log: Path) -> None:
        self._log = log
        with log.open("wb") as output:
            self._running = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output, text=True, cwd=ROOT
            )
        self.id = self._running.pid

    def say(self, line: str) -> None:
        to = self._pipe(self._running.stdin)
        to.write(line + "\n")
        to.flush()

    def answer(self) -> str:
        said = self._pipe(self._running.stdout).readline()
        assert said, f"the player ended by itself\n{end_of(self._log)}"
        return said

    def end(self) -> None:
        """It ends when it is asked for nothing more; whoever does not is killed."""
        self._pipe(self._running.stdin).close()
        try:
            self._running.wait(10)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait(10)

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe
