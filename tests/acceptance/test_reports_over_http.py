"""Statutory figures as the counter, the province and a stranger get them over HTTP, and as files at the terminal.

Births of Mẫu Đơn, received on Monday 7 September 2026; one is withdrawn on the same day, one goes on.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from cli.main import app
from engine.core.actors import Role
from tests.support.served_api import COUNTER, OTHER_REGISTRY, ServedApi, served_api

PERIOD = {"from": "2026-09-07", "to": "2026-09-13"}
NUMBERS = {"3": 2, "4": 1, "5": 1, "6": 0, "7": 1, "8": 0, "9": 1, "10": 0, "11": 1, "12": 1, "13": 0}
TERMINAL = ["--agency", COUNTER, "--from", "2026-09-07", "--to", "2026-09-13"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def api(home: Path) -> Any:
    with served_api(home) as served:
        yield served


@pytest.fixture(scope="module")
def cases(api: ServedApi) -> tuple[str, str]:
    """The one that goes on, and the one that was withdrawn."""
    going_on, withdrawn = api.received(), api.received(channel="online")
    assert api.as_officer.post(f"/cases/{withdrawn['id']}/withdraw", json={"reason": "Nhầm"}).is_success
    api.clock.set("2026-09-07 17:00")
    return going_on["id"], withdrawn["id"]


def ask(client: httpx.Client, what: str, **said: Any) -> httpx.Response:
    return client.get(f"/reports/{what}", params={**PERIOD, **said})


def test_the_counter_and_the_province_read_the_same_numbers(api: ServedApi, cases: tuple[str, str]) -> None:
    mine = ask(api.as_officer, "ii06a").json()
    assert (mine["agency"], mine["total"], mine["not_judged"]) == (COUNTER, NUMBERS, 1)
    assert [column["number"] for column in mine["columns"]] == list(range(1, 14))
    province = ask(api.client(Role.MANAGER, "hoa-mau-committee"), "ii06a", agency="hoa-mau-committee").json()
    assert province["total"] == NUMBERS and COUNTER in province["agencies"]
    left_out = ask(api.as_officer, "ii06a", ended_otherwise="left_out").json()["total"]
    assert (left_out["3"], left_out["7"], left_out["11"]) == (1, 0, 1)


def test_each_number_has_its_cases_page_by_page(api: ServedApi, cases: tuple[str, str]) -> None:
    going_on, withdrawn = cases
    for column, expected in ((4, [withdrawn]), (12, [going_on]), (13, [])):
        listed = ask(api.as_officer, "ii06a/cases", column=column).json()
        assert ([item["case_id"] for item in listed["items"]], listed["next"]) == (expected, None)
    first = ask(api.as_officer, "ii06a/cases", limit=1).json()
    second = ask(api.as_officer, "ii06a/cases", limit=1, after=first["next"]).json()
    assert [page["items"][0]["standing"] for page in (first, second)] == ["not_judged", "in_time"]
    assert second["next"] is None
    for procedure in {item["procedure"] for item in ask(api.as_officer, "ii06a/cases").json()["items"]}:
        of_it = ask(api.as_officer, "ii06a/cases", procedure=procedure).json()["items"]
        lines = ask(api.as_officer, "ii06a").json()["lines"]
        assert [line["numbers"]["3"] for line in lines if line["procedure"] == procedure] == [len(of_it)]
    assert ask(api.as_officer, "ii06a/cases", procedure="citizen-feedback").json()["items"] == []
    assert ask(api.as_officer, "ii06a/cases", procedure="nobody-knows-it").status_code == 404


def test_the_indicator_comes_with_its_inputs(api: ServedApi, cases: tuple[str, str]) -> None:
    found = ask(api.as_officer, "766").json()
    assert (found["rate"], found["counted"], found["points"]) == ("100.00", 2, None)
    inputs = ask(api.as_officer, "766/inputs").json()["items"]
    assert {item["case_id"] for item in inputs} == set(cases)
    assert all(one["on_time"] for item in inputs for one in item["by_766"])


def test_others_are_refused_and_what_is_no_report_is_not_found(api: ServedApi) -> None:
    for stranger in (api.as_stranger, api.client(Role.MANAGER, OTHER_REGISTRY), api.as_portal):
        for what in ("ii06a", "ii06a/cases", "766", "766/inputs"):
            assert ask(stranger, what, agency=COUNTER).status_code == 403
    for wrong in ({"from": "2026-09-14"}, {"from": "2024-01-01"}, {"from": "2026-10-01", "to": "2026-10-02"}):
        assert ask(api.as_officer, "ii06a", **wrong).status_code == 404, wrong
    for wrong in ({"column": 14}, {"from": "yesterday"}, {"ended_otherwise": "late"}):
        assert ask(api.as_officer, "ii06a/cases", **wrong).status_code == 422, wrong
    assert ask(api.as_officer, "ii06a/cases", after="x").json()["code"] == "input_invalid"


def test_the_terminal_gives_the_same_as_table_json_csv_xlsx(
    api: ServedApi, cases: tuple[str, str], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(home))

    def run(*words: str) -> str:
        answered = CliRunner().invoke(app, ["reports", *words])
        assert answered.exit_code == 0, answered.output
        return answered.output

    received = {"3": "2", "7": "1", "11": "1"}
    (_, *_, total) = csv.reader(io.StringIO(run("ii06a", *TERMINAL, "--csv")))
    assert {column: total[int(column) - 1] for column in received} == received
    assert json.loads(run("ii06a", *TERMINAL, "--json"))["total"]["carried"] == 0
    assert "Tổng số" in run("ii06a", *TERMINAL)
    listed = csv.DictReader(io.StringIO(run("766", *TERMINAL, "--inputs", "--csv").removeprefix("\ufeff")))
    assert sorted(row["case_id"] for row in listed) == sorted(cases)
    file = tmp_path / "cases.xlsx"
    run("ii06a", *TERMINAL, "--cases", "3", "--xlsx", str(file))
    with zipfile.ZipFile(file) as book:
        written = book.read("xl/worksheets/sheet1.xml").decode()
    assert all(case in written for case in cases)
    nowhere = CliRunner().invoke(app, ["reports", "766", *TERMINAL, "--xlsx", str(tmp_path / "no" / "file.xlsx")])
    assert (nowhere.exit_code, "file.xlsx" in nowhere.output) == (1, True)
