"""What is answered about a procedure: one version of the law, as data."""

from datetime import date
from typing import Any

from pydantic import Field

from api.cases.note_schemas import WithoutLimitRead
from api.cases.schemas import LimitRead
from api.problem import LegalBasisRead
from api.schemas import Read, Words


class ProcedureSummary(Read):
    """One version of a procedure."""

    procedure: str = Field(examples=["birth-residence-insurance"])
    version: str = Field(examples=["2026-09-01"])
    code: str | None = Field(description="In the national database of procedures.")
    title: Words
    effective_from: date
    effective_to: date | None
    total: LimitRead | None
    without_limit: WithoutLimitRead | None = Field(description="Why `total` is null: no law limits the whole.")
    steps: int
    legal_basis: list[LegalBasisRead]
    href: str


class ProcedureList(Read):
    """Every version of every procedure."""

    items: list[ProcedureSummary]


class FieldRead(Read):
    """A field, or a group of fields, of a form."""

    name: str
    type: str
    title: Words
    required: bool
    required_when: str | None = Field(description="A condition in CEL over `form` and `case`.")
    choices: list[str]
    fields: list["FieldRead"]


class DocumentRead(Read):
    """A paper that the procedure knows."""

    id: str
    title: Words
    source: list[str]
    required: bool
    required_when: str | None


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
    legal_basis: list[LegalBasisRead]


class VariantRead(Read):
    """Another time limit, for cases in which the condition holds."""

    when: str
    limit: LimitRead


class SuspensionRuleRead(Read):
    """Why and how a step's time limit may be suspended."""

    id: str
    title: Words
    effect: str
    max: int | None
    ask_within: LimitRead | None
    applicant_term: LimitRead | None
    on_expiry: str
    legal_basis: list[LegalBasisRead]


class StepRuleRead(Read):
    """One step: one agency, one time limit, one legal basis."""

    id: str
    title: Words
    agency: str = Field(description="The kind of agency; the directory names the agency of a territory.")
    agency_title: Words
    needs: list[str]
    when: str | None
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


class ProcedureRead(ProcedureSummary):
    """One version of a procedure with all its rules."""

    total_variants: list[VariantRead]
    cut_off: str | None
    before_event: BeforeEventRead | None
    form: list[FieldRead]
    facts: dict[str, Any]
    documents: list[DocumentRead]
    suspensions: list[SuspensionRuleRead]
    step_rules: list[StepRuleRead]
