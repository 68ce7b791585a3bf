"""A procedure as its agency declares it in YAML: what may happen, who does it, within which time limit.

Checks that look at more than one place of the definition live in `definition_checks`.
"""

from datetime import date
from enum import StrEnum
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

from engine.core.definition_basics import (
    DocumentName,
    Expression,
    LegalBasis,
    Slug,
    StepName,
    TimeLimit,
)
from engine.core.definition_rules import (
    BeforeEvent,
    DossierCodeFormat,
    Fee,
    Join,
    MigrationRule,
    Part,
    PublishedTerm,
    ReturnRule,
    Silence,
    WithoutLimit,
)
from engine.core.identifiers import (
    AgencyKind,
    CalendarId,
    DocumentId,
    FormSetId,
    ProcedureId,
    ProcedureVersion,
    StepId,
)
from engine.core.legal_time import ClockEffect, Convention, PauseKind, Policy
from engine.core.values import Text, Value


class FieldType(StrEnum):
    TEXT = "text"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DATE = "date"
    CHOICE = "choice"
    GROUP = "group"


def _titled(value: Any) -> Any:
    """`[red, blue]`: choices whose names are their titles, too."""
    if not isinstance(value, list | tuple):
        return value
    if not all(isinstance(name, str) for name in value):
        raise ValueError("each choice is named by a text: put it in quotes if it looks like a number or a date")
    return {name: {"vi": name, "en": name} for name in value}


Choices = Annotated[dict[str, Text], BeforeValidator(_titled, json_schema_input_type=tuple[str, ...] | dict[str, Text])]
"""What can be chosen: the name that stands in the data -> the title that people read."""


class FieldDefinition(Value):
    """One field, or one group of fields, of a form or of a step's result."""

    type: FieldType = FieldType.TEXT
    title: Text
    required: bool = False
    required_when: Expression | None = None
    choices: Choices = Field(
        default={}, description="What can be chosen: `name: {vi: …, en: …}`, or names alone, as `[red, blue]`."
    )
    fields: "dict[Slug, FieldDefinition]" = {}


class Source(StrEnum):
    """Where a paper of the dossier comes from. A new place begins with a word here."""

    UPLOAD = "upload"
    HOSPITAL = "hospital"
    CIVIL_STATUS_DATABASE = "civil_status_database"
    POPULATION_DATABASE = "population_database"
    RESIDENCE_DATABASE = "residence_database"
    INSURANCE_DATABASE = "insurance_database"
    HEALTH_DATABASE = "health_database"
    POLICE_DATABASE = "police_database"
    CUSTOMS_DATABASE = "customs_database"
    TAX_DATABASE = "tax_database"
    INSPECTION_DATABASE = "inspection_database"
    LAND_DATABASE = "land_database"
    BUSINESS_DATABASE = "business_database"
    COURT_DATABASE = "court_database"
    CITIZEN_DATA_STORE = "citizen_data_store"


class DocumentDefinition(Value):
    """A paper of the dossier: handed in by the applicant, or made by a step."""

    title: Text
    source: tuple[Source, ...] = ()
    required: bool = False
    required_when: Expression | None = None
    legal_basis: tuple[LegalBasis, ...] = ()


class OnExpiry(StrEnum):
    """What happens when the applicant lets the term of a supplement pass: the case stops, the step is refused, or neither."""

    STOP = "stop"
    REFUSE = "refuse"
    NOTHING = "nothing"


class EndedBy(StrEnum):
    """Who ends a suspension: the applicant hands in what was asked for, or the agency notes that the wait is over."""

    APPLICANT = "applicant"
    AGENCY = "agency"


class AppliesTo(StrEnum):
    """Whose clock a rule is for: the step's own, that of the total, or both."""

    STEP = "step"
    TOTAL = "total"
    BOTH = "both"


class SuspensionRule(Value):
    """Why and how a step's time limit may be suspended."""

    title: Text
    kind: PauseKind = PauseKind.SUPPLEMENT
    effect: ClockEffect = ClockEffect.SUSPEND
    applies_to: AppliesTo = Field(
        default=AppliesTo.STEP,
        description="`both`: the clock of the total stops or restarts with the step's, whatever the other steps do; "
        "`step`: the total stands only as its `policy` says.",
    )
    max: int | None = Field(default=None, ge=1, description="How often in one step.")
    ask_within: TimeLimit | None = Field(
        default=None, description="How soon after its start the step must ask; a later request is marked as late."
    )
    ended_by: EndedBy = EndedBy.APPLICANT
    applicant_term: TimeLimit | None = None
    on_expiry: OnExpiry = OnExpiry.NOTHING
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)


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
    part: Part = Part.PARTICIPATING
    needs: Names = ()
    join: Join = Join.ALL
    when: Expression | None = None
    within: TimeLimit | None = None
    without_limit: WithoutLimit | None = None
    within_when: dict[Expression, TimeLimit] = {}
    counting: Convention = Convention.ELAPSED
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)
    may: tuple[Slug, ...] = Field(default=(), description="The suspensions and extensions that it may use.")
    requires: tuple[DocumentId, ...] = ()
    produces: tuple[DocumentId, ...] = ()
    result: dict[Slug, FieldDefinition] = {}
    returns: dict[StepName, ReturnRule] = {}
    on_silence: Silence | None = None
    run: AutomaticRun | None = None


class Total(Value):
    """The time limit of the whole case: the date that the citizen is promised."""

    within: TimeLimit | None = None
    without_limit: WithoutLimit | None = None
    within_when: dict[Expression, TimeLimit] = {}
    published: PublishedTerm | None = None
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


class LintRules(Value):
    """What `lienthong procedures lint` says of this version although it is as the law wants it."""

    allow: dict[str, Annotated[str, StringConstraints(min_length=1)]] = Field(
        default={},
        description="The id of a rule, or `rule/part` for one step, suspension or document: the reason why it is so.",
    )


class FactDefinition(Value):
    """A fact that an agency establishes while it works (`case.<name>` in conditions)."""

    title: Text
    type: FieldType = FieldType.BOOLEAN
    choices: Choices = Field(
        default={}, description="What can be chosen: `name: {vi: …, en: …}`, or names alone, as `[red, blue]`."
    )
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
    lead: AgencyKind | None = Field(default=None, description="The kind of agency that answers for the whole case.")
    dossier_code: DossierCodeFormat = DossierCodeFormat.QD_20_2020
    form_set: FormSetId | None = Field(default=None, description="The set of statutory papers, see `form_sets/`.")
    running_cases: MigrationRule | None = None
    before_event: BeforeEvent | None = None
    fees: dict[Slug, Fee] = {}
    total: Total
    form: dict[Slug, FieldDefinition] = {}
    facts: dict[Slug, FactDefinition] = {}
    documents: dict[DocumentName, DocumentDefinition] = {}
    suspensions: dict[Slug, SuspensionRule] = {}
    extensions: dict[Slug, ExtensionRule] = {}
    steps: dict[StepName, StepDefinition] = Field(min_length=1)
    lint: LintRules = LintRules()

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
