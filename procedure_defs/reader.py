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

from engine.core.findings import NO_WORDS, Level, Path, Rule
from engine.core.values import Text
from procedure_defs.positions import START, Position, Positions
from procedure_defs.problems import Problem
from procedure_defs.scalars import meaning
from procedure_defs.syntax_mends import LARGEST_TRIED, syntax_mend
from procedure_defs.yaml_words import syntax_words

YAML_RULE = Rule(
    "yaml",
    Level.ERROR,
    Text(
        vi="Tệp định nghĩa là một văn bản YAML đơn giản, kích thước vừa phải.",
        en="A definition is one plain YAML document of readable size.",
    ),
)
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
_QUOTE = Text(vi="dấu nháy", en="quote")
_BRACKET = Text(vi="dấu ngoặc", en="bracket")
_NOT_ALLOWED = Text(vi="không có quyền đọc", en="reading it is not permitted")
_BY_THE_SYSTEM = Text(vi="hệ thống không mở được", en="the system cannot open it")


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
            what = (
                Text(vi="đây là một thư mục", en="this is a folder")
                if path.is_dir()
                else Text(vi="đây không phải là tệp đọc được đến hết", en="this is no file that can be read to its end")
            )
            return _unreadable(called, START, what, Text(vi="hãy nêu một tệp định nghĩa", en="name a definition file"))
        with path.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as error:
        return _unreadable(
            called,
            START,
            _why_not(error),
            Text(vi="hãy kiểm tra tên tệp và quyền truy cập", en="check its name and its permissions"),
        )
    return read_bytes(raw, called)


def read_bytes(raw: bytes, file: str) -> Document:
    """Reads the bytes of a definition file."""
    if len(raw) > LARGEST:
        return _unreadable(
            file,
            START,
            Text(vi=f"tệp lớn hơn {_in_vietnamese(LARGEST)} byte", en=f"the file is larger than {LARGEST:,} bytes"),
            Text(
                vi="hãy chia nhỏ, hoặc bỏ phần không phải định nghĩa", en="split it, or take out what is no definition"
            ),
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = _position_of(raw[: error.start].decode("utf-8", "replace"))
        return _unreadable(
            file,
            at,
            Text(vi="tệp không phải là UTF-8", en="the file is not UTF-8"),
            Text(vi="hãy lưu tệp theo UTF-8", en="save it as UTF-8"),
        )
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
        reading.stop(
            at,
            Text(vi="tệp có ký tự mà YAML không cho phép", en="the file holds a character that YAML does not allow"),
            Text(vi="hãy xóa ký tự đó", en="delete it"),
        )
    except MarkedYAMLError as error:
        reading.stop_at_syntax(error)
    except (YAMLError, ValueError, IndexError, AttributeError, TypeError) as error:
        reading.stop(
            START,
            Text(
                vi=f"đây không phải là YAML (`{type(error).__name__}`)", en=f"this is not YAML ({type(error).__name__})"
            ),
            Text(vi="hãy đối chiếu với một tệp định nghĩa có sẵn", en="compare it with a shipped definition"),
        )
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
            self.note(
                START,
                Text(vi="tệp trống", en="the file is empty"),
                Text(vi="hãy bắt đầu từ một tệp định nghĩa có sẵn", en="start from a shipped definition"),
            )
        data = None if self.broken else self.root
        return Document(self.file, data, self.positions, tuple(sorted(set(self.problems))), self.root)

    def note(self, at: Position, what: Text, mend: Text) -> None:
        self.problems.append(Problem.under(YAML_RULE, self.file, at, what, mend))

    def stop(self, at: Position, what: Text, mend: Text) -> None:
        self.broken = True
        self.note(at, what, mend)

    def stop_at_syntax(self, error: MarkedYAMLError) -> None:
        """A tab that was read as a space can break the indentation: then the tab is the mistake."""
        if self.is_respaced:
            self.broken = True
            return
        said = syntax_words(error)
        context, opened = str(error.context or ""), error.context_mark
        mark = error.problem_mark or opened
        if opened and "simple key" in context:
            mark = opened  # only on the next line it is clear that this one has no colon
        elif opened and ("flow" in context or "quoted" in context):
            noun = _QUOTE if "quoted" in context else _BRACKET
            place = f"{opened.line + 1}:{opened.column + 1}"
            said = Text(
                vi=f"{said.vi}, bên trong {noun.vi} mở ở {place}",
                en=f"{said.en}, inside the {noun.en} that opens at {place}",
            )
        at = Position(mark.line + 1, mark.column + 1) if mark else START
        mend = Text(
            vi="hãy kiểm tra thụt lề, dấu nháy và dấu hai chấm của dòng này và dòng trên",
            en="check the indentation, the quotes and the colons of this line and the one above",
        )
        broken = [each.line for each in (mark, opened, error.problem_mark) if each is not None]
        if (change := syntax_mend(self.text, broken, _can_be_read)) is not None:
            at, mend = change.at, change.mend
        what = Text(vi=f"chỗ này không đúng cú pháp YAML ({said.vi})", en=f"this is not YAML here ({said.en})")
        self.stop(at, what, mend)

    def with_plain_spaces(self, text: str) -> str:
        """The text with plain spaces for all others, each sort of which is told once; refuses what cannot be scanned."""
        lines = text.split("\n")
        tabs = [number for number, line in enumerate(lines) if "\t" in line]
        odd = {number: found.end() for number, line in enumerate(lines) if (found := _ODD_INDENTATION.match(line))}
        if tabs:
            at = Position(tabs[0] + 1, lines[tabs[0]].index("\t") + 1)
            more = _and_more(len(tabs))
            what = Text(vi=f"ở đây có dấu tab{more.vi}", en=f"a tab stands here{more.en}")
            self.note(at, what, _without_tabs(lines))
        for number, end in list(odd.items())[:1]:
            sign = f"U+{ord(lines[number][end - 1]):04X}"
            more = _and_more(len(odd))
            what = Text(
                vi=f"ký tự trông giống dấu cách nhưng không phải ({sign}){more.vi}",
                en=f"what looks like a space is none ({sign}){more.en}",
            )
            self.note(
                Position(number + 1, end),
                what,
                Text(vi="hãy thụt lề bằng dấu cách thường", en="indent with plain spaces"),
            )
        for number, line in enumerate(lines):
            if len(line) > LONGEST:
                self.stop(
                    Position(number + 1, 1),
                    Text(
                        vi=f"dòng này dài quá {_in_vietnamese(LONGEST)} ký tự",
                        en=f"this line is longer than {LONGEST:,} characters",
                    ),
                    Text(vi="hãy ngắt dòng", en="break it"),
                )
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
                self.note(
                    Position(number + 1, 1),
                    Text(
                        vi=f"ở đây có chỉ thị (`{line.split()[0]}`)",
                        en=f"a directive (`{line.split()[0]}`) stands here",
                    ),
                    Text(vi="hãy bỏ đi", en="take it out"),
                )
            elif line.strip() and not line.lstrip().startswith("#"):
                return

    def take(self, event: Event) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS:
            self.stop(
                _start(event),
                Text(
                    vi=f"tệp có hơn {_in_vietnamese(MOST_PARTS)} phần",
                    en=f"the file holds more than {MOST_PARTS:,} parts",
                ),
                Text(vi="hãy bỏ phần không phải định nghĩa", en="take out what is no definition"),
            )
            raise _Stopped
        match event:
            case DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.stop(
                        _start(event),
                        Text(
                            vi="một văn bản thứ hai bắt đầu ở đây (`---`)", en="a second document begins here (`---`)"
                        ),
                        Text(vi="mỗi tệp chỉ ghi một định nghĩa", en="write one definition per file"),
                    )
                    raise _Stopped
            case AliasEvent():
                self.stop(
                    _start(event),
                    Text(vi="ở đây có tham chiếu (`*name`)", en="an alias (`*name`) stands here"),
                    Text(vi="hãy ghi đầy đủ giá trị", en="write the value out in full"),
                )
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
            self.note(
                _start(event),
                Text(vi="ở đây có nhãn neo (`&name`)", en="an anchor (`&name`) stands here"),
                Text(vi="hãy bỏ đi: giá trị phải ghi đầy đủ", en="take it out: values are written in full"),
            )
        if event.tag is not None and str(event.tag) != "!":
            what, mend = (
                Text(vi=f"ở đây có nhãn kiểu (`{event.tag}`)", en=f"a type tag (`{event.tag}`) stands here"),
                Text(vi="hãy bỏ đi: trường quyết định kiểu của giá trị", en="take it out: the field decides the type"),
            )
            if not isinstance(event, ScalarEvent):
                self.stop(_start(event), what, mend)
                raise _Stopped
            self.note(_start(event), what, mend)

    def scalar(self, event: ScalarEvent) -> None:
        if len(event.value) > LONGEST:
            self.stop(
                _start(event),
                Text(
                    vi=f"đoạn chữ này dài quá {_in_vietnamese(LONGEST)} ký tự",
                    en=f"this text is longer than {LONGEST:,} characters",
                ),
                Text(vi="hãy viết ngắn hơn", en="say it in fewer words"),
            )
            raise _Stopped
        plain = event.style in (None, "") and not event.tag
        if self.open and self.open[-1].wants_key:
            self.begin_entry(str(event.value), _start(event))
        else:
            self.put(meaning(event.value) if plain else event.value, _start(event))

    def begin_entry(self, key: str, at: Position) -> None:
        owner = self.open[-1]
        if key == _MERGE:
            self.stop(
                at,
                Text(vi="ở đây có khóa gộp (`<<`)", en="a merge key (`<<`) stands here"),
                Text(vi="hãy ghi đầy đủ các trường", en="write the fields out"),
            )
            raise _Stopped
        owner.key = key
        owner.skip = key in owner.into
        if owner.skip:
            first = self.positions.of_key((*owner.path, key)).line
            self.note(
                at,
                Text(
                    vi=f"`{key}` có lần thứ hai ở đây (lần đầu ở dòng {first})",
                    en=f"`{key}` stands here a second time (first on line {first})",
                ),
                Text(vi="hãy giữ lại một", en="keep one of them"),
            )
        else:
            self.positions.add_key((*owner.path, key), at)

    def begin(self, into: Any, event: MappingStartEvent | SequenceStartEvent) -> None:
        if len(self.open) >= DEEPEST:
            self.stop(
                _start(event),
                Text(vi=f"phần này lồng sâu quá {DEEPEST} cấp", en=f"this is nested more than {DEEPEST} deep"),
                Text(vi="định nghĩa không lồng sâu: hãy bỏ bớt cấp", en="a definition is flat: take levels out"),
            )
            raise _Stopped
        if self.open and self.open[-1].wants_key:
            self.stop(
                _start(event),
                Text(
                    vi="ở đây một danh sách hoặc một nhóm đứng ở vị trí của tên",
                    en="a list or a mapping stands here as a key",
                ),
                Text(vi="hãy ghi tên đơn giản", en="keys are plain names"),
            )
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


def _without_tabs(lines: list[str]) -> Text:
    """The number of spaces for a tab with which the whole can be read, if there is one."""
    if not any(_TAB_IN_FRONT.match(line) for line in lines):
        return Text(vi="hãy thay bằng dấu cách", en="write a space in its place")
    for count, word in ((2, "two"), (4, "four"), (1, "one")):
        spaced = "\n".join(map(_with_wide_tabs(" " * count), lines)).replace("\t", " ")
        if len(spaced) <= LARGEST_TRIED and _can_be_read(spaced):
            return Text(
                vi=f"hãy thay mỗi dấu tab bằng {count} dấu cách",
                en=f"write {word} space{'s' if count > 1 else ''} for each tab",
            )
    return Text(vi="hãy thụt lề và ngăn cách bằng dấu cách", en="indent and separate with spaces")


def _with_wide_tabs(gap: str) -> Callable[[str], str]:
    """For each tab at the beginning of a line so many spaces."""
    return lambda line: _TAB_IN_FRONT.sub(lambda found: found[0].replace("\t", gap), line)


def _and_more(lines: int) -> Text:
    if lines < 2:
        return NO_WORDS
    return Text(vi=f", và ở {lines - 1} dòng khác", en=f", and on {lines - 1} more line{'s' if lines > 2 else ''}")


def _why_not(error: OSError) -> Text:
    """The system tells it in the language of its own; what occurs has words of ours."""
    missing = isinstance(error, FileNotFoundError)
    why = Text(vi="không có tệp này", en="there is no such file") if missing else _NOT_ALLOWED
    why = why if missing or isinstance(error, PermissionError) else _BY_THE_SYSTEM
    return Text(vi=f"không đọc được tệp ({why.vi})", en=f"the file cannot be read ({why.en})")


def _in_vietnamese(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _start(event: Event) -> Position:
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)


def _position_of(before: str) -> Position:
    """The position just behind `before`."""
    return Position(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _unreadable(file: str, at: Position, what: Text, mend: Text) -> Document:
    return Document(file, None, Positions(), (Problem.under(YAML_RULE, file, at, what, mend),))
