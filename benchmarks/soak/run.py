"""One soak: everything started, the clients at work while parts are killed, the drain, and what was found."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic

import uvloop

from benchmarks.soak.checking import check
from benchmarks.soak.clients import Client, Seen
from benchmarks.soak.installation import Installation, running_installation
from benchmarks.soak.journal import Journal
from benchmarks.soak.kills import Killing, Watch
from benchmarks.soak.report import Soaked
from engine.core.errors import EngineError

LOOKS_EVERY = 2.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of the bar, if nothing else is said. `pause`: seconds between two acts on a case, on the mean; `lease_seconds`: for
    so long a dead dispatcher's cases wait for another."""

    minutes: float = 30.0
    kill_every: float = 20.0
    cases: int = 21_000
    clients: int = 12
    pause: float = 20.0
    drain_minutes: float = 45.0
    lease_seconds: int = 60
    sqlite: bool = False
    bounded: bool = False
    seed: int = 5

    @property
    def needs_minutes(self) -> float:
        """For those who wait: load, some of the drain, a millisecond or ten for each case in the check, the start."""
        return self.minutes * 1.5 + self.cases * 0.012 / 60 + 1


def soak(home: Path, sizes: Sizes) -> Soaked:
    """Raises what a client or a part could not live through; whatever is wrong with the ledger is told, not raised."""
    with soaked(home, sizes) as (_, found):
        return found


@contextmanager
def soaked(home: Path, sizes: Sizes) -> Iterator[tuple[Installation, Soaked]]:
    """Everything still runs, so that it can be looked at once more."""
    home.mkdir(parents=True, exist_ok=True)
    with running_installation(home, sizes.lease_seconds, sqlite=sizes.sqlite) as installation:
        seen, killing = Seen(), Killing(installation.victims, sizes.kill_every, sizes.seed)
        began = monotonic()
        with Watch(installation.unseen, LOOKS_EVERY, EngineError) as watch:
            killing.start()
            try:
                uvloop.run(_play(installation, journals_in(home), sizes, seen))
            finally:
                killing.stop()
        loaded = monotonic()
        _drain(installation, sizes.drain_minutes)
        drained = monotonic()
        checked = check(installation, journals_in(home))
        minutes, draining = (loaded - began) / 60, (drained - loaded) / 60
        yield installation, Soaked(asdict(sizes), minutes, draining, seen, killing.kills, watch.found, checked)


def journals_in(home: Path) -> Path:
    return home / "journals"


async def _play(installation: Installation, journals: Path, sizes: Sizes, seen: Seen) -> None:
    journals.mkdir(parents=True)
    share, more = divmod(sizes.cases, sizes.clients)
    with ExitStack() as files:
        async with asyncio.TaskGroup() as group:
            for number in range(sizes.clients):
                journal = files.enter_context(Journal(journals / f"client-{number}.jsonl"))
                client = Client(number, installation.ports, installation.tokens, journal, seen, sizes.seed)
                share_here = share + (number < more)
                group.create_task(client.play(share_here, sizes.minutes * 60, sizes.pause, is_bounded=sizes.bounded))


def _drain(installation: Installation, minutes: float) -> None:
    """Until Prefect has seen everything and the agency has answered everything, or the time is over."""
    give_up_at, pause = monotonic() + minutes * 60, threading.Event()
    while _unseen(installation) and monotonic() < give_up_at:
        pause.wait(1.0)


def _unseen(installation: Installation) -> int:
    try:
        return installation.unseen()
    except EngineError:  # a connection that a kill has cut
        return 1
