"""Lint of branches: ways that lead nowhere, needs that nobody waits for, conditions that nothing meets."""

from collections.abc import Collection, Iterator

from engine.core import graph
from engine.core.condition_checks import conditions
from engine.core.definition import ProcedureDefinition
from engine.core.definition_rules import Join
from engine.core.findings import Finding, Level, Path, check
from engine.core.identifiers import StepId
from engine.core.law import applies
from engine.core.lint.situations import Situation, situations, whens
from engine.core.lint.surroundings import Surroundings


@check("branch-without-default", Level.WARNING)
def branches_have_a_default(seen: Surroundings) -> Iterator[Finding]:
    """Where a way parts into conditional steps, one of them is needed in every situation, or the way goes on by itself."""
    definition = seen.definition
    forks: list[tuple[StepId | None, list[StepId], frozenset[StepId]]] = [
        (None, list(graph.roots(definition)), frozenset(definition.steps))
    ]
    for step in definition.steps:
        after = [s for s, declared in definition.steps.items() if step in declared.needs]
        forks.append((step, after, graph.dependents(definition, step)))
    for fork, branches, later in forks:
        if len(branches) < 2 or any(definition.steps[s].when is None for s in later):
            continue
        empty = _without_any(definition, later)
        if empty is not None:
            path: Path = ("steps", fork) if fork is not None else ("steps",)
            where = f"after `{fork}`" if fork is not None else "at the beginning"
            yield Finding(
                path,
                f"{where} the way parts into `{'`, `'.join(branches)}`, but with {empty} nothing follows",
                "add a step for all other cases, widen a condition, or say in `lint.allow` why nothing follows then",
                at_key=True,
            )


@check("join-never-fires", Level.WARNING)
def joins_can_fire(seen: Surroundings) -> Iterator[Finding]:
    """A step that waits for the first of several can have one of them before it."""
    definition = seen.definition
    for step, declared in definition.steps.items():
        if declared.join is not Join.ANY or len(declared.needs) < 2:
            continue
        possible = situations(definition, whens(definition, (step, *declared.needs)))
        if possible is None:
            continue
        open_ones = {n for s in possible if _needed(definition, step, s) for n in declared.needs
                     if _needed(definition, n, s)}  # fmt: skip
        if not open_ones:
            what = (
                f"`{step}` waits for the first of `{'`, `'.join(declared.needs)}`, none of which is needed when it is"
            )
            mend = "mend the conditions, or take `join` and the `needs` out"
            yield Finding(("steps", step, "join"), what, mend)


@check("others-undecided", Level.WARNING)
def others_are_decided(seen: Surroundings) -> Iterator[Finding]:
    """Where one of several is enough, the procedure says what becomes of the others."""
    for step, declared in seen.definition.steps.items():
        if declared.join is Join.ANY and len(declared.needs) > 1 and declared.others is None:
            what = f"`{step}` begins with the first of `{'`, `'.join(declared.needs)}`; what becomes of the others is not said"
            mend = "write `others: end`: their work ends with it; or `others: go_on`: the case does not wait for them"
            yield Finding(("steps", step, "join"), what, mend, rests_on=(("steps", step, "needs"),))


@check("others-paper-missing", Level.WARNING)
def papers_of_others_are_there(seen: Surroundings) -> Iterator[Finding]:
    """A step after such a join requires no paper that only one of the branches makes."""
    definition = seen.definition
    for join, declared in definition.steps.items():
        if declared.join is not Join.ANY or len(declared.needs) < 2:
            continue
        ways = [graph.needs_closure(definition, n) | {n} for n in declared.needs]
        always = frozenset.intersection(*(_papers_of(definition, way) for way in ways))
        sometimes = frozenset.union(*(_papers_of(definition, way) for way in ways)) - always
        for later in (join, *graph.dependents(definition, join)):
            step = definition.steps[later]
            made = _papers_of(definition, graph.needs_closure(definition, later) - frozenset.union(*ways))
            for index, paper in enumerate(step.requires):
                if paper in sometimes - made and not definition.documents[paper].source:
                    what = f"`{later}` requires `{paper}`, which is not made when another of `{'`, `'.join(declared.needs)}` comes first"
                    mend = "let every branch make it, take it out of `requires`, or wait for all"
                    yield Finding(("steps", later, "requires", index), what, mend)


def _papers_of(definition: ProcedureDefinition, steps: Collection[StepId]) -> frozenset[str]:
    return frozenset(paper for step in steps for paper in definition.steps[step].produces)


@check("need-never-awaited", Level.WARNING)
def needs_are_awaited(seen: Surroundings) -> Iterator[Finding]:
    """A step and each step that it needs are needed together in some situation."""
    definition = seen.definition
    for step, declared in definition.steps.items():
        for index, need in enumerate(declared.needs):
            if declared.when is None or definition.steps[need].when is None or declared.join is Join.ANY:
                continue
            possible = situations(definition, whens(definition, (step, need)))
            if possible is None or any(_needed(definition, step, s) and _needed(definition, need, s) for s in possible):
                continue
            what = f"`{step}` needs `{need}`, but their conditions exclude each other: it never waits for it"
            yield Finding(("steps", step, "needs", index), what, "mend one of the conditions, or take the need out")


@check("condition-never-true", Level.WARNING)
def conditions_can_be_met(seen: Surroundings) -> Iterator[Finding]:
    """A condition is true in some situation."""
    definition = seen.definition
    for condition in conditions(definition):
        if condition.declared_at != ("form",):
            continue
        possible = situations(definition, [condition.source])
        if possible is not None and not any(s.circumstances.hold(condition.source) for s in possible):
            what = f"the condition `{condition.source}` is false whatever is answered"
            mend = "compare its words with the choices of the form, or take it out"
            yield Finding(condition.path, what, mend, condition.at_key)


@check("variant-never-applies", Level.WARNING)
def variants_can_apply(seen: Surroundings) -> Iterator[Finding]:
    """A variant of a limit applies in some situation: those above it do not always come first."""
    definition = seen.definition
    rules: list[tuple[Path, list[str]]] = [(("total", "within_when"), list(definition.total.within_when))]
    rules += [(("steps", s, "within_when"), list(d.within_when)) for s, d in definition.steps.items()]
    for path, variants in rules:
        possible = situations(definition, variants)
        for index, variant in enumerate(variants if possible is not None else []):
            met = [s for s in possible or [] if s.circumstances.hold(variant)]
            above = variants[:index]
            if met and all(any(s.circumstances.hold(other) for other in above) for s in met):
                what = f"the limit for `{variant}` never applies: one above it always comes first"
                yield Finding((*path, variant), what, "put it above them, or take it out", at_key=True)


def _without_any(definition: ProcedureDefinition, steps: Collection[StepId]) -> Situation | None:
    """A situation in which none of the steps is needed."""
    possible = situations(definition, whens(definition, steps))
    return next((s for s in possible or [] if not any(_needed(definition, step, s) for step in steps)), None)


def _needed(definition: ProcedureDefinition, step: StepId, situation: Situation) -> bool:
    return applies(definition, step, situation.circumstances)
