"""What every part of a definition is written with: names, conditions, time limits and their legal basis."""

import re
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from engine.core.identifiers import DocumentId, StepId
from engine.core.legal_time import Allowance, Convention, Unit
from engine.core.values import Misfit, Text, Value

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$")]
StepName = Annotated[StepId, StringConstraints(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$")]
DocumentName = Annotated[DocumentId, StringConstraints(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$")]
Expression = Annotated[str, StringConstraints(min_length=1)]
"""A condition in CEL over `form` (the applicant's answers) and `case` (facts that agencies established)."""


class Certainty(StrEnum):
    """How sure we are of a legal fact: read in an official text, in a secondary source, or not verified."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


class LegalBasis(Value):
    """Where a rule is written."""

    ref: str = Field(description="Number of the legal document, e.g. NĐ 301/2026/NĐ-CP.")
    article: str | None = Field(
        default=None,
        description="The article and clause, e.g. `5(2)`; another place in the words of the document: `Mẫu số 01`.",
    )
    certainty: Certainty = Field(
        default=Certainty.VERIFIED,
        description="How sure we are of it; leave it out only for what was read in the official text.",
    )
    note: str | None = Field(
        default=None, description="What a reader has to know about it, e.g. what is still to be checked."
    )


_LIMIT = re.compile(r"^\s*(?P<n>[0-9]+(?:\.[0-9]+)?)\s+(?P<unit>[a-z_]+)\s*$")


class TimeLimit(Value):
    """A number with its unit; the unit is mandatory (`24 hours`, `2 working_days`)."""

    n: Decimal = Field(ge=0, description="The number, not negative.")
    unit: Unit = Field(description="The unit.")

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: Any) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            raise Misfit(
                Text(vi=f"{value} chưa có đơn vị", en=f"{value} has no unit"),
                Text(vi=f"hãy ghi, ví dụ, `{value} working_days`", en=f"write for example `{value} working_days`"),
            )
        if not isinstance(value, str):
            return value
        words = _LIMIT.match(value)
        if words is None:
            raise Misfit(
                Text(vi=f"`{value}` không phải là thời hạn", en=f"`{value}` is not a time limit"),
                Text(
                    vi="hãy ghi số và đơn vị, ví dụ `2 working_days`",
                    en="write a number and a unit, e.g. `2 working_days`",
                ),
            )
        return {"n": words["n"], "unit": words["unit"]}

    @property
    def allowance(self) -> Allowance:
        """The limit as legal time counts it: exact, never a float."""
        return Allowance(int(self.n) if self.n == self.n.to_integral_value() else Fraction(self.n), self.unit)

    def counting(self, declared: Convention) -> Convention:
        """How the limit is counted: weeks and months by the day only (rule R24)."""
        return Convention.STATUTORY if self.unit in (Unit.WEEKS, Unit.MONTHS) else declared

    def __str__(self) -> str:
        return f"{self.n} {self.unit.value}"
