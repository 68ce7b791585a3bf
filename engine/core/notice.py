"""A deadline of the applicant: handed in at least so long before an event (rule R32), or at most so long after one.

It limits the applicant, not the agency: it is no time for processing. What comes late is marked, not refused.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.core.case import CaseState
from engine.core.definition_rules import AfterEvent, BeforeEvent
from engine.core.law import Law, circumstances
from engine.core.legal_time import (
    NoticeStatus,
    after_event,
    before_event,
    day_number,
    to_datetime,
    to_instant,
)
from engine.core.legal_time.instants import midnight
from engine.core.values import Text


@dataclass(frozen=True, slots=True)
class ApplicantNotice:
    """Whether a dossier was handed in on time for its event, and until when it could have been.

    `latest_on` is null of a limit in hours. Who is `exempt` has no such deadline, whatever the status says.
    `published_on` is where a term of another reading would have ended: it is shown, and decides nothing.
    """

    event_on: date
    latest_on: date | None
    latest_at: datetime
    status: NoticeStatus
    exempt: bool
    published_on: date | None = None


def notice_of(law: Law, state: CaseState) -> ApplicantNotice | None:
    """Judged by the instant of the submission, with the calendar as it was known then.

    An applicant can count only with the days off that have been announced. A day ends at 24:00 (Civil Code art. 148(6)).
    """
    rule = _rule(law)
    if rule is None or state.submitted_at is None:
        return None
    event_on = _date_at(state.form, rule.event.split(".")[1:])
    if event_on is None:
        return None
    submitted = to_instant(state.submitted_at)
    calendars = law.calendars.as_known_at(submitted)
    calendar = calendars.working(law.definition.calendar, until_midnight=True)
    event_at, published_on = midnight(day_number(event_on)), None
    if isinstance(rule, BeforeEvent):
        found = before_event(calendar, event_at, rule.at_least.allowance, submitted)
    else:
        found = after_event(calendar, event_at, rule.within.allowance, submitted)
        other = rule.published
        published_on = after_event(calendar, event_at, other.within.allowance, submitted).latest_on if other else None
    assert found.status is not None, "what was submitted is in time or late"
    seen = circumstances(law.definition, state.form, state.facts)
    return ApplicantNotice(
        event_on=event_on,
        latest_on=found.latest_on,
        latest_at=to_datetime(found.latest_at),
        status=found.status,
        exempt=rule.exempt_when is not None and seen.hold(rule.exempt_when),
        published_on=published_on,
    )


def problem_with_event(law: Law, form: dict[str, Any]) -> Text | None:
    """A date so far off that nothing can be counted back from it is a slip of the pen."""
    rule = _rule(law)
    event_on = _date_at(form, rule.event.split(".")[1:]) if rule is not None else None
    if rule is None or event_on is None or event_on.year in _CREDIBLE:
        return None
    place = rule.event.removeprefix("form.")
    return Text(vi=f"{place}: hãy kiểm tra lại năm", en=f"{place}: look at the year again")


def _rule(law: Law) -> BeforeEvent | AfterEvent | None:
    return law.definition.before_event or law.definition.after_event


_CREDIBLE = range(1900, 2200)


def _date_at(form: dict[str, Any], way: list[str]) -> date | None:
    """The answer at that place; the form was checked when it was handed in, but the field may be left out."""
    found: Any = form
    for name in way:
        found = found.get(name) if isinstance(found, dict) else None
    return date.fromisoformat(found) if isinstance(found, str) and found else None
