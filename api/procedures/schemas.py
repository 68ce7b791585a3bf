"""What is answered about a procedure: one version of the law, as data."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from api.cases.note_schemas import WithoutLimitRead
from api.cases.schemas import LimitRead
from api.problem import LegalBasisRead
from api.schemas import Read, Words


class ClosingRead(Read):
    """Until when a version takes cases, and why no longer. Cases that were received keep their version."""

    last_day: date = Field(description="The last day of receipt.")
    by: str = Field(
        description="`declared`: it was published so; `successor`: another version follows; `ended`: it was ended by "
        "a record of its own, with its legal basis.",
        examples=["ended"],
    )
    words: Words
    successor: str | None = Field(description="The version that takes cases next, be it days later.")
    successor_from: date | None
    legal_basis: list[LegalBasisRead] = Field(description="Of a recorded ending.")
    recorded_at: datetime | None = Field(description="When an ending was recorded.")
    recorded_by: str | None = Field(description="Who recorded an ending.")


class ProcedureSummary(Read):
    """One version of a procedure."""

    procedure: str = Field(examples=["birth-residence-insurance"])
    version: str = Field(examples=["2026-09-01"])
    code: str | None = Field(description="In the national database of procedures.")
    title: Words
    effective_from: date
    effective_to: date | None = Field(
        description="The last day of receipt, whichever way it came about (see `closing`); null: no end is known."
    )
    closing: ClosingRead | None = Field(description="What closes the version to new cases; null: no end is known.")
    total: LimitRead | None
    without_limit: WithoutLimitRead | None = Field(description="Why `total` is null: no law limits the whole.")
    steps: int
    published_at: datetime | None = Field(
        description="Since when this version cannot change any more; null: it stands in a file only."
    )
    legal_basis: list[LegalBasisRead]
    href: str


class ProcedureList(Read):
    """Every version of every procedure."""

    items: list[ProcedureSummary]


class ChoiceRead(Read):
    """One thing that can be chosen: the name that stands in the data, and its title."""

    name: str = Field(examples=["house"])
    title: Words


class FieldRead(Read):
    """A field, or a group of fields, of a form."""

    name: str
    type: str
    title: Words
    required: bool
    required_when: str | None = Field(description="A condition in CEL over `form` and `case`.")
    required_when_words: Words | None = Field(description="The same condition as people read it.")
    choices: list[ChoiceRead]
    format: str | None = Field(description="The shape that a text must have: one of the procedure language's formats.")
    format_words: Words | None = Field(description="The same shape as people read it.")
    fields: list["FieldRead"]


class DocumentRead(Read):
    """A paper that the procedure knows."""

    id: str
    title: Words
    source: list[str]
    required: bool
    required_when: str | None
    required_when_words: Words | None


class SilenceRead(Read):
    """What it means in law that the time limit passes without an answer."""

    means: str = Field(examples=["completed"])
    words: Words
    result: dict[str, Any]
    legal_basis: list[LegalBasisRead]


class BeforeEventRead(Read):
    """The applicant's deadline, counted backwards from an event."""

    title: Words
    event: str = Field(description="The field of the form that says when the event is.")
    at_least: LimitRead
    exempt_when: str | None
    exempt_when_words: Words | None
    legal_basis: list[LegalBasisRead]


class PublishedTermRead(Read):
    """The term that another act or the national database gives, where it reads otherwise than the law."""

    within: LimitRead
    legal_basis: list[LegalBasisRead]


class AfterEventRead(Read):
    """The applicant's deadline, counted from an event."""

    title: Words
    event: str = Field(description="The field of the form that says when the event is.")
    within: LimitRead
    published: PublishedTermRead | None
    exempt_when: str | None
    exempt_when_words: Words | None
    legal_basis: list[LegalBasisRead]


class VariantRead(Read):
    """Another time limit, for cases in which the condition holds."""

    when: str
    when_words: Words = Field(description="The same condition as people read it.")
    limit: LimitRead


class SuspensionRuleRead(Read):
    """Why and how a step's time limit may be suspended."""

    id: str
    title: Words
    kind: str = Field(description="Whom it waits for: a supplement, a payment, originals, another agency.")
    effect: str
    ended_by: str = Field(
        description="The applicant hands in what was asked for, or the agency notes that it has come."
    )
    max: int | None
    ask_within: LimitRead | None
    applicant_term: LimitRead | None
    applicant_term_when: list[VariantRead] = Field(description="Other terms; the first whose condition holds counts.")
    on_expiry: str
    tell_within: LimitRead | None
    legal_basis: list[LegalBasisRead]


class ExtensionRuleRead(Read):
    """When and how far an agency may extend a time limit that it cannot keep."""

    id: str
    title: Words
    max: int
    notice_days: int = Field(description="Granted so many days before the due date at the latest.")
    at_most: LimitRead | None = Field(description="The most that is added in all; null: see `at_most_original`.")
    at_most_original: bool = Field(description="At most as long again as the limit that is extended.")
    applies_to: str
    legal_basis: list[LegalBasisRead]


class ReturnRuleRead(Read):
    """An earlier step to which the case may be returned, when its result proves wrong."""

    to: str
    title: Words
    legal_basis: list[LegalBasisRead]


class StepRuleRead(Read):
    """One step: one agency, one time limit, one legal basis."""

    id: str
    title: Words
    agency: str = Field(description="The kind of agency; the directory names the agency of a territory.")
    agency_title: Words
    territory: str | None = Field(
        description="The field of the form that says whose agency it is; null: that of the case's territory.",
        examples=["form.new_commune"],
    )
    territory_title: Words | None = Field(description="The title of that field.")
    part: str = Field(description="What the agency is in the case: it leads, takes part, or is only asked.")
    part_words: Words
    needs: list[str]
    join: str = Field(description="Whether it waits for `all` of the steps that it needs, or for `any` of them.")
    returns: list[ReturnRuleRead]
    when: str | None
    when_words: Words | None
    within: LimitRead | None
    without_limit: WithoutLimitRead | None
    within_when: list[VariantRead]
    may: list[str]
    requires: list[str]
    produces: list[str]
    result: list[FieldRead]
    automatic: bool
    on_silence: SilenceRead | None
    legal_basis: list[LegalBasisRead]


class StatutoryFormRead(Read):
    """One form of a set."""

    number: str = Field(examples=["01"])
    title: Words
    paper: str | None = Field(description="A4 or A5; null: the size was not read.")


class FormSetRead(Read):
    """The statutory papers of a dossier, as one circular fixes them. No forms: they were not read."""

    id: str = Field(examples=["tt-03-2025"])
    title: Words
    effective_from: date
    effective_to: date | None
    forms: list[StatutoryFormRead]
    legal_basis: list[LegalBasisRead]


class ProcedureRead(ProcedureSummary):
    """One version of a procedure with all its rules."""

    dossier_code: str = Field(description="The rule by which dossier codes are made.", examples=["qd-20-2020"])
    form_sets: list[FormSetRead] = Field(
        description="The sets of papers that hold while the version does, in their order; a paper has the form of its day."
    )
    total_variants: list[VariantRead]
    cut_off: str | None
    cut_off_basis: list[LegalBasisRead] = Field(description="Where the cut-off is written; empty: where the total is.")
    before_event: BeforeEventRead | None
    after_event: AfterEventRead | None
    form: list[FieldRead]
    facts: dict[str, Any]
    documents: list[DocumentRead]
    suspensions: list[SuspensionRuleRead]
    extensions: list[ExtensionRuleRead]
    step_rules: list[StepRuleRead]
