"""How much later a step may end than is expected before anything after it, or the end of the case, is put off by it."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from engine.core.case import CaseState
from engine.core.case_clock import CaseTimes
from engine.core.identifiers import StepId
from engine.core.legal_time import StepFacts


def slack_of(state: CaseState, times: CaseTimes) -> Mapping[StepId, int]:
    """Seconds by the wall clock, of every step that is not done yet; empty where no end is expected.

    Free slack: it is true for one step while all others end as expected, over days off and all. A step of the critical
    path has none. Of a step that the total does not cover nothing is said where there is a total: it puts off nobody's
    promise.
    """
    counted = times.counted
    if counted is None or state.closed_at is not None:
        return {}
    turns = (counted.under_total or counted.whole).steps
    ends = {turn.id: times.projected[StepId(turn.id)] for turn in turns if turn.id in times.projected}
    if not ends:
        return {}
    last = max(ends.values())
    ahead = [turn for turn in turns if turn.id in ends and _is_ahead(state, StepId(turn.id))]
    return {StepId(turn.id): min(_bounds(turn, ahead, ends, last)) for turn in ahead}


def _is_ahead(state: CaseState, step: StepId) -> bool:
    known = state.steps.get(step)
    return known is None or known.finished_at is None or known.anew


def _bounds(turn: StepFacts, ahead: list[StepFacts], ends: Mapping[str, datetime], last: datetime) -> Iterator[int]:
    """Each step that waits for it begins when the last of those that it waits for has ended."""
    mine = ends[turn.id]
    followers = [other for other in ahead if turn.id in other.after]
    for follower in followers:
        begins = max(ends[before] for before in follower.after if before in ends)
        yield _seconds(mine, begins)
    if not followers:
        yield _seconds(mine, last)


def _seconds(earlier: datetime, later: datetime) -> int:
    return int((later - earlier).total_seconds())
