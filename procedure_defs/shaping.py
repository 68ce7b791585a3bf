"""Plain data -> a model, and every misfit as a problem. Misfits are replaced by samples, so the rest stays checkable."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from engine.core.findings import Finding, Path, is_inside, nearest
from procedure_defs import plain_words
from procedure_defs.positions import Position
from procedure_defs.problems import Problem
from procedure_defs.reader import Document
from procedure_defs.shapes import fields_at, is_optional, sample_for

M = TypeVar("M", bound=BaseModel)
_ROUNDS = 12


class Shaped(Generic[M]):
    """A document as a model. Where `doubtful`, a sample stands in for what could not be read."""

    def __init__(self, document: Document, model_type: type[M]) -> None:
        self.file = document.file
        self.document = document
        self.model: M | None = None
        self.doubtful: set[Path] = set()
        self.problems: list[Problem] = list(document.problems)
        self._type = model_type
        self._data = deepcopy(document.data)
        if document.data is not None:
            self._shape()

    def has_doubt(self, *paths: Path) -> bool:
        """Whether one of the places is not as the author meant it."""
        return any(is_inside(path, doubt) for doubt in self.doubtful for path in paths)

    def place(self, finding: Finding) -> Problem | None:
        """The finding with its line and column; nothing when it only follows from another problem."""
        if self.has_doubt(finding.path, *finding.rests_on):
            return None
        positions = self.document.positions
        at = positions.of_key(finding.path) if finding.at_key else positions.of_value(finding.path)
        return Problem.under(finding.rule or plain_words.VALUE, self.file, at, finding.what, finding.mend)

    def _shape(self) -> None:
        for _ in range(_ROUNDS):
            try:
                self.model = self._type.model_validate(self._data)
                return
            except ValidationError as error:
                self._mend_all(error)
                if not isinstance(self._data, dict):
                    return

    def _mend_all(self, error: ValidationError) -> None:
        errors = error.errors(include_url=False)
        renamed = {path for e in errors if e["type"] == "extra_forbidden" and (path := self._unknown_field(e["loc"]))}
        seen: set[Path] = set()
        for each in errors:
            if each["type"] == "extra_forbidden" or each["loc"] in renamed:
                continue
            path = each["loc"] if _is_missing_field(each) else self._present(each["loc"])
            if path not in seen and not any(is_inside(path, mended) for mended in seen):
                seen.add(path)
                self._mend(dict(each), path)

    def _mend(self, error: dict[str, Any], path: Path) -> None:
        positions = self.document.positions
        if not path:
            words = plain_words.bad_value(error, "the file")
            self._note(positions.of_value(()), words)
            self._data = None
        elif _is_missing_field(error):
            self._note(positions.of_owner(path[:-1]), plain_words.missing(str(path[-1]), _owner(path[:-1])))
            self._replace(path)
        elif error["loc"][-1] == "[key]":
            self._note(positions.of_key(path), plain_words.bad_name(error, str(path[-1])))
            self._remove(path)
        else:
            place = next(str(p) for p in reversed(path) if isinstance(p, str))
            self._note(positions.of_value(path), plain_words.bad_value(error, place))
            if is_optional(self._type, path):
                self._remove(path)
            else:
                self._replace(path)

    def _unknown_field(self, path: Path) -> Path | None:
        """Reads a misspelt field as the one that was meant, if that is clear; gives its place."""
        field, owner = str(path[-1]), path[:-1]
        known = fields_at(self._type, owner)
        self._note(self.document.positions.of_key(path), plain_words.unknown_field(field, _owner(owner), known))
        around = self._at(owner)
        meant = nearest(field, known)
        value = around.pop(field)
        if meant is None or meant in around:
            return None
        around[meant] = value
        self.document.positions.rename(path, (*owner, meant))
        return (*owner, meant)

    def _present(self, path: Path) -> Path:
        """As much of the way as there is in the data: below it the error speaks of our models."""
        here = self._data
        for length, part in enumerate(path):
            if not _holds(here, part):
                return path[:length]
            here = here[part]
        return path

    def _at(self, path: Path) -> Any:
        here = self._data
        for part in path:
            here = here[part]
        return here

    def _replace(self, path: Path) -> None:
        self._at(path[:-1])[path[-1]] = sample_for(self._type, path)
        self.doubtful.add(path)

    def _remove(self, path: Path) -> None:
        del self._at(path[:-1])[path[-1]]
        self.doubtful.add(path)

    def _note(self, at: Position, words: plain_words.Words) -> None:
        self.problems.append(Problem.under(words.rule, self.file, at, words.what, words.mend))


def _is_missing_field(error: Mapping[str, Any]) -> bool:
    """A field that is not there; a pair with one end is a bad value instead."""
    return bool(error["type"] == "missing" and isinstance(error["loc"][-1], str))


def _holds(data: Any, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


_SINGULAR = {
    "steps": "the step",
    "documents": "the document",
    "suspensions": "the suspension",
    "extensions": "the extension",
    "facts": "the fact",
    "form": "the field",
    "fields": "the field",
    "result": "the field",
    "agencies": "the agency",
    "kinds": "the kind of agency",
}


def _owner(path: Path) -> str:
    """How to speak of the part at `path`: the step `register_birth`, its `total`, …"""
    if not path:
        return "the definition"
    if len(path) > 1 and path[-2] in _SINGULAR:
        return f"{_SINGULAR[str(path[-2])]} `{path[-1]}`"
    named = [str(p) for p in path if isinstance(p, str)]
    return f"`{'.'.join(named[-2:])}`"
