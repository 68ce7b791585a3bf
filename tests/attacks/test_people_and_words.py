"""Tokens that are none, keys of other people's commands, and markup in every word that people write."""

from __future__ import annotations

import base64
import csv
import io
import json
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from engine.core.actors import Role
from tests.support.attack_values import MARKUP, TAG
from tests.support.every_route import NEEDED, every_route
from tests.support.pdf_reading import read_paper
from tests.support.served_api import COUNTER, DOSSIER, FORM, REGISTRY, ServedApi, key, step_path

pytestmark = pytest.mark.slow

CLAIMS = {"sub": "administrator", "roles": [role.value for role in Role], "exp": 4_102_444_800}


def _tokens(api: ServedApi) -> dict[str, str]:
    good = api.token(Role.ONE_STOP_OFFICER, COUNTER)
    part = base64.urlsafe_b64encode(json.dumps(CLAIMS).encode()).decode().rstrip("=")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    signed = jwt.encode({"alg": "HS256"}, CLAIMS, OctKey.import_key("a key that nobody gave us, but long enough"))
    return {
        "unsigned": f"Bearer {none}.{part}.",
        "signed by anybody": f"Bearer {signed}",
        "cut off": f"Bearer {good[:-1]}",
        "with something behind": f"Bearer {good}a",
        "in other letters": f"Bearer {good.swapcase()}",
        "twice": f"Bearer {good},{good}",
        "of another scheme": f"Basic {good}",
        "without a scheme": good,
        "SQL": "Bearer ' OR '1'='1",
        "a wild card": "Bearer %",
        "no letters": "Bearer \u00e9\u00ff\u00a0",
        "very long": "Bearer " + "a" * 50_000,
        "nothing": "Bearer",
    }


def test_no_such_token_opens_anything(api: ServedApi) -> None:
    """At any operation or page; and a good one counts in its header alone."""
    good = api.token(Role.ONE_STOP_OFFICER, COUNTER)
    elsewhere = {"access_token": good, "token": good, "Authorization": f"Bearer {good}"}
    tokens = _tokens(api)
    for route in every_route(api.app):
        if route.is_public:
            continue
        led = {303} if route.is_page else {401}
        for name, said in tokens.items():
            asked = {"headers": {"Authorization": said.encode("latin-1")}}
            answer = api.as_nobody.request(route.method, route.filled(), **asked)
            assert answer.status_code in led, f"{route}: {name}: {answer.status_code}"
        answer = api.as_nobody.request(route.method, route.filled(), params=elsewhere)
        assert answer.status_code in led, f"{route}: in the address: {answer.status_code}"


def test_a_key_of_somebody_elses_command_gives_nothing(api: ServedApi) -> None:
    """Who hears of a key can neither read what it did, nor do it again in his own name."""
    once = key()
    mine = api.as_officer.post("/cases", json=DOSSIER, headers=once).json()
    path = f"/cases/{mine['id']}/receive"
    received = key()
    api.as_officer.post(path, headers=received).raise_for_status()
    others = {
        "a colleague": api.client(Role.ONE_STOP_OFFICER, COUNTER, name="Lê Thị Đồng Nghiệp"),
        "another agency": api.client(Role.ONE_STOP_OFFICER, "sen-trang-one-stop"),
        "a citizen": api.client(Role.CITIZEN, name="Người Khác"),
        "a portal": api.as_portal,
    }
    for name, client in others.items():
        submitted = client.post("/cases", json=DOSSIER, headers=once)
        assert submitted.status_code == 422, f"{name}: {submitted.text}"
        assert submitted.json()["code"] == "command_id_reused"
        assert mine["id"] not in submitted.text
        again = client.post(path, headers=received)
        assert again.status_code in {403, 404, 409, 422}, f"{name}: {again.text}"
        assert "citizen_access" not in again.text
    assert api.as_officer.post(path, headers=received).json()["citizen_access"]["secret"] is None


@pytest.fixture(scope="module")
def marked(api: ServedApi) -> dict[str, Any]:
    """A case in which whatever people may write has markup in it, and formulas for spreadsheets."""
    name = f"={MARKUP}"
    form = {
        **FORM,
        "requester": {"full_name": name, "personal_id": "099000000004"},
        "child": {"full_name": name, "date_of_birth": "2026-08-15"},
        "mother": {"full_name": name},
        "residence": {"head_of_household": name, "address": name},
    }
    papers = [{"document": "birth_notice", "reference": MARKUP}]
    counter = api.client(Role.ONE_STOP_OFFICER, COUNTER, name=name)
    worker = api.client(Role.CASEWORKER, REGISTRY, name=name)
    case = counter.post("/cases", json={**DOSSIER, "form": form, "documents": papers}).raise_for_status().json()
    case = counter.post(f"/cases/{case['id']}/receive").raise_for_status().json()
    asked = {"reasons": [name], "documents": ["marriage_certificate"]}
    worker.post(step_path(case, "register_birth", "request-supplement"), json=asked).raise_for_status()
    return dict(case)


def test_words_are_words_wherever_they_are_read(api: ServedApi, marked: dict[str, Any]) -> None:
    """At every operation and page that shows something: no element, no attribute and no formula comes of them."""
    seen: set[str] = set()
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as citizen:
        said = {"code": marked["dossier_code"], "secret": marked["citizen_access"]["secret"]}
        assert citizen.post("/track", data=said).status_code == 303
        for route in every_route(api.app):
            if route.method != "GET" or route.is_stream:
                continue
            path = route.filled(case_id=marked["id"], dossier_code=marked["dossier_code"])
            client = citizen if path.startswith("/track") else api.as_officer
            for query in ({"lang": "vi"}, {"lang": "en"}):
                answer = client.get(path, params={**NEEDED, "q": MARKUP, **query})
                seen.add(_harmless(answer, str(route)))
    assert {"text/html", "image/svg+xml", "application/json", "application/pdf"} <= seen


def _harmless(answer: httpx.Response, what: str) -> str:
    """Read as its reader would; gives its type."""
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind == "text/html":
        _Elements(what).feed(answer.text)
    elif kind == "image/svg+xml":
        tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(answer.text).iter()}
        assert not tags & {TAG, "script", "foreignObject"}, what
    elif kind == "application/pdf":
        assert read_paper(answer.content), what
        for active in (b"/JavaScript", b"/JS ", b"/Launch", b"/OpenAction", b"/SubmitForm"):
            assert active not in answer.content, what
    elif kind == "text/csv":
        cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))], what
    elif kind.endswith("json"):
        json.loads(answer.text)
    return kind


class _Elements(HTMLParser):
    """Refuses an element or an attribute that somebody else wrote."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        assert tag != TAG, self._page
        assert tag != "script" or (said.get("src") or "").startswith("/static/"), self._page
        assert not [name for name in said if name.startswith("on")], self._page
        assert not [value for value in said.values() if (value or "").strip().lower().startswith("javascript:")], (
            self._page
        )
