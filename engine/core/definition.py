"""A procedure as its agency declares it in YAML: what may happen, who does it, within which time limit.

Checks that look at more than one place of the definition live in `definition_checks`.
"""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

from engine.core.identifiers import (
    AgencyKind,
    CalendarId,
    DocumentId,
    ProcedureId,
    ProcedureVersion,
    StepId,
)
from engine.core.legal_time import Allowance, ClockEffect, Convention, PauseKind, Policy, Unit
from engine.core.values import Text, Value

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
    article: str | None = None
    certainty: Certainty = Certainty.VERIFIED
    note: str | None = None


_LIMIT = re.compile(r"^\s*(?P<n>\d+(?:\.\d+)?)\s+(?P<unit>[a-z_]+)\s*$")


class TimeLimit(Value):
    """A number with its unit; the unit is mandatory (`24 hours`, `2 working_days`)."""

    n: Decimal = Field(ge=0)
    unit: Unit

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: Any) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            raise ValueError(f"{value} has no unit: write for example `{value} working_days`")
        if not isinstance(value, str):
            return value
        words = _LIMIT.match(value)
        if words is None:
            raise ValueError(f"`{value}` is not a time limit: write a number and a unit, e.g. `2 working_days`")
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


class FieldType(StrEnum):
    TEXT = "text"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DATE = "date"
    CHOICE = "choice"
    GROUP = "group"


class FieldDefinition(Value):
    """One field, or one group of fields, of a form or of a step's result."""

    type: FieldType = FieldType.TEXT
    title: Text
    required: bool = False
    required_when: Expression | None = None
    choices: tuple[str, ...] = ()
    fields: "dict[Slug, FieldDefinition]" = {}


class Source(StrEnum):
    """Where a paper of the dossier comes from. A new place begins with a word here."""

    UPLOAD = "upload"
    HOSPITAL = "hospital"
    CIVIL_STATUS_DATABASE = "civil_status_database"
    POPULATION_DATABASE = "population_database"


class DocumentDefinition(Value):
    """A paper of the dossier: handed in by the applicant, or made by a step."""

    title: Text
    source: tuple[Source, ...] = ()
    required: bool = False
    required_when: Expression | None = None
    legal_basis: tuple[LegalBasis, ...] = ()


class OnExpiry(StrEnum):
    """What happens when the applicant lets the term of a supplement pass."""

    STOP = "stop"
    NOTHING = "nothing"


class SuspensionRule(Value):
    """Why and how a step's time limit may be suspended."""

    title: Text
    kind: PauseKind = PauseKind.SUPPLEMENT
    effect: ClockEffect = ClockEffect.SUSPEND
    max: int | None = Field(default=None, ge=1, description="How often in one step.")
    applicant_term: TimeLimit | None = None
    on_expiry: OnExpiry = OnExpiry.NOTHING
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)


class AppliesTo(StrEnum):
    """Which due dates an extension moves: the step's own, the promised one of the whole case, or both."""

    STEP = "step"
    TOTAL = "total"
    BOTH = "both"


ORIGINAL_LIMIT = "original_limit"
"""A cap in words: at most as long again as the time limit that is extended."""

AtMost = Annotated[
    Annotated[TimeLimit, Tag("limit")] | Annotated[Literal["original_limit"], Tag("words")],
    Discriminator(lambda value: "words" if value == ORIGINAL_LIMIT else "limit"),
]


class ExtensionRule(Value):
    """When and how far an agency that cannot keep its time limit may extend it, with an apology (form 04)."""

    title: Text
    max: int = Field(default=1, ge=1, description="How often: in one step, or in one case if it moves the total.")
    notice_days: int = Field(
        default=1, ge=0, description="So many days before the due date it is granted at the latest (NĐ 61/2018 19(9))."
    )
    at_most: AtMost | None = Field(
        default=None, description="The most that its extensions add in all: a limit, or `original_limit`."
    )
    applies_to: AppliesTo = AppliesTo.STEP
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)


class AutomaticRun(Value):
    """An automatic step: the operation of the agency's own system that does the work."""

    http: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$")]
    answer_within: TimeLimit | None = None


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[StepId, ...], BeforeValidator(_as_tuple)]


class StepDefinition(Value):
    """One step: one agency, one time limit, one legal basis."""

    title: Text
    agency: AgencyKind
    needs: Names = ()
    when: Expression | None = None
    within: TimeLimit
    within_when: dict[Expression, TimeLimit] = {}
    counting: Convention = Convention.ELAPSED
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)
    may: tuple[Slug, ...] = Field(default=(), description="The suspensions and extensions that it may use.")
    requires: tuple[DocumentId, ...] = ()
    produces: tuple[DocumentId, ...] = ()
    result: dict[Slug, FieldDefinition] = {}
    run: AutomaticRun | None = None


class Total(Value):
    """The time limit of the whole case: the date that the citizen is promised."""

    within: TimeLimit
    within_when: dict[Expression, TimeLimit] = {}
    counting: Convention = Convention.STATUTORY
    cut_off: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    cut_off_basis: tuple[LegalBasis, ...] = Field(
        default=(), description="Where the cut-off is written; empty: where the total is."
    )
    policy: Policy = Policy.ALL
    covers: tuple[StepId, ...] = Field(
        default=(), description="The steps under the total; empty: all. A step outside has its own limit only."
    )
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)


class Effective(Value):
    """The dates of receipt for which a version holds; both ends included."""

    first: date = Field(alias="from")
    last: date | None = Field(default=None, alias="to")

    def contains(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


class FactDefinition(Value):
    """A fact that an agency establishes while it works (`case.<name>` in conditions)."""

    title: Text
    type: FieldType = FieldType.BOOLEAN
    choices: tuple[str, ...] = ()
    default: bool | int | str | None = None
    established_by: tuple[StepName, ...] = Field(
        default=(), description="The steps whose agency may establish it; empty: the reception only."
    )


def _a_real_date(version: str) -> str:
    try:
        date.fromisoformat(version)
    except ValueError:
        raise ValueError(f"`{version}` is no date of the calendar: write it as `2026-09-01`") from None
    return version


class ProcedureDefinition(Value):
    """One version of a procedure; immutable once published, cases keep theirs."""

    procedure: Annotated[ProcedureId, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    version: Annotated[
        ProcedureVersion, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_a_real_date)
    ]
    code: str | None = Field(default=None, description="Code in the national database of procedures.")
    title: Text
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)
    effective: Effective
    calendar: CalendarId
    reception: AgencyKind | None = Field(
        default=None,
        description="The kind of agency that receives dossiers handed in online; none: any that may receive.",
    )
    total: Total
    form: dict[Slug, FieldDefinition] = {}
    facts: dict[Slug, FactDefinition] = {}
    documents: dict[DocumentName, DocumentDefinition] = {}
    suspensions: dict[Slug, SuspensionRule] = {}
    extensions: dict[Slug, ExtensionRule] = {}
    steps: dict[StepName, StepDefinition] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _version_is_a_date(cls, value: Any) -> Any:
        """YAML reads an unquoted 2026-09-01 as a date; a version is that date's text."""
        if isinstance(value, dict) and isinstance(value.get("version"), date):
            return {**value, "version": value["version"].isoformat()}
        return value

    def covered_steps(self) -> tuple[StepId, ...]:
        """The steps that the total time limit covers."""
        return self.total.covers or tuple(self.steps)
