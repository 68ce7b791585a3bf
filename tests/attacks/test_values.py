"""Every parameter and every field of every operation and page, given what nobody foresees: an answer that the document
foresees, soon, and nothing of the inside in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from time import perf_counter
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId
from tests.support.attack_values import JSON, TEXTS, Turns
from tests.support.every_route import NEEDED, Route, documented, every_route
from tests.support.served_api import DOSSIER, REGISTRY, ServedApi

pytestmark = pytest.mark.slow
THE_WHOLE = "(the whole)"
SOON = 5.0
"""Seconds; of a busy machine."""
OF_THE_INSIDE = ("Traceback", "sqlalchemy", "sqlite", "pydantic", "/site-packages/", "site-packages")
OF_PAGES = {200, 303, 307, 308, 401, 403, 404, 409, 413, 422, 429, 503}


@pytest.fixture(scope="module")
def everybody(api: ServedApi) -> Iterator[httpx.Client]:
    """Somebody who may do everything, so that values get as far as they can."""
    someone = Actor(id=ActorId("everybody"), name="Người Thử", agency=AgencyId(REGISTRY), roles=tuple(Role))
    token = api.product.tokens.issue(someone, api.clock.now())
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=api.address, headers=headers, trust_env=False, timeout=120) as client:
        yield client


@pytest.fixture(scope="module")
def case(api: ServedApi) -> dict[str, Any]:
    return api.waiting()


def test_every_parameter(api: ServedApi, everybody: httpx.Client, case: dict[str, Any]) -> None:
    wrong: list[str] = []
    said, turns = documented(api.app), Turns()
    for route in every_route(api.app):
        if route.is_stream:
            continue
        for place, name in [*(("path", one) for one in route.path_names), *route.parameters]:
            for kind, text in turns.of(TEXTS):
                began = perf_counter()
                answer = _with_parameter(everybody, route, case, place, name, text)
                fault = _fault(route, answer, said, perf_counter() - began)
                wrong += [f"{route}: {place} {name} = {kind}: {fault}"] if fault else []
    assert wrong == []


def test_every_field(api: ServedApi, everybody: httpx.Client, case: dict[str, Any]) -> None:
    wrong: list[str] = []
    said, turns = documented(api.app), Turns()
    schemas = api.app.openapi()["components"]["schemas"]
    for route in every_route(api.app):
        body = said.get(str(route), {}).get("requestBody")
        is_json = body and "application/json" in body["content"]  # files have attacks of their own
        for name, sent in _bodies(body, schemas, turns) if is_json else ():
            began = perf_counter()
            path = route.filled(case_id=case["id"])
            headers = {"Content-Type": "application/json", "If-Match": '"999999"'}
            answer = everybody.post(path, content=sent, headers=headers)
            fault = _fault(route, answer, said, perf_counter() - began)
            wrong += [f"{route}: {name}: {fault}"] if fault else []
    assert wrong == []


@pytest.mark.parametrize("place", ["form", "form.requester", "form.child.full_name", "documents", "territory"])
def test_every_value_of_a_dossier(api: ServedApi, everybody: httpx.Client, place: str) -> None:
    """What is taken in is also read again."""
    for kind, value in JSON.items():
        sent = _dossier_with(place, value)
        answer = everybody.post("/cases", content=sent, headers={"Content-Type": "application/json"})
        assert answer.status_code in {201, 409, 413, 422}, f"{kind}: {answer.text[:300]}"
        if answer.status_code == 201:
            for part in ("", "/events", "/page", "/graph.svg", "/explanation", "/available-commands"):
                read = everybody.get(f"/cases/{answer.json()['id']}{part}").status_code
                assert read in {200, 404, 409, 422}, f"{kind}: {part}"
            assert everybody.get("/pages/cases").status_code == 200


def _with_parameter(
    client: httpx.Client, route: Route, case: dict[str, Any], place: str, name: str, text: str
) -> httpx.Response:
    known = {"case_id": case["id"], "dossier_code": case["dossier_code"]}
    if place == "path":
        known[name] = quote(text, safe="") or "%20"
    query = {**NEEDED, **({name: text} if place == "query" else {})}
    given = {key: value for key, value in query.items() if ("query", key) in route.parameters}
    headers = {name: text.encode()} if place == "header" and _fits_a_header(text) else {}
    if route.method == "POST" and name != "if-match":
        headers["If-Match"] = b'"999999"'
    return client.request(route.method, route.filled(**known), params=given, headers=headers)


def _fits_a_header(text: str) -> bool:
    return not any(one in text for one in "\r\n\x00") and text == text.strip()


def _fault(route: Route, answer: httpx.Response, said: Any, seconds: float) -> str:
    """Empty if all is well."""
    foreseen = OF_PAGES if route.is_page else {int(status) for status in said[str(route)]["responses"]}
    if answer.status_code not in foreseen:
        return f"{answer.status_code}, foreseen are {sorted(foreseen)}: {answer.text[:200]}"
    inside = [word for word in OF_THE_INSIDE if word in answer.text] if answer.status_code >= 400 else []
    if inside:
        return f"{answer.status_code} tells {inside}: {answer.text[:300]}"
    if "set-cookie" in answer.headers and "b=c" in answer.headers["set-cookie"]:
        return "a header was written by the caller"
    return f"took {seconds:.1f} s" if seconds > SOON else ""


def _bodies(body: Any, schemas: Any, turns: Turns) -> Iterator[tuple[str, str]]:
    """The example of the whole with each field in turn replaced by each value; and each value as the whole."""
    schema = body["content"]["application/json"]["schema"]
    reference = schema["$ref"] if "$ref" in schema else schema["anyOf"][0]["$ref"]
    properties = schemas[reference.rsplit("/", 1)[1]]["properties"]
    example = {name: said["examples"][0] for name, said in properties.items() if said.get("examples")}
    for name in [*properties, "no_such_field", THE_WHOLE]:
        for kind, value in turns.of(JSON):
            if name == THE_WHOLE:
                yield f"the whole is {kind}", value
                continue
            others = ", ".join(f"{json.dumps(key)}: {json.dumps(one)}" for key, one in example.items() if key != name)
            yield f"{name} is {kind}", "{" + (f"{others}, " if others else "") + f"{json.dumps(name)}: {value}" + "}"


def _dossier_with(place: str, value: str) -> str:
    mark = "put-it-here"
    changed = json.loads(json.dumps(DOSSIER))
    *above, last = place.split(".")
    inner = changed
    for name in above:
        inner = inner[name]
    inner[last] = mark
    return json.dumps(changed).replace(f'"{mark}"', value)
