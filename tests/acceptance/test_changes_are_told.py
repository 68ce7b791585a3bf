"""Who follows a case is told when something happens to it, and when time moves one of its clocks."""

from __future__ import annotations

import httpx

from engine.core.actors import Role
from tests.support.event_stream import following
from tests.support.served_api import COUNTER, ServedApi, step_path


def test_change_is_told(api: ServedApi) -> None:
    case = api.received()
    with following(api.as_officer, f"/cases/{case['id']}/changes") as events:
        first = next(events)
        assert (first.kind, first.data["version"]) == ("change", case["version"])
        assert first.id.startswith(f"{case['version']}-")
        api.as_registrar.post(step_path(case, "register_birth", "claim"))
        second = next(events)
        assert second.data["version"] == case["version"] + 1
        asked = {"reasons": ["Thiếu"]}
        api.as_registrar.post(step_path(case, "register_birth", "request-supplement"), json=asked)
        assert next(events).data["status_words"]["vi"] == "Chờ bổ sung hồ sơ"


def test_passing_of_time_is_told(api: ServedApi) -> None:
    case = api.received("2026-09-07 09:00")
    with following(api.as_officer, f"/cases/{case['id']}/changes") as events:
        first = next(events)
        api.clock.set("2026-09-08 09:01")  # the birth step was due at 9:00
        second = next(events)
        assert second.data["version"] == first.data["version"]
        assert second.id != first.id


def test_who_has_the_newest_event_waits_for_the_next(api: ServedApi) -> None:
    case = api.received()
    path = f"/cases/{case['id']}/changes"
    with following(api.as_officer, path) as events:
        newest = next(events)
    with following(api.as_officer, path, **{"Last-Event-ID": newest.id}) as events:
        api.as_registrar.post(step_path(case, "register_birth", "claim"))
        assert next(events).data["version"] == case["version"] + 1


def test_session_of_the_pages_may_follow_until_it_is_closed(api: ServedApi) -> None:
    case = api.received()
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as browser:
        browser.post("/sign-in", data={"token": api.token(Role.ONE_STOP_OFFICER, COUNTER)})
        with following(browser, f"/cases/{case['id']}/changes") as events:
            assert next(events).data["case_id"] == case["id"]
            browser.post("/sign-out")
            assert list(events) == []


def test_stream_ends_with_the_token(api: ServedApi) -> None:
    case = api.received()
    token = api.token(Role.ONE_STOP_OFFICER, COUNTER, name="Hồ Thị Rời Đi")
    headers = {"Authorization": f"Bearer {token}"}
    with following(api.as_nobody, f"/cases/{case['id']}/changes", **headers) as events:
        next(events)
        api.product.tokens.revoke(token, api.clock.now())
        assert list(events) == []


def test_another_counters_dossier_is_not_followed(api: ServedApi) -> None:
    case = api.submitted()
    other_counter = api.client(Role.ONE_STOP_OFFICER, "sen-trang-one-stop")
    assert other_counter.get(f"/cases/{case['id']}/changes").status_code == 404
