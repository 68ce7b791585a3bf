"""Forms: what an applicant or an agency filled in, checked against the fields that the procedure declares."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from engine.core.answer_formats import expected, fits
from engine.core.definition import DocumentDefinition, FactDefinition, FieldDefinition, FieldType
from engine.core.expressions import holds
from engine.core.values import Text

_NOT_IN_THE_FORM = Text(vi="tờ khai không có trường này; hãy bỏ đi", en="this field is not in the form; leave it out")
_LARGEST = 10**15 - 1
"""Conditions count in 64 bits, JSON in some readers in 53: what is larger is no number of anything on a form."""


def answers(fields: Mapping[str, FieldDefinition], given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that conditions look at: blank or misfit ones left out, a boolean without an answer false."""
    known: dict[str, Any] = {}
    for name, field in fields.items():
        value = given.get(name)
        if field.type is FieldType.GROUP and isinstance(value, Mapping):
            known[name] = answers(field.fields, value)
        elif value not in (None, "") and wrong_with(field, value) is None:
            known[name] = value
        elif field.type is FieldType.BOOLEAN:
            known[name] = False
    return known


def problems_in(
    fields: Mapping[str, FieldDefinition], given: Mapping[str, Any], facts: Mapping[str, Any]
) -> tuple[Text, ...]:
    """Everything wrong in `given`, each as `path: what is wrong`; empty when the form is in order."""
    complete = answers(fields, given)
    found = [_NOT_IN_THE_FORM.at(name) for name in given if name not in fields]
    for name, field in fields.items():
        found += _in_field(name, field, given.get(name), complete, facts)
    return tuple(found)


def is_required(
    item: FieldDefinition | DocumentDefinition, complete: Mapping[str, Any], facts: Mapping[str, Any]
) -> bool:
    """Whether a field must be filled in, or a paper handed in, given the answers and the facts."""
    return item.required or (item.required_when is not None and holds(item.required_when, complete, facts))


def _in_field(
    path: str, field: FieldDefinition, value: Any, complete: Mapping[str, Any], facts: Mapping[str, Any]
) -> list[Text]:
    if value is None or value == "":
        return [_fill_in(field).at(path)] if is_required(field, complete, facts) else []
    if field.type is FieldType.GROUP and isinstance(value, Mapping):
        found = [_NOT_IN_THE_FORM.at(f"{path}.{name}") for name in value if name not in field.fields]
        for name, inner in field.fields.items():
            found += _in_field(f"{path}.{name}", inner, value.get(name), complete, facts)
        return found
    return [wrong.at(path)] if (wrong := wrong_with(field, value)) else []


def wrong_with(field: FieldDefinition | FactDefinition, value: Any) -> Text | None:
    """What is wrong with one answer, or one fact; null when it is of the declared type and shape."""
    match field.type:
        case FieldType.TEXT | FieldType.TERRITORY if not isinstance(value, str):
            return Text(vi="cần một đoạn chữ", en="a text is expected")
        case FieldType.TEXT if isinstance(field, FieldDefinition) and field.format and not fits(field.format, value):
            return expected(field.format)
        case FieldType.BOOLEAN if not isinstance(value, bool):
            return Text(vi="cần giá trị true hoặc false", en="true or false is expected")
        case FieldType.INTEGER if not isinstance(value, int) or isinstance(value, bool):
            return Text(vi="cần một số nguyên", en="a whole number is expected")
        case FieldType.DATE if not _is_date(value):
            return Text(vi="cần một ngày, ví dụ 2026-09-01", en="a date is expected, as 2026-09-01")
        case FieldType.INTEGER if not -_LARGEST <= value <= _LARGEST:
            return Text(
                vi="cần một số nguyên không quá 15 chữ số", en="a whole number of at most 15 digits is expected"
            )
        case FieldType.GROUP if not isinstance(value, Mapping):
            return Text(vi="cần một nhóm trường", en="a group of fields is expected")
        case FieldType.CHOICE if not isinstance(value, str) or value not in field.choices:
            vi, en = (", ".join(_choices(field, language)) for language in ("vi", "en"))
            return Text(vi=f"cần một trong các giá trị: {vi}", en=f"one of {en} is expected")
    return None


def _choices(field: FieldDefinition | FactDefinition, language: str) -> Iterator[str]:
    """`house (Nhà ở riêng lẻ)`: what is to be written, and what it means."""
    for name, title in field.choices.items():
        said = title.in_language(language)
        yield name if said == name else f"{name} ({said})"


def _fill_in(field: FieldDefinition) -> Text:
    return Text(vi=f"hãy điền “{field.title.vi}”", en=f"fill in “{field.title.en}”")


def _is_date(value: Any) -> bool:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True
