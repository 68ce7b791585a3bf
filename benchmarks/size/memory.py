"""What a waiting case costs besides its place on the disk: processes and memory of everything that runs, at two sizes.

Each ledger is looked at alone: PostgreSQL has begun anew, the Prefect server is one of its own on that PostgreSQL, and the
dispatcher has nothing left to do. Prefect has no runs of the loaded cases, which were never handed to it: what its
database would keep of them is on its disk, and is not measured here. The dispatcher's reconciler misses the runs of some
of them at each of its passes, and has them entered; what is looked at is the time after that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from threading import Event

from benchmarks.findings import Bar
from benchmarks.size.machine import Running, private, resident, running, with_children
from engine.settings import Settings
from engine.wiring import Product, build
from tests.support.clock import StubClock
from tests.support.postgres import PostgresServer
from tests.support.prefect_server import PrefectServer, running_prefect_server
from tests.support.processes import wait_until

MARGIN = 32 * 1024 * 1024
"""So much more all processes together may hold at the large size: the noise of two starts, whatever the sizes are. A case
of which anybody held so much as its id and a date would be above it at 400,000: that is 84 bytes for each."""
TELLS = 512
"""Bytes: of so few more cases that the margin leaves each of them more than this, it says nothing."""
IDLE_WITHIN, LOOKS, APART = 900.0, 5, 4.0


@dataclass(frozen=True, slots=True)
class Held:
    """`processes`: of API, dispatcher and Prefect server; `bytes_of`: each of them, and PostgreSQL without its shared buffers."""

    processes: int
    bytes_of: Mapping[str, int]

    @property
    def all_bytes(self) -> int:
        return sum(self.bytes_of.values())


def held_at_rest(server: PostgresServer, settings: Settings, home: Path, now: datetime) -> Held:
    """Nobody else may be connected to the PostgreSQL server, which begins anew."""
    server.stop()
    server.start_again()
    with (
        running_prefect_server(server.fresh_database()) as prefect,
        running(home, settings, now, prefect.client_environment()) as fleet,
    ):
        product = build(settings, StubClock(now))
        try:
            wait_until(lambda: is_idle(product, now), within=IDLE_WITHIN, what="the dispatcher has nothing left to do")
        finally:
            product.close()  # what our own questions cost the database is not the installation's
        return middle_of([_look(server, prefect, fleet) for _ in range(LOOKS)])


def is_idle(product: Product, now: datetime) -> bool:
    """Prefect has seen every case, every message is delivered, and the sweep is through."""
    left = product.backlog.read()
    swept = left.falls_due_at is None or left.falls_due_at > now
    return not (left.unseen or left.undelivered) and swept


def middle_of(looks: Sequence[Held]) -> Held:
    """Of each part the median: what PostgreSQL starts for a moment to clean up is in some looks and not in others."""
    parts = looks[0].bytes_of
    return Held(
        int(median(look.processes for look in looks)),
        {part: int(median(look.bytes_of[part] for look in looks)) for part in parts},
    )


def bars_of(small: Held, large: Held, more_cases: int) -> list[Bar]:
    """`more_cases`: so many more wait at the large size."""
    grown, each = large.all_bytes - small.all_bytes, MARGIN / more_cases
    too_few = "" if each <= TELLS else "; too few cases to tell"
    return [
        Bar(
            f"no process more for {more_cases:,} more waiting cases: {small.processes} and {large.processes}",
            small.processes == large.processes,
        ),
        Bar(
            f"API, dispatcher, Prefect server and PostgreSQL hold {grown / 2**20:+.1f} MiB for {more_cases:,} more waiting "
            f"cases, at most {MARGIN / 2**20:.0f} is the noise of two starts, {each:.0f} bytes a case{too_few}",
            grown <= MARGIN and not too_few,
        ),
    ]


def table_of(small: Held, large: Held) -> str:
    """MiB of each part."""
    head = f"{'memory, MiB':20} {'small':>10} {'large':>10} {'more':>10}"
    rows = [(part, small.bytes_of[part], large.bytes_of[part]) for part in small.bytes_of]
    rows.append(("all of them", small.all_bytes, large.all_bytes))
    lines = [f"{part:20} {a / 2**20:10.1f} {b / 2**20:10.1f} {(b - a) / 2**20:+10.1f}" for part, a, b in rows]
    return "\n".join([head, *lines])


def _look(server: PostgresServer, prefect: PrefectServer, fleet: Running) -> Held:
    Event().wait(APART)
    api, dispatcher = fleet.parts
    found = {
        "API": with_children(api.process_id),
        "dispatcher": with_children(dispatcher.process_id),
        "Prefect server": with_children(prefect.process_id),
    }
    held = {part: sum(map(resident, processes)) for part, processes in found.items()}
    database = sum(map(private, with_children(server.process.pid)))
    return Held(sum(map(len, found.values())), {**held, "PostgreSQL": database})
