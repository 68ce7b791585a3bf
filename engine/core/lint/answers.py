"""Lint of the form: questions of yes or no, and choices, that nothing in the procedure goes by."""

from collections.abc import Iterator, Mapping

from engine.core.condition_checks import conditions, selections
from engine.core.definition import FieldDefinition, FieldType, ProcedureDefinition
from engine.core.findings import Finding, Level, Path, check
from engine.core.lint.surroundings import Surroundings
from engine.core.values import Text

_DECIDING = frozenset({FieldType.BOOLEAN, FieldType.CHOICE})
"""A name or an address is for the agency to read; a yes, a no and a choice are there to part the ways."""


@check("answer-unused", Level.NOTE, vi="Câu hỏi có/không hoặc lựa chọn trong tờ khai phải quyết định điều gì đó.")
def answers_are_used(seen: Surroundings) -> Iterator[Finding]:
    """A yes, a no or a choice that the form asks for decides something."""
    asked = _asked(seen.definition)
    for way, path, field in _fields(("form",), ("form",), seen.definition.form):
        if field.type in _DECIDING and not any(way[: len(each)] == each for each in asked):
            name = ".".join(way)
            what = Text(
                vi=f"không có gì trong thủ tục căn cứ vào `{name}`", en=f"nothing in the procedure goes by `{name}`"
            )
            mend = Text(
                vi="hãy dùng nó trong một điều kiện; hoặc bỏ đi, trừ khi cơ quan cần đọc",
                en="use it in a condition; take it out, unless an agency has to read it",
            )
            yield Finding(path, what, mend, at_key=True)


def _asked(definition: ProcedureDefinition) -> set[tuple[str, ...]]:
    """What conditions name; who names a group names all in it."""
    return {(root, *way) for condition in conditions(definition) if condition.declared_at == ("form",)
            for root, way in selections(condition.source) if root == "form"}  # fmt: skip


def _fields(
    way: tuple[str, ...], path: Path, fields: Mapping[str, FieldDefinition]
) -> Iterator[tuple[tuple[str, ...], Path, FieldDefinition]]:
    for name, field in fields.items():
        yield (*way, name), (*path, name), field
        yield from _fields((*way, name), (*path, name, "fields"), field.fields)
