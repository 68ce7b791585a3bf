"""`python -m benchmarks.size [--live N --events M …]`: two ledgers on one PostgreSQL, the small and the large, asked in turn."""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, perf_counter
from typing import Any

from sqlalchemy import text

from benchmarks.ending import unwind_on_sigterm
from benchmarks.findings import Bar, Findings
from benchmarks.size import memory
from benchmarks.size.burst import Burst, swept_at_once
from benchmarks.size.checking import faults_in
from benchmarks.size.city import WARDS, write_city
from benchmarks.size.life import MovedClock
from benchmarks.size.lives import played
from benchmarks.size.loading import Loaded, load
from benchmarks.size.machine import running
from benchmarks.size.memory import Held, held_at_rest
from benchmarks.size.report import Times, bars_of, percentile, table_of
from benchmarks.size.requests import Offices, timed
from benchmarks.size.stamping import Played, read_played
from engine.settings import Settings
from engine.store.migration import migrate
from engine.wiring import Product, build
from tests.support.clock import local_instant
from tests.support.postgres import PostgresServer, running_postgres

NOW = local_instant("2026-11-20 14:00")
SIZES = ("small", "large")
SWEEP_BATCH = 12
"""Small, so that the small ledger has enough of them that are full."""
LOADING_WITHIN = 12 * 60
EVENTS_A_SECOND = 20_000
"""What a machine of two cores loads at least; for the foresight alone."""


class Ledger:
    """One loaded database, the product on it in this process, and what was put in."""

    def __init__(
        self, url: str, definitions: Path, home: Path, cases: list[Played], wanted: argparse.Namespace
    ) -> None:
        home.mkdir()
        migrate(url)
        began = monotonic()
        share = wanted.events / wanted.live
        self.loaded: Loaded = load(
            url, cases, live=wanted.here, events=round(wanted.here * share), wards=wanted.wards, tell=_tell
        )
        self.seconds = monotonic() - began
        print(f"  loaded in {self.seconds:.0f} s", flush=True)
        self.settings = Settings(data_dir=home, database_url=url, definitions_dir=definitions)
        self.clock = MovedClock(NOW)
        self.product: Product = build(self.settings, self.clock)
        self.faults = faults_in(self.product, [stamp.case_id for _, stamp in self.loaded.sample], NOW)

    def bytes(self) -> int:
        with self.product.database.read() as connection:
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())

    def move(self, by: timedelta) -> None:
        """The present of the product on it."""
        self.clock.shows += by

    def sweep_turn(self) -> float:
        """The seconds for each case of one batch; the time moves on until as many are due, so each turn has a full batch."""
        while len(self.product.sweep_book.falling_due(self.clock.now(), SWEEP_BATCH)) < SWEEP_BATCH:
            self.clock.shows += timedelta(minutes=10)
        began = perf_counter()
        report = next(iter(self.product.sweep.batches(SWEEP_BATCH)))
        assert (report.looked_at, report.failed) == (SWEEP_BATCH, 0), report
        return (perf_counter() - began) / SWEEP_BATCH


def main() -> None:
    wanted = _parse()
    unwind_on_sigterm()
    foreseen = 2 + wanted.events / EVENTS_A_SECOND / 60 + wanted.rounds * 2.5 / 60
    print(f"{wanted.live:,} live cases, {wanted.events:,} events: about {foreseen:.0f} minutes", flush=True)
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lienthong-size-", dir=wanted.folder)))
        server = stack.enter_context(running_postgres(shared_buffers="1GB", max_wal_size="8GB"))
        small, large = _ledgers(server, home, wanted)
        held = _memory(server, home, small, large) if wanted.memory else None
        before = large.bytes()
        times = _asked_in_turn(stack, home, small, large, wanted)
        burst = swept_at_once(large.product, min(wanted.burst, wanted.live // 10), large.move)
        _publish(wanted, small, large, times, before, held, burst)
        small.product.close()
        large.product.close()


def _ledgers(server: PostgresServer, home: Path, wanted: argparse.Namespace) -> tuple[Ledger, Ledger]:
    definitions = write_city(home / "definitions", wanted.wards)
    print("cases are played", flush=True)
    with played(home, definitions, NOW, wanted.each) as lives:
        cases = read_played(lives.product.database, lives.product.catalogue, lives.cases)
    found = []
    for name, here in (("small", wanted.small), ("large", wanted.live)):
        print(f"the {name} ledger: {here:,} live cases", flush=True)
        said = argparse.Namespace(**vars(wanted), here=here)
        found.append(Ledger(server.fresh_database(), definitions, home / name, cases, said))
    return found[0], found[1]


def _asked_in_turn(
    stack: ExitStack, home: Path, small: Ledger, large: Ledger, wanted: argparse.Namespace
) -> dict[tuple[str, str], Times]:
    """Each question to both ledgers one after the other, so that whatever else the machine does hits both alike."""
    offices = []
    for name, ledger in (("small", small), ("large", large)):
        api = stack.enter_context(running(home / name / "api", ledger.settings, NOW, None))
        offices.append(Offices(ledger.product, api.address, wanted.wards))
        stack.callback(offices[-1].close)
    pairs = list(zip(offices[0].questions(), offices[1].questions(), strict=True))
    times = {(one.group, one.name): Times() for one, _ in pairs}
    for turn in range(-2, wanted.rounds):  # the first two rounds warm both up
        for one, other in pairs:
            seconds = [timed(one), timed(other)] if turn % 2 else list(reversed([timed(other), timed(one)]))
            if turn >= 0:
                times[one.group, one.name].small.append(seconds[0])
                times[one.group, one.name].large.append(seconds[1])
    sweep = times["sweep", "one case of a batch"] = Times()
    for _ in range(max(10, wanted.rounds // 2)):
        sweep.small.append(small.sweep_turn())
        sweep.large.append(large.sweep_turn())
    return times


def _memory(server: PostgresServer, home: Path, small: Ledger, large: Ledger) -> tuple[Held, Held]:
    """Each ledger alone; nobody of ours is connected while PostgreSQL begins anew."""
    ledgers = (small, large)
    for ledger in ledgers:
        ledger.product.close()
    found = [
        held_at_rest(server, one.settings, home / name / "rest", NOW) for name, one in zip(SIZES, ledgers, strict=True)
    ]
    for ledger in ledgers:
        ledger.product = build(ledger.settings, ledger.clock)
    return found[0], found[1]


def _publish(
    wanted: argparse.Namespace, small: Ledger, large: Ledger, times: dict[tuple[str, str], Times],
    bytes_before: int, held: tuple[Held, Held] | None, burst: Burst,
) -> None:  # fmt: skip
    cases = large.loaded.live + large.loaded.ended
    bars = [
        Bar(f"loaded in {large.seconds:.0f} s, within {LOADING_WITHIN} s", large.seconds <= LOADING_WITHIN),
        Bar(
            f"{len(large.loaded.sample)} of the loaded cases are as their events say: {len(large.faults)} faults",
            not large.faults and not small.faults,
        ),
        *bars_of(times, wanted.small, wanted.live),
    ]
    words = [
        f"{large.loaded.live:,} live cases, {large.loaded.ended:,} ended, {large.loaded.events:,} events",
        f"{bytes_before / cases:,.0f} bytes a case, {bytes_before / large.loaded.events:,.0f} an event, indexes included",
        burst.words,
    ]
    figures: dict[str, Any] = {
        "live": large.loaded.live, "ended": large.loaded.ended, "events": large.loaded.events, "small": wanted.small,
        "loading_seconds": round(large.seconds, 1), "bytes_a_case": round(bytes_before / cases),
        "burst": asdict(burst),
        "faults": [*small.faults, *large.faults][:20],
        "milliseconds": {
            f"{group}: {name}": {"small": _rounded(one.small), "large": _rounded(one.large), "ratio": one.ratio()}
            for (group, name), one in times.items()
        },
    }  # fmt: skip
    if held is not None:
        figures["held"] = [asdict(one) for one in held]
        words += ["", memory.table_of(*held)]
        bars += memory.bars_of(*held, large.loaded.live - small.loaded.live)
    Findings("size", figures, bars, "\n".join([*words, "", table_of(times)])).publish()


def _rounded(seconds: list[float]) -> dict[str, float]:
    return {f"p{share}": round(percentile(seconds, share / 100) * 1000, 2) for share in (50, 95)}


def _tell(loaded: Loaded) -> None:
    if (loaded.live + loaded.ended) % 40_000 < 4_000:
        print(f"  {datetime.now():%H:%M:%S} {loaded.events:,} events", flush=True)  # noqa: DTZ005, TID251


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.size", description=__doc__)
    parser.add_argument("--live", type=int, default=400_000, help="live cases in the large ledger")
    parser.add_argument("--events", type=int, default=5_000_000, help="events in the large ledger")
    parser.add_argument("--small", type=int, default=4_000, help="live cases in the small ledger, of the same mix")
    parser.add_argument("--wards", type=int, default=WARDS, help="wards and communes, at both sizes the same")
    parser.add_argument("--each", type=int, default=40, help="cases of each procedure that are really played")
    parser.add_argument("--rounds", type=int, default=200, help="how often each question is asked of each ledger")
    parser.add_argument("--burst", type=int, default=40_000, help="terms that fall due at once in the large ledger")
    parser.add_argument("--folder", type=Path, default=None, help="where the definitions and clocks are kept")
    parser.add_argument("--no-memory", dest="memory", action="store_false", help="without the dispatchers at rest")
    return parser.parse_args()


if __name__ == "__main__":
    main()
