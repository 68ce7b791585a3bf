"""Lint of what is filled in: answers that nothing goes by, and texts that have a known shape without saying it."""

from collections.abc import Iterator, Mapping

from engine.core.answer_formats import AnswerFormat
from engine.core.condition_checks import conditions, selections
from engine.core.definition import FieldDefinition, FieldType, ProcedureDefinition
from engine.core.definition_checks import every_field
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


_TITLES: Mapping[str, AnswerFormat] = {
    "số định danh cá nhân": AnswerFormat.PERSONAL_NUMBER,
    "số điện thoại": AnswerFormat.PHONE,
    "địa chỉ email": AnswerFormat.EMAIL,
    "thư điện tử": AnswerFormat.EMAIL,
}
"""How a title begins, and the shape that it tells of; a title with an *or* tells of none."""


@check("format-missing", Level.NOTE, vi="Trường hỏi số định danh cá nhân, số điện thoại hoặc email thì nêu `format`.")
def known_answers_have_a_shape(seen: Surroundings) -> Iterator[Finding]:
    """A personal number, a telephone number or an e-mail address that is asked for has its format."""
    for path, field in every_field(seen.definition):
        title = field.title.vi.casefold()
        wanted = next((shape for words, shape in _TITLES.items() if title.startswith(words)), None)
        if wanted is None or field.format is not None or field.type is not FieldType.TEXT or " hoặc " in title:
            continue
        what = Text(
            vi=f"`{path[-1]}` hỏi “{field.title.vi}” nhưng nhận mọi đoạn chữ",
            en=f"`{path[-1]}` asks for “{field.title.en}”, and takes any text",
        )
        vi, en = f"hãy thêm `format: {wanted}`", f"add `format: {wanted}`"
        if wanted is AnswerFormat.PERSONAL_NUMBER:
            vi += "; nếu người nước ngoài cũng khai thì `format: identity_number`"
            en += "; where foreigners answer too, `format: identity_number`"
        yield Finding(path, what, Text(vi=vi, en=en), at_key=True)


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
