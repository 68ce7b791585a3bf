"""One installation of the size benchmark, and what a process of it keeps of the machine's memory."""

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
class Running:
    """One installation: its API answers at `address`."""

    address: str
    parts: Sequence[Part]


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


def with_children(process: int) -> list[int]:
    """A process and whatever it has started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return [process, *(inner for child in children for inner in with_children(int(child)))]


def resident(process: int) -> int:
    """Bytes of the machine's memory in which it is, shared ones included."""
    return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def private(process: int) -> int:
    """Bytes of its own. The buffers that a database's processes share are not among them, not even those that only one of
    them has touched so far, which the system's `Private` lines would count."""
    said = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) * 1024 for line in said if line.startswith("Pss_Anon:"))
