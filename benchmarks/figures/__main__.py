"""`python -m benchmarks.figures [--live N --ended M …]`: two ledgers on one PostgreSQL, each page's questions to both in turn."""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, perf_counter

from benchmarks.ending import unwind_on_sigterm
from benchmarks.figures.loading import load_figures
from benchmarks.figures.questions import questions
from benchmarks.findings import Bar, Findings
from benchmarks.size.city import WARDS, write_city
from benchmarks.size.life import MovedClock
from benchmarks.size.lives import played
from benchmarks.size.report import Times
from benchmarks.size.stamping import Played, read_played
from engine.settings import Settings
from engine.store.figure_book import SqlFigureBook
from engine.store.migration import migrate
from engine.wiring import Product, build
from tests.support.clock import local_instant
from tests.support.postgres import PostgresServer, running_postgres

NOW = local_instant("2026-11-20 14:00")
MOST = 3.0
"""So many times the figure of the small ledger that of the large one may be."""


def main() -> None:
    wanted = _parse()
    unwind_on_sigterm()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lienthong-figures-", dir=wanted.folder)))
        server = stack.enter_context(running_postgres(shared_buffers="1GB", max_wal_size="8GB"))
        definitions = write_city(home / "definitions", wanted.wards)
        with played(home, definitions, NOW, wanted.each) as lives:
            cases = read_played(lives.product.database, lives.product.catalogue, lives.cases)
        of_small = round(wanted.ended * wanted.small / wanted.live)
        small, _ = _ledger(stack, server, home / "small", definitions, cases, (wanted.small, of_small, wanted.wards))
        large, seconds = _ledger(
            stack, server, home / "large", definitions, cases, (wanted.live, wanted.ended, wanted.wards)
        )
        is_sound = SqlFigureBook(large.database).is_sound()
        times = _asked_in_turn(small, large, wanted.rounds)
        _publish(wanted, of_small, times, seconds, is_sound)


def _ledger(
    stack: ExitStack,
    server: PostgresServer,
    home: Path,
    definitions: Path,
    cases: list[Played],
    size: tuple[int, int, int],
) -> tuple[Product, float]:
    home.mkdir()
    url, (live, ended, wards) = server.fresh_database(), size
    migrate(url)
    began = monotonic()
    loaded = load_figures(url, cases, live=live, ended=ended, wards=wards)
    seconds = monotonic() - began
    print(f"{loaded.live:,} live cases and {loaded.ended:,} finished ones: {seconds:.0f} s", flush=True)
    product = build(Settings(data_dir=home, database_url=url, definitions_dir=definitions), MovedClock(NOW))
    stack.callback(product.close)
    return product, seconds


def _asked_in_turn(small: Product, large: Product, rounds: int) -> dict[str, Times]:
    """Each question to both one after the other, so that whatever else the machine does hits both alike."""
    pairs = list(zip(questions(small, NOW.date()), questions(large, NOW.date()), strict=True))
    times = {name: Times() for (name, _), _ in pairs}
    for turn in range(-1, rounds):  # the first round warms both up
        for (name, one), (_, other) in pairs:
            seconds = []
            for ask in (one, other):
                began = perf_counter()
                ask()
                seconds.append(perf_counter() - began)
            if turn >= 0:
                times[name].small.append(seconds[0])
                times[name].large.append(seconds[1])
    return times


def _publish(
    wanted: argparse.Namespace, of_small: int, times: dict[str, Times], seconds: float, is_sound: bool
) -> None:
    ratios = {name: one.ratio(0.5) for name, one in times.items()}
    worst = max(ratios, key=lambda name: ratios[name])
    bars = [
        Bar("the sums of the large ledger are what its rows come to", is_sound),
        Bar(
            f"the median of each of {len(times)} questions at {wanted.live:,} live and {wanted.ended:,} finished cases is at "
            f"most {MOST} times that at {wanted.small:,} and {of_small:,}: the worst, {worst}, {ratios[worst]:.2f} times",
            ratios[worst] <= MOST,
        ),
    ]
    head = f"{'':48} {'small ms':>10} {'large ms':>10} {'ratio':>6}"
    rows = [
        f"{name:48} {_middle(one.small):10.1f} {_middle(one.large):10.1f} {ratios[name]:6.2f}"
        for name, one in times.items()
    ]
    figures = {
        "live": wanted.live,
        "ended": wanted.ended,
        "small": wanted.small,
        "ended_small": of_small,
        "loading_seconds": round(seconds, 1),
        "milliseconds": {
            name: {"small": _middle(one.small), "large": _middle(one.large)} for name, one in times.items()
        },
    }
    Findings("figures", figures, bars, "\n".join([head, *rows])).publish()


def _middle(seconds: list[float]) -> float:
    return round(sorted(seconds)[len(seconds) // 2] * 1000, 2)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.figures", description=__doc__)
    parser.add_argument("--live", type=int, default=400_000, help="live cases in the large ledger")
    parser.add_argument("--ended", type=int, default=5_000_000, help="finished cases in the large ledger")
    parser.add_argument("--small", type=int, default=10_000, help="live cases in the small ledger, of the same mix")
    parser.add_argument("--wards", type=int, default=WARDS, help="wards and communes, at both sizes the same")
    parser.add_argument("--each", type=int, default=40, help="cases of each procedure that are really played")
    parser.add_argument("--rounds", type=int, default=15, help="how often each question is asked of each ledger")
    parser.add_argument("--folder", type=Path, default=None, help="where the definitions and clocks are kept")
    return parser.parse_args()


if __name__ == "__main__":
    main()
