"""Very many terms fall due at once, as at midnight or after a day without power: how long until the sweep has told them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter

from sqlalchemy import func, select

from engine.store.read_tables import CASES
from engine.wiring import Product

LONGEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Burst:
    """`due`: so many cases had to be looked at when the sweep began."""

    due: int
    looked_at: int
    told: int
    seconds: float

    @property
    def words(self) -> str:
        rate = self.looked_at / self.seconds if self.seconds else 0.0
        return (
            f"{self.due:,} cases whose terms fall due at once: all looked at in {self.seconds:.0f} s, {rate:.0f} a second, "
            f"{self.told:,} rungs told (one sweep; no bar)"
        )


def swept_at_once(product: Product, wanted: int, move: Callable[[timedelta], None]) -> Burst:
    """`move` moves the product's clock, and nobody sweeps meanwhile: what fell due one after the other is due at once."""
    until = product.clock.now() + LONGEST
    while due_at(product, product.clock.now()) < wanted and product.clock.now() < until:
        move(timedelta(hours=1))
    due = due_at(product, product.clock.now())
    began = perf_counter()
    report = product.sweep.run()
    took = perf_counter() - began
    assert report.failed == 0, report
    return Burst(due, report.looked_at, report.told, round(took, 1))


def due_at(product: Product, now: datetime) -> int:
    """Cases that the sweep has to look at."""
    with product.database.read() as connection:
        return int(connection.execute(select(func.count()).where(CASES.c.look_at <= now)).scalar_one())
