"""What the owner was told, for the officer: over HTTP and on the page of the case, without address and words."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from engine.wiring import build_owners_told
from tests.support.served_api import DOSSIER, ServedApi, served_api

REACHED = {"full_name": "Đặng Thuỵ Ưởng", "personal_id": "099000000002", "email": "vidu@example.vn"}


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    """Letters go into a folder."""
    home = tmp_path_factory.mktemp("telling")
    with served_api(home, mail_folder=home / "letters", public_url="https://hoso.example.gov.vn") as served:
        yield served


def received(api: ServedApi, **requester: str) -> dict[str, Any]:
    return api.received("2026-11-20 14:30", form={**DOSSIER["form"], "requester": {**REACHED, **requester}})


def letters(api: ServedApi) -> list[Any]:
    folder = api.settings.mail_folder or Path()
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(folder.glob("*.eml"))]


def test_a_receipt_is_told_by_a_letter_and_the_officer_sees_that(telling: ServedApi) -> None:
    case = received(telling)
    address = f"/cases/{case['id']}/notifications"
    (item,) = telling.as_officer.get(address).raise_for_status().json()["items"]
    assert (item["kind"], item["way"], item["outcome"]) == ("received", "email", None)
    build_owners_told(telling.product).tell_due()
    told = telling.as_officer.get(address).raise_for_status()
    assert told.json()["reached_by"] == ["email"]
    assert [one["outcome"] for one in told.json()["items"]] == ["sent"]
    (letter,) = letters(telling)
    text = letter.get_body(("plain",)).get_content()
    assert letter["Subject"] == f"Đã tiếp nhận hồ sơ {case['dossier_code']}"
    assert f"https://hoso.example.gov.vn/track#{case['dossier_code']}" in text.split()
    assert "Hẹn trả kết quả: " in text and "26/11/2026" in text
    secret = case["citizen_access"]["secret"]
    for hidden in (*REACHED.values(), secret):
        assert hidden not in text and hidden not in told.text
    page = telling.as_officer.get(f"/cases/{case['id']}/page").text
    assert "Đã báo cho người nộp" in page and "Thư điện tử:" in page and "Đã gửi" in page


def test_who_left_no_address_is_told_by_people(telling: ServedApi) -> None:
    case = received(telling, email="")
    told = telling.as_officer.get(f"/cases/{case['id']}/notifications").raise_for_status().json()
    assert told == {"reached_by": [], "items": []}
    page = telling.as_officer.get(f"/cases/{case['id']}/page?lang=en").text
    assert "The owner has left no mail address or telephone number that can be used" in page


def test_where_nobody_is_told_nothing_is_said_of_it(api: ServedApi) -> None:
    case = received(api)
    told = api.as_officer.get(f"/cases/{case['id']}/notifications").raise_for_status().json()
    assert told == {"reached_by": [], "items": []}
    assert "Đã báo cho người nộp" not in api.as_officer.get(f"/cases/{case['id']}/page").text
