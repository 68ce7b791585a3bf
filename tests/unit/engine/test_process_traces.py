"""A process is followed where the standard variables say so; an exception is told by its kind, never by its message."""

from __future__ import annotations

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from engine.core.errors import NotFound
from engine.process_traces import OpenTelemetry, followed, is_wanted
from engine.service import spans

NAME = "Yểng Thị Hoàng Oanh"
SOMEWHERE = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, False),
        (SOMEWHERE, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, False),
        ({**SOMEWHERE, "OTEL_SDK_DISABLED": "true"}, False),
        ({**SOMEWHERE, "OTEL_TRACES_EXPORTER": "none"}, False),
    ],
)
def test_the_standard_variables_decide(environment: dict[str, str], wanted: bool) -> None:
    assert is_wanted(environment) is wanted


def test_nothing_is_followed_unless_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    with followed("lienthong-api"):
        assert not spans.is_followed()
        with spans.span("work", case="kite-1") as told, spans.Phases() as phase:
            phase("first")
            told.tell(outcome="done")
            told.rename("other")
            assert spans.carried() is None


def test_what_an_exception_says_stays_away() -> None:
    kept, tracer = _kept()
    with pytest.raises(ValueError, match=NAME), tracer.begin("work", {"case": "kite-1"}, None, "internal"):
        raise ValueError(NAME)
    with pytest.raises(NotFound), tracer.begin("question", {}, None, "internal"):
        raise NotFound()
    crash, refusal = kept.get_finished_spans()
    assert (dict(crash.attributes or {}), crash.status.is_ok) == (
        {"lienthong.case": "kite-1", "error.type": "ValueError"},
        False,
    )
    assert NAME not in crash.to_json()
    assert (dict(refusal.attributes or {}), refusal.status.is_ok) == ({"error.type": "NotFound"}, True)


def test_of_several_origins_the_first_is_the_whole_and_the_others_are_linked() -> None:
    kept, tracer = _kept()
    origins = [f"00-{number:032x}-{number:016x}-01" for number in (1, 2, 3)]
    with tracer.begin("wake", {}, " ".join(origins), "consumer"):
        assert (tracer.carried() or "").split("-")[1] == f"{1:032x}"
    (wake,) = kept.get_finished_spans()
    assert wake.parent is not None and (wake.parent.trace_id, wake.parent.span_id) == (1, 1)
    assert [link.context.trace_id for link in wake.links] == [2, 3]


def _kept() -> tuple[InMemorySpanExporter, OpenTelemetry]:
    kept, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    return kept, OpenTelemetry(provider)
