"""Checks of facts: what they are before an agency establishes them, and which steps establish them."""

from engine.core.definition import FactDefinition, FieldType, ProcedureDefinition
from engine.core.findings import Finding, Path, check, one_of, there_is_no
from engine.core.nouns import STEP
from engine.core.values import Text


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
            what = Text(vi=f"tình tiết lựa chọn `{name}` không có gì để chọn", en=f"the choice `{name}` offers nothing")
            found.append(
                Finding(
                    (*path, "type"),
                    what,
                    Text(vi="hãy thêm `choices`", en="add `choices`"),
                    rests_on=((*path, "choices"),),
                )
            )
        elif fact.default is not None and not _fits(fact):
            said = str(fact.default).lower() if isinstance(fact.default, bool) else fact.default
            what = Text(
                vi=f"tình tiết `{name}` không thể có giá trị ban đầu `{said}`",
                en=f"the fact `{name}` cannot begin as `{said}`",
            )
            rests_on = ((*path, "type"), (*path, "choices"))
            found.append(Finding((*path, "default"), what, _fitting(fact), rests_on=rests_on))
        for index, step in enumerate(fact.established_by):
            if step not in definition.steps:
                where = (*path, "established_by", index)
                rests_on = (("steps",), ("steps", step))
                found.append(Finding(where, there_is_no(STEP, step), one_of(step, definition.steps), rests_on=rests_on))
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


def _fitting(fact: FactDefinition) -> Text:
    words = {
        FieldType.BOOLEAN: Text(
            vi="hãy ghi `true` hoặc `false`, không có dấu nháy", en="write `true` or `false`, without quotes"
        ),
        FieldType.INTEGER: Text(vi="hãy ghi một số nguyên", en="write a whole number"),
    }
    if fact.type is FieldType.CHOICE:
        return one_of(str(fact.default), fact.choices)
    return words.get(fact.type, Text(vi="hãy ghi đoạn chữ trong dấu nháy", en="write a text in quotes"))
