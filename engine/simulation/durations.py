"""Durations that vary: a shape with its numbers and a unit, written in one line (`triangular 20 30 90 working_minutes`)."""

import re
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Any

from pydantic import Field, model_serializer, model_validator

from engine.core.legal_time import Instant, WorkCalendar
from engine.core.values import Misfit, Text, Value


class SpanUnit(StrEnum):
    """Working time passes while the agency is open; the others pass always."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_MINUTES = "working_minutes"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"

    @property
    def is_working(self) -> bool:
        return self.value.startswith("working_")


class Shape(StrEnum):
    """How the durations spread, and what the numbers behind the word mean."""

    FIXED = "fixed"
    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
    LOGNORMAL = "lognormal"


_SECONDS = {"minutes": 60, "hours": 3_600, "days": 86_400}
_NUMBERS = {
    Shape.FIXED: Text(vi="một số", en="one number"),
    Shape.UNIFORM: Text(vi="hai số: nhỏ nhất và lớn nhất", en="two numbers, the least and the most"),
    Shape.TRIANGULAR: Text(
        vi="ba số: nhỏ nhất, thường gặp nhất, lớn nhất", en="three numbers: the least, the most frequent, the most"
    ),
    Shape.LOGNORMAL: Text(
        vi="hai số: trung vị, và mức mà chín phần mười không vượt quá",
        en="two numbers: the median, and what nine in ten stay under",
    ),
}
_COUNTS = {Shape.FIXED: 1, Shape.UNIFORM: 2, Shape.TRIANGULAR: 3, Shape.LOGNORMAL: 2}
_WRITTEN = re.compile(r"^\s*(?P<shape>[a-z]+\s+)?(?P<numbers>[0-9][0-9.]*(?: +[0-9][0-9.]*)*)\s+(?P<unit>[a-z_]+)\s*$")
_EXAMPLE = Text(
    vi="hãy ghi, ví dụ, `30 working_minutes` hoặc `triangular 20 30 90 working_minutes`",
    en="write for example `30 working_minutes` or `triangular 20 30 90 working_minutes`",
)
_SHORTER = Text(vi="hãy ghi thời gian ngắn hơn", en="write a shorter one")
_LARGER = Text(vi="hãy ghi số lớn hơn", en="write a larger one")
_LONGEST = 10 * 366 * 86_400
_NORMAL = NormalDist()
_P90 = _NORMAL.inv_cdf(0.9)


class Duration(Value):
    """A duration with its spread; a number and a unit alone is a fixed one."""

    shape: Shape = Shape.FIXED
    values: tuple[Decimal, ...] = Field(min_length=1)
    unit: SpanUnit

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: Any) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            example = Text(
                vi=f"hãy ghi, ví dụ, `{value} working_minutes`", en=f"write for example `{value} working_minutes`"
            )
            raise Misfit(Text(vi=f"{value} chưa có đơn vị", en=f"{value} has no unit"), example)
        if not isinstance(value, str):
            return value
        words = _WRITTEN.match(value)
        if words is None:
            what = Text(vi=f"`{value[:60]}` không phải là khoảng thời gian", en=f"`{value[:60]}` is not a duration")
            raise Misfit(what, _EXAMPLE)
        try:
            numbers = [Decimal(number) for number in words["numbers"].split()]
        except InvalidOperation:
            said = words["numbers"]
            raise Misfit(Text(vi=f"`{said}` không phải là số", en=f"`{said}` are no numbers"), _EXAMPLE) from None
        return {"shape": (words["shape"] or "fixed").strip(), "values": numbers, "unit": words["unit"]}

    @model_validator(mode="after")
    def _numbers_fit_the_shape(self) -> "Duration":
        wanted = _NUMBERS[self.shape]
        if len(self.values) != _COUNTS[self.shape] or list(self.values) != sorted(self.values):
            raise Misfit(Text(vi=f"`{self.shape}` cần {wanted.vi}", en=f"`{self.shape}` takes {wanted.en}"), _EXAMPLE)
        if self.shape is Shape.LOGNORMAL and self.values[0] <= 0:
            what = Text(
                vi="trung vị của `lognormal` phải lớn hơn 0", en="the median of a `lognormal` is more than nothing"
            )
            raise Misfit(what, _LARGER)
        if self.values[-1] * self._unit_seconds(86_400) > _LONGEST:
            raise Misfit(Text(vi="dài hơn mười năm", en="it takes more than ten years"), _SHORTER)
        return self

    @model_serializer
    def _in_words(self) -> str:
        """As a file says it: a report's scenario can be given again."""
        return str(self)

    def __str__(self) -> str:
        shape = "" if self.shape is Shape.FIXED else f"{self.shape} "
        return f"{shape}{' '.join(f'{number.normalize():f}' for number in self.values)} {self.unit}"

    def seconds(self, luck: float, day_seconds: int) -> int:
        """The duration that `luck`, evenly spread between 0 and 1, stands for: more luck, longer.

        One draw for one duration whatever the shape, so that a change in one place moves no other draw.
        """
        return round(self._quantile(luck) * self._unit_seconds(day_seconds))

    def mean_seconds(self, day_seconds: int) -> float:
        """The mean, for reckoning how many people a load needs."""
        numbers = [float(number) for number in self.values]
        mean = sum(numbers) / len(numbers)
        if self.shape is Shape.LOGNORMAL:
            mean = numbers[0] * exp((log(numbers[1] / numbers[0]) / _P90) ** 2 / 2)
        return mean * self._unit_seconds(day_seconds)

    def end(self, start: Instant, luck: float, calendar: WorkCalendar) -> Instant:
        """When it is over, in the time that its unit passes in."""
        seconds = self.seconds(luck, calendar.spec.day_seconds)
        return calendar.add(start, seconds) if self.unit.is_working else start + seconds

    def _quantile(self, luck: float) -> float:
        numbers = [float(number) for number in self.values]
        match self.shape:
            case Shape.FIXED:
                return numbers[0]
            case Shape.UNIFORM:
                return numbers[0] + (numbers[1] - numbers[0]) * luck
            case Shape.TRIANGULAR:
                return _triangular(numbers, luck)
            case Shape.LOGNORMAL:
                spread = log(numbers[1] / numbers[0]) / _P90
                return numbers[0] * exp(spread * _NORMAL.inv_cdf(min(max(luck, 1e-6), 1 - 1e-6)))

    def _unit_seconds(self, day_seconds: int) -> int:
        return day_seconds if self.unit is SpanUnit.WORKING_DAYS else _SECONDS[self.unit.value.removeprefix("working_")]


def _triangular(numbers: list[float], luck: float) -> float:
    least, mode, most = numbers
    if most == least:
        return least
    rising = (mode - least) / (most - least)
    if luck < rising:
        return least + sqrt(luck * (most - least) * (mode - least))
    return most - sqrt((1 - luck) * (most - least) * (most - mode))
