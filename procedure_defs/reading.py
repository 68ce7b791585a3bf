"""The reading of one file: its events become data with positions, and what no definition may hold is told."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.error import MarkedYAMLError
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

from engine.core.findings import NO_WORDS, Path
from engine.core.values import Text
from procedure_defs.document import YAML_RULE, Document
from procedure_defs.positions import START, Position, Positions
from procedure_defs.problems import Problem
from procedure_defs.scalars import meaning
from procedure_defs.syntax_mends import LARGEST_TRIED, syntax_mend
from procedure_defs.yaml_events import MOST_PARTS, can_be_read
from procedure_defs.yaml_words import syntax_words

LONGEST = 10_000
"""Characters of one line, and of one text; the longest that is shipped has a few hundred."""
DEEPEST = 24

_ODD_INDENTATION = re.compile(r"[ \t]*[\u00a0\u2000-\u200b\u202f\u3000]")
"""Looks like spaces in an editor, but YAML reads a part of the next word."""
_TAB_IN_FRONT = re.compile(r"[ ]*\t[ \t]*")
_MERGE = "<<"
_QUOTE = Text(vi="dấu nháy", en="quote")
_BRACKET = Text(vi="dấu ngoặc", en="bracket")


class Stopped(Exception):
    """The rest of the file cannot be read; the problem is noted."""


@dataclass
class Reading:
    """The state of reading one file: what is open, what was found."""

    file: str
    text: str = ""
    positions: Positions = field(default_factory=Positions)
    problems: list[Problem] = field(default_factory=list)
    root: Any = None
    open: "list[_Open]" = field(default_factory=list)
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
        if (change := syntax_mend(self.text, broken, can_be_read)) is not None:
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
                        vi=f"dòng này dài quá {in_vietnamese(LONGEST)} ký tự",
                        en=f"this line is longer than {LONGEST:,} characters",
                    ),
                    Text(vi="hãy ngắt dòng", en="break it"),
                )
                raise Stopped
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
                    vi=f"tệp có hơn {in_vietnamese(MOST_PARTS)} phần",
                    en=f"the file holds more than {MOST_PARTS:,} parts",
                ),
                Text(vi="hãy bỏ phần không phải định nghĩa", en="take out what is no definition"),
            )
            raise Stopped
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
                    raise Stopped
            case AliasEvent():
                self.stop(
                    _start(event),
                    Text(vi="ở đây có tham chiếu (`*name`)", en="an alias (`*name`) stands here"),
                    Text(vi="hãy ghi đầy đủ giá trị", en="write the value out in full"),
                )
                raise Stopped
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
                raise Stopped
            self.note(_start(event), what, mend)

    def scalar(self, event: ScalarEvent) -> None:
        if len(event.value) > LONGEST:
            self.stop(
                _start(event),
                Text(
                    vi=f"đoạn chữ này dài quá {in_vietnamese(LONGEST)} ký tự",
                    en=f"this text is longer than {LONGEST:,} characters",
                ),
                Text(vi="hãy viết ngắn hơn", en="say it in fewer words"),
            )
            raise Stopped
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
            raise Stopped
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
            raise Stopped
        if self.open and self.open[-1].wants_key:
            self.stop(
                _start(event),
                Text(
                    vi="ở đây một danh sách hoặc một nhóm đứng ở vị trí của tên",
                    en="a list or a mapping stands here as a key",
                ),
                Text(vi="hãy ghi tên đơn giản", en="keys are plain names"),
            )
            raise Stopped
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


def in_vietnamese(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _without_tabs(lines: list[str]) -> Text:
    """The number of spaces for a tab with which the whole can be read, if there is one."""
    if not any(_TAB_IN_FRONT.match(line) for line in lines):
        return Text(vi="hãy thay bằng dấu cách", en="write a space in its place")
    for count, word in ((2, "two"), (4, "four"), (1, "one")):
        spaced = "\n".join(map(_with_wide_tabs(" " * count), lines)).replace("\t", " ")
        if len(spaced) <= LARGEST_TRIED and can_be_read(spaced):
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


def _start(event: Event) -> Position:
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)
