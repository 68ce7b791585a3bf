"""Two dispatchers of one name would take each other's leases for their own."""

from __future__ import annotations

from pathlib import Path

from flows.dispatcher_name import own_name
from tests.support.threads import at_once


def test_machines_made_from_one_image_have_names_of_their_own(tmp_path: Path) -> None:
    """Their host names are one, here as there; only their disks differ."""
    with own_name(tmp_path / "b") as first, own_name(tmp_path / "c") as second:
        assert first != second


def test_after_a_crash_the_name_is_the_one_it_was(tmp_path: Path) -> None:
    with own_name(tmp_path) as before:
        pass
    with own_name(tmp_path) as after:
        assert after == before


def test_on_one_disk_each_living_one_has_its_own(tmp_path: Path) -> None:
    def begin(_: int) -> str:
        name = own_name(tmp_path)
        held.append(name)
        return name.__enter__()

    held: list[object] = []
    names = at_once(8, begin)
    assert len(set(names)) == len(held) == 8
    assert len({str(name).rpartition(":")[0] for name in names}) == 1, "they draw once for the folder"
