"""The manager's pages over HTTP: what they answer, that each number has its cases, that files say the same, who is refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from zipfile import ZipFile

import httpx
import pytest

from api.pages.manager import what_if
from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId, ProcedureId
from engine.service.ports import CaseQuery, Page
from tests.support.served_api import COUNTER, OTHER_REGISTRY, REGISTRY, ServedApi, served_api

ABOVE = "mau-don-committee"


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    """Monday 07/09: one case that runs and one that waits for a paper; now it is Thursday morning."""
    with served_api(tmp_path_factory.mktemp("api")) as served:
        served.received()
        served.waiting()
        served.clock.set("2026-09-10 09:00")
        yield served


@pytest.fixture
def manager(api: ServedApi) -> Iterator[httpx.Client]:
    """Of the people's committee above the counter and the registry, signed in as people do."""
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as client:
        assert client.post("/sign-in", data={"token": api.token(Role.MANAGER, ABOVE)}).status_code == 303
        yield client


def test_a_holiday_tomorrow_moves_dates_and_writes_nothing(api: ServedApi, manager: httpx.Client) -> None:
    before = _versions(api)
    html = manager.get("/pages/what-if", params={"day": "2026-09-10", "kind": "day_off"}).text
    assert "Nếu ngày 10/09/2026 trở thành ngày nghỉ" in html
    assert "17:00 ngày 10/09/2026" in html and "17:00 ngày 11/09/2026" in html, "the promise, one working day later"
    assert _tile(html, "ngày hẹn thay đổi") == 2
    assert _versions(api) == before


def test_what_if_says_which_cases_it_covers_and_leads_to_the_others(
    manager: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(what_if, "MOST", 1)
    asked = {"day": "2026-09-10", "kind": "day_off", "lang": "en"}
    first = manager.get("/pages/what-if", params=asked).text
    assert "All numbers of this page are of cases 1–1" in first
    assert "promised dates move" in first
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = manager.get(unescape(following)).text
    assert "All numbers of this page are of cases 2–2" in second
    assert "None follow." in second
    codes = [set(re.findall(r'class="code" href="/cases/([^/]+)/page', html)) for html in (first, second)]
    assert len(codes[0]) == len(codes[1]) == 1
    assert codes[0] != codes[1]
    lost = manager.get("/pages/what-if", params={**asked, "after": "nowhere", "before": 7}).text
    assert "All numbers of this page are of cases 1–1" in lost


def test_the_form_of_what_if_is_filled_in_for_tomorrow(manager: httpx.Client) -> None:
    html = manager.get("/pages/what-if", params={"lang": "en"}).text
    assert 'name="day" value="2026-09-11"' in html
    assert "Nothing is written." in html


def test_a_day_that_is_none_is_said(manager: httpx.Client) -> None:
    html = manager.get("/pages/what-if", params={"day": "<b>x</b>"}).text
    assert "không phải là một ngày" in html
    assert "<b>x</b>" not in html


def test_of_what_if_nobody_sees_foreign_cases(api: ServedApi) -> None:
    """The registry of the ward has a step in both cases, another ward's has none."""
    for agency, seen in ((REGISTRY, 2), (OTHER_REGISTRY, 0)):
        lead = api.client(Role.AGENCY_LEAD, agency)
        html = lead.get("/pages/what-if", params={"day": "2026-09-10", "kind": "day_off"}).text
        assert f"trong số đã xem: {seen}" in html, agency
    for procedure, seen in (("birth-residence-insurance", 2), ("citizen-feedback", 0)):
        name, roles = ActorId(f"of-{procedure}"), (Role.MANAGER,)
        narrowed = Actor(id=name, name="Hẹp", agency=AgencyId(ABOVE), roles=roles, procedures=(ProcedureId(procedure),))
        headers = {"Authorization": f"Bearer {api.product.tokens.issue(narrowed, api.clock.now())}"}
        with httpx.Client(base_url=api.address, headers=headers, trust_env=False, timeout=30) as manager:
            html = manager.get("/pages/what-if", params={"day": "2026-09-10"}).text
        assert f"trong số đã xem: {seen}" in html, procedure


def test_report_shows_its_sums_and_each_number_has_its_cases(manager: httpx.Client) -> None:
    asked = {"from": "2026-09-01", "to": "2026-09-10"}
    html = manager.get("/pages/reports/ii06a", params=asked).text
    assert "(3) = (7) + (11): 2 = 0 + 2" in html
    numbers = {int(c): int(n) for c, n in re.findall(r'column=(\d+)"[^>]*>(\d+)</a>', html)}
    assert sorted(numbers) == list(range(3, 14))
    of_lines = re.findall(r'column=(\d+)&amp;procedure=([\w-]+)"[^>]*>(\d+)</a>', html)
    assert of_lines
    for column, procedure, number in of_lines:
        query = {**asked, "column": column, "procedure": procedure}
        page = manager.get("/pages/reports/ii06a/cases", params=query).text
        assert page.count('class="code" href="/cases/') == int(number)
        assert f"<td>{procedure}</td>" not in page, "it is told by its name"
    for column, number in numbers.items():
        page = manager.get("/pages/reports/ii06a/cases", params={**asked, "column": column}).text
        assert page.count('class="code" href="/cases/') == number, column


@pytest.mark.parametrize("path", ["ii06a", "ii06a/cases", "766", "766/inputs"])
def test_files_have_the_rows_of_the_page(manager: httpx.Client, path: str) -> None:
    asked = {"from": "2026-09-01", "to": "2026-09-10"}
    answer = manager.get(f"/pages/reports/{path}", params={**asked, "format": "csv"})
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1
    book = ZipFile(io.BytesIO(manager.get(f"/pages/reports/{path}", params={**asked, "format": "xlsx"}).content))
    assert book.read("xl/worksheets/sheet1.xml").count(b"<row ") == len(rows)


def test_indicator_is_said_with_its_inputs(manager: httpx.Client) -> None:
    asked = {"from": "2026-09-01", "to": "2026-09-10"}
    assert "100.00 %" in manager.get("/pages/reports/766", params=asked).text
    inputs = manager.get("/pages/reports/766/inputs", params=asked).text
    assert inputs.count('class="code" href="/cases/') == 2
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', inputs)
    assert heads[:3] == ["Mã hồ sơ", "Tình trạng", "Được tính là"]
    assert not [head for head in heads if "_" in head], "a page is for people; the names for programs are in the files"
    assert inputs.count("<td>đúng hạn</td>") == 2


def test_inputs_of_the_indicator_say_why_a_case_is_late(api: ServedApi, manager: httpx.Client) -> None:
    api.clock.set("2026-09-11 09:00")
    try:
        manager.post("/sign-in", data={"token": api.token(Role.MANAGER, ABOVE)})  # yesterday's session has ended
        asked = {"from": "2026-09-01", "to": "2026-09-11", "lang": "en"}
        html = manager.get("/pages/reports/766/inputs", params=asked).text
    finally:
        api.clock.set("2026-09-10 09:00")
    assert re.findall(r"<td>late: ([^<]*)</td>", html) == ["after the date first promised"]
    assert html.count("<td>on time</td>") == 1, "whoever waits for a paper is not late"


@pytest.mark.parametrize("path", ["/pages/today", "/pages/procedures/birth-residence-insurance"])
def test_each_number_of_the_figures_leads_to_as_many_cases(manager: httpx.Client, path: str) -> None:
    html = manager.get(path).text
    numbers = {
        (unescape(href), int(n)) for href, n in re.findall(r'<a href="([^"]*/cases\?[^"]*)"[^>]*>(\d+)</a>', html)
    }
    assert len(numbers) > 4
    for href, number in sorted(numbers):
        listed = manager.get(href).text
        assert listed.count('class="code" href="/cases/') == number, href


def test_late_cases_are_told_with_cause_and_filtered(manager: httpx.Client) -> None:
    """The one that runs was due on Tuesday at 09:00; for the other the clock stands still."""
    html = manager.get("/pages/late").text
    assert html.count('class="code" href="/cases/') == 1
    assert "09:00 ngày 08/09/2026" in html
    assert "hộ tịch giữ 3 ngày, cả ngày đêm, hạn 24 giờ; nhận lúc 09:00 ngày 07/09/2026, chưa xong." in html
    assert "Không có việc nào quá hạn." in manager.get("/pages/late", params={"procedure": "citizen-feedback"}).text
    answer = manager.get(f"/agencies/{ABOVE}/figures/late", params={"format": "csv"})
    assert len(list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))) == 2


def test_a_procedure_that_is_not_there_is_not_found(manager: httpx.Client) -> None:
    for path in ("/pages/procedures/none", "/pages/procedures/none/cases", "/pages/late?procedure=none"):
        assert manager.get(path).status_code == 404, path


def test_pages_of_figures_are_told_in_english(manager: httpx.Client) -> None:
    html = manager.get("/pages/procedures/birth-residence-insurance", params={"lang": "en"}).text
    assert "Bottleneck: Register the birth" in html
    assert "2 here now" in html
    assert "lang=en" in html.split('class="tiles"')[1].split("</ul>")[0]


def test_a_period_that_is_none_is_said(manager: httpx.Client) -> None:
    for asked in ({"from": "2026-09-09", "to": "2026-09-01"}, {"from": "never"}, {"from": "2027-01-01"}):
        answer = manager.get("/pages/reports/ii06a", params=asked)
        assert answer.status_code == 200
        assert 'role="alert"' in answer.text, asked


def test_an_agency_out_of_reach_is_refused_on_a_page(api: ServedApi) -> None:
    officer = api.client(Role.ONE_STOP_OFFICER, COUNTER)
    for path in ("/pages/what-if", "/pages/reports/ii06a", "/pages/today", "/pages/late", "/pages/figures/cases"):
        for agency in (ABOVE, "nobody-knows-it"):
            answer = officer.get(path, params={"agency": agency})
            assert (answer.status_code, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")


def _tile(html: str, words: str) -> int:
    return int(re.findall(rf"<li><strong>(?:<a[^>]*>)?(\d+)(?:</a>)?</strong> {words}", html)[0])


def _versions(api: ServedApi) -> dict[str, int]:
    rows, _ = api.product.queries.list_cases(CaseQuery(everything=True), Page())
    return {row.case_id: row.version for row in rows}
