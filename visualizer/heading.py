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
_TAG_ICON = 18.0
_VALUE_LINE = 19.0
_FACT_GAP = 34.0
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
    base = title[-1][0] + 27
    subtitle = (base, diagram.subtitle)
    after = x + text_width(diagram.subtitle, SUBTITLE_SIZE, True) + 16
    tags = _place_tags(diagram.tags, x, after, base - 18, x + width)
    below = max([base, *(tag.y + TAG_HEIGHT - 7 for tag in tags)]) + 26
    facts, bottom = _place_facts(diagram.facts, x, below, x + width)
    return HeadingPlan(x, title, subtitle, tags, facts, bottom)


def tag_text_x(placed: PlacedTag) -> float:
    """Where the words of a tag begin."""
    return placed.x + _TAG_PAD + _TAG_ICON


def _place_tags(tags: tuple[Tag, ...], left: float, x: float, y: float, right: float) -> tuple[PlacedTag, ...]:
    placed: list[PlacedTag] = []
    for tag in tags:
        width = 2 * _TAG_PAD + _TAG_ICON + text_width(tag.words, TAG_SIZE, True)
        if x + width > right and x > left:
            x, y = left, y + TAG_HEIGHT + 8
        placed.append(PlacedTag(tag, x, y, width))
        x += width + 10
    return tuple(placed)


def _place_facts(facts: tuple[Fact, ...], left: float, y: float, right: float) -> tuple[tuple[PlacedFact, ...], float]:
    placed: list[PlacedFact] = []
    x, deepest = left, 1
    for fact in facts:
        lines = wrapped(fact.value, min(_WIDEST_FACT, right - left), VALUE_SIZE, True)
        width = max(
            text_width(fact.label, LABEL_SIZE), *(text_width(line, VALUE_SIZE, True) for line in lines)
        )
        if x + width > right and x > left:
            x, y, deepest = left, y + 20 + _VALUE_LINE * deepest + 8, 1
        placed.append(PlacedFact(fact, x, y, lines))
        deepest = max(deepest, len(lines))
        x += width + _FACT_GAP
    return tuple(placed), y + _VALUE_LINE * deepest + (4 if facts else 0)


def value_y(placed: PlacedFact, line: int) -> float:
    """The base line of a line of the value."""
    return placed.y + 20 + _VALUE_LINE * line

