"""A procedure as its agency declares it in YAML: what may happen, who does it, within which time limit.

Checks that look at more than one place of the definition live in `definition_checks`.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from engine.core.answer_formats import AnswerFormat
from engine.core.choices import Choices
from engine.core.clock_rules import ExtensionRule, SuspensionRule
from engine.core.definition_basics import (
    DocumentName,
    Expression,
    LegalBasis,
    Slug,
    StepName,
    TimeLimit,
)
from engine.core.definition_rules import (
    AfterEvent,
    BeforeEvent,
    DossierCodeFormat,
    Fee,
    FormField,
    Join,
    MigrationRule,
    Others,
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
from engine.core.legal_time import Convention, Policy
from engine.core.retention import RetentionRule
from engine.core.values import Misfit, Text, Value


class FieldType(StrEnum):
    """What is written into a field; a group holds further fields."""

    TEXT = "text"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DATE = "date"
    CHOICE = "choice"
    TERRITORY = "territory"
    GROUP = "group"


class FieldDefinition(Value):
    """One field, or one group of fields, of a form or of a step's result."""

    type: FieldType = Field(
        default=FieldType.TEXT,
        description="What is written into it; a `group` holds further fields, a `territory` is one of the directory's.",
    )
    title: Text = Field(description="The name of the field, as people read it.")
    required: bool = Field(default=False, description="Whether a dossier without it is not taken.")
    required_when: Expression | None = Field(default=None, description="A condition under which it is required.")
    choices: Choices = Field(
        default={},
        description="The answers to choose from, each with its title, as `house: {vi: …, en: …}`, or names alone, as "
        "`[red, blue]`; only for the type `choice`.",
    )
    format: AnswerFormat | None = Field(
        default=None,
        description="The shape of a text: `personal_number` (12 digits), `identity_number` (that, or the number of a paper "
        "that says who somebody is), `phone`, `email`; only for the type `text`. An answer of another shape is refused.",
    )
    fields: "dict[Slug, FieldDefinition]" = Field(default={}, description="The fields of a group, each under its name.")


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

    title: Text = Field(description="The name of the paper, as people read it.")
    source: tuple[Source, ...] = Field(default=(), description="Where it comes from; empty: a step produces it.")
    required: bool = Field(default=False, description="Whether a dossier without it is not taken.")
    required_when: Expression | None = Field(default=None, description="A condition under which it is required.")
    legal_basis: tuple[LegalBasis, ...] = Field(default=(), description="Where the dossier's need of it is written.")


class AutomaticRun(Value):
    """An automatic step: the operation of the agency's own system that does the work."""

    http: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$")] = Field(
        description="The system and its operation, as `system.operation`; the agency's `system` must be the same."
    )
    answer_within: TimeLimit | None = Field(
        default=None, description="How soon the system must answer that it has taken the work on; a clock of its own."
    )


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[StepId, ...], BeforeValidator(_as_tuple)]


class StepDefinition(Value):
    """One step: one agency, one time limit, one legal basis."""

    title: Text = Field(description="What is done, as people read it.")
    agency: AgencyKind = Field(description="The kind of agency that does it; territory and date say which one.")
    territory: FormField | None = Field(
        default=None,
        description="The field of the form, of type territory, that says whose agency does it; none: the case's own.",
    )
    part: Part = Field(
        default=Part.PARTICIPATING,
        description="Whether the agency leads, takes part, or is only asked for its opinion.",
    )
    needs: Names = Field(default=(), description="The steps that come before; none: it is ready at the receipt.")
    join: Join = Field(default=Join.ALL, description="Whether it waits for all that it needs, or for the first.")
    others: Others | None = Field(
        default=None,
        description="With `join: any`, what becomes of the branches that one was enough for: they `end`, or they "
        "`go_on`, and the case does not wait for them; left out: they go on.",
    )
    when: Expression | None = Field(default=None, description="Under which condition it is done; none: always.")
    within: TimeLimit | None = Field(default=None, description="Its time limit; either this or `without_limit`.")
    without_limit: WithoutLimit | None = Field(default=None, description="Said on purpose: no law gives a limit.")
    within_when: dict[Expression, TimeLimit] = Field(
        default={},
        description="Other limits by their conditions; the first condition that holds counts, else `within`.",
    )
    counting: Convention = Field(default=Convention.ELAPSED, description="Counted to the second, or by whole days.")
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1, description="Where the step and its limit are written.")
    may: tuple[Slug, ...] = Field(default=(), description="The suspensions and extensions that it may use.")
    requires: tuple[DocumentId, ...] = Field(
        default=(),
        description="The papers that must be there to complete it: handed in before, or recorded with the completion. "
        "One with a `source` is required when it is asked for: by `required`, by a `required_when` that holds by then, "
        "or, with neither, by being named here; one that only steps make, when such a step has made its result.",
    )
    produces: tuple[DocumentId, ...] = Field(
        default=(), description="The papers that it makes, handed in at its completion."
    )
    result: dict[Slug, FieldDefinition] = Field(
        default={},
        description="What the agency fills in to complete it; a field that bears the name of a fact which the step "
        "establishes says what the fact is.",
    )
    returns: dict[StepName, ReturnRule] = Field(default={}, description="Steps to which it may send the case back.")
    on_silence: Silence | None = Field(
        default=None,
        description="What the law takes it for that the limit passes without an answer; none: nothing, it is overdue.",
    )
    run: AutomaticRun | None = Field(default=None, description="The system that does the step; none: people do.")


class Total(Value):
    """The time limit of the whole case: the date that the citizen is promised."""

    within: TimeLimit | None = Field(default=None, description="Its time limit; either this or `without_limit`.")
    without_limit: WithoutLimit | None = Field(default=None, description="Said on purpose: no limit, no promise.")
    within_when: dict[Expression, TimeLimit] = Field(
        default={},
        description="Other limits by their conditions; the first condition that holds counts, else `within`.",
    )
    published: PublishedTerm | None = Field(
        default=None,
        description="The term that the national database publishes, if it reads otherwise; it is never promised.",
    )
    counting: Convention = Field(default=Convention.STATUTORY, description="Counted to the second, or by whole days.")
    cut_off: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = Field(
        default=None,
        description="The time of day after which a receipt counts from the next working day, e.g. `15:00`.",
    )
    cut_off_basis: tuple[LegalBasis, ...] = Field(
        default=(), description="Where the cut-off is written; empty: where the total is."
    )
    policy: Policy = Field(
        default=Policy.ALL,
        description="When waits of steps stop the total: one is enough, or only if no other step can go on.",
    )
    covers: tuple[StepId, ...] = Field(
        default=(), description="The steps under the total; empty: all. A step outside has its own limit only."
    )
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1, description="Where the time limit is written.")


class Effective(Value):
    """The dates of receipt for which a version holds; both ends included."""

    first: date = Field(alias="from", description="The first day of receipt.")
    last: date | None = Field(
        default=None,
        alias="to",
        description="The last day of receipt; none: no end is known, and a later version ends it.",
    )

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

    title: Text = Field(description="The fact, as people read it.")
    type: FieldType = Field(default=FieldType.BOOLEAN, description="What kind of answer it has.")
    choices: Choices = Field(
        default={},
        description="The answers to choose from, each with its title, as `house: {vi: …, en: …}`, or names alone, as "
        "`[red, blue]`; only for the type `choice`.",
    )
    default: bool | int | str | None = Field(default=None, description="What holds until it is established.")
    established_by: tuple[StepName, ...] = Field(
        default=(), description="The steps whose agency may establish it; empty: the reception only."
    )


def _a_real_date(version: str) -> str:
    try:
        date.fromisoformat(version)
    except ValueError:
        raise Misfit(
            Text(vi=f"`{version}` không phải là ngày có thật", en=f"`{version}` is no date of the calendar"),
            Text(vi="hãy ghi theo dạng `2026-09-01`", en="write it as `2026-09-01`"),
        ) from None
    return version


class ProcedureDefinition(Value):
    """One version of a procedure; immutable once published, cases keep theirs."""

    procedure: Annotated[ProcedureId, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")] = Field(
        description="The name of the procedure, the same in all its versions: small letters, digits and `-`."
    )
    version: Annotated[
        ProcedureVersion, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_a_real_date)
    ] = Field(description="The name of the version: a date, by custom the day from which it is in force.")
    code: str | None = Field(default=None, description="Code in the national database of procedures.")
    title: Text = Field(description="The name of the procedure, as people read it.")
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1, description="The law that the procedure rests on.")
    effective: Effective = Field(description="The days of receipt for which it holds; a case keeps its version.")
    calendar: CalendarId = Field(description="The calendar by which the time limit of the whole is counted.")
    reception: AgencyKind | None = Field(
        default=None,
        description="The kind of agency that receives dossiers handed in online; none: any that may receive.",
    )
    lead: AgencyKind | None = Field(default=None, description="The kind of agency that answers for the whole case.")
    dossier_code: DossierCodeFormat = Field(
        default=DossierCodeFormat.QD_20_2020, description="The rule of dossier codes."
    )
    form_set: FormSetId | None = Field(
        default=None, description="The set of statutory papers, see `form_sets/`; later papers are of what replaced it."
    )
    running_cases: MigrationRule | None = Field(
        default=None, description="What becomes of cases of older versions; none: kept."
    )
    before_event: BeforeEvent | None = Field(default=None, description="The applicant's deadline before an event.")
    after_event: AfterEvent | None = Field(default=None, description="The applicant's deadline after an event.")
    retention: RetentionRule | None = Field(
        default=None,
        description="How long the personal data of closed cases are kept; none: for ever, nothing is purged.",
    )
    fees: dict[Slug, Fee] = Field(default={}, description="Fees and charges, each under its name.")
    total: Total = Field(description="The time limit of the whole case.")
    form: dict[Slug, FieldDefinition] = Field(
        default={}, description="The fields that the applicant fills in, by name."
    )
    facts: dict[Slug, FactDefinition] = Field(
        default={},
        description="What agencies find out while they work, each under its name, for conditions as `case.<name>`.",
    )
    documents: dict[DocumentName, DocumentDefinition] = Field(
        default={}, description="The papers of the dossier, by name."
    )
    suspensions: dict[Slug, SuspensionRule] = Field(
        default={},
        description="The reasons for which time limits may stop, each under its name; steps refer to them in `may`.",
    )
    extensions: dict[Slug, ExtensionRule] = Field(
        default={},
        description="The rules by which a late agency may extend, each under its name; steps refer to them in `may`.",
    )
    steps: dict[StepName, StepDefinition] = Field(
        min_length=1, description="The steps, by name; what needs nothing of another runs beside it."
    )
    lint: LintRules = Field(default=LintRules(), description="Findings of lint that are allowed, with reasons.")

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
