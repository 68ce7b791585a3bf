"""The stand-in of the agencies' systems makes the papers of every automatic step that is shipped."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from demo.standin_agency import create_app
from procedure_defs.catalogue import load_catalogue

AUTOMATIC = sorted(
    {
        (step.run.http.split(".")[1], step.produces)
        for definition in load_catalogue().all()
        for step in definition.steps.values()
        if step.run is not None
    }
)


@pytest.mark.parametrize(("operation", "produces"), AUTOMATIC)
def test_an_operation_makes_what_its_step_produces(tmp_path: Path, operation: str, produces: tuple[str, ...]) -> None:
    said = {"opened_at": "2026-09-01T10:00:00+07:00", "form": {}}
    with TestClient(create_app(tmp_path / "state.json")) as standin:
        answer = standin.post(f"/{operation}", json=said, headers={"Idempotency-Key": "k1"}).json()
    assert [paper["document"] for paper in answer["documents"]] == list(produces)
    assert answer["documents"][0]["reference"] == "MAU000000000001"


def test_operations_of_different_systems_have_different_names() -> None:
    names = [operation for operation, _ in AUTOMATIC]
    assert len(names) == len(set(names)) == 13
