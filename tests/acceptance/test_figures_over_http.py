"""The manager's figures over HTTP: as JSON and as files, for who may read the agency; the statutory reports as files too."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.core.actors import Role
from engine.service.doctor import Asked
from engine.service.flow_figures import Number
from engine.wiring import build_doctor
from tests.support.served_api import COUNTER, OTHER_REGISTRY, REGISTRY, ServedApi, served_api

ABOVE = "hoa-mau-committee"
PROCEDURE = "birth-residence-insurance"
PERIOD = {"from": "2026-09-01", "to": "2026-09-30"}
EVERY = ("figures", "figures/cases", "figures/late")


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with served_api(Path(tmp_path_factory.mktemp("home"))) as served:
        yield served


@pytest.fixture(scope="module")
def case(api: ServedApi) -> dict[str, Any]:
    """Received on Monday 7 September 2026, and late by October."""
    received: dict[str, Any] = api.received()
    api.clock.set("2026-10-05 09:00")
    return received


def ask(client: httpx.Client, what: str, **said: Any) -> httpx.Response:
    return client.get(what, params={**PERIOD, **said})


def test_a_manager_sees_what_is_below_and_every_number_has_its_list(api: ServedApi, case: dict[str, Any]) -> None:
    manager = api.client(Role.MANAGER, ABOVE)
    found = ask(manager, f"/procedures/{PROCEDURE}/figures").json()
    assert (found["agency"], found["cases"]["received"], found["cases"]["backlog"]) == (ABOVE, 1, 1)
    step = next(one for one in found["steps"] if one["step"] == "register_birth")
    assert step["numbers"]["queue"]["now"] == step["numbers"]["queue"]["late_now"] == 1
    assert [one["numbers"]["queue"]["now"] for one in step["agencies"]] == [1]
    assert (found["bottleneck"]["step"], found["bottleneck"]["late_now"]) == ("register_birth", 1)
    for number in Number:
        cases = ask(manager, f"/procedures/{PROCEDURE}/figures/cases", number=number.value)
        assert cases.status_code == 200, cases.text
        assert {item["case_id"] for item in cases.json()["items"]} <= {case["id"]}
    (late,) = ask(manager, f"/agencies/{ABOVE}/figures/late").json()["items"]
    assert (late["case_id"], late["agency"], late["late_seconds"] > 0) == (case["id"], REGISTRY, True)
    assert "hạn 24 giờ; nhận lúc" in late["cause"]["vi"]
    whole = ask(manager, f"/agencies/{ABOVE}/figures").json()
    assert (whole["queue"]["late_now"], [line["procedure"] for line in whole["procedures"]]) == (1, [PROCEDURE])


def test_who_does_not_reach_an_agency_is_refused(api: ServedApi, case: dict[str, Any]) -> None:
    for stranger in (api.as_stranger, api.client(Role.MANAGER, OTHER_REGISTRY), api.as_portal):
        for what in EVERY:
            assert ask(stranger, f"/procedures/{PROCEDURE}/{what}", agency=COUNTER).status_code == 403
            assert ask(stranger, f"/agencies/{COUNTER}/{what}").status_code == 403
    auditor = api.client(Role.AUDITOR)
    assert ask(auditor, f"/agencies/{COUNTER}/figures").status_code == 200
    assert ask(auditor, f"/procedures/{PROCEDURE}/figures").status_code == 403  # of no agency: one is to be named
    for wrong in ({"from": "2026-10-01"}, {"from": "2020-01-01"}):
        assert ask(auditor, f"/agencies/{COUNTER}/figures", **wrong).status_code == 404
    assert ask(auditor, f"/agencies/{COUNTER}/figures/cases", number="none").status_code == 422
    assert ask(auditor, f"/agencies/{COUNTER}/figures/cases", after="x").json()["code"] == "input_invalid"
    assert ask(auditor, "/procedures/none/figures", agency=COUNTER).status_code == 404


@pytest.mark.parametrize(
    "what",
    [
        *(f"/procedures/{PROCEDURE}/{one}" for one in EVERY),
        *(f"/agencies/{ABOVE}/{one}" for one in EVERY),
        *(f"/reports/{one}" for one in ("ii06a", "ii06a/cases", "766", "766/inputs")),
    ],
)
def test_each_is_a_file_too(api: ServedApi, case: dict[str, Any], what: str) -> None:
    manager = api.client(Role.MANAGER, ABOVE)
    answer = ask(manager, what, format="csv", lang="en")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.headers["content-disposition"].endswith('.csv"')
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) >= 2 and len({len(row) for row in rows}) == 1, rows
    book = ask(manager, what, format="xlsx")
    with zipfile.ZipFile(io.BytesIO(book.content)) as opened:
        assert "xl/worksheets/sheet1.xml" in opened.namelist()
    assert ask(manager, what, format="pdf").status_code == 422


def test_the_doctor_finds_and_mends_sums_that_parted_from_the_rows(api: ServedApi, case: dict[str, Any]) -> None:
    doctor = build_doctor(api.product)
    with api.product.database.write() as connection:
        connection.exec_driver_sql("UPDATE figure_moves SET number = 2 WHERE number = 1")
    (found,) = [one for one in doctor.examine(Asked()) if one.id == "figures-differ"]
    assert doctor.mend(found)
    assert not [one for one in doctor.examine(Asked()) if one.id == "figures-differ"]
    whole = ask(api.client(Role.MANAGER, ABOVE), f"/agencies/{ABOVE}/figures").json()
    assert whole["queue"]["late_now"] == 1


def test_looks_at_lists_are_entered_and_numbers_alone_are_not(api: ServedApi, case: dict[str, Any]) -> None:
    manager = api.client(Role.MANAGER, ABOVE, name="Người Đếm")
    for what in EVERY:
        assert ask(manager, f"/agencies/{ABOVE}/{what}").status_code == 200
    entries = api.client(Role.AUDITOR).get("/audit", params={"limit": 200}).json()["items"]
    told = {entry["about"] for entry in entries if entry["kind"] == "report_exported"}
    assert f"list_cases_of_agency_figures {ABOVE}" in told
    assert f"list_late_cases_of_agency {ABOVE}" in told
    looked = [entry for entry in entries if entry["kind"] != "command_refused"]
    assert not any(entry["about"].startswith("get_agency_figures") for entry in looked)
