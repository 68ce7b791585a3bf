"""The folder of papers' files: what was kept is found as it was, by its own case alone, until it is forgotten."""

from __future__ import annotations

import resource
import stat
from pathlib import Path

import pytest

from engine.core.errors import StorageFull
from engine.core.identifiers import CaseId
from engine.gateways.file_folder import FileFolder

ONE, OTHER = CaseId("case-1"), CaseId("../../case-2")


@pytest.fixture
def folder(tmp_path: Path) -> FileFolder:
    return FileFolder(tmp_path / "files")


def test_what_is_kept_is_found_by_its_own_case(folder: FileFolder) -> None:
    digest = folder.keep(ONE, b"paper")
    assert folder.keep(ONE, b"paper") == digest
    assert (folder.find(ONE, digest), folder.find(OTHER, digest), folder.count(ONE)) == (b"paper", None, 1)


def test_no_id_and_no_digest_leaves_the_folder(folder: FileFolder, tmp_path: Path) -> None:
    digest = folder.keep(OTHER, b"paper")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert file.is_relative_to(tmp_path / "files") and file.name == digest
    for asked in ("../" + digest, "", "..", digest.upper(), digest + "\n"):
        assert folder.find(OTHER, asked) is None
    folder.drop(OTHER, f"../{file.parent.name}/{digest}")
    assert file.exists()


def test_files_are_for_their_owner_alone(folder: FileFolder, tmp_path: Path) -> None:
    folder.keep(ONE, b"paper")
    places = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [stat.S_IMODE(path.stat().st_mode) for path in places] == [0o600]
    assert stat.S_IMODE(places[0].parent.stat().st_mode) == 0o700


def test_a_file_that_was_changed_is_not_handed_out(folder: FileFolder, tmp_path: Path) -> None:
    digest = folder.keep(ONE, b"paper")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.write_bytes(b"forged")
    assert folder.find(ONE, digest) is None


def test_what_is_dropped_or_forgotten_is_gone(folder: FileFolder) -> None:
    first, second = folder.keep(ONE, b"first"), folder.keep(ONE, b"second")
    other = folder.keep(OTHER, b"first")
    folder.drop(ONE, first)
    folder.drop(ONE, first)
    assert (folder.find(ONE, first), folder.find(ONE, second)) == (None, b"second")
    folder.forget(ONE)
    folder.forget(ONE)
    assert (folder.count(ONE), folder.find(OTHER, other)) == (0, b"first")


def test_a_disk_that_takes_no_more_is_said_to_be_full(tmp_path: Path) -> None:
    allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, allowed[1]))
    try:
        with pytest.raises(StorageFull):
            FileFolder(tmp_path / "files").keep(ONE, b"paper" * 10)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == []


def test_another_fault_of_the_disk_is_not_called_full(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("no folder")
    with pytest.raises(NotADirectoryError):
        FileFolder(tmp_path / "files").keep(ONE, b"paper")
