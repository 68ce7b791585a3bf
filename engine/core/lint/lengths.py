"""Lint of time limits: steps that need more than the total gives, terms published otherwise, units that differ."""

from collections.abc import Iterator
from datetime import date

from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import TimeLimit
from engine.core.definition_rules import AfterEvent
from engine.core.findings import Finding, Level, Path, check
from engine.core.law import find_variant
from engine.core.legal_time import Instant, Unit, civil_date, to_datetime
from engine.core.lint.situations import Situation, situations
from engine.core.lint.surroundings import Surroundings
from engine.core.plan import Planned, planned


@check("critical-path-too-long", Level.WARNING)
def steps_fit_the_total(seen: Surroundings) -> Iterator[Finding]:
    """In an ordinary week the steps, each with its whole limit, end within the total, with every variant of the limits."""
    definition = seen.definition
    worst: dict[str | None, tuple[Planned, Situation]] = {}
    for situation in _variants(definition):
        plan = planned(definition, situation.circumstances)
        if plan is None or plan.fits:
            continue
        variant = find_variant(definition.total, situation.circumstances)
        if variant not in worst or plan.over > worst[variant][0].over:
            worst[variant] = plan, situation
    for variant, (plan, situation) in worst.items():
        path: Path = ("total", "within") if variant is None else ("total", "within_when", variant)
        limit = definition.total.within if variant is None else definition.total.within_when[variant]
        yield Finding(
            path,
            f"with {situation} the steps {' → '.join(plan.critical_path)} of a case of Monday 08:00 last until "
            f"{_said(plan.completion)}, but the total of {limit} ends on {_said(plan.due)}",
            "shorten a step, let steps run side by side, lengthen the total, or list in `total.covers` what it is for",
            at_key=variant is not None,
        )


@check("published-term-differs", Level.NOTE)
def published_term_is_the_laws(seen: Surroundings) -> Iterator[Finding]:
    """The term that is published is the law's."""
    definition = seen.definition
    yield from _published_of_the_applicant(definition.after_event)
    published, within = definition.total.published, definition.total.within
    if published is None or within is None or published.within == within:
        return
    ends = [_end_of(definition, limit) for limit in (within, published.within)]
    what = (
        f"the law gives {within}, published are {published.within}: a case "
        f"received on Monday 1 June 2026 is promised for {ends[0]} by law, for {ends[1]} as published"
    )
    yield Finding(("total", "published", "within"), what, "ask for the publication to be corrected; the law decides")


def _published_of_the_applicant(rule: AfterEvent | None) -> Iterator[Finding]:
    """The applicant's own term reads otherwise in another act: which of them is kept is said to whoever writes it."""
    if rule is not None and rule.published is not None and rule.published.within != rule.within:
        what = (
            f"the law gives the applicant {rule.within}, {rule.published.legal_basis[0].ref} gives "
            f"{rule.published.within}: both last days are told, and the law decides"
        )
        place = ("after_event", "published", "within")
        yield Finding(place, what, "nothing to mend here; the two acts disagree")


@check("unit-mix", Level.NOTE)
def units_agree_with_siblings(seen: Surroundings) -> Iterator[Finding]:
    """A limit in days is not in working days where the same legal document is applied elsewhere."""
    siblings = [seen.definition, *seen.others]
    for path, limit, refs in _step_limits(seen.definition):
        if limit.unit is not Unit.CALENDAR_DAYS:
            continue
        for other in siblings:
            twin = next(
                (p for p, near, cited in _step_limits(other) if near.unit is Unit.WORKING_DAYS and cited & refs), None
            )
            if twin is not None:
                where = f"`{twin[1]}` of `{other.procedure}` {other.version}"
                what = f"{limit} are counted with days off, while {where} has working days by the same law"
                yield Finding(path, what, "compare both with the text of the law; if it is so, leave it")
                break


def _variants(definition: ProcedureDefinition) -> list[Situation]:
    """Every situation that changes a limit or the set of steps; if they are too many, the plainest."""
    told = [*definition.total.within_when]
    for declared in definition.steps.values():
        told += [*declared.within_when, *([declared.when] if declared.when is not None else [])]
    return situations(definition, told) or [Situation(definition, {})]


def _end_of(definition: ProcedureDefinition, limit: TimeLimit) -> date:
    total = definition.total.model_copy(update={"within": limit, "within_when": {}, "without_limit": None})
    plan = planned(definition.model_copy(update={"total": total}), Situation(definition, {}).circumstances)
    assert plan is not None
    return civil_date(plan.due - 1)


def _step_limits(definition: ProcedureDefinition) -> Iterator[tuple[Path, TimeLimit, set[str]]]:
    for step, declared in definition.steps.items():
        if declared.within is not None:
            yield ("steps", step, "within"), declared.within, {basis.ref for basis in declared.legal_basis}


def _said(at: Instant) -> str:
    return f"{to_datetime(at):%A %-d %B %Y, %H:%M}"
