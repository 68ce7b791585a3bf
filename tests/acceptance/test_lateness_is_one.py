"""How late a step is: the same words on the manager's list, on the worklist and on the case's page, named by its clock."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

import pytest

from engine.core.actors import Role
from tests.support.manager_week import manager_week
from tests.support.served_api import POLICE, REGISTRY, ServedApi, served_api


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    """Two weeks later: what was due within days is late over a weekend."""
    with served_api(tmp_path_factory.mktemp("api")) as served:
        manager_week(served)
        served.clock.set("2026-09-21 10:00")
        yield served


def test_lists_worklists_and_pages_agree(api: ServedApi) -> None:
    late = api.as_manager.get("/agencies/*/figures/late").json()["items"]
    clocks = {("làm việc" in one["late_by"]["vi"], "cả ngày đêm" in one["late_by"]["vi"]) for one in late}
    assert clocks == {(True, False), (False, True)}, "limits in working days, and the 24 hours of a birth"
    listed = unescape(api.as_manager.get("/pages/late").text)
    for one in late:
        assert one["late_by"]["vi"] in listed
        page = unescape(api.as_manager.get(f"/cases/{one['case_id']}/page").text)
        assert f"Quá hạn {one['late_by']['vi']}" in page, one["step"]
    for agency in (REGISTRY, POLICE):
        mine = [one["late_by"]["vi"] for one in late if one["agency"] == agency]
        work = unescape(api.client(Role.CASEWORKER, agency).get("/pages/worklist").text)
        assert mine and all(f"Quá hạn {words}" in work for words in mine), agency


def test_the_cause_says_who_how_long_and_against_which_limit(api: ServedApi) -> None:
    """Two residences came on Monday 07/09 at 16:00; what decides the end of the case is folded away."""
    html = unescape(api.as_manager.get("/pages/late", params={"agency": POLICE}).text)
    assert "Công an phường Mẫu Đơn giữ " in html
    assert "nhận lúc 16:00 ngày 07/09/2026, chưa xong. Chưa có cán bộ nào nhận việc." in html
    shown, folded = html.split("<details>")[0], html.split("<details>")[1]
    assert "quyết định thời điểm kết thúc" not in shown.split("<tbody>")[1]
    assert "quyết định thời điểm kết thúc" in folded.split("</details>")[0]


def test_on_a_monday_the_last_seven_days_are_told(api: ServedApi) -> None:
    html = api.as_manager.get("/pages/today").text
    assert "7 ngày qua: 15/09 – 21/09/2026" in html
    assert "Từ thứ Hai: 14/09 – 21/09/2026" in api.as_manager.get("/pages/today?since=monday").text


def test_labels_tell_cases_received_from_steps_held(api: ServedApi) -> None:
    html = api.as_manager.get("/pages/today", params={"agency": POLICE}).text
    assert "Hồ sơ do đơn vị tiếp nhận" in html and "Bước do đơn vị đang giữ" in html


def test_two_dates_side_by_side_say_what_each_is(api: ServedApi) -> None:
    """The promise is an hour of the day, the limit of 3 working days the end of its last one."""
    case = api.as_manager.get("/agencies/*/figures/late").json()["items"][0]["case_id"]
    html = unescape(api.as_manager.get(f"/cases/{case}/page").text)
    promise, limit = (html.split(f"<dt>{name}</dt>")[1].split("</dd>")[0] for name in ("Hẹn trả kết quả", "Hạn xử lý"))
    assert "17:00 ngày 10/09/2026" in promise and "hết ngày 10/09/2026" in limit
    assert "ngày đã hẹn người nộp trên giấy tiếp nhận" in promise and "hạn theo luật của cả hồ sơ" in limit
