"""Versions over time, with real parts: published, seen without a restart, a birth case that comes over at request.

Received on Monday 24 August 2026 at 09:00 under the old law; the new decree holds from 1 September, and dossiers received
earlier come under it only when the applicant asks (NĐ 301/2026/NĐ-CP art. 18(1)).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.main import app
from engine.core.errors import DefinitionInvalid
from engine.core.identifiers import CaseId, ProcedureId, ProcedureVersion
from engine.wiring import build
from procedure_defs.catalogue import SHIPPED
from tests.support.served_api import BORN, DOSSIER, ServedApi, served_api, step_of, step_path

BIRTH, OLD, NEW = "birth-residence-insurance", "2024-07-01", "2026-09-01"
SUPPLEMENT = {"reasons": ["Thiếu giấy chứng nhận kết hôn"], "documents": ["marriage_certificate"]}


@pytest.fixture
def api(tmp_path: Path) -> Iterator[ServedApi]:
    definitions = shutil.copytree(SHIPPED, tmp_path / "definitions")
    with served_api(tmp_path / "home", definitions_dir=definitions) as served:
        yield served


@pytest.fixture
def terminal(api: ServedApi, monkeypatch: pytest.MonkeyPatch) -> ServedApi:
    """The terminal of the same installation; its clock is the wall's."""
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", api.settings.database_url)
    monkeypatch.setenv("LIENTHONG_DEFINITIONS_DIR", str(api.settings.definitions_dir))
    return api


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["procedures", *arguments])


def file_of(api: ServedApi, version: str) -> Path:
    return Path(api.settings.definitions_dir) / BIRTH / f"{version}.yaml"


def old_case(api: ServedApi) -> dict[str, str]:
    """Waits for a paper from Monday 10:00 to Wednesday 15:00: three days are touched."""
    case = api.received("2026-08-24 09:00")
    api.clock.set("2026-08-24 10:00")
    api.as_registrar.post(step_path(case, "register_birth", "request-supplement"), json=SUPPLEMENT)
    api.clock.set("2026-08-26 15:00")
    paper = {"documents": [{"document": "marriage_certificate", "reference": "GCNKH-1"}]}
    assert api.as_officer.post(step_path(case, "register_birth", "hand-in-supplement"), json=paper).is_success
    api.clock.set("2026-08-31 16:00")
    return dict(case)


def test_a_birth_case_comes_over_when_the_applicant_asks(api: ServedApi) -> None:
    """The birth is due by the new law's 24 hours: from Monday 09:00, with a wait of 53 hours, on Thursday 27 August 14:00.

    The total has three working days under both: 24 to 26 August are touched by the wait; 27 and 28 August and, after the
    swapped Monday and National Day, 3 September.
    """
    case = old_case(api)
    assert case["procedure_version"] == OLD
    migration = api.product.migration
    to = migration.target(ProcedureId(BIRTH), ProcedureVersion(NEW))
    (refused,) = migration.run(to)
    assert refused.refusal is not None and "not in force" in str(refused.refusal)
    api.clock.set("2026-09-03 09:00")
    (refused,) = migration.run(to)
    assert refused.refusal is not None and "only when the applicant asks" in str(refused.refusal)
    (done,) = migration.run(to, cases=[CaseId(case["id"])])
    assert done.is_recorded and done.change is not None
    assert done.change.legal_basis[0].ref == "NĐ 301/2026/NĐ-CP"
    shown = api.as_officer.get(f"/cases/{case['id']}").json()
    assert shown["procedure_version"] == NEW
    assert shown["promised_due_at"] == "2026-08-27T17:00:00+07:00", "the slip is what was handed out"
    (moved,) = shown["migrations"]
    assert (moved["from_version"], moved["to_version"], moved["requested"]) == (OLD, NEW, True)
    assert moved["steps"] == {"register_birth": "register_birth"}
    birth = step_of(shown, "register_birth")
    assert birth["clock"]["due_at"] == "2026-08-27T14:00:00+07:00"
    assert moved["due_before"] == moved["due_after"] == "2026-09-04T00:00:00+07:00"
    assert "Hồ sơ đã chuyển từ phiên bản 2024-07-01" in api.as_officer.get(f"/cases/{case['id']}/page").text
    told = api.as_officer.get(f"/cases/{case['id']}/explanation").json()
    whole = next(one for one in told["due_dates"] if one["step"] is None)
    assert any("quy định mới (phiên bản 2026-09-01)" in sentence for sentence in whole["sentences"])


def test_the_case_goes_on_to_its_end_under_the_new_law(api: ServedApi) -> None:
    case = old_case(api)
    api.clock.set("2026-09-03 09:00")
    to = api.product.migration.target(ProcedureId(BIRTH), ProcedureVersion(NEW))
    list(api.product.migration.run(to, cases=[CaseId(case["id"])]))
    answer = api.as_registrar.post(step_path(case, "register_birth", "complete"), json=BORN)
    assert answer.is_success, answer.text
    steps = {step["id"]: step["status"] for step in answer.json()["steps"]}
    assert steps["register_residence"] == "open"
    before = api.as_officer.get(f"/cases/{case['id']}", params={"as_of": "2026-09-02T09:00:00+07:00"}).json()
    assert (before["procedure_version"], before["migrations"]) == (OLD, [])


def test_published_versions_are_told_and_kept(terminal: ServedApi) -> None:
    published = run("publish", str(file_of(terminal, OLD)), str(file_of(terminal, NEW)), "--by", "Nguyễn Thử")
    assert published.exit_code == 0, published.output
    assert published.output.splitlines()[0].startswith(f"{BIRTH} {OLD}: đã công bố (")
    assert ", Nguyễn Thử); nhận hồ sơ đến hết 31/08/2026 (phiên bản 2026-09-01 " in published.output.splitlines()[0]
    assert published.output.splitlines()[1].endswith(", Nguyễn Thử)")
    shown = terminal.as_nobody.get(f"/procedures/{BIRTH}/{NEW}").json()
    assert shown["published_at"] is not None
    assert terminal.as_nobody.get("/procedures/citizen-feedback/2022-08-01").json()["published_at"] is None
    again = run("publish", str(file_of(terminal, NEW)), "--json")
    assert json.loads(again.output)["is_new"] is False
    file = file_of(terminal, NEW)
    file.write_text(file.read_text(encoding="utf-8").replace("within: 3 working_days", "within: 4 working_days", 1))
    changed = run("publish", str(file), "--lang", "en")
    assert changed.exit_code == 1
    with pytest.raises(DefinitionInvalid, match=r"2026-09-01\.yaml: version 2026-09-01 was published with other"):
        build(terminal.settings)
    file.unlink()
    product = build(terminal.settings)
    kept = product.catalogue.get(ProcedureId(BIRTH), ProcedureVersion(NEW))
    product.close()
    assert str(kept.total.within) == "3 working_days", "the version can be read though its file is gone"


def test_a_running_service_sees_a_new_version(terminal: ServedApi) -> None:
    """The Culture Day's version: a copy of the shipped one that holds from a later day, in no folder of the service."""
    text = file_of(terminal, NEW).read_text(encoding="utf-8")
    text = text.replace("version: 2026-09-01", "version: 2030-01-01").replace(
        "{from: 2026-09-01}", "{from: 2030-01-01}"
    )
    draft = terminal.settings.data_dir / "draft.yaml"
    draft.write_text(text.replace("from: [2024-07-01]", "from: [2026-09-01]"), encoding="utf-8")
    assert terminal.as_nobody.get(f"/procedures/{BIRTH}/2030-01-01").status_code == 404
    assert run("publish", "--despite-warnings", str(draft)).exit_code == 0
    assert terminal.as_nobody.get(f"/procedures/{BIRTH}/2030-01-01").json()["effective_from"] == "2030-01-01"
    listed = terminal.as_nobody.get("/procedures").json()["items"]
    assert "2030-01-01" in [item["version"] for item in listed]


def test_a_file_with_problems_is_not_published(terminal: ServedApi) -> None:
    file = file_of(terminal, NEW)
    file.write_text(file.read_text(encoding="utf-8").replace("agency: civil_registry", "agency: nobody", 1))
    refused = run("publish", str(file))
    assert refused.exit_code == 1
    assert "2026-09-01.yaml:" in refused.output and "nobody" in refused.output


def test_the_terminal_shows_what_a_migration_does(terminal: ServedApi) -> None:
    case = old_case(terminal)
    code = case["dossier_code"]
    dry = run("migrate", BIRTH, "--to", NEW, "--case", code, "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert code in dry.output and "chuyển được: 1; đã chuyển: 0" in dry.output
    unasked = run("migrate", BIRTH, "--to", NEW, "--lang", "en")
    assert unasked.exit_code == 1 and "only when the applicant asks" in unasked.output
    done = run("migrate", BIRTH, "--to", NEW, "--case", code, "--json")
    change, sums = map(json.loads, done.output.splitlines())
    assert (change["from_version"], change["steps"]) == (OLD, {"register_birth": "register_birth"})
    assert sums == {"looked_at": 1, "possible": 1, "migrated": 1, "refused": 0}
    assert run("migrate", BIRTH, "--to", "1999-01-01").exit_code == 2


def test_what_if_in_the_terminal(terminal: ServedApi) -> None:
    terminal.received("2026-09-07 09:00")
    asked = run(
        "what-if", "--day-off", "2026-09-09=Nghỉ giả định", "--limit", "register_birth=1 working_hours", "--json"
    )
    assert asked.exit_code == 0, asked.output
    said = json.loads(asked.output)
    assert (said["sums"]["looked_at"], said["sums"]["promises"], said["sums"]["steps"]) == (1, 1, 1)
    (found,) = said["cases"]
    assert found["promise"]["after"][:10] == "2026-09-11"
    assert found["steps"][0]["after"] in {"2026-09-07T10:00:00+07:00", "2026-09-07T03:00:00Z"}
    table = run("what-if", "--day-off", "2026-09-09")
    assert "ngày hẹn thay đổi: 1" in table.output
    assert run("what-if").exit_code == 1
    assert run("what-if", "--limit", "nothing=1 hours").exit_code == 2
    assert run("what-if", "--day-off", "tomorrow").exit_code == 2


def test_a_version_is_ended_and_says_so_everywhere(terminal: ServedApi) -> None:
    """An invented repeal: the last dossiers come in on 30 September 2026; the running one goes on."""
    run("publish", str(file_of(terminal, NEW)), "--by", "Nguyễn Thử")
    before = terminal.received("2026-09-30 09:00")
    ended = run(
        "end", BIRTH, NEW, "--last-day", "2026-09-30", "--basis", "NQ 0/2026/VD", "--article", "2", "--by", "An"
    )
    assert ended.exit_code == 0, ended.output
    until = "nhận hồ sơ đến hết 30/09/2026 (kết thúc theo Điều 2 Nghị quyết số 0/2026/VD)"
    assert ended.output.startswith(f"{BIRTH} {NEW}: {until}; hồ sơ đã tiếp nhận vẫn giải quyết theo phiên bản này")
    shown = terminal.as_nobody.get(f"/procedures/{BIRTH}/{NEW}").json()
    assert (shown["effective_to"], shown["closing"]["by"]) == ("2026-09-30", "ended")
    assert shown["closing"]["legal_basis"][0]["article"] == "2"
    assert (shown["closing"]["words"]["vi"], shown["closing"]["recorded_by"]) == (until, "An")
    older = terminal.as_nobody.get(f"/procedures/{BIRTH}/{OLD}").json()
    assert (older["closing"]["by"], older["closing"]["successor"]) == ("successor", NEW)
    assert "đến 30/09/2026" in terminal.as_nobody.get(f"/procedures/{BIRTH}/{NEW}/graph.svg").text
    rows = {(row["procedure"], row["version"]): row for row in json.loads(run("list", "--json").output)}
    assert (rows[BIRTH, NEW]["to"], rows[BIRTH, NEW]["closing"]["by"]) == ("2026-09-30", "ended")
    assert run("publish", str(file_of(terminal, NEW))).output.strip().endswith(until)
    terminal.clock.set("2026-10-01 08:00")
    refused = terminal.as_officer.post("/cases", json=DOSSIER)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_version_in_force")
    assert until in refused.json()["detail"] and refused.json()["legal_basis"][0]["ref"] == "NQ 0/2026/VD"
    answer = terminal.as_registrar.post(step_path(before, "register_birth", "complete"), json=BORN)
    assert answer.is_success, answer.text
    back = run("end", BIRTH, NEW, "--take-back", "--basis", "NQ 1/2026/VD", "--lang", "en")
    assert back.exit_code == 0 and "takes dossiers, no end is known" in back.output
    assert terminal.as_nobody.get(f"/procedures/{BIRTH}/{NEW}").json()["effective_to"] is None
    assert terminal.as_officer.post("/cases", json=DOSSIER).is_success


def test_what_cannot_be_ended_is_told(terminal: ServedApi) -> None:
    said = ("--basis", "NQ 0/2026/VD")
    unpublished = run("end", BIRTH, NEW, "--last-day", "2026-12-31", *said)
    assert unpublished.exit_code == 1 and "chưa được công bố" in unpublished.output
    assert run("end", BIRTH, "1999-01-01", "--last-day", "2026-12-31", *said).exit_code == 2
    assert run("end", BIRTH, NEW, *said).exit_code == 2
    assert run("end", BIRTH, NEW, "--last-day", "tomorrow", *said).exit_code == 2


def test_what_if_at_another_instant(terminal: ServedApi) -> None:
    """The birth is due 24 hours from Monday 7 September 09:00, with one working hour at 10:00: late in between or not."""
    terminal.received("2026-09-07 09:00")
    shorter = ("what-if", "--limit", "register_birth=1 working_hours", "--procedure", BIRTH)
    noon = json.loads(run(*shorter, "--at", "2026-09-07T12:00", "--json").output)
    assert (noon["at"], noon["at_is"]) == ("2026-09-07T12:00:00+07:00", "past")
    assert (noon["becomes_late"], noon["standing"]["before"]["late"], noon["standing"]["after"]["late"]) == (1, 0, 1)
    early = json.loads(run(*shorter, "--at", "2026-09-07T09:30", "--json").output)
    assert early["becomes_late"] == 0
    before = json.loads(run(*shorter, "--at", "2026-09-04", "--json").output)
    assert before["at"] == "2026-09-04T23:59:59+07:00"
    assert before["sums"]["looked_at"] == 0
    shown = run(*shorter, "--at", "2026-09-07")
    assert shown.output.startswith("Tính đến hết ngày 07/09/2026: "), shown.output
    assert "thành quá hạn: 1" in shown.output
    assert run(*shorter, "--at", "soon").exit_code == 2


def test_a_dry_run_at_another_instant(terminal: ServedApi) -> None:
    """The new decree holds from 1 September: on 31 August the case cannot come over, on 3 September it can."""
    code = old_case(terminal)["dossier_code"]
    asked = ("migrate", BIRTH, "--to", NEW, "--case", code)
    refused = run(*asked, "--dry-run", "--at", "2026-08-31", "--lang", "en")
    assert refused.exit_code == 1
    assert "is not in force on 31/08/2026" in refused.output
    seen = run(*asked, "--dry-run", "--at", "2026-09-03T09:00", "--lang", "en")
    assert seen.exit_code == 0, seen.output
    assert seen.output.startswith("As of 09:00 03/09/2026: ") and "can come over: 1; migrated: 0" in seen.output
    *cases, sums = map(json.loads, run(*asked, "--dry-run", "--at", "2026-09-03T09:00", "--json").output.splitlines())
    assert (sums["at_is"], sums["possible"], len(cases)) == ("past", 1, 1)
    assert cases[0]["effect"]["case"]["before_is"] == "runs"
    written = run(*asked, "--at", "2026-09-03T09:00")
    assert written.exit_code == 2 and "--dry-run" in written.output
