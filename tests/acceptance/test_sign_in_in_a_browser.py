"""A morning in a real browser without scripts: off to a provider on another site, back with a session, and out again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId
from engine.gateways.system_clock import SystemClock
from tests.support.browser import PATIENT_MS
from tests.support.clock import StubClock
from tests.support.openid_provider import CLIENT, SECRET, running_provider
from tests.support.processes import LOOPBACK, free_port
from tests.support.served_api import COUNTER, served_api

pytestmark = pytest.mark.slow


def test_a_browser_comes_in_from_another_site_and_leaves(browser: Browser, tmp_path: Path) -> None:
    clock, port = StubClock(SystemClock().now()), free_port()
    address = f"http://{LOOPBACK}:{port}"
    back = f"{address}/sign-in/oidc/callback"
    with running_provider(tmp_path / "provider.log", back, host="localhost") as provider:
        said = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
        with served_api(tmp_path, clock, api_port=port, public_url=address, **said) as api:
            officer = Actor(id=ActorId("a"), name="Ví Dụ", agency=AgencyId(COUNTER), roles=(Role.ONE_STOP_OFFICER,))
            api.product.tokens.bind(provider.issuer, "a1b2", officer, clock.now())
            provider.order(subject="a1b2", asks_first=True)
            context = browser.new_context(java_script_enabled=False, locale="vi-VN")
            context.set_default_timeout(PATIENT_MS)
            page = context.new_page()
            page.goto(f"{address}/pages/cases?lang=en")
            page.get_by_role("link", name="tài khoản của cơ quan").click()
            page.get_by_role("button", name="It is me").click()
            expect(page).to_have_url(f"{address}/pages/cases?lang=en")
            expect(page.get_by_role("banner")).to_contain_text("Ví Dụ")
            page.get_by_role("button", name="Sign out").click()
            expect(page.get_by_text(f"Left; back to {address}/sign-in")).to_be_visible()
            page.goto(f"{address}/pages/cases")
            expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
            context.close()
