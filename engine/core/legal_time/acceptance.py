"""Acceptance of a submitted dossier: its own clock, and where the main clock starts (R33)."""

from dataclasses import dataclass

from engine.core.legal_time.clock import Clock, acceptance_clock
from engine.core.legal_time.facts import Intake
from engine.core.legal_time.instants import Instant


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The acceptance clock, and the start of the main clock before R8 (None if none, or not known yet)."""

    acceptance: Clock
    clock_start: Instant | None


def evaluate_acceptance(intake: Intake, at: Instant, due_soon_seconds: int = 0) -> Acceptance:
    """How the acceptance stands as of an instant; late acceptance is reported apart from a late result."""
    start = intake.clock_start
    known = start if start is not None and start <= at else None
    return Acceptance(acceptance_clock(intake, at, due_soon_seconds), known)
