"""One `lienthong up` for each data directory: a lock that ends with the process, however it ends."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from engine.settings import own_folder


class AlreadyRunning(RuntimeError):
    """Another `lienthong up` holds this data directory; `addresses` says where it answers."""

    def __init__(self, process_id: int, addresses: Mapping[str, str]) -> None:
        super().__init__(f"process {process_id} runs on this data directory")
        self.process_id = process_id
        self.addresses = addresses


class Claim:
    """The data directory is ours until the process ends."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def say_where(self, addresses: Mapping[str, str]) -> None:
        """Writes down where we answer, for whoever tries to start a second time."""
        self._file.seek(0)
        self._file.truncate()
        json.dump({"process_id": os.getpid(), "addresses": dict(addresses)}, self._file)
        self._file.flush()


@contextmanager
def claimed(data_dir: Path) -> Iterator[Claim]:
    """Creates the data directory (for its owner alone) and holds it; raises `AlreadyRunning` if somebody does."""
    own_folder(data_dir)
    # Opened without truncating: until the lock is ours, what stands there is the holder's.
    with (data_dir / "running.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _already_running(file) from None
        claim = Claim(file)
        claim.say_where({})
        yield claim


def _already_running(file: IO[str]) -> AlreadyRunning:
    file.seek(0)
    text = file.read()
    said: dict[str, Any] = json.loads(text) if text else {"process_id": 0, "addresses": {}}
    return AlreadyRunning(said["process_id"], said["addresses"])
