"""A supplement is handed in on the last day that the calendar knows: it is taken, and every face calls the date provisional.

The shipped calendars end with 2030. Asked on Fri 20 December 2030, the applicant has 7 working days: to Tue 31, 24:00.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.support.served_api import ServedApi, served_api, step_path

PAPERS = {"documents": [{"document": "marriage_certificate", "reference": "GKH-1"}]}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    with served_api(tmp_path_factory.mktemp("beyond")) as served:
        yield served


@pytest.fixture(scope="module")
def case(api: ServedApi) -> dict[str, Any]:
    """Answered at 14:00 on the last day; what is left of three working days lies in 2031."""
    waiting = api.waiting("2030-12-20 09:00")
    assert waiting["provisional_because"] == []
    api.clock.set("2030-12-31 14:00")
    answered = api.as_officer.post(step_path(waiting, "register_birth", "hand-in-supplement"), json=PAPERS)
    assert answered.status_code == 200, answered.text
    return dict(answered.json())


def test_the_api_and_the_page_say_so(api: ServedApi, case: dict[str, Any]) -> None:
    assert [why["en"] for why in case["provisional_because"]] == [
        "calendar vn-state-agency knows the days from 2023-01-01 to 2030-12-31 only"
    ]
    due = api.as_officer.get(f"/cases/{case['id']}/due-dates").json()
    assert due["provisional_because"] == case["provisional_because"]
    page = api.as_officer.get(f"/cases/{case['id']}/page").text
    assert "Hạn tạm tính" in page


def test_the_reckoning_says_so(api: ServedApi, case: dict[str, Any]) -> None:
    told = api.as_officer.get(f"/cases/{case['id']}/explanation", params={"lang": "en"}).json()
    whole = told["due_dates"][0]
    assert whole["provisional_because"]["en"].startswith("calendar vn-state-agency knows the days")
    assert whole["sentences"][-1].startswith("This date is provisional: calendar vn-state-agency")


def test_the_command_lists_it(api: ServedApi, case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = [short for short in api.product.reprojection.beyond_calendars() if short is not None]
    assert found.case_id == case["id"]
    # The command reads the system's clock, years before the shipped calendars end: it looks, and finds all in order.
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", api.settings.database_url)
    answered = CliRunner().invoke(app, ["calendars", "short", "--json"], catch_exceptions=False)
    assert answered.exit_code == 0, answered.output
    assert json.loads(answered.output.splitlines()[-1])["looked_at"] == 1
    table = CliRunner().invoke(app, ["calendars", "short"])
    assert "Đã xem 1 hồ sơ đang giải quyết" in table.output
