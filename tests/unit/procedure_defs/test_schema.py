"""The committed JSON Schemas are those of the models, and agree with the checker about shipped and broken files."""

import json
from typing import Any

import jsonschema
import pytest

from procedure_defs.catalogue import SHIPPED, definition_files
from procedure_defs.loader import Kind, kind_of
from procedure_defs.reader import read_file
from procedure_defs.schema import schema_file, schema_of, schema_text

FILES = definition_files(SHIPPED)


def _as_an_editor_sees_it(data: Any) -> Any:
    return json.loads(json.dumps(data, default=str))


@pytest.mark.parametrize("kind", Kind)
def test_the_committed_schema_is_up_to_date(kind: Kind) -> None:
    assert schema_file(kind).read_text(encoding="utf-8") == schema_text(kind), (
        f"write it anew: lienthong procedures schema {kind.value} > procedure_defs/schema/{kind.value}.schema.json"
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_shipped_files_fit_their_schema(path: Any) -> None:
    document = read_file(path)
    validator = jsonschema.Draft202012Validator(schema_of(kind_of(document)))
    assert [error.message for error in validator.iter_errors(_as_an_editor_sees_it(document.data))] == []


@pytest.mark.parametrize(
    ("place", "value"),
    [("within", 24), ("within", "24 parsecs"), ("counting", "sometimes"), ("agancy", "x"), ("needs", 7)],
)
def test_an_editor_marks_what_the_checker_refuses(place: str, value: Any) -> None:
    data = _as_an_editor_sees_it(read_file(SHIPPED / "birth-residence-insurance" / "2026-09-01.yaml").data)
    data["steps"]["register_birth"][place] = value
    assert not jsonschema.Draft202012Validator(schema_of(Kind.PROCEDURE)).is_valid(data)
