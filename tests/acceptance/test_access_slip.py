"""The slip with the citizen's secret, printed at the counter: told once, by the unit that holds the dossier, never kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from uuid import uuid4

import httpx
import pytest

from engine.core.actors import Role
from tests.support.served_api import COUNTER, ServedApi, served_api

SECRET = re.compile(r'<dd class="word">([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})</dd>')


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    with served_api(tmp_path_factory.mktemp("slips"), public_url="https://hoso.example.gov.vn") as served:
        yield served


def asked(
    api: ServedApi, case: str, act: str = "", client: httpx.Client | None = None, **headers: str
) -> httpx.Response:
    by = client or api.as_officer
    return by.post(f"/cases/{case}/access-slip/page", data={"act": act or str(uuid4())}, headers=headers)


def opens(api: ServedApi, code: str, secret: str) -> bool:
    given = {"code": code, "secret": secret}
    return httpx.post(f"{api.address}/track", data=given, trust_env=False, timeout=120).status_code == 303


def test_the_slip_has_a_secret_that_opens_the_case_and_ends_the_former(public: ServedApi) -> None:
    case = public.received()
    former, code = case["citizen_access"]["secret"], case["dossier_code"]
    answer = asked(public, case["id"])
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    (secret,) = SECRET.findall(answer.text)
    assert opens(public, code, secret) and not opens(public, code, former)
    assert code in answer.text and "https://hoso.example.gov.vn/track" in unescape(answer.text)
    assert "<svg" in answer.text and 'viewBox="' in answer.text and secret not in str(answer.url)


def test_the_same_form_sent_twice_tells_it_once(public: ServedApi) -> None:
    case, act = public.received(), str(uuid4())
    (secret,) = SECRET.findall(asked(public, case["id"], act).text)
    again = asked(public, case["id"], act)
    assert again.status_code == 409 and SECRET.findall(again.text) == [] and secret not in again.text
    assert "Mã bí mật của lần này đã được cấp" in again.text
    assert opens(public, case["dossier_code"], secret), "and it stays good"


def test_whoever_is_signed_in_makes_it_by_the_form_of_the_page_alone(api: ServedApi) -> None:
    """A session gives no command by itself: the form has the word that other sites cannot know."""
    case = api.received()
    path = f"/cases/{case['id']}/access-slip/page"
    with httpx.Client(base_url=api.address, trust_env=False, timeout=120) as desk:
        desk.post("/sign-in", data={"token": api.token(Role.ONE_STOP_OFFICER, COUNTER)})
        form = dict(re.findall(r'<input type="hidden" name="(word|act)" value="([^"]+)">', desk.get(path).text))
        assert desk.post(path, data={"act": str(uuid4())}).status_code == 403
        assert opens(api, case["dossier_code"], case["citizen_access"]["secret"]), "nothing was changed"
        made = desk.post(path, data={"act": form["act"], "word": form["word"]})
    (secret,) = SECRET.findall(made.text)
    assert made.status_code == 200 and opens(api, case["dossier_code"], secret)


def test_only_the_unit_that_holds_the_dossier_and_only_from_our_page(public: ServedApi) -> None:
    case = public.received()
    secret = case["citizen_access"]["secret"]
    assert asked(public, case["id"], client=public.as_registrar).status_code == 403
    assert asked(public, case["id"], **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert asked(public, "no-such-case").status_code == 404
    shown = public.as_officer.get(f"/cases/{case['id']}/access-slip/page")
    assert shown.status_code == 200 and "Mã bí mật cũ, nếu có, hết hiệu lực ngay." in shown.text
    assert opens(public, case["dossier_code"], secret), "nothing was changed"
    offer = "In phiếu tra cứu cho người nộp"
    assert offer in public.as_officer.get(f"/cases/{case['id']}/page").text
    assert offer not in public.as_registrar.get(f"/cases/{case['id']}/page").text


def test_what_was_done_is_in_the_trail_and_the_secret_is_nowhere(public: ServedApi) -> None:
    case = public.received()
    (secret,) = SECRET.findall(asked(public, case["id"]).text)
    found = (
        public.client(Role.AUDITOR)
        .get("/audit", params={"case_id": case["id"], "kind": "access_renewed"})
        .raise_for_status()
    )
    assert [entry["kind"] for entry in found.json()["items"]] == ["access_renewed"]
    assert secret not in found.text
