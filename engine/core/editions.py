"""Editions: what the tables of an installation (calendars, directory of agencies) said, and since when it knew it."""

import hashlib
from collections.abc import Mapping, Sequence
from enum import StrEnum

from engine.core.values import Instant, Value


class Subject(StrEnum):
    """Which table an edition is of."""

    CALENDAR = "calendar"
    DIRECTORY = "directory"


EditionKey = tuple[Subject, str]
"""The table and its name: of the calendars each has one; the directory is one whole."""


class RecordedEdition(Value):
    """One table as it was first seen at an instant; `edition` numbers those of all tables together."""

    edition: int
    subject: Subject
    name: str
    content_hash: str
    content: str
    first_seen_at: Instant

    @property
    def key(self) -> EditionKey:
        return self.subject, self.name


def content_hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def unrecorded(contents: Mapping[EditionKey, str], recorded: Sequence[RecordedEdition]) -> dict[EditionKey, str]:
    """The contents that say something else than the last edition of their table, or have none yet.

    A table without a content is none of them: cases were reckoned with it, so it is kept as it was.
    """
    last = {edition.key: edition.content_hash for edition in recorded}
    return {key: content for key, content in contents.items() if content_hash(content) != last.get(key)}
