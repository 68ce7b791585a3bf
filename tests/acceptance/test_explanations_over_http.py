"""`GET /cases/{id}/explanation`: the reckoning of every due date as data that adds up, and as sentences."""

from __future__ import annotations

from typing import Any

from tests.support.served_api import ServedApi


def explanation(api: ServedApi, case: dict[str, Any], **query: str) -> dict[str, Any]:
    answer = api.as_officer.get(f"/cases/{case['id']}/explanation", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_the_whole_case_and_each_step(api: ServedApi) -> None:
    case = api.received("2026-11-20 15:10")
    found = explanation(api, case)
    assert found["dossier_code"] == case["dossier_code"]
    assert [told["step"] for told in found["due_dates"]] == [
        None,
        "register_birth",
        "register_residence",
        "issue_insurance_card",
    ]
    total, birth, residence, _ = found["due_dates"]
    (term,) = total["terms"]
    assert (total["due_on"], term["counted_days"], term["allowed_days"]) == ("2026-11-27", 3, 3)
    assert total["shifted"]["reason"] == "after_cut_off"
    culture_day = next(day for day in term["days"] if day["on"] == "2026-11-24")
    assert (culture_day["mark"], culture_day["day_off"]["name"]["en"]) == ("holiday", "Vietnam Culture Day")
    assert "28/2026/QH16" in culture_day["day_off"]["source"]
    (hours,) = birth["terms"]
    assert hours["counted_seconds"] == hours["allowed_seconds"] == 24 * 3600
    assert (residence["terms"], residence["due_at"]) == ([], None)
    assert culture_day["day_off"]["decision"]["ref"] == "NQ 28/2026/QH16"
    assert [day["on"] for day in total["shifted"]["passed"]] == ["2026-11-21", "2026-11-22"]
    assert [basis["article"] for basis in total["shifted"]["legal_basis"]] == ["5 (7(2))"], "of the cut-off alone"
    said = " ".join(total["sentences"])
    assert "thứ Ba 24/11/2026 (Ngày Văn hóa Việt Nam, theo Nghị quyết số 28/2026/QH16" in said
    assert "từ thứ Hai 23 đến thứ Sáu 27/11/2026 có 5 ngày, gồm 1 ngày đầu tiên, 1 ngày nghỉ, 3 ngày được tính" in said
    in_english = explanation(api, case, lang="en")["due_dates"][0]["sentences"]
    assert "Tuesday 24/11/2026 (Vietnam Culture Day" in " ".join(in_english)


def test_it_agrees_with_the_due_dates(api: ServedApi) -> None:
    case = api.waiting("2026-09-07 09:00")
    dates = api.as_officer.get(f"/cases/{case['id']}/due-dates").json()
    total, birth, *_ = explanation(api, case)["due_dates"]
    assert total["due_at"] == dates["case"]["due_if_resumed_now"]
    assert total["paused"] is dates["case"]["paused"] is True
    assert (
        birth["due_at"] == next(s for s in dates["steps"] if s["id"] == "register_birth")["clock"]["due_if_resumed_now"]
    )
    (hold,) = birth["held_by"]
    assert (hold["agency"], hold["until"]) == ("mau-don-civil-registry", None)
    assert {"ref": "NĐ 301/2026/NĐ-CP", "article": "6(1) (8(1)b)"}.items() <= hold["legal_basis"][0].items()


def test_one_step_in_english_as_of_an_instant(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    as_of = "2026-09-07T10:00:00+07:00"
    found = explanation(api, case, step="register_birth", lang="en", as_of=as_of)
    (told,) = found["due_dates"]
    assert (found["as_of"], found["language"]) == (as_of, "en")
    assert told["sentences"][-2:] == [
        "So it is due at 09:00 on Tuesday 08/09/2026.",
        "As of 10:00 on Monday 07/09/2026: in time.",
    ]


def test_before_the_receipt_nothing_is_due(api: ServedApi) -> None:
    assert explanation(api, api.submitted())["due_dates"] == []


def test_an_unknown_step_and_a_hidden_case_are_not_found(api: ServedApi) -> None:
    case = api.received()
    unknown = api.as_officer.get(f"/cases/{case['id']}/explanation", params={"step": "fly"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    assert "register_birth" in unknown.json()["detail"]
    assert api.as_stranger.get(f"/cases/{case['id']}/explanation").status_code == 404


def test_lateness_by_two_measures(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    answer = api.as_officer.get(f"/cases/{case['id']}/lateness", params={"period_end": "2026-09-30T17:00:00Z"})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["period_end"] == "2026-10-01T00:00:00+07:00"
    assert (found["by_law"]["timeliness"], found["by_law"]["due_on"]) == ("overdue", "2026-09-10")
    assert [one["more_than_one"] for one in found["by_766"]] == ["late", "late_while_waiting"]
    assert found["by_766"][0]["due_at"] == "2026-09-10T17:00:00+07:00"
    assert found["by_law"]["request"]["op"] == "evaluate_case"
    assert api.as_stranger.get(f"/cases/{case['id']}/lateness").status_code == 404


def test_as_of_an_instant_that_no_calendar_knows(api: ServedApi) -> None:
    case = api.waiting()
    far = {"as_of": "9000-01-01T00:00:00+07:00"}
    refused = api.as_officer.get(f"/cases/{case['id']}/explanation", params=far)
    assert refused.status_code == 404
    assert "lịch nghỉ chỉ có đến" in refused.json()["detail"]
    assert api.as_officer.get(f"/cases/{case['id']}/page", params=far).status_code == 200
