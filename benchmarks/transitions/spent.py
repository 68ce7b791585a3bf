"""The processor's time that processes have used, as the kernel counts it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def of_processes(pids: Iterable[int]) -> float:
    """Seconds of user and system time of these processes, without their children."""
    return sum(own for pid in pids for own, _, _ in _counted(Path(f"/proc/{pid}/stat")))


def of_family(pid: int) -> float:
    """Seconds of a process, of its children that live, and of those that have ended."""
    total = sum(own + of_ended for own, of_ended, _ in _counted(Path(f"/proc/{pid}/stat")))
    others = (stat for stat in Path("/proc").glob("[0-9]*/stat"))
    return total + sum(own for stat in others for own, _, parent in _counted(stat) if parent == pid)


def _counted(stat: Path) -> Iterator[tuple[float, float, int]]:
    """Own seconds, those of ended children, and the parent; nothing for a process that has ended meanwhile."""
    try:
        fields = stat.read_text().rpartition(")")[2].split()
    except OSError:
        return
    user, system, ended_user, ended_system = (int(field) / _TICKS for field in fields[11:15])
    yield user + system, ended_user + ended_system, int(fields[1])
