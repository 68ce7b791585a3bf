"""kill -9 as a file comes in, as the dossier that names it is handed in, as a paper is made: done again, all is there once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.service.fault_points import VARIABLE
from engine.service.upload_ports import waiting_room
from engine.wiring import Product, build, migrate
from tests.support.filing_process import CONTENT, DIGEST, OFFICER, RECEIVED, WITH_FILE, file, give, settings_of
from tests.support.served_api import COUNTER, DOSSIER

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ROOM = waiting_room(OFFICER)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ledger.db"
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def product(tmp_path: Path, url: str) -> Iterator[Product]:
    """With a dossier that was received, whose receipt is due."""
    settings = settings_of(str(tmp_path), url)
    migrate(settings)
    built = build(settings)
    give(built, "submit_case", RECEIVED, **DOSSIER)
    give(built, "receive_case", RECEIVED, dossier_code="", receiving_agency=COUNTER)
    yield built
    built.close()


def die(home: Path, url: str, what: str, armed: str) -> None:
    command = [sys.executable, "-m", "tests.support.filing_process", str(home), url, what]
    environment = {**os.environ, VARIABLE: armed}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=480)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def test_a_file_and_the_dossier_that_names_it(tmp_path: Path, url: str, product: Product) -> None:
    uploads = product.uploads
    die(tmp_path, url, "upload", f"upload_noted:{ROOM}")
    assert uploads.files.find(ROOM, DIGEST) is None, "noted, and no byte of it is there"
    assert uploads.find_waiting(ROOM, DIGEST) is None
    die(tmp_path, url, "upload", f"file_kept:{ROOM}")
    assert uploads.find_waiting(ROOM, DIGEST) == CONTENT
    die(tmp_path, url, "submit", f"upload_noted:{WITH_FILE}")
    die(tmp_path, url, "submit", f"file_kept:{WITH_FILE}")
    die(tmp_path, url, "submit", "command_uncommitted:submit_case")
    assert product.ledger.history(WITH_FILE) == ()
    die(tmp_path, url, "submit", "command_committed:submit_case")
    file(product, "submit")
    assert [recorded.event.type for recorded in product.ledger.history(WITH_FILE)] == ["case_submitted"]
    assert uploads.files.find(WITH_FILE, DIGEST) == CONTENT
    assert uploads.files.count(WITH_FILE) == 1


def test_a_paper(tmp_path: Path, url: str, product: Product) -> None:
    [due] = product.papers.due(10)
    die(tmp_path, url, "paper", f"sheet_kept:{RECEIVED}")
    assert list(product.papers.due(10)) == [due], "a sheet without its record is made once more"
    die(tmp_path, url, "paper", f"paper_recorded:{RECEIVED}")
    assert list(product.papers.due(10)) == []
    again = product.papers.make(due.case_id, due.name)
    assert product.papers.files.count(RECEIVED) == 1, "twice is as once"
    assert product.papers.files.find(RECEIVED, again.sha256)
