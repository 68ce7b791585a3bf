"""Names and numbers of people stay in the ledger: no log, no figure and nothing of Prefect's has them, come what may."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from engine.core.actors import Role
from engine.core.letters import LETTERS
from engine.settings import Settings
from tests.support.otlp_receiver import otlp_receiver
from tests.support.prefect_server import PrefectServer
from tests.support.processes import LOOPBACK, free_port, wait_until
from tests.support.running_product import Part, RunningProduct, as_environment
from tests.support.served_api import BORN, COUNTER, DOSSIER, REGISTRY, step_path

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

NAMES = ("Yểng Thị Hoàng Oanh", "Sáo Văn Họa Mi")
NUMBERS = ("099777666555", "GCS-7654321")
ANSWERED = "Chích Chòe Thị Trả Lời"
REASON = "Vành Khuyên Văn Lý Do"
ACTOR = "Thử Văn Nghiệm"
CANARIES = (*NAMES, *NUMBERS, ANSWERED, REASON, ACTOR)
FORM: dict[str, Any] = {
    "requester": {"full_name": NAMES[0], "personal_id": NUMBERS[0]},
    "child": {"full_name": NAMES[1], "date_of_birth": "2026-08-15"},
    "mother": {"full_name": NAMES[0]},
    "father_unknown": True,
    "residence": {"head_of_household": NAMES[0], "address": "Số 0 đường Ví Dụ"},
}
OURS = {**DOSSIER, "form": FORM, "documents": [{"document": "birth_notice", "reference": NUMBERS[1]}]}


class Talkative(BaseHTTPRequestHandler):
    """An agency's system that puts names into everything that it answers, and answers as nobody agreed."""

    answers: tuple[tuple[int, bytes], ...] = (
        (500, ANSWERED.encode()),
        (200, f'{{"result": "{ANSWERED}"}}'.encode()),
        (200, ANSWERED.encode()),
        (200, json.dumps({"result": {ANSWERED: ANSWERED}, "documents": [{"document": ANSWERED}]}).encode()),
        (400, json.dumps({"reason": ANSWERED}).encode()),
    )
    asked = 0

    def do_POST(self) -> None:
        status, body = self.answers[min(Talkative.asked, len(self.answers) - 1)]
        Talkative.asked += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        return


@contextmanager
def talkative_agency() -> Iterator[str]:
    server = ThreadingHTTPServer((LOOPBACK, 0), Talkative)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def watched_product(
    home: Path, prefect: PrefectServer, agency: str, collector: str
) -> Iterator[tuple[RunningProduct, Settings]]:
    """The product whose agencies are talkative; both processes open their ports for monitoring, and are followed."""
    product = RunningProduct(home, f"sqlite:///{home / 'ledger.db'}", prefect)
    ports = {"api_operations_port": free_port(), "dispatcher_operations_port": free_port()}
    systems = dict.fromkeys(("social_insurance", LETTERS), agency)
    settings = product.settings.model_copy(update={**ports, "agency_systems": systems})
    environment = {
        **prefect.client_environment(),
        **as_environment(settings),
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector,
    }
    product.api = Part("api.main", [], environment, home / "api.log", f"{product.address}/ready")
    product.dispatcher = Part("flows.dispatcher", [], environment, home / "dispatcher.log", "")
    try:
        product.api.start()
        product.dispatcher.start()
        yield product, settings
    finally:
        product.end()


def test_no_name_and_no_number_leaves_the_ledger(tmp_path: Path, private_prefect_server: PrefectServer) -> None:
    Talkative.asked = 0
    with (
        talkative_agency() as agency,
        otlp_receiver() as collector,
        watched_product(tmp_path, private_prefect_server, agency, collector.address) as (product, settings),
    ):
        officer, registrar = product.client(Role.ONE_STOP_OFFICER, COUNTER), product.client(Role.CASEWORKER, REGISTRY)
        with officer, registrar:
            _told_and_refused(officer)
            case = _answered(officer.post("/cases", json=OURS))
            secret = _visited(officer, _answered(officer.post(f"/cases/{case['id']}/receive")))
            asked = {"reasons": [REASON], "documents": ["marriage_certificate"]}
            _answered(registrar.post(step_path(case, "register_birth", "request-supplement"), json=asked))
            papers = {"documents": [{"document": "marriage_certificate", "reference": NUMBERS[1]}]}
            _answered(officer.post(step_path(case, "register_birth", "hand-in-supplement"), json=papers))
            _answered(registrar.post(step_path(case, "register_birth", "complete"), json=BORN))
            wait_until(
                lambda: Talkative.asked >= len(Talkative.answers), within=120, what="the agency has said it all",
                log=product.dispatcher.log,
            )  # fmt: skip
            assert officer.post(f"/cases/{case['id']}/withdraw", json={"reason": REASON}).status_code < 500
            wait_until(
                lambda: _unseen(settings) == 0, within=90, what="Prefect has seen it", log=product.dispatcher.log
            )
            figures = "".join(_read(port, "/metrics") for port in _ports(settings))
            _broken(officer, settings)
        product.dispatcher.stop()
        product.api.stop()
        written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.log")}
    written |= {
        "traces": collector.raw,
        "figures": figures,
        "prefect's log": private_prefect_server.log.read_text(encoding="utf-8"),
    }
    written["prefect's database"] = _dump(private_prefect_server.home / "prefect.db")
    assert 'lienthong_commands_total{kind="submit_case",outcome="accepted"} 1.0' in figures
    assert case["id"] in written["prefect's database"] and case["id"] in written["api.log"]
    crashes = {span.told["error.type"] for span in collector.spans() if span.failed}
    assert "OperationalError" in crashes and case["id"] in written["traces"]
    assert '"OperationalError"' in written["api.log"], "the crash was told"
    canaries = (*CANARIES, secret)
    found = {name: [canary for canary in canaries if canary in _as_text(text)] for name, text in written.items()}
    assert {name: canaries for name, canaries in found.items() if canaries} == {}
    assert [line for line in written["api.log"].splitlines() if not line.startswith("{")] == []
    assert [line for line in written["dispatcher.log"].splitlines() if not line.startswith("{")] == []


def _told_and_refused(officer: httpx.Client) -> None:
    """Searches, addresses that are none, malformed and unlawful commands: all with names in them."""
    assert officer.get("/cases", params={"text": NAMES[0]}).status_code == 200
    assert officer.get(f"/cases/{NAMES[0]}").status_code == 404
    assert (
        officer.get(f"/{NAMES[1]}", headers={"X-Request-Id": NUMBERS[0], "traceparent": NUMBERS[1]}).status_code == 404
    )
    assert officer.post("/cases", json={**OURS, NAMES[0]: NAMES[1]}).status_code == 422
    assert officer.post("/cases", json={**OURS, "form": {"child": NAMES[0]}}).status_code == 422
    assert officer.post("/cases", json={**OURS, "territory": NAMES[0]}).status_code in {404, 409, 422}
    assert officer.post("/cases", content=f'{{"form": "{NAMES[0]}'.encode()).status_code == 422
    assert officer.post("/cases", json=OURS, headers={"Idempotency-Key": NUMBERS[0]}).status_code == 422
    assert officer.post("/sign-in", data={"token": NUMBERS[0]}).status_code < 500


def _visited(officer: httpx.Client, case: dict[str, Any]) -> str:
    """The citizen comes in with the secret, also where it does not belong: into addresses."""
    secret = str(case["citizen_access"]["secret"])
    said = {"code": case["dossier_code"], "secret": secret}
    assert officer.post("/track", data={**said, "secret": NAMES[0]}).status_code == 403
    assert officer.post(f"/track?s={secret}", data=said).status_code == 303
    assert officer.get(f"/track/{secret}").status_code == 404
    assert officer.get("/track/case", params={"s": secret}).status_code == 200
    officer.post("/track/leave")
    return secret


def _broken(officer: httpx.Client, settings: Settings) -> None:
    """The ledger breaks in mid-work as nobody foresaw: a crash with the whole command in the statement."""
    with closing(sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))) as ledger:
        ledger.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON command_receipts BEGIN SELECT a_function_that_nobody_has(1); END"
        )
        ledger.commit()
    answer = officer.post("/cases", json=OURS)
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert answer.headers["X-Request-Id"]


def _answered(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, answer.text
    return dict(answer.json())


def _ports(settings: Settings) -> tuple[int, int]:
    return settings.api_operations_port, settings.dispatcher_operations_port


def _read(port: int, path: str) -> str:
    return httpx.get(f"http://{LOOPBACK}:{port}{path}", trust_env=False, timeout=120).raise_for_status().text


def _unseen(settings: Settings) -> int:
    return int(json.loads(_read(settings.api_operations_port, "/ready"))["prefect_unseen_cases"])


def _dump(database: Path) -> str:
    with closing(sqlite3.connect(database)) as opened:
        return "\n".join(opened.iterdump())


def _as_text(said: str) -> str:
    """JSON may have written letters as escapes."""
    return said + re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), said)
