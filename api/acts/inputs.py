"""The inputs of a form, made from what a procedure declares: fields, facts, papers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.acts.places import Near, Options, parts_of
from api.acts.texts import ACT_TEXTS
from engine.core.agencies import AgencyDirectory
from engine.core.answer_formats import SHAPES, Shape
from engine.core.definition import FactDefinition, FieldDefinition, FieldType, ProcedureDefinition
from engine.core.identifiers import DocumentId
from engine.core.values import Text

YES, NO = "yes", "no"
REFERENCE, FILE = "reference", "file"


class Kind(StrEnum):
    """How an input is filled in."""

    LINE = "line"
    LINES = "lines"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CHECK = "check"
    GROUP = "group"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to fill in. `name`: what it is sent as; `place`: what a refusal calls it."""

    name: str
    title: Text
    kind: Kind
    place: str = ""
    required: bool = False
    choices: Options = ()
    parts: tuple[tuple[Text, Options], ...] = ()
    """The same choices under headings, where there are so many that it helps."""
    inside: tuple["Input", ...] = ()
    hint: Text | None = None
    shape: Shape | None = None
    """What a text must look like."""
    instead: str = ""
    """The input that may be filled in in its place."""
    value: str = ""
    """What is there before anybody has typed."""

    def all(self) -> Iterator["Input"]:
        yield self
        for inner in self.inside:
            yield from inner.all()


def inputs_of_fields(
    before: str,
    fields: Mapping[str, FieldDefinition],
    directory: AgencyDirectory,
    way: str = "",
    near: Near | None = None,
) -> tuple[Input, ...]:
    """In the order of the declaration; `before`: the head of the names that are sent; `near`: whose places come first."""
    return tuple(_of_field(before, f"{way}{name}", field, directory, near) for name, field in fields.items())


def _of_field(before: str, way: str, field: FieldDefinition, directory: AgencyDirectory, near: Near | None) -> Input:
    parts = parts_of(directory, near) if field.type is FieldType.TERRITORY else ()
    kind, choices = _kind_of(field, parts)
    shape = SHAPES[field.format] if field.format is not None else None
    hints = [ACT_TEXTS["required_when"]] if field.required_when is not None else []
    hints += [shape.what] if shape is not None else []
    return Input(
        name=f"{before}.{way}",
        title=field.title,
        kind=kind,
        place=way,
        required=field.required,
        choices=choices,
        parts=parts if len(parts) > 1 else (),
        inside=inputs_of_fields(before, field.fields, directory, f"{way}.", near),
        hint=_joined(hints),
        shape=shape,
    )


def _joined(hints: Sequence[Text]) -> Text | None:
    if not hints:
        return None
    vi, en = "; ".join(said.vi for said in hints), "; ".join(said.en for said in hints)
    return Text(vi=vi[0].upper() + vi[1:], en=en[0].upper() + en[1:])


def inputs_of_facts(before: str, facts: Mapping[str, FactDefinition], *, required: bool = False) -> tuple[Input, ...]:
    """What nobody says is as the procedure has it by default."""
    found = []
    for name, fact in facts.items():
        kind, choices = _kind_of(fact, ())
        found.append(Input(f"{before}.{name}", fact.title, kind, name, required, choices))
    return tuple(found)


def _kind_of(field: FieldDefinition | FactDefinition, places: tuple[tuple[Text, Options], ...]) -> tuple[Kind, Options]:
    match field.type:
        case FieldType.BOOLEAN:
            return Kind.CHOICE, ((YES, ACT_TEXTS["yes"]), (NO, ACT_TEXTS["no"]))
        case FieldType.CHOICE:
            return Kind.CHOICE, tuple(field.choices.items())
        case FieldType.TERRITORY if places:
            return Kind.CHOICE, tuple(place for _, found in places for place in found)
        case FieldType.GROUP:
            return Kind.GROUP, ()
        case FieldType.DATE:
            return Kind.DATE, ()
        case FieldType.INTEGER:
            return Kind.NUMBER, ()
        case _:
            return Kind.LINE, ()


COUNTS = ("originals", "certified", "photocopies")
"""Beside the number and the file of a paper: how many of it there are."""


def inputs_of_papers(
    definition: ProcedureDefinition, names: Iterable[DocumentId], required: Iterable[DocumentId]
) -> tuple[Input, ...]:
    """Each paper by the number that stands on it, or by a file."""
    needed = frozenset(required)
    return tuple(
        Input(
            name=f"paper.{name}",
            title=definition.documents[name].title,
            kind=Kind.PAPER,
            place=f"documents.{name}",
            required=name in needed,
        )
        for name in dict.fromkeys(names)
        if name in definition.documents
    )
