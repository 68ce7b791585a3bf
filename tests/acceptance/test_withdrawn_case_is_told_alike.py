"""A case withdrawn while it waited: API, page and picture say the same, and nothing in it waits any more."""

from __future__ import annotations

import pytest

from tests.support.served_api import ServedApi, step_of


@pytest.mark.parametrize("path", ["", "/due-dates"])
def test_api_judges_nothing_that_nobody_finished(api: ServedApi, path: str) -> None:
    case = _withdrawn(api)
    said = api.as_officer.get(f"/cases/{case}{path}").json()
    clocks = [said["case"] if path else said["clock"], *(s["clock"] for s in said["steps"] if s["clock"])]
    assert len(clocks) > 1
    for clock in clocks:
        assert (clock["status"], clock["judged"], clock["paused"]) == ("not_judged", False, False)
        assert clock["status_words"] == {"vi": "Không đánh giá", "en": "Not judged"}
        assert clock["due_at"] is clock["due_if_resumed_now"] is clock["remaining_days"] is None
    assert step_of(said, "register_residence")["status"] == "unreached"
    assert all(step["projected_at"] is None for step in said["steps"])
    assert step_of(said, "register_birth")["status"] == "ended"
    assert path or [waited["ended_at"] for waited in said["suspensions"]] == [said["closed_at"]]


def test_page_and_picture_say_what_the_api_says(api: ServedApi) -> None:
    case = _withdrawn(api)
    said = api.as_officer.get(f"/cases/{case}").json()
    page = api.as_officer.get(f"/cases/{case}/page").text
    table = page.split('id="steps-title"')[1].split("</table>")[0]
    picture = api.as_officer.get(f"/cases/{case}/graph.svg").text.split('class="legend"')[0]
    for text in (table, picture):
        for step in said["steps"]:
            assert step["status_words"]["vi"] in text, step["id"]
        for waiting in ("đang chờ", "Chưa đến lượt", "Còn lại", "đang tạm dừng", "Trước hạn"):
            assert waiting not in text, waiting
    assert "đang chờ" not in page
    assert "Không đánh giá" in table


def _withdrawn(api: ServedApi) -> str:
    case = api.waiting()
    answer = api.as_officer.post(f"/cases/{case['id']}/withdraw", json={"reason": "Nộp nhầm thủ tục"})
    assert answer.is_success, answer.text
    return str(case["id"])
