"""One trace goes from the request through the ledger to the flow and the agency's system, over three real processes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from engine.core.actors import Role
from tests.support.otlp_receiver import OtlpReceiver, ReceivedSpan, otlp_receiver
from tests.support.prefect_server import PrefectServer
from tests.support.processes import LOOPBACK, wait_until
from tests.support.running_product import Part, RunningProduct, as_environment
from tests.support.served_api import BORN, COUNTER, DOSSIER, POLICE, REGISTRY, step_path

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = f"00-{TRACE}-00f067aa0ba902b7-01"
TAKEN_ON = b'{"reference": "BHXH-000001"}'


@contextmanager
def listening_agency() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """An agency's system that takes everything on and keeps the headers of each request."""
    heard: list[dict[str, str]] = []

    class Listening(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            heard.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(202)
            self.send_header("Content-Length", str(len(TAKEN_ON)))
            self.end_headers()
            self.wfile.write(TAKEN_ON)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer((LOOPBACK, 0), Listening)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}", heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def followed_product(home: Path, prefect: PrefectServer, agency: str, collector: str) -> Iterator[RunningProduct]:
    """API and dispatcher send their spans to the collector; nothing else of them differs."""
    product = RunningProduct(home, f"sqlite:///{home / 'ledger.db'}", prefect)
    settings = product.settings.model_copy(update={"agency_systems": {"social_insurance": agency}})
    environment = {
        **prefect.client_environment(),
        **as_environment(settings),
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector,
        "OTEL_BSP_SCHEDULE_DELAY": "200",
    }
    product.api = Part("api.main", [], environment, home / "api.log", f"{product.address}/ready")
    product.dispatcher = Part("flows.dispatcher", [], environment, home / "dispatcher.log", "")
    try:
        product.api.start()
        product.dispatcher.start()
        yield product
    finally:
        product.end()


def test_one_trace_from_the_request_to_the_agency(tmp_path: Path, prefect_server: PrefectServer) -> None:
    with (
        otlp_receiver() as collector,
        listening_agency() as (agency, heard),
        followed_product(tmp_path, prefect_server, agency, collector.address) as product,
    ):
        officer, registrar = product.client(Role.ONE_STOP_OFFICER, COUNTER), product.client(Role.CASEWORKER, REGISTRY)
        with officer, registrar, product.client(Role.CASEWORKER, POLICE) as police:
            case = officer.post("/cases", json=DOSSIER).raise_for_status().json()
            officer.post(f"/cases/{case['id']}/receive").raise_for_status()
            wait_until(
                lambda: bool(_named(collector, "wake")),
                within=90,
                what="Prefect has the case",
                log=product.dispatcher.log,
            )
            done = registrar.post(
                step_path(case, "register_birth", "complete"), json=BORN, headers={"traceparent": CALLER}
            )
            done.raise_for_status()
            wait_until(
                lambda: bool(_named(collector, "wake", TRACE)),
                within=60,
                what="it was entered",
                log=product.dispatcher.log,
            )
            assert police.get("/worklist", headers={"traceparent": "garbage"}).status_code == 200
        product.dispatcher.stop()
        product.api.stop()
    spans = collector.spans(TRACE)
    request = _only(spans, "POST /cases/{case_id}/steps/{step}/complete")
    assert (request.service, request.parent) == ("lienthong-api", CALLER.split("-")[2])
    assert (request.told["http.response.status_code"], request.told["http.route"]) == (200, request.name[5:])
    command = _only(spans, "command complete_step", "lienthong-api")
    assert command.parent == request.id
    assert [span.name for span in _parts(spans, command)] == ["load", "decide", "append", "commit"]
    # The ledger carries the trace over to another process.
    wake = _only(spans, "wake")
    assert (wake.service, wake.parent) == ("lienthong-dispatcher", _only(_parts(spans, command), "append").id)
    assert wake.told["lienthong.outcome"] == "entered"
    entry = _only(spans, "entry")
    assert entry.parent == wake.id
    work = _only(spans, "automatic work")
    call, recorded = _parts(spans, work)
    assert (work.parent, call.name, call.told["lienthong.verdict"]) == (entry.id, "agency call", "later")
    assert (recorded.name, recorded.service) == ("command acknowledge_work", "lienthong-dispatcher")
    (header,) = [one["traceparent"] for one in heard if call.trace in one.get("traceparent", "")]
    assert header == f"00-{TRACE}-{call.id}-01"
    assert {span.told["lienthong.case"] for span in spans if "lienthong.case" in span.told} == {case["id"]}
    assert not any(span.failed for span in collector.spans())
    # A log line and a span of one request have one trace.
    told = [json.loads(line) for line in product.api.log.read_text(encoding="utf-8").splitlines()]
    assert TRACE in {line.get("trace_id") for line in told}
    others = {span.trace: span for span in collector.spans() if not span.parent}
    assert {"POST /cases", "GET /worklist"} <= {span.name for span in others.values()}
    assert not any(span.name.startswith("GET /ready") for span in collector.spans())


def _named(collector: OtlpReceiver, name: str, trace: str | None = None) -> list[ReceivedSpan]:
    return [span for span in collector.spans(trace) if span.name == name]


def _only(spans: list[ReceivedSpan], name: str, service: str | None = None) -> ReceivedSpan:
    found = [span for span in spans if span.name == name and service in (None, span.service)]
    assert len(found) == 1, f"{name}: {len(found)} among {sorted(span.name for span in spans)}"
    return found[0]


def _parts(spans: list[ReceivedSpan], whole: ReceivedSpan) -> list[ReceivedSpan]:
    """In the order in which they ended."""
    return [span for span in spans if span.parent == whole.id]
