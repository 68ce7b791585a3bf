"""Shapes that several requests and answers share."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.plain_json import refuse_unkeepable
from engine.core.identifiers import DocumentId
from engine.core.papers import MOST_COPIES, Copies, Paper
from engine.core.values import Instant, Text


class Read(BaseModel):
    """The base of what is answered."""

    model_config = ConfigDict(frozen=True)


class Act(BaseModel):
    """What the body of every command may say."""

    model_config = ConfigDict(extra="forbid")

    _keepable = model_validator(mode="before")(refuse_unkeepable)

    occurred_at: Instant | None = Field(
        default=None,
        description="When it happened, for an office that was offline: at most now. Needs the right to backdate.",
        examples=["2026-08-24T10:00:00+07:00"],
    )


class Words(Read):
    """A text in both languages."""

    vi: str
    en: str


def words(text: Text) -> Words:
    return Words(vi=text.vi, en=text.en)


class CopiesIn(BaseModel):
    """How many of a paper were handed in, as form 01 counts them."""

    model_config = ConfigDict(extra="forbid")

    originals: int = Field(default=0, ge=0, le=MOST_COPIES, strict=True, description="Bản chính.", examples=[1])
    certified: int = Field(default=0, ge=0, le=MOST_COPIES, strict=True, description="Bản chứng thực.")
    photocopies: int = Field(default=0, ge=0, le=MOST_COPIES, strict=True, description="Bản chụp.")


class PaperIn(BaseModel):
    """A paper handed in; the file itself lies in the agency's own store, `reference` finds it."""

    model_config = ConfigDict(extra="forbid")

    document: DocumentId = Field(max_length=100, examples=["birth_notice"])
    reference: str = Field(default="", max_length=500)
    name: str = Field(default="", max_length=500)
    copies: CopiesIn | None = Field(
        default=None, description="Printed on the receipt; where it is left out, the form is filled in by hand."
    )


class CopiesRead(Read):
    """How many of a paper were handed in."""

    originals: int
    certified: int
    photocopies: int


class PaperRead(Read):
    """A paper of the dossier."""

    document: str
    title: Words
    reference: str
    name: str
    copies: CopiesRead | None = Field(description="Null where nobody counted.")


def papers(given: Sequence[PaperIn]) -> tuple[Paper, ...]:
    return tuple(
        Paper(document=p.document, reference=p.reference, name=p.name, copies=_copies(p.copies)) for p in given
    )


def copies_read(copies: Copies | None) -> CopiesRead | None:
    return CopiesRead(**copies.model_dump()) if copies is not None else None


def _copies(said: CopiesIn | None) -> Copies | None:
    return Copies(**said.model_dump()) if said is not None else None
