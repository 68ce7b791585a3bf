"""A dossier in order: the least that a form and the required papers need, with the answers that chance gave."""

from collections.abc import Mapping
from typing import Any

from engine.core.answer_formats import SHAPES
from engine.core.definition import FieldDefinition, FieldType
from engine.core.forms import answers, is_required
from engine.core.law import Law, circumstances
from engine.core.papers import Paper

_FILLED: Mapping[FieldType, Any] = {
    FieldType.TEXT: "mô phỏng",
    FieldType.BOOLEAN: False,
    FieldType.INTEGER: 1,
    FieldType.DATE: "2020-01-01",
}


def filled_form(
    fields: Mapping[str, FieldDefinition], said: Mapping[str, Any], facts: Mapping[str, Any]
) -> dict[str, Any]:
    """What was said, and of the rest what must be filled in; `said` has ways through groups (`results.copies`)."""
    given: dict[str, Any] = {}
    for way, value in said.items():
        _put(given, way.split("."), value)
    return _completed(fields, given, answers(fields, given), facts)


def required_papers(law: Law, form: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[Paper, ...]:
    """The papers without which the dossier is not received."""
    seen = circumstances(law.definition, form, facts)
    documents = law.definition.documents
    return tuple(Paper(document=name) for name in documents if is_required(documents[name], seen.form, seen.facts))


def _completed(
    fields: Mapping[str, FieldDefinition], given: Mapping[str, Any], known: Mapping[str, Any], facts: Mapping[str, Any]
) -> dict[str, Any]:
    complete = dict(given)
    for name, field in fields.items():
        if field.type is FieldType.GROUP and (name in given or is_required(field, known, facts)):
            complete[name] = _completed(field.fields, given.get(name, {}), known, facts) or _anything(field)
        elif name not in given and is_required(field, known, facts):
            complete[name] = _answer(field)
    return complete


def _anything(group: FieldDefinition) -> dict[str, Any]:
    """A group that must be there has at least one answer."""
    return {name: _answer(field) for name, field in list(group.fields.items())[:1]}


def _answer(field: FieldDefinition) -> Any:
    if field.type is FieldType.GROUP:
        return {name: _answer(inner) for name, inner in field.fields.items()}
    if field.format is not None:
        return SHAPES[field.format].sample
    return next(iter(field.choices)) if field.type is FieldType.CHOICE else _FILLED[field.type]


def _put(into: dict[str, Any], way: list[str], value: Any) -> None:
    for name in way[:-1]:
        into = into.setdefault(name, {})
    into[way[-1]] = value
