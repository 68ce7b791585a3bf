"""The stand-in of the agencies' systems answers what the request asks for, whatever the operation is called."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from demo.standin_agency import create_app
from engine.core.definition import ProcedureDefinition
from engine.core.execution import asked_for
from engine.core.forms import problems_in
from engine.core.identifiers import StepId
from engine.core.law import Law
from procedure_defs.catalogue import load_catalogue

OPENED = "2026-09-01T10:00:00+07:00"
AUTOMATIC = [
    pytest.param(definition, step, id=f"{definition.procedure}-{definition.version}-{step}")
    for definition in load_catalogue().all()
    for step, declared in definition.steps.items()
    if declared.run is not None
]


@pytest.mark.parametrize(("definition", "step"), AUTOMATIC)
def test_the_answer_is_what_the_step_declares(tmp_path: Path, definition: ProcedureDefinition, step: StepId) -> None:
    catalogue = load_catalogue()
    law, declared = Law(definition, catalogue.calendars, catalogue.agencies), definition.steps[step]
    assert declared.run is not None
    answer = asked(tmp_path, declared.run.http, asked_for(law, step))
    assert [paper["document"] for paper in answer["documents"]] == list(declared.produces)
    assert list(problems_in(declared.result, answer["result"], {})) == []


def test_a_value_for_every_type_of_field(tmp_path: Path) -> None:
    kinds = ("text", "boolean", "integer", "date")
    fields: dict[str, Any] = {kind: {"type": kind} for kind in kinds} | {"by_itself": {}}
    fields["one_of"] = {"type": "choice", "choices": ["white", "red"]}
    fields["inner"] = {"type": "group", "fields": {"number": {"type": "integer"}}}
    result = asked(tmp_path, "kites.weigh", {"result": fields, "documents": []})["result"]
    assert result == {
        "text": "MAU-000001",
        "boolean": False,
        "integer": 1,
        "date": result["date"],
        "by_itself": "MAU-000001",
        "one_of": "white",
        "inner": {"number": 1},
    }
    assert len(result["date"]) == len("2026-09-01")


def test_a_paper_is_a_specimen(tmp_path: Path) -> None:
    papers = [{"document": "licence", "title": "Giấy phép thả diều"}]
    answer = asked(tmp_path, "kites.license", {"result": {}, "documents": papers})
    known = {"document": "licence", "reference": "MAU000000000001", "name": "Giấy phép thả diều (giả lập)"}
    assert answer["documents"] == [known]


def test_nothing_is_finished_that_was_not_taken_on(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "state.json")) as standin:
        refused = standin.put("/finished/case-1/weigh", json={"to": "http://127.0.0.1:1/", "token": "x"})
    assert refused.status_code == 404


def asked(folder: Path, operation: str, wanted: dict[str, Any]) -> dict[str, Any]:
    said = {"opened_at": OPENED, "form": {}, "asked_for": wanted}
    with TestClient(create_app(folder / "state.json")) as standin:
        answer = standin.post(f"/{operation}", json=said, headers={"Idempotency-Key": "case-1/weigh"})
    assert answer.status_code == 200
    return dict(answer.json())
