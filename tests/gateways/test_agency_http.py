"""Three answers are answers; whatever else comes over the line is a fault, and names no person."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from demo.standin_agency import create_app
from engine.core.errors import AgencyUnreachable
from engine.core.execution import AutomaticWork
from engine.core.identifiers import AgencyId, CaseId, StepId
from engine.gateways.agency_http import HttpAgencyGateway
from engine.service.executor_ports import AgencyAnswer, Verdict

WORK = AutomaticWork(
    key="case-1/print_licence",
    case_id=CaseId("case-1"),
    step=StepId("print_licence"),
    agency=AgencyId("printer-1"),
    system="printer",
    operation="print_licence",
    payload={"form": {"requester": {"full_name": "Diều Thị Giấy"}}},
)


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    """A server that says the same to everybody."""

    class Same(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Idempotency-Key-Was", self.headers["Idempotency-Key"])
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    server = HTTPServer(("127.0.0.1", 0), Same)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def ask(address: str) -> AgencyAnswer:
    return asyncio.run(HttpAgencyGateway({"printer": address}).ask(WORK))


def test_accepted() -> None:
    body = (
        b'{"result": {"n": 1}, "documents": [{"document": "licence"}], "completed_at": "2026-06-01T10:20:00.5+07:00"}'
    )
    with answering(200, body) as address:
        answer = ask(address)
    assert answer.verdict is Verdict.ACCEPTED
    assert (answer.result, answer.documents) == ({"n": 1}, ({"document": "licence"},))
    assert answer.completed_at == datetime.fromisoformat("2026-06-01T10:20:00+07:00")


def test_later_and_rejected() -> None:
    with answering(202, b'{"reference": "R-1"}') as address:
        assert ask(address) == AgencyAnswer(verdict=Verdict.LATER, reference="R-1")
    with answering(400, '{"reason": "Sai số"}'.encode()) as address:
        assert ask(address) == AgencyAnswer(verdict=Verdict.REJECTED, reason="Sai số")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, b"<html>Bad Request</html>"),
        (400, b'{"detail": "no reason"}'),
        (202, b"{}"),
        (200, b"not json"),
        (200, b'{"completed_at": "yesterday"}'),
        (401, b""),
        (404, b'{"reason": "no such address"}'),
        (409, b'{"reason": "conflict"}'),
        (422, b'{"reason": "unprocessable"}'),
        (500, b""),
        (503, b'{"reason": "busy"}'),
    ],
)
def test_anything_else_is_a_fault(status: int, body: bytes) -> None:
    with answering(status, body) as address, pytest.raises(AgencyUnreachable) as fault:
        ask(address)
    assert str(status) in str(fault.value)
    assert "Giấy" not in str(fault.value)


def test_nobody_there_and_no_address() -> None:
    with answering(200, b"{}") as address:
        pass
    with pytest.raises(AgencyUnreachable, match=r"printer\.print_licence: ConnectError"):
        ask(address)
    with pytest.raises(AgencyUnreachable, match="no address is set for the system printer"):
        asyncio.run(HttpAgencyGateway({}).ask(WORK))


def test_the_stand_in_repeats_its_first_answer_and_remembers_it_over_a_restart(tmp_path: Path) -> None:
    wanted = {"result": {}, "documents": [{"document": "insurance_card", "title": "Thẻ bảo hiểm y tế"}]}
    work = {"opened_at": "2026-09-01T10:00:00+07:00", "form": {}, "asked_for": wanted}
    said = {"json": work, "headers": {"Idempotency-Key": "k1"}}
    with TestClient(create_app(tmp_path / "state.json")) as first:
        answers = [first.post("/issue_card", **said).json() for _ in range(2)]
    with TestClient(create_app(tmp_path / "state.json")) as again:
        answers.append(again.post("/issue_card", **said).json())
        statistics = again.get("/statistics").json()
        assert again.post("/issue_card", json={}).status_code == 422
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["documents"][0]["reference"] == "MAU000000000001"
    assert (statistics["calls"], statistics["distinct_keys"]) == (3, 1)


def test_the_stand_in_does_what_the_form_says(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "state.json")) as standin:

        def status(key: str, wish: str) -> int:
            body = {"form": {"child": {"place_of_birth": wish}}, "dossier_code": key}
            return standin.post("/issue_card", json=body, headers={"Idempotency-Key": key}).status_code

        assert [status("a", "standin:later"), status("b", "xin standin:reject nhé"), status("c", "Hoa Mẫu")] == [
            202,
            400,
            200,
        ]
        assert [status("d", "standin:fail=1"), status("d", "standin:fail=1")] == [503, 200]
        standin.put("/behaviour/e", json={"behaviour": "reject"})
        assert status("e", "standin:later") == 400
