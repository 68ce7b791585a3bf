"""Plain data -> a model, and every misfit as a problem. Misfits are replaced by samples, so the rest stays checkable."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from engine.core.findings import Finding, Path, nearest
from engine.core.values import Text
from procedure_defs import plain_words
from procedure_defs.document import Document
from procedure_defs.misplaced import put_in_place
from procedure_defs.other_words import in_both_languages, key_meant
from procedure_defs.pieces import cut_text, only_one_left
from procedure_defs.positions import START, Position
from procedure_defs.problems import Problem
from procedure_defs.scalars import meaning
from procedure_defs.shapes import as_name, fields_at, is_optional, is_text_at, sample_for

M = TypeVar("M", bound=BaseModel)
_ROUNDS = 12
_MOST = 200
"""Misfits that are told of one file; whoever has more reads no further."""


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
        return any(path[:length] in self.doubtful for path in paths for length in range(len(path) + 1))

    def place(self, finding: Finding) -> Problem | None:
        """The finding with its line and column; nothing when it only follows from another problem."""
        if self.has_doubt(finding.path, *finding.rests_on):
            return None
        positions = self.document.positions
        at = positions.of_key(finding.path) if finding.at_key else positions.of_value(finding.path)
        return Problem.under(finding.rule or plain_words.VALUE, self.file, at, finding.what, finding.mend)

    def _shape(self) -> None:
        for found in put_in_place(self._data, self._type, self.document.positions):
            self._note(found.at, plain_words.Words(found.what, found.mend, plain_words.PLACE))
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
        if len(self.problems) + len(errors) > _MOST:
            what = Text(
                vi=f"tệp có hơn {_MOST} chỗ không phù hợp, ở đây chỉ nêu một phần",
                en=f"the file has more than {_MOST} misfits, of which only some are told",
            )
            self._note(
                START,
                plain_words.Words(
                    what,
                    Text(
                        vi="hãy sửa những chỗ này trước, hoặc đối chiếu với một tệp định nghĩa có sẵn",
                        en="mend these first, or compare the file with a shipped definition",
                    ),
                ),
            )
            errors = errors[:_MOST]
        self._mend_each(errors)
        if len(self.problems) > _MOST:
            self._data = self.model = None

    def _mend_each(self, errors: Sequence[ErrorDetails]) -> None:
        renamed = {path for e in errors if e["type"] == "extra_forbidden" and (path := self._unknown_field(e["loc"]))}
        # All places first: what is mended may no longer be there to find the next one in.
        found = [
            (each["loc"] if _is_missing_field(each) else self._present(each["loc"]), dict(each))
            for each in errors
            if each["type"] != "extra_forbidden" and each["loc"] not in renamed
        ]
        around = {each["loc"][:length] for each in errors for length in range(len(each["loc"]))}
        seen: set[Path] = set()
        for path, each in found:
            is_counted_without_the_broken = each["type"] == "too_short" and path in around
            if not is_counted_without_the_broken and not any(path[:n] in seen for n in range(len(path) + 1)):
                seen.add(path)
                self._mend(each, path)

    def _mend(self, error: dict[str, Any], path: Path) -> None:
        positions = self.document.positions
        if not path:
            words = plain_words.bad_value(error, None)
            self._note(positions.of_value(()), words)
            self._data = None
        elif _is_missing_field(error):
            self._note(positions.of_owner(path[:-1]), plain_words.missing(str(path[-1]), _owner(path[:-1])))
            self._replace(path)
        elif error["loc"][-1] == "[key]":
            self._note(positions.of_key(path), plain_words.bad_name(error, str(path[-1])))
            self._read_as_a_name(path)
        else:
            place = next(str(p) for p in reversed(path) if isinstance(p, str))
            words = plain_words.bad_value(error, place)
            if isinstance(error["input"], str) and error["type"] == "model_type" and is_text_at(self._type, path):
                words = words._replace(mend=in_both_languages(error["input"]))
            self._note(positions.of_value(path), words)
            if is_optional(self._type, path):
                self._remove(path)
            else:
                self._replace(path)

    def _unknown_field(self, path: Path) -> Path | None:
        """Reads a misspelt field as the one that was meant, if that is clear; gives its place."""
        field, owner = str(path[-1]), path[:-1]
        known = fields_at(self._type, owner)
        around = self._at(owner)
        if field not in around:
            return None  # it was read as a part of the text before it
        if self._is_rest_of_a_text(path, known):
            return None
        meant = key_meant(field, known) or nearest(field, known) or only_one_left(field, around, known)
        words = plain_words.unknown_field(field, _owner(owner), known, meant)
        self._note(self.document.positions.of_key(path), words)
        value = around.pop(field)
        head, colon, rest = field.partition(":")
        if colon and head in known and value is None:
            meant, value = head, meaning(rest.strip())
        if meant is None or meant in around:
            return None
        around[meant] = value
        self.document.positions.rename(path, (*owner, meant))
        return (*owner, meant)

    def _is_rest_of_a_text(self, path: Path, known: Mapping[str, Any]) -> bool:
        """Whether a comma cut a text in braces; then it is told once, and the pieces are put together."""
        found = cut_text(self._at(path[:-1]), str(path[-1]), known, path[:-1], self.document.positions)
        if found is None:
            return False
        self._note(found.at, plain_words.Words(found.what, found.mend))
        return True

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

    def _read_as_a_name(self, path: Path) -> None:
        """`Drawing` is read as `drawing`, so that its part stays checkable; what names it either way is not blamed."""
        around, name = self._at(path[:-1]), as_name(str(path[-1]))
        if name is None or name in around:
            self._remove(path)
            return
        around[name] = around.pop(path[-1])
        self.document.positions.rename(path, (*path[:-1], name))
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


_FIELD = Text(vi="trường", en="the field")
_SINGULAR = {
    "steps": Text(vi="bước", en="the step"),
    "documents": Text(vi="giấy tờ", en="the document"),
    "suspensions": Text(vi="quy tắc tạm dừng", en="the suspension"),
    "extensions": Text(vi="quy tắc gia hạn", en="the extension"),
    "facts": Text(vi="tình tiết", en="the fact"),
    "form": _FIELD,
    "fields": _FIELD,
    "result": _FIELD,
    "agencies": Text(vi="cơ quan", en="the agency"),
    "kinds": Text(vi="loại cơ quan", en="the kind of agency"),
}


def _owner(path: Path) -> Text:
    """How to speak of the part at `path`: the step `register_birth`, its `total`, …"""
    if not path:
        return Text(vi="tệp định nghĩa", en="the definition")
    if len(path) > 1 and path[-2] in _SINGULAR:
        noun = _SINGULAR[str(path[-2])]
        return Text(vi=f"{noun.vi} `{path[-1]}`", en=f"{noun.en} `{path[-1]}`")
    named = ".".join([str(p) for p in path if isinstance(p, str)][-2:])
    return Text(vi=f"`{named}`", en=f"`{named}`")
