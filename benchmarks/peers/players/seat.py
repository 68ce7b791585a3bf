"""What all players have in common: told the script, then asked for so many cases again and again, they say how long each act
took. Only the standard library: the engines live in environments of their own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter
from typing import Any

Act = Mapping[str, Any]
"""`name`, `path` below the case, `body`, and who does it: `role` and `agency`."""
Perform = Callable[[Act], None]
"""Returns when the act is durable and the next step is open."""
Begin = Callable[[], Perform]
"""A new case, for one caller."""


@dataclass(frozen=True)
class Script:
    """The first line that a player reads."""

    address: str
    home: str
    callers: int
    kept: bool
    acts: Sequence[Act]


def read_script() -> Script:
    return Script(**json.loads(sys.stdin.readline()))


def serve(script: Script, callers: Sequence[Begin]) -> None:
    """Says `ready`; then for each number that is read every caller plays so many cases, one after the other."""
    print("ready", flush=True)
    for line in sys.stdin:
        taken: dict[str, list[float]] = {act["name"]: [] for act in script.acts}
        with ThreadPoolExecutor(len(callers)) as threads:
            for ended in [threads.submit(_play, begin, script.acts, int(line), taken) for begin in callers]:
                ended.result()
        print(json.dumps(taken), flush=True)


def _play(begin: Begin, acts: Sequence[Act], cases: int, taken: dict[str, list[float]]) -> None:
    for _ in range(cases):
        perform = begin()
        for act in acts:
            began = perf_counter()
            perform(act)
            taken[act["name"]].append((perf_counter() - began) * 1000)
