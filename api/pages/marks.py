"""The sign of a clock: status is never told by colour alone."""

from dataclasses import dataclass

from engine.core.legal_time import ClockStatus
from engine.core.values import Text
from engine.core.words import CLOCK_PAUSED, CLOCK_STATUS

_SIGNS = {
    ClockStatus.NOT_STARTED: ("○", "quiet"),
    ClockStatus.IN_TIME: ("●", "good"),
    ClockStatus.DUE_SOON: ("◔", "caution"),
    ClockStatus.OVERDUE: ("▲", "bad"),
    ClockStatus.DONE_EARLY: ("✔", "good"),
    ClockStatus.DONE_ON_TIME: ("✔", "good"),
    ClockStatus.DONE_LATE: ("✘", "bad"),
    ClockStatus.NOT_JUDGED: ("–", "quiet"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign, a word, and the tone of its colour."""

    sign: str
    words: Text
    tone: str


def mark_of_status(status: ClockStatus) -> Mark:
    sign, tone = _SIGNS[status]
    return Mark(sign, CLOCK_STATUS[status], tone)


PAUSED = Mark("⏸", CLOCK_PAUSED, "caution")
