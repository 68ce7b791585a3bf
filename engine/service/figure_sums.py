"""From sums of the store to the numbers of a step, a queue, a verdict."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from engine.core.case import StepStatus
from engine.core.duration_bands import percentile
from engine.service.figure_ports import Passed, Standing, Work
from engine.service.flow_figures import AtStep, CasesNow, QueueNow, Spans, Timely

_JUDGED = ("early", "on_time", "late")


def at_step(passed: Sequence[Passed], standing: Sequence[Standing], machines: Collection[Work]) -> AtStep:
    return AtStep(
        queue=queue_of(standing, machines),
        by_law=verdicts_of(passed, "law"),
        by_wall=verdicts_of(passed, "wall"),
        working=_spans(passed, "working"),
        wall=_spans(passed, "span"),
    )


def queue_of(standing: Iterable[Standing], machines: Collection[Work]) -> QueueNow:
    """What is open at a step that an agency's system does waits for that system."""
    numbers: Counter[str] = Counter()
    for one in standing:
        is_machine = one.status == StepStatus.OPEN and (one.procedure, one.version, one.step) in machines
        numbers["machine" if is_machine else one.status] += one.number
        numbers[one.due] += one.number
    return QueueNow(
        open=numbers[StepStatus.OPEN],
        claimed=numbers[StepStatus.CLAIMED],
        suspended=numbers[StepStatus.SUSPENDED],
        machine=numbers["machine"],
        late_now=numbers["late"],
        due_soon=numbers["soon"],
    )


def verdicts_of(passed: Iterable[Passed], kind: str) -> Timely:
    numbers: Counter[str] = Counter()
    for one in passed:
        if one.kind == kind:
            numbers[one.label if one.label in _JUDGED else "unjudged"] += one.number
    return Timely(**{name: numbers[name] for name in (*_JUDGED, "unjudged")})


def cases_now(passed: Sequence[Passed], standing: Iterable[Standing]) -> CasesNow:
    """Of the sums of whole cases."""
    return CasesNow(
        received=sum(one.number for one in passed if one.kind == "opened"),
        finished=verdicts_of(passed, "law"),
        backlog=sum(one.number for one in standing),
    )


def _spans(passed: Iterable[Passed], kind: str) -> Spans:
    bands: Counter[int] = Counter()
    for one in passed:
        if one.kind == kind:
            bands[int(one.label)] += one.number
    return Spans(measured=sum(bands.values()), median=percentile(bands, 0.5), p90=percentile(bands, 0.9))
