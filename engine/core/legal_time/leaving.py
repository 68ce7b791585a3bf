"""When little is left: the first instant from which on an own clock has at most so many seconds to run until a due instant."""

from engine.core.legal_time.facts import CaseFacts, StepFacts
from engine.core.legal_time.instants import Instant


def instant_leaving(facts: StepFacts | CaseFacts, due_at: Instant, seconds: int) -> Instant:
    """From then on R16 says `due_soon` under this threshold, as long as nothing stands still before the due instant."""
    calendar, term = facts.limit.calendar, facts.limit.term
    if term.running:
        return due_at - seconds
    return min(due_at, calendar.instant_reaching(calendar.work_before(due_at) - seconds))
