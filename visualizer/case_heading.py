"""The head of a case's picture: where the whole case stands. It names no applicant: pictures hold no personal data."""

from engine.core.case import CaseStatus
from engine.core.clock_marks import marked_status
from engine.core.day_words import last_day
from engine.core.graph import topological_order
from engine.core.legal_time import CaseClock, ClockStatus, NoticeStatus, to_datetime
from engine.core.words import CLOCK_PAUSED, CLOCK_STATUS, case_words, limit_words, no_limit_words
from visualizer import labels
from visualizer.case_view import CaseView
from visualizer.certainty import limit_doubt
from visualizer.diagram import Fact, Tag, Tone
from visualizer.total_facts import covered_facts, published_facts

_STATUS_TONES = {
    CaseStatus.COMPLETED: Tone.GOOD,
    CaseStatus.REFUSED: Tone.BAD,
    CaseStatus.NOT_ACCEPTED: Tone.BAD,
    CaseStatus.STOPPED: Tone.CAUTION,
}
_DONE = frozenset({ClockStatus.DONE_EARLY, ClockStatus.DONE_ON_TIME, ClockStatus.DONE_LATE})
_CLOCK_TONES = {
    ClockStatus.IN_TIME: Tone.GOOD,
    ClockStatus.DUE_SOON: Tone.CAUTION,
    ClockStatus.OVERDUE: Tone.BAD,
    ClockStatus.DONE_EARLY: Tone.GOOD,
    ClockStatus.DONE_ON_TIME: Tone.GOOD,
    ClockStatus.DONE_LATE: Tone.BAD,
}


def case_tags(view: CaseView) -> tuple[Tag, ...]:
    """Status of the case, early / on time / late, and whether its clock stands still."""
    status = view.state.status
    tags = [Tag(view.say(case_words(view.state)), _STATUS_TONES.get(status, Tone.PLAIN) if status else Tone.PLAIN)]
    clock = view.times.case
    marked = marked_status(clock, goes_on=view.state.closed_at is None) if clock is not None else None
    if marked in _CLOCK_TONES:
        tags.append(Tag(view.say(CLOCK_STATUS[marked]), _CLOCK_TONES[marked]))
    if clock is not None and clock.paused:
        tags.append(Tag(view.say(CLOCK_PAUSED), Tone.CAUTION))
    return tuple(tags)


def case_facts(view: CaseView) -> tuple[Fact, ...]:
    """Receipt, promise, limit, projection or end, and the instant for which the picture is true."""
    state, times = view.state, view.times
    facts = [_beginning(view), *_notice(view), _promise(view), *_first_promise(view)]
    if times.total is not None:
        doubt = limit_doubt(view.definition.total, view.language)
        facts.append(Fact(view.say(labels.LIMIT), view.say(limit_words(times.total)), doubt=doubt))
    facts += covered_facts(view.definition, topological_order(view.definition), view.language)
    facts += published_facts(view.definition, view.language)
    facts += _moved_due(view)
    if state.closed_at is not None:
        facts.append(Fact(view.say(labels.CASE_CLOSED), labels.instant_words(state.closed_at, view.language)))
    elif times.case is not None and times.case.projected_completion is not None:
        facts.append(_projection(view, times.case, times.case.projected_completion))
    facts.append(Fact(view.say(labels.AS_OF), labels.instant_words(times.as_of, view.language)))
    return tuple(facts)


def _beginning(view: CaseView) -> Fact:
    if view.state.received_at is not None:
        return Fact(view.say(labels.RECEIVED), labels.instant_words(view.state.received_at, view.language))
    assert view.state.submitted_at is not None, "a case begins with its submission"
    return Fact(view.say(labels.SUBMITTED), labels.instant_words(view.state.submitted_at, view.language))


def _notice(view: CaseView) -> list[Fact]:
    """Until when the applicant had to hand it in before the event, and whether he did."""
    notice = view.times.notice
    if notice is None:
        return []
    latest = labels.due_words(notice.latest_at, view.language)
    if notice.exempt:
        return [Fact(view.say(labels.NOTICE), view.say(labels.NOTICE_EXEMPT))]
    is_late = notice.status is NoticeStatus.LATE
    said = view.say(labels.NOTICE_LATE if is_late else labels.NOTICE_OK)
    return [Fact(view.say(labels.NOTICE), f"{latest} ({said})", Tone.BAD if is_late else Tone.PLAIN)]


def _promise(view: CaseView) -> Fact:
    promised = view.state.promise_in_force
    without = view.definition.total.without_limit
    none_yet = no_limit_words(without) if view.state.received_at and without else labels.UNPROMISED
    words = labels.due_words(promised, view.language) if promised else view.say(none_yet)
    unsure = without is not None and promised is None and none_yet is not labels.UNPROMISED
    doubt = limit_doubt(view.definition.total, view.language) if unsure else ""
    return Fact(view.say(labels.DUE_CASE), words, doubt=doubt)


def _first_promise(view: CaseView) -> list[Fact]:
    """Beside the date of an extension, the one that stands on the slip."""
    first, state = view.state.promised_due_at, view.state
    if first is None or state.when_extended is None or first == state.promise_in_force:
        return []
    return [Fact(view.say(labels.DUE_FIRST), labels.due_words(first, view.language))]


def _moved_due(view: CaseView) -> list[Fact]:
    """Where the due date stands after a suspension; silent while it is still the day that was promised."""
    clock = view.times.case
    if clock is None or not view.state.suspensions:
        return []
    if clock.due_at is not None:
        due, promised = to_datetime(clock.due_at), view.state.promise_in_force
        if promised is not None and last_day(due) == last_day(promised):
            return []
        return [Fact(view.say(labels.DUE_NOW), labels.due_words(due, view.language))]
    if clock.due_if_resumed_now is None:
        return []
    resumed = labels.due_words(to_datetime(clock.due_if_resumed_now), view.language)
    return [Fact(view.say(labels.DUE_IF_RESUMED), resumed, Tone.CAUTION)]


def _projection(view: CaseView, clock: CaseClock, end: int) -> Fact:
    """Steps that the total does not cover may still run when all that was promised is done."""
    words = labels.instant_words(to_datetime(end), view.language)
    if clock.status in _DONE:
        return Fact(view.say(labels.DONE_AS_PROMISED), words)
    if clock.projected_late:
        return Fact(view.say(labels.PROJECTED), f"{words} ({view.say(labels.PROJECTED_LATE)})", Tone.BAD)
    return Fact(view.say(labels.PROJECTED), words)
