"""Checks of the conditions of a procedure: valid CEL, over fields and facts that exist, and not always false."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from engine.core.condition_types import TEXT_LITERAL, find_type_fault
from engine.core.definition import FieldDefinition, FieldType, ProcedureDefinition
from engine.core.expressions import ExpressionInvalid, check_expression, never_holds
from engine.core.findings import Finding, Path, check, one_of
from engine.core.values import Text

Fields = Mapping[str, FieldDefinition]

_SELECTION = re.compile(
    TEXT_LITERAL
    + r"""|(?<![\w.])(?P<root>form|case)(?P<way>(?:\s*\.\s*[A-Za-z_]\w*\b(?!\s*\()|\s*\[\s*(?:"\w*"|'\w*')\s*\])*)""",
    re.DOTALL,
)
_NAME = re.compile(r"[A-Za-z_]\w*")
_TEXT = re.compile(TEXT_LITERAL, re.DOTALL)
_LONGEST = 1_000
_LOOP = re.compile(r"\.\s*(all|exists|exists_one|existsOne|map|filter)\s*\(")
"""One loop in another can keep a computer busy for years."""
_OTHERWISE = {
    r"\bnot\b": Text(vi="hãy ghi `!` thay cho `not`", en="write `!` for `not`"),
    r"\band\b": Text(vi="hãy ghi `&&` thay cho `and`", en="write `&&` for `and`"),
    r"\bor\b": Text(vi="hãy ghi `||` thay cho `or`", en="write `||` for `or`"),
    r"(?<![=!<>])=(?!=)": Text(vi="hãy ghi `==` để so sánh", en="write `==` to compare"),
}


class Condition(NamedTuple):
    """One condition: where it stands, its text, and the fields that `form` means there."""

    path: Path
    source: str
    fields: Fields
    declared_at: Path
    at_key: bool = False


def conditions(definition: ProcedureDefinition) -> Iterator[Condition]:
    """Every condition of the definition."""
    form, here = definition.form, ("form",)
    yield from _of_fields(("form",), form, form, here)
    for paper, document in definition.documents.items():
        if document.required_when is not None:
            yield Condition(("documents", paper, "required_when"), document.required_when, form, here)
    for name, fee in definition.fees.items():
        for part, source in (("when", fee.when), ("exempt_when", fee.exempt_when)):
            if source is not None:
                yield Condition(("fees", name, part), source, form, here)
    if definition.before_event is not None and definition.before_event.exempt_when is not None:
        yield Condition(("before_event", "exempt_when"), definition.before_event.exempt_when, form, here)
    if definition.after_event is not None and definition.after_event.exempt_when is not None:
        yield Condition(("after_event", "exempt_when"), definition.after_event.exempt_when, form, here)
    for source in definition.total.within_when:
        yield Condition(("total", "within_when", source), source, form, here, at_key=True)
    for name, rule in definition.suspensions.items():
        for source in rule.applicant_term_when:
            yield Condition(("suspensions", name, "applicant_term_when", source), source, form, here, at_key=True)
    for step, declared in definition.steps.items():
        if declared.when is not None:
            yield Condition(("steps", step, "when"), declared.when, form, here)
        for source in declared.within_when:
            yield Condition(("steps", step, "within_when", source), source, form, here, at_key=True)
        result = ("steps", step, "result")
        yield from _of_fields(result, declared.result, declared.result, result)


@check(
    "condition-invalid",
    vi="Mỗi điều kiện viết đúng cú pháp CEL, chỉ nêu trường và tình tiết đã khai báo, và theo kiểu dữ liệu cho ra đúng hoặc sai.",
)
def check_conditions(definition: ProcedureDefinition) -> list[Finding]:
    """Each condition compiles, names only declared fields and facts, and is true or false by their types."""
    return [found for condition in conditions(definition) for found in faults_of(definition, condition)]


def faults_of(definition: ProcedureDefinition, condition: Condition) -> list[Finding]:
    """What is wrong with one condition, which may also stand elsewhere than in the definition."""
    path, source, at_key = condition.path, condition.source, condition.at_key
    if len(source) > _LONGEST:
        what = Text(
            vi=f"điều kiện `{source[:40]}…` dài quá {_LONGEST} ký tự",
            en=f"the condition `{source[:40]}…` is longer than {_LONGEST} characters",
        )
        mend = Text(vi="hãy dùng một tình tiết do cơ quan ghi nhận", en="let a fact say it that an agency establishes")
        return [Finding(path, what, mend, at_key)]
    if _loops(source) > 1:
        what = Text(
            vi=f"điều kiện `{source}` duyệt nhiều hơn một danh sách",
            en=f"the condition `{source}` goes through more than one list",
        )
        mend = Text(
            vi="hãy so sánh từng trường và tình tiết, hoặc ghi `form.colour in ['red', 'blue']`",
            en="compare single fields and facts, or write `form.colour in ['red', 'blue']`",
        )
        return [Finding(path, what, mend, at_key)]
    try:
        check_expression(source)
    except ExpressionInvalid as error:
        what = Text(
            vi=f"điều kiện `{source}` không đúng cú pháp CEL ({error.words.vi})",
            en=f"the condition `{source}` is not valid CEL ({error.words.en})",
        )
        return [Finding(path, what, _in_cel(source), at_key)]
    return list(_unknown_names(definition, condition)) or _type_faults(definition, condition)


def _loops(source: str) -> int:
    return len(_LOOP.findall(_TEXT.sub("", source)))


def _in_cel(source: str) -> Text:
    """How to mend what does not compile: words of other languages are the most frequent slip."""
    plain = _TEXT.sub("", source)
    for word, mend in _OTHERWISE.items():
        if re.search(word, plain):
            return mend
    return Text(
        vi="hãy viết điều kiện theo `form` và `case`, ví dụ `!form.father_unknown`",
        en="write a condition over `form` and `case`, e.g. `!form.father_unknown`",
    )


@check("step-never-needed", vi="Bước có điều kiện luôn sai thì không bao giờ được thực hiện.")
def check_steps_can_be_needed(definition: ProcedureDefinition) -> list[Finding]:
    """A step whose condition is false whatever is answered is never reached."""
    return [
        Finding(
            ("steps", step, "when"),
            Text(
                vi=f"điều kiện `{declared.when}` luôn sai: không bao giờ đến được bước `{step}`",
                en=f"the condition `{declared.when}` is always false: the step `{step}` can never be reached",
            ),
            Text(
                vi="hãy nêu trường hợp cần thực hiện bước, hoặc bỏ bước này",
                en="name the circumstances in which the step is needed, or take the step out",
            ),
        )
        for step, declared in definition.steps.items()
        if declared.when is not None and _is_never(declared.when)
    ]


def _is_never(source: str) -> bool:
    if len(source) > _LONGEST or _loops(source) > 1:
        return False
    try:
        return never_holds(source)
    except ExpressionInvalid:
        return False


def _of_fields(path: Path, fields: Fields, scope: Fields, declared_at: Path) -> Iterator[Condition]:
    for name, field in fields.items():
        if field.required_when is not None:
            yield Condition((*path, name, "required_when"), field.required_when, scope, declared_at)
        yield from _of_fields((*path, name, "fields"), field.fields, scope, declared_at)


def _unknown_names(definition: ProcedureDefinition, condition: Condition) -> Iterator[Finding]:
    for root, way in selections(condition.source):
        if root == "form":
            yield from _unknown_field(condition, way)
        elif way and way[0] not in definition.facts:
            yield Finding(
                condition.path,
                Text(
                    vi=f"`case.{way[0]}` trong `{condition.source}` không phải là tình tiết của thủ tục này",
                    en=f"`case.{way[0]}` in `{condition.source}` is no fact of this procedure",
                ),
                _or_declared(one_of(way[0], definition.facts), "facts"),
                condition.at_key,
                rests_on=(("facts",), ("facts", way[0])),
            )


def _type_faults(definition: ProcedureDefinition, condition: Condition) -> list[Finding]:
    fault = find_type_fault(condition.source, condition.fields, definition.facts)
    if fault is None:
        return []
    return [
        Finding(
            condition.path,
            Text(
                vi=f"không thể xác định điều kiện `{condition.source}` ({fault.vi})",
                en=f"the condition `{condition.source}` can never be decided ({fault.en})",
            ),
            Text(
                vi="hãy so sánh số nguyên với số; đoạn chữ, ngày hoặc lựa chọn với đoạn chữ trong dấu nháy; "
                "trường đúng/sai thì ghi tên là đủ",
                en="compare a whole number with a number, a text, date or choice with a text in quotes; "
                "a boolean stands for itself",
            ),
            condition.at_key,
            rests_on=tuple(_types_behind(condition)),
        )
    ]


def _types_behind(condition: Condition) -> Iterator[Path]:
    for root, way in selections(condition.source):
        if root == "case" and way:
            yield ("facts", way[0], "type")
        elif root == "form":
            place = condition.declared_at
            for name in way:
                yield (*place, name, "type")
                place = (*place, name, "fields")


def _unknown_field(condition: Condition, way: tuple[str, ...]) -> Iterator[Finding]:
    known, declared_at, seen = condition.fields, condition.declared_at, ["form"]
    for name in way:
        seen.append(name)
        if name not in known:
            yield Finding(
                condition.path,
                Text(
                    vi=f"`{'.'.join(seen)}` trong `{condition.source}` không phải là trường của tờ khai",
                    en=f"`{'.'.join(seen)}` in `{condition.source}` is no field of the form",
                ),
                _or_declared(one_of(name, known), ".".join(map(str, declared_at))),
                condition.at_key,
                rests_on=(declared_at, (*declared_at, name)),
            )
            return
        if known[name].type is not FieldType.GROUP:
            return
        known, declared_at = known[name].fields, (*declared_at, name, "fields")


def _or_declared(mend: Text, where: str) -> Text:
    return Text(vi=f"{mend.vi} (hoặc khai báo trong `{where}`)", en=f"{mend.en} (or declare it under `{where}`)")


def selections(source: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """`form.a.b == 'x'` gives `("form", ("a", "b"))`; what stands inside a text is passed over."""
    for match in _SELECTION.finditer(source):
        if match["root"] is not None:
            yield match["root"], tuple(_NAME.findall(match["way"]))
