"""The name under which a dispatcher leases cases: the same one after a crash, so that it gets its own leases back at once."""

from __future__ import annotations

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from uuid import uuid4


@contextmanager
def own_name(data_dir: Path) -> Iterator[str]:
    """The first name on this data folder that no living dispatcher has; the system gives the lock back when one dies.

    Machines made from one image have one host name and one path: what tells them apart is drawn once for each folder.
    """
    folder = data_dir.resolve() / "dispatchers"
    folder.mkdir(parents=True, exist_ok=True)
    drawn = _drawn_once(folder / "host")
    for number in count(1):
        with (folder / str(number)).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield f"{socket.gethostname()}:{drawn}:{number}"
            return


def _drawn_once(file: Path) -> str:
    """Of several that draw at the same moment the first one's holds for all."""
    with file.open("a+", encoding="ascii") as drawn:
        fcntl.flock(drawn, fcntl.LOCK_EX)
        drawn.seek(0)
        if not (known := drawn.read()):
            known = uuid4().hex
            drawn.write(known)
            drawn.flush()
        return known
