"""The types of a condition: what it compares fits together, and the whole is true or false."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from cel_expr_python import cel

from engine.core.cel_words import cel_words, type_words
from engine.core.definition import FactDefinition, FieldDefinition, FieldType
from engine.core.values import Text

_MAP = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
_TYPES = {
    FieldType.TEXT: cel.Type.STRING,
    FieldType.BOOLEAN: cel.Type.BOOL,
    FieldType.INTEGER: cel.Type.INT,
    FieldType.DATE: cel.Type.STRING,
    FieldType.CHOICE: cel.Type.STRING,
    FieldType.GROUP: _MAP,
}

TEXT_LITERAL = r"""\"\"\".*?\"\"\"|'''.*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
_WAY = r"""(?<![\w.])(?:form|case)(?:\s*\.\s*[A-Za-z_]\w*\b(?!\s*\()|\s*\[\s*(?:"\w*"|'\w*')\s*\])+"""
_PRESENCE = re.compile(rf"{TEXT_LITERAL}|(?P<asked>(?<![\w.])has\s*\(\s*{_WAY}\s*\))", re.DOTALL)
_INDEXED = re.compile(rf"(?P<way>{_WAY})|{TEXT_LITERAL}", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_]\w*")


def find_type_fault(
    source: str, form: Mapping[str, FieldDefinition], facts: Mapping[str, FactDefinition]
) -> Text | None:
    """What does not fit together in the condition, given what is declared; it compiles, and its names are known."""
    try:
        given = _environment(_declared(form, facts)).compile(_with_qualified_names(source)).return_type()
    except RuntimeError as error:
        return cel_words(error)
    if given == cel.Type.BOOL:
        return None
    words = type_words(given.name())
    return Text(
        vi=f"điều kiện cho ra {words.vi}, không phải đúng hoặc sai", en=f"it gives {words.en}, not true or false"
    )


def _declared(
    form: Mapping[str, FieldDefinition], facts: Mapping[str, FactDefinition]
) -> tuple[tuple[str, FieldType], ...]:
    return (*_of_fields("form", form), *((f"case.{name}", fact.type) for name, fact in facts.items()))


def _of_fields(path: str, fields: Mapping[str, FieldDefinition]) -> Iterator[tuple[str, FieldType]]:
    for name, field in fields.items():
        yield f"{path}.{name}", field.type
        yield from _of_fields(f"{path}.{name}", field.fields)


@lru_cache(maxsize=256)
def _environment(declared: tuple[tuple[str, FieldType], ...]) -> Any:
    """Each field is a variable of its own under its whole name: a map of CEL has one type for all its values."""
    return cel.NewEnv(
        variables={"form": _MAP, "case": _MAP, **{name: _TYPES[kind] for name, kind in declared}},
    )


def _with_qualified_names(source: str) -> str:
    """`form['n']` as `form.n`, and `has(form.n)` as `true`, in as many characters: columns stay as they are."""
    plain = _PRESENCE.sub(lambda m: "true".ljust(len(m[0])) if m["asked"] else m[0], source)
    return _INDEXED.sub(lambda m: ".".join(_NAME.findall(m[0])).ljust(len(m[0])) if m["way"] else m[0], plain)
