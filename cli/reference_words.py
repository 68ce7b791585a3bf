"""How a field of a model is told to an author: what is written there, what holds without it, what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from engine.core.calendar_entries import TimeOfDay
from engine.core.choices import Choices
from engine.core.definition_basics import DocumentName, Expression, Slug, StepName, TimeLimit
from engine.core.legal_time import Unit
from engine.core.values import Instant, Text
from engine.simulation.durations import Duration
from engine.simulation.scenario import Chance, Way

_NAMED: tuple[tuple[Any, str], ...] = (
    (Expression, "condition"),
    (Slug, "name"),
    (StepName, "name of a step"),
    (DocumentName, "name of a document"),
    (TimeOfDay, "time of day"),
    (Instant, "instant"),
    (Chance, "number from 0 to 1"),
    (Way, "field of the form"),
    (Choices, "name: text in both languages, or list: name"),
)
_IDS = {
    "AgencyId": "name of an agency",
    "AgencyKind": "kind of agency",
    "CalendarId": "name of a calendar",
    "DocumentId": "name of a document",
    "FormSetId": "name of a form set",
    "ProcedureId": "name of a procedure",
    "ProcedureVersion": "version, a date",
    "StepId": "name of a step",
    "TerritoryId": "name of a territory",
}
_PLAIN = {
    str: "text",
    bool: "`true` or `false`",
    int: "whole number",
    Decimal: "number",
    date: "date",
    Any: "any value",
}
_IN_A_LINE = {
    Text: "text in both languages",
    TimeLimit: "[time limit](#time-limits)",
    Duration: "[duration](#durations)",
}
_BOUNDS = ((Ge, "ge", "at least"), (Gt, "gt", "more than"), (Le, "le", "at most"), (Lt, "lt", "less than"))


class FieldWords(NamedTuple):
    """One row of a table."""

    name: str
    written: str
    default: str
    says: str


def field_words(model: type[BaseModel]) -> Iterator[FieldWords]:
    """Each field as it is called in files; fields that no file may write are left out."""
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        if not field.exclude:
            written = ", ".join([type_words(hints[name]), *_bounds(field)])
            yield FieldWords(field.alias or name, written, _default(field), field.description or "")


def models_in(root: type[BaseModel]) -> list[type[BaseModel]]:
    """The model and all that it is made of, in the order in which they are met."""
    found: dict[type[BaseModel], None] = {}
    _collect(root, found, {})
    return list(found)


def enums_in(root: type[BaseModel]) -> list[type[Enum]]:
    found: dict[type[Enum], None] = {}
    _collect(root, {}, found)
    return list(found)


def type_words(hint: Any) -> str:
    """What an author writes where this type is asked for."""
    for known, words in _NAMED:
        if hint == known:
            return words
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return type_words(inner[0])
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(type_words(one) for one in inner if one is not NoneType))
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if origin is tuple:
        return f"list: {type_words(inner[0])}" if inner[-1] is Ellipsis else f"pair: {type_words(inner[0])}"
    if origin is dict:
        return f"{type_words(inner[0])}: {type_words(inner[1])}"
    return _IDS.get(getattr(hint, "__name__", ""), "") or _class_words(hint)


def _class_words(hint: Any) -> str:
    if hint in _IN_A_LINE:
        return _IN_A_LINE[hint]
    if isinstance(hint, type) and issubclass(hint, BaseModel | Enum):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return _PLAIN[hint]


def _bounds(field: FieldInfo) -> Iterator[str]:
    for bound in field.metadata:
        if isinstance(bound, MinLen) and bound.min_length == 1:
            yield "at least one"
        for kind, attribute, words in _BOUNDS:
            if isinstance(bound, kind):
                yield f"{words} {getattr(bound, attribute)}"


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is PydanticUndefined:
        return "**required**"
    if value is None or value in ((), {}):
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, BaseModel):
        return "none" if not value.model_fields_set else f"`{value}`"
    return f"`{value.value if isinstance(value, Enum) else value}`"


def _collect(hint: Any, models: dict[type[BaseModel], None], enums: dict[type[Enum], None]) -> None:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        if hint in models:
            return
        models[hint] = None
        if hint in (TimeLimit, Duration):
            enums.setdefault(Unit)
            return
        for name, inner in get_type_hints(hint, include_extras=True).items():
            if name in hint.model_fields:
                _collect(inner, models, enums)
    elif isinstance(hint, type) and issubclass(hint, Enum):
        enums[hint] = None
    for inner in get_args(hint):
        _collect(inner, models, enums)
