"""What can be seen of this machine, and from it: the room on its disk, whether agencies' systems answer."""

import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

import httpx

from engine.service.doctor_ports import Room

PATIENCE = 10.0


class ThisMachine:
    """The data folder, and the addresses of the agencies' systems."""

    def __init__(self, data_dir: Path, systems: Mapping[str, str]) -> None:
        self._data_dir = data_dir
        self._systems = systems

    def disk(self) -> Room:
        """Of the nearest folder above that is there, while the data folder is not made yet."""
        folder = self._data_dir.resolve()
        there = next(place for place in (folder, *folder.parents) if place.exists())
        usage = shutil.disk_usage(there)
        return Room(free=usage.free, total=usage.total)

    def systems(self) -> Collection[str]:
        return self._systems.keys()

    def reaches(self, system: str) -> bool:
        """Any answer will do, be it that nothing is served at the bare address: somebody is there."""
        try:
            httpx.get(self._systems[system], timeout=PATIENCE)
        except (httpx.HTTPError, httpx.InvalidURL):
            return False
        return True
