"""The API reference as a page of our own: it needs no script and nothing from other sites."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import Language
from api.pages.render import page

router = APIRouter(include_in_schema=False)
_REFERENCE = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    body: str | None
    answers: list[tuple[str, str, str | None]]


@router.get("/docs", response_class=HTMLResponse)
def show_reference(request: Request, language: Language = "vi") -> Response:
    document = request.app.openapi()
    tags = {tag["name"]: tag["description"] for tag in document["tags"]}
    operations: dict[str, list[Operation]] = {name: [] for name in tags}
    for tag, operation in _operations(document):
        operations[tag].append(operation)
    return page(
        request,
        "reference.html",
        language,
        None,
        document=document["info"],
        tags=tags,
        operations=operations,
        schemas=dict(sorted(document["components"]["schemas"].items())),
        type_of=_type_of,
    )


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            yield (
                said["tags"][0],
                Operation(
                    id=said["operationId"],
                    method=method.upper(),
                    path=path,
                    summary=said["summary"],
                    description=said.get("description", ""),
                    parameters=said.get("parameters", []),
                    body=_type_of(body) if body else None,
                    answers=[(code, a["description"], _answer_type(a)) for code, a in said["responses"].items()],
                ),
            )


def _answer_type(answer: dict[str, Any]) -> str | None:
    content = answer.get("content", {})
    return next((_type_of(kind["schema"]) for kind in content.values() if "schema" in kind), None)


def _type_of(schema: dict[str, Any]) -> str:
    """A schema in a few words; a name that has a table of its own is given as it is."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REFERENCE)
    if "anyOf" in schema:
        return " | ".join(_type_of(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"{_type_of(schema.get('items', {}))}[]"
    if "enum" in schema:
        return " | ".join(f"“{value}”" for value in schema["enum"])
    return str(schema.get("format") or schema.get("type") or "any")
