"""The end of an applicant's term to answer, and until when is told what followed from it: as told with the request, or later by what became known before it passed.

Law says nothing of a term whose days are decided anew while it runs; this is our reading. Civil Code art. 148(5) gives
whoever has a term the working day after a day off, so a day that became one is not lost to the applicant. A day that
became a working day shortens nothing: whoever was told a date may rely on it. So the end moves forward only.
"""

from datetime import datetime

from engine.core.case import CaseState, Suspension
from engine.core.clock_rules import SuspensionRule
from engine.core.definition_basics import TimeLimit
from engine.core.law import Law, circumstances, term_in_force
from engine.core.legal_time import Convention, Instant, StepFacts, evaluate_step, to_datetime, to_instant
from engine.core.promise import answer_due_at


def term_of(law: Law, state: CaseState, rule: SuspensionRule) -> TimeLimit | None:
    """By the answers and what was known at the receipt: as with the promise, no later finding moves a term once told."""
    return term_in_force(rule, circumstances(law.definition, state.form, state.facts_at_receipt))


def end_known_at(law: Law, state: CaseState, waiting: Suspension, instant: Instant) -> datetime:
    """The end as told, or as it is by what was known at an instant, whichever is later."""
    told, rule = waiting.answer_due_at, law.definition.suspensions[waiting.rule]
    term = term_of(law, state, rule)
    assert told is not None, "only a term that has an end can move"
    if term is None:
        return told
    return max(told, answer_due_at(law, state.agencies[waiting.step], term, waiting.started_at, known_at=instant))


def lawful_end(law: Law, state: CaseState, waiting: Suspension) -> datetime:
    """The end by everything that was known on its last day, whether or not anybody has re-projected the case since."""
    assert waiting.answer_due_at is not None
    end = waiting.answer_due_at
    while (later := end_known_at(law, state, waiting, to_instant(end) - 1)) > end:
        end = later
    return end


def tell_by(law: Law, state: CaseState, waiting: Suspension) -> datetime | None:
    """Until when the applicant is told what the passing of the term led to, and why; null where no law says so.

    Counted to the second from the end of the term, not by days after it: who lets a term pass at midnight is told on the
    working day that begins then.
    """
    rule = law.definition.suspensions.get(waiting.rule)
    if rule is None or rule.tell_within is None or not waiting.expired or waiting.ended_at is None:
        return None
    passed = to_instant(waiting.ended_at)
    known = law.calendars.as_known_at(passed)
    telling = StepFacts(
        id="tell",
        calendar=known.working(law.agencies.agencies[state.agencies[waiting.step]].calendar, until_midnight=False),
        convention=Convention.ELAPSED,
        allowance=rule.tell_within.allowance,
        received=False,
        started_at=passed,
        finished_at=None,
        pauses=(),
    )
    due = evaluate_step(telling, passed).due_at
    assert due is not None
    return to_datetime(due)
