"""The rules that only some procedures have: joins, returns, silence, fees, notices before an event, running cases."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictInt

from engine.core.definition_basics import Expression, LegalBasis, StepName, TimeLimit
from engine.core.identifiers import ProcedureVersion
from engine.core.values import Text, Value

Bases = Annotated[tuple[LegalBasis, ...], Field(min_length=1)]
FormField = Annotated[str, Field(pattern=r"^form(\.[a-z][a-z0-9_]*)+$")]
"""The way to a field of the form: `form.sale.starts_on`."""


class Join(StrEnum):
    """When a step that needs several others is ready: with the last of them, or with the first that comes about."""

    ALL = "all"
    ANY = "any"


class Others(StrEnum):
    """What becomes of the branches that are not needed any more, since the first of several was enough."""

    END = "end"
    GO_ON = "go_on"


class Part(StrEnum):
    """What an agency is in the case (NĐ 61/2018 art. 19(5)-(7)): it leads, takes part, or is only asked."""

    LEAD = "lead"
    PARTICIPATING = "participating"
    CONSULTED = "consulted"


class WithoutLimit(Value):
    """That no law gives a time limit, said on purpose: a limit that was forgotten is refused."""

    reason: Text = Field(description="Why there is no time limit, as people read it.")
    legal_basis: Bases = Field(description="Where one would expect the limit, and finds none.")


class ReturnRule(Value):
    """The case may be sent back to an earlier step, whose result proved wrong; that step is done once more."""

    title: Text = Field(description="The reason for going back, as people read it.")
    legal_basis: Bases = Field(description="Where it is written that the case may go back.")


class Outcome(StrEnum):
    """What silence is taken for."""

    COMPLETED = "completed"
    REFUSED = "refused"


class Silence(Value):
    """What it means in law that the agency's time limit passes without an answer (e.g. silence counts as consent)."""

    means: Outcome = Field(
        default=Outcome.COMPLETED, description="What the silence is taken for: the step is completed, or refused."
    )
    result: dict[str, Any] = Field(default={}, description="The result that is taken as given.")
    legal_basis: Bases = Field(description="Where it is written what silence means.")


class PublishedTerm(Value):
    """The term as the national database of procedures or a lower act gives it, where it reads otherwise than the law."""

    within: TimeLimit = Field(description="The published term, a number with its unit.")
    legal_basis: Bases = Field(description="Where it is published.")


class BeforeEvent(Value):
    """A deadline of the applicant that is counted backwards: handed in at least so long before an event."""

    title: Text = Field(description="The event, as people read it.")
    event: FormField = Field(description="The field of the form, of type date, that says when the event is.")
    at_least: TimeLimit = Field(description="How long before the event the dossier must be handed in.")
    exempt_when: Expression | None = Field(
        default=None, description="A condition under which the deadline does not hold."
    )
    legal_basis: Bases = Field(description="Where the deadline is written.")


class AfterEvent(Value):
    """A deadline of the applicant that is counted from an event: handed in at most so long after it."""

    title: Text = Field(description="The event, as people read it.")
    event: FormField = Field(description="The field of the form, of type date, that says when the event is.")
    within: TimeLimit = Field(description="How long after the event the dossier may be handed in.")
    published: PublishedTerm | None = Field(
        default=None, description="The term that a lower act or the national database gives, if it reads otherwise."
    )
    exempt_when: Expression | None = Field(
        default=None, description="A condition under which the deadline does not hold."
    )
    legal_basis: Bases = Field(description="Where the deadline is written.")


class FeeDue(StrEnum):
    """When a fee is collected (HinhThucThu 1, 2, 4)."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    RETURN = "return"


class Fee(Value):
    """A fee or charge; no amount: it is fixed case by case, or by another authority (the note says by which)."""

    title: Text = Field(description="The name of the fee, as people read it.")
    amount: StrictInt | None = Field(default=None, ge=0, description="In đồng, in digits only: `200000`.")
    due: FeeDue = Field(default=FeeDue.RECEIPT, description="When it is collected.")
    when: Expression | None = Field(default=None, description="A condition under which it is owed; none: always.")
    exempt_when: Expression | None = Field(default=None, description="A condition under which nobody has to pay it.")
    legal_basis: Bases = Field(description="Where the fee is written.")


class DossierCodeFormat(StrEnum):
    """The rule by which dossier codes are made: `H56.06-231027-0361`, or as before it `000.00.06.H56-231027-0361`."""

    QD_20_2020 = "qd-20-2020"
    TT_01_2018 = "tt-01-2018"


class RunningCases(StrEnum):
    """What a new version does to cases that are running under an older one."""

    KEEP = "keep"
    AT_REQUEST = "at_request"
    MIGRATE = "migrate"


def _as_dates(value: Any) -> Any:
    """YAML reads an unquoted 2026-09-01 as a date; a version is that date's text."""
    return [str(v) for v in value] if isinstance(value, list) else value


class MigrationRule(Value):
    """Which running cases may or must come over to this version, and which of its steps stands for which old one."""

    rule: RunningCases = Field(
        default=RunningCases.KEEP,
        description="Whether running cases keep their version, come over when their applicant asks, or all come over.",
    )
    versions: Annotated[tuple[ProcedureVersion, ...], BeforeValidator(_as_dates)] = Field(
        default=(), alias="from", description="The versions whose cases it speaks of; none: all older ones."
    )
    steps: dict[StepName, StepName | Literal["-"]] = Field(
        default={}, description="Old step: the new step that goes on with it; `-`: it ends. Others keep their name."
    )
    legal_basis: Bases = Field(description="Where it is written what becomes of running cases.")
