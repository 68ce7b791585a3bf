"""The shape that the models ask for at a place of a document: known fields, and a sample that fits there."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from engine.core.definition_basics import TimeLimit
from engine.core.findings import Path
from engine.core.values import Text

_TEXTS = {
    "procedure": "sample",
    "version": "2000-01-01",
    "event": "form.sample",
    "http": "sample.sample",
    "unit_code": "A00",
    "week": "00:00",
    "sessions": "00:00",
}
_NUMBERS = {"year": 2000}
_SAMPLES: dict[Any, Any] = {
    bool: False,
    int: 1,
    Decimal: 1,
    date: date(2000, 1, 1),
    AwareDatetime: "2000-01-01T00:00:00+07:00",
    TimeLimit: "1 hours",
    type(None): None,
}


def fields_at(model: type[BaseModel], path: Path) -> Mapping[str, FieldInfo]:
    """The fields, under the names of the file, that may stand in the part at `path`; none where names are free."""
    shape = _shape_at(model, path)
    return _fields(shape) if _is_model(shape) else {}


def is_optional(model: type[BaseModel], path: Path) -> bool:
    """Whether the part at `path` may be left out."""
    known = fields_at(model, path[:-1])
    return path[-1] in known and not known[str(path[-1])].is_required()


def is_text_at(model: type[BaseModel], path: Path) -> bool:
    """Whether the part at `path` is a text in both languages."""
    return _shape_at(model, path) is Text


def is_mapping_at(model: type[BaseModel], path: Path) -> bool:
    """Whether the part at `path` holds parts under names."""
    shape = _shape_at(model, path)
    return _is_model(shape) or get_origin(shape) is dict


def sample_for(model: type[BaseModel], path: Path) -> Any:
    """Something that fits at `path`, to stand in for what does not, so that the rest can be checked."""
    names = [part for part in path if isinstance(part, str)]
    return _sample(_shape_at(model, path), "week" if "week" in names else next(reversed(names), ""))


def as_name(word: str) -> str | None:
    """A name that may stand where `word` may not, made of its letters; none if it has none to begin with."""
    plain = unicodedata.normalize("NFD", word.lower()).replace("đ", "d")
    parts = re.findall("[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    name = "_".join(parts)
    return name if name[:1].isalpha() else None


def _shape_at(model: type[BaseModel], path: Path) -> Any:
    shape: Any = model
    for part in path:
        shape = _bare(shape)
        if _is_model(shape):
            known = _fields(shape)
            shape = known[str(part)].annotation if str(part) in known else None
        elif get_origin(shape) is dict:
            shape = get_args(shape)[1]
        elif get_origin(shape) is tuple:
            shape = get_args(shape)[0]
        else:
            return None
    return _bare(shape)


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _is_model(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, BaseModel)


def _bare(shape: Any) -> Any:
    """The shape without annotations and without `or nothing`."""
    while True:
        if get_origin(shape) is Annotated:
            shape = get_args(shape)[0]
        elif get_origin(shape) in (Union, UnionType):
            shape = next(a for a in get_args(shape) if a is not type(None))
        elif hasattr(shape, "__supertype__"):
            shape = shape.__supertype__
        else:
            return shape


def _sample(shape: Any, name: str) -> Any:
    shape = _bare(shape)
    if name in _NUMBERS:
        return _NUMBERS[name]
    if shape in _SAMPLES:
        return _SAMPLES[shape]
    if _is_model(shape):
        return {field: _sample(info.annotation, field) for field, info in _fields(shape).items() if info.is_required()}
    if get_origin(shape) is dict:
        return {"sample": _sample(get_args(shape)[1], name)} if name == "steps" else {}
    if get_origin(shape) is tuple:
        return [_sample(part, name) for part in get_args(shape) if part is not Ellipsis]
    if isinstance(shape, type) and issubclass(shape, Enum):
        return next(iter(shape)).value
    return _TEXTS.get(name, "sample")
