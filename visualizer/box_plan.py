"""The inside of a box: which text stands where, and how high the box must be for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from visualizer.diagram import Band, Box, Fact, Tone
from visualizer.measure import text_width, wrapped

BOX_WIDTH = 288.0
HEAD_HEIGHT = 30.0
PORT_DEPTH = 47.0
"""How far below the upper edge of its box an arrow leaves and arrives: beside the title, for boxes of any height."""

_PAD = 14.0
_INSIDE = BOX_WIDTH - 2 * _PAD
_ICON_ROOM = 23.0
_LABEL_ROOM = 95.0
_OUTSIDE_ICON = 19.0
_HEAD_LINE = 18.0
_VALUE_LINES = 12
"""A limit with its condition is law: it is written out, where a title of that length would be cut."""


class Role(StrEnum):
    """What a text is; its colour follows from this and from the mark of its box."""

    STATUS = "status"
    FLAG = "flag"
    TITLE = "title"
    LABEL = "label"
    VALUE = "value"
    CONDITION = "condition"
    OUTSIDE = "outside"
    DOUBT = "doubt"
    BAND = "band"


@dataclass(frozen=True, slots=True)
class Style:
    """Size, weight and line height of a role."""

    size: float
    bold: bool
    line: float


STYLES = {
    Role.STATUS: Style(13, True, _HEAD_LINE),
    Role.FLAG: Style(12, True, _HEAD_LINE),
    Role.TITLE: Style(15, True, 20),
    Role.LABEL: Style(12.5, False, 18),
    Role.VALUE: Style(12.5, False, 18),
    Role.CONDITION: Style(12, False, 17),
    Role.OUTSIDE: Style(12, True, 18),
    Role.DOUBT: Style(12, False, 17),
    Role.BAND: Style(12, False, 17),
}


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is its base line, both measured from the upper left corner of the box."""

    x: float
    y: float
    text: str
    role: Role
    tone: Tone = Tone.PLAIN

    @property
    def width(self) -> float:
        style = STYLES[self.role]
        return text_width(self.text, style.size, style.bold)


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip across the box for a wait, hatched where it stops the time limit."""

    y: float
    height: float
    lasting: bool
    stops: bool


@dataclass(frozen=True, slots=True)
class BoxPlan:
    """A box with its texts in place."""

    box: Box
    height: float
    head_height: float
    words: tuple[Words, ...]
    strips: tuple[Strip, ...]


def plan_box(box: Box) -> BoxPlan:
    """Places every text of the box; nothing reaches over its edge."""
    head = tuple(_head(box))
    head_height = HEAD_HEIGHT + _HEAD_LINE * (len({w.y for w in head}) - 1)
    words = list(head)
    y = head_height + 6
    words += _lines(Role.TITLE, box.title, y, lines=3)
    y = _below(words, y) + 3
    if box.outside:
        words += _lines(Role.OUTSIDE, box.outside, y, x=_PAD + _OUTSIDE_ICON, width=_INSIDE - _OUTSIDE_ICON)
        y = _below(words, y) + 2
    for fact in box.facts:
        words += _fact(fact, y)
        y = _below(words, y)
    if box.condition:
        words += _lines(Role.CONDITION, box.condition, y + 2, lines=4)
        y = _below(words, y)
    for note in box.notes:
        words += _lines(Role.CONDITION, note, y + 2, lines=4)
        y = _below(words, y)
    strips: list[Strip] = []
    for band in box.bands:
        said, strip = _band(band, y + 8)
        words += said
        strips.append(strip)
        y = strip.y + strip.height
    bottom = y + (7 if strips else 9)
    return BoxPlan(box, bottom, head_height, tuple(words), tuple(strips))


def _head(box: Box) -> Iterator[Words]:
    style = STYLES[Role.STATUS]
    lines = wrapped(box.status, _INSIDE - _ICON_ROOM, style.size, style.bold)
    y = 20.0
    for number, line in enumerate(lines):
        yield Words(_PAD + _ICON_ROOM, y + number * style.line, line, Role.STATUS)
    if box.flag is None:
        return
    flag = Words(0, y, box.flag.words, Role.FLAG, box.flag.tone)
    last = text_width(lines[-1], style.size, style.bold)
    beside = len(lines) == 1 and _PAD + _ICON_ROOM + last + 12 + flag.width <= BOX_WIDTH - _PAD
    if beside:
        yield Words(BOX_WIDTH - _PAD - flag.width, y, flag.text, Role.FLAG, flag.tone)
    else:
        yield Words(_PAD + _ICON_ROOM, y + len(lines) * style.line, flag.text, Role.FLAG, flag.tone)


def _lines(
    role: Role, text: str, top: float, *, x: float = _PAD, width: float = _INSIDE, lines: int | None = None
) -> list[Words]:
    style = STYLES[role]
    found = wrapped(text, width, style.size, style.bold, lines)
    return [Words(x, top + style.line * (n + 1) - style.line * 0.28, line, role) for n, line in enumerate(found)]


def _fact(fact: Fact, top: float) -> list[Words]:
    """Label left, value in a column of its own, so that dates stand below each other."""
    values = _lines(Role.VALUE, fact.value, top, x=_PAD + _LABEL_ROOM, width=_INSIDE - _LABEL_ROOM, lines=_VALUE_LINES)
    toned = [Words(w.x, w.y, w.text, w.role, fact.tone) for w in values]
    label = _lines(Role.LABEL, fact.label, top, width=_LABEL_ROOM - 4, lines=2) if fact.label else []
    if not fact.doubt:
        return label + toned
    below = _below(values, top)
    doubt = _lines(Role.DOUBT, f"({fact.doubt})", below, x=_PAD + _LABEL_ROOM, width=_INSIDE - _LABEL_ROOM)
    return label + toned + doubt


def _below(words: list[Words], otherwise: float) -> float:
    last = max(words, key=lambda w: w.y)
    return max(otherwise, last.y + STYLES[last.role].line * 0.28)


def _band(band: Band, top: float) -> tuple[list[Words], Strip]:
    words: list[Words] = []
    y = top + 6
    for sentence in band.words:
        words += _lines(Role.BAND, sentence, y)
        y = _below(words, y)
    return words, Strip(top, y + 7 - top, band.lasting, band.stops)
