"""A day off is announced while a case is open: the API and the page show the first promise and the present one.

Received on Mon 7 September 2026 and promised for Thu 10; on Tue 8 it is announced that Wed 9 is off, in exchange for
Sat 12: promised for Fri 11 now. (The decision is invented; that of 25 December 2025 came just as late.)
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from cli.main import app
from procedure_defs.catalogue import SHIPPED
from tests.support.served_api import ServedApi, served_api

KNOWN = "source: notice, announced_on: 2026-09-08}\n"


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    definitions = shutil.copytree(SHIPPED, tmp_path_factory.mktemp("late") / "definitions")
    file = definitions / "calendars" / "vn-state-agency.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("sources:\n", 'sources:\n  notice: "invented"\n', 1)
    text = text.replace("decisions:", "decisions:\n  notice: {ref: CĐ 1/2026}", 1)
    day = "  - {date: 2026-09-09, kind: swapped_off, name: hoán đổi với thứ Bảy 12/9/2026, "
    text = text.replace("days_off:\n", f"days_off:\n{day}{KNOWN}", 1)
    worked = "  - {date: 2026-09-12, instead_of: 2026-09-09, "
    file.write_text(text.replace("swapped_workdays:\n", f"swapped_workdays:\n{worked}{KNOWN}", 1), encoding="utf-8")
    with served_api(tmp_path_factory.mktemp("api"), definitions_dir=definitions) as served:
        yield served


def test_the_promise_changes_visibly(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    assert case["promised_on"] == "2026-09-10"
    assert case["promise"]["is_changed"] is False
    api.clock.set("2026-09-08 08:00")
    (found,) = list(api.product.reprojection.run())
    assert found is not None and found.is_recorded
    shown = api.as_officer.get(f"/cases/{case['id']}").json()
    assert (shown["promised_on"], shown["promise"]["original_on"]) == ("2026-09-10", "2026-09-10")
    assert (shown["promise"]["present_on"], shown["promise"]["is_changed"]) == ("2026-09-11", True)
    assert shown["clock"]["due_at"] == "2026-09-12T00:00:00+07:00"
    said = api.as_officer.get(f"/cases/{case['id']}/events").json()["events"][-1]["event"]
    assert (said["type"], said["before"]["promised"][:10]) == ("due_dates_reprojected", "2026-09-10")
    page = api.as_officer.get(f"/cases/{case['id']}/page").text
    assert "hẹn ban đầu 17:00 ngày 10/09/2026" in page
    assert "Hẹn trả 17:00 ngày 10/09/2026 đổi thành 17:00 ngày 11/09/2026: nghỉ thứ Tư 09/09/2026 (hoán đổi" in page
    check_explanation(api, case["id"])
    receipt = api.as_officer.get(f"/cases/{case['id']}/receipt").json()
    assert receipt["promised_on"] == "2026-09-10", "the slip is what was handed out"
    assert list(api.product.reprojection.run()) == [None]


def check_explanation(api: ServedApi, case: str) -> None:
    """From when to when, recorded when, by which decision: as data and as a sentence."""
    total = api.as_officer.get(f"/cases/{case}/explanation").json()["due_dates"][0]
    assert (total["promised_at"], total["promise_in_force"]) == (
        "2026-09-10T17:00:00+07:00",
        "2026-09-11T17:00:00+07:00",
    )
    (move,) = total["promise_moves"]
    assert (move["promised_before"], move["promised_after"]) == (total["promised_at"], total["promise_in_force"])
    assert move["recorded_at"] == "2026-09-08T08:00:00+07:00"
    (decision,) = move["decisions"]
    assert (decision["day"], decision["decision"]["ref"]) == ("2026-09-09", "CĐ 1/2026")
    assert (
        "Ngày hẹn trả đã được đổi từ 17:00 thứ Năm 10/09/2026 sang 17:00 thứ Sáu 11/09/2026, ghi nhận lúc 08:00 thứ Ba "
        "08/09/2026, vì lịch nghỉ thay đổi: nghỉ thứ Tư 09/09/2026 (hoán đổi với thứ Bảy 12/9/2026, theo CĐ 1/2026, công "
        "bố 08/09/2026)."
    ) in total["sentences"]


def test_the_command_says_what_it_would_do(api: ServedApi, monkeypatch: pytest.MonkeyPatch) -> None:
    api.received("2026-09-07 10:00")
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", api.settings.database_url)
    monkeypatch.setenv("LIENTHONG_DEFINITIONS_DIR", str(api.settings.definitions_dir))
    answered = CliRunner().invoke(app, ["calendars", "reproject", "--dry-run", "--json"])
    assert answered.exit_code == 0, answered.output
    *changes, sums = map(json.loads, answered.output.splitlines())
    assert sums["recorded"] == 0
    assert sums["changed"] == len(changes) <= sums["looked_at"]
    table = CliRunner().invoke(app, ["calendars", "reproject", "--dry-run"])
    assert f"Đã xem {sums['looked_at']} hồ sơ đang giải quyết" in table.output
    assert "Lý do" in table.output and "Because" not in table.output
    english = CliRunner().invoke(app, ["calendars", "reproject", "--dry-run", "--lang", "en"])
    assert f"Open cases looked at: {sums['looked_at']}" in english.output
    assert "Because" in english.output and "Lý do" not in english.output


def test_the_past_is_shown_as_it_was_known(api: ServedApi) -> None:
    case = api.received("2026-09-07 11:00")
    api.clock.set("2026-09-08 12:00")
    then = api.as_officer.get(f"/cases/{case['id']}", params={"as_of": "2026-09-07T12:00:00+07:00"}).json()
    assert then["clock"]["due_at"] == "2026-09-11T00:00:00+07:00"
