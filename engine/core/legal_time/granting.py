"""Granting an extension: what it comes to, judged by what is known at the moment of granting (R28, R29)."""

from dataclasses import replace
from typing import NamedTuple

from engine.core.legal_time.allowance import Allowance, Term, term_of
from engine.core.legal_time.clock import step_run
from engine.core.legal_time.counting import Due
from engine.core.legal_time.errors import ExtensionFault, ExtensionRefused
from engine.core.legal_time.extension import Extension, Limit, Run, reckon
from engine.core.legal_time.facts import CaseFacts, StepFacts
from engine.core.legal_time.instants import Instant
from engine.core.legal_time.linked_case import case_run


class Granted(NamedTuple):
    """The due before and after, and what leads from one to the other, once and for all."""

    at: Instant
    before: Due
    after: Due
    adds: Term


def grant(facts: StepFacts | CaseFacts, asked: Extension, notice_days: int) -> Granted:
    """What `asked` comes to; how often is for the caller to count.

    Raises `ExtensionRefused`, or `DeadlineError` for an addition that cannot be counted.
    """
    extended = replace(
        facts,
        extensions=(*facts.extensions, asked),
        max_extensions=len(facts.extensions) + 1,
        extension_notice_days=notice_days,
    )
    run = _run(extended, asked.granted_at)
    if run is None:
        raise ExtensionRefused(ExtensionFault.NOT_RUNNING, "an extension is granted between the start and the finish")
    return _granted(extended.limit, run, asked.granted_at)


def due_by(facts: StepFacts | CaseFacts, most: Allowance, at: Instant) -> Due:
    """Where the due would be at the latest, if an extension adds no more than `most` to what `facts` know."""
    adds = term_of(most, facts.convention, facts.calendar.spec.day_seconds)
    capped = replace(facts, extensions=(*facts.extensions, Extension(at, adds=adds)))
    capped = replace(capped, max_extensions=len(capped.extensions))
    run = _run(capped, at)
    assert run is not None, "what is extended has started"
    return reckon(capped.limit, run, at).due


def _run(facts: StepFacts | CaseFacts, at: Instant) -> Run | None:
    return step_run(facts, at) if isinstance(facts, StepFacts) else case_run(facts, at)


def _granted(limit: Limit, run: Run, at: Instant) -> Granted:
    reckoning = reckon(limit, run, at)
    before, adds = reckoning.in_force[-1]
    return Granted(at, before, reckoning.due, adds)
