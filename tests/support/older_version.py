"""An older version of the product, as its files were: `python -m tests.support.older_version COMMIT` puts another in its place.

The archive is in the repository, because who checks it out has not always its history.
"""

from __future__ import annotations

import lzma
import re
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARCHIVE = ROOT / "tests" / "support" / "older_version.tar.xz"
ROOMS = ("engine", "api", "flows", "printing", "procedure_defs", "visualizer")
NOT_NEEDED = (":!api/openapi.json", ":!engine/simulation")
_STEP = re.compile(r"-(\d{4})_\w+\.py$")


def unpacked(into: Path) -> Path:
    """The folder from which the older version's processes are started."""
    with tarfile.open(ARCHIVE, "r:xz") as archive:
        archive.extractall(into, filter="data")
    return into


def newest_step(code: Path) -> str:
    """The last step of the database that this code knows."""
    versions = code / "engine" / "store" / "migrations" / "versions"
    return max(found[1] for path in versions.iterdir() if (found := _STEP.search(path.name)))


def write(commit: str) -> None:
    """Takes the files as they were committed."""
    asked = ["git", "archive", "--format=tar", commit, "--", *ROOMS, *NOT_NEEDED]
    ARCHIVE.write_bytes(
        lzma.compress(subprocess.run(asked, cwd=ROOT, check=True, capture_output=True).stdout, preset=9)
    )


if __name__ == "__main__":
    write(sys.argv[1])
