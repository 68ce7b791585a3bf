"""Where the steps of a case are done: each in the territory of the case, or in one that the form names."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from engine.core.definition import FieldDefinition, FieldType, ProcedureDefinition
from engine.core.identifiers import AgencyKind, StepId, TerritoryId
from engine.core.law import Law
from engine.core.territories import place_on
from engine.core.values import Text

Places = Mapping[str, TerritoryId]
"""The way to a field of type territory, as `form.new_commune`, and what is answered there."""


def place_of(definition: ProcedureDefinition, step: StepId, form: Mapping[str, Any], own: TerritoryId) -> TerritoryId:
    """The territory whose agency does the step: the one that the form names, else that of the case."""
    way = definition.steps[step].territory
    return own if way is None else given_places(definition, form).get(way, own)


def given_places(definition: ProcedureDefinition, form: Mapping[str, Any]) -> Places:
    """Every territory that the form names; a field that is left blank names none."""
    return {way: TerritoryId(said) for way in place_fields(definition) if (said := _answer_at(form, way))}


def place_fields(definition: ProcedureDefinition) -> tuple[str, ...]:
    """The ways to the fields of the form that take a territory."""
    return tuple(_ways("form", definition.form))


def place_title(definition: ProcedureDefinition, way: str) -> Text:
    """What the form calls a territory that it asks for."""
    fields, found = definition.form, None
    for name in way.split(".")[1:]:
        found = fields[name]
        fields = found.fields
    assert found is not None, "a way to a field has a name after `form`"
    return found.title


def problems_with_places(law: Law, form: Mapping[str, Any], on: date) -> tuple[Text, ...]:
    """A place that nobody knows on that day has no agencies: it is asked for again."""
    territories = law.agencies.territories
    return tuple(
        _NO_SUCH_PLACE.at(way.removeprefix("form."))
        for way, place in given_places(law.definition, form).items()
        if place_on(territories, place, on) is None
    )


def find_places(law: Law, on: date, own: TerritoryId | None = None) -> tuple[TerritoryId, Places] | None:
    """A territory that a case could come from on that day, and for each that its form names another one.

    Where no other territory has the agencies, the form names the case's own. Null: none has those of the case itself.
    """
    definition = law.definition
    candidates = tuple(law.agencies.territories) if own is None else (own,)
    kinds = _kinds_in(definition, None)
    own_kinds = _kinds_in(definition, None)
    home = next((place for place in candidates if own or _has(law, place, own_kinds, on)), None)
    if home is None:
        return None
    others = [place for place in law.agencies.territories if place != home]
    named = {}
    for way in place_fields(definition):
        kinds = _kinds_in(definition, way)
        named[way] = next((place for place in others if kinds and _has(law, place, kinds, on)), home)
    return home, named


_NO_SUCH_PLACE = Text(
    vi="danh bạ không có địa bàn này vào ngày nộp; hãy ghi tên địa bàn như trong danh bạ",
    en="the directory has no such territory on the day of the submission; write its name as in the directory",
)


def _kinds_in(definition: ProcedureDefinition, way: str | None) -> set[AgencyKind]:
    return {step.agency for step in definition.steps.values() if step.territory == way}


def _has(law: Law, place: TerritoryId, kinds: set[AgencyKind], on: date) -> bool:
    if place_on(law.agencies.territories, place, on) != place:
        return False
    return all(law.agencies.find_competent(kind, place, on) for kind in kinds)


def _ways(before: str, fields: Mapping[str, FieldDefinition]) -> Iterator[str]:
    for name, field in fields.items():
        if field.type is FieldType.TERRITORY:
            yield f"{before}.{name}"
        yield from _ways(f"{before}.{name}", field.fields)


def _answer_at(form: Mapping[str, Any], way: str) -> str | None:
    found: Any = form
    for name in way.split(".")[1:]:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) and found else None
