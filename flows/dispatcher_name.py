"""The name under which a dispatcher leases cases: the same one after a crash, so that it gets its own leases back at once."""

from __future__ import annotations

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path


@contextmanager
def own_name(data_dir: Path) -> Iterator[str]:
    """The first name on this machine that no living dispatcher has; the system gives the lock back when one dies."""
    folder = data_dir.resolve() / "dispatchers"
    folder.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        with (folder / str(number)).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield f"{socket.gethostname()}:{folder}:{number}"
            return
