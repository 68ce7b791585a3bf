"""Signing in by OpenID Connect at a real provider in a process of its own, and everything that must not get anybody in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from api.cookies import COOKIE
from engine.core.actors import Actor, Role
from engine.core.audit import AuditKind
from engine.core.identifiers import ActorId, AgencyId
from engine.gateways.system_clock import SystemClock
from engine.service.audit_ports import AuditQuery
from engine.service.ports import Page
from tests.support.clock import StubClock
from tests.support.openid_provider import CLIENT, SECRET, RunningProvider, running_provider
from tests.support.served_api import COUNTER, ServedApi, served_api

pytestmark = pytest.mark.slow
PUBLIC = "http://hoso.example.gov.vn"
"""Not where the API listens: what leads back is told by the settings alone."""
ATTEMPT = "lienthong_sign_in"
CALLBACK = "/sign-in/oidc/callback"
_REAL = SystemClock()
"""The provider lives in real time, and so does who checks its tokens."""
BOUND, UNBOUND = "a1b2-officer", "c3d4-stranger"
OFFICER = Actor(id=ActorId("officer"), name="Cán bộ Ví Dụ", agency=AgencyId(COUNTER), roles=(Role.ONE_STOP_OFFICER,))


class World:
    """The installation, its provider, and browsers that go to and fro between them."""

    def __init__(self, api: ServedApi, provider: RunningProvider, clock: StubClock) -> None:
        self.api, self.provider, self.clock = api, provider, clock

    @contextmanager
    def browser(self) -> Iterator[httpx.Client]:
        with httpx.Client(base_url=self.api.address, trust_env=False, timeout=120) as client:
            yield client

    def begun(self, browser: httpx.Client, **asked: str) -> str:
        """The address at the provider to which the browser is led."""
        answer = browser.get("/sign-in/oidc", params=asked)
        assert answer.status_code == 303
        return answer.headers["location"]

    def back(self, address: str) -> str:
        """Where the provider leads the browser back to; its own cookies are not ours."""
        answer = httpx.get(address, trust_env=False, timeout=120)
        assert answer.status_code == 302, answer.text
        return _path(answer.headers["location"])

    def come_in(self, browser: httpx.Client, subject: str = BOUND, **orders: Any) -> httpx.Response:
        self.provider.order(subject=subject, **orders)
        return browser.get(self.back(self.begun(browser)))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    home, clock = tmp_path_factory.mktemp("oidc"), StubClock(_REAL.now())
    with running_provider(home / "provider.log", f"{PUBLIC}{CALLBACK}") as provider:
        said = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
        with served_api(home, clock, public_url=PUBLIC, **said) as api:
            yield World(api, provider, clock)


@pytest.fixture(autouse=True)
def _as_at_first(world: World) -> None:
    """The officer is bound, the provider is honest, and it is now."""
    world.clock.stand_at(_REAL.now())
    world.api.product.tokens.bind(world.provider.issuer, BOUND, OFFICER, world.clock.now())
    world.provider.order(subject=BOUND)


def test_who_is_bound_comes_in_for_reading(world: World) -> None:
    with world.browser() as browser:
        assert "/sign-in/oidc?next=%2F" in browser.get("/sign-in").text
        world.provider.order(subject=BOUND)
        answer = browser.get(world.back(world.begun(browser, next="/pages/cases?status=open", lang="en")))
        assert answer.status_code == 200
        assert 'content="0; url=/pages/cases?status=open"' in answer.text and ">Go on<" in answer.text
        session = next(word for word in answer.headers.get_list("set-cookie") if word.startswith(COOKIE))
        assert "HttpOnly" in session and "SameSite=strict" in session
        assert ATTEMPT not in browser.cookies
        assert OFFICER.name in browser.get("/pages/cases").text
        assert browser.post("/cases", json={}).status_code == 401, "a session gives no command"
    entered, _ = world.api.product.audit.list_entries(AuditQuery(), Page(limit=50))
    assert any(one.kind is AuditKind.SIGNED_IN and one.actor == OFFICER.id for one in entered)


def test_what_is_asked_of_the_provider(world: World) -> None:
    with world.browser() as browser:
        asked = browser.get("/sign-in/oidc", headers={"Host": "evil.example"})
        said = {name: value for name, (value,) in parse_qs(urlsplit(asked.headers["location"]).query).items()}
        kept = next(word for word in asked.headers.get_list("set-cookie") if word.startswith(ATTEMPT))
    assert (said["response_type"], said["code_challenge_method"]) == ("code", "S256")
    assert said["redirect_uri"] == f"{PUBLIC}/sign-in/oidc/callback"
    assert len({said["state"], said["nonce"], said["code_challenge"]}) == 3
    assert min(len(said[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert "HttpOnly" in kept and "SameSite=lax" in kept and "Max-Age=600" in kept


def test_who_is_not_bound_is_told_so_and_gets_nothing(world: World) -> None:
    with world.browser() as browser:
        answer = world.come_in(browser, UNBOUND)
        assert answer.status_code == 403
        assert UNBOUND in answer.text and world.provider.issuer in answer.text
        _nobody(browser)


YEAR = 31_536_000
_SECONDS = int(_REAL.now().timestamp())
FORGERIES: dict[str, dict[str, Any]] = {
    "expired": {"claims": {"exp": _SECONDS - 3600}},
    "without an end": {"claims": {"exp": None}},
    "an end in a text": {"claims": {"exp": str(_SECONDS + YEAR)}},
    "made tomorrow": {"claims": {"iat": _SECONDS + 86_400, "exp": _SECONDS + YEAR}},
    "not good yet": {"claims": {"nbf": _SECONDS + 86_400}},
    "for another audience": {"claims": {"aud": ["another-client"]}},
    "for nobody": {"claims": {"aud": []}},
    "for several, and not made for us": {"claims": {"aud": [CLIENT, "another-client"]}},
    "made for another": {"claims": {"azp": "another-client"}},
    "by another issuer": {"claims": {"iss": "https://provider.example"}},
    "of another sign-in": {"claims": {"nonce": "of-another-sign-in"}},
    "of no sign-in": {"claims": {"nonce": None}},
    "of no person": {"claims": {"sub": ""}},
    "of a person who is a list": {"claims": {"sub": [BOUND]}},
    "not signed": {"alg": "none"},
    "signed with the public key as a secret": {"alg": "HS256"},
    "signed by somebody else": {"key": "another"},
}


@pytest.mark.parametrize("forged", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_token_that_is_not_for_this_sign_in_opens_nothing(world: World, forged: dict[str, Any]) -> None:
    with world.browser() as browser:
        answer = world.come_in(browser, forged=forged)
        assert answer.status_code == 403
        assert BOUND not in answer.text
        _nobody(browser)


def test_an_answer_is_good_once(world: World) -> None:
    with world.browser() as browser:
        back = world.back(world.begun(browser))
        kept = browser.cookies[ATTEMPT]
        assert browser.get(back).status_code == 200
        assert browser.get(back).status_code == 403, "the browser has used up its attempt"
    with world.browser() as thief:
        thief.cookies.set(ATTEMPT, kept)
        assert thief.get(back).status_code == 403, "the provider takes a code once"
        _nobody(thief)


def test_nobody_is_signed_in_by_the_answer_to_somebody_else(world: World) -> None:
    """Else a stranger could have his own account used, or use that of whoever answers his address."""
    with world.browser() as attacker, world.browser() as victim:
        stolen = world.back(world.begun(attacker))
        assert victim.get(stolen).status_code == 403
        own = world.begun(victim)
        assert victim.get(stolen).status_code == 403
        _nobody(victim)
        own = world.back(world.begun(victim))
        state, code = _said(own, "state"), _said(stolen, "code")
        assert victim.get(CALLBACK, params={"state": state, "code": code}).status_code == 403
        _nobody(victim)
        for state in ("", _said(stolen, "state")):
            own = world.back(world.begun(victim))
            assert victim.get(CALLBACK, params={"state": state, "code": _said(own, "code")}).status_code == 403
        _nobody(victim)


def test_what_a_browser_keeps_is_not_believed_blindly(world: World) -> None:
    with world.browser() as browser:
        back = world.back(world.begun(browser))
    for forged in ("", "AAAA", "ff", "e30=", "%00"):
        with world.browser() as other:
            assert other.get(back, headers={"Cookie": f"{ATTEMPT}={forged}"}).status_code == 403
            _nobody(other)


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example", "/" + "a" * 1500])
def test_the_way_leads_to_our_own_pages_only(world: World, target: str) -> None:
    with world.browser() as browser:
        answer = browser.get(world.back(world.begun(browser, next=target)))
        assert 'content="0; url=/"' in answer.text
        assert "evil" not in answer.text


def test_an_attempt_ends_after_ten_minutes(world: World) -> None:
    with world.browser() as browser:
        back = world.back(world.begun(browser))
        world.clock.stand_at(world.clock.now() + timedelta(minutes=10))
        assert browser.get(back).status_code == 403
        _nobody(browser)


def test_a_refusal_of_the_provider_is_told_in_our_own_words(world: World) -> None:
    with world.browser() as browser:
        state = _said(world.begun(browser), "state")
        said = {"state": state, "error": "access_denied", "error_description": "<b>Call 0900</b>"}
        answer = browser.get(CALLBACK, params=said)
        assert (answer.status_code, "0900" in answer.text) == (403, False)
        back = world.back(world.begun(browser))
        assert browser.get(f"{back}&iss=https://another.example").status_code == 403, "RFC 9207"
        _nobody(browser)
        back = world.back(world.begun(browser))
        assert browser.get(f"{back}&iss={world.provider.issuer}").status_code == 200


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_the_provider_changes_its_keys(world: World, algorithm: str) -> None:
    with world.browser() as before, world.browser() as after:
        assert world.come_in(before).status_code == 200
        assert world.come_in(after, rotate=algorithm).status_code == 200
        assert after.get("/pages/cases").status_code == 200


def test_a_session_ends_with_the_account(world: World) -> None:
    tokens = world.api.product.tokens
    with world.browser() as browser:
        world.come_in(browser)
        now = world.clock.now()
        tokens.bind(world.provider.issuer, BOUND, OFFICER.model_copy(update={"roles": (Role.AUTHOR,)}), now)
        _nobody(browser)
        assert world.come_in(browser).status_code == 200
        assert browser.get("/pages/cases").status_code == 403, "with the rights of now"
        (account,) = [one for one in tokens.issued() if one.subject == BOUND]
        tokens.revoke_by_id(account.id, now)
        _nobody(browser)
        assert world.come_in(browser).status_code == 403


def test_who_signs_out_is_led_to_the_provider(world: World) -> None:
    with world.browser() as browser:
        world.come_in(browser)
        session = browser.cookies[COOKIE]
        answer = browser.post("/sign-out")
        assert f"url={world.provider.issuer}/leave?client_id={CLIENT}&amp;post_logout_redirect_uri=" in answer.text
        _nobody(browser)
        _nobody(browser, {"Cookie": f"{COOKIE}={session}"})
        browser.post("/sign-in", data={"token": world.api.token(Role.MANAGER)})
        assert browser.post("/sign-out").headers["location"] == "/sign-in"


def test_a_provider_that_is_away_or_not_itself_is_told_so(world: World) -> None:
    world.provider.order(forged={"issuer": "https://another.example"})
    world.clock.stand_at(world.clock.now() + timedelta(minutes=6))  # what is known of it is asked anew
    with world.browser() as browser:
        answer = browser.get("/sign-in/oidc?lang=en")
        assert (answer.status_code, "does not answer as it should" in answer.text) == (503, True)
        assert browser.post("/sign-in", data={"token": world.api.token(Role.MANAGER)}).status_code == 303


def test_a_public_client_needs_no_secret_and_a_wrong_one_gets_nothing(tmp_path: Path) -> None:
    back = f"{PUBLIC}{CALLBACK}"
    with running_provider(tmp_path / "provider.log", back, is_public=True) as provider:
        said = {"public_url": PUBLIC, "oidc_issuer": provider.issuer, "oidc_client_id": CLIENT}
        for secret, expected in ((None, 200), ("a secret that nobody gave us", 503)):
            home, clock = tmp_path / str(expected), StubClock(_REAL.now())
            home.mkdir()
            with served_api(home, clock, **said, oidc_client_secret=secret) as api:
                world = World(api, provider, clock)
                api.product.tokens.bind(provider.issuer, BOUND, OFFICER, clock.now())
                with world.browser() as browser:
                    assert world.come_in(browser).status_code == expected


def test_over_https_no_other_host_can_set_what_the_browser_keeps(world: World, tmp_path: Path) -> None:
    said = {"public_url": "https://hoso.example.gov.vn", "oidc_issuer": world.provider.issuer}
    with served_api(tmp_path, StubClock(_REAL.now()), **said, oidc_client_id=CLIENT) as api:
        kept = api.as_nobody.get("/sign-in/oidc").headers["set-cookie"]
    assert kept.startswith(f"__Host-{ATTEMPT}=")
    assert "Secure" in kept and "Path=/;" in kept and "Domain" not in kept


def test_without_a_provider_there_is_none(api: ServedApi) -> None:
    assert "/sign-in/oidc" not in api.as_nobody.get("/sign-in").text
    for path in ("/sign-in/oidc", "/sign-in/oidc/callback?state=s&code=c"):
        assert api.as_nobody.get(path).headers["location"] == "/sign-in"


def _nobody(browser: httpx.Client, headers: dict[str, str] | None = None) -> None:
    answer = browser.get("/pages/cases", headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fpages%2Fcases")


def _path(address: str) -> str:
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}" == PUBLIC
    return f"{parts.path}?{parts.query}"


def _said(address: str, name: str) -> str:
    (value,) = parse_qs(urlsplit(address).query)[name]
    return value
