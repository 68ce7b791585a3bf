"""What reports show."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from api.schemas import Read, Words


class ColumnRead(Read):
    """A column of the form."""

    number: int = Field(examples=[3])
    title: Words


class ReportLineRead(Read):
    """The line of one procedure."""

    procedure: str
    title: Words
    numbers: dict[str, int] = Field(description="By the number of the column, 3 to 13.", examples=[{"3": 1}])


class ReportRead(Read):
    """Report II.06a (TT 01/2020/TT-VPCP). In every line column 3 = 7 + 11, 3 = 4 + 5 + 6, 7 = 8 + 9 + 10, 11 = 12 + 13."""

    agency: str
    agencies: list[str] = Field(description="Whose cases are counted: those that they received.")
    first: date
    last: date
    as_of: datetime = Field(description="When what goes on was judged: the end of the period, or now.")
    ended_otherwise: str = Field(description="`on_time` or `left_out`: what became of withdrawn and stopped cases.")
    columns: list[ColumnRead]
    lines: list[ReportLineRead]
    total: dict[str, int]
    not_judged: int = Field(description="Withdrawn or stopped in the period.")
    without_limit: int = Field(description="Ended in the period, of procedures that no law limits as a whole.")


class ReportedCase(Read):
    """A case behind a number."""

    case_id: str
    dossier_code: str | None
    procedure: str
    receiving_agency: str | None
    channel: str | None
    is_carried: bool = Field(description="Received before the period.")
    received_at: datetime | None
    promised_due_at: datetime | None
    closed_at: datetime | None
    standing: str = Field(
        examples=["late"],
        description="Ended: `early`, `on_time`, `late`, `not_judged`, `without_limit`. Going on: `in_time`, `overdue`.",
    )


class ReportedCases(Read):
    """A page of cases; `next` is the cursor for `after`, null at the end."""

    items: list[ReportedCase]
    next: str | None


class IndicatorRead(Read):
    """Indicator 2.1 (QĐ 766/QĐ-TTg): (finished on time + in progress and in time) ÷ all."""

    agency: str
    agencies: list[str]
    first: date
    last: date
    as_of: datetime
    more_than_one: str = Field(description="How `more than one supplement request is late` is read.")
    finished_on_time: int
    finished_late: int
    in_time: int
    overdue: int
    without_limit: int = Field(description="In no other number.")
    counted: int
    rate: Decimal | None = Field(description="In percent, two decimals; null where there is nothing to count.")
    group_points: int = Field(description="The most points of group 2 of the decision.")
    points: Decimal | None = Field(description="Null: what 2.1 gives of them could not be confirmed.")
