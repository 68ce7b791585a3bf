"""What a waiting case costs besides its place on the disk: processes and resident memory of everything that runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.settings import Settings
from tests.support.file_clock import FileClock
from tests.support.processes import LOOPBACK, free_port
from tests.support.running_product import Part, as_environment

_PAGE = 4096


@dataclass(frozen=True, slots=True)
class Held:
    """How many processes there are, and how much of the machine's memory they keep."""

    processes: int
    resident_bytes: int


@dataclass(frozen=True, slots=True)
class Running:
    """One installation: its API answers at `address`."""

    address: str
    parts: Sequence[Part]

    def held(self) -> Held:
        """By the processes of the product and whatever they have started."""
        found = [one for part in self.parts for one in _with_children(part.process_id)]
        return Held(len(found), sum(_resident(one) for one in found))


@contextmanager
def running(home: Path, settings: Settings, now: datetime, prefect: dict[str, str] | None) -> Iterator[Running]:
    """An API, and with a Prefect server a dispatcher, in the standing present `now`; killed afterwards."""
    home.mkdir(parents=True, exist_ok=True)
    FileClock(home / "clock", now)
    settings = settings.model_copy(update={"api_port": free_port(), "data_dir": home})
    address = f"http://{LOOPBACK}:{settings.api_port}"
    environment = as_environment(settings)
    parts = [
        Part("tests.support.clocked_api", [str(home / "clock")], environment, home / "api.log", f"{address}/ready")
    ]
    if prefect is not None:
        said = {**environment, **prefect, "LIENTHONG_PREFECT_API_URL": prefect["PREFECT_API_URL"]}
        log = home / "dispatcher.log"
        parts.append(Part("tests.support.clocked_dispatcher", [str(home / "clock")], said, log, ""))
    try:
        for part in parts:
            part.start()
        yield Running(address, parts)
    finally:
        for part in parts:
            part.kill()


def _with_children(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return [process, *(inner for child in children for inner in _with_children(int(child)))]


def _resident(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
