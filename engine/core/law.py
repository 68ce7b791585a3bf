"""What a decision is measured against: one version of a procedure, the calendars, the agency directory."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.core.agencies import AgencyDirectory
from engine.core.calendars import CalendarBook
from engine.core.clock_rules import SuspensionRule
from engine.core.definition import ProcedureDefinition, StepDefinition, Total
from engine.core.definition_basics import TimeLimit
from engine.core.directory_editions import DirectoryBook
from engine.core.expressions import holds
from engine.core.forms import answers
from engine.core.identifiers import ProcedureVersion, StepId
from engine.core.legal_time import Instant

_NO_EDITIONS = DirectoryBook()


@dataclass(frozen=True, slots=True)
class Law:
    """The law of one case: the version it keeps, and the tables that hold for everybody."""

    definition: ProcedureDefinition
    calendars: CalendarBook
    agencies: AgencyDirectory
    becomes: ProcedureDefinition | None = None
    """The version that a migration is to bring the case to; null at every other time."""
    directories: DirectoryBook = field(default=_NO_EDITIONS, compare=False)
    """What `agencies` said earlier, where that was recorded; without it, it has always said the same."""

    def as_known_at(self, instant: Instant) -> "Law":
        """The tables as they were known at an instant, and no other time; the version is the one that the case keeps."""
        calendars = self.calendars.as_known_at(instant)
        agencies = self.directories.as_known_at(instant) or self.agencies
        if calendars is self.calendars and agencies is self.agencies:
            return self
        return replace(self, calendars=calendars, agencies=agencies, directories=_NO_EDITIONS)

    def turns(self, after: Instant, until: Instant) -> tuple[Instant, ...]:
        """The instants after one, up to another, at which a table began to say something else."""
        found = {*self.calendars.turns(after, until), *self.directories.turns(after, until)}
        return tuple(sorted(found))

    def once_migrated(self, version: ProcedureVersion | None) -> "Law":
        """The law of a case that keeps `version` now: the new one if it has just come over to it."""
        if self.becomes is None or version != self.becomes.version:
            return self
        return replace(self, definition=self.becomes, becomes=None)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What conditions look at: the answers (absent booleans are false) and the facts (with their defaults)."""

    form: Mapping[str, Any]
    facts: Mapping[str, Any]
    _decided: dict[str, bool] = field(default_factory=dict, init=False, compare=False, repr=False)

    def hold(self, condition: str) -> bool:
        """Decided once: the same is asked for the steps, for the clocks and for what comes next."""
        decided = self._decided.get(condition)
        if decided is None:
            decided = self._decided[condition] = holds(condition, self.form, self.facts)
        return decided


class _Latest:
    """The circumstances that were looked at last, and of what: one command asks for the same half a dozen times."""

    of: tuple[ProcedureDefinition, Mapping[str, Any], Mapping[str, Any], Circumstances] | None = None


def circumstances(definition: ProcedureDefinition, form: Mapping[str, Any], facts: Mapping[str, Any]) -> Circumstances:
    """Of the very same values (nobody changes them) the very same."""
    latest = _Latest.of
    if latest is not None and latest[0] is definition and latest[1] is form and latest[2] is facts:
        return latest[3]
    seen = _circumstances(definition, form, facts)
    _Latest.of = (definition, form, facts, seen)
    return seen


def _circumstances(definition: ProcedureDefinition, form: Mapping[str, Any], facts: Mapping[str, Any]) -> Circumstances:
    defaults = {name: fact.default for name, fact in definition.facts.items() if fact.default is not None}
    return Circumstances(answers(definition.form, form), {**defaults, **facts})


def limit_in_force(rule: StepDefinition | Total, seen: Circumstances) -> TimeLimit | None:
    """The time limit that applies: the first variant whose condition holds, else the ordinary one; null if law gives none."""
    condition = find_variant(rule, seen)
    return rule.within if condition is None else rule.within_when[condition]


def find_variant(rule: StepDefinition | Total, seen: Circumstances) -> str | None:
    """The condition by which a variant of the time limit applies; null if the ordinary one does."""
    return next((condition for condition in rule.within_when if seen.hold(condition)), None)


def term_in_force(rule: SuspensionRule, seen: Circumstances) -> TimeLimit | None:
    """The applicant's term that applies: the first variant whose condition holds, else the ordinary one; null if none."""
    variants = rule.applicant_term_when
    return next((term for condition, term in variants.items() if seen.hold(condition)), rule.applicant_term)


def applies(definition: ProcedureDefinition, step: StepId, seen: Circumstances) -> bool:
    """Whether the step is needed in these circumstances."""
    condition = definition.steps[step].when
    return condition is None or seen.hold(condition)
