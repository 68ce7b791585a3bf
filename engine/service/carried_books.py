"""What a copy says of published versions and of the tables, in memory: the law by which its cases are read."""

import json
from collections.abc import Sequence
from typing import Any

from engine.core.closing import Ending
from engine.core.editions import RecordedEdition
from engine.core.publication import Newest, PublishedVersion
from engine.service.moving_ports import Row


class CarriedPublications:
    """The versions and endings of a copy."""

    def __init__(self) -> None:
        self._published: list[PublishedVersion] = []
        self._endings: list[Ending] = []

    def add(self, row: Row) -> None:
        self._published.append(PublishedVersion.model_validate(_with_text(row)))

    def add_ending(self, row: Row) -> None:
        self._endings.append(Ending.model_validate({"last_day": None, **row}))

    def newest(self) -> Newest:
        edition = max((one.edition for one in self._published), default=0)
        return Newest(edition, max((ending.number for ending in self._endings), default=0))

    def since(self, edition: int) -> Sequence[PublishedVersion]:
        later = [one for one in self._published if one.edition > edition]
        return tuple(sorted(later, key=lambda one: one.edition))

    def endings(self) -> Sequence[Ending]:
        return tuple(self._endings)


class CarriedEditions:
    """The editions of a copy, and those that the files here add to them."""

    def __init__(self) -> None:
        self._editions: list[RecordedEdition] = []

    def add_row(self, row: Row) -> None:
        self._editions.append(RecordedEdition.model_validate(_with_text(row)))

    def newest(self) -> int:
        return max((one.edition for one in self._editions), default=0)

    def all(self) -> Sequence[RecordedEdition]:
        return tuple(self._editions)

    def add(self, editions: Sequence[RecordedEdition]) -> None:
        self._editions.extend(editions)


def _with_text(row: Row) -> dict[str, Any]:
    """The content is a text with a hash of its own; a copy nests it only where that gives the same text again."""
    content = row["content"]
    if not isinstance(content, str):
        content = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return {**row, "content": content}
