"""Checks of extension rules: their names, and whether a step can move the date that its rule moves."""

from engine.core.clock_rules import AppliesTo
from engine.core.definition import ProcedureDefinition, StepDefinition, Total
from engine.core.findings import Finding, check
from engine.core.values import Text


@check("extension-named-twice", vi="`may` dùng chung cho tạm dừng và gia hạn, nên mỗi tên chỉ được chỉ một quy tắc.")
def check_extensions_have_names_of_their_own(definition: ProcedureDefinition) -> list[Finding]:
    """`may` names suspensions and extensions alike, so a name means one of them."""
    return [
        Finding(
            ("extensions", name),
            Text(
                vi=f"`{name}` vừa là tên của quy tắc tạm dừng vừa là tên của quy tắc gia hạn",
                en=f"`{name}` is the name of a suspension and of an extension",
            ),
            Text(
                vi="hãy đổi tên một quy tắc, và ghi tên mới trong `may` của các bước",
                en="give one of them another name, and write that name in the `may` of its steps",
            ),
            rests_on=(("suspensions", name),),
            at_key=True,
        )
        for name in definition.extensions
        if name in definition.suspensions
    ]


@check("extension-outside-total", vi="Chỉ bước thuộc tổng thời hạn mới có thể gia hạn tổng thời hạn.")
def check_extensions_move_what_the_step_counts_for(definition: ProcedureDefinition) -> list[Finding]:
    """Only a step under the total can need more time for the total."""
    covered = definition.covered_steps()
    return [
        Finding(
            ("steps", step, "may", index),
            Text(
                vi=f"`{name}` dời ngày hẹn trả, nhưng ngày hẹn trả không phụ thuộc `{step}`: tổng thời hạn không gồm bước này",
                en=f"`{name}` moves the promised date, which does not depend on `{step}`: the total does not cover it",
            ),
            Text(
                vi="hãy dùng cho bước một quy tắc gia hạn có `applies_to: step`, hoặc nêu bước này trong `total.covers`",
                en="give the step an extension with `applies_to: step`, or let `total.covers` name the step",
            ),
            rests_on=(("total", "covers"), ("extensions", name, "applies_to")),
        )
        for step, declared in definition.steps.items()
        for index, name in enumerate(declared.may)
        if step not in covered and _moves_total(definition, name)
    ]


@check("extension-of-nothing", vi="Pháp luật không quy định thời hạn thì không thể gia hạn.")
def check_extensions_have_something_to_extend(definition: ProcedureDefinition) -> list[Finding]:
    """What no law limits cannot be extended."""
    found = []
    limits: list[StepDefinition | Total]
    for step, declared in definition.steps.items():
        for index, name in enumerate(declared.may):
            rule = definition.extensions.get(name)
            if rule is None:
                continue
            limits = [declared] if rule.applies_to is not AppliesTo.TOTAL else []
            limits += [definition.total] if rule.applies_to is not AppliesTo.STEP else []
            if any(limit.without_limit is not None and limit.within is None for limit in limits):
                what = Text(
                    vi=f"`{name}` gia hạn một thời hạn mà `{step}` hoặc tổng thời hạn không có",
                    en=f"`{name}` extends a limit that `{step}` or the total does not have",
                )
                path = ("steps", step, "may", index)
                found.append(
                    Finding(
                        path,
                        what,
                        Text(vi="hãy bỏ tên này, hoặc đặt thời hạn", en="take it out, or give the limit"),
                        rests_on=(("extensions", name),),
                    )
                )
    return found


def _moves_total(definition: ProcedureDefinition, name: str) -> bool:
    rule = definition.extensions.get(name)
    return rule is not None and rule.applies_to is not AppliesTo.STEP
