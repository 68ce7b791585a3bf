"""When an act is recorded: the real instant, and never before what the same case has recorded already."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from engine.core.errors import ClockBehind
from engine.core.events import RecordedEvent

LARGEST_STEP_BACK = timedelta(hours=2)
"""A clock that is put right, or two machines that do not agree, differ by less. Beyond it one of them is wrong by so much
that dates would be, too."""


def recorded_now(history: Sequence[RecordedEvent], clock_says: datetime) -> datetime:
    """The later of the present instant and the case's last record; raises `ClockBehind` if they are too far apart."""
    if not history or history[-1].recorded_at <= clock_says:
        return clock_says
    last = history[-1].recorded_at
    if last - clock_says > LARGEST_STEP_BACK:
        raise ClockBehind()
    return last
