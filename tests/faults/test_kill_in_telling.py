"""Who tells owners is killed at each of its points: the next one goes on, and a second letter is seen to be the first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.core.identifiers import CaseId
from engine.gateways.smtp_carrier import MailServer, SmtpCarrier
from engine.service.fault_points import VARIABLE
from engine.store.migration import migrate
from engine.store.notification_book import SqlNotificationBook
from tests.support.kite_licence import at
from tests.support.mail_server import mail_server
from tests.support.sql_store import open_store
from tests.support.told_kites import CarrierHere, received, with_owners_told

pytestmark = pytest.mark.slow

CASE = CaseId("kite-1")
ROOT = Path(__file__).parents[2]


def tell(url: str, port: int, now: str, armed: str = "") -> int:
    command = [sys.executable, "-m", "tests.support.telling_process", url, str(port), now]
    environment = {**os.environ, VARIABLE: armed}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=480).returncode


@pytest.mark.parametrize(
    ("point", "letters_then", "letters_in_the_end"),
    [("note_unsent", 0, 1), ("note_carried", 1, 2), ("note_settled", 1, 1)],
)
def test_the_next_one_goes_on(tmp_path: Path, point: str, letters_then: int, letters_in_the_end: int) -> None:
    url = f"sqlite:///{tmp_path}/kites.db"
    migrate(url)
    with open_store(url) as store, mail_server(tmp_path / "mail") as server:
        with_owners_told(store, email=CarrierHere())
        received(store, CASE, "2026-06-01 09:00")
        assert (
            tell(url, server.port, "2026-06-01 09:01", f"{point}:{CASE}/notification/2-received/email")
            == -signal.SIGKILL
        )
        assert len(server.letters()) == letters_then
        carrier = SmtpCarrier(MailServer("127.0.0.1", server.port, "none", "motcua@kite.example"))
        others = with_owners_told(store, email=carrier)
        store.clock.shows = at("2026-06-01 09:02")
        assert others.tell_due() == 0, "the dead one still holds it"
        for now in ("2026-06-01 09:06", "2026-06-01 09:12"):
            store.clock.shows = at(now)
            others.tell_due()
        letters = server.letters()
        (kept,) = SqlNotificationBook(store.database).of_case(CASE)
    assert len(letters) == letters_in_the_end
    assert len({letter["Message-ID"] for letter in letters}) == 1, "its reader can tell that it is one"
    assert kept.outcome == "sent"
