"""A scenario: what a simulation supposes of the world around a procedure. Frozen models; a YAML file becomes one."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from engine.core.definition_basics import Expression, StepName
from engine.core.identifiers import ProcedureId, TerritoryId
from engine.core.values import Value
from engine.simulation.durations import Duration

Chance = Annotated[Decimal, Field(ge=0, le=1)]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Way = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*$")]
"""The way to a field of the form, through its groups: `results.into_electronic_identity`."""


class ArrivalKind(StrEnum):
    """Chance as at a real counter; or one after the other at equal distances, for reckoning by hand."""

    POISSON = "poisson"
    REGULAR = "regular"


class PartOfDay(Value):
    """A part of the working day and how busy it is, compared with the other parts."""

    since: TimeOfDay = Field(alias="from", description="From this time of day.")
    until: TimeOfDay = Field(alias="to", description="To this time of day.")
    weight: Decimal = Field(ge=0, le=1000, description="How busy it is, compared with the other parts.")


class Arrivals(Value):
    """Complete dossiers at the counter. A shorter working day brings fewer, in proportion."""

    per_working_day: Decimal = Field(
        default=Decimal(20), gt=0, le=100_000, description="How many dossiers come on a full working day."
    )
    kind: ArrivalKind = Field(
        default=ArrivalKind.POISSON, description="Whether they come by chance or at equal distances."
    )
    profile: tuple[PartOfDay, ...] = Field(
        default=(), description="How the arrivals spread over the working time; what no part names gets none."
    )


class AskedOfApplicant(Value):
    """How often a step waits for the applicant under one of its suspensions, and when the answer comes."""

    chance: Chance = Field(description="How often the applicant is asked, from 0 to 1.")
    answer: Duration = Field(description="How long the applicant takes to answer.")
    unanswered: Chance = Field(default=Decimal(0), description="Of those asked, how many never answer.")


class StepScenario(Value):
    """One step. A step of people has staff and work; an automatic one a latency."""

    staff: int | None = Field(default=None, ge=1, le=10_000, description="People, each with one case at a time.")
    work: Duration | None = Field(default=None, description="How long a person works on one case.")
    work_when: dict[Expression, Duration] = Field(
        default={}, description="The work under a condition over `form` and `case`; the first that holds."
    )
    latency: Duration | None = Field(default=None, description="Of an automatic step: until the system has answered.")
    suspensions: dict[str, AskedOfApplicant] = Field(
        default={}, description="How often it waits, by the name of the suspension."
    )
    asked_after: Chance = Field(default=Decimal("0.5"), description="The share of the work done before asking.")
    refused: Chance = Field(default=Decimal(0), description="The share of cases that this step refuses.")


class Scenario(Value):
    """What is supposed. What is left out is assumed from the procedure's time limits, and said in the report."""

    of: ProcedureId = Field(description="The procedure that the scenario is about.")
    territory: TerritoryId | None = Field(
        default=None, description="Where the cases come from; none: the first territory that has every agency."
    )
    places: dict[Way, TerritoryId] = Field(
        default={},
        description="What every form says of a territory that it asks for; none: another that has the agencies.",
    )
    arrivals: Arrivals = Field(default=Arrivals(), description="How the dossiers come.")
    form: dict[Way, Chance | dict[str, Decimal]] = Field(
        default={}, description="Of yes-or-no fields the chance of yes; of choices the weight of each."
    )
    facts: dict[str, Chance | dict[str, Decimal]] = Field(
        default={},
        description="What agencies find out: of yes-or-no facts the chance of yes; of choices the weight of each.",
    )
    steps: dict[StepName, StepScenario] = Field(
        default={}, description="What is supposed of each step, under its name."
    )
