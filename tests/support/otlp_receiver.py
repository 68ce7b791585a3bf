"""What a collector of traces would get: a small OTLP receiver over HTTP that keeps every span as it came."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.support.processes import LOOPBACK


@dataclass(frozen=True)
class ReceivedSpan:
    """A span as it was sent: ids in hexadecimal, `parent` empty at the root."""

    service: str
    name: str
    trace: str
    id: str
    parent: str
    told: dict[str, Any]
    links: tuple[str, ...]
    failed: bool


@dataclass
class OtlpReceiver:
    """`address` is for OTEL_EXPORTER_OTLP_ENDPOINT; `raw` is everything that came, as text."""

    address: str = ""
    raw: str = ""
    _spans: list[ReceivedSpan] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def spans(self, trace: str | None = None) -> list[ReceivedSpan]:
        """All that came by now, or those of one trace."""
        with self._lock:
            return [span for span in self._spans if trace in (None, span.trace)]

    def take(self, body: bytes) -> None:
        sent = ExportTraceServiceRequest.FromString(body)
        with self._lock:
            self.raw += str(sent) + body.decode("utf-8", errors="replace")
            for resource in sent.resource_spans:
                service = _told(resource.resource.attributes)["service.name"]
                self._spans += [_received(service, one) for scope in resource.scope_spans for one in scope.spans]


@contextmanager
def otlp_receiver() -> Iterator[OtlpReceiver]:
    receiver = OtlpReceiver()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            receiver.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer((LOOPBACK, 0), Taking)
    receiver.address = f"http://{LOOPBACK}:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _received(service: str, span: Any) -> ReceivedSpan:
    return ReceivedSpan(
        service=service,
        name=span.name,
        trace=span.trace_id.hex(),
        id=span.span_id.hex(),
        parent=span.parent_span_id.hex(),
        told=_told(span.attributes),
        links=tuple(link.trace_id.hex() for link in span.links),
        failed=span.status.code == span.status.STATUS_CODE_ERROR,
    )


def _told(attributes: Any) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in attributes}
