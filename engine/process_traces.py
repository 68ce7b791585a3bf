"""How a process can be followed: OpenTelemetry's spans, sent by OTLP over HTTP where the standard variables say; else not.

OpenTelemetry would write the message of an exception into its span, and messages quote what people wrote: here an
exception is its kind alone. The provider is ours alone, too: libraries that know OpenTelemetry find none of the process.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType

from opentelemetry import context, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from engine.core.errors import EngineError
from engine.service import spans

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
PREFIX = "lienthong."
_STANDARD = {"method": "http.request.method", "route": "http.route", "status": "http.response.status_code"}
"""Words for which OpenTelemetry has names; every other one is ours."""

_W3C = TraceContextTextMapPropagator()
_LIMITS = SpanLimits(max_span_attributes=24, max_span_attribute_length=200, max_links=8)


def is_wanted(environment: Mapping[str, str]) -> bool:
    """Whether somebody said where the spans shall go, and nobody that there shall be none."""
    off = (
        environment.get("OTEL_SDK_DISABLED", "").lower() == "true" or environment.get("OTEL_TRACES_EXPORTER") == "none"
    )
    return not off and any(environment.get(name) for name in ENDPOINTS)


@contextmanager
def followed(service: str) -> Iterator[None]:
    """Until the end of the block this process hands on its spans, if that is wanted; what is left is sent at the end."""
    if not is_wanted(os.environ):
        yield
        return
    # OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come first.
    named = {} if os.environ.get("OTEL_SERVICE_NAME") else {SERVICE_NAME: service}
    provider = TracerProvider(resource=Resource.create(named), span_limits=_LIMITS, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    spans.follow(OpenTelemetry(provider))
    try:
        yield
    finally:
        spans.follow(None)
        provider.shutdown()


class OpenTelemetry:
    """The product's spans as OpenTelemetry's."""

    def __init__(self, provider: TracerProvider) -> None:
        self._tracer = provider.get_tracer("lienthong")

    def begin(
        self, name: str, told: Mapping[str, spans.Told | None], origins: str | None, kind: spans.Kind
    ) -> spans.Span:
        came_from = [_W3C.extract({"traceparent": one}) for one in (origins or "").split()]
        links = [trace.Link(trace.get_current_span(other).get_span_context()) for other in came_from[1:]]
        begun = self._tracer.start_span(
            name,
            context=came_from[0] if came_from else None,
            kind=trace.SpanKind[kind.upper()],
            links=links,
            attributes=_named(told),
            record_exception=False,
            set_status_on_exception=False,
        )
        return _Open(begun)

    def carried(self) -> str | None:
        found: dict[str, str] = {}
        _W3C.inject(found)
        return found.get("traceparent")


class _Open:
    """A span that has begun; it is the open one of its thread, or task, inside its `with`."""

    def __init__(self, begun: trace.Span) -> None:
        self._begun = begun

    def __enter__(self) -> "_Open":
        self._token = context.attach(trace.set_span_in_context(self._begun))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        context.detach(self._token)
        if kind is not None:
            self._begun.set_attribute("error.type", kind.__name__)
            if not issubclass(kind, EngineError) and issubclass(kind, Exception):  # a refusal is an answer
                self._begun.set_status(trace.Status(trace.StatusCode.ERROR))
        self._begun.end()

    def tell(self, **told: spans.Told | None) -> None:
        self._begun.set_attributes(_named(told))

    def rename(self, name: str) -> None:
        self._begun.update_name(name)


def _named(told: Mapping[str, spans.Told | None]) -> dict[str, spans.Told]:
    return {_STANDARD.get(name, f"{PREFIX}{name}"): value for name, value in told.items() if value is not None}
