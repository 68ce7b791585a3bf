"""What stands on a page after somebody acted, under axe-core: forms that were refused, a slip that was made, pages that say no,
the sign-in with its accounts; and one page as a printer gets it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from engine.core.actors import Role
from tests.support.axe_checks import DESK, SHEET, axe_source, faults_here
from tests.support.browser import PATIENT_MS
from tests.support.processes import LOOPBACK, free_port
from tests.support.served_api import COUNTER, REGISTRY, ServedApi, served_api

pytestmark = pytest.mark.slow
UNCHECKED = "document.querySelectorAll('form').forEach(form => { form.noValidate = true })"
"""As a browser sends it that checks nothing itself: the server's own answer is looked at."""


@pytest.fixture(scope="module")
def axe() -> str:
    return axe_source()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="vi-VN", viewport=DESK)
    context.set_default_timeout(PATIENT_MS)
    yield context
    context.close()


def test_a_refused_dossier(api: ServedApi, axe: str, context: BrowserContext) -> None:
    page = _signed_in(context, api, Role.ONE_STOP_OFFICER, COUNTER)
    for language, sends in (("vi", "Nộp hồ sơ mới"), ("en", "New dossier")):
        page.goto(f"{api.address}/pages/new-case?procedure=birth-residence-insurance&lang={language}")
        page.evaluate(UNCHECKED)
        page.locator("main form.act button").last.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(sends)
        expect(page.get_by_role("alert").first).to_be_visible()
        assert page.locator("[aria-invalid=true]").count() > 0
        assert faults_here(page, axe, "refused-dossier", language) == []


def test_a_refused_completion(api: ServedApi, axe: str, context: BrowserContext) -> None:
    case = api.received("2026-09-07 09:00")
    page = _signed_in(context, api, Role.CASEWORKER, REGISTRY)
    page.goto(f"{api.address}/cases/{case['id']}/page")
    page.get_by_text("Hoàn thành bước", exact=True).first.click()
    page.evaluate(UNCHECKED)
    page.get_by_role("button", name="Hoàn thành bước").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    assert page.locator("[aria-invalid=true]").count() > 0
    assert faults_here(page, axe, "refused-completion") == []


def test_the_slip_once_it_is_made(api: ServedApi, axe: str, context: BrowserContext) -> None:
    case = api.received("2026-09-07 09:00")
    page = _signed_in(context, api, Role.ONE_STOP_OFFICER, COUNTER)
    page.goto(f"{api.address}/cases/{case['id']}/access-slip/page")
    page.get_by_role("button", name="Cấp mã bí mật mới").click()
    expect(page.locator(".slip .word").first).to_have_text(case["dossier_code"])
    assert faults_here(page, axe, "slip") == []


@pytest.mark.parametrize(("path", "status"), [("/audit", 403), ("/no-such-place", 404), ("/cases/none", 404)])
def test_pages_that_say_no(api: ServedApi, axe: str, context: BrowserContext, path: str, status: int) -> None:
    page = _signed_in(context, api, Role.ONE_STOP_OFFICER, COUNTER)
    answer = page.goto(f"{api.address}{path}")
    assert answer is not None and answer.status == status
    assert faults_here(page, axe, f"no-{path}") == []


def test_a_sign_in_that_failed(api: ServedApi, axe: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{api.address}/sign-in")
    page.get_by_label("Mã truy cập").fill("made-up")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults_here(page, axe, "failed-sign-in") == []


def test_the_other_pages_of_the_sign_in(tmp_path: Path, axe: str, context: BrowserContext) -> None:
    """With accounts to choose from; back from a provider without a sign-in that was begun; and with a provider that is away."""
    port = free_port()
    away = {"oidc_issuer": f"http://{LOOPBACK}:{free_port()}", "oidc_client_id": "ours", "oidc_client_secret": "x" * 40}
    with served_api(tmp_path, demo_accounts=True, api_port=port, public_url=f"http://{LOOPBACK}:{port}", **away) as api:
        said = {"vi": "Cán bộ Một cửa", "en": "One-stop officer"}
        token = api.token(Role.ONE_STOP_OFFICER, COUNTER)
        accounts = [{"name": "Mai Thị Mẫu", "role": "one_stop_officer", "words": said, "token": token}]
        (tmp_path / "demo-accounts.json").write_text(json.dumps(accounts), encoding="utf-8")
        page = context.new_page()
        for language in ("vi", "en"):
            page.goto(f"{api.address}/sign-in?lang={language}")
            expect(page.get_by_role("button", name="Mai Thị Mẫu")).to_be_visible()
            assert faults_here(page, axe, "demo-sign-in", language) == []
        for path, status in (("/sign-in/oidc/callback", 403), ("/sign-in/oidc", 503)):
            answer = page.goto(f"{api.address}{path}")
            assert answer is not None and answer.status == status
            assert faults_here(page, axe, path) == []


def test_a_case_on_paper(api: ServedApi, axe: str, context: BrowserContext) -> None:
    case = api.waiting("2026-09-07 09:00")
    page = _signed_in(context, api, Role.CASEWORKER, REGISTRY)
    page.goto(f"{api.address}/cases/{case['id']}/page")
    page.emulate_media(media="print")
    assert faults_here(page, axe, "printed-case", sizes=[SHEET]) == []


def _signed_in(context: BrowserContext, api: ServedApi, role: Role, agency: str) -> Page:
    page = context.new_page()
    page.goto(f"{api.address}/sign-in")
    page.get_by_label("Mã truy cập").fill(api.token(role, agency))
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(f"{api.address}/sign-in")
    return page
