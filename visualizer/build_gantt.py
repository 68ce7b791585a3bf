"""From a case to the picture of who held it, when, how long it waited, and what was late."""

from collections.abc import Iterator, Mapping, Sequence

from engine.core.agencies import AgencyDirectory
from engine.core.case import CaseState
from engine.core.case_clock import CaseTimes
from engine.core.day_words import span_words
from engine.core.definition import ProcedureDefinition
from engine.core.holdings import Awaited, Held, Wait, awaited_of, holdings_of
from engine.core.identifiers import AgencyId, StepId
from engine.core.plan import steps_of_total
from engine.core.slack import slack_of
from visualizer import gantt_labels, labels
from visualizer.case_view import CaseView
from visualizer.gantt import Gantt, Line, Part, Row, Stretch, Upright
from visualizer.slack_facts import slack_words

_STRETCHES = {
    Stretch.DONE: gantt_labels.DONE,
    Stretch.HELD: gantt_labels.HELD,
    Stretch.AWAITED: gantt_labels.AWAITED,
    Stretch.STOPPED: gantt_labels.STOPPED,
    Stretch.NOTED: gantt_labels.NOTED,
    Stretch.LATE: gantt_labels.LATE,
}
_LINES = {
    Line.CRITICAL: labels.CRITICAL_PATH,
    Line.DUE: gantt_labels.DUE,
    Line.PROMISE: gantt_labels.PROMISE,
    Line.NOW: gantt_labels.NOW,
}


def case_gantt(
    definition: ProcedureDefinition,
    directory: AgencyDirectory,
    state: CaseState,
    times: CaseTimes,
    language: str,
) -> Gantt:
    """As of the instant of `times`; what comes after it is what is expected."""
    view = CaseView(definition, state, times, language)
    rows = _by_lane(tuple(_Rows(view, directory).all()))
    uprights = tuple(_uprights(view))
    return Gantt(
        language=language,
        title=view.say(gantt_labels.TITLE),
        subtitle=state.dossier_code or view.say(labels.NOT_RECEIVED),
        rows=rows,
        uprights=uprights,
        legend=tuple(_legend(view, rows, uprights)),
        legend_title=view.say(labels.LEGEND),
        columns=tuple(view.say(words) for words in gantt_labels.COLUMNS),
    )


class _Rows:
    """The rows of one case, each with its words."""

    def __init__(self, view: CaseView, directory: AgencyDirectory) -> None:
        self._view = view
        self._directory = directory
        self._slack: Mapping[StepId, int] = slack_of(view.state, view.times)
        self._has_path = len(steps_of_total(view.definition)) > 1

    def all(self) -> Iterator[Row]:
        view = self._view
        ahead = {one.step: one for one in awaited_of(view.definition, view.state, view.times)}
        for held in holdings_of(view.definition, view.state, view.times):
            yield self._held(held, ahead.pop(held.step, None) if held.step is not None and held.lasts else None)
        for one in ahead.values():
            yield self._awaited(one)

    def _held(self, held: Held, awaited: Awaited | None) -> Row:
        view, language = self._view, self._view.language
        parts = [Part(Stretch.HELD if held.lasts else Stretch.DONE, held.since, held.until)]
        parts += [Part(Stretch.AWAITED, awaited.since, awaited.until)] if awaited else []
        parts += [Part(Stretch.LATE, held.late_since, held.until)] if held.late_since is not None else []
        parts += [Part(Stretch.STOPPED if wait.stops else Stretch.NOTED, wait.since, wait.until) for wait in held.waits]
        ended = view.say(gantt_labels.STILL_HELD) if held.lasts else labels.instant_words(held.until, language)
        return Row(
            lane=self._agency(held.agency),
            title=self._title(held.step, held.run),
            parts=tuple(parts),
            due_at=held.due_at,
            critical=self._is_critical(held.step),
            since=labels.instant_words(held.since, language),
            until=f"{ended}; {self._expected(awaited)}" if awaited else ended,
            due=labels.due_words(held.due_at, language) if held.due_at is not None else "",
            waits=tuple(self._wait(wait) for wait in held.waits),
            late=self._late(held),
            slack=self._slack_of(held.step) if held.lasts else "",
        )

    def _awaited(self, one: Awaited) -> Row:
        expected = self._view.say(gantt_labels.EXPECTED)
        return Row(
            lane=self._agency(one.agency),
            title=self._title(one.step, 1),
            parts=(Part(Stretch.AWAITED, one.since, one.until),),
            due_at=None,
            critical=self._is_critical(one.step),
            since=f"{expected} {labels.instant_words(one.since, self._view.language)}",
            until=self._expected(one),
            due="",
            waits=(),
            late="",
            slack=self._slack_of(one.step),
        )

    def _expected(self, one: Awaited) -> str:
        return f"{self._view.say(gantt_labels.EXPECTED)} {labels.instant_words(one.until, self._view.language)}"

    def _agency(self, agency: AgencyId | None) -> str:
        known = self._directory.agencies.get(agency) if agency is not None else None
        return self._view.say(known.title if known is not None else gantt_labels.NOBODY)

    def _title(self, step: StepId | None, run: int) -> str:
        if step is None:
            return self._view.say(gantt_labels.INTAKE)
        title = self._view.say(self._view.definition.steps[step].title)
        known = self._view.state.steps.get(step)
        if known is None or known.run == 1:
            return title
        return f"{title} ({self._view.say(gantt_labels.RUN).format(n=run)})"

    def _is_critical(self, step: StepId | None) -> bool:
        return self._has_path and step in self._view.times.critical_web.steps

    def _slack_of(self, step: StepId | None) -> str:
        slack = self._slack.get(step) if step is not None and self._has_path else None
        return slack_words(self._view, slack) if slack is not None else ""

    def _wait(self, wait: Wait) -> str:
        language = self._view.language
        end = self._view.say(gantt_labels.STILL) if wait.lasts else labels.instant_words(wait.until, language)
        return f"{self._view.say(wait.title)}: {labels.instant_words(wait.since, language)} – {end}"

    def _late(self, held: Held) -> str:
        if held.late_since is None:
            return ""
        language = self._view.language
        span = span_words(int((held.until - held.late_since).total_seconds()), language)
        since = labels.due_words(held.late_since, language)
        return self._view.say(gantt_labels.LATE_BY).format(span=span, since=since)


def _by_lane(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Those of one agency together, the agencies in the order in which they come first."""
    lanes = dict.fromkeys(row.lane for row in rows)
    return tuple(row for lane in lanes for row in rows if row.lane == lane)


def _uprights(view: CaseView) -> Iterator[Upright]:
    promised = view.state.promise_in_force
    if promised is not None:
        words = f"{view.say(labels.DUE_CASE)}: {labels.due_words(promised, view.language)}"
        yield Upright(Line.PROMISE, promised, words)
    if view.state.closed_at is None:
        at = view.times.as_of
        yield Upright(Line.NOW, at, f"{view.say(labels.AS_OF)}: {labels.instant_words(at, view.language)}")


def _legend(view: CaseView, rows: Sequence[Row], uprights: Sequence[Upright]) -> Iterator[tuple[Stretch | Line, str]]:
    """Only what stands in this picture, always in the same order."""
    drawn: set[Stretch | Line] = {part.kind for row in rows for part in row.parts}
    drawn |= {line.kind for line in uprights}
    drawn |= {Line.DUE} if any(row.due_at is not None for row in rows) else set()
    drawn |= {Line.CRITICAL} if any(row.critical for row in rows) else set()
    yield from ((sign, view.say(words)) for sign, words in (_STRETCHES | _LINES).items() if sign in drawn)
