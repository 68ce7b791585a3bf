"""The head of a picture: title, code, tags, and facts side by side."""

from dataclasses import dataclass

from visualizer.diagram import Diagram, Fact, Tag
from visualizer.measure import text_width, wrapped

TITLE_SIZE = 21.0
SUBTITLE_SIZE = 14.5
TAG_SIZE = 13.0
TAG_HEIGHT = 26.0
LABEL_SIZE = 12.0
VALUE_SIZE = 14.0

_TITLE_LINE = 28.0
_TAG_PAD = 12.0
_TAG_END = 8.0
_TAG_ICON = 18.0
_VALUE_LINE = 19.0
_FACT_GAP = 30.0
_WIDEST_FACT = 420.0


@dataclass(frozen=True, slots=True)
class PlacedTag:
    """A tag as a pill; its text begins after a sign."""

    tag: Tag
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class PlacedFact:
    """A fact as a small column: the label above its value."""

    fact: Fact
    x: float
    y: float
    lines: tuple[str, ...]
    doubt: tuple[str, ...] = ()
    """Lines below the value, in another weight: what they say is no fact."""


@dataclass(frozen=True, slots=True)
class HeadingPlan:
    """The head, from its left upper corner down to `bottom`."""

    x: float
    title: tuple[tuple[float, str], ...]
    subtitle: tuple[float, str]
    tags: tuple[PlacedTag, ...]
    facts: tuple[PlacedFact, ...]
    bottom: float


def plan_heading(diagram: Diagram, x: float, y: float, width: float) -> HeadingPlan:
    """Places the head inside `width`; what does not fit side by side goes below."""
    lines = wrapped(diagram.title, width, TITLE_SIZE, True)
    title = tuple((y + 20 + _TITLE_LINE * n, line) for n, line in enumerate(lines))
    base = title[-1][0] + 31
    subtitle = (base, diagram.subtitle)
    after = x + text_width(diagram.subtitle, SUBTITLE_SIZE, True) + 16
    tags = _place_tags(diagram.tags, x, after, base - 18, x + width)
    below = max([base, *(tag.y + TAG_HEIGHT - 7 for tag in tags)]) + 32
    facts, bottom = _place_facts(diagram.facts, x, below, x + width)
    return HeadingPlan(x, title, subtitle, tags, facts, bottom)


def tag_text_x(placed: PlacedTag) -> float:
    """Where the words of a tag begin."""
    return placed.x + _TAG_PAD + _TAG_ICON


def _place_tags(tags: tuple[Tag, ...], left: float, x: float, y: float, right: float) -> tuple[PlacedTag, ...]:
    placed: list[PlacedTag] = []
    for tag in tags:
        width = _TAG_PAD + _TAG_END + _TAG_ICON + text_width(tag.words, TAG_SIZE, True)
        if x + width > right and x > left:
            x, y = left, y + TAG_HEIGHT + 8
        placed.append(PlacedTag(tag, x, y, width))
        x += width + 10
    return tuple(placed)


def _place_facts(facts: tuple[Fact, ...], left: float, y: float, right: float) -> tuple[tuple[PlacedFact, ...], float]:
    """In one row, or in as few even rows as it takes, column below column."""
    widest = min(_WIDEST_FACT, right - left)
    lines = [wrapped(fact.value, widest, VALUE_SIZE, True) for fact in facts]
    doubts = [wrapped(f"({fact.doubt})", widest, VALUE_SIZE, False) if fact.doubt else () for fact in facts]
    widths = [_fact_width(*said) for said in zip(facts, lines, doubts, strict=True)]
    for rows in range(1, len(facts) + 1):
        columns = -(-len(facts) // rows)
        room = [max(widths[column::columns]) for column in range(columns)]
        if sum(room) + _FACT_GAP * (columns - 1) <= right - left or columns == 1:
            break
    else:
        return (), y
    placed: list[PlacedFact] = []
    for begin in range(0, len(facts), columns):
        row = range(begin, min(begin + columns, len(facts)))
        for n in row:
            x = left + sum(room[: n - begin]) + _FACT_GAP * (n - begin)
            placed.append(PlacedFact(facts[n], x, y, lines[n], doubts[n]))
        y += 20 + _VALUE_LINE * max(len(lines[n]) + len(doubts[n]) for n in row) + 10
    return tuple(placed), y - 30 + 4


def _fact_width(fact: Fact, lines: tuple[str, ...], doubt: tuple[str, ...]) -> float:
    values = [text_width(line, VALUE_SIZE, True) for line in lines]
    values += [text_width(line, VALUE_SIZE, False) for line in doubt]
    return max(text_width(fact.label, LABEL_SIZE), *values)


def value_y(placed: PlacedFact, line: int) -> float:
    """The base line of a line of the value."""
    return placed.y + 20 + _VALUE_LINE * line
