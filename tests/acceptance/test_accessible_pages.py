"""Every page in a real browser under axe-core: both languages, desk and telephone; and what Tab reaches of the worklist and of a case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from engine.core.actors import Role
from tests.support.axe_checks import DESK, TELEPHONE, axe_source, faults_here
from tests.support.browser import PATIENT_MS
from tests.support.manager_week import manager_week
from tests.support.served_api import COUNTER, POLICE, REGISTRY, ServedApi, step_path

pytestmark = pytest.mark.slow
ABOVE = "mau-don-committee"
FEEDBACK = "mau-don-feedback-desk"
LETTER = {
    "procedure": "citizen-feedback",
    "territory": "mau-don",
    "channel": "counter",
    "documents": [],
    "form": {"sender": {"full_name": "Nguyễn Văn Ví Dụ"}, "subject": "Đèn đường", "content": "Đèn không sáng"},
}
GONE = "/cases/none/page"
PROCEDURE = "/pages/procedures/birth-residence-insurance"
NOBODY = ("/sign-in", "/track", "/docs")
MANAGER = (
    "/pages/today", PROCEDURE, f"{PROCEDURE}/cases", "/pages/late", "/pages/what-if?day=2026-09-11",
    "/pages/reports/ii06a", "/pages/reports/766", "/pages/cases", "/pages/figures/cases", "/pages/reports/ii06a/cases",
    "/pages/reports/766/inputs",
)  # fmt: skip
OFFICER = ("/pages/cases", "/pages/worklist", "/pages/new-case", "/pages/new-case?procedure=birth-residence-insurance")

OPERABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
EXPECTED_STOPS = """all => [...document.querySelectorAll(all)]
  .filter(e => e.checkVisibility() && !e.disabled && e.type !== 'radio').map((e, at) => e.dataset.stop = String(at))"""
FOCUSED = """() => { const e = document.activeElement, style = getComputedStyle(e);
  return {stop: e.dataset.stop ?? null, name: e.outerHTML.slice(0, 120),
    seen: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'}; }"""


@pytest.fixture(scope="module")
def late(api: ServedApi) -> dict[str, Any]:
    return manager_week(api)


@pytest.fixture(scope="module")
def axe() -> str:
    return axe_source()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="vi-VN", viewport=DESK)
    context.set_default_timeout(PATIENT_MS)
    yield context
    context.close()


def test_pages_of_nobody(api: ServedApi, axe: str, context: BrowserContext) -> None:
    assert _faults(context.new_page(), api, axe, NOBODY) == []


def test_pages_of_a_manager(api: ServedApi, axe: str, late: dict[str, Any], context: BrowserContext) -> None:
    page = _signed_in(context, api, Role.MANAGER, ABOVE)
    assert _faults(page, api, axe, (*MANAGER, f"/cases/{late['id']}/page", GONE)) == []


def test_pages_of_an_officer(api: ServedApi, axe: str, late: dict[str, Any], context: BrowserContext) -> None:
    page = _signed_in(context, api, Role.ONE_STOP_OFFICER, COUNTER)
    of_case = (f"/cases/{late['id']}/page", f"/cases/{late['id']}/access-slip/page")
    assert _faults(page, api, axe, (*OFFICER, *of_case)) == []


def test_pages_of_a_registrar(api: ServedApi, axe: str, late: dict[str, Any], context: BrowserContext) -> None:
    page = _signed_in(context, api, Role.CASEWORKER, REGISTRY, "Lê Thị Đồng Nghiệp")
    assert _faults(page, api, axe, ("/pages/worklist", f"/cases/{late['id']}/page")) == []


def test_pages_of_who_is_asked_for_an_opinion(api: ServedApi, axe: str, context: BrowserContext) -> None:
    case = api.received("2026-09-10 10:00")
    asked = {"agency": POLICE, "question": "Có cư trú không?", "within": {"n": 2, "unit": "working_days"}}
    assert api.as_registrar.post(step_path(case, "register_birth", "ask-opinion"), json=asked).is_success
    page = _signed_in(context, api, Role.CASEWORKER, POLICE)
    assert _faults(page, api, axe, ("/pages/opinions", f"/cases/{case['id']}/page")) == []


def test_page_of_delegations(api: ServedApi, axe: str, context: BrowserContext) -> None:
    page = _signed_in(context, api, Role.AGENCY_LEAD, REGISTRY, "Đỗ Thị Phụ Trách")
    assert _faults(page, api, axe, ("/pages/delegations",)) == []


def test_page_of_a_citizen(api: ServedApi, axe: str, context: BrowserContext) -> None:
    case, page = api.received("2026-09-10 10:00"), context.new_page()
    asked = {"reasons": ["Thiếu giấy chứng nhận kết hôn"], "documents": ["marriage_certificate"]}
    assert api.as_registrar.post(step_path(case, "register_birth", "request-supplement"), json=asked).is_success
    page.goto(f"{api.address}{case['citizen_access']['link']}")
    page.get_by_role("button", name="Xem hồ sơ").click()
    expect(page).to_have_url(f"{api.address}/track/case")
    assert _faults(page, api, axe, ("/track/case",)) == []


def test_tab_reaches_every_control_of_the_worklist_and_of_a_case(
    api: ServedApi, late: dict[str, Any], context: BrowserContext
) -> None:
    page = _signed_in(context, api, Role.CASEWORKER, REGISTRY, "Lê Thị Đồng Nghiệp")
    for path in ("/pages/worklist", f"/cases/{late['id']}/page"):
        page.goto(api.address + path)
        _is_walked_by_tab(page, path)
    summary = page.locator("main summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main details").first).to_have_attribute("open", "")


def test_worklist_stays_a_table_on_a_telephone(api: ServedApi, axe: str, context: BrowserContext) -> None:
    """As the browser tells a screen reader, not as the page is written: rows that stand as blocks lose their roles."""
    counter = api.client(Role.ONE_STOP_OFFICER, FEEDBACK)
    case = counter.post("/cases", json=LETTER).json()
    assert counter.post(f"/cases/{case['id']}/receive").is_success
    page = _signed_in(context, api, Role.CASEWORKER, FEEDBACK)
    assert _faults(page, api, axe, ("/pages/worklist?status=open",)) == []
    expect(page.get_by_role("button", name="Complete what is ticked")).to_be_visible()
    told = []
    for size in (DESK, TELEPHONE):
        page.set_viewport_size(size)
        page.goto(f"{api.address}/pages/worklist")
        told.append(_told_of_the_table(page))
    assert [len(names) for names in told[0].values()] == [len(names) for names in told[1].values()]
    assert told[0]["columnheader"] == told[1]["columnheader"]
    assert {"row", "columnheader", "rowheader", "cell"} <= set(told[1])
    assert "Hạn xử lý" in told[1]["columnheader"]
    silent = "table, thead, tbody, tr, th, td"
    bare = page.locator(".stacks").evaluate(
        "(e, all) => [e, ...e.querySelectorAll(all)].filter(e => !e.role).length", silent
    )
    assert bare == 0, "no browser has to guess"


def _told_of_the_table(page: Page) -> dict[str, list[str]]:
    """Role -> names, in the order of the page."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told: dict[str, list[str]] = {}
    for node in nodes:
        role = node.get("role", {}).get("value", "")
        if not node["ignored"] and role in ("table", "row", "columnheader", "rowheader", "cell", "gridcell"):
            told.setdefault(role, []).append(node.get("name", {}).get("value", ""))
    return told


def _signed_in(context: BrowserContext, api: ServedApi, role: Role, agency: str, name: str = "Phạm Thử Nghiệm") -> Page:
    """Enter sends the token."""
    page = context.new_page()
    page.goto(f"{api.address}/sign-in")
    page.get_by_label("Mã truy cập").fill(api.token(role, agency, name))
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(f"{api.address}/sign-in")
    return page


def _faults(page: Page, api: ServedApi, axe: str, paths: tuple[str, ...]) -> list[str]:
    """Each as rule, page and selector; a page is opened once for each language and looked at in both widths."""
    found: list[str] = []
    for path in paths:
        for language in ("vi", "en"):
            answer = page.goto(f"{api.address}{path}{'&' if '?' in path else '?'}lang={language}")
            assert answer is not None and answer.status == (404 if path == GONE else 200), f"{path}: {answer}"
            found += faults_here(page, axe, path, language)
    return found


def _is_walked_by_tab(page: Page, path: str) -> None:
    """Tab comes to everything that can be operated, in a circle, and shows where it is."""
    expected, met = set(page.evaluate(EXPECTED_STOPS, OPERABLE)), set()
    assert expected, path
    for _ in range(len(expected) + 5):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now["stop"] is not None:
            assert now["seen"], f"{path}: no focus is seen on {now['name']}"
            met.add(now["stop"])
    assert expected - met == set(), path
