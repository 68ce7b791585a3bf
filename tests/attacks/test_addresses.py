"""Paths, methods and headers that say one thing and mean another: nothing is found, nothing is done, nobody is believed."""

from __future__ import annotations

import httpx
import pytest

from engine.core.actors import Role
from tests.support.attack_values import ELSEWHERE
from tests.support.every_route import NEEDED, every_route
from tests.support.raw_http import exchange, request, statuses
from tests.support.served_api import DOSSIER, ServedApi

pytestmark = pytest.mark.slow

SEN_TRANG = "sen-trang-one-stop"
PATHS = (
    "/static/../app.py", "/static/../../app.py", "/static/%2e%2e/%2e%2e/app.py", "/static/..%2f..%2fapp.py",
    "/static/..%5c..%5capp.py", "/static/%252e%252e/app.py", "/static/....//....//app.py", "/static//etc/passwd",
    "/static/%2fetc%2fpasswd", "/static/style.css%00.html", "/static/style.css/", "/static/", "/static",
    "/static/..;/app.py", "/static/%c0%ae%c0%ae/app.py", "//static/style.css", f"//{ELSEWHERE}/pages/cases",
    "/./pages/cases", "/x/../pages/cases", "/pages//cases", "/pages/cases/", "/pages/cases;/x", "/pages/cases%2f",
    "/pages/cases%00", "/Pages/Cases", "/track/", "/track/case/../case", "/sign-in/",
    "/cases/{own}%2f..%2f{foreign}", "/cases/{own}/../{foreign}", "/cases/%2e%2e/{foreign}", "/cases/{foreign}%2fevents",
    "/cases/{foreign}%20", "/cases/%20{foreign}", "/cases/{foreign}%00", "/cases/{foreign};/events",
    "/cases/{foreign}?case_id={own}", "/cases/{own}%3f/../{foreign}", "/cases/{upper}", "/cases/{foreign}.json",
    "/health/../cases/{foreign}", "/cases/{own}/papers/../../{foreign}/papers",
    "/cases/{foreign}/files/../../../../etc/passwd", "/cases/{foreign}/papers/..%2f..%2fetc%2fpasswd",
    "/.env", "/.git/config", "/openapi.json/../cases/{foreign}", "/docs/..%2fcases/{foreign}", "/metrics", "/redoc",
)  # fmt: skip
METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "OPTIONS", "HEAD")
OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
TOLD_BY_A_PROXY: dict[str, str] = {
    "X-Forwarded-Host": ELSEWHERE,
    "X-Forwarded-Proto": "javascript",
    "X-Forwarded-Prefix": f"//{ELSEWHERE}",
    "X-Forwarded-For": f"{ELSEWHERE}, <x-attack>",
    "X-Original-URL": "/cases",
    "X-Rewrite-URL": "/cases",
    "X-Host": ELSEWHERE,
    "Forwarded": f"host={ELSEWHERE};proto=https",
    "X-Remote-User": "administrator",
    "X-Request-Id": f"<x-attack>{ELSEWHERE}",
    "traceparent": f"00-{ELSEWHERE}",
    "Accept-Language": f"en<x-attack>{ELSEWHERE}",
    "Referer": f"https://{ELSEWHERE}/<x-attack>",
    "User-Agent": f"<x-attack>{ELSEWHERE}",
    "Range": "bytes=0-1,5-9,3-4",
    "Accept": "application/xml",
}


@pytest.fixture(scope="module")
def cases(api: ServedApi) -> tuple[str, str]:
    """One of Sen Trắng, one of Mẫu Đơn."""
    there = api.client(Role.ONE_STOP_OFFICER, SEN_TRANG)
    own = there.post("/cases", json={**DOSSIER, "territory": "sen-trang"}).raise_for_status().json()
    return own["id"], api.received()["id"]


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_where_it_does_not_say(api: ServedApi, cases: tuple[str, str], path: str) -> None:
    """Of somebody who may see `own`, and not `foreign`."""
    own, foreign = cases
    target = path.format(own=own, foreign=foreign, upper=foreign.upper())
    token = api.token(Role.ONE_STOP_OFFICER, SEN_TRANG)
    said = exchange(api.settings.api_port, request(target, f"Authorization: Bearer {token}"))
    (status,) = statuses(said)
    assert status in {400, 404, 405, 422}, said[:300]
    for secret in (b"def create_app", b"root:", b"Ngu\xe1\xbb\x85n", b"[core]"):
        assert secret not in said
    assert ELSEWHERE.encode() not in said.split(b"\r\n\r\n")[0]


def test_the_whole_address_and_a_star(api: ServedApi) -> None:
    for target in (f"http://{ELSEWHERE}/sign-in", "*", f"{ELSEWHERE}:443"):
        said = exchange(api.settings.api_port, request(target, method="OPTIONS" if target == "*" else "GET"))
        assert set(statuses(said)) <= {200, 400, 404, 405}
        assert ELSEWHERE.encode() not in said


def test_a_path_has_its_methods_alone(api: ServedApi) -> None:
    case = api.received()
    by_path: dict[str, set[str]] = {}
    for route in every_route(api.app):
        by_path.setdefault(route.path, set()).add(route.method)
    for path, known in by_path.items():
        target = next(one for one in every_route(api.app) if one.path == path).filled(case_id=case["id"])
        for method in {*METHODS, "GET", "POST"} - known:
            assert api.as_officer.request(method, target).status_code == 405, f"{method} {path}"
        for header in OVERRIDES:
            if "GET" not in known:
                answer = api.as_officer.get(target, headers={header: "POST"}, params={"_method": "POST"})
                assert answer.status_code == 405, f"{header} {path}"
    assert api.as_officer.get(f"/cases/{case['id']}").json()["version"] == case["version"]


def test_headers_that_a_proxy_would_write_are_not_believed(api: ServedApi) -> None:
    """Of each operation and page: the same answer as without them, and nothing of them in it."""
    case = api.received()
    for route in every_route(api.app):
        if route.is_stream or route.method != "GET":
            continue
        target = route.filled(case_id=case["id"], dossier_code=case["dossier_code"])
        plain = api.as_officer.get(target, params=NEEDED)
        told = api.as_officer.get(target, params=NEEDED, headers=TOLD_BY_A_PROXY)
        assert told.status_code == plain.status_code, str(route)
        _tells_nothing_of_elsewhere(told, str(route))
        lied = api.as_officer.get(target, params=NEEDED, headers={"Host": ELSEWHERE})
        assert lied.status_code == plain.status_code, str(route)
        _tells_nothing_of_elsewhere(lied, str(route))


def _tells_nothing_of_elsewhere(answer: httpx.Response, what: str) -> None:
    said = f"{answer.headers}{answer.text}"
    assert ELSEWHERE not in said and "x-attack" not in said, what
