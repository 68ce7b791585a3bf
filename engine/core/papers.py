"""Papers of a dossier, how many sheets of each there are, and the channel on which it came."""

from enum import StrEnum
from typing import Any

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from engine.core.identifiers import DocumentId
from engine.core.values import Value


class Channel(StrEnum):
    """How the dossier was handed in (KenhThucHien 1, 2, 3)."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


MOST_COPIES = 999
"""More of one paper than any dossier has: a number beyond it is a slip of the keyboard."""


class Copies(Value):
    """How many of a paper were handed in: originals, certified copies and photocopies (bản chính, chứng thực, chụp)."""

    originals: int = Field(default=0, ge=0, le=MOST_COPIES)
    certified: int = Field(default=0, ge=0, le=MOST_COPIES)
    photocopies: int = Field(default=0, ge=0, le=MOST_COPIES)


class Paper(Value):
    """One paper in the dossier; the file itself lies in the agency's own store, `reference` finds it."""

    document: DocumentId
    reference: str = ""
    name: str = ""
    copies: Copies | None = None
    """Null where nobody counted: then the form leaves it open, to be filled in by hand."""

    @model_serializer(mode="wrap")
    def _said(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """What nobody counted is not written down: events read as they did before there were numbers."""
        written: dict[str, Any] = whole(self)
        return written if self.copies is not None else {k: v for k, v in written.items() if k != "copies"}
