"""Absence on a page: a colleague is chosen by name for some days, sees it, acts, and it is ended before its time."""

from __future__ import annotations

import pytest

from engine.core.actors import Role
from tests.support.served_api import REGISTRY, ServedApi
from tests.support.typed_forms import at_the_desk, forms_in

PATH, MONDAY = "/pages/delegations", "2026-09-07 09:00"
AWAY, COLLEAGUE, LEAD = "Phạm Thị Đi Phép", "Vũ Văn Làm Thay", "Đỗ Thị Phụ Trách"


def form_in(html: str, field: str) -> dict[str, str]:
    return next(form for form in forms_in(html) if field in form)


def id_of(name: str, role: Role = Role.CASEWORKER) -> str:
    return f"{role.value}-{REGISTRY}-{name}"


def test_given_seen_and_ended_by_names_and_days(api: ServedApi) -> None:
    api.clock.set(MONDAY)
    with (
        at_the_desk(api, Role.CASEWORKER, REGISTRY, AWAY) as away,
        at_the_desk(api, Role.CASEWORKER, REGISTRY, COLLEAGUE) as colleague,
    ):
        page = away.read(PATH)
        assert COLLEAGUE in page and 'name="giver"' not in page, "one gives what is one's own"
        form = {**form_in(page, "act"), "taker": id_of(COLLEAGUE), "until_day": "2026-09-08"}
        for _ in range(2):
            sent = away.client.post(PATH, data=form)
            assert (sent.status_code, sent.headers["location"]) == (303, f"{PATH}?done=given")
        (given,) = [one for one in away.client.get("/delegations").json()["items"] if one["taker"] == id_of(COLLEAGUE)]
        # To the end of Tuesday.
        assert (given["giver"], given["until_at"]) == (id_of(AWAY), "2026-09-09T00:00:00+07:00")
        seen = colleague.read(f"{PATH}?lang=en")
        assert AWAY in seen and "holds now" in seen and f'<option value="{given["id"]}"' in seen
        ended = colleague.client.post(PATH, data=form_in(seen, "end"))
        assert ended.headers["location"] == f"{PATH}?done=ended"
        assert f"ended early, by {COLLEAGUE}" in away.read(f"{PATH}?lang=en")
        assert given["id"] not in colleague.read(PATH), "it can be chosen no more"


def test_the_lead_lets_somebody_stand_in_for_who_fell_ill(api: ServedApi) -> None:
    api.clock.set(MONDAY)
    with (
        at_the_desk(api, Role.CASEWORKER, REGISTRY, AWAY),
        at_the_desk(api, Role.CASEWORKER, REGISTRY, COLLEAGUE),
        at_the_desk(api, Role.AGENCY_LEAD, REGISTRY, LEAD) as lead,
    ):
        form = form_in(lead.read(PATH), "act")
        said = {"giver": id_of(AWAY), "taker": id_of(COLLEAGUE), "from_day": "2026-09-10", "until_day": "2026-09-11"}
        assert lead.client.post(PATH, data={**form, **said}).status_code == 303
        assert "chưa bắt đầu" in lead.read(PATH)
        refused = lead.client.post(PATH, data={**form_in(lead.read(PATH), "act"), **said, "taker": id_of(AWAY)})
        assert (refused.status_code, "không thể tự ủy quyền" in refused.text) == (409, True)
        assert 'value="2026-09-11"' in refused.text, "what was typed is kept"


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"taker": "", "until_day": "2026-09-08"}, 422, "Hãy chọn người làm thay"),
        ({"until_day": "ngày mai"}, 422, "Hãy ghi một ngày"),
        ({"until_day": "9999-12-31"}, 422, "Hãy ghi một ngày"),
        ({"until_day": "2026-09-06"}, 409, "thời điểm kết thúc phải sau"),
        ({"until_day": "2026-09-08", "taker": "nobody"}, 409, "hai người phải cùng cơ quan"),
        ({"until_day": "2026-09-08", "word": "x"}, 403, ""),
        ({"end": "5f0c5f06-4d2f-5b3e-9d0a-0123456789ab"}, 404, "không tìm thấy ủy quyền này"),
    ],
)
def test_what_cannot_be_is_refused_in_words(api: ServedApi, said: dict[str, str], status: int, words: str) -> None:
    api.clock.set(MONDAY)
    with (
        at_the_desk(api, Role.CASEWORKER, REGISTRY, AWAY) as away,
        at_the_desk(api, Role.CASEWORKER, REGISTRY, COLLEAGUE),
    ):
        before = away.client.get("/delegations").json()
        form = form_in(away.read(PATH), "act")
        refused = away.client.post(PATH, data={**form, "taker": id_of(COLLEAGUE), **said})
        assert (refused.status_code, words in refused.text) == (status, True), refused.text
        assert away.client.get("/delegations").json() == before
