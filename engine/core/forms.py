"""Forms: what an applicant or an agency filled in, checked against the fields that the procedure declares."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.core.definition import DocumentDefinition, FactDefinition, FieldDefinition, FieldType
from engine.core.expressions import holds


def answers(fields: Mapping[str, FieldDefinition], given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with every declared boolean present; one that was not answered is false."""
    known = dict(given)
    for name, field in fields.items():
        if field.type is FieldType.BOOLEAN:
            known.setdefault(name, False)
        elif field.type is FieldType.GROUP and isinstance(known.get(name), Mapping):
            known[name] = answers(field.fields, known[name])
    return known


def problems_in(
    fields: Mapping[str, FieldDefinition], given: Mapping[str, Any], facts: Mapping[str, Any]
) -> tuple[str, ...]:
    """Everything wrong in `given`, each as `path: what is wrong`; empty when the form is in order."""
    complete = answers(fields, given)
    found = [f"{name}: this field is not in the form; leave it out" for name in given if name not in fields]
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
) -> list[str]:
    if value is None or value == "":
        return [f"{path}: fill in “{field.title.en}”"] if is_required(field, complete, facts) else []
    if field.type is FieldType.GROUP:
        if not isinstance(value, Mapping):
            return [f"{path}: a group of fields is expected"]
        found = [
            f"{path}.{name}: this field is not in the form; leave it out" for name in value if name not in field.fields
        ]
        for name, inner in field.fields.items():
            found += _in_field(f"{path}.{name}", inner, value.get(name), complete, facts)
        return found
    return [f"{path}: {wrong}"] if (wrong := wrong_with(field, value)) else []


def wrong_with(field: FieldDefinition | FactDefinition, value: Any) -> str | None:
    """What is wrong with one answer, or one fact; null when it is of the declared type."""
    match field.type:
        case FieldType.TEXT if not isinstance(value, str):
            return "a text is expected"
        case FieldType.BOOLEAN if not isinstance(value, bool):
            return "true or false is expected"
        case FieldType.INTEGER if not isinstance(value, int) or isinstance(value, bool):
            return "a whole number is expected"
        case FieldType.DATE if not _is_date(value):
            return "a date is expected, as 2026-09-01"
        case FieldType.CHOICE if value not in field.choices:
            return f"one of {', '.join(field.choices)} is expected"
    return None


def _is_date(value: Any) -> bool:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True
