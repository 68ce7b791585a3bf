"""How a case ended, in a word by each measure: what a report counts without looking at a history again."""

from enum import StrEnum
from typing import NamedTuple

from engine.core.case import CaseState
from engine.core.case_clock import CaseTimes
from engine.core.lateness import Timeliness, Verdicts, verdicts_of
from engine.core.legal_time import ClockStatus, MoreThanOne


class Outcome(StrEnum):
    """`not_judged`: it ended without a decision. `without_limit`: no law limits the whole, so nothing can be late."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    NOT_JUDGED = "not_judged"
    WITHOUT_LIMIT = "without_limit"


class Outcomes(NamedTuple):
    """By law, and by Decision 766 in its two readings. By law there is one as soon as what was promised is done."""

    by_law: Outcome | None = None
    by_766: Outcome | None = None
    by_766_waiting: Outcome | None = None


def outcomes_of(state: CaseState, times: CaseTimes) -> Outcomes:
    """Of a received case; before the receipt, and while what was promised is not done, there is none."""
    if state.received_at is None or times.counted is None:
        return Outcomes()
    under = times.counted.under_total
    if state.closed_at is None:
        return Outcomes(_DONE.get(times.case.status) if times.case is not None else None)
    if under is None:
        return Outcomes(Outcome.WITHOUT_LIMIT, Outcome.WITHOUT_LIMIT, Outcome.WITHOUT_LIMIT)
    return _outcomes(verdicts_of(state, under, state.closed_at))


def _outcomes(found: Verdicts) -> Outcomes:
    by_law = Outcome.NOT_JUDGED if found.by_law is None else _outcome(found.by_law)
    readings = (found.by_766[reading] for reading in (MoreThanOne.LATE, MoreThanOne.LATE_WHILE_WAITING))
    return Outcomes(by_law, *(_outcome(timeliness) for timeliness in readings))


def _outcome(timeliness: Timeliness) -> Outcome:
    """A case that was stopped while it waited is still `in time` or `overdue` for the decision: it ended so."""
    return _ENDED[timeliness]


_DONE = {
    ClockStatus.DONE_EARLY: Outcome.EARLY,
    ClockStatus.DONE_ON_TIME: Outcome.ON_TIME,
    ClockStatus.DONE_LATE: Outcome.LATE,
}
_ENDED = {
    Timeliness.EARLY: Outcome.EARLY,
    Timeliness.ON_TIME: Outcome.ON_TIME,
    Timeliness.IN_TIME: Outcome.ON_TIME,
    Timeliness.LATE: Outcome.LATE,
    Timeliness.OVERDUE: Outcome.LATE,
}
