"""Checks of the rules that only some procedures have: missing limits, joins, returns, silence, notices, running cases."""

from collections.abc import Iterator

from engine.core import graph
from engine.core.definition import (
    AppliesTo,
    FieldDefinition,
    FieldType,
    OnExpiry,
    ProcedureDefinition,
    StepDefinition,
    Total,
)
from engine.core.definition_basics import TimeLimit
from engine.core.definition_rules import AfterEvent, BeforeEvent, Join, Outcome, Silence
from engine.core.findings import Finding, Path, check, one_of
from engine.core.forms import wrong_with
from engine.core.identifiers import StepId


@check("limit-missing")
def check_limits_are_given(definition: ProcedureDefinition) -> list[Finding]:
    """A time limit, or the reason why the law gives none; never both, never silence."""
    found = list(_limit_of(("total",), "the total", definition.total))
    for step, declared in definition.steps.items():
        found += _limit_of(("steps", step), f"the step `{step}`", declared)
    return found


@check("total-without-end")
def check_total_can_end(definition: ProcedureDefinition) -> list[Finding]:
    """A total with a limit covers only steps that have one: it could otherwise not be met."""
    if definition.total.within is None:
        return []
    return [
        Finding(
            ("steps", step, "without_limit"),
            f"the total is limited, but covers `{step}`, which has no limit",
            "list in `total.covers` the steps that the total is for, or give the step a limit",
            rests_on=(("total", "within"), ("total", "covers"), ("steps", step, "within")),
        )
        for step in definition.covered_steps()
        if step in definition.steps
        and definition.steps[step].without_limit is not None
        and definition.steps[step].within is None
    ]


@check("join-of-few")
def check_joins(definition: ProcedureDefinition) -> list[Finding]:
    """The first of several needs at least two to choose from."""
    return [
        Finding(
            ("steps", step, "join"),
            f"`{step}` waits for the first of its `needs`, but has {len(declared.needs)} of them",
            "name two or more, or take `join` out",
            rests_on=(("steps", step, "needs"),),
        )
        for step, declared in definition.steps.items()
        if declared.join is Join.ANY and len(declared.needs) < 2
    ]


@check("return-forward")
def check_returns(definition: ProcedureDefinition) -> list[Finding]:
    """A case is returned to a step that this one waited for, directly or through others."""
    found = []
    for step, declared in definition.steps.items():
        earlier = graph.needs_closure(definition, step) - {step}
        for target in declared.returns:
            if target not in earlier:
                what = f"`{step}` cannot return the case to `{target}`: it does not come before it"
                mend = one_of(target, sorted(earlier)) if earlier else "nothing comes before it: take `returns` out"
                rests_on = (("steps", step, "needs"), *(("steps", s, "needs") for s in earlier))
                found.append(Finding(("steps", step, "returns", target), what, mend, True, rests_on))
    return found


@check("silence-impossible")
def check_silence(definition: ProcedureDefinition) -> list[Finding]:
    """Silence counts when a limit passes; it makes no paper, and its result is one that the step could give."""
    found = []
    for step, declared in definition.steps.items():
        if (silence := declared.on_silence) is None:
            continue
        path: Path = ("steps", step, "on_silence")
        if declared.without_limit is not None:
            what = f"`{step}` has no limit, so its silence never counts"
            found.append(Finding(path, what, "give it a limit, or take `on_silence` out"))
        if silence.means is Outcome.COMPLETED and declared.produces:
            what = f"silence at `{step}` makes no paper, but it produces `{declared.produces[0]}`"
            found.append(Finding(path, what, "let another step make the paper, or take `on_silence` out"))
        if silence.means is Outcome.COMPLETED:
            found += _result_of_silence(step, declared, silence)
    return found


def _result_of_silence(step: StepId, declared: StepDefinition, silence: Silence) -> Iterator[Finding]:
    """What silence gives is held to the step's result as what a person gives is."""
    path: Path = ("steps", step, "on_silence")
    for name, value in silence.result.items():
        if name not in declared.result:
            what = f"the result of `{step}` has no field `{name}`"
            yield Finding((*path, "result", name), what, one_of(name, declared.result), True)
        elif (wrong := wrong_with(declared.result[name], value)) is not None:
            what = f"the result of silence does not fit `{name}` of `{step}`: {wrong.en}"
            yield Finding((*path, "result", name), what, "write what a person could answer")
    for name, field in declared.result.items():
        if field.required and name not in silence.result:
            what = f"silence at `{step}` leaves out `{name}`, which its result must have"
            yield Finding(path, what, f"add `result: {{{name}: …}}`: what the silence is taken for", True)


@check("refusal-without-term")
def check_refusal_on_expiry(definition: ProcedureDefinition) -> list[Finding]:
    """A step can be refused for a missing supplement only when the applicant was given a term."""
    return [
        Finding(
            ("suspensions", name, "on_expiry"),
            f"`{name}` refuses the step on expiry, but gives the applicant no term that could expire",
            "add `applicant_term: 7 working_days` or whatever the law gives, or write `on_expiry: nothing`",
            rests_on=(("suspensions", name, "applicant_term"),),
        )
        for name, rule in definition.suspensions.items()
        if rule.on_expiry is OnExpiry.REFUSE and rule.applicant_term is None
    ]


@check("event-unknown")
def check_before_event(definition: ProcedureDefinition) -> list[Finding]:
    """The event of a deadline is a date that the form asks for; a procedure has one such event."""
    found = [*_event(definition, "before_event"), *_event(definition, "after_event")]
    if definition.before_event is not None and definition.after_event is not None:
        what, mend = "there is a deadline before an event and one after an event", "keep one of them"
        found.append(Finding(("after_event",), what, mend, True, rests_on=(("before_event",),)))
    return found


def _event(definition: ProcedureDefinition, name: str) -> Iterator[Finding]:
    rule: BeforeEvent | AfterEvent | None = getattr(definition, name)
    if rule is None:
        return
    path: Path = (name, "event")
    found = _field_at(definition.form, rule.event.split(".")[1:])
    if found is None:
        mend = "name the field that holds the date of the event, e.g. `form.starts_on`"
        yield Finding(path, f"`{rule.event}` is no field of the form", mend, rests_on=(("form",),))
    elif found.type is not FieldType.DATE:
        mend = "give the field `type: date`, or name another"
        yield Finding(path, f"`{rule.event}` is no date", mend, rests_on=(("form",),))
    for place, limit in _terms_of(name, rule):
        if not limit.n:
            yield Finding(place, f"`{limit}` is no time between the event and the dossier", "write what the law gives")


def _terms_of(name: str, rule: BeforeEvent | AfterEvent) -> Iterator[tuple[Path, TimeLimit]]:
    if isinstance(rule, BeforeEvent):
        yield (name, "at_least"), rule.at_least
    else:
        yield (name, "within"), rule.within
        if rule.published is not None:
            yield (name, "published", "within"), rule.published.within


@check("migration-unknown")
def check_running_cases(definition: ProcedureDefinition) -> list[Finding]:
    """The steps that go on with running cases are steps of this version."""
    rule = definition.running_cases
    if rule is None:
        return []
    return [
        Finding(("running_cases", "steps", old), f"there is no step `{new}`", one_of(new, definition.steps))
        for old, new in rule.steps.items()
        if new != "-" and new not in definition.steps
    ]


def _limit_of(path: Path, owner: str, rule: StepDefinition | Total) -> Iterator[Finding]:
    within, without = (*path, "within"), (*path, "without_limit")
    if rule.within is None and rule.within_when:
        what = f"{owner} has variants of a limit, but no ordinary one"
        yield Finding((*path, "within_when"), what, "add `within:` for all other cases", rests_on=(within,))
    elif rule.within is None and rule.without_limit is None:
        mend = (
            "add `within:` with a number and a unit, e.g. `within: 2 working_days`; "
            "if no law gives one, say so: `without_limit: {reason: …, legal_basis: …}`"
        )
        yield Finding(path, f"{owner} has no time limit", mend, True, rests_on=(within, without))
    elif rule.within is not None and rule.without_limit is not None:
        yield Finding(without, f"{owner} has a limit and says that it has none", "take one of them out")


def _field_at(fields: dict[str, FieldDefinition], way: list[str]) -> FieldDefinition | None:
    found = fields.get(way[0])
    return found if found is None or len(way) == 1 else _field_at(found.fields, way[1:])


@check("wait-outside-total")
def check_what_suspensions_are_for(definition: ProcedureDefinition) -> list[Finding]:
    """A wait belongs to a step; it reaches the total only where the total covers that step."""
    found = []
    for name, rule in definition.suspensions.items():
        if rule.applies_to is AppliesTo.TOTAL:
            what = f"`{name}` would stop the total while its step goes on"
            found.append(Finding(("suspensions", name, "applies_to"), what, "write `both`, or `step`"))
    covered = definition.covered_steps()
    for step, declared in definition.steps.items():
        for index, name in enumerate(declared.may):
            used = definition.suspensions.get(name)
            if used is not None and used.applies_to is AppliesTo.BOTH and step not in covered:
                what = f"`{name}` stops the total, which does not cover `{step}`"
                mend = "give the step a suspension with `applies_to: step`, or let `total.covers` name the step"
                rests_on = (("total", "covers"), ("suspensions", name, "applies_to"))
                found.append(Finding(("steps", step, "may", index), what, mend, rests_on=rests_on))
    return found
