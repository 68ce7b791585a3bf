"""Where the parts of a YAML document stand: the way to a part -> line and column, of its key and of its value."""

from collections.abc import Sequence
from typing import NamedTuple

from engine.core.findings import Path


class Position(NamedTuple):
    """Line and column, both from 1."""

    line: int
    column: int


START = Position(1, 1)


class Positions:
    """The positions of one document."""

    def __init__(self) -> None:
        self._values: dict[Path, Position] = {}
        self._keys: dict[Path, Position] = {}

    def add_value(self, path: Path, at: Position) -> None:
        self._values[path] = at

    def add_key(self, path: Path, at: Position) -> None:
        self._keys[path] = at

    def of_value(self, path: Sequence[str | int]) -> Position:
        """Where the value at `path` begins; of what is not there, the nearest part around it."""
        for length in range(len(path), 0, -1):
            if (at := self._values.get(tuple(path[:length]))) is not None:
                return at
        return START

    def of_key(self, path: Sequence[str | int]) -> Position:
        """Where the key that leads to `path` stands; of an element of a list, where the element begins."""
        return self._keys.get(tuple(path)) or self.of_value(path)

    def of_owner(self, path: Sequence[str | int]) -> Position:
        """Where to say that something is missing in the part at `path`: its name, not its first line."""
        return self.of_key(path) if path else START

    def top_names(self) -> set[str]:
        """The names on the outermost level, as far as the document could be read."""
        return {str(path[0]) for path in self._keys if len(path) == 1}

    def rename(self, old: Path, new: Path) -> None:
        """What stood at `old` is read as if it stood at `new`."""
        for table in (self._values, self._keys):
            for path in [p for p in table if p[: len(old)] == old]:
                table[(*new, *path[len(old) :])] = table[path]
