"""Several threads that do a thing at the same moment, and what became of each."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")


def at_once(count: int, act: Callable[[int], T]) -> list[T | Exception]:
    """What each of `count` threads returned or raised; none begins before all are there."""
    gate = Barrier(count)

    def run(number: int) -> T | Exception:
        gate.wait(timeout=240)
        try:
            return act(number)
        except Exception as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
