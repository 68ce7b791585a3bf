"""Indicator 2.1 of Decision 766/QĐ-TTg: the share of dossiers on time, from inputs that anybody can add up again."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from pydantic import Field

from engine.core.identifiers import AgencyId
from engine.core.legal_time import MoreThanOne
from engine.core.outcomes import Outcome
from engine.core.report_ii06a import Counted, Period, Standing
from engine.core.values import Value

COUNTED_SINCE = datetime(2021, 12, 31, 17, tzinfo=UTC)
"""Dossiers received before 2022 are not counted (the Government Office's answer, November 2023)."""

GROUP_POINTS = 20
"""The most that group 2, progress and results, gives. What 2.1 gives of it is in no text that could be read."""


class Indicator(Value):
    """(finished on time + in progress and in time) ÷ all; in percent, two decimals, null where there is nothing."""

    agency: AgencyId
    agencies: tuple[AgencyId, ...]
    period: Period
    as_of: datetime
    more_than_one: MoreThanOne = Field(description="How `more than one supplement request is late` is read.")
    finished_on_time: int
    finished_late: int
    in_time: int
    overdue: int
    without_limit: int = Field(description="Ended in the period, of procedures that no law limits: in neither number.")
    counted: int
    rate: Decimal | None
    group_points: int = Field(default=GROUP_POINTS, description="The most points of group 2; certain.")
    points: Decimal | None = Field(default=None, description="Of 2.1: null, its weight in the group is unverified.")


def indicator_of(
    counted: Iterable[Counted], agencies: tuple[AgencyId, ...], period: Period, as_of: datetime, reading: MoreThanOne
) -> Indicator:
    """`agencies`: the one that was asked for, then what belongs to it."""
    numbers: dict[Outcome | Standing, int] = {}
    for one in counted:
        numbers[one.standing] = numbers.get(one.standing, 0) + one.number
    on_time = numbers.get(Outcome.EARLY, 0) + numbers.get(Outcome.ON_TIME, 0)
    late, overdue = numbers.get(Outcome.LATE, 0), numbers.get(Standing.OVERDUE, 0)
    in_time = numbers.get(Standing.IN_TIME, 0)
    every = on_time + late + in_time + overdue
    rate = (Decimal(100 * (on_time + in_time)) / every).quantize(Decimal("0.01"), ROUND_HALF_UP) if every else None
    return Indicator(
        agency=agencies[0],
        agencies=agencies,
        period=period,
        as_of=as_of,
        more_than_one=reading,
        finished_on_time=on_time,
        finished_late=late,
        in_time=in_time,
        overdue=overdue,
        without_limit=numbers.get(Outcome.WITHOUT_LIMIT, 0),
        counted=every,
        rate=rate,
    )
