"""Each error of the engine has its status, its title, its document."""

from __future__ import annotations

import json
from html import unescape

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api import errors
from api.problem_words import TITLES
from engine.core.definition_basics import LegalBasis
from engine.core.errors import (
    AgencyUnreachable,
    Busy,
    CommandRefused,
    Conflict,
    EngineError,
    InvariantBroken,
    LedgerAway,
    Reason,
    StorageFull,
)
from engine.core.legal_time import DeadlineError, ErrorCode
from engine.core.values import Text

SECRET = "connection string: secret"


@pytest.mark.parametrize("code", [*Reason, *errors.STATUS])
def test_every_code_has_status_and_title(code: str) -> None:
    assert errors.STATUS[code] in range(400, 508)
    assert TITLES[code].vi
    assert TITLES[code].en


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        (Reason.WRONG_AGENCY, 403),
        (Reason.NOT_PERMITTED, 403),
        (Reason.BACKDATING_NOT_PERMITTED, 403),
        (Reason.STEP_UNKNOWN, 404),
        (Reason.WRONG_STATUS, 409),
        (Reason.DOSSIER_INCOMPLETE, 409),
        (Reason.FORM_INVALID, 422),
        (Reason.RESULT_INVALID, 422),
    ],
)
def test_malformed_is_422_and_a_lawful_no_is_not(reason: Reason, status: int) -> None:
    assert errors.STATUS[reason] == status


def client_that_meets(error: Exception, path: str = "/") -> TestClient:
    app = FastAPI()
    errors.install(app)

    @app.get(path)
    def fail() -> None:
        raise error

    return TestClient(app, raise_server_exceptions=False)


def test_refusal_carries_everything() -> None:
    basis = LegalBasis(ref="NĐ 301/2026/NĐ-CP", article="6(1)")
    refused = CommandRefused(
        Reason.SUSPENSION_USED_UP,
        Text(vi="đã yêu cầu một lần", en="asked once already"),
        attempted="request_supplement",
        current="open",
        legal_basis=(basis,),
        problems=(Text(vi="reasons: một lần là đủ", en="reasons: one is enough"),),
    )
    answer = client_that_meets(refused).get("/", headers={"Accept-Language": "en"})
    default = client_that_meets(refused).get("/").json()
    assert (default["detail"], default["problems"]) == ("đã yêu cầu một lần", ["reasons: một lần là đủ"])
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:lienthong:problem:suspension_used_up",
        "title": "No further suspension is lawful",
        "status": 409,
        "detail": "asked once already",
        "code": "suspension_used_up",
        "current": "open",
        "attempted": "request_supplement",
        "current_version": None,
        "current_status": None,
        "available_commands": None,
        "legal_basis": [{"ref": "NĐ 301/2026/NĐ-CP", "article": "6(1)", "certainty": "verified", "note": None}],
        "problems": ["reasons: one is enough"],
    }


def test_conflict_is_412_for_who_named_a_version_and_409_for_others() -> None:
    client = client_that_meets(Conflict("somebody was faster", current_version=9))
    named = client.get("/", headers={"If-Match": '"7"'})
    unnamed = client.get("/")
    assert (named.status_code, named.json()["code"], named.json()["current_version"]) == (412, "precondition_failed", 9)
    assert (unnamed.status_code, unnamed.json()["code"]) == (409, "conflict")


BAD_MOMENTS = [(Busy(), 503, "busy"), (LedgerAway(), 503, "ledger_away"), (StorageFull(), 507, "storage_full")]


@pytest.mark.parametrize(("error", "status", "code"), BAD_MOMENTS)
@pytest.mark.parametrize("headers", [{}, {"If-Match": '"7"'}])
def test_a_bad_moment_says_when_to_come_again(
    headers: dict[str, str], error: EngineError, status: int, code: str
) -> None:
    answer = client_that_meets(error).get("/?lang=en", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert int(answer.headers["Retry-After"]) > 0
    assert "send the same again" in answer.json()["detail"]


@pytest.mark.parametrize(("error", "status", "code"), BAD_MOMENTS)
@pytest.mark.parametrize(("language", "link"), [("vi", "Thử lại"), ("en", "Try again")])
def test_a_person_gets_a_page_in_a_bad_moment(
    error: EngineError, status: int, code: str, language: str, link: str
) -> None:
    address = f"/pages/cases?lang={language}&text=a"
    answer = client_that_meets(error, "/pages/cases").get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert int(answer.headers["Retry-After"]) > 0
    assert error.words.in_language(language) in unescape(answer.text)
    assert f'<a href="{address}">{link}</a>' in unescape(answer.text)


def test_agency_that_does_not_answer_is_503() -> None:
    answer = client_that_meets(AgencyUnreachable()).get("/?lang=en")
    assert (answer.status_code, answer.json()["code"]) == (503, "agency_unreachable")
    assert "try again later" in answer.json()["detail"]


@pytest.mark.parametrize(
    "error",
    [RuntimeError(SECRET), InvariantBroken(SECRET), DeadlineError(ErrorCode.INVALID_CASE, SECRET)],
)
def test_the_unexpected_tells_nothing_of_the_inside(error: Exception) -> None:
    answer = client_that_meets(error).get("/")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert SECRET not in json.dumps(answer.json())
