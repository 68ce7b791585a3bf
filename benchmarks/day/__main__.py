"""`python -m benchmarks.day [--cases N --share S]`: a share of the day's cases through API, dispatcher, Prefect and sweep."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from benchmarks.day.people import People
from benchmarks.day.plan import acts_an_hour, closing, opening, planned
from benchmarks.ending import unwind_on_sigterm
from benchmarks.findings import Bar, Findings
from benchmarks.size.city import WARDS, write_city
from benchmarks.size.machine import running
from benchmarks.size.report import percentile
from engine.core.identifiers import CalendarId
from engine.settings import Settings
from engine.store.migration import migrate
from engine.wiring import Product, build
from tests.support.file_clock import FileClock
from tests.support.postgres import running_postgres
from tests.support.prefect_server import running_prefect_server
from tests.support.processes import LOOPBACK, free_port
from tests.support.running_product import Part

DAY = date(2026, 11, 20)
SWEEP_EVERY, LOOKED_EVERY = timedelta(minutes=5), timedelta(minutes=15)
LEFT = 0.01
"""Of the day's cases, how many may still be unseen by Prefect when the offices close."""
NIGHT = timedelta(hours=15)


@dataclass(frozen=True, slots=True)
class Look:
    """What was left to do at one instant of the day."""

    at: str
    unseen: int
    undelivered: int
    sweep_late_seconds: int


class Day:
    """The simulated present: it runs `speed` times as fast as the real one, from the opening on."""

    def __init__(self, clock: FileClock, speed: float) -> None:
        self._clock, self._speed = clock, speed
        self._began = monotonic()
        self._over = Event()
        self._ticking = Thread(target=self._tick)

    def now(self) -> datetime:
        return opening(DAY) + timedelta(seconds=(monotonic() - self._began) * self._speed)

    def begin(self) -> None:
        self._began = monotonic()
        self._ticking.start()

    def end(self) -> None:
        self._over.set()
        self._ticking.join()

    def every(self, pause: timedelta, until: Callable[[], bool], what: Callable[[], None]) -> Thread:
        def run() -> None:
            while not until():
                what()
                self._over.wait(pause.total_seconds() / self._speed)

        thread = Thread(target=run)
        thread.start()
        return thread

    def _tick(self) -> None:
        while not self._over.wait(0.05):
            self._clock.put(self.now().replace(microsecond=0))


def main() -> None:
    wanted = _parse()
    unwind_on_sigterm()
    speed = wanted.speed or 1 / wanted.share
    minutes = (closing(DAY) - opening(DAY)).total_seconds() / 60 / speed
    print(f"{wanted.cases * wanted.share:,.0f} of {wanted.cases:,} cases, {speed:.0f} times the clock's speed: about "
          f"{minutes + 3:.0f} minutes", flush=True)  # fmt: skip
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lienthong-day-")))
        server = stack.enter_context(running_postgres(shared_buffers="512MB"))
        prefect = stack.enter_context(running_prefect_server(server.fresh_database()))
        settings = _settings(home, server.fresh_database(), wanted.wards, _standin(stack, home))
        here = home / "api"
        installation = stack.enter_context(running(here, settings, opening(DAY), prefect.client_environment()))
        clock = FileClock(here / "clock")
        product = build(settings, clock)
        stack.callback(product.close)
        _play(product, clock, installation.address, wanted, speed)


def _play(product: Product, clock: FileClock, address: str, wanted: argparse.Namespace, speed: float) -> None:
    acts = planned(
        product.catalogue.calendars.working(CalendarId("vn-state-agency")), DAY, round(wanted.cases * wanted.share)
    )
    day = Day(clock, speed)
    people = People(product, address, wanted.wards, day.now, speed)
    looks: list[Look] = [_look(product, day)]
    day.begin()
    threads = people.play(acts, wanted.hands)
    closed = lambda: day.now() >= closing(DAY)  # noqa: E731
    helpers = [
        day.every(SWEEP_EVERY, closed, lambda: _swept(product)),
        day.every(LOOKED_EVERY, closed, lambda: looks.append(_look(product, day))),
    ]
    for thread in (*threads, *helpers):
        thread.join()
    looks.append(_look(product, day))
    drained = _drained(product, wanted.patience)
    day.end()
    _publish(wanted, speed, acts_an_hour(acts), people, looks, drained)


def _swept(product: Product) -> None:
    product.sweep.run()


def _look(product: Product, day: Day) -> Look:
    left, now = product.backlog.read(), day.now()
    late = (now - left.falls_due_at).total_seconds() if left.falls_due_at else 0
    return Look(f"{now:%H:%M}", left.unseen, left.undelivered, max(0, int(late)))


def _drained(product: Product, patience: float) -> float | None:
    """The real seconds until nothing is left to carry; null: it took longer than that."""
    began = monotonic()
    while (took := monotonic() - began) < patience:
        left = product.backlog.read()
        if not (left.unseen or left.undelivered):
            return took
        Event().wait(0.5)
    return None


def _publish(
    wanted: argparse.Namespace, speed: float, hours: dict[int, int], people: People, looks: list[Look],
    drained: float | None,
) -> None:  # fmt: skip
    played = wanted.cases * wanted.share
    demand = sum(hours.values()) * speed / 9 / 3600
    of_true = demand / (sum(hours.values()) / wanted.share / 9 / 3600)
    most = max(look.unseen for look in looks)
    night = NIGHT.total_seconds()
    whole = drained / wanted.share if drained is not None else None
    bars = [
        Bar(f"every act was answered: {len(people.done.failures)} failures", not people.done.failures),
        Bar(f"callers are not held up: the latest act began {people.done.latest_start:.1f} s late", people.done.latest_start < 5),
        Bar(
            f"at closing {looks[-1].unseen} cases are unseen, at opening {looks[0].unseen}, at most {most}; "
            f"no more than {LEFT:.0%} of the day's {played:,.0f}",
            looks[-1].unseen <= looks[0].unseen + LEFT * played,
        ),
        Bar(
            f"what is left at closing, for a whole day's cases, is done in {whole or 0:,.0f} s, before the next morning"
            if whole is not None else "what is left at closing is done before the next morning",
            whole is not None and whole < night,
        ),
        Bar(f"the true day's rate or more was played: {of_true:.2f} times", of_true >= 0.99),
    ]  # fmt: skip
    table = "\n".join([
        f"{played:,.0f} cases, {sum(hours.values()):,} acts by {wanted.hands} people; acts an hour: {hours}",
        f"p95 of an act {percentile(people.done.seconds, 0.95) * 1000:.0f} ms; drained in {drained} s",
        f"{'at':6} {'unseen':>7} {'undelivered':>12} {'sweep late s':>13}",
        *(f"{look.at:6} {look.unseen:7} {look.undelivered:12} {look.sweep_late_seconds:13}" for look in looks),
    ])  # fmt: skip
    figures = {
        "cases": round(played), "share": wanted.share, "speed": speed, "acts": sum(hours.values()), "hours": hours,
        "acts_a_second": round(demand, 2), "times_true_rate": round(of_true, 3), "looks": [asdict(one) for one in looks],
        "p95_milliseconds": round(percentile(people.done.seconds, 0.95) * 1000, 1), "drained_seconds": drained,
        "latest_start_seconds": round(people.done.latest_start, 2), "failures": people.done.failures[:20],
    }  # fmt: skip
    Findings("day", figures, bars, table).publish()


def _settings(home: Path, url: str, wards: int, standin: str) -> Settings:
    definitions = write_city(home / "definitions", wards)
    migrate(url)
    return Settings(
        data_dir=home, database_url=url, definitions_dir=definitions, agency_systems={"social_insurance": standin}
    )


def _standin(stack: ExitStack, home: Path) -> str:
    """The insurance's own system: accepts at once."""
    port = free_port()
    address = f"http://{LOOPBACK}:{port}"
    said = ["--port", str(port), "--state", str(home / "standin.db")]
    part = Part("demo.standin_agency", said, {}, home / "standin.log", f"{address}/health")
    part.start()
    stack.callback(part.kill)
    return address


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.day", description=__doc__)
    parser.add_argument("--cases", type=int, default=40_000, help="cases of the whole day")
    parser.add_argument("--share", type=float, default=0.05, help="the share of them that is played")
    parser.add_argument(
        "--speed", type=float, default=None, help="of the clock; not given: as fast as gives the true rate"
    )
    parser.add_argument("--wards", type=int, default=WARDS, help="wards and communes")
    parser.add_argument("--hands", type=int, default=16, help="people who act at once")
    parser.add_argument("--patience", type=float, default=900, help="real seconds in which the rest may be drained")
    return parser.parse_args()


if __name__ == "__main__":
    main()
