"""JSON Schemas of the definition files, for editors: generated from the models, committed beside the files."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from engine.core.agencies import AgencyDirectory
from engine.core.calendars import CalendarFile
from engine.core.definition import ProcedureDefinition
from engine.core.form_sets import FormSetFile
from engine.core.legal_time import Unit
from procedure_defs.loader import Kind

FOLDER = Path(__file__).parent / "schema"
_MODELS: dict[Kind, type[BaseModel]] = {
    Kind.PROCEDURE: ProcedureDefinition,
    Kind.AGENCIES: AgencyDirectory,
    Kind.CALENDAR: CalendarFile,
    Kind.FORM_SETS: FormSetFile,
}


def schema_of(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of a kind of file, in the words in which its files are written."""
    schema = _MODELS[kind].model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    if "TimeLimit" in definitions:
        definitions["TimeLimit"] = _time_limit()
    for name in ("ProcedureDefinition", "StepDefinition"):
        _allow_one_name(schema if schema.get("title") == name else definitions.get(name, {}), "needs")
    for name in ("Agency", "Territory"):
        for field in ("succeeded_by", "parent", "central_system", "lies_in"):
            _allow_one_name(definitions.get(name, {}), field)
    if "Territory" in definitions:
        definitions["Territory"] = _territory(definitions["Territory"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text(kind: Kind) -> str:
    """The schema as it is committed."""
    return json.dumps(schema_of(kind), ensure_ascii=False, indent=2) + "\n"


def schema_file(kind: Kind) -> Path:
    """Where the schema is committed."""
    return FOLDER / f"{kind.value}.schema.json"


def _time_limit() -> dict[str, Any]:
    """In files a limit is written as words; the unit is mandatory."""
    units = "|".join(unit.value for unit in Unit)
    return {
        "title": "TimeLimit",
        "description": "A number with its unit; the unit is mandatory.",
        "type": "string",
        "pattern": rf"^\s*\d+(\.\d+)?\s+({units})\s*$",
        "examples": ["24 hours", "2 working_days", "0 working_days"],
    }


def _territory(whole: dict[str, Any]) -> dict[str, Any]:
    """`mau-don: hoa-mau` says where a place lies, null that it lies in no other."""
    return {"anyOf": [{"type": "string"}, {"type": "null"}, whole], "title": "Territory"}


def _allow_one_name(model: dict[str, Any], field: str) -> None:
    """`needs: a` is short for `needs: [a]`."""
    many = model.get("properties", {}).get(field)
    if many is not None:
        title = many.get("title", field)
        model["properties"][field] = {"anyOf": [{"type": "string"}, many], "title": title}
