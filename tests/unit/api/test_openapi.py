"""The OpenAPI document is a product: it is the committed file, and it leaves nothing unsaid."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.problem import MEDIA_TYPE
from api.write_openapi import FILE, openapi_text
from engine.settings import Settings

DOCUMENT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
UPLOADS = ["POST /cases/{case_id}/files", "POST /files"]
COMMANDS = [name for name in OPERATIONS if name.startswith("POST /cases") and name not in UPLOADS]
BODIES = [name for name, operation in OPERATIONS.items() if "requestBody" in operation and name not in UPLOADS]


def test_document_is_the_committed_one(tmp_path: Path) -> None:
    """After a wanted change: `python -m api.write_openapi`."""
    assert openapi_text(Settings(data_dir=tmp_path)) == FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_says_what_it_is_for(name: str) -> None:
    operation = OPERATIONS[name]
    assert operation["summary"]
    assert operation["description"]
    assert len(operation["tags"]) == 1


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_no_is_a_problem_document(name: str) -> None:
    for status, answer in OPERATIONS[name]["responses"].items():
        if int(status) >= 400:
            assert list(answer["content"]) == [MEDIA_TYPE]
            assert answer["content"][MEDIA_TYPE]["schema"] == {"$ref": "#/components/schemas/Problem"}


@pytest.mark.parametrize("name", COMMANDS)
def test_command_declares_how_it_may_be_refused(name: str) -> None:
    assert {"401", "403", "404", "409", "412", "413", "422"} <= set(OPERATIONS[name]["responses"])
    headers = {parameter["name"] for parameter in OPERATIONS[name]["parameters"]}
    assert {"idempotency-key", "if-match"} <= {header.lower() for header in headers}


@pytest.mark.parametrize("name", BODIES)
def test_command_body_has_examples(name: str) -> None:
    schema = OPERATIONS[name]["requestBody"]["content"]["application/json"]["schema"]
    reference = schema["$ref"] if "$ref" in schema else schema["anyOf"][0]["$ref"]
    properties = DOCUMENT["components"]["schemas"][reference.rsplit("/", 1)[1]]["properties"]
    without = {name for name, said in properties.items() if "examples" not in said and "default" not in said}
    assert without == set()


@pytest.mark.parametrize("name", UPLOADS)
def test_upload_says_what_is_sent_and_how_it_may_be_refused(name: str) -> None:
    shape = OPERATIONS[name]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert shape["properties"]["file"]["format"] == "binary" and "file" in shape["required"]
    answers = OPERATIONS[name]["responses"]
    assert {"401", "403", "413", "422", "503", "507"} <= set(answers)
    assert all(code in answers["422"]["description"] for code in ("malware_found", "file_disguised", "file_encrypted"))


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(DOCUMENT)
    referred = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert referred <= set(DOCUMENT["components"]["schemas"])
