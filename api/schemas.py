"""Shapes that several requests and answers share."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.plain_json import refuse_unkeepable
from engine.core.identifiers import DocumentId
from engine.core.papers import Paper
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


class PaperIn(BaseModel):
    """A paper handed in; the file itself lies in the agency's own store, `reference` finds it."""

    model_config = ConfigDict(extra="forbid")

    document: DocumentId = Field(max_length=100, examples=["birth_notice"])
    reference: str = Field(default="", max_length=500)
    name: str = Field(default="", max_length=500)


class PaperRead(Read):
    """A paper of the dossier."""

    document: str
    title: Words
    reference: str
    name: str


def papers(given: Sequence[PaperIn]) -> tuple[Paper, ...]:
    return tuple(Paper(document=p.document, reference=p.reference, name=p.name) for p in given)
