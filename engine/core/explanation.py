"""What an explanation of a due date says: every day and stretch with its name, reason and article."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.core.calendars import DayOff, SwappedWorkday
from engine.core.case import PromiseMove
from engine.core.definition_basics import LegalBasis, TimeLimit
from engine.core.identifiers import AgencyId, StepId
from engine.core.legal_time import (
    Clock,
    ClockEffect,
    DayMark,
    Term,
)
from engine.core.values import Text


@dataclass(frozen=True, slots=True)
class AppliedLimit:
    """The time limit in force; `condition` is that of the variant which took the place of the ordinary one."""

    limit: TimeLimit
    ordinary: TimeLimit
    condition: str | None
    condition_title: Text | None
    legal_basis: tuple[LegalBasis, ...]


class ShiftReason(StrEnum):
    """Why a receipt counts from a later instant."""

    AFTER_CUT_OFF = "after_cut_off"
    AFTER_CLOSING = "after_closing"
    NOT_A_WORKING_DAY = "not_a_working_day"


@dataclass(frozen=True, slots=True)
class Hold:
    """What held a clock: a suspension of a step (by whom, why, by which article), or an outage (as announced where).

    `until` is null while it lasts.
    """

    id: str
    step: StepId | None
    agency: AgencyId | None
    agency_title: Text | None
    title: Text
    reasons: tuple[str, ...]
    documents: tuple[str, ...]
    effect: ClockEffect
    started_at: datetime
    until: datetime | None
    legal_basis: tuple[LegalBasis, ...]
    sent_back_to: Text | None = None  # the earlier step whose result proved wrong
    announced_on: date | None = None  # of an outage
    others_went_on: bool = False  # it stopped its step, but not the total: another step could go on (rule R18)

    def restarts_at(self, at: datetime | None) -> bool:
        """Whether its end is where the count began anew (rule R26)."""
        return at is not None and self.effect is ClockEffect.RESTART and self.until == at


@dataclass(frozen=True, slots=True)
class NamedExtension:
    """A letter that gave more time: from when to when, by whom, why, by which article."""

    step: StepId
    rule: str
    title: Text
    granted_at: datetime
    before: datetime
    after: datetime
    agency_title: Text | None
    at_fault_title: Text | None
    reason: str
    legal_basis: tuple[LegalBasis, ...]


@dataclass(frozen=True, slots=True)
class NamedDay:
    """One date of a term in days; of a day off its name and source, of a worked Saturday what it was exchanged for.

    `works` says that it counts as a working day, `rolled` that it was passed over to reach one at the end.
    """

    on: date
    mark: DayMark
    rolled: bool
    works: bool
    day_off: DayOff | None
    worked_for: SwappedWorkday | None
    held_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShiftedReceipt:
    """A receipt that counts from the next opening of the agency (rule R7); `passed` are the days off until then."""

    received_at: datetime
    counted_from: datetime
    cut_off: str
    reason: ShiftReason
    passed: tuple[NamedDay, ...]
    legal_basis: tuple[LegalBasis, ...]


@dataclass(frozen=True, slots=True)
class NamedStretch:
    """A stretch of time of an exact term and the seconds of the limit that it used."""

    start: datetime
    end: datetime
    seconds: int
    mark: DayMark
    day_off: DayOff | None
    worked_for: SwappedWorkday | None
    held_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedTerm:
    """The limit (first) or an extension: its days or its stretches; what is counted adds up to what is allowed."""

    term: Term
    allowed_days: int | None  # of a term in days
    allowed_seconds: int | None  # of an exact one
    starts_at: datetime
    due_at: datetime
    due_on: date
    counted_days: int
    counted_seconds: int
    days: tuple[NamedDay, ...]
    stretches: tuple[NamedStretch, ...]


@dataclass(frozen=True, slots=True)
class DueExplanation:
    """The whole reckoning of one due date; without terms before its clock begins, and where it ended without a result.

    `due_at` is the due instant if the clock were resumed at `as_of`: `clock.paused` says that it stands.
    `extended_by` are the extensions in force, one for each term after the first.
    `held_by` are the suspensions that took time away or hold the clock now, `without_effect` those that did not.
    `promised_at` stands on the slip, `promise_in_force` is what it was moved to; both of the whole case only.
    `promise_moves` lead from the one to the other. `sources` says of the special days where they were read, `decisions`
    which document decided them, both by the name of the source that a day gives.
    """

    step: StepId | None
    title: Text
    agency_title: Text | None
    as_of: datetime
    clock: Clock
    limit: AppliedLimit
    begun_at: datetime | None
    counted_from: datetime | None
    shifted: ShiftedReceipt | None
    restarted_at: datetime | None
    terms: tuple[NamedTerm, ...]
    extended_by: tuple[NamedExtension, ...]
    held_by: tuple[Hold, ...]
    without_effect: tuple[Hold, ...]
    due_at: datetime | None
    due_on: date | None
    promised_at: datetime | None
    promise_in_force: datetime | None
    promise_moves: tuple[PromiseMove, ...]
    sources: Mapping[str, str]
    decisions: Mapping[str, LegalBasis]
