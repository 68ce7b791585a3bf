"""The law of a case as it was known at an instant: what was entered later judges nothing that is over."""

from dataclasses import replace
from datetime import datetime

from engine.core.case import CaseState
from engine.core.law import Law
from engine.core.legal_time import Instant, to_instant


def known_law(law: Law, state: CaseState, as_of: datetime) -> Law:
    """The law with calendars and directory as they were known then; a closed case keeps what was known at its end."""
    return law.as_known_at(_known_until(state, as_of))


def with_known_directory(law: Law, state: CaseState, as_of: datetime) -> Law:
    """The law that names the agencies as they were known then, of a closed case at its end; the calendars know all times."""
    agencies = law.directories.as_known_at(_known_until(state, as_of)) or law.agencies
    return law if agencies is law.agencies else replace(law, agencies=agencies)


def _known_until(state: CaseState, as_of: datetime) -> Instant:
    return to_instant(as_of if state.closed_at is None else min(as_of, state.closed_at))
