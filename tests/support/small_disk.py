"""A disk of a few megabytes in memory, which a test fills to the last byte, and makes space on again."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

CHUNKS = (65536, 4096, 512, 1)


class SmallDisk:
    """`folder` is on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self) -> None:
        """Until not one byte more can be written."""
        with self._filler.open("ab", buffering=0) as filler:
            for size in CHUNKS:
                while _takes(filler.fileno(), size):
                    pass

    def make_space(self) -> None:
        """As somebody who deletes what is not needed."""
        self._filler.unlink()


@cache
def can_mount() -> bool:
    """Whether this user may make a disk of his own: root mostly may, in a container it depends."""
    with TemporaryDirectory(prefix="lienthong-disk-") as place:
        if _mounted(Path(place), 1) is False:
            return False
        subprocess.run(["umount", place], check=True)
        return True


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[SmallDisk]:
    """Taken away at the end, come what may."""
    place.mkdir(parents=True, exist_ok=True)
    assert _mounted(place, megabytes), "this user may not mount"
    place.chmod(0o755)
    try:
        yield SmallDisk(place)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _mounted(place: Path, megabytes: int) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _takes(file: int, size: int) -> bool:
    try:
        return os.write(file, b"\0" * size) > 0
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return False
        raise
