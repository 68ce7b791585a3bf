"""What a dossier says, in the words of its procedure: the form as it was handed in, and what the steps have found since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.core.agencies import AgencyDirectory
from engine.core.day_words import short_date_words
from engine.core.definition import FactDefinition, FieldDefinition, FieldType
from engine.core.values import Text
from engine.service.read_case import CaseView

_YES, _NO = Text(vi="Có", en="Yes"), Text(vi="Không", en="No")


@dataclass(frozen=True, slots=True)
class Part:
    """A group of the form, or the findings of a step; without a title: what stands in no group."""

    title: Text | None
    lines: tuple[tuple[Text, Text], ...]


def form_parts(view: CaseView) -> tuple[Part, ...]:
    """In the order of the procedure; what nobody has filled in is left out. A purged form says nothing."""
    own, groups = _split(view.definition.form, view.state.form, view.directory)
    facts = tuple(_facts(view))
    about = Part(Text(vi="Thông tin giải quyết", en="About the case"), facts)
    return tuple(part for part in (Part(None, own), *groups, about) if part.lines)


def found_parts(view: CaseView) -> tuple[Part, ...]:
    """What each step has written down as its result."""
    steps, known = view.definition.steps, view.state.steps
    found = []
    for name, step in steps.items():
        if name not in known:
            continue
        own, groups = _split(step.result, known[name].result, view.directory)
        lines = (*own, *(line for group in groups for line in group.lines))
        if lines:
            found.append(Part(step.title, lines))
    return tuple(found)


def _split(
    fields: Mapping[str, FieldDefinition], said: Mapping[str, Any], directory: AgencyDirectory
) -> tuple[tuple[tuple[Text, Text], ...], list[Part]]:
    """What stands by itself, and the groups; a group within a group is one of its own."""
    own: list[tuple[Text, Text]] = []
    groups: list[Part] = []
    for name, field in fields.items():
        value = said.get(name)
        if field.type is FieldType.GROUP and isinstance(value, Mapping):
            lines, inner = _split(field.fields, value, directory)
            groups += [part for part in (Part(field.title, lines), *inner) if part.lines]
        elif value not in (None, "") and not isinstance(value, Mapping):
            own.append((field.title, _words(field, value, directory)))
    return tuple(own), groups


def _facts(view: CaseView) -> Iterator[tuple[Text, Text]]:
    for name, fact in view.definition.facts.items():
        value = view.state.facts.get(name)
        if value not in (None, ""):
            yield fact.title, _words(fact, value, view.directory)


def _words(field: FieldDefinition | FactDefinition, value: Any, directory: AgencyDirectory) -> Text:
    """As people read it; what is not of its type is told as it was written."""
    if isinstance(value, bool):
        return _YES if value else _NO
    told = str(value)
    plain = Text(vi=told, en=told)
    match field.type:
        case FieldType.CHOICE:
            return field.choices.get(told, plain)
        case FieldType.TERRITORY:
            place = {str(name): known.title for name, known in directory.territories.items()}.get(told)
            return place or plain
        case FieldType.DATE:
            try:
                day = short_date_words(date.fromisoformat(told))
            except ValueError:
                return plain
            return Text(vi=day, en=day)
        case _:
            return plain
