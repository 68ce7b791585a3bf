"""What if a day becomes a holiday that is one already: the page says which, by which decision, and offers the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest

from tests.support.manager_week import manager_week
from tests.support.served_api import ServedApi, served_api


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    with served_api(tmp_path_factory.mktemp("api")) as served:
        manager_week(served)
        yield served


@pytest.mark.parametrize(
    ("day", "name", "following"),
    [
        ("2026-11-24", "Ngày Văn hóa Việt Nam, theo Nghị quyết số 28/2026/QH16", "25/11/2026"),
        ("2026-09-12", "nghỉ hằng tuần", "14/09/2026"),
    ],
)
def test_a_day_off_is_named_and_the_next_working_day_offered(
    api: ServedApi, day: str, name: str, following: str
) -> None:
    html = api.as_manager.get("/pages/what-if", params={"day": day, "kind": "day_off"}).text
    said = unescape(html.split('role="status">')[1].split("</p>")[0])
    assert name in said and "đã là ngày nghỉ" in said
    assert f"Hỏi về ngày làm việc tiếp theo ({following})" in said
    assert 'class="tiles"' not in html, "zeros without a word why"
    asked = re.findall(r'href="([^"]*)"', said)[0]
    assert f"Nếu ngày {following} trở thành ngày nghỉ" in api.as_manager.get(asked).text


def test_a_working_day_that_becomes_one_is_told_as_nothing_new(api: ServedApi) -> None:
    html = api.as_manager.get("/pages/what-if", params={"day": "2026-09-11", "kind": "work_day"}).text
    assert "Ngày này đã là ngày làm việc" in html
    assert 'class="tiles"' not in html


def test_each_number_leads_to_its_dates(api: ServedApi) -> None:
    """As many lines as the number says; the last column says how each date stands then."""
    html = api.as_manager.get("/pages/what-if", params={"day": "2026-09-11", "kind": "day_off"}).text
    links = {which: (unescape(href), int(n)) for href, which, n in
             re.findall(r'href="([^"]*which=(\w+)[^"#]*)#moved-title"[^>]*>(\d+)</a>', html)}  # fmt: skip
    assert {"promises", "cases"} <= links.keys()
    for which, (href, number) in links.items():
        listed = api.as_manager.get(href).text.split('id="moved-title"')[1]
        assert listed.count('class="code"') == number, which
        assert "<td>–</td>\n      </tr>" not in listed, which


def test_the_link_asks_about_the_next_working_day(api: ServedApi) -> None:
    """Last in this file: Monday 23/11/2026, before a holiday; the page without a day is filled in the same way."""
    api.clock.set("2026-11-23 08:00")
    html = unescape(api.as_manager.get("/pages/today").text)
    assert "day=2026-11-25&kind=day_off" in html and "day=2026-11-24" not in html
    assert "Ngày Văn hóa Việt Nam" in html
    assert 'name="day" value="2026-11-25"' in api.as_manager.get("/pages/what-if").text
