"""How a received case stands at the end of a period, by law and by Decision 766, from what had happened by then."""

from datetime import datetime

from engine.core.case import CaseState
from engine.core.case_clock import times_of
from engine.core.counted_facts import facts_of
from engine.core.lateness import Timeliness, verdicts_of
from engine.core.law import Law
from engine.core.legal_time import MoreThanOne
from engine.core.outcomes import Outcome, outcomes_of
from engine.core.report_ii06a import Standing

_BROKEN = (Timeliness.LATE, Timeliness.OVERDUE)


def standings_at(law: Law, state: CaseState, at: datetime) -> tuple[Outcome | Standing, ...]:
    """By law, then by the two readings of 766. What goes on though the promised part is done stands as that was done."""
    if state.closed_at is not None:
        ended = outcomes_of(state, times_of(law, state, at))
        assert ended.by_law and ended.by_766 and ended.by_766_waiting
        return tuple(outcome for outcome in ended if outcome is not None)
    counted = facts_of(law, state, at)
    if counted is None or counted.under_total is None:
        return (Standing.IN_TIME,) * 3
    found = verdicts_of(state, counted.under_total, at)
    said = (found.by_law, found.by_766[MoreThanOne.LATE], found.by_766[MoreThanOne.LATE_WHILE_WAITING])
    return tuple(Standing.OVERDUE if one in _BROKEN else Standing.IN_TIME for one in said)
