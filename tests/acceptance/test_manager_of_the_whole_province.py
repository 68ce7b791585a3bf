"""A manager who belongs to no agency, as the demo's does: all agencies together, each case once, without choosing first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import httpx
import pytest

from engine.core.actors import Role
from tests.support.manager_week import manager_week
from tests.support.served_api import POLICE, REGISTRY, ServedApi, served_api

BIRTH = "birth-residence-insurance"


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    with served_api(tmp_path_factory.mktemp("api")) as served:
        yield served


@pytest.fixture(scope="module")
def late(api: ServedApi) -> dict[str, Any]:
    return manager_week(api)


@pytest.fixture
def manager(api: ServedApi, late: dict[str, Any]) -> httpx.Client:
    return api.as_manager


def test_what_is_late_anywhere_is_said_at_the_first_sight(manager: httpx.Client, late: dict[str, Any]) -> None:
    for path in ("/pages/today", "/pages/late"):
        html = manager.get(path).text
        assert "Toàn tỉnh" in html.split('class="lead"')[1].split("</p>")[0], path
        assert late["dossier_code"] in html and "Không có việc nào quá hạn" not in html, path
    narrow = manager.get(f"/pages/procedures/{BIRTH}").text
    assert "Nút thắt: Cấp thẻ bảo hiểm y tế" in narrow, "where three are late, one at the registry of the ward only"


def test_the_whole_is_the_sum_of_those_at_the_top(manager: httpx.Client) -> None:
    """Seven cases were received; each is at the counter's commune alone, its steps at two branches of the tree."""
    whole = manager.get("/agencies/*/figures", params={"from": "2026-09-07"}).json()
    assert whole["cases"]["received"] == whole["cases"]["backlog"] == 7
    assert len(whole["units"]) > 1
    for number in ("now", "late_now", "due_soon"):
        assert whole["queue"][number] == sum(one["queue"][number] for one in whole["units"]), number
        tops = [manager.get(f"/agencies/{one['agency']}/figures").json() for one in whole["units"]]
        assert whole["queue"][number] == sum(one["queue"][number] for one in tops), number
    html = manager.get("/pages/reports/ii06a", params={"from": "2026-09-07"}).text
    assert "(3) = (7) + (11): 7 = 0 + 7" in html
    asked = {"day": "2026-09-14", "kind": "day_off"}
    assert "trong số đã xem: 7" in manager.get("/pages/what-if", params=asked).text


@pytest.mark.parametrize("path", ["/pages/today", f"/pages/procedures/{BIRTH}"])
def test_each_number_of_the_whole_leads_to_as_many_cases(manager: httpx.Client, path: str) -> None:
    html = manager.get(path).text
    numbers = {
        (unescape(href), int(n)) for href, n in re.findall(r'<a href="([^"]*/cases\?[^"]*)"[^>]*>(\d+)</a>', html)
    }
    assert len(numbers) > 4
    for href, number in sorted(numbers):
        assert manager.get(href).text.count('class="code" href="/cases/') == number, href


def test_units_are_chosen_from_a_tree(manager: httpx.Client) -> None:
    """The whole first; the ward's registry indented under its committee; who has nothing to do, then who has ended, last."""
    html = manager.get("/pages/today").text.split('<select name="agency">')[1].split("</select>")[0]
    working, idle, ended = html.split("<optgroup")
    assert re.findall(r'value="([^"]*)" selected', html) == ["*"]
    places = [working.index(f'value="{name}"') for name in ("*", "mau-don-committee", REGISTRY)]
    assert places == sorted(places)
    assert re.search(rf'value="{REGISTRY}">\u2003+[^\u2003]', working)
    assert POLICE in working and "sen-trang-civil-registry" in idle and "hoa-mau-customs" in idle
    assert 'value="bach-van-committee"' in ended


def test_zeros_of_who_has_no_work_are_told_as_that(manager: httpx.Client) -> None:
    said = "Đơn vị này hiện không có việc nào"
    assert said in manager.get("/pages/today", params={"agency": "sen-trang-civil-registry"}).text
    assert said not in manager.get("/pages/today").text


def test_who_has_an_agency_is_not_offered_the_whole(api: ServedApi, late: dict[str, Any]) -> None:
    lead = api.client(Role.MANAGER, "mau-don-committee")
    assert 'value="*"' not in lead.get("/pages/today").text
    for path in ("/pages/today", "/pages/late", "/pages/reports/ii06a", "/pages/what-if"):
        assert lead.get(path, params={"agency": "*"}).status_code == 403, path
    assert lead.get("/agencies/*/figures").status_code == 403
