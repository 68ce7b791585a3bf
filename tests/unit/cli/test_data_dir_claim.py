"""One `up` for each data directory."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.data_dir_claim import AlreadyRunning, claimed


def test_the_second_is_told_who_runs_and_where(tmp_path: Path) -> None:
    with claimed(tmp_path / "data") as claim:
        claim.say_where({"api": "http://127.0.0.1:8000"})
        with pytest.raises(AlreadyRunning) as told, claimed(tmp_path / "data"):
            pass
    assert told.value.process_id == os.getpid()
    assert told.value.addresses == {"api": "http://127.0.0.1:8000"}


def test_the_directory_is_free_again_afterwards(tmp_path: Path) -> None:
    with claimed(tmp_path):
        pass
    with claimed(tmp_path) as claim:
        assert claim is not None


def test_the_directory_is_its_owners_alone(tmp_path: Path) -> None:
    with claimed(tmp_path / "data"):
        assert (tmp_path / "data").stat().st_mode & 0o077 == 0
