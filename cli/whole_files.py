"""A file that is there as a whole or not at all, for its owner alone: written beside its place, then put into it."""

from __future__ import annotations

import errno
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DRAFT = re.compile(r"\..+\.(?P<host>[^@]+)@(?P<process>\d+)\.lienthong-part(-journal)?", re.DOTALL)
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


@contextmanager
def whole_file(place: Path, *, replace: bool = False) -> Iterator[Path]:
    """Where to write; whatever goes wrong, nothing half-written stays and what stood at `place` is untouched.

    Raises `FileExistsError` where something is there by then, unless it is to be replaced.
    """
    sweep_drafts(place.parent)
    draft = place.with_name(f".{place.name}.{socket.gethostname()}@{os.getpid()}.lienthong-part")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield draft
        _sync(draft)
        if replace:
            draft.replace(place)
        else:
            _put(draft, place)
        _sync(place.parent)
    finally:
        draft.unlink(missing_ok=True)
        draft.with_name(f"{draft.name}-journal").unlink(missing_ok=True)  # SQLite's own, beside a copy


def sweep_drafts(folder: Path) -> None:
    """Takes away what processes of this machine left there that were killed in the middle of writing."""
    for file in folder.iterdir() if folder.is_dir() else ():
        found = _DRAFT.fullmatch(file.name)
        if found and found["host"] == socket.gethostname() and not _is_alive(int(found["process"])):
            file.unlink(missing_ok=True)


def _put(draft: Path, place: Path) -> None:
    """A link, unlike a renaming, never takes the place of what somebody else put there meanwhile."""
    try:
        os.link(draft, place)
    except OSError as refused:
        if refused.errno not in _NO_LINKS:
            raise
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place)) from None
        draft.replace(place)


def _is_alive(process: int) -> bool:
    """Our own number, too, was that of one that has ended: we have written nothing there yet."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is somebody else's
        return True
    return True


def _sync(path: Path) -> None:
    """On the disk, also after a power cut."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
