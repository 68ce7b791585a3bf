"""The kite licence in a few lines, for one case: what is open with whom, and which order is refused why.

Written from the glossary and the procedure's own words; shares no code with the engine. It keeps what is recorded, and
asks at each order whether the applicant's term has passed meanwhile: the law does not wait for the sweep.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

INSPECT, SKY, PRINT = "inspect_kite", "reserve_sky", "print_licence"
AGENCY = {INSPECT: "workshop-1", SKY: "sky-1", PRINT: "printer-1"}
ASSIGNEE = "colleague"
"""Whom the lead of the workshop gives steps to."""
OLD, NEW = "2026-01-01", "2026-06-02"
TERM_DAYS = 7
_OFF = {date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)}
_WORKED = {date(2026, 8, 22)}
_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class Step:
    """A step: open, claimed, suspended, completed or not ready."""

    status: str = "not_ready"
    holder: str | None = None


@dataclass
class KiteCase:
    """`version` is the number of events; `term` is until when the supplement may come."""

    version: int
    status: str = "submitted"
    kept: str = ""
    term: datetime | None = None
    has_asked: bool = False
    extended: int = 0
    steps: dict[str, Step] = field(default_factory=lambda: {name: Step() for name in AGENCY})

    def is_over(self) -> bool:
        return self.status not in {"submitted", "in_progress"}

    def has_lapsed(self, now: datetime) -> bool:
        return self.term is not None and self.steps[INSPECT].status == "suspended" and now > self.term

    def on_worklists(self) -> set[tuple[str, str, str]]:
        """Agency, step and status."""
        if self.is_over():
            return set()
        shown = {"open", "claimed", "suspended"}
        return {(AGENCY[name], name, step.status) for name, step in self.steps.items() if step.status in shown}

    def refuses(self, act: str, step: str | None, who: str, now: datetime) -> str | None:
        """The reason by which the order is refused; None: it is carried out."""
        if act == "hand_in_supplement" and self.has_lapsed(now) and not self.is_over():
            return "supplement_term_expired"
        if self.is_over() or self.has_lapsed(now) or not self._admits(act, step):
            return "wrong_status"
        if act == "migrate_case":
            return "version_kept_already" if self.kept == NEW else None
        if step is None:
            return None
        if act in {"release_step", "complete_step", "request_supplement", "return_to_step", "refuse_step"}:
            holder = self.steps[step].holder
            if holder not in {None, who} and who != "system":
                return "claimed_by_another"
        if act == "assign_step" and self.steps[step].holder == ASSIGNEE:
            return "assignment_not_possible"
        if act == "request_supplement" and self.has_asked:
            return "suspension_used_up"
        return None

    def _admits(self, act: str, step: str | None) -> bool:
        if act in {"receive_case", "refuse_receipt"}:
            return self.status == "submitted"
        if act == "withdraw_case":
            return True
        if self.status != "in_progress" or step is None:
            return self.status == "in_progress"
        status = self.steps[step].status
        match act:
            case "claim_step":
                return status == "open"
            case "release_step":
                return status == "claimed"
            case "hand_in_supplement":
                return status == "suspended"
            case "extend_time_limit" | "assign_step":
                return status in {"open", "claimed", "suspended"}
            case _:
                return status in {"open", "claimed"}

    def carry_out(self, act: str, step: str | None, who: str, now: datetime) -> None:
        """What the order makes of the case; it was not refused."""
        match act:
            case "receive_case":
                self.status, self.kept = "in_progress", in_force(now)
                self.steps[INSPECT] = Step("open")
            case "refuse_receipt":
                self.status = "not_accepted"
            case "withdraw_case":
                self.status = "withdrawn"
            case "migrate_case":
                self.kept = NEW
            case "extend_time_limit":
                self.extended += 1
            case "return_to_step":
                # What sends back waits, and stays with whoever has taken it on; what rests on the mended step is done anew.
                self.steps = {INSPECT: Step("open"), SKY: Step("suspended", self.steps[SKY].holder), PRINT: Step()}
            case _:
                assert step is not None
                self._work(act, step, who, now)

    def _work(self, act: str, step: str, who: str, now: datetime) -> None:
        mine = self.steps[step]
        match act:
            case "claim_step":
                self.steps[step] = Step("claimed", who)
            case "release_step":
                self.steps[step] = Step("open")
            case "assign_step":
                self.steps[step] = Step("suspended" if mine.status == "suspended" else "claimed", ASSIGNEE)
            case "request_supplement":
                self.has_asked, self.term, mine.status = True, end_of_term(now), "suspended"
            case "hand_in_supplement":
                self.term, mine.status = None, "claimed" if mine.holder else "open"
            case "refuse_step":
                self.status = "refused"
            case "complete_step":
                self.steps[step] = Step("completed")
                self._go_on(step)

    def _go_on(self, done: str) -> None:
        if done == INSPECT:
            holder = self.steps[SKY].holder
            self.steps[SKY], self.steps[PRINT] = Step("claimed" if holder else "open", holder), Step("open")
        elif all(step.status == "completed" for step in self.steps.values()):
            self.status = "completed"

    def sweep(self, now: datetime) -> bool:
        """Whether the passing of the term is written down by this sweep."""
        if self.is_over() or not self.has_lapsed(now):
            return False
        self.status = "stopped"
        return True


def in_force(now: datetime) -> str:
    return NEW if now.astimezone(_HERE).date() >= date.fromisoformat(NEW) else OLD


def end_of_term(asked_at: datetime) -> datetime:
    """The midnight that ends the seventh working day after the day on which it was asked."""
    day, left = asked_at.astimezone(_HERE).date(), TERM_DAYS
    while left:
        day += timedelta(days=1)
        left -= day in _WORKED or (day.weekday() < 5 and day not in _OFF)
    return datetime(day.year, day.month, day.day, tzinfo=_HERE) + timedelta(days=1)
