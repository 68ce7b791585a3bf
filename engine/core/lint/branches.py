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
from engine.core.values import Text


@check(
    "branch-without-default",
    Level.WARNING,
    vi="Khi hồ sơ rẽ vào các bước có điều kiện, tình huống nào cũng phải có một bước cần thực hiện, hoặc hồ sơ tự đi tiếp.",
)
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
            where = (
                Text(vi=f"sau `{fork}`", en=f"after `{fork}`")
                if fork is not None
                else Text(vi="ngay từ đầu", en="at the beginning")
            )
            ways = "`, `".join(branches)
            yield Finding(
                path,
                Text(
                    vi=f"{where.vi} hồ sơ rẽ vào `{ways}`, nhưng khi {empty.words.vi} thì không còn bước nào",
                    en=f"{where.en} the way parts into `{ways}`, but with {empty.words.en} nothing follows",
                ),
                Text(
                    vi="hãy thêm một bước cho mọi trường hợp khác, mở rộng một điều kiện, hoặc nêu trong `lint.allow` vì sao khi đó không còn bước nào",
                    en="add a step for all other cases, widen a condition, or say in `lint.allow` why nothing follows then",
                ),
                at_key=True,
            )


@check("join-never-fires", Level.WARNING, vi="Bước chờ bước xong đầu tiên phải có thể có một bước như vậy.")
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
            needs = "`, `".join(declared.needs)
            what = Text(
                vi=f"`{step}` chờ bước xong đầu tiên trong `{needs}`, nhưng khi cần `{step}` thì không cần bước nào trong đó",
                en=f"`{step}` waits for the first of `{needs}`, none of which is needed when it is",
            )
            mend = Text(
                vi="hãy sửa các điều kiện, hoặc bỏ `join` và `needs`",
                en="mend the conditions, or take `join` and the `needs` out",
            )
            yield Finding(("steps", step, "join"), what, mend)


@check(
    "others-undecided", Level.WARNING, vi="Nơi chỉ cần một trong nhiều bước, thủ tục phải nói các bước còn lại ra sao."
)
def others_are_decided(seen: Surroundings) -> Iterator[Finding]:
    """Where one of several is enough, the procedure says what becomes of the others."""
    for step, declared in seen.definition.steps.items():
        if declared.join is Join.ANY and len(declared.needs) > 1 and declared.others is None:
            named = f"`{'`, `'.join(declared.needs)}`"
            what = Text(
                vi=f"`{step}` bắt đầu khi bước đầu tiên trong {named} xong; chưa nói các bước còn lại ra sao",
                en=f"`{step}` begins with the first of {named}; what becomes of the others is not said",
            )
            mend = Text(
                vi="hãy ghi `others: end`: việc của chúng chấm dứt theo; hoặc `others: go_on`: hồ sơ không chờ chúng",
                en="write `others: end`: their work ends with it; or `others: go_on`: the case does not wait for them",
            )
            yield Finding(("steps", step, "join"), what, mend, rests_on=(("steps", step, "needs"),))


@check("others-paper-missing", Level.WARNING, vi="Bước sau chỗ nhập như vậy không đòi giấy tờ mà chỉ một nhánh làm ra.")
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
                    named = f"`{'`, `'.join(declared.needs)}`"
                    what = Text(
                        vi=f"`{later}` đòi `{paper}`, nhưng không có giấy ấy khi một bước khác trong {named} xong trước",
                        en=f"`{later}` requires `{paper}`, which is not made when another of {named} comes first",
                    )
                    mend = Text(
                        vi="hãy để mọi nhánh đều làm ra giấy ấy, bỏ nó khỏi `requires`, hoặc chờ tất cả",
                        en="let every branch make it, take it out of `requires`, or wait for all",
                    )
                    yield Finding(("steps", later, "requires", index), what, mend)


def _papers_of(definition: ProcedureDefinition, steps: Collection[StepId]) -> frozenset[str]:
    return frozenset(paper for step in steps for paper in definition.steps[step].produces)


@check("need-never-awaited", Level.WARNING, vi="Một bước và bước mà nó chờ phải có tình huống cùng cần thực hiện.")
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
            what = Text(
                vi=f"`{step}` chờ `{need}`, nhưng điều kiện của hai bước loại trừ nhau: không bao giờ phải chờ",
                en=f"`{step}` needs `{need}`, but their conditions exclude each other: it never waits for it",
            )
            yield Finding(
                ("steps", step, "needs", index),
                what,
                Text(
                    vi="hãy sửa một trong hai điều kiện, hoặc bỏ việc chờ",
                    en="mend one of the conditions, or take the need out",
                ),
            )


@check("condition-never-true", Level.WARNING, vi="Điều kiện phải đúng trong ít nhất một tình huống.")
def conditions_can_be_met(seen: Surroundings) -> Iterator[Finding]:
    """A condition is true in some situation."""
    definition = seen.definition
    for condition in conditions(definition):
        if condition.declared_at != ("form",):
            continue
        possible = situations(definition, [condition.source])
        if possible is not None and not any(s.circumstances.hold(condition.source) for s in possible):
            what = Text(
                vi=f"điều kiện `{condition.source}` sai dù trả lời thế nào",
                en=f"the condition `{condition.source}` is false whatever is answered",
            )
            mend = Text(
                vi="hãy đối chiếu với các lựa chọn của tờ khai, hoặc bỏ điều kiện",
                en="compare its words with the choices of the form, or take it out",
            )
            yield Finding(condition.path, what, mend, condition.at_key)


@check(
    "variant-never-applies",
    Level.WARNING,
    vi="Thời hạn riêng phải được áp dụng trong ít nhất một tình huống: không phải lúc nào cũng bị trường hợp nêu trên nó thay thế.",
)
def variants_can_apply(seen: Surroundings) -> Iterator[Finding]:
    """A variant of a limit applies in some situation: those above it do not always come first."""
    definition = seen.definition
    rules: list[tuple[Path, list[str]]] = [(("total", "within_when"), list(definition.total.within_when))]
    rules += [(("steps", s, "within_when"), list(d.within_when)) for s, d in definition.steps.items()]
    rules += [
        (("suspensions", n, "applicant_term_when"), list(r.applicant_term_when))
        for n, r in definition.suspensions.items()
    ]
    for path, variants in rules:
        possible = situations(definition, variants)
        for index, variant in enumerate(variants if possible is not None else []):
            met = [s for s in possible or [] if s.circumstances.hold(variant)]
            above = variants[:index]
            if met and all(any(s.circumstances.hold(other) for other in above) for s in met):
                what = Text(
                    vi=f"thời hạn cho `{variant}` không bao giờ được áp dụng: luôn có trường hợp nêu trên nó được áp dụng trước",
                    en=f"the limit for `{variant}` never applies: one above it always comes first",
                )
                yield Finding(
                    (*path, variant),
                    what,
                    Text(vi="hãy đặt lên trên các trường hợp đó, hoặc bỏ đi", en="put it above them, or take it out"),
                    at_key=True,
                )


def _without_any(definition: ProcedureDefinition, steps: Collection[StepId]) -> Situation | None:
    """A situation in which none of the steps is needed."""
    possible = situations(definition, whens(definition, steps))
    return next((s for s in possible or [] if not any(_needed(definition, step, s) for step in steps)), None)


def _needed(definition: ProcedureDefinition, step: StepId, situation: Situation) -> bool:
    return applies(definition, step, situation.circumstances)
