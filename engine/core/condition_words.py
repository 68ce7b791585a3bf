"""Conditions as people read them: fields, facts and choices by their titles, the operators of CEL as words.

A condition that uses more of CEL than this is quoted as it is written: words may be dry, never wrong.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from engine.core.condition_parts import (
    Among,
    Compared,
    Given,
    Joined,
    Literal,
    Named,
    Negated,
    NotReadable,
    Part,
    Value,
    parts_of,
)
from engine.core.day_words import short_date_words
from engine.core.definition import FactDefinition, FieldDefinition, FieldType, ProcedureDefinition
from engine.core.values import Text

_AS_WRITTEN = Text(vi="điều kiện viết bằng biểu thức “{source}”", en="the condition written as “{source}”")
_ALWAYS = {True: Text(vi="luôn luôn", en="always"), False: Text(vi="không bao giờ", en="never")}
_AND, _OR, _NEITHER = Text(vi="và", en="and"), Text(vi="hoặc", en="or"), Text(vi="hay", en="or")
_NOT = Text(vi="không phải {part}", en="not {part}")
_GIVEN = {
    True: Text(vi="đã có thông tin “{name}”", en="“{name}” is given"),
    False: Text(vi="chưa có thông tin “{name}”", en="“{name}” is not given"),
}
_IS = {
    True: Text(vi="“{name}” là {values}", en="“{name}” is {values}"),
    False: Text(vi="“{name}” không phải là {values}", en="“{name}” is not {values}"),
}
_EMPTY = {
    True: Text(vi="“{name}” để trống", en="“{name}” is left empty"),
    False: Text(vi="“{name}” không để trống", en="“{name}” is not left empty"),
}
_NUMBERS = {
    "<": Text(vi="“{name}” nhỏ hơn {value}", en="“{name}” is less than {value}"),
    "<=": Text(vi="“{name}” không quá {value}", en="“{name}” is at most {value}"),
    ">": Text(vi="“{name}” lớn hơn {value}", en="“{name}” is more than {value}"),
    ">=": Text(vi="“{name}” ít nhất là {value}", en="“{name}” is at least {value}"),
}
_DATES = {
    "<": Text(vi="“{name}” trước ngày {value}", en="“{name}” is before {value}"),
    "<=": Text(vi="“{name}” chậm nhất là ngày {value}", en="“{name}” is {value} at the latest"),
    ">": Text(vi="“{name}” sau ngày {value}", en="“{name}” is after {value}"),
    ">=": Text(vi="“{name}” sớm nhất là ngày {value}", en="“{name}” is {value} at the earliest"),
}
_ALIKE = {
    "==": Text(vi="“{name}” giống với {value}", en="“{name}” is the same as {value}"),
    "!=": Text(vi="“{name}” khác với {value}", en="“{name}” is other than {value}"),
}

Fields = Mapping[str, FieldDefinition]
_Declared = FieldDefinition | FactDefinition


def condition_text(condition: str, definition: ProcedureDefinition, fields: Fields | None = None) -> Text:
    """The condition in both languages; `fields` are what `form` means there, if it is not the applicant's form."""
    return Text(
        vi=condition_words(condition, definition, "vi", fields), en=condition_words(condition, definition, "en", fields)
    )


def condition_words(
    condition: str, definition: ProcedureDefinition, language: str, fields: Fields | None = None
) -> str:
    """`form.kind == 'house'` is `“Loại đề nghị” là “Nhà ở riêng lẻ”` in the words of that form."""
    telling = _Telling(definition, definition.form if fields is None else fields, language)
    try:
        return telling.words(parts_of(condition))
    except NotReadable:
        return _AS_WRITTEN.in_language(language).format(source=" ".join(condition.split()))


def circumstance_text(condition: str, definition: ProcedureDefinition) -> Text:
    """As the reason of something: a condition that is one name alone is its title, without quotation marks."""
    try:
        part = parts_of(condition)
        if isinstance(part, Named):
            return _declared(part, definition, definition.form).title
    except NotReadable:
        pass
    return condition_text(condition, definition)


class _Telling:
    """Tells the parts of one condition in one language."""

    def __init__(self, definition: ProcedureDefinition, fields: Fields, language: str) -> None:
        self._definition = definition
        self._fields = fields
        self._language = language

    def words(self, part: Part) -> str:
        match part:
            case Named():
                return f"“{self._title(part)}”"
            case Literal(value) if isinstance(value, bool):
                return self._say(_ALWAYS[value])
            case Among():
                return self._among(part)
            case Compared():
                return self._compared(part)
            case Given(of, holds):
                return self._say(_GIVEN[holds], name=self._title(of))
            case Joined(by, parts):
                word = self._say(_AND if by == "&&" else _OR)
                return f" {word} ".join(self._inner(inner) for inner in parts)
            case Negated(inner):
                return self._say(_NOT, part=self._inner(inner))
        raise NotReadable

    def _inner(self, part: Part) -> str:
        is_list = isinstance(part, Joined) or (isinstance(part, Among) and len(part.values) > 1)
        return f"({self.words(part)})" if is_list else self.words(part)

    def _among(self, part: Among) -> str:
        name = self._title(part.of)
        if part.values == ("",):
            return self._say(_EMPTY[part.holds], name=name)
        declared = self._find(part.of)
        said = [self._value(declared, value) for value in part.values]
        return self._say(_IS[part.holds], name=name, values=self._listed(said, _OR if part.holds else _NEITHER))

    def _compared(self, part: Compared) -> str:
        declared, to = self._find(part.of), part.to
        if part.by in _ALIKE:
            phrases = _ALIKE
        elif declared.type is FieldType.INTEGER:
            phrases = _NUMBERS
        elif declared.type is FieldType.DATE:
            phrases = _DATES
        else:
            raise NotReadable
        value = f"“{self._title(to)}”" if isinstance(to, Named) else self._value(declared, to.value)
        return self._say(phrases[part.by], name=self._title(part.of), value=value)

    def _value(self, declared: _Declared, value: Value) -> str:
        if declared.type is FieldType.CHOICE and value in declared.choices:
            return f"“{declared.choices[str(value)].in_language(self._language)}”"
        if declared.type is FieldType.DATE:
            try:
                return short_date_words(date.fromisoformat(str(value)))
            except ValueError:
                raise NotReadable from None
        return str(value) if isinstance(value, int) else f"“{value}”"

    def _listed(self, said: Sequence[str], word: Text) -> str:
        *first, last = said
        return f"{', '.join(first)} {self._say(word)} {last}" if first else last

    def _find(self, named: Named) -> _Declared:
        return _declared(named, self._definition, self._fields)

    def _title(self, named: Named) -> str:
        return self._find(named).title.in_language(self._language)

    def _say(self, text: Text, **values: str) -> str:
        return text.in_language(self._language).format(**values)


def _declared(named: Named, definition: ProcedureDefinition, fields: Fields) -> _Declared:
    root, *names = named.way
    if root == "case":
        fact = definition.facts.get(names[0])
        if fact is None or names[1:]:
            raise NotReadable
        return fact
    found: FieldDefinition | None = None
    for name in names:
        found = fields.get(name)
        if found is None:
            raise NotReadable
        fields = found.fields
    assert found is not None, "a way has a name behind its root"
    return found
