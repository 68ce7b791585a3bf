"""Checks of facts: what they are before an agency establishes them, and which steps establish them."""

from engine.core.definition import FactDefinition, FieldType, ProcedureDefinition
from engine.core.findings import Finding, Path, check, one_of


@check(
    "fact-impossible",
    vi="Giá trị ban đầu của tình tiết phải phù hợp, tình tiết lựa chọn có các lựa chọn; bước ghi nhận tình tiết phải có thật.",
)
def check_facts(definition: ProcedureDefinition) -> list[Finding]:
    """A fact begins with what it can be, a choice with choices; the steps that establish it are known."""
    found = []
    for name, fact in definition.facts.items():
        path: Path = ("facts", name)
        if fact.type is FieldType.CHOICE and not fact.choices:
            what = f"the choice `{name}` offers nothing"
            found.append(Finding((*path, "type"), what, "add `choices`", rests_on=((*path, "choices"),)))
        elif fact.default is not None and not _fits(fact):
            said = str(fact.default).lower() if isinstance(fact.default, bool) else fact.default
            what = f"the fact `{name}` cannot begin as `{said}`"
            rests_on = ((*path, "type"), (*path, "choices"))
            found.append(Finding((*path, "default"), what, _fitting(fact), rests_on=rests_on))
        for index, step in enumerate(fact.established_by):
            if step not in definition.steps:
                where = (*path, "established_by", index)
                rests_on = (("steps",), ("steps", step))
                found.append(
                    Finding(where, f"there is no step `{step}`", one_of(step, definition.steps), rests_on=rests_on)
                )
    return found


def _fits(fact: FactDefinition) -> bool:
    match fact.type:
        case FieldType.BOOLEAN:
            return isinstance(fact.default, bool)
        case FieldType.INTEGER:
            return isinstance(fact.default, int) and not isinstance(fact.default, bool)
        case FieldType.CHOICE:
            return fact.default in fact.choices
        case _:
            return isinstance(fact.default, str)


def _fitting(fact: FactDefinition) -> str:
    words = {FieldType.BOOLEAN: "write `true` or `false`, without quotes", FieldType.INTEGER: "write a whole number"}
    if fact.type is FieldType.CHOICE:
        return one_of(str(fact.default), fact.choices)
    return words.get(fact.type, "write a text in quotes")
