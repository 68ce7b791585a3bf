"""The OpenAPI document as a product: one problem shape, the right media type, nothing that is not true."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.problem import MEDIA_TYPE, Problem

DESCRIPTION = """Linked administrative procedures between public agencies.

* **Who calls**: `Authorization: Bearer <token>`; a token stands for a person or a system of one agency.
* **Who may what**: each operation needs one permission; a role has it, and reaches so far, by one table
  (docs/reference/roles.md). Who has no role for an operation gets `not_permitted` (403), whatever it is about; what he
  does not reach is not found.
* **Commands** are POSTs. Give each an `Idempotency-Key` (a UUID): repeated with the same body it does nothing twice
  and gets the first answer with `Idempotent-Replay: true`. `If-Match: "<version>"` refuses the command if somebody
  was faster. `Prefer: return=minimal` asks for the case's id and version alone. `occurred_at` lets an office that was offline enter what happened earlier.
* **A no** is a problem document (RFC 9457, `application/problem+json`) with a stable `code`, the state of the case and
  the legal basis; nothing was changed then. What the caller may not see is not found. A command that the case does not
  admit (409, or 412 with `If-Match`) is answered with the version, the status and the commands that it met, so that
  who was slower need not ask again. `busy` and `ledger_away` (503) and `storage_full` (507)
  say with `Retry-After` when to send the same request again, with the same key: what was carried out is not done twice.
* **Dates**: instants carry their offset and have whole seconds; every due date is computed as of an instant.
"""
TAGS = [
    {"name": "cases", "description": "A case (hồ sơ) from the counter to the result."},
    {"name": "steps", "description": "The work of an agency on its step, and its worklist."},
    {"name": "time", "description": "Time limits and due dates."},
    {"name": "papers", "description": "The statutory papers of a case (giấy tờ theo mẫu), as PDF."},
    {"name": "files", "description": "Files of papers: uploaded, then named in a command."},
    {"name": "notifications", "description": "What the owner of a dossier was told without asking (thông báo)."},
    {"name": "reports", "description": "Statutory figures by agency and period, each with the cases behind it."},
    {
        "name": "figures",
        "description": "The manager's figures of procedures and agencies, each with the cases behind it.",
    },
    {"name": "delegations", "description": "Who stands in for whom."},
    {"name": "audit", "description": "The audit trail (nhật ký kiểm tra), for the auditor."},
    {"name": "procedures", "description": "The law as data; public."},
    {"name": "agencies", "description": "The agency directory by date; public."},
    {"name": "pictures", "description": "Graphs of cases."},
    {"name": "health", "description": "For monitoring."},
]


def operation_id(route: APIRoute) -> str:
    """The name by which permissions and the audit trail know the operation; generated clients call their functions so."""
    return route.name


def describe(app: FastAPI) -> None:
    """Replaces the framework's own document by ours."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    found = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        tags=app.openapi_tags,
        routes=app.routes,
    )
    schemas = found["components"]["schemas"]
    problem = Problem.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    for path in found["paths"].values():
        for operation in path.values():
            _replace_frameworks_refusal(operation)
            _name_the_body(operation)
            _add_what_any_request_may_meet(operation)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return found


def _name_the_body(operation: dict[str, Any]) -> None:
    """A body that need not be there is left away; a union with null makes clients that cannot leave it away."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        kinds = [kind for kind in content["schema"].get("anyOf", []) if kind != {"type": "null"}]
        if len(kinds) == 1:
            content["schema"] = kinds[0]


def _add_what_any_request_may_meet(operation: dict[str, Any]) -> None:
    """Whatever it is about: its head has to be in order; and what is asked of the ledger needs a ledger."""
    answers = operation["responses"]
    answers["400"] = _said("`input_invalid`: the head of the request can be read in two ways")
    if "401" in answers:
        answers.setdefault("503", _said("`busy`, `ledger_away`, `not_ready`: come again after `Retry-After` seconds"))
    operation["responses"] = dict(sorted(answers.items()))


def _said(words: str) -> dict[str, Any]:
    return {"description": words, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _replace_frameworks_refusal(operation: dict[str, Any]) -> None:
    refusal = operation["responses"].get("422")
    if refusal and "application/json" in refusal.get("content", {}):
        operation["responses"]["422"] = _said("`input_invalid`: the request is not in order")
