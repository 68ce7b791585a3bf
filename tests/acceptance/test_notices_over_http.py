"""What the passage of time had to be told, as the agency, the manager and a stranger meet it over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.served_api import ServedApi, served_api
from tests.support.town_definitions import write_definitions
from tests.support.tree_house import FORM

PERMIT: dict[str, Any] = {"procedure": "tree-house-permit", "territory": "mau-don", "channel": "counter", "form": FORM}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    folder = tmp_path_factory.mktemp("town")
    with served_api(folder / "data", definitions_dir=write_definitions(folder / "definitions")) as served:
        yield served


@pytest.fixture(scope="module")
def case(api: ServedApi) -> str:
    """Received on Monday 7 September at 09:00; the sweep came back a fortnight later, when the 10 working days of the whole were over."""
    api.clock.set("2026-09-07 09:00")
    case = api.as_officer.post("/cases", json=PERMIT).json()["id"]
    assert api.as_officer.post(f"/cases/{case}/receive").is_success
    api.clock.set("2026-09-22 08:00")
    assert api.product.sweep.run().failed == 0
    return str(case)


def test_a_case_tells_what_passed_in_order(api: ServedApi, case: str) -> None:
    """2 working days of the fire opinion end on Wednesday 09:00, 8 working hours of the roads on Thursday 09:00, and
    silence answers both; 3 working days of the permit end on Tuesday 15 September 09:00."""
    items = api.as_officer.get(f"/cases/{case}/notices").json()["items"]
    of_steps = [(item["kind"], item["step"], item["at"]) for item in items if item["step"]]
    assert of_steps == [
        ("due_soon", "fire_opinion", "2026-09-08T14:00:00+07:00"),
        ("silence", "fire_opinion", "2026-09-09T09:00:00+07:00"),
        ("due_soon", "road_opinion", "2026-09-09T14:00:00+07:00"),
        ("silence", "road_opinion", "2026-09-10T09:00:00+07:00"),
        ("due_soon", "permit", "2026-09-14T14:00:00+07:00"),
        ("overdue", "permit", "2026-09-15T09:00:00+07:00"),
    ]
    assert {item["told_at"] for item in items} == {"2026-09-22T08:00:00+07:00"}
    whole = [(item["kind"], item["at"]) for item in items if item["step"] is None]
    assert whole == [("due_soon", "2026-09-21T12:00:00+07:00"), ("overdue", "2026-09-22T00:00:00+07:00")]
    assert items[-1]["words"] == {"vi": "Đã quá hạn", "en": "Overdue"}


def test_an_agency_reads_its_own_and_a_manager_every_agency_s(api: ServedApi, case: str) -> None:
    agencies = {item["agency"] for item in api.as_officer.get(f"/cases/{case}/notices").json()["items"]}
    for agency in agencies:
        shown = api.as_manager.get("/notices", params={"agency": agency}).json()
        assert {item["agency"] for item in shown["items"]} == {agency}
        assert [item["at"] for item in shown["items"]] == sorted((i["at"] for i in shown["items"]), reverse=True)
    own = api.as_officer.get("/notices", params={"limit": 1}).json()
    assert (len(own["items"]), own["items"][0]["step"]) == (1, None)


def test_others_are_refused(api: ServedApi, case: str) -> None:
    refused = api.as_officer.get("/notices", params={"agency": "somebody-else"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    assert api.as_manager.get("/notices").status_code == 403
    assert api.as_stranger.get(f"/cases/{case}/notices").status_code == 404
