"""The directory of agencies as it was known at each time: a case that has ended is told with the one of its end."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from engine.core.agencies import AgencyDirectory
from engine.core.canonical import Difference, differing
from engine.core.editions import RecordedEdition, Subject
from engine.core.legal_time import Instant, to_instant

NAME = "agencies"
"""The directory is one whole, from however many files it is joined; so its editions have one name."""


class DirectoryChange(NamedTuple):
    """What an edition says otherwise than the one before it; the first one says nothing new."""

    edition: RecordedEdition
    is_first: bool
    differences: tuple[Difference, ...]


class _Known:
    """A directory that is read when it is asked for: most of the earlier ones never are."""

    def __init__(self, edition: RecordedEdition) -> None:
        self.since = to_instant(edition.first_seen_at)
        self._content = edition.content

    @cached_property
    def directory(self) -> AgencyDirectory:
        return AgencyDirectory.model_validate_json(self._content)


class DirectoryBook:
    """Every edition of the directory. Immutable; the same question gives the same object."""

    def __init__(self, recorded: Sequence[RecordedEdition] = ()) -> None:
        self._known = [_Known(edition) for edition in recorded if edition.subject is Subject.DIRECTORY]

    def newest(self) -> AgencyDirectory | None:
        """The directory as it was seen last; null if none was recorded."""
        return self._known[-1].directory if self._known else None

    def as_known_at(self, instant: Instant) -> AgencyDirectory | None:
        """The directory as it was known then; the first edition stands for all time before the second."""
        if not self._known:
            return None
        return self._known[max(0, bisect_right(self._known, instant, key=_since) - 1)].directory

    def turns(self, after: Instant, until: Instant) -> tuple[Instant, ...]:
        """The instants after one, up to another, at which the directory began to say something else."""
        return tuple(known.since for known in self._known[1:] if after < known.since <= until)


def canonical(directory: AgencyDirectory) -> str:
    """The content as JSON that reads back as the same directory, in its order; comments and defaults are no part of it."""
    return json.dumps(_said(directory), ensure_ascii=False, separators=(",", ":"))


def changes(recorded: Sequence[RecordedEdition]) -> Iterator[DirectoryChange]:
    """Each edition with the places in which it differs from the one before: an agency that came, went, or changed."""
    before: RecordedEdition | None = None
    for edition in recorded:
        if edition.subject is not Subject.DIRECTORY:
            continue
        found = differing(json.loads(before.content), json.loads(edition.content)) if before is not None else ()
        yield DirectoryChange(edition, before is None, found)
        before = edition


def _said(directory: AgencyDirectory) -> dict[str, object]:
    return directory.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _since(known: _Known) -> Instant:
    return known.since
