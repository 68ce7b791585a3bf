"""Report II.06a of Circular 01/2020/TT-VPCP: its columns, and sums that cannot disagree."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import Field, model_validator

from engine.core.identifiers import AgencyId, ProcedureId
from engine.core.legal_time import to_datetime
from engine.core.legal_time.instants import day_number, midnight
from engine.core.outcomes import Outcome
from engine.core.papers import Channel
from engine.core.values import Misfit, Text, Value


class Standing(StrEnum):
    """Of a case that goes on at the end of the period."""

    IN_TIME = "in_time"
    OVERDUE = "overdue"


class EndedOtherwise(StrEnum):
    """What becomes of cases that were withdrawn or stopped: the circular does not say so in what could be read."""

    ON_TIME = "on_time"
    """As one province's system has it: every dossier that was received is in the sums."""
    LEFT_OUT = "left_out"
    """In no column: neither received nor dealt with, only numbered beside the report."""


class Period(Value):
    """Whole days, both included, in the time of Viet Nam."""

    first: date
    last: date

    @model_validator(mode="after")
    def _is_a_period(self) -> Self:
        if self.first > self.last:
            raise Misfit(
                Text(vi="kỳ báo cáo kết thúc trước khi bắt đầu", en="the period ends before it begins"),
                Text(vi="hãy đổi chỗ hai ngày", en="put the two days the other way round"),
            )
        return self

    @property
    def start(self) -> datetime:
        return to_datetime(midnight(day_number(self.first)))

    @property
    def end(self) -> datetime:
        """The first instant that is not in it any more."""
        return to_datetime(midnight(day_number(self.last) + 1))

    def as_of(self, now: datetime) -> datetime:
        """The last instant of the period, or the present one while it has not come."""
        return min(to_datetime(midnight(day_number(self.last) + 1) - 1), now)


class Counted(NamedTuple):
    """So many cases of one agency, procedure and way of handing in, with one standing; `carried`: from before."""

    agency: AgencyId
    procedure: ProcedureId
    channel: Channel
    carried: bool
    standing: Outcome | Standing
    number: int


class Line(Value):
    """The columns that are counted; 3, 7 and 11 are their sums. Refuses numbers that do not check: 3 = 7 + 11."""

    online: int = Field(default=0, ge=0, description="Column 4.")
    direct_or_post: int = Field(default=0, ge=0, description="Column 5.")
    carried: int = Field(default=0, ge=0, description="Column 6.")
    early: int = Field(default=0, ge=0, description="Column 8.")
    on_time: int = Field(default=0, ge=0, description="Column 9.")
    late: int = Field(default=0, ge=0, description="Column 10.")
    in_time: int = Field(default=0, ge=0, description="Column 12.")
    overdue: int = Field(default=0, ge=0, description="Column 13.")

    @model_validator(mode="after")
    def _checks(self) -> Self:
        if self.received != self.finished + self.in_progress:
            raise Misfit(
                Text(
                    vi=f"tiếp nhận {self.received} khác đã giải quyết {self.finished} + đang giải quyết {self.in_progress}",
                    en=f"received {self.received} is not finished {self.finished} + in progress {self.in_progress}",
                ),
                Text(vi="hãy đếm lại: cột 3 = cột 7 + cột 11", en="count again: column 3 = column 7 + column 11"),
            )
        return self

    @property
    def received(self) -> int:
        """Column 3."""
        return self.online + self.direct_or_post + self.carried

    @property
    def finished(self) -> int:
        """Column 7."""
        return self.early + self.on_time + self.late

    @property
    def in_progress(self) -> int:
        """Column 11."""
        return self.in_time + self.overdue

    def columns(self) -> dict[int, int]:
        """Columns 3 to 13 by number."""
        received = (self.received, self.online, self.direct_or_post, self.carried)
        finished = (self.finished, self.early, self.on_time, self.late)
        return dict(enumerate((*received, *finished, self.in_progress, self.in_time, self.overdue), start=3))


class ReportLine(Value):
    """The line of one procedure."""

    procedure: ProcedureId
    title: Text
    numbers: Line


class Report(Value):
    """The report of an agency with what belongs to it: a line for each procedure, and the total."""

    agency: AgencyId
    agencies: tuple[AgencyId, ...] = Field(description="Whose cases are counted: those that they received.")
    period: Period
    as_of: datetime = Field(description="When what goes on was judged: the end of the period, or now.")
    ended_otherwise: EndedOtherwise
    lines: tuple[ReportLine, ...]
    total: Line
    not_judged: int = Field(description="Of those that ended in the period: withdrawn or stopped, without a decision.")
    without_limit: int = Field(description="Of those that ended in the period: no law limits the whole.")


def lines_of(counted: Iterable[Counted], ended: EndedOtherwise) -> Mapping[ProcedureId, Line]:
    """By procedure, in the order of their names."""
    found: dict[ProcedureId, dict[int, int]] = {}
    for one in counted:
        numbers = found.setdefault(one.procedure, {})
        for column in columns_of(one.channel, one.carried, one.standing, ended):
            numbers[column] = numbers.get(column, 0) + one.number
    return {procedure: _line(found[procedure]) for procedure in sorted(found) if found[procedure]}


def sum_of(lines: Iterable[Line]) -> Line:
    """All lines as one."""
    numbers: dict[int, int] = {}
    for line in lines:
        for column, number in line.columns().items():
            numbers[column] = numbers.get(column, 0) + number
    return _line(numbers)


def columns_of(channel: Channel, carried: bool, standing: Outcome | Standing, ended: EndedOtherwise) -> tuple[int, ...]:
    """The columns that one case is counted in, sums included; none where it is left out."""
    if standing is Outcome.NOT_JUDGED and ended is EndedOtherwise.LEFT_OUT:
        return ()
    came = 6 if carried else 4 if channel is Channel.ONLINE else 5
    stands = _STANDS[standing]
    return 3, came, 7 if stands <= LATE_COLUMN else 11, stands


LATE_COLUMN = 10
_STANDS: Mapping[Outcome | Standing, int] = {
    Outcome.EARLY: 8,
    Outcome.ON_TIME: 9,
    # What no law limits cannot be late.
    Outcome.WITHOUT_LIMIT: 9,
    Outcome.NOT_JUDGED: 9,
    Outcome.LATE: LATE_COLUMN,
    Standing.IN_TIME: 12,
    Standing.OVERDUE: 13,
}

COLUMN_WORDS: Mapping[int, Text] = {
    1: Text(vi="STT", en="No."),
    2: Text(vi="Lĩnh vực, công việc giải quyết theo cấp", en="Field, work by level"),
    3: Text(vi="Tiếp nhận: tổng số", en="Received: total"),
    4: Text(vi="Tiếp nhận trong kỳ: trực tuyến", en="Received in the period: online"),
    5: Text(vi="Tiếp nhận trong kỳ: trực tiếp, dịch vụ bưu chính", en="Received in the period: direct, by post"),
    6: Text(vi="Từ kỳ trước", en="Carried over"),
    7: Text(vi="Đã giải quyết: tổng số", en="Finished: total"),
    8: Text(vi="Đã giải quyết: trước hạn", en="Finished: early"),
    9: Text(vi="Đã giải quyết: đúng hạn", en="Finished: on time"),
    10: Text(vi="Đã giải quyết: quá hạn", en="Finished: late"),
    11: Text(vi="Đang giải quyết: tổng số", en="In progress: total"),
    12: Text(vi="Đang giải quyết: trong hạn", en="In progress: in time"),
    13: Text(vi="Đang giải quyết: quá hạn", en="In progress: overdue"),
}
"""The names are those of the form; their numbers are not confirmed by an official text."""


def _line(numbers: Mapping[int, int]) -> Line:
    names = {4: "online", 5: "direct_or_post", 6: "carried", 8: "early", 9: "on_time", 10: "late"}
    names |= {12: "in_time", 13: "overdue"}
    return Line(**{name: numbers.get(column, 0) for column, name in names.items()})
