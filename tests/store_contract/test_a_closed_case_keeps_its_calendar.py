"""A decision is written into the calendar file weeks late, with its true date: closed cases stay as they were judged.

A company is registered within three working days (Luật Doanh nghiệp 59/2020/QH14 art. 26(5)). Received on Wed
31 December 2025 by an office whose calendar did not have Official Dispatch 12729/VPCP-KGVX of 25 December 2025 yet
(Fri 2 January 2026 off, Sat 10 January worked): 2, 5, 6 January are counted, due on Tue 6. With it: 5, 6, 7 January.
The whole is asked through the terminal, on both databases.
"""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from engine.core import commands
from engine.core.actors import SYSTEM, Actor, Role
from engine.core.identifiers import ActorId, AgencyId, CaseId
from engine.core.lateness import lateness_of
from engine.settings import Settings
from engine.wiring import Product, build, migrate
from procedure_defs.catalogue import SHIPPED
from tests.support.clock import StubClock, local_instant

OFFICE = "hoa-mau-business-registration"
OFFICER = Actor(id=ActorId("an"), name="An", agency=AgencyId(OFFICE), roles=(Role.ONE_STOP_OFFICER, Role.CASEWORKER))
SUBMITTED: dict[str, Any] = {
    "type": "submit_case",
    "procedure": "business-registration",
    "territory": "hoa-mau",
    "channel": "counter",
    "form": {
        "founder": {"full_name": "Nguyễn Văn Ví Dụ", "personal_id": "099000000001"},
        "enterprise": {"name": "Ví Dụ", "kind": "private_enterprise", "head_office": "Số 0 đường Ví Dụ"},
    },
    "documents": [{"document": "application"}],
}
RECEIVED: dict[str, Any] = {"type": "receive_case", "dossier_code": "", "receiving_agency": OFFICE}
DONE: dict[str, Any] = {
    "type": "complete_step",
    "step": "register_enterprise",
    "result": {"enterprise_number": "0000000000"},
    "documents": [{"document": "certificate"}],
}


@dataclass
class Installation:
    """One database and one folder of definitions, from which the late decision is missing at first."""

    settings: Settings
    whole: str

    def acts(self, now: str, *said: dict[str, Any], case: str = "closed") -> None:
        """Commands at an instant, given to a process that starts then."""
        with closing(self.opened(now)) as product:
            for number, one in enumerate(said):
                given = {"command_id": f"{case}{now}{number}", "case_id": case, "actor": OFFICER, **one}
                product.commands.handle(commands.ADAPTER.validate_python(given))

    def opened(self, now: str) -> Product:
        return build(self.settings, StubClock(local_instant(now)))

    def enter_the_decision(self) -> None:
        """Only with the day on which it was announced, long ago."""
        _calendar(self.settings.definitions_dir).write_text(self.whole, encoding="utf-8")

    def withdraw_the_decision(self) -> None:
        _calendar(self.settings.definitions_dir).write_text(_without_decision(self.whole), encoding="utf-8")

    def run(self, *words: str) -> str:
        answered = CliRunner().invoke(app, list(words))
        assert answered.exit_code == 0, answered.output
        return answered.output

    def by_law(self, case: str = "closed", *options: str) -> tuple[str, str]:
        (found,) = json.loads(self.run("lateness", case, *options))["cases"]
        return found["by_law"]["timeliness"], found["by_law"]["due_on"]

    def kinds(self, case: str) -> list[str]:
        with closing(self.opened("2026-01-08 09:00")) as product:
            return [recorded.event.type for recorded in product.ledger.history(CaseId(case))]


def _calendar(definitions: Path) -> Path:
    return definitions / "calendars" / "vn-state-agency.yaml"


def _without_decision(whole: str) -> str:
    return "".join(line for line in whole.splitlines(keepends=True) if "source: vna2026" not in line)


@pytest.fixture
def bare(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """Its tables are there, but nothing was recorded yet."""
    definitions = shutil.copytree(SHIPPED, tmp_path / "definitions")
    settings = Settings(data_dir=tmp_path, database_url=empty_url, definitions_dir=definitions)
    for name, value in (("DATA_DIR", tmp_path), ("DATABASE_URL", empty_url), ("DEFINITIONS_DIR", definitions)):
        monkeypatch.setenv(f"LIENTHONG_{name}", str(value))
    migrate(settings)
    there = Installation(settings, _calendar(definitions).read_text(encoding="utf-8"))
    there.withdraw_the_decision()
    return there


@pytest.fixture
def office(bare: Installation) -> Installation:
    """With two cases of 31 December 2025 that are running."""
    for case in ("closed", "running"):
        bare.acts("2025-12-31 09:00", SUBMITTED, RECEIVED, case=case)
    return bare


LATE = ("late", "2026-01-06")


def test_the_verdict_does_not_move(office: Installation) -> None:
    office.acts("2026-01-07 10:00", DONE)
    assert office.by_law() == LATE
    asked = ("explain", "closed", "--as-of", "2026-01-09T09:00:00+07:00")
    explained, before = office.run(*asked), office.kinds("closed")
    office.enter_the_decision()
    assert office.by_law() == LATE
    assert office.run(*asked) == explained
    assert office.kinds("closed") == before
    office.run("calendars", "reproject")
    assert office.by_law() == LATE
    assert office.kinds("closed") == before


def test_a_case_that_ended_that_very_morning_does_not_move_either(office: Installation) -> None:
    office.acts("2026-01-08 10:00", DONE, case="running")
    office.enter_the_decision()
    office.acts("2026-01-08 14:00")
    assert office.by_law("running") == LATE


def test_a_running_case_is_moved_by_its_event_alone(office: Installation) -> None:
    office.acts("2026-01-05 10:00", DONE)
    office.enter_the_decision()
    office.acts("2026-01-06 10:00")
    early = "--period-end=2026-01-06T09:00:00+07:00"
    assert office.by_law("running", early) == ("in_time", "2026-01-06"), "nobody here knew it an hour before"
    with closing(office.opened("2026-01-06 11:00")) as product:
        (found,) = [one for one in product.reprojection.run() if one is not None]
        assert (found.case_id, found.is_recorded) == ("running", True)
        assert list(product.reprojection.run()) == [None]
    change = found.change
    assert change.before.promised == local_instant("2026-01-06 17:00")
    assert change.after.promised == local_instant("2026-01-07 17:00")
    assert [(str(d.day), str(d.announced_on)) for d in change.decisions] == [("2026-01-02", "2025-12-25")]
    assert (office.kinds("running").count("due_dates_reprojected"), office.by_law()[1]) == (1, "2026-01-06")
    office.acts("2026-01-07 16:00", DONE, case="running")
    assert office.by_law("running") == ("on_time", "2026-01-07")


def test_a_process_of_before_judges_as_one_that_starts_now(office: Installation) -> None:
    """It read the files of before; the new edition was recorded by somebody else before it closed the case."""
    clock = StubClock(local_instant("2026-01-05 09:00"))
    with closing(build(office.settings, clock)) as running:
        office.enter_the_decision()
        office.acts("2026-01-06 10:00")
        clock.set("2026-01-07 10:00")
        said = {"command_id": "done", "case_id": "closed", "actor": OFFICER, **DONE}
        running.commands.handle(commands.ADAPTER.validate_python(said))
        view = running.reader.get_view(CaseId("closed"), SYSTEM)
        found = lateness_of(view.law, view.state, clock.now()).by_law
        assert found is not None
        assert (found.timeliness, str(found.due_on)) == ("on_time", "2026-01-07") == office.by_law()


def test_a_decision_that_is_taken_out_was_known_until_then(office: Installation) -> None:
    office.enter_the_decision()
    office.acts("2026-01-06 10:00")
    office.acts("2026-01-07 16:00", DONE, case="running")
    office.withdraw_the_decision()
    assert office.by_law("running") == ("on_time", "2026-01-07")


def test_a_new_installation_knows_of_each_decision_since_its_day(bare: Installation) -> None:
    """The file had the decision before the ledger began: cases of then are judged as everybody knew it."""
    bare.enter_the_decision()
    bare.acts("2025-12-31 09:00", SUBMITTED, RECEIVED)
    bare.acts("2026-01-07 10:00", DONE)
    assert bare.by_law() == ("on_time", "2026-01-07")


def test_the_terminal_lists_what_was_recorded_when(office: Installation) -> None:
    office.enter_the_decision()
    office.acts("2026-01-08 09:00")
    listed = [json.loads(line) for line in office.run("calendars", "editions", "--json").splitlines()]
    assert [(one["edition"], one["calendar"]) for one in listed] == [
        (1, "vn-saturday-morning"),
        (2, "vn-state-agency"),
        (4, "vn-saturday-morning"),
        (5, "vn-state-agency"),
    ]
    assert [one["first_seen_at"][:10] for one in listed] == ["2025-12-31", "2025-12-31", "2026-01-08", "2026-01-08"]
    assert [entry.get("date") for entry in listed[3]["added"]] == ["2026-01-02", "2026-01-10", None]
    assert (listed[3]["gone"], listed[3]["other"]) == ([], [])
    said = " ".join(office.run("calendars", "editions").replace("│", " ").split())
    assert "bản đầu tiên" in said
    assert "nghỉ 02/01/2026" in said and "làm việc 10/01/2026" in said
