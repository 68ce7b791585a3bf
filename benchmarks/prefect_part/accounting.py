"""CPU time as the system accounts for it: of a process with its children, and of PostgreSQL by the database that it served."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_MILLISECONDS_OF_A_TICK = 1000 / os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU milliseconds by what spent them, since a process began; differences of two are what is told."""

    by_part: Mapping[str, float]

    def since(self, earlier: Spent) -> Spent:
        return Spent({part: spent - earlier.by_part.get(part, 0.0) for part, spent in self.by_part.items()})

    def of_each(self, count: int) -> dict[str, float]:
        """Milliseconds for one of so many, by part."""
        return {part: round(spent / count, 2) for part, spent in self.by_part.items()}

    @property
    def total(self) -> float:
        return sum(self.by_part.values())


class Account:
    """`read()` may be asked again and again; a backend of PostgreSQL that has ended keeps what it has spent."""

    def __init__(self, processes: Mapping[str, int], postgres: int, databases: Mapping[str, str]) -> None:
        """`processes`: part -> process id; `databases`: name of a database -> the part for which it works."""
        self._processes = processes
        self._postgres = postgres
        self._databases = databases
        self._backends: dict[int, tuple[str, float]] = {}

    def read(self) -> Spent:
        spent = {part: cpu_milliseconds(process) for part, process in self._processes.items()}
        self._look_at_backends()
        of_postgres = dict.fromkeys((*self._databases.values(), "postgresql itself"), 0.0)
        for part, milliseconds in self._backends.values():
            of_postgres[part] += milliseconds
        return Spent({**spent, **of_postgres})

    def _look_at_backends(self) -> None:
        for process in children_of(self._postgres):
            title = _title(process)
            part = next((p for name, p in self._databases.items() if f" {name} " in title), "postgresql itself")
            known, before = self._backends.get(process, (part, 0.0))
            part = known if part == "postgresql itself" else part
            self._backends[process] = (part, max(before, cpu_milliseconds(process)))


def cpu_milliseconds(process: int) -> float:
    """User and system time of the process and of those of its children that have ended; 0 when it is gone."""
    try:
        stat = (_PROC / str(process) / "stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return of_stat(stat)


def of_stat(stat: str) -> float:
    """The line of /proc/PID/stat: the name, in brackets, may hold blanks; the four times come eleven fields after it."""
    fields = stat.rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) * _MILLISECONDS_OF_A_TICK


def children_of(process: int) -> list[int]:
    found = (_PROC / str(process) / "task").glob("*/children")
    return [int(child) for children in found for child in children.read_text(encoding="utf-8").split()]


def descendants_of(process: int) -> list[int]:
    """Children, their children, and so on."""
    found = children_of(process)
    return [*found, *(one for child in found for one in descendants_of(child))]


def _title(process: int) -> str:
    try:
        return (_PROC / str(process) / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace") + " "
    except (FileNotFoundError, ProcessLookupError):
        return ""
