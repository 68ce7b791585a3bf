"""The pages: what they say, in which language, to whom; that they escape, lead back, and load nothing foreign."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from engine.core.actors import Role
from tests.support.served_api import COUNTER, FORM, REGISTRY, ServedApi, served_api, step_path

SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def browser(api: ServedApi) -> Iterator[httpx.Client]:
    """Somebody of the one-stop unit, signed in as people do."""
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as client:
        token = api.token(Role.ONE_STOP_OFFICER, COUNTER)
        assert client.post("/sign-in", data={"token": token}).status_code == 303
        yield client


def test_list_of_cases(api: ServedApi, browser: httpx.Client) -> None:
    case = api.waiting()
    html = browser.get("/pages/cases").text
    for said in (case["dossier_code"], "Nguyễn Văn Ví Dụ", "Chờ bổ sung hồ sơ", "17:00 ngày 10/09/2026"):
        assert said in html
    assert "⏸</span> Tạm dừng tính thời hạn" in html, "a sign and a word, not a colour alone"
    assert "Ủy ban nhân dân phường Mẫu Đơn – hộ tịch" in html
    assert f'href="/cases/{case["id"]}/page"' in html


def test_list_in_english_keeps_its_language(api: ServedApi, browser: httpx.Client) -> None:
    case = api.waiting()
    html = browser.get("/pages/cases", params={"lang": "en"}).text
    assert '<html lang="en">' in html
    assert "Waiting for a supplement" in html
    assert f'href="/cases/{case["id"]}/page?lang=en"' in html


def test_list_is_filtered_and_paged(api: ServedApi, browser: httpx.Client) -> None:
    form = {**FORM, "requester": {"full_name": "Phạm Thị Trang Sau", "personal_id": "099000000003"}}
    for _ in range(26):
        api.submitted(form=form)
    first = browser.get("/pages/cases", params={"q": "trang sau", "status": "submitted"}).text
    assert first.count("Phạm Thị Trang Sau") == 25
    following = first.split('<a rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(following).query)["q"] == ["trang sau"]
    second = browser.get(following).text
    assert second.count("Phạm Thị Trang Sau") == 1
    nothing = browser.get("/pages/cases", params={"q": "trang sau", "status": "completed"}).text
    assert "Không có hồ sơ nào." in nothing


def test_page_of_a_case(api: ServedApi, browser: httpx.Client) -> None:
    case = api.waiting()
    html = browser.get(f"/cases/{case['id']}/page").text
    assert "<svg" in html
    for said in (
        "Chờ bổ sung hồ sơ",
        "Thiếu giấy chứng nhận kết hôn",
        "Đăng ký thường trú",
        "Hạn bổ sung",
        "hết ngày 16/09/2026",
        "24 giờ",
    ):
        assert said in html
    assert "Yêu cầu bổ sung, tạm dừng thời hạn" in html, "the history"
    assert f'data-changes="/cases/{case["id"]}/changes"' in html
    assert 'http-equiv="refresh"' not in html, "what an officer is typing is not thrown away"


def test_who_only_looks_gets_the_page_anew_without_scripts(api: ServedApi) -> None:
    case = api.waiting()
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as manager:
        manager.post("/sign-in", data={"token": api.token(Role.MANAGER)})
        html = manager.get(f"/cases/{case['id']}/page").text
    assert '<noscript><meta http-equiv="refresh"' in html
    assert "Hiện không có việc nào chờ bạn" in html


def test_page_of_the_past_stands_still(api: ServedApi, browser: httpx.Client) -> None:
    case = api.waiting("2026-09-07 09:00")
    html = browser.get(f"/cases/{case['id']}/page", params={"as_of": "2026-09-08T09:00:00+07:00"}).text
    assert "09:00 ngày 08/09/2026" in html
    assert "data-changes" not in html
    assert "/static/live.js" not in html


def test_only_an_operator_is_shown_the_run_in_prefect_and_the_reference(api: ServedApi, browser: httpx.Client) -> None:
    case, machinery = api.received(), ("Prefect", "Tài liệu API")
    path = f"/cases/{case['id']}/page"
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as operator:
        assert operator.post("/sign-in", data={"token": api.token(Role.SYSTEM)}).status_code == 303
        html = operator.get(path).text
        assert "chưa có lượt chạy" in html and all(said in html for said in machinery)
        api.product.wakes.remember_run(case["id"], "0d8f3a5e-0000-4000-8000-000000000001")
        html = operator.get(path).text
    assert 'href="http://127.0.0.1:4200/runs/flow-run/0d8f3a5e-0000-4000-8000-000000000001"' in html
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as manager:
        manager.post("/sign-in", data={"token": api.token(Role.MANAGER)})
        for who in (browser, manager):
            shown = who.get(path).text
            assert case["dossier_code"] in shown and not any(said in shown for said in machinery)


def test_what_people_wrote_is_escaped(api: ServedApi, browser: httpx.Client) -> None:
    form = {**FORM, "requester": {"full_name": SCRIPT, "personal_id": "099000000004"}}
    case = api.received(form=form)
    asked = {"reasons": [SCRIPT]}
    api.as_registrar.post(step_path(case, "register_birth", "request-supplement"), json=asked)
    pages = [f"/cases/{case['id']}/page", "/pages/cases", f"/pages/cases?q={SCRIPT}", f"/cases/{case['id']}/graph.svg"]
    for path in pages:
        text = browser.get(path).text
        assert "<script>alert" not in text, path
    assert "&lt;script&gt;alert" in browser.get(pages[0]).text


def test_graph_is_a_picture(api: ServedApi) -> None:
    case = api.waiting()
    path = f"/cases/{case['id']}/graph.svg"
    answer = api.as_officer.get(path)
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Chờ bổ sung" in answer.text
    assert "Waiting for a supplement" in api.as_officer.get(path, params={"lang": "en"}).text
    before = api.as_officer.get(path, params={"as_of": "2026-09-07T08:59:59+07:00"})
    assert before.status_code == 404


def test_visitor_signs_in_and_comes_back(api: ServedApi) -> None:
    case = api.received()
    page = f"/cases/{case['id']}/page?lang=en"
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as client:
        away = client.get(page)
        assert away.status_code == 303
        assert parse_qs(urlsplit(away.headers["Location"]).query)["next"] == [page]
        wrong = client.post("/sign-in", data={"token": "made-up", "next": page})
        assert (wrong.status_code, 'role="alert"' in wrong.text) == (403, True)
        right = client.post("/sign-in", data={"token": api.token(Role.MANAGER), "next": page})
        assert (right.status_code, right.headers["Location"]) == (303, page)
        cookie = right.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()
        assert client.get(page).status_code == 200
        client.post("/sign-out")
        assert client.get(page).status_code == 303


@pytest.mark.parametrize("target", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "x"])
def test_sign_in_leads_to_our_own_pages_only(api: ServedApi, target: str) -> None:
    shown = api.as_nobody.get("/sign-in", params={"next": target}).text
    assert 'name="next" value="/"' in shown
    answer = api.as_nobody.post("/sign-in", data={"token": api.token(Role.MANAGER), "next": target})
    assert answer.headers["Location"] == "/"
    api.as_nobody.cookies.clear()


def test_foreign_case_has_no_page(api: ServedApi) -> None:
    case = api.received()
    foreign = api.as_stranger.get(f"/cases/{case['id']}/page")
    assert foreign.status_code == 404
    assert case["dossier_code"] not in foreign.text


@pytest.mark.parametrize(
    ("role", "agency", "place"),
    [
        (Role.ONE_STOP_OFFICER, COUNTER, "/pages/worklist"),
        (Role.CASEWORKER, REGISTRY, "/pages/worklist"),
        (Role.AGENCY_LEAD, REGISTRY, "/pages/worklist"),
        (Role.MANAGER, None, "/pages/today"),
        (Role.AUDITOR, None, "/pages/today"),
        (Role.CITIZEN, None, "/pages/cases"),
        (Role.AUTHOR, None, "/docs"),
        (Role.ADMINISTRATOR, None, "/docs"),
    ],
)
def test_the_door_leads_each_role_to_its_work(api: ServedApi, role: Role, agency: str | None, place: str) -> None:
    with api.client(role, agency) as visitor:
        answer = visitor.get("/", params={"lang": "en"})
        assert answer.headers["Location"] == f"{place}?lang=en"
        assert visitor.get(place).status_code == 200


def test_the_door_asks_who_comes(api: ServedApi) -> None:
    assert api.as_nobody.get("/").headers["Location"] == "/sign-in"


AS_BROWSERS_ASK = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/no-such-place", 404, "Không có địa chỉ này"),
        ("DELETE", "/sign-in", 405, "không nhận phương thức"),
        ("GET", "/pages/cases?q=" + "x" * 201, 422, "<li>"),
        ("GET", "/cases/no-such-case", 404, "Về trang đầu"),
        ("GET", "/audit", 403, 'href="/sign-in"'),
    ],
)
def test_a_problem_is_a_page_for_people_and_a_document_for_programs(
    api: ServedApi, method: str, path: str, status: int, words: str
) -> None:
    shown = api.as_officer.request(method, path, headers=AS_BROWSERS_ASK)
    assert (shown.status_code, shown.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert words in shown.text
    assert "Accept" in shown.headers["vary"]
    told = api.as_officer.request(method, path)
    assert (told.status_code, told.headers["content-type"]) == (status, "application/problem+json")
    english = api.as_officer.request(method, path, headers={**AS_BROWSERS_ASK, "Accept-Language": "en"})
    assert "Back to the start" in english.text


@pytest.mark.parametrize("path", ["/pages/cases", "/sign-in", "/docs"])
def test_nothing_foreign_is_loaded(api: ServedApi, browser: httpx.Client, path: str) -> None:
    answer = browser.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "default-src 'self'" in policy
    assert "script-src" not in policy
    assert 'src="http' not in answer.text
    assert '<link rel="stylesheet" href="/static/style.css">' in answer.text
    assert browser.get("/static/style.css").headers["X-Content-Type-Options"] == "nosniff"


def test_reference_shows_every_operation(api: ServedApi) -> None:
    html = api.as_nobody.get("/docs").text
    for path in api.as_nobody.get("/openapi.json").json()["paths"]:
        assert f"<code>{path}</code>" in html


def test_demo_accounts_are_chosen_by_click(tmp_path: Path) -> None:
    with served_api(tmp_path, demo_accounts=True) as api:
        token = api.token(Role.ONE_STOP_OFFICER, COUNTER, name="Mai Thị Mẫu")
        said = {"vi": "Cán bộ Một cửa", "en": "One-stop officer"}
        accounts = [{"name": "Mai Thị Mẫu", "role": "manager", "words": said, "token": token}]
        (tmp_path / "demo-accounts.json").write_text(json.dumps(accounts), encoding="utf-8")
        shown = api.as_nobody.get("/sign-in").text
        assert "Mai Thị Mẫu" in shown
        assert "Cán bộ Một cửa" in shown
        assert token not in shown
        assert "One-stop officer" in api.as_nobody.get("/sign-in?lang=en").text
        answer = api.as_nobody.post("/sign-in", data={"account": "0", "next": "/pages/cases"})
        assert answer.status_code == 303
        assert "Mai Thị Mẫu" in api.as_nobody.get("/pages/cases").text
        for account in ("1", "-1", "x", ""):
            assert api.as_nobody.post("/sign-in", data={"account": account}).status_code == 403


def test_without_the_demo_no_account_is_offered(api: ServedApi) -> None:
    (api.settings.data_dir / "demo-accounts.json").write_text(
        '[{"name": "N", "words": {"vi": "V", "en": "E"}, "token": "T"}]'
    )
    assert "Tài khoản dùng thử" not in api.as_nobody.get("/sign-in").text
    assert api.as_nobody.post("/sign-in", data={"account": "0"}).status_code == 403


def test_session_is_for_reading_and_for_eight_hours(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    token = api.token(Role.ONE_STOP_OFFICER, COUNTER)
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as client:
        client.post("/sign-in", data={"token": token})
        session = client.cookies["lienthong_session"]
        assert token not in session
        assert client.post(f"/cases/{case['id']}/withdraw", json={"reason": "x"}).status_code == 401
        for said in (session, session.partition(".")[0]):
            assert client.get("/cases", headers={"Authorization": f"Bearer {said}"}).status_code == 401
        api.clock.set("2026-09-07 16:59:59")
        assert client.get("/pages/cases").status_code == 200
        api.clock.set("2026-09-07 17:00")
        assert client.get("/pages/cases").status_code == 303


def test_who_signs_out_closes_the_session_everywhere(api: ServedApi) -> None:
    token = api.token(Role.MANAGER)
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as client:
        client.post("/sign-in", data={"token": token})
        copy = {"Cookie": f"lienthong_session={client.cookies['lienthong_session']}"}
        assert api.as_nobody.get("/cases", headers=copy).status_code == 200
        client.post("/sign-out")
    assert api.as_nobody.get("/cases", headers=copy).status_code == 401
    assert api.as_nobody.get("/cases", headers={"Cookie": f"lienthong_session={token}"}).status_code == 401
    assert api.as_nobody.get("/cases", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_page_says_why_each_date_is_what_it_is(api: ServedApi, browser: httpx.Client) -> None:
    case = api.waiting("2026-09-07 09:00")
    html = browser.get(f"/cases/{case['id']}/page").text
    assert "<summary>Vì sao là ngày này? Cả hồ sơ</summary>" in html
    assert "<summary>Vì sao là ngày này? Đăng ký khai sinh</summary>" in html
    assert "Thời hạn giải quyết cả hồ sơ là 3 ngày làm việc (Điều 5 (sửa đổi, bổ sung khoản 2 Điều 7) và" in html
    assert "Ủy ban nhân dân phường Mẫu Đơn – hộ tịch yêu cầu vì “Thiếu giấy chứng nhận kết hôn”" in html
    english = browser.get(f"/cases/{case['id']}/page", params={"lang": "en"}).text
    assert "<summary>Why this date? The whole case</summary>" in english
