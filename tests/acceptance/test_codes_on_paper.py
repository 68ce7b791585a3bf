"""The codes that people take home on paper, read back as a telephone reads them: each leads to the look-up of its own case; and
a printed case is a few sheets with what an office has to keep."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdf
import pytest
from playwright.sync_api import Page, PdfMargins, expect

from engine.core.actors import Role
from tests.support.pdf_reading import codes_on, plain
from tests.support.processes import LOOPBACK, free_port
from tests.support.served_api import BORN, COUNTER, REGISTRY, ServedApi, served_api, step_path

pytestmark = pytest.mark.slow
MARGIN: PdfMargins = {"top": "12mm", "bottom": "12mm", "left": "12mm", "right": "12mm"}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    """It knows its own address, so that the codes have it."""
    port = free_port()
    home = tmp_path_factory.mktemp("public")
    with served_api(home, api_port=port, public_url=f"http://{LOOPBACK}:{port}") as served:
        yield served


def test_the_codes_of_slip_and_form_01_lead_to_the_case(public: ServedApi, page: Page) -> None:
    """The page is printed before it is read: what a printer gets has the code as well."""
    case = public.received("2026-09-07 09:00")
    code = case["dossier_code"]
    _sign_in(page, public, Role.ONE_STOP_OFFICER, COUNTER)
    page.goto(f"{public.address}/cases/{case['id']}/access-slip/page")
    page.get_by_role("button", name="Cấp mã bí mật mới").click()
    expect(page.locator(".slip .word").first).to_have_text(code)
    secret = page.locator(".slip .word").nth(1).inner_text()
    (link,) = codes_on(page.pdf(format="A5"))
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_role("button", name="Xem hồ sơ").click()
    _is_the_look_up_of(page, public, code)

    listed = public.as_officer.get(f"/cases/{case['id']}/papers").raise_for_status().json()["items"]
    (receipt,) = [paper["name"] for paper in listed if paper["form"] == "01"]
    sheet = public.as_officer.get(f"/cases/{case['id']}/papers/{receipt}").raise_for_status()
    (read,) = codes_on(sheet.content)
    page.context.clear_cookies()
    page.goto(f"{public.address}/track")
    page.get_by_label("Mã hồ sơ").fill(read)
    page.get_by_label("Mã bí mật").fill(secret)
    page.get_by_role("button", name="Xem hồ sơ").click()
    _is_the_look_up_of(page, public, code)


def test_a_birth_case_is_printed_on_three_sheets_at_most(api: ServedApi, page: Page) -> None:
    """With a supplement that was asked for and handed in, and two steps done: a usual case."""
    case = api.received("2026-09-07 09:00")
    asked = {"reasons": ["Thiếu giấy chứng nhận kết hôn"], "documents": ["marriage_certificate"]}
    api.as_registrar.post(step_path(case, "register_birth", "request-supplement"), json=asked).raise_for_status()
    api.clock.set("2026-09-08 09:00")
    handed = {"documents": [{"document": "marriage_certificate", "reference": "KH-01"}]}
    api.as_officer.post(step_path(case, "register_birth", "hand-in-supplement"), json=handed).raise_for_status()
    api.as_registrar.post(step_path(case, "register_birth", "complete"), json=BORN).raise_for_status()
    _sign_in(page, api, Role.CASEWORKER, REGISTRY)
    page.goto(f"{api.address}/cases/{case['id']}/page")
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", margin=MARGIN))).pages
    words = plain(" ".join(sheet.extract_text() for sheet in sheets))
    assert len(sheets) <= 3
    for said in (
        case["dossier_code"],
        "Hẹn trả kết quả",
        "Thời hạn giải quyết cả hồ sơ là 3 ngày làm việc (Điều 5",
        "Giấy tờ theo mẫu",
        "Diễn biến",
        "Thiếu giấy chứng nhận kết hôn",
    ):
        assert said in words, said
    for said in ("Sơ đồ xử lý", "Ai giữ hồ sơ", "Thời gian đã qua ở từng nơi", "Prefect"):
        assert said not in words, said


def _is_the_look_up_of(page: Page, api: ServedApi, code: str) -> None:
    expect(page).to_have_url(f"{api.address}/track/case")
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)


def _sign_in(page: Page, api: ServedApi, role: Role, agency: str) -> None:
    page.goto(f"{api.address}/sign-in")
    page.get_by_label("Mã truy cập").fill(api.token(role, agency))
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(f"{api.address}/sign-in")
