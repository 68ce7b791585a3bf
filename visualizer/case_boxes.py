"""The box of one step of a case: its status in words, its dates, its suspensions."""

from engine.core.case import StepState, StepStatus, Suspension
from engine.core.condition_words import condition_words
from engine.core.definition import StepDefinition
from engine.core.identifiers import StepId
from engine.core.legal_time import Clock, ClockStatus, to_datetime
from engine.core.plan import steps_of_total
from engine.core.waits import title_of
from engine.core.words import (
    CLOCK_STATUS,
    DEEMED_BY_OUTCOME,
    STEP_STATUS,
    declared_limit_words,
    limit_words,
    standing,
    step_words,
)
from visualizer import labels
from visualizer.case_view import CaseView
from visualizer.certainty import doubted, limit_doubt
from visualizer.declared import special_facts
from visualizer.diagram import Band, Box, Fact, Mark, Tag, Tone
from visualizer.returns import case_return_notes
from visualizer.slack_facts import slack_facts
from visualizer.total_facts import outside_words

_MARKS = {
    StepStatus.NOT_READY: Mark.NOT_READY,
    StepStatus.OPEN: Mark.OPEN,
    StepStatus.CLAIMED: Mark.CLAIMED,
    StepStatus.SUSPENDED: Mark.SUSPENDED,
    StepStatus.COMPLETED: Mark.DONE,
    StepStatus.REFUSED: Mark.REFUSED,
    StepStatus.NOT_NEEDED: Mark.NOT_NEEDED,
    StepStatus.UNREACHED: Mark.UNREACHED,
    StepStatus.SUPERSEDED: Mark.SUPERSEDED,
    StepStatus.ENDED: Mark.STOPPED,
}
_DONE_MARKS = {
    ClockStatus.DONE_EARLY: Mark.DONE_EARLY,
    ClockStatus.DONE_ON_TIME: Mark.DONE_ON_TIME,
    ClockStatus.DONE_LATE: Mark.DONE_LATE,
}
_LATE = frozenset({ClockStatus.OVERDUE, ClockStatus.DONE_LATE})
_END_LABELS = {StepStatus.REFUSED: labels.REFUSED_AT, StepStatus.SUPERSEDED: labels.ENDED_AT}
_NO_TIMES = frozenset({Mark.NOT_NEEDED, Mark.UNREACHED})


def case_box(view: CaseView, step: StepId, number: int, lane: str, rank: int) -> Box:
    """The step as it stands; `number` is its place in the order of the work."""
    declared = view.definition.steps[step]
    clock = view.times.steps.get(step)
    mark = _mark(view, step, clock)
    return Box(
        id=step,
        lane=lane,
        rank=rank,
        title=f"{number}. {view.say(declared.title)}",
        mark=mark,
        status=_status_words(view, step, clock),
        flag=_flag(view, step, clock),
        facts=_facts(view, step, clock),
        condition=_condition(view, step),
        notes=(*_notes(view, step), *case_return_notes(view, step)),
        bands=tuple(_band(view, s) for s in view.state.suspensions if s.step == step),
        critical=len(steps_of_total(view.definition)) > 1 and step in view.times.critical_web.steps,
        outside="" if mark in _NO_TIMES else outside_words(view.definition, step, view.language),
    )


def _condition(view: CaseView, step: StepId) -> str | None:
    """Why the step is optional; while that is open, also whether it is needed as things stand."""
    when = view.definition.steps[step].when
    if when is None:
        return None
    words = f"{view.say(labels.WHEN)}: {condition_words(when, view.definition, view.language)}"
    if view.state.received_at is None or view.state.step_status(step) is not StepStatus.NOT_READY:
        return words
    present = labels.AT_PRESENT_YES if step in view.times.taking_part else labels.AT_PRESENT_NO
    return words if view.state.closed_at else f"{words} – {view.say(present)}"


def _notes(view: CaseView, step: StepId) -> tuple[str, ...]:
    """Why no law limits the step; what its silence would mean while it has the time to answer."""
    declared = view.definition.steps[step]
    if declared.without_limit is not None and step in view.times.taking_part:
        return (view.say(declared.without_limit.reason),)
    return silence_notes(declared, view.language) if view.is_running(step) else ()


def silence_notes(declared: StepDefinition, language: str) -> tuple[str, ...]:
    """What it means that the limit of the step passes without an answer."""
    if declared.on_silence is None:
        return ()
    means = DEEMED_BY_OUTCOME[declared.on_silence.means].in_language(language).lower()
    said = f"{labels.SILENCE.in_language(language)}: {means}"
    return (doubted(said, declared.on_silence.legal_basis, language),)


def _is_deemed(view: CaseView, step: StepId) -> bool:
    known = view.state.steps.get(step)
    return known is not None and known.deemed


def _mark(view: CaseView, step: StepId, clock: Clock | None) -> Mark:
    status = view.state.step_status(step)
    if status is StepStatus.COMPLETED and clock is not None:
        return _DONE_MARKS.get(clock.status, Mark.DONE)
    return _MARKS[standing(view.state, step)]


def _status_words(view: CaseView, step: StepId, clock: Clock | None) -> str:
    mark = _mark(view, step, clock)
    # That a step at work is not waited for any more stands beside its status, as a flag.
    beside = view.is_running(step) and view.state.superseded_at(step) is not None
    words = view.say(STEP_STATUS[standing(view.state, step)] if beside else step_words(view.state, step))
    if mark in _DONE_MARKS.values() and clock is not None:
        return f"{words}: {view.say(CLOCK_STATUS[clock.status]).lower()}"
    return words


def _flag(view: CaseView, step: StepId, clock: Clock | None) -> Tag | None:
    if _is_deemed(view, step):
        return Tag(view.say(labels.NO_ANSWER), Tone.CAUTION)
    if view.is_running(step) and view.state.superseded_at(step) is not None:
        return Tag(view.say(STEP_STATUS[StepStatus.SUPERSEDED]), Tone.PLAIN)
    if clock is None or not view.is_running(step):
        return None
    if clock.status is ClockStatus.OVERDUE:
        return Tag(view.say(CLOCK_STATUS[clock.status]), Tone.BAD)
    if clock.status is ClockStatus.DUE_SOON and not clock.paused:
        return Tag(view.say(CLOCK_STATUS[clock.status]), Tone.CAUTION)
    return None


def _facts(view: CaseView, step: StepId, clock: Clock | None) -> tuple[Fact, ...]:
    status = view.state.step_status(step)
    if _mark(view, step, clock) in _NO_TIMES:
        return ()
    known = view.state.steps.get(step)
    declared = view.definition.steps[step]
    limit = view.times.limits.get(step)
    words = declared_limit_words(declared) if limit is None else limit_words(limit)
    doubt = limit_doubt(declared, view.language)
    facts = [Fact(view.say(labels.LIMIT), view.say(words), doubt=doubt), *special_facts(declared, view.language)]
    if known is not None and known.earlier_runs:
        facts.append(Fact(view.say(labels.RUN), str(known.run), Tone.CAUTION))
    facts += _due(view, step, clock)
    facts += _extended(view, clock)
    facts += _late_answer(view, step)
    facts += _end(view, step, known)
    facts += slack_facts(view, step)
    if known is not None and known.claimed_by_name and status is not StepStatus.OPEN:
        facts.append(Fact(view.say(labels.CLAIMED_BY), known.claimed_by_name))
    return tuple(facts)


def _due(view: CaseView, step: StepId, clock: Clock | None) -> list[Fact]:
    if clock is None or clock.due_if_resumed_now is None:
        return []
    due = view.say(labels.DUE)
    if clock.due_at is not None:
        tone = Tone.BAD if clock.status in _LATE else Tone.PLAIN
        return [Fact(due, labels.due_words(to_datetime(clock.due_at), view.language), tone)]
    if not view.is_running(step):
        return []
    resumed = labels.due_words(to_datetime(clock.due_if_resumed_now), view.language)
    return [
        Fact(due, view.say(labels.SUSPENDED), Tone.CAUTION),
        Fact(view.say(labels.DUE_IF_RESUMED), resumed),
    ]


def _extended(view: CaseView, clock: Clock | None) -> list[Fact]:
    """The date before the extension stays beside the new one."""
    if clock is None or not clock.extended or clock.original_due_at is None:
        return []
    return [
        Fact(
            view.say(labels.EXTENDED), labels.due_words(to_datetime(clock.original_due_at), view.language), Tone.CAUTION
        )
    ]


def _late_answer(view: CaseView, step: StepId) -> list[Fact]:
    """Only what is wrong is said: the agency's system answers too late, or late and not yet, that it has the work."""
    clock = view.times.answers.get(step)
    if clock is None or clock.due_at is None or clock.status not in _LATE:
        return []
    words = view.say(CLOCK_STATUS[clock.status]).lower()
    return [
        Fact(
            view.say(labels.ACKNOWLEDGEMENT),
            f"{words} ({labels.due_words(to_datetime(clock.due_at), view.language)})",
            Tone.BAD,
        )
    ]


def _end(view: CaseView, step: StepId, known: StepState | None) -> list[Fact]:
    if known is not None and known.finished_at is not None:
        label = _END_LABELS.get(known.status, labels.FINISHED)
        return [Fact(view.say(label), labels.instant_words(known.finished_at, view.language))]
    projected = view.times.projected.get(step)
    if projected is None or view.state.closed_at is not None:
        return []
    return [Fact(view.say(labels.PROJECTED), labels.instant_words(projected, view.language))]


def _band(view: CaseView, suspension: Suspension) -> Band:
    lasting = suspension.ended_at is None and view.state.closed_at is None
    end = suspension.ended_at or view.state.closed_at
    started = labels.instant_words(suspension.started_at, view.language)
    why = view.say(title_of(view.definition, suspension))
    first = f"{why} {view.say(labels.SUSPENDED_FROM)} {started}"
    until = view.say(labels.SUSPENDED_NOW)
    if end is not None:
        until = f"{view.say(labels.SUSPENDED_TO)} {labels.instant_words(end, view.language)}"
    beside = "" if suspension.holds else f" ({view.say(labels.STOPS_NOTHING)})"
    words = [f"{first} {until}{beside}"]
    if suspension.answer_due_at is not None:
        words.append(f"{view.say(labels.SUSPENDED_TERM)}: {labels.due_words(suspension.answer_due_at, view.language)}")
    if suspension.asked_late:
        words.append(view.say(labels.SUSPENSION_ASKED_LATE))
    if suspension.expired:
        words.append(view.say(labels.SUSPENSION_EXPIRED))
    return Band(tuple(words), lasting, suspension.holds)
