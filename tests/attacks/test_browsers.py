"""What another site may make a browser do, and what a browser may keep: forms, ways back, cookies, copies of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from engine.core.actors import Role
from tests.support.attack_values import ELSEWHERE
from tests.support.every_route import NEEDED, every_route
from tests.support.served_api import COUNTER, ServedApi, served_api

pytestmark = pytest.mark.slow

FROM_ELSEWHERE: dict[str, dict[str, str]] = {
    "another site": {"Origin": f"https://{ELSEWHERE}"},
    "nobody": {"Origin": "null"},
    "a name that begins like ours": {"Origin": "http://{host}.elsewhere.example"},
    "a name that ends like ours": {"Origin": "http://elsewhere.example.{host}"},
    "ours as the user of another": {"Origin": "http://{host}@elsewhere.example"},
    "another port": {"Origin": "http://127.0.0.1:1"},
    "nothing": {"Origin": ""},
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "same-site": {"Sec-Fetch-Site": "same-site"},
    "no such word": {"Sec-Fetch-Site": "ours"},
    "two stories": {"Sec-Fetch-Site": "cross-site", "Origin": "http://{host}"},
}
WAYS = (
    f"//{ELSEWHERE}", f"///{ELSEWHERE}", f"/\\{ELSEWHERE}", f"\\\\{ELSEWHERE}", f"/\t/{ELSEWHERE}", f"/\n/{ELSEWHERE}",
    f" //{ELSEWHERE}", f"https:{ELSEWHERE}", f"https:/{ELSEWHERE}", f"https://{ELSEWHERE}", f"javascript://{ELSEWHERE}",
    f"@{ELSEWHERE}", f".{ELSEWHERE}", f"http:///{ELSEWHERE}", f"/\u2028/{ELSEWHERE}", f"/x\r\nLocation: //{ELSEWHERE}",
    f"data:text/html,{ELSEWHERE}", f"/\x00/{ELSEWHERE}",
)  # fmt: skip
"""Where a sign-in must not lead."""


@pytest.fixture
def visitor(api: ServedApi) -> Iterator[httpx.Client]:
    """A browser with nothing in it."""
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as client:
        yield client


@pytest.mark.parametrize("who", FROM_ELSEWHERE)
def test_no_form_of_another_site_is_taken(api: ServedApi, visitor: httpx.Client, who: str) -> None:
    """Signed in or not: who is signed in is not signed out, and nobody is signed in as somebody else."""
    host = urlsplit(api.address).netloc
    headers = {name: value.format(host=host) for name, value in FROM_ELSEWHERE[who].items()}
    token = api.token(Role.ONE_STOP_OFFICER, COUNTER)
    visitor.post("/sign-in", data={"token": token})
    kept = dict(visitor.cookies)
    for route in every_route(api.app):
        if route.is_page and route.method == "POST":
            answer = visitor.post(route.filled(), data={"token": token, "code": "x", "secret": "x"}, headers=headers)
            assert answer.status_code == 403, f"{route}: {answer.status_code}"
            assert "set-cookie" not in answer.headers, str(route)
    assert dict(visitor.cookies) == kept
    assert visitor.get("/pages/cases").status_code == 200


def test_a_cookie_gives_no_command(api: ServedApi, visitor: httpx.Client) -> None:
    """Whoever made the browser send it."""
    case = api.received()
    visitor.post("/sign-in", data={"token": api.token(Role.ONE_STOP_OFFICER, COUNTER)})
    for route in every_route(api.app):
        if route.is_page or route.method == "GET":
            continue
        for content_type in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
            headers = {"Content-Type": content_type}
            answer = visitor.request(route.method, route.filled(case_id=case["id"]), content=b"{}", headers=headers)
            assert answer.status_code == 401, f"{route}: {answer.status_code}"
    assert api.as_officer.get(f"/cases/{case['id']}").json()["version"] == case["version"]


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_elsewhere(api: ServedApi, visitor: httpx.Client, way: str) -> None:
    shown = visitor.get("/sign-in", params={"next": way})
    assert shown.status_code == 422 or 'name="next" value="/"' in shown.text
    led = visitor.post("/sign-in", data={"token": api.token(Role.MANAGER), "next": way})
    assert (led.status_code, led.headers["Location"]) == (303, "/")


def test_every_link_form_and_redirect_stays_here(api: ServedApi, visitor: httpx.Client) -> None:
    """Whatever the address has in it, and in both languages; the run in Prefect and the provider are set by the operator."""
    case = api.received()
    visitor.post("/sign-in", data={"token": api.token(Role.ONE_STOP_OFFICER, COUNTER)})
    for route in every_route(api.app):
        if not route.is_page or route.method != "GET":
            continue
        given = {name: NEEDED.get(name, f"//{ELSEWHERE}/") for place, name in route.parameters if place == "query"}
        for query in (given, {**given, "lang": "en"}, {"x": f"//{ELSEWHERE}/", "lang": "en"}):
            answer = visitor.get(route.filled(case_id=case["id"]), params=query)
            assert urlsplit(answer.headers.get("Location", "/")).netloc == "", str(route)
            for found in re.findall(r"""(?:href|src|action|formaction)=["']?([^"'\s>]+)""", answer.text):
                assert found.startswith(("/", "?", "#", "http://127.0.0.1:4200/")) and found[:2] != "//", (
                    f"{route}: {found}"
                )


def test_what_a_browser_keeps_is_locked(tmp_path: Path) -> None:
    """Behind a proxy that takes the encryption off, too."""
    with served_api(tmp_path, public_url="https://lien-thong.example") as api:
        case = api.received()
        with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as client:
            signed_in = client.post("/sign-in", data={"token": api.token(Role.MANAGER)})
            came_in = client.post(
                "/track", data={"code": case["dossier_code"], "secret": case["citizen_access"]["secret"]}
            )
    for answer, path in ((signed_in, "/"), (came_in, "/track")):
        (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
        said = {name: cookie[name] for name in ("httponly", "secure", "samesite", "path", "domain")}
        assert said == {"httponly": True, "secure": True, "samesite": "strict", "path": path, "domain": ""}
        assert int(cookie["max-age"]) <= 8 * 3600


@pytest.mark.parametrize(("door", "name"), [("/sign-in", "lienthong_session"), ("/track", "lienthong_track")])
def test_a_session_that_somebody_laid_there_is_not_used(
    api: ServedApi, visitor: httpx.Client, door: str, name: str
) -> None:
    case = api.received()
    laid = {"Cookie": f"{name}=laid-there-by-somebody"}
    said: dict[str, Any] = {"token": api.token(Role.MANAGER), "code": case["dossier_code"]}
    said["secret"] = case["citizen_access"]["secret"]
    first, second = (visitor.post(door, data=said, headers=laid).cookies[name] for _ in range(2))
    assert len({first, second, "laid-there-by-somebody"}) == 3
    for page in ("/pages/cases", "/track/case"):
        assert api.as_nobody.get(page, headers=laid).status_code == 303


def test_nobody_keeps_what_is_about_people(api: ServedApi) -> None:
    case = api.waiting()
    for route in every_route(api.app):
        if route.method != "GET" or route.is_stream:
            continue
        answer = api.as_officer.get(route.filled(case_id=case["id"], dossier_code=case["dossier_code"]), params=NEEDED)
        kept = answer.headers["Cache-Control"]
        assert "no-store" in kept or kept == "private, no-cache", f"{route}: {kept}"
        assert answer.headers["X-Content-Type-Options"] == "nosniff", str(route)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"] or route.path.endswith(
            (".svg", "{digest}", "{paper}", "/tracking-book")
        ), str(route)
    assert "no-store" not in api.as_nobody.get("/static/style.css").headers.get("Cache-Control", "")
