"""`lienthong up`: the whole product in one command, kept running until Ctrl-C; with `--demo` a small town lives in it."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path
from types import FrameType

from rich.console import Console

from cli import up_words
from cli.data_dir_claim import AlreadyRunning, Claim, claimed
from cli.demo_accounts import provide_accounts
from cli.play_book import open_book
from cli.ports import USUAL_PORTS, choose_ports
from cli.services import Addresses, Service, addresses_of, services, settings_for
from cli.supervisor import Supervisor
from cli.town import PlayFailed, Town
from cli.up_screen import UpScreen
from cli.written_files import told_if_refused
from engine.core.errors import DefinitionInvalid
from engine.core.values import Text
from engine.settings import Settings, own_folder
from engine.wiring import Product, build, migrate

_START_SECONDS = 180.0
_CRASHES_AT_START = 3
_LOOK_SECONDS = 0.1
_INTERRUPTED = 130


class CouldNotStart(RuntimeError):
    """A process of the product did not become ready; its log says why."""

    def __init__(self, words: Text, log: Path) -> None:
        super().__init__(words.en)
        self.words = words
        self.log = log


class Interrupted(Exception):
    """Ctrl-C or SIGTERM came: stop everything and go."""


def run_up(settings: Settings, *, demo: bool, once: bool) -> int:
    """Runs the product on the data directory of `settings`; answers the exit code."""
    screen = UpScreen(Console(), settings.language)
    with told_if_refused(settings.data_dir, settings.language):
        own_folder(settings.data_dir)
    try:
        with claimed(settings.data_dir.resolve()) as claim:
            return Up(settings, claim, screen, demo=demo).run(once=once)
    except AlreadyRunning as other:
        screen.say(up_words.ALREADY_RUNNING, data_dir=settings.data_dir.resolve(), process_id=other.process_id)
        for address in other.addresses.values():
            screen.say(Text(vi="  {address}", en="  {address}"), address=address)
        return 1


class Up:
    """One run of `lienthong up`: start, play, show, watch, stop."""

    def __init__(self, settings: Settings, claim: Claim, screen: UpScreen, *, demo: bool) -> None:
        self._given = settings
        self._claim = claim
        self._screen = screen
        self._demo = demo
        self._data_dir = settings.data_dir.resolve()
        self._ending = threading.Event()
        self._supervisor = Supervisor(self._data_dir / "logs", time.monotonic)

    def run(self, *, once: bool) -> int:
        """Answers the exit code. `once`: stops when everything is ready and the play is over."""
        self._listen_for_the_end()
        try:
            with self._screen:
                where = self._start()
                show = self._play(where) if self._demo else None
            self._show(where, show, once=once)
            if not once:
                self._watch()
            return 1 if self._demo and show is None else 0
        except Interrupted:
            return _INTERRUPTED if once else 0
        except DefinitionInvalid as invalid:
            folder = self._given.definitions_dir
            self._screen.fail(up_words.DEFINITIONS_INVALID, self._screen.words(invalid.words), folder=folder)
            return 1
        except CouldNotStart as problem:
            name = self._screen.words(problem.words)
            self._screen.fail(up_words.DID_NOT_START, _end_of(problem.log), name=name, log=problem.log)
            return 1
        finally:
            self._screen.say(up_words.STOPPING)
            self._supervisor.stop()
            self._screen.say(up_words.STOPPED)

    def _start(self) -> Addresses:
        self._screen.begin(up_words.MIGRATE)
        migrate(self._given)
        product = build(self._given)
        try:
            self._screen.done(up_words.MIGRATE)
            ports = choose_ports(self._data_dir / "ports.json", self._wanted_ports())
            where = addresses_of(ports)
            self._claim.say_where({"api": where.api, "prefect": where.prefect})
            settings = settings_for(self._given, ports, product.catalogue.agencies, demo=self._demo)
            if self._demo:
                self._provide_demo(product)
            self._start_services(services(settings, ports, demo=self._demo))
            return where
        finally:
            product.close()

    def _wanted_ports(self) -> dict[str, int]:
        return {**USUAL_PORTS, "api": self._given.api_port}

    def _provide_demo(self, product: Product) -> None:
        self._screen.begin(up_words.ACCOUNTS)
        directory, now = product.catalogue.agencies, product.clock.now()
        provide_accounts(self._data_dir / "demo-accounts.json", directory, product.tokens, now)
        calendar = next(agency.calendar for agency in directory.agencies.values())
        open_book(self._data_dir / "demo" / "town-day.json", product.catalogue.calendars.working(calendar), now)
        self._screen.done(up_words.ACCOUNTS)

    def _start_services(self, wanted: tuple[Service, ...]) -> None:
        """All at once, for they wait for each other by themselves; each gets its tick when it is ready."""
        for service in wanted:
            self._screen.begin(service.words)
            self._supervisor.add(service.program)
        waiting = list(wanted)
        give_up_at = time.monotonic() + _START_SECONDS
        while waiting:
            self._look()
            for service in [service for service in waiting if service.is_ready()]:
                self._screen.done(service.words)
                waiting.remove(service)
            for service in waiting:
                crashes = self._supervisor.crashes_of(service.program.name)
                if crashes >= _CRASHES_AT_START or time.monotonic() > give_up_at:
                    raise CouldNotStart(service.words, self._supervisor.log_of(service.program.name))

    def _play(self, where: Addresses) -> str | None:
        """The case that is worth a look; null when the play stopped before its end. The product runs all the same."""
        try:
            return Town(self._data_dir, where.api, self._screen).play(while_waiting=self._look)
        except PlayFailed as failed:
            self._screen.fail(up_words.PLAY_FAILED, _end_of(failed.log), log=failed.log)
            return None

    def _look(self) -> None:
        """One look at the children and at the signals, then a short rest."""
        for name in self._supervisor.look():
            self._screen.warn(up_words.CRASHED, name=name, log=self._supervisor.log_of(name))
        if self._ending.wait(_LOOK_SECONDS):
            raise Interrupted

    def _watch(self) -> None:
        while True:
            self._look()

    def _show(self, where: Addresses, show: str | None, *, once: bool) -> None:
        lines = {up_words.START: f"{where.api}/"}
        if show is not None:
            lines[up_words.ONE_CASE] = f"{where.api}/cases/{show}/page"
        lines |= {
            up_words.API_DOCS: f"{where.api}/docs",
            up_words.PREFECT_UI: where.prefect,
            up_words.LOGS: str(self._data_dir / "logs"),
            up_words.SIGN_IN: self._screen.words(up_words.SIGN_IN_DEMO if self._demo else up_words.SIGN_IN_TOKEN),
        }
        self._screen.box(up_words.RUNNING, lines, None if once else up_words.HOW_TO_STOP)

    def _listen_for_the_end(self) -> None:
        def end(_number: int, _frame: FrameType | None) -> None:
            self._ending.set()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, end)


def _end_of(log: Path, lines: int = 25) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]) if log.exists() else ""
