"""A civil registry ends while a birth waits at it: its successor completes the step, on the same clock.

The registry of Mẫu Đơn ward ends on 7 September 2026 (invented), another office has its work from the 8th.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date

import pytest
from typer.testing import CliRunner

from cli.main import app
from engine.core.actors import Role
from procedure_defs.catalogue import SHIPPED
from tests.support.served_api import BORN, REGISTRY, ServedApi, served_api, step_of, step_path

HEIR = "mau-don-registry-2026"
_HEAD = """  mau-don-civil-registry:
    kind: civil_registry
    title: {vi: Ủy ban nhân dân phường Mẫu Đơn – hộ tịch, en: Civil registry of Mẫu Đơn ward}
    unit_code: H99.01
    territory: mau-don
    calendar: vn-state-agency
"""
_OLD = "    valid: {from: 2023-01-01}\n"
_ENDED = f"    valid: {{from: 2023-01-01, to: 2026-09-07}}\n    succeeded_by: {HEIR}\n"
_NEW = f"""  {HEIR}:
    kind: civil_registry
    title: {{vi: Văn phòng hộ tịch phường Mẫu Đơn, en: Registry office of Mẫu Đơn ward}}
    unit_code: H99.01.07
    territory: mau-don
    calendar: vn-state-agency
    valid: {{from: 2026-09-08}}
"""


@pytest.fixture
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    definitions = shutil.copytree(SHIPPED, tmp_path_factory.mktemp("succession") / "definitions")
    file = definitions / "agencies" / "mau-don.yaml"
    text = file.read_text(encoding="utf-8")
    assert _HEAD + _OLD in text
    file.write_text(text.replace(_HEAD + _OLD, _HEAD + _ENDED, 1) + _NEW, encoding="utf-8")
    with served_api(tmp_path_factory.mktemp("api"), definitions_dir=definitions) as served:
        yield served


def test_a_running_case_goes_to_the_successor(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    heir = api.client(Role.CASEWORKER, HEIR)
    assert heir.get(f"/cases/{case['id']}").status_code == 404
    assert api.as_registrar.post(step_path(case, "register_birth", "claim")).is_success
    api.clock.set("2026-09-08 08:00")
    before = api.as_officer.get(f"/cases/{case['id']}").json()
    (found,) = list(api.product.transfers.run(date(2026, 9, 8)))
    assert found is not None and found.is_recorded

    shown = heir.get(f"/cases/{case['id']}").json()
    step, was = step_of(shown, "register_birth"), step_of(before, "register_birth")
    assert (step["status"], step["agency"]) == ("open", HEIR)
    assert (step["opened_at"], step["clock"]) == (was["opened_at"], was["clock"])
    assert (shown["dossier_code"], shown["promised_on"]) == (case["dossier_code"], case["promised_on"])
    assert [item["case_id"] for item in heir.get("/worklist").json()["items"]] == [case["id"]]
    assert api.as_registrar.get("/worklist").json()["items"] == []

    refused = api.as_registrar.post(step_path(case, "register_birth", "complete"), json=BORN)
    assert refused.status_code == 404, "the case is not the old registry's any more"
    done = heir.post(step_path(case, "register_birth", "complete"), json=BORN)
    assert done.is_success and step_of(done.json(), "register_birth")["status"] == "completed"
    assert step_of(done.json(), "register_residence")["status"] == "open"
    page = api.as_officer.get(f"/cases/{case['id']}/page").text.replace("\u00a0", " ")
    assert "Chuyển bước đến cơ quan khác" in page
    assert "Ủy ban nhân dân phường Mẫu Đơn – hộ tịch → Văn phòng hộ tịch phường Mẫu Đơn" in page


def test_its_lead_may_give_it_by_hand(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    path, given = step_path(case, "register_birth", "transfer"), {"to_agency": HEIR, "reason": "Sáp nhập"}
    assert api.as_registrar.post(path, json=given).json()["code"] == "not_permitted"
    lead = api.client(Role.AGENCY_LEAD, REGISTRY)
    assert lead.post(path, json=given).json()["code"] == "transfer_not_possible", "it is not there yet"
    api.clock.set("2026-09-08 08:00")
    said = lead.post(path, json=given)
    assert said.is_success and step_of(said.json(), "register_birth")["agency"] == HEIR
    counter = api.client(Role.AGENCY_LEAD, "mau-don-one-stop")
    moved = counter.post(
        f"/cases/{case['id']}/transfer", json={"to_agency": "sen-trang-one-stop", "reason": "Trực thay"}
    )
    assert moved.is_success and moved.json()["receiving_agency"] == "sen-trang-one-stop"


def test_the_terminal_shows_first_and_gives_then(api: ServedApi, monkeypatch: pytest.MonkeyPatch) -> None:
    api.received("2026-09-07 09:00")
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", api.settings.database_url)
    monkeypatch.setenv("LIENTHONG_DEFINITIONS_DIR", str(api.settings.definitions_dir))

    def run(*words: str) -> tuple[int, list[dict[str, object]], str]:
        result = CliRunner().invoke(app, ["agencies", "transfer", *words, "--json"])
        return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.output

    code, lines, _ = run("--on", "2026-09-08", "--dry-run")
    assert (code, lines[-1]) == (0, {"looked_at": 1, "recorded": 0, "to_decide": 0})
    assert (lines[0]["step"], lines[0]["from"], lines[0]["to"]) == ("register_birth", REGISTRY, HEIR)
    assert run("--on", "2026-09-08")[1][-1]["recorded"] == 1
    assert run("--on", "2026-09-08")[1][-1] == {"looked_at": 1, "recorded": 0, "to_decide": 0}
    assert run("--on", "2999-01-01")[0] == 2, "a day that has not come can only be asked of"
    shown = CliRunner().invoke(app, ["agencies", "transfer", "--on", "2026-09-08"])
    assert "đã chuyển giao 0" in shown.stdout


def test_the_tree_is_public_by_date(api: ServedApi) -> None:
    def ids(on: str) -> set[str]:
        ahead = list(api.as_nobody.get("/agencies", params={"on": on}).json()["items"])
        found = set()
        while ahead:
            node = ahead.pop()
            found.add(node["id"])
            ahead += node["below"]
        return found

    assert ids("2026-09-07") - ids("2026-09-08") == {REGISTRY}
    assert ids("2026-09-08") - ids("2026-09-07") == {HEIR}
    assert "bach-van-committee" in ids("2025-06-30") - ids("2025-07-01")
    assert api.as_nobody.get("/agencies").json()["on"] == "2026-09-07"
    assert api.as_nobody.get("/agencies", params={"on": "yesterday"}).status_code == 422
