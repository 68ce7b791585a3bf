"""ROOM: legal time, by the rules R1-R34 of the deadline specification. Instants are whole seconds (int, UTC epoch).
MAY IMPORT: nothing of ours.
MUST NOT: know about cases, commands or events; read a clock.
CALLED BY: engine.core and the `lienthong deadlines` adapter.
"""

from engine.core.legal_time.acceptance import Acceptance, evaluate_acceptance
from engine.core.legal_time.after_event import after_event
from engine.core.legal_time.allowance import Allowance, Convention, Term, Unit, days_of, kept_term
from engine.core.legal_time.attribution import Attribution, attribute
from engine.core.legal_time.before_event import Notice, NoticeStatus, before_event
from engine.core.legal_time.calendar import WorkCalendar
from engine.core.legal_time.calendar_spec import CalendarSpec, DayEnd
from engine.core.legal_time.clock import Clock, ClockStatus, evaluate_step
from engine.core.legal_time.counting import due_date
from engine.core.legal_time.critical_web import CriticalWeb, critical_web
from engine.core.legal_time.errors import DeadlineError, ErrorCode, ExtensionFault, ExtensionRefused
from engine.core.legal_time.explanation import (
    Cause,
    DayMark,
    ExplainedDay,
    ExplainedStretch,
    ExplainedTerm,
    Explanation,
    explain_case,
    explain_step,
)
from engine.core.legal_time.extension import Extension
from engine.core.legal_time.facts import CaseFacts, Intake, Policy, StepFacts
from engine.core.legal_time.granting import Granted, due_by, grant
from engine.core.legal_time.instants import (
    Instant,
    civil_date,
    day_number,
    format_instant,
    parse_instant,
    to_datetime,
    to_instant,
)
from engine.core.legal_time.leaving import instant_leaving
from engine.core.legal_time.linked_case import CaseClock, Plan, case_stops, evaluate_case, plan_case
from engine.core.legal_time.metric_766 import Dossier, Metric766, MoreThanOne, metric_766
from engine.core.legal_time.pauses import ClockEffect, Pause, PauseKind, PauseRule

__all__ = [
    "Acceptance",
    "Allowance",
    "Attribution",
    "CalendarSpec",
    "CaseClock",
    "CaseFacts",
    "Cause",
    "Clock",
    "ClockEffect",
    "ClockStatus",
    "Convention",
    "CriticalWeb",
    "DayEnd",
    "DayMark",
    "DeadlineError",
    "Dossier",
    "ErrorCode",
    "ExplainedDay",
    "ExplainedStretch",
    "ExplainedTerm",
    "Explanation",
    "Extension",
    "ExtensionFault",
    "ExtensionRefused",
    "Granted",
    "Instant",
    "Intake",
    "Metric766",
    "MoreThanOne",
    "Notice",
    "NoticeStatus",
    "Pause",
    "PauseKind",
    "PauseRule",
    "Plan",
    "Policy",
    "StepFacts",
    "Term",
    "Unit",
    "WorkCalendar",
    "after_event",
    "attribute",
    "before_event",
    "case_stops",
    "civil_date",
    "critical_web",
    "day_number",
    "days_of",
    "due_by",
    "due_date",
    "evaluate_acceptance",
    "evaluate_case",
    "evaluate_step",
    "explain_case",
    "explain_step",
    "format_instant",
    "grant",
    "instant_leaving",
    "kept_term",
    "metric_766",
    "parse_instant",
    "plan_case",
    "to_datetime",
    "to_instant",
]
