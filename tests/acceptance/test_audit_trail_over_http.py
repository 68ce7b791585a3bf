"""What leaves no event is in the trail: sign-ins, looks, refusals at the door; the auditor reads it, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from engine.core.actors import Role
from engine.core.audit import AuditEntry, AuditKind
from engine.service.audit_ports import AuditQuery
from engine.service.ports import Page
from tests.support.served_api import COUNTER, DOSSIER, REGISTRY, ServedApi, key
from tests.support.statement_spy import statements_sent

PROXY = ("127.0.0.1", 40_000)
K = AuditKind


class Trailed:
    """The API without a server, behind a proxy that it trusts; each test asks in a minute of its own."""

    def __init__(self, home: Path) -> None:
        self.api = ServedApi(home)
        self.minute = 0

    def client(self, role: Role | None = None, agency: str | None = None, name: str = "") -> TestClient:
        headers = {"X-Forwarded-For": "192.0.2.7"}
        if role is not None:
            headers["Authorization"] = f"Bearer {self.api.token(role, agency, name or uuid4().hex)}"
        app = ProxyHeadersMiddleware(self.api.app, trusted_hosts=PROXY[0])
        return TestClient(app, headers=headers, client=PROXY, follow_redirects=False)

    def next_minute(self) -> None:
        self.minute += 1
        self.api.clock.set(f"2026-09-07 {9 + self.minute // 60:02d}:{self.minute % 60:02d}")

    def entries(self, kind: AuditKind, **asked: Any) -> list[AuditEntry]:
        """Of this minute."""
        query = AuditQuery(kind=kind, since=self.api.clock.now(), **asked)
        return list(self.api.product.audit.list_entries(query, Page(limit=200))[0])

    def received(self) -> dict[str, Any]:
        officer = self.client(Role.ONE_STOP_OFFICER, COUNTER)
        case = officer.post("/cases", json=DOSSIER, headers=key()).json()
        return dict(officer.post(f"/cases/{case['id']}/receive", headers=key()).json())


@pytest.fixture(scope="module")
def module_trail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trailed]:
    trailed = Trailed(tmp_path_factory.mktemp("trail"))
    yield trailed
    trailed.api.close()


@pytest.fixture
def trail(module_trail: Trailed) -> Trailed:
    module_trail.next_minute()
    return module_trail


def test_looks_at_a_case_are_entered_once_a_minute(trail: Trailed) -> None:
    case = trail.received()
    path, code = f"/cases/{case['id']}", case["dossier_code"]
    looker = trail.client(Role.CASEWORKER, REGISTRY, "looker")
    for asked in (path, path, f"/cases/by-code/{code}", f"{path}/events", f"{path}/page", f"{path}/graph.svg"):
        assert looker.get(asked).status_code == 200, asked
    (entry,) = trail.entries(K.CASE_LOOKED_AT)
    assert entry.actor == f"caseworker-{REGISTRY}-looker"
    assert (entry.case_id, entry.about, entry.outcome, entry.address) == (case["id"], "", "", "192.0.2.7")
    trail.next_minute()
    assert looker.get(path).status_code == 200
    assert len(trail.entries(K.CASE_LOOKED_AT)) == 1


def test_papers_and_lists_are_entered_for_what_they_are(trail: Trailed) -> None:
    case = trail.received()
    looker = trail.client(Role.ONE_STOP_OFFICER, COUNTER)
    (first, *_) = looker.get(f"/cases/{case['id']}/papers").json()["items"]
    assert looker.get(f"/cases/{case['id']}/papers/{first['name']}").status_code == 200
    assert looker.get("/cases", params={"q": "Nguyễn"}).status_code == 200
    assert looker.get(f"/agencies/{COUNTER}/tracking-book").status_code == 200
    (paper,) = trail.entries(K.PAPER_READ)
    assert (paper.case_id, paper.about) == (case["id"], f"get_paper {first['name']}")
    assert [(one.case_id, one.about) for one in trail.entries(K.REPORT_EXPORTED)] == [
        (None, f"get_tracking_book {COUNTER}")
    ]
    looks = {(one.case_id, one.about) for one in trail.entries(K.CASE_LOOKED_AT)}
    assert looks == {(case["id"], ""), (None, "list_cases")}, "what was searched for is not entered: it is a name"


def test_what_was_not_shown_is_no_look(trail: Trailed) -> None:
    case = trail.received()
    stranger = trail.client(Role.CASEWORKER, "sen-trang-civil-registry")
    assert stranger.get(f"/cases/{case['id']}").status_code == 404
    assert trail.client().get(f"/cases/{case['id']}").status_code == 401
    assert trail.entries(K.CASE_LOOKED_AT) == []


def test_sign_ins_made_and_refused(trail: Trailed) -> None:
    browser = trail.client()
    token = trail.api.token(Role.CASEWORKER, REGISTRY, "signs in")
    assert browser.post("/sign-in", data={"token": token}).status_code == 303
    assert browser.post("/sign-in", data={"token": "guessed"}).status_code == 403
    for guess in ("one", "two", "three"):
        assert trail.client().get("/cases", headers={"Authorization": f"Bearer {guess}"}).status_code == 401
    (made,) = trail.entries(K.SIGNED_IN)
    assert (made.actor, made.about, made.address) == (f"caseworker-{REGISTRY}-signs in", "page", "192.0.2.7")
    refused = sorted((one.actor, one.outcome, one.address) for one in trail.entries(K.SIGN_IN_REFUSED))
    assert refused == [("", "page", "192.0.2.7"), ("", "token", "192.0.2.7")], "guesses cost one row a minute"


def test_the_visit_of_a_citizen_is_entered_and_so_is_a_guess(trail: Trailed) -> None:
    case = trail.received()
    secret, visitor = case["citizen_access"]["secret"], trail.client()
    assert visitor.post("/track", data={"code": case["dossier_code"], "secret": "ABCD"}).status_code == 403
    assert visitor.post("/track", data={"code": case["dossier_code"], "secret": secret}).status_code == 303
    assert visitor.get("/track/case").status_code == 200
    (guess,) = trail.entries(K.SIGN_IN_REFUSED)
    (came,), (looked,) = trail.entries(K.SIGNED_IN), trail.entries(K.CASE_LOOKED_AT)
    assert (guess.actor, guess.case_id, guess.outcome) == ("", None, "track")
    assert {came.actor, looked.actor} == {f"citizen/{case['id']}"}
    assert {came.case_id, looked.case_id} == {case["id"]}


def test_who_is_refused_at_the_door_is_entered(trail: Trailed) -> None:
    case = trail.received()
    nosy = trail.client(Role.CITIZEN, name="nosy")
    assert nosy.get("/audit").status_code == 403
    assert nosy.post(f"/cases/{case['id']}/receive", headers=key()).status_code == 403
    assert nosy.post("/cases/of my neighbour/receive", headers=key()).status_code == 403
    assert nosy.get("/cases", headers={"On-Behalf-Of": "nobody"}).status_code == 403
    refused = {(one.about, one.case_id, one.outcome) for one in trail.entries(K.COMMAND_REFUSED)}
    assert refused == {
        ("list_audit_entries", None, "not_permitted"),
        ("receive_case", case["id"], "not_permitted"),
        ("receive_case", None, "not_permitted"),
        ("act_on_behalf", None, "not_permitted"),
    }


def test_delegations_and_new_secrets_are_entered(trail: Trailed) -> None:
    case = trail.received()
    away, officer = trail.client(Role.CASEWORKER, REGISTRY), trail.client(Role.ONE_STOP_OFFICER, COUNTER)
    trail.client(Role.CASEWORKER, REGISTRY, "stands in")
    taker = f"caseworker-{REGISTRY}-stands in"
    given = away.post("/delegations", json={"taker": taker, "until_at": "2026-09-14T17:00:00+07:00"}).json()
    assert away.post(f"/delegations/{given['id']}/end").status_code == 200
    assert officer.post(f"/cases/{case['id']}/citizen-access", headers=key()).json()["secret"]
    assert [one.about for one in trail.entries(K.DELEGATION_GIVEN)] == [given["id"]]
    assert [one.about for one in trail.entries(K.DELEGATION_ENDED)] == [given["id"]]
    assert [one.case_id for one in trail.entries(K.ACCESS_RENEWED)] == [case["id"]]


def test_the_auditor_reads_the_trail_page_by_page(trail: Trailed) -> None:
    case = trail.received()
    looker = trail.client(Role.CASEWORKER, REGISTRY, "read of")
    for _ in range(3):
        trail.next_minute()
        assert looker.get(f"/cases/{case['id']}").status_code == 200
    auditor = trail.client(Role.AUDITOR)
    asked = {"actor": f"caseworker-{REGISTRY}-read of", "kind": "case_looked_at", "case_id": case["id"], "limit": "2"}
    first = auditor.get("/audit", params=asked).json()
    second = auditor.get("/audit", params={**asked, "after": first["next"]}).json()
    found = [*first["items"], *second["items"]]
    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
    assert [entry["at"] for entry in found] == sorted((entry["at"] for entry in found), reverse=True)
    assert found[0]["words"] == {"vi": "xem hồ sơ", "en": "case looked at"}
    until = {**asked, "until": found[1]["at"]}
    assert [entry["id"] for entry in auditor.get("/audit", params=until).json()["items"]] == [found[2]["id"]]
    assert "Nguyễn" not in auditor.get("/audit", params={"limit": 200}).text
    assert len(trail.entries(K.TRAIL_READ)) == 1, "who reads the trail is in it"


@pytest.mark.parametrize("asked", [{"kind": "gossip"}, {"after": "no page"}, {"since": "yesterday"}, {"limit": "0"}])
def test_a_question_that_cannot_be_is_a_problem_document(trail: Trailed, asked: dict[str, str]) -> None:
    answer = trail.client(Role.AUDITOR).get("/audit", params=asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid")


def test_an_address_is_believed_of_a_trusted_proxy_alone(trail: Trailed) -> None:
    token = trail.api.token(Role.CASEWORKER, REGISTRY)
    app = ProxyHeadersMiddleware(trail.api.app, trusted_hosts="192.0.2.1")
    for port, (host, said) in enumerate((("127.0.0.1", "203.0.113.9"), ("192.0.2.1", "my name is An"))):
        stranger = TestClient(app, client=(host, port), follow_redirects=False)
        stranger.post("/sign-in", data={"token": token}, headers={"X-Forwarded-For": said})
    assert sorted(one.address for one in trail.entries(K.SIGNED_IN)) == ["", "127.0.0.1"]


def test_a_command_asks_the_database_nothing_more(trail: Trailed) -> None:
    case = trail.received()
    worker = trail.client(Role.CASEWORKER, REGISTRY)
    with statements_sent() as sent:
        assert worker.post(f"/cases/{case['id']}/steps/register_birth/claim", headers=key()).status_code == 200
    assert not [statement for statement, _ in sent if "audit" in statement]


def test_an_answer_that_cannot_be_entered_is_given_and_counted(tmp_path: Path) -> None:
    trail = Trailed(tmp_path)
    try:
        case, looker = trail.received(), trail.client(Role.CASEWORKER, REGISTRY)
        with trail.api.product.database.write() as connection:
            connection.execute(text("DROP TABLE audit_entries"))
        assert looker.get(f"/cases/{case['id']}").status_code == 200
        assert b"lienthong_audit_not_entered_total 1.0" in trail.api.product.metrics.text()
    finally:
        trail.api.close()
