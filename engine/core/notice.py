"""A deadline of the applicant counted backwards: a notice handed in at least so long before an event (rule R32).

It limits the applicant, not the agency: it is no time for processing. A late notice is marked, not refused.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.core.case import CaseState
from engine.core.law import Law, circumstances
from engine.core.legal_time import (
    NoticeStatus,
    before_event,
    day_number,
    to_datetime,
    to_instant,
)
from engine.core.legal_time.instants import midnight
from engine.core.values import Text


@dataclass(frozen=True, slots=True)
class ApplicantNotice:
    """Whether a dossier was handed in early enough before its event, and until when it could have been.

    `latest_on` is null of a limit in hours. Who is `exempt` has no such deadline, whatever the status says.
    """

    event_on: date
    latest_on: date | None
    latest_at: datetime
    status: NoticeStatus
    exempt: bool


def notice_of(law: Law, state: CaseState) -> ApplicantNotice | None:
    """Judged by the instant of the submission, with the calendar as it was known then.

    An applicant can count only with the days off that have been announced. A day ends at 24:00 (Civil Code art. 148(6)).
    """
    rule = law.definition.before_event
    if rule is None or state.submitted_at is None:
        return None
    event_on = _date_at(state.form, rule.event.split(".")[1:])
    if event_on is None:
        return None
    submitted = to_instant(state.submitted_at)
    calendars = law.calendars.as_known_at(submitted)
    found = before_event(
        calendars.working(law.definition.calendar, until_midnight=True),
        midnight(day_number(event_on)),
        rule.at_least.allowance,
        submitted,
    )
    assert found.status is not None, "what was submitted is in time or late"
    seen = circumstances(law.definition, state.form, state.facts)
    return ApplicantNotice(
        event_on=event_on,
        latest_on=found.latest_on,
        latest_at=to_datetime(found.latest_at),
        status=found.status,
        exempt=rule.exempt_when is not None and seen.hold(rule.exempt_when),
    )


def problem_with_event(law: Law, form: dict[str, Any]) -> Text | None:
    """A date so far off that nothing can be counted back from it is a slip of the pen."""
    rule = law.definition.before_event
    event_on = _date_at(form, rule.event.split(".")[1:]) if rule is not None else None
    if rule is None or event_on is None or event_on.year in _CREDIBLE:
        return None
    place = rule.event.removeprefix("form.")
    return Text(vi=f"{place}: hãy kiểm tra lại năm", en=f"{place}: look at the year again")


_CREDIBLE = range(1900, 2200)


def _date_at(form: dict[str, Any], way: list[str]) -> date | None:
    """The answer at that place; the form was checked when it was handed in, but the field may be left out."""
    found: Any = form
    for name in way:
        found = found.get(name) if isinstance(found, dict) else None
    return date.fromisoformat(found) if isinstance(found, str) and found else None
