"""Lint of facts: used before anybody can know them, established on a way that is not always gone, used by nobody."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from engine.core import graph
from engine.core.condition_checks import Condition, conditions, selections
from engine.core.definition import FactDefinition, ProcedureDefinition
from engine.core.definition_rules import Join
from engine.core.findings import Finding, Level, check
from engine.core.identifiers import StepId
from engine.core.law import applies
from engine.core.lint.situations import Situation, situations, whens
from engine.core.lint.surroundings import Surroundings
from engine.core.values import Text

_LATER = "xác định sau", "establishes later"
_MAYBE_LATER = "có thể xác định sau", "may establish later"
_TOTAL = Text(vi="thời hạn tổng", en="the total")
_NOTICE = Text(vi="thông báo trước sự kiện", en="the notice before the event")


class _Use(NamedTuple):
    """A condition that asks for a fact: who asks, and which steps have surely ended, or are at work, when it is asked."""

    condition: Condition
    fact: str
    by: Text
    step: StepId | None
    before: frozenset[StepId]


@check(
    "fact-known-too-late",
    Level.WARNING,
    vi="Điều kiện chỉ hỏi một tình tiết khi bước xác định nó, hoặc việc tiếp nhận, đã có thể diễn ra.",
)
def facts_are_known_in_time(seen: Surroundings) -> Iterator[Finding]:
    """A condition asks for a fact only when a step that establishes it can have done so, or the reception."""
    definition = seen.definition
    for use in _uses(definition):
        makers = definition.facts[use.fact].established_by
        place = use.condition
        if place.path[0] == "form":
            what = Text(
                vi=f"`case.{use.fact}` được hỏi khi nộp tờ khai: trước khi tiếp nhận chưa tình tiết nào được xác định",
                en=f"`case.{use.fact}` is asked when the form is handed in: no fact is established before the receipt",
            )
            mend = Text(vi="hãy hỏi một trường của tờ khai", en="ask for a field of the form instead")
            yield Finding(place.path, what, mend, place.at_key)
        elif makers and not use.before.intersection(makers):
            beside = _beside(definition, use)
            named = f"`{'`, `'.join(makers)}`"
            later_vi, later_en = _MAYBE_LATER if beside else _LATER
            what = Text(
                vi=f"{use.by.vi} hỏi `case.{use.fact}`, mà {named} {later_vi}",
                en=f"{use.by.en} asks for `case.{use.fact}`, which {named} {later_en}",
            )
            yield Finding(place.path, what, _mend(definition, use, beside), place.at_key)


@check(
    "fact-not-always-known",
    Level.WARNING,
    vi="Nơi điều kiện phụ thuộc một tình tiết, phải có bước xác định nó, hoặc giá trị mặc định.",
)
def facts_are_known_on_every_way(seen: Surroundings) -> Iterator[Finding]:
    """Where a condition depends on a fact, a step that establishes it is needed, or a default says what holds else."""
    for use, situation in _unestablished(seen.definition):
        if seen.definition.facts[use.fact].default is None:
            what = Text(
                vi=f"{use.by.vi} hỏi `case.{use.fact}`, nhưng khi {situation.words.vi} thì không cần bước nào xác định nó",
                en=f"{use.by.en} asks for `case.{use.fact}`, but with {situation.words.en} "
                "no step that establishes it is needed",
            )
            mend = Text(
                vi=f"hãy thêm `default` cho tình tiết `{use.fact}`, hoặc chỉ hỏi ở nơi nó được xác định",
                en=f"add a `default` to the fact `{use.fact}`, or ask for it only where it is established",
            )
            yield Finding(use.condition.path, what, mend, use.condition.at_key)


@check(
    "fact-by-default",
    Level.NOTE,
    vi="Nơi không có bước nào xác định một tình tiết, giá trị mặc định của nó quyết định.",
)
def facts_that_only_the_default_says(seen: Surroundings) -> Iterator[Finding]:
    """Where no step that establishes a fact is needed, its default decides, whatever is the case."""
    for use, situation in _unestablished(seen.definition):
        default = seen.definition.facts[use.fact].default
        if default is not None:
            said = str(default).lower() if isinstance(default, bool) else default
            what = Text(
                vi=f"khi {situation.words.vi}, không ai xác định `case.{use.fact}`: "
                f"{use.by.vi} theo giá trị mặc định `{said}`",
                en=f"with {situation.words.en} nobody establishes `case.{use.fact}`: "
                f"{use.by.en} goes by its default, `{said}`",
            )
            mend = Text(
                vi="hãy để một bước luôn cần thực hiện cũng xác định nó; nếu luật hiểu như giá trị mặc định thì giữ nguyên",
                en="let a step that is always needed establish it, too; if the default is what the law means, leave it",
            )
            yield Finding(use.condition.path, what, mend, use.condition.at_key)


@check("fact-unused", Level.WARNING, vi="Tình tiết đã khai báo phải được một điều kiện hỏi đến.")
def facts_are_used(seen: Surroundings) -> Iterator[Finding]:
    """A fact that is declared is asked for by a condition."""
    asked = {way[0] for each in conditions(seen.definition) for root, way in selections(each.source)
             if root == "case" and way}  # fmt: skip
    for name in seen.definition.facts:
        if name not in asked:
            what = Text(vi=f"không điều kiện nào hỏi tình tiết `{name}`", en=f"no condition asks for the fact `{name}`")
            mend = Text(
                vi=f"hãy hỏi `case.{name}` ở nơi nó làm thay đổi điều gì, hoặc bỏ đi",
                en=f"ask for `case.{name}` where it changes something, or take it out",
            )
            yield Finding(("facts", name), what, mend, at_key=True)


def _uses(definition: ProcedureDefinition) -> Iterator[_Use]:
    """Every condition with every fact that it asks for; a fee is asked for when all is known."""
    ended = _surely_ended(definition)
    for condition in conditions(definition):
        if condition.path[0] == "fees":
            continue
        names = {way[0]: None for root, way in selections(condition.source) if root == "case" and way}
        for fact in (name for name in names if name in definition.facts):
            yield _use(definition, condition, fact, ended)


def _use(
    definition: ProcedureDefinition, condition: Condition, fact: str, ended: dict[StepId, frozenset[StepId]]
) -> _Use:
    part, *rest = condition.path
    if part == "total":
        covered = definition.covered_steps()
        return _Use(
            condition, fact, _TOTAL, None, frozenset(covered).union(*(ended.get(s, frozenset()) for s in covered))
        )
    if part == "steps":
        step = StepId(str(rest[0]))
        at_work = frozenset() if rest[1] == "when" else {step}
        return _Use(condition, fact, _quoted(step), step, ended[step] | at_work)
    by = _quoted(str(rest[0])) if part in ("documents", "suspensions") else _NOTICE
    return _Use(condition, fact, by, None, frozenset())


def _surely_ended(definition: ProcedureDefinition) -> dict[StepId, frozenset[StepId]]:
    """The steps that have ended, or were not needed, when a step opens: where one of several is enough, none is sure."""
    ended: dict[StepId, frozenset[StepId]] = {}
    for step in graph.topological_order(definition):
        declared = definition.steps[step]
        ways = [ended[need] | {need} for need in declared.needs if need in definition.steps]
        if declared.join is Join.ANY and ways:
            ended[step] = frozenset.intersection(*ways)
        else:
            ended[step] = frozenset().union(*ways)
    return ended


def _beside(definition: ProcedureDefinition, use: _Use) -> list[StepId]:
    """The steps that establish the fact and that the asking step could wait for: none of them waits for it."""
    if use.step is None:
        return []
    after = graph.dependents(definition, use.step) | {use.step}
    return [step for step in definition.facts[use.fact].established_by if step not in after]


def _mend(definition: ProcedureDefinition, use: _Use, beside: list[StepId]) -> Text:
    """What really can be written: a step cannot wait for one that waits for it."""
    if use.step is not None and beside and definition.steps[use.step].join is Join.ALL:
        return Text(
            vi=f"hãy để `{use.step}` chờ: thêm `{beside[0]}` vào `needs` của nó",
            en=f"let `{use.step}` wait: add `{beside[0]}` to its `needs`",
        )
    earlier = sorted(use.before - {use.step}, key=list(definition.steps).index)
    if earlier and use.condition.path[0] == "steps":
        return Text(
            vi=f"hãy để một bước trước xác định nó: thêm `{earlier[-1]}` vào `established_by` của `{use.fact}`",
            en=f"let an earlier step establish it: add `{earlier[-1]}` to `established_by` of `{use.fact}`",
        )
    return Text(
        vi=f"hãy bỏ `established_by` của `{use.fact}` nếu nơi tiếp nhận xác định nó, hoặc hỏi một trường của tờ khai",
        en=f"take `established_by` out of `{use.fact}` if the reception finds it out, or ask for a field of the form",
    )


def _quoted(name: str) -> Text:
    return Text(vi=f"`{name}`", en=f"`{name}`")


def _unestablished(definition: ProcedureDefinition) -> Iterator[tuple[_Use, Situation]]:
    """The uses of facts with a situation in which all depends on one that no step establishes; once for each place."""
    for use in _uses(definition):
        fact = definition.facts[use.fact]
        makers = [step for step in fact.established_by if step in use.before and step in definition.steps]
        if not makers or any(definition.steps[step].when is None for step in makers):
            continue
        asking = [use.step] if use.step is not None and use.condition.path[2] != "when" else []
        told = [use.condition.source, *whens(definition, [*makers, *asking])]
        for situation in situations(definition, told) or []:
            seen = situation.circumstances
            if any(applies(definition, step, seen) for step in makers):
                continue
            if all(applies(definition, step, seen) for step in asking) and _depends(use, fact, situation):
                yield use, situation.without(("case", use.fact))
                break


def _depends(use: _Use, fact: FactDefinition, situation: Situation) -> bool:
    """Whether the condition comes out otherwise with another value of the fact."""
    values: tuple[Any, ...] = tuple(fact.choices) or (False, True)
    held = [situation.but(("case", use.fact), value).circumstances.hold(use.condition.source) for value in values]
    return len(set(held)) > 1
