"""Papers of a dossier and the channel on which it came."""

from enum import StrEnum

from engine.core.identifiers import DocumentId
from engine.core.values import Value


class Channel(StrEnum):
    """How the dossier was handed in (KenhThucHien 1, 2, 3)."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


class Paper(Value):
    """One paper in the dossier; the file itself lies in the agency's own store, `reference` finds it."""

    document: DocumentId
    reference: str = ""
    name: str = ""
