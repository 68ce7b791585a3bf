"""The same command twice is one command; two people at once are told so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.support.served_api import BORN, DOSSIER, ServedApi, key, step_path


def test_repeated_submission_is_the_same_case(api: ServedApi) -> None:
    api.clock.set("2026-09-07 09:00")
    once = key()
    first = api.as_officer.post("/cases", json=DOSSIER, headers=once)
    api.clock.set("2026-09-07 10:00")
    second = api.as_officer.post("/cases", json=DOSSIER, headers=once)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json(), "the first answer, to the letter, though an hour has passed"
    assert "Idempotent-Replay" not in first.headers
    assert second.headers["Idempotent-Replay"] == "true"
    assert second.headers["Location"] == first.headers["Location"]
    assert second.headers["ETag"] == first.headers["ETag"]


def test_repeat_gets_the_first_answer_after_others_have_acted(api: ServedApi) -> None:
    case = api.received()
    once = key()
    claim = step_path(case, "register_birth", "claim")
    first = api.as_registrar.post(claim, headers=once)
    api.as_registrar.post(step_path(case, "register_birth", "complete"), json=BORN)
    second = api.as_registrar.post(claim, headers={**once, "If-Match": f'"{case["version"]}"'})
    assert second.status_code == 200
    assert second.json() == first.json()
    events = api.as_officer.get(f"/cases/{case['id']}/events").json()["events"]
    assert sum(event["event"]["type"] == "step_claimed" for event in events) == 1


def test_one_id_for_two_commands_is_refused(api: ServedApi) -> None:
    api.clock.set("2026-09-07 09:00")
    once = key()
    case = api.as_officer.post("/cases", json=DOSSIER, headers=once).json()
    other = api.as_officer.post("/cases", json={**DOSSIER, "channel": "post"}, headers=once)
    assert (other.status_code, other.json()["code"]) == (422, "command_id_reused")
    elsewhere = api.as_officer.post(f"/cases/{case['id']}/withdraw", json={"reason": "x"}, headers=once)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (422, "command_id_reused")
    second_case = api.received()
    abroad = api.as_officer.post(f"/cases/{second_case['id']}/withdraw", json={"reason": "x"}, headers=once)
    assert (abroad.status_code, abroad.json()["code"]) == (422, "command_id_reused")


def test_server_names_the_command_if_the_caller_did_not(api: ServedApi) -> None:
    api.clock.set("2026-09-07 09:00")
    first = api.as_officer.post("/cases", json=DOSSIER)
    again = {"Idempotency-Key": first.headers["Idempotency-Key"]}
    second = api.as_officer.post("/cases", json=DOSSIER, headers=again)
    assert second.json()["id"] == first.json()["id"]


def test_expected_version(api: ServedApi) -> None:
    case = api.received()
    claim = step_path(case, "register_birth", "claim")
    stale = api.as_registrar.post(claim, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    assert stale.json()["current_version"] == case["version"]
    fresh = api.as_registrar.post(claim, headers={"If-Match": f'"{case["version"]}"'})
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] == f'"{case["version"] + 1}"'
    whatever = api.as_registrar.post(step_path(case, "register_birth", "release"), headers={"If-Match": "*"})
    assert whatever.status_code == 200


def test_who_was_slower_is_told_where_the_case_stands(api: ServedApi) -> None:
    case = api.received()
    claim = step_path(case, "register_birth", "claim")
    taken = api.as_colleague.post(claim).json()
    for headers, status in (({}, 409), ({"If-Match": f'"{case["version"]}"'}, 412)):
        told = api.as_registrar.post(claim, headers=headers)
        now = api.as_registrar.get(f"/cases/{case['id']}/available-commands").json()
        assert told.status_code == status
        assert (told.json()["current_version"], now["version"]) == (taken["version"], taken["version"])
        assert told.json()["current_status"] == taken["status"] == "in_progress"
        offered = [{"command": one["command"], "step": one["step"]} for one in now["items"]]
        assert told.json()["available_commands"] == offered


def test_the_state_of_a_case_is_told_to_nobody_who_may_not_see_it(api: ServedApi) -> None:
    case = api.received()
    told = api.as_stranger.post(step_path(case, "register_birth", "claim")).json()
    assert told["code"] == "not_found"
    assert (told["current_version"], told["current_status"], told["available_commands"]) == (None, None, None)


def test_of_two_at_once_one_wins(api: ServedApi) -> None:
    case = api.received()
    claim = step_path(case, "register_birth", "claim")
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda client: client.post(claim), (api.as_registrar, api.as_colleague)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert api.as_officer.get(f"/cases/{case['id']}").json()["version"] == case["version"] + 1


def test_order_of_the_keys_makes_no_other_command(api: ServedApi) -> None:
    api.clock.set("2026-09-07 09:00")
    once = key()
    turned = {name: DOSSIER[name] for name in reversed(DOSSIER)}
    turned["form"] = {name: DOSSIER["form"][name] for name in reversed(DOSSIER["form"])}
    first = api.as_officer.post("/cases", json=DOSSIER, headers=once)
    second = api.as_officer.post("/cases", json=turned, headers=once)
    assert (second.status_code, second.json()) == (201, first.json())
