"""`python -m benchmarks.day [--cases N --share S]`: a share of the day's cases through API, dispatcher, Prefect and sweep."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from benchmarks.day.people import People
from benchmarks.day.plan import closing, opening, planned
from benchmarks.day.rates import played_words
from benchmarks.day.report import Look, PlayedDay, findings
from benchmarks.day.wakes import wakes_of
from benchmarks.ending import unwind_on_sigterm
from benchmarks.size.city import WARDS, write_city
from benchmarks.size.machine import running
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
LOOKED_EVERY = timedelta(minutes=15)


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
    print(f"{played_words(wanted.cases, wanted.share, speed)}; about {minutes + 3:.0f} minutes", flush=True)
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
    # Nobody sweeps here: the dispatcher does, by its schedule of real minutes. In one of them as many terms of the share
    # fall due as of all cases in a minute of life.
    looking = day.every(LOOKED_EVERY, closed, lambda: looks.append(_look(product, day)))
    for thread in (*threads, looking):
        thread.join()
    looks.append(_look(product, day))
    drained = _drained(product, wanted.patience)
    day.end()
    wakes = list(wakes_of(product, people.cases()))
    played = PlayedDay(wanted.cases, wanted.share, speed, wanted.hands, acts, people.done, looks, drained, wakes)
    findings(played).publish()


def _look(product: Product, day: Day) -> Look:
    left, now = product.backlog.read(), day.now()
    late = (now - left.falls_due_at).total_seconds() if left.falls_due_at else 0
    return Look(now, left.unseen, left.undelivered, max(0, int(late)))


def _drained(product: Product, patience: float) -> float | None:
    """The real seconds until nothing is left to carry; null: it took longer than that."""
    began = monotonic()
    while (took := monotonic() - began) < patience:
        left = product.backlog.read()
        if not (left.unseen or left.undelivered):
            return took
        Event().wait(0.5)
    return None


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
