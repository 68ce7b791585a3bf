"""The period that a manager's page is about, as a form says it; what is no period is said, and the usual one taken."""

from dataclasses import dataclass
from datetime import date, timedelta

from engine.core.errors import NotFound
from engine.core.report_ii06a import Period
from engine.core.values import Text
from engine.service.reports import period_of


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """`fault`: what was asked for is none."""

    period: Period
    fault: Text | None = None

    @property
    def query(self) -> dict[str, str]:
        """As the addresses of pages say it."""
        return {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}


def month_asked(first: str, last: str, today: date) -> AskedPeriod:
    """Not given: the month up to today."""
    return _asked(first, last, today, today.replace(day=1))


def weeks_asked(first: str, last: str, today: date) -> AskedPeriod:
    """Not given: this week from its Monday on, and the four before it."""
    return _asked(first, last, today, today - timedelta(days=today.weekday() + 28))


def week_up_to(today: date, *, from_monday: bool) -> AskedPeriod:
    """The last seven days; or from the last Monday on, on a Monday the one before: else the week would be one day."""
    back = (today.weekday() or 7) if from_monday else 6
    return AskedPeriod(Period(first=today - timedelta(days=back), last=today))


def _asked(first: str, last: str, today: date, usual: date) -> AskedPeriod:
    fault = None
    try:
        ends = date.fromisoformat(last) if last else today
        begins = date.fromisoformat(first) if first else min(usual, ends)
        if begins <= today:
            return AskedPeriod(period_of(begins, ends))
        fault = Text(vi="kỳ này chưa bắt đầu", en="this period has not begun")
    except ValueError:
        fault = Text(vi="hai ngày của kỳ chưa đúng", en="the two days of the period are not in order")
    except NotFound as refusal:
        fault = refusal.words
    return AskedPeriod(period_of(usual, today), fault)
