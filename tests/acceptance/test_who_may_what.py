"""Every operation and every page, by every role, of one's own agency, of one above it, of a foreign one, of none: the
answers that the tables below foresee, and no answer that tells whether a case is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId, CaseId, ProcedureId
from tests.support.clock import local_instant
from tests.support.served_api import BASIS, COUNTER, DOSSIER, REGISTRY, ServedApi, key

ABOVE, FOREIGN_ABOVE = "hoa-mau-committee", "sen-trang-committee"
STEP = "register_birth"

LOOK, QUEUE, FILE, RECEIVE, APPLICANT, ATTACH, WORK, LEAD, BATCH, AWAY, AUDIT, EVERYBODY = (
    "looks at a case", "reads what waits at an agency", "hands a dossier in", "receives", "acts for the applicant", "uploads a file",
    "works on a step", "leads the agency", "works on many steps", "is away", "reads the audit trail", "is for everybody",
)  # fmt: skip
ALL_CLOSED: dict[str, Any] = dict.fromkeys(
    (LOOK, QUEUE, FILE, RECEIVE, APPLICANT, ATTACH, WORK, LEAD, BATCH, AWAY, AUDIT), "refused"
)
REASON = {"reason": "Lý do"}
OPERATIONS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "GET /cases": (LOOK, {}),
    "GET /cases/by-code/{dossier_code}": (LOOK, {}),
    "GET /cases/{case_id}": (LOOK, {}),
    "GET /cases/{case_id}/events": (LOOK, {}),
    "GET /cases/{case_id}/due-dates": (LOOK, {}),
    "GET /cases/{case_id}/explanation": (LOOK, {}),
    "GET /cases/{case_id}/lateness": (LOOK, {}),
    "GET /cases/{case_id}/attribution": (LOOK, {}),
    "GET /cases/{case_id}/available-commands": (LOOK, {}),
    "GET /cases/{case_id}/receipt": (LOOK, {}),
    "GET /cases/{case_id}/changes": (LOOK, {}),
    "GET /cases/{case_id}/graph.svg": (LOOK, {}),
    "GET /cases/{case_id}/notices": (LOOK, {}),
    "GET /cases/{case_id}/page": (LOOK, {}),
    "GET /cases/{case_id}/papers": (LOOK, {}),
    "GET /cases/{case_id}/notifications": (LOOK, {}),
    "GET /cases/{case_id}/papers/{paper}": (LOOK, {}),
    "GET /cases/{case_id}/files/{digest}": (LOOK, {}),
    "GET /cases/{case_id}/files": (LOOK, {}),
    "POST /cases/{case_id}/files": (ATTACH, {}),
    "POST /files": (FILE, {}),
    "GET /agencies/{agency}/tracking-book": (QUEUE, {}),
    "POST /cases/{case_id}/citizen-access": (RECEIVE, {}),
    **{f"{method} /cases/{{case_id}}/access-slip/page": (RECEIVE, {}) for method in ("GET", "POST")},
    "GET /pages/cases": (LOOK, {}),
    "POST /cases/{case_id}/page": (LOOK, {}),
    "GET /pages/worklist": (QUEUE, {}),
    "POST /pages/worklist": (WORK, {}),
    **dict.fromkeys(("GET /pages/opinions", "POST /pages/opinions"), (WORK, {})),
    **dict.fromkeys(("GET /pages/new-case", "POST /pages/new-case"), (FILE, {})),
    "POST /pages/stand-in": (AWAY, {}),
    "GET /worklist": (QUEUE, {}),
    "GET /worklist/colleagues": (LEAD, {}),
    "GET /opinions": (WORK, {}),
    "POST /worklist/batch": (BATCH, {"act": "claim", "items": [{"case_id": "none", "step": STEP}]}),
    "GET /notices": (QUEUE, {}),
    "GET /reports/ii06a": (QUEUE, {}),
    "GET /reports/ii06a/cases": (QUEUE, {}),
    "GET /reports/766": (QUEUE, {}),
    "GET /reports/766/inputs": (QUEUE, {}),
    **{
        f"GET /pages/{path}": (QUEUE, {})
        for path in (
            *("today", "late", "what-if", "figures/cases"),
            *("procedures/{procedure}", "procedures/{procedure}/cases"),
            *("reports/ii06a", "reports/ii06a/cases", "reports/766", "reports/766/inputs"),
        )
    },
    "GET /procedures/{procedure}/figures": (QUEUE, {}),
    "GET /procedures/{procedure}/figures/cases": (QUEUE, {}),
    "GET /procedures/{procedure}/figures/late": (QUEUE, {}),
    "GET /agencies/{agency}/figures": (QUEUE, {}),
    "GET /agencies/{agency}/figures/cases": (QUEUE, {}),
    "GET /agencies/{agency}/figures/late": (QUEUE, {}),
    "POST /cases": (FILE, DOSSIER),
    "POST /cases/{case_id}/receive": (RECEIVE, {}),
    "POST /cases/{case_id}/refuse-receipt": (RECEIVE, {**REASON, "legal_basis": BASIS}),
    "POST /cases/{case_id}/withdraw": (APPLICANT, REASON),
    "POST /cases/{case_id}/steps/{step}/hand-in-supplement": (APPLICANT, {}),
    "POST /cases/{case_id}/steps/{step}/claim": (WORK, {}),
    "POST /cases/{case_id}/steps/{step}/release": (WORK, {}),
    "POST /cases/{case_id}/steps/{step}/complete": (WORK, {}),
    "POST /cases/{case_id}/steps/{step}/refuse": (WORK, {**REASON, "legal_basis": BASIS}),
    "POST /cases/{case_id}/steps/{step}/facts": (WORK, {"name": "needs_verification", "value": True}),
    "POST /cases/{case_id}/steps/{step}/request-supplement": (WORK, {"reasons": ["Thiếu giấy"]}),
    "POST /cases/{case_id}/steps/{step}/resume": (WORK, {}),
    "POST /cases/{case_id}/steps/{step}/return": (WORK, {**REASON, "to": STEP}),
    "POST /cases/{case_id}/steps/{step}/ask-opinion": (WORK, {
        "agency": "mau-don-police", "question": "Có cư trú không?", "within": {"n": 2, "unit": "working_days"},
    }),
    "POST /cases/{case_id}/steps/{step}/give-opinion": (WORK, {"opinion": "none", "answer": "agrees", "text": "Có"}),
    "POST /cases/{case_id}/steps/{step}/withdraw-opinion": (WORK, {"opinion": "none", **REASON}),
    "POST /cases/{case_id}/steps/{step}/extend": (LEAD, {**REASON, "rule": "reschedule", "new_due_on": "2026-10-09"}),
    "POST /cases/{case_id}/steps/{step}/assign": (LEAD, {"to": "somebody"}),
    "POST /cases/{case_id}/steps/{step}/transfer": (LEAD, {**REASON, "to_agency": REGISTRY}),
    "POST /cases/{case_id}/transfer": (LEAD, {**REASON, "to_agency": COUNTER}),
    "GET /audit": (AUDIT, {}),
    **dict.fromkeys(("GET /pages/delegations", "POST /pages/delegations"), (AWAY, {})),
    "GET /delegations": (AWAY, {}),
    "POST /delegations": (AWAY, {"taker": "nobody", "until_at": "2036-12-31T17:00:00+07:00"}),
    "POST /delegations/{delegation}/end": (AWAY, {}),
    **{
        f"GET {path}": (EVERYBODY, {})
        for path in (
            *("/", "/favicon.ico", "/sign-in", "/docs", "/health", "/ready", "/agencies", "/procedures"),
            *("/procedures/{procedure}/{version}", "/procedures/{procedure}/{version}/graph.svg"),
        )
    },
    "POST /sign-in": (EVERYBODY, {}),
    **{f"GET /sign-in/oidc{end}": (EVERYBODY, {}) for end in ("", "/callback")},
    "POST /sign-out": (EVERYBODY, {}),
    # Who has the secret of a slip is asked for it there: tests/acceptance/test_citizen_tracks_the_case.py.
    **{f"GET {path}": (EVERYBODY, {}) for path in ("/track", "/track/case", "/track/case/hand-in")},
    **{f"POST {path}": (EVERYBODY, {}) for path in ("/track", "/track/leave", "/track/case/hand-in")},
}  # fmt: skip
"""Operation or page -> what it is, and what is sent. A command carries a version that no case has, so that it changes
nothing where it is let through to the case."""

_FAR = {"own": "unfound", "above": "unfound", "foreign": "unfound", "none": "unfound"}
_ITS_OWN = {**_FAR, "own": "through"}
_ALL = dict.fromkeys(_FAR, "through")
_WITH_SUB_UNITS = {**_ALL, "foreign": "unfound"}
_AN_APPLICANT: dict[str, Any] = {**ALL_CLOSED, LOOK: _FAR, FILE: _ALL, APPLICANT: _FAR, ATTACH: _FAR}
EXPECTED: dict[Role, dict[str, Any]] = {
    Role.AUTHOR: ALL_CLOSED,
    Role.ONE_STOP_OFFICER: {
        **ALL_CLOSED, LOOK: _ITS_OWN, QUEUE: _ITS_OWN, FILE: _ALL, RECEIVE: _ITS_OWN, APPLICANT: _ITS_OWN, ATTACH: _ITS_OWN, AWAY: _ALL,
    },
    Role.CASEWORKER: {
        **ALL_CLOSED, LOOK: _ITS_OWN, QUEUE: _ITS_OWN, ATTACH: _ITS_OWN, WORK: _ITS_OWN, BATCH: _ALL, AWAY: _ALL,
    },
    Role.AGENCY_LEAD: {
        **ALL_CLOSED, LOOK: _ITS_OWN, QUEUE: _ITS_OWN, ATTACH: _ITS_OWN, WORK: _ITS_OWN, LEAD: _ITS_OWN, BATCH: _ALL, AWAY: _ALL,
    },
    Role.MANAGER: {**ALL_CLOSED, LOOK: _WITH_SUB_UNITS, QUEUE: _WITH_SUB_UNITS},
    Role.AUDITOR: {**ALL_CLOSED, LOOK: _ALL, QUEUE: _ALL, AUDIT: _ALL},
    Role.ADMINISTRATOR: ALL_CLOSED,
    Role.CITIZEN: _AN_APPLICANT,
    Role.SLIP_HOLDER: {**ALL_CLOSED, LOOK: _FAR, APPLICANT: _FAR},
    Role.CITIZEN_PORTAL: _AN_APPLICANT,
    Role.LATE_ENTRY: ALL_CLOSED,
    Role.SYSTEM: {**ALL_CLOSED, LOOK: _ALL, QUEUE: _ALL, WORK: _ALL, LEAD: _ALL, BATCH: _ALL},
}  # fmt: skip
"""Role -> group -> what the answer is; `refused` whatever it is about, else by where the account stands to the case."""
NEVER_MAY = {
    # To apologise for a delay is for a leader of the agency (form 04), never for a machine; and who works on what.
    "system": {
        "POST /cases/{case_id}/steps/{step}/extend",
        "POST /cases/{case_id}/steps/{step}/assign",
        "GET /worklist/colleagues",
    },
    # A slip that was lost ends no case.
    "slip_holder": {"POST /cases/{case_id}/withdraw"},
}
"""What a role may not, though it may the others of the group."""


@pytest.fixture(scope="module")
def case(api: ServedApi) -> dict[str, Any]:
    """Of Mẫu Đơn, in the work of its registry."""
    return api.received()


def test_no_operation_is_forgotten(api: ServedApi) -> None:
    served = {f"{method} {route.path}" for route in _routes(api) for method in route.methods}
    documented = {f"{m.upper()} {path}" for path, methods in api.app.openapi()["paths"].items() for m in methods}
    assert set(OPERATIONS) == served >= documented
    assert set(EXPECTED) == set(Role)


@pytest.mark.parametrize("role", list(Role))
def test_each_operation_answers_the_role_as_foreseen(api: ServedApi, case: dict[str, Any], role: Role) -> None:
    wrong: list[str] = []
    for place, client in _accounts(api, role).items():
        for operation, (group, body) in OPERATIONS.items():
            if group is EVERYBODY:
                continue
            expected = _expected(role, group, operation, place)
            got = _outcome(client, operation, body, {**case, "agency": _AGENCIES.get(role, _USUAL)[0]})
            if got != expected:
                wrong.append(f"{operation} at {place}: {got} instead of {expected}")
    assert wrong == []


@pytest.mark.parametrize("why", ["nobody", "expired", "revoked", "forged"])
def test_who_is_not_signed_in_gets_the_same_from_every_operation(
    api: ServedApi, case: dict[str, Any], why: str
) -> None:
    token = _token_not_good(api, why)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answers: set[tuple[int, str]] = set()
    for operation, (group, body) in OPERATIONS.items():
        if group is EVERYBODY:
            continue
        answer = _ask(api.as_nobody, operation, body, case["id"], case["dossier_code"], headers)
        is_page = operation.endswith("/page") or "/pages/" in operation
        assert answer.status_code == (303 if is_page else 401), operation
        if is_page:
            assert answer.headers["location"].startswith("/sign-in?next=%2F"), operation
        else:
            answers.add((answer.status_code, answer.json()["code"]))
    assert answers == {(401, "unauthenticated")}


def test_what_is_for_everybody_asks_for_no_account(api: ServedApi) -> None:
    known = {"procedure": "birth-residence-insurance", "version": "2026-09-01"}
    for operation, (group, _) in OPERATIONS.items():
        if group is EVERYBODY:
            method, path = operation.format(**known).split()
            assert api.as_nobody.request(method, path).status_code in {200, 303, 307, 308, 403}, operation


def test_an_applicant_has_what_he_handed_in(api: ServedApi) -> None:
    mine, other = api.client(Role.CITIZEN, name="Người Nộp"), api.client(Role.CITIZEN, name="Người Khác")
    case = mine.post("/cases", json=DOSSIER, headers=key()).json()
    assert mine.get(f"/cases/{case['id']}").status_code == 200
    assert [item["id"] for item in mine.get("/cases").json()["items"]] == [case["id"]]
    assert other.get(f"/cases/{case['id']}").status_code == 404
    assert other.post(f"/cases/{case['id']}/withdraw", json=REASON).status_code == 404
    assert mine.post(f"/cases/{case['id']}/withdraw", json=REASON).json()["status"] == "withdrawn"


def test_before_the_receipt_those_above_the_counter_see_the_dossier(api: ServedApi) -> None:
    """It waits for an answer within eight working hours: that is theirs to look after, too."""
    case = api.submitted()
    for agency, sees in ((ABOVE, True), (COUNTER, True), (FOREIGN_ABOVE, False), (REGISTRY, False), (None, True)):
        manager = api.client(Role.MANAGER, agency)
        assert manager.get(f"/cases/{case['id']}").status_code == (200 if sees else 404), agency
        listed = {item["id"] for item in manager.get("/cases", params={"limit": 200}).json()["items"]}
        assert (case["id"] in listed) is sees, agency


def test_who_is_refused_a_page_is_shown_one(api: ServedApi) -> None:
    administrator = api.client(Role.ADMINISTRATOR)
    for path in ("/pages/cases?lang=en", "/cases/none/page?lang=en"):
        answer = administrator.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")
        assert "may not do this; it needs the permission `view`" in answer.text


def test_an_account_for_some_procedures_finds_no_other_case(api: ServedApi, case: dict[str, Any]) -> None:
    headers: dict[str, dict[str, str]] = {}
    for procedure in ("birth-residence-insurance", "citizen-feedback"):
        roles, only = (Role.ONE_STOP_OFFICER, Role.CASEWORKER), (ProcedureId(procedure),)
        narrowed = Actor(id=ActorId(procedure), name="Hẹp", agency=AgencyId(COUNTER), roles=roles, procedures=only)
        headers[procedure] = {"Authorization": f"Bearer {api.product.tokens.issue(narrowed, api.clock.now())}"}
    mine, other = headers.values()
    for operation in ("GET /cases/{case_id}", "GET /cases/{case_id}/changes", "POST /cases/{case_id}/withdraw"):
        asked = [_ask(api.as_nobody, operation, REASON, *ids, given) for ids, given in (
            ((case["id"], case["dossier_code"]), mine), ((case["id"], case["dossier_code"]), other), (NEVER, other),
        )]  # fmt: skip
        assert [answer.status_code for answer in asked] == [412 if "POST" in operation else 200, 404, 404]
        assert asked[1].text == asked[2].text
    for given, sees in ((mine, True), (other, False)):
        assert (case["id"] in api.as_nobody.get("/cases", params={"limit": 200}, headers=given).text) is sees
    refused = api.as_nobody.post("/cases", json=DOSSIER, headers=other)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    handed_in = api.as_nobody.post("/cases", json=DOSSIER, headers=mine)
    assert handed_in.status_code == 201
    (first, *_) = api.product.ledger.history(CaseId(handed_in.json()["id"]))
    assert (first.actor.name, first.actor.procedures) == ("Hẹp", ())


def _routes(api: ServedApi) -> list[APIRoute]:
    found = (context.original_route for context in iter_route_contexts(api.app.routes))
    return [route for route in found if isinstance(route, APIRoute)]


def _accounts(api: ServedApi, role: Role) -> dict[str, httpx.Client]:
    """By where the account stands to the case."""
    own, foreign = _AGENCIES.get(role, _USUAL)
    agencies = {"own": own, "above": ABOVE, "foreign": foreign, "none": None}
    return {place: api.client(role, agency, name="Người Thử") for place, agency in agencies.items()}


_USUAL = (REGISTRY, "sen-trang-civil-registry")
_AGENCIES = {
    Role.ONE_STOP_OFFICER: (COUNTER, "sen-trang-one-stop"),
    Role.MANAGER: (REGISTRY, FOREIGN_ABOVE),
}


def _expected(role: Role, group: str, operation: str, place: str) -> str:
    if ALL_CLOSED[group] == EXPECTED[role][group] or operation in NEVER_MAY.get(role.value, ()):
        return "refused"
    foreseen = str(EXPECTED[role][group][place])
    if operation in {
        "GET /worklist",
        "GET /worklist/colleagues",
        "GET /opinions",
        "GET /pages/opinions",
        "POST /pages/opinions",
        "GET /pages/worklist",
    }:
        return "refused" if place == "none" else "through"  # there is always one's own, and it is of an agency
    if operation == "POST /pages/worklist":
        return "refused" if place == "none" else "through"  # it has ticked nothing, and is shown its list
    if operation == "POST /cases/{case_id}/receive" and place == "none":
        return "refused"  # one receives for an agency
    if operation == "GET /cases/{case_id}/files/{digest}":
        return "unfound"  # nobody has handed one in
    # The directory is public: that an agency is there is no secret, only what it was told.
    return "refused" if group is QUEUE and foreseen == "unfound" else foreseen


def _outcome(client: httpx.Client, operation: str, body: Mapping[str, Any], case: Mapping[str, Any]) -> str:
    """`refused` and `unfound` only where a case that nobody ever handed in is answered in the very same bytes."""
    ids = (case["id"], case["dossier_code"])
    queue = {"agency": case["agency"]}
    answer = _ask(client, operation, body, *ids, queue=queue)
    if operation in {"GET /cases", "GET /pages/cases"} and answer.status_code == 200:
        return "through" if case["id"] in answer.text else "unfound"
    if (operation, answer.status_code) in _NOTHING_ORDERED:
        return "through"
    if operation in {"POST /files", "POST /cases/{case_id}/files"} and answer.status_code == 422:
        return "through"  # nothing was sent along; that is looked at last
    if answer.status_code in {200, 201, 412} or "delegation_invalid" in answer.text:
        return "through"
    if operation.startswith("POST /delegations/"):
        return "through" if answer.status_code == 404 else "refused"  # of these none is there at all
    missing = _ask(client, operation, body, *NEVER, queue=queue)
    if _without(answer, ids) != _without(missing, NEVER):
        return f"{answer.text}, but of none: {missing.text}"
    if answer.status_code == 404:
        return "unfound"
    is_refused = answer.status_code == 403 and ("not_permitted" in answer.text or "<h1>" in answer.text)
    return "refused" if is_refused else f"{answer.status_code} {answer.text}"


_NOTHING_ORDERED = {
    ("POST /cases/{case_id}/page", 422),
    ("POST /pages/worklist", 409),
    ("POST /pages/opinions", 422),
    ("POST /pages/delegations", 422),
    ("POST /pages/stand-in", 303),
}
"""A form that says nothing is answered with the page that it was sent from."""
_OF_AN_AGENCY = (
    *("/reports/", "/procedures/", "/pages/reports/", "/pages/procedures/", "/pages/figures/"),
    *("/pages/what-if", "/pages/late", "/pages/today"),
)
OTHERS = {"paper": "receipt-2", "digest": "0" * 64, "procedure": "birth-residence-insurance"}
NEVER = ("5f0c5f06-4d2f-5b3e-9d0a-0123456789ab", "H99.01.01-260907-9999")


def _without(answer: httpx.Response, ids: tuple[str, str]) -> tuple[int, str]:
    text = answer.text
    for name in ids:
        text = text.replace(name, "…")
    return answer.status_code, text


def _ask(
    client: httpx.Client,
    operation: str,
    body: Mapping[str, Any],
    case_id: str,
    code: str,
    headers: Mapping[str, str] | None = None,
    queue: Mapping[str, str] | None = None,
) -> httpx.Response:
    method, path = operation.format(
        case_id=case_id,
        step=STEP,
        dossier_code=code,
        delegation=case_id,
        **OTHERS,
        agency=(queue or {}).get("agency", REGISTRY),
    ).split()
    asked: dict[str, Any] = {"headers": dict(headers or {}), "params": {}}
    if method == "POST":
        asked |= {"json": body, "headers": {**asked["headers"], "If-Match": '"999999"'}}
    elif path in {"/cases", "/notices"} or path.startswith(_OF_AN_AGENCY):
        asked["params"] = {"limit": 200} if path == "/cases" else queue
    with client.stream(method, path, **asked) as answer:
        if answer.headers.get("content-type", "").startswith("text/event-stream"):
            return httpx.Response(answer.status_code)  # it would go on as long as the case
        answer.read()
    return answer


def _token_not_good(api: ServedApi, why: str) -> str | None:
    now = api.clock.now()
    someone = Actor(id=ActorId(why), name="Người Thử", agency=AgencyId(REGISTRY), roles=tuple(Role))
    if why == "expired":
        return api.product.tokens.issue(someone, now - timedelta(days=2), expires_at=local_instant("2026-09-06 09:00"))
    token = api.product.tokens.issue(someone, now)
    if why == "revoked":
        api.product.tokens.revoke(token, now)
    return {"nobody": None, "revoked": token}.get(why, f"{token[:-1]}_")
