"""YAML text -> plain data with the position of every part. Whatever the text is, the answer is data or problems."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path as FilePath
from stat import S_ISREG
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from engine.core.findings import Level, Path, Rule
from procedure_defs.positions import START, Position, Positions
from procedure_defs.problems import Problem
from procedure_defs.scalars import meaning
from procedure_defs.syntax_mends import LARGEST_TRIED, syntax_mend

YAML_RULE = Rule("yaml", Level.ERROR, "A definition is one plain YAML document of readable size.")
LARGEST = 1_000_000
"""Bytes; a definition is a few thousand."""
LONGEST = 10_000
"""Characters of one line, and of one text; the longest that is shipped has a few hundred."""
DEEPEST = 24
MOST_PARTS = 20_000
"""Keys and values; the largest shipped file has a few hundred."""

_ODD_INDENTATION = re.compile(r"[ \t]*[\u00a0\u2000-\u200b\u202f\u3000]")
"""Looks like spaces in an editor, but YAML reads a part of the next word."""
_TAB_IN_FRONT = re.compile(r"[ ]*\t[ \t]*")
_MERGE = "<<"


@dataclass(frozen=True)
class Document:
    """What a file says. `data` is None when it cannot be read as YAML at all; then `problems` says why."""

    file: str
    data: Any
    positions: Positions
    problems: tuple[Problem, ...]
    begun: Any = None
    """What was read before it broke, or all of it."""


class _Stopped(Exception):
    """The rest of the file cannot be read; the problem is noted."""


@dataclass
class _Open:
    """A mapping or a list that is being read."""

    path: Path
    into: Any
    key: str | None = None
    skip: bool = False

    @property
    def wants_key(self) -> bool:
        return isinstance(self.into, dict) and self.key is None


def read_file(path: FilePath, name: str | None = None) -> Document:
    """Reads a definition file; `name` is what problems call it."""
    called = name or str(path)
    try:
        if not S_ISREG(path.stat().st_mode):  # a pipe would be waited for, a device be read for ever
            what = "this is a folder" if path.is_dir() else "this is no file that can be read to its end"
            return _unreadable(called, START, what, "name a definition file")
        with path.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as error:
        return _unreadable(
            called, START, f"the file cannot be read ({error.strerror})", "check its name and its permissions"
        )
    return read_bytes(raw, called)


def read_bytes(raw: bytes, file: str) -> Document:
    """Reads the bytes of a definition file."""
    if len(raw) > LARGEST:
        return _unreadable(
            file, START, f"the file is larger than {LARGEST:,} bytes", "split it, or take out what is no definition"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = _position_of(raw[: error.start].decode("utf-8", "replace"))
        return _unreadable(file, at, "the file is not UTF-8", "save it as UTF-8")
    return read_text(text, file)


def read_text(text: str, file: str) -> Document:
    """Reads the text of a definition file."""
    reading = _Reading(file, text)
    try:
        for event in _events(reading.with_plain_spaces(text)):
            reading.take(event)
    except _Stopped:
        pass
    except ReaderError as error:
        at = _position_of(text[: error.position] if isinstance(error.position, int) else "")
        reading.stop(at, "the file holds a character that YAML does not allow", "delete it")
    except MarkedYAMLError as error:
        reading.stop_at_syntax(error)
    except (YAMLError, ValueError, IndexError, AttributeError, TypeError) as error:
        reading.stop(START, f"this is not YAML ({type(error).__name__})", "compare it with a shipped definition")
    return reading.finished()


def _events(text: str) -> Iterator[Event]:
    """The events of the quick parser if it is sure; else those of the thorough one, which says better what is wrong."""
    quick = quick_events(text)
    yield from YAML(typ="safe", pure=True).parse(text) if quick is None else quick


def quick_events(text: str) -> list[Event] | None:
    """The same in a tenth of the time; nothing where both could differ: see `_is_disputed`."""
    try:
        events = list(islice(YAML(typ="safe", pure=False).parse(text), MOST_PARTS + 1))
    except (YAMLError, ValueError, IndexError, AttributeError, TypeError):
        return None
    return None if any(_is_disputed(event) for event in events) else events


def _can_be_read(text: str) -> bool:
    try:
        for _ in islice(YAML(typ="safe", pure=False).parse(text), MOST_PARTS):
            pass
    except (YAMLError, ValueError, IndexError, AttributeError, TypeError):
        return False
    return True


def _is_disputed(event: Event) -> bool:
    """The two differ on tags, behind directives, on where a value stands that was left out, and on where a block of text ends."""
    if getattr(event, "tag", None) is not None or getattr(event, "anchor", None) is not None:
        return True
    if isinstance(event, DocumentStartEvent):
        return event.version is not None
    if not isinstance(event, ScalarEvent):
        return False
    return event.style in ("|", ">") or (event.value == "" and event.style in (None, ""))


@dataclass
class _Reading:
    """The state of reading one file: what is open, what was found."""

    file: str
    text: str = ""
    positions: Positions = field(default_factory=Positions)
    problems: list[Problem] = field(default_factory=list)
    root: Any = None
    open: list[_Open] = field(default_factory=list)
    documents: int = 0
    parts: int = 0
    broken: bool = False
    is_respaced: bool = False
    """Whether odd spaces were read as plain ones: the indentation may then not be as it is meant."""

    def finished(self) -> Document:
        if self.root is None and not self.problems:
            self.note(START, "the file is empty", "start from a shipped definition")
        data = None if self.broken else self.root
        return Document(self.file, data, self.positions, tuple(sorted(set(self.problems))), self.root)

    def note(self, at: Position, what: str, mend: str) -> None:
        self.problems.append(Problem.under(YAML_RULE, self.file, at, what, mend))

    def stop(self, at: Position, what: str, mend: str) -> None:
        self.broken = True
        self.note(at, what, mend)

    def stop_at_syntax(self, error: MarkedYAMLError) -> None:
        """A tab that was read as a space can break the indentation: then the tab is the mistake."""
        if self.is_respaced:
            self.broken = True
            return
        said = " ".join(str(error.problem or error.context or "unreadable").split())
        context, opened = str(error.context or ""), error.context_mark
        mark = error.problem_mark or opened
        if opened and "simple key" in context:
            mark = opened  # only on the next line it is clear that this one has no colon
        elif opened and ("flow" in context or "quoted" in context):
            noun = "quote" if "quoted" in context else "bracket"
            said += f", inside the {noun} that opens at {opened.line + 1}:{opened.column + 1}"
        at = Position(mark.line + 1, mark.column + 1) if mark else START
        mend = "check the indentation, the quotes and the colons of this line and the one above"
        broken = [each.line for each in (mark, opened, error.problem_mark) if each is not None]
        if (change := syntax_mend(self.text, broken, _can_be_read)) is not None:
            at, mend = change.at, change.mend
        self.stop(at, f"this is not YAML here ({said})", mend)

    def with_plain_spaces(self, text: str) -> str:
        """The text with plain spaces for all others, each sort of which is told once; refuses what cannot be scanned."""
        lines = text.split("\n")
        tabs = [number for number, line in enumerate(lines) if "\t" in line]
        odd = {number: found.end() for number, line in enumerate(lines) if (found := _ODD_INDENTATION.match(line))}
        if tabs:
            at = Position(tabs[0] + 1, lines[tabs[0]].index("\t") + 1)
            self.note(at, f"a tab stands here{_and_more(len(tabs))}", _without_tabs(lines))
        for number, end in list(odd.items())[:1]:
            sign = f"U+{ord(lines[number][end - 1]):04X}"
            what = f"what looks like a space is none ({sign}){_and_more(len(odd))}"
            self.note(Position(number + 1, end), what, "indent with plain spaces")
        for number, line in enumerate(lines):
            if len(line) > LONGEST:
                self.stop(Position(number + 1, 1), f"this line is longer than {LONGEST:,} characters", "break it")
                raise _Stopped
        self.refuse_directive(lines)
        self.is_respaced = bool(tabs or odd)
        for number, end in odd.items():
            lines[number] = " " * end + lines[number][end:]
        return "\n".join(lines).replace("\t", " ")

    def refuse_directive(self, lines: list[str]) -> None:
        """What stands before the definition; elsewhere `%` begins no line of YAML."""
        for number, line in enumerate(lines):
            if line.startswith("%"):
                self.note(Position(number + 1, 1), f"a directive (`{line.split()[0]}`) stands here", "take it out")
            elif line.strip() and not line.lstrip().startswith("#"):
                return

    def take(self, event: Event) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS:
            self.stop(_start(event), f"the file holds more than {MOST_PARTS:,} parts", "take out what is no definition")
            raise _Stopped
        match event:
            case DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.stop(_start(event), "a second document begins here (`---`)", "write one definition per file")
                    raise _Stopped
            case AliasEvent():
                self.stop(_start(event), "an alias (`*name`) stands here", "write the value out in full")
                raise _Stopped
            case ScalarEvent():
                self.refuse_tag(event)
                self.scalar(event)
            case MappingStartEvent():
                self.refuse_tag(event)
                self.begin({}, event)
            case SequenceStartEvent():
                self.refuse_tag(event)
                self.begin([], event)
            case MappingEndEvent() | SequenceEndEvent():
                self.end()
            case _:
                pass

    def refuse_tag(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> None:
        if event.anchor is not None:
            self.note(_start(event), "an anchor (`&name`) stands here", "take it out: values are written in full")
        if event.tag is not None and str(event.tag) != "!":
            what, mend = f"a type tag (`{event.tag}`) stands here", "take it out: the field decides the type"
            if not isinstance(event, ScalarEvent):
                self.stop(_start(event), what, mend)
                raise _Stopped
            self.note(_start(event), what, mend)

    def scalar(self, event: ScalarEvent) -> None:
        if len(event.value) > LONGEST:
            self.stop(_start(event), f"this text is longer than {LONGEST:,} characters", "say it in fewer words")
            raise _Stopped
        plain = event.style in (None, "") and not event.tag
        if self.open and self.open[-1].wants_key:
            self.begin_entry(str(event.value), _start(event))
        else:
            self.put(meaning(event.value) if plain else event.value, _start(event))

    def begin_entry(self, key: str, at: Position) -> None:
        owner = self.open[-1]
        if key == _MERGE:
            self.stop(at, "a merge key (`<<`) stands here", "write the fields out")
            raise _Stopped
        owner.key = key
        owner.skip = key in owner.into
        if owner.skip:
            first = self.positions.of_key((*owner.path, key)).line
            self.note(at, f"`{key}` stands here a second time (first on line {first})", "keep one of them")
        else:
            self.positions.add_key((*owner.path, key), at)

    def begin(self, into: Any, event: MappingStartEvent | SequenceStartEvent) -> None:
        if len(self.open) >= DEEPEST:
            self.stop(
                _start(event), f"this is nested more than {DEEPEST} deep", "a definition is flat: take levels out"
            )
            raise _Stopped
        if self.open and self.open[-1].wants_key:
            self.stop(_start(event), "a list or a mapping stands here as a key", "keys are plain names")
            raise _Stopped
        path = self.put(into, _start(event))
        self.open.append(_Open(path, into))

    def end(self) -> None:
        self.open.pop()

    def put(self, value: Any, at: Position) -> Path:
        """Puts a value into what is open; the second value of a repeated key is read and forgotten."""
        if not self.open:
            self.root = value
            return ()
        owner = self.open[-1]
        if isinstance(owner.into, list):
            path: Path = (*owner.path, len(owner.into))
            owner.into.append(value)
        else:
            assert owner.key is not None, "in a mapping a key comes before a value"
            path = (*owner.path, owner.key)
            skip, owner.key, owner.skip = owner.skip, None, False
            if skip and owner.into[path[-1]] is not None:
                return (*path, "(again)")
            owner.into[path[-1]] = value
        self.positions.add_value(path, at)
        return path


def _without_tabs(lines: list[str]) -> str:
    """The number of spaces for a tab with which the whole can be read, if there is one."""
    if not any(_TAB_IN_FRONT.match(line) for line in lines):
        return "write a space in its place"
    for count, word in ((2, "two"), (4, "four"), (1, "one")):
        spaced = "\n".join(map(_with_wide_tabs(" " * count), lines)).replace("\t", " ")
        if len(spaced) <= LARGEST_TRIED and _can_be_read(spaced):
            return f"write {word} space{'s' if count > 1 else ''} for each tab"
    return "indent and separate with spaces"


def _with_wide_tabs(gap: str) -> Callable[[str], str]:
    """For each tab at the beginning of a line so many spaces."""
    return lambda line: _TAB_IN_FRONT.sub(lambda found: found[0].replace("\t", gap), line)


def _and_more(lines: int) -> str:
    return f", and on {lines - 1} more line{'s' if lines > 2 else ''}" if lines > 1 else ""


def _start(event: Event) -> Position:
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)


def _position_of(before: str) -> Position:
    """The position just behind `before`."""
    return Position(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _unreadable(file: str, at: Position, what: str, mend: str) -> Document:
    return Document(file, None, Positions(), (Problem.under(YAML_RULE, file, at, what, mend),))
