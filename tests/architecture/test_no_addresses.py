"""No file names a package registry or a machine's own folders; the lock pins everything by hash and nothing by address."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.source_tree import ROOT, files, name_of, text_of

# In pieces, or this file would name them.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb.debian", "org"),
        ("crates", "io"),
        ("docker", "io"),
        ("ghcr", "io"),
        ("proxy.golang", "org"),
        ("maven", "org"),
        ("anaconda", "org"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
        ("cloudflare", "com"),
        ("pytorch", "org"),
        ("huggingface", "co"),
    )
)
FOLDERS_OF_ONE_MACHINE = (str(ROOT), "/opt/" + "wheels", "/opt/" + "pypi", "/root/" + ".pyenv")
LOCK = ROOT / "requirements" / "lock.txt"
LOCKS = (LOCK, ROOT / "requirements" / "benchmarks.txt")
PINNED = re.compile(r"^([a-z0-9][a-z0-9-]*)==(\S+)(?: ; .+?)? \\$")


def test_no_file_names_a_registry() -> None:
    named = [(name_of(path), host) for path in files() for host in REGISTRIES if host in text_of(path).lower()]
    assert named == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    named = [(name_of(path), place) for path in files() for place in FOLDERS_OF_ONE_MACHINE if place in text_of(path)]
    assert named == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_has_a_hash_for_everything_and_no_address(lock: Path) -> None:
    lines = [line for line in text_of(lock).splitlines() if line and not line.lstrip().startswith("#")]
    strange = [
        line for line in lines if not (PINNED.match(line) or re.match(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$", line))
    ]
    assert strange == []
    assert "://" not in text_of(lock)
    hashes_follow = [later.startswith("    --hash=") for line, later in pairwise(lines) if PINNED.match(line)]
    assert all(hashes_follow)


def test_the_lock_is_of_the_requirements() -> None:
    asked = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["dependencies"]
    asked += [line.partition("#")[0] for line in text_of(ROOT / "requirements" / "dev.in").splitlines()]
    names = {_name(requirement) for requirement in asked if requirement.strip()}
    assert names - set(_locked()) == set(), "run `make lock`"


def test_what_is_installed_is_not_resolved_anew() -> None:
    """pip 23 looks for the newest `sqlalchemy[asyncio]` whatever is locked, and then refuses it for want of a hash."""
    installs = [line for line in text_of(ROOT / "scripts" / "install.sh").splitlines() if " pip install " in line]
    assert installs
    assert [line for line in installs if "--no-deps" not in line] == []


def test_the_lock_keeps_what_works_together() -> None:
    locked = _locked()
    assert locked["prefect"] == "3.8.8"
    assert [int(part) for part in locked["fastapi"].split(".")[:2]] < [0, 151]
    assert "setuptools" in locked


def _locked() -> dict[str, str]:
    found = (PINNED.match(line) for line in text_of(LOCK).splitlines())
    return {match[1]: match[2] for match in found if match}


def _name(requirement: str) -> str:
    bare = re.split(r"[\[<>=!~;\s]", requirement.strip(), maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", bare).lower()
