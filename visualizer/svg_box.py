"""One step as SVG: a coloured head with sign and word, the title, its dates, its suspensions."""

from collections.abc import Iterator

from visualizer import palette
from visualizer.box_plan import BOX_WIDTH, STYLES, Role, Strip, Words
from visualizer.describe import box_sentence
from visualizer.diagram import Box, Mark, Sign, Tone, is_overdue
from visualizer.layout import PlacedBox
from visualizer.palette import Colours
from visualizer.signs import shape
from visualizer.svg_text import attribute, content, number, text_at

_RADIUS = 10
_DARK = frozenset({Mark.HEAT_3, Mark.HEAT_4})
_FAINT = frozenset({Mark.NOT_NEEDED, Mark.UNREACHED, Mark.SUPERSEDED})


def draw_box(placed: PlacedBox) -> Iterator[str]:
    """A group of its own, named for whoever cannot see it."""
    box = placed.plan.box
    sentence = box_sentence(box)
    place = f"translate({number(placed.x)} {number(placed.y)})"
    yield (
        f'<g class="step" role="group" aria-label="{attribute(sentence)}" data-step="{attribute(box.id)}" '
        f'data-title="{attribute(box.title)}" data-mark="{box.mark.value}" '
        f'data-critical="{str(box.critical).lower()}" transform="{place}">'
    )
    yield f"<title>{content(sentence)}</title>"
    yield from _frame(placed)
    for strip in placed.plan.strips:
        yield _strip(strip)
    yield from _sign(box)
    for words in placed.plan.words:
        yield _words(words, box)
    if box.outside:
        yield _outside_sign(placed)
    yield "</g>"


def head_colours(box: Box) -> Colours:
    """Those of its status, if it is not overdue."""
    return palette.OVERDUE if is_overdue(box) else palette.MARKS[box.mark]


def _frame(placed: PlacedBox) -> Iterator[str]:
    box, height = placed.plan.box, number(placed.plan.height)
    colours = head_colours(box)
    width = number(BOX_WIDTH)
    dashes = ' stroke-dasharray="6 4"' if box.condition else ""
    if box.critical:
        yield (
            f'<rect x="-3.5" y="-3.5" width="{number(BOX_WIDTH + 7)}" height="{number(placed.plan.height + 7)}" '
            f'rx="{_RADIUS + 3}" fill="none" stroke="{palette.CRITICAL}" stroke-width="3"/>'
        )
    yield f'<rect class="frame" width="{width}" height="{height}" rx="{_RADIUS}" fill="{palette.PAPER}"/>'
    yield f'<path d="{_head_path(placed.plan.head_height)}" fill="{colours.ground}"/>'
    stroke = 2 if colours is palette.OVERDUE else 1.4
    yield (
        f'<rect width="{width}" height="{height}" rx="{_RADIUS}" fill="none" stroke="{colours.edge}" '
        f'stroke-width="{stroke}"{dashes}/>'
    )


def _head_path(height: float) -> str:
    r, w, h = _RADIUS, number(BOX_WIDTH), number(height)
    return f"M0 {h}V{r}A{r} {r} 0 0 1 {r} 0H{number(BOX_WIDTH - r)}A{r} {r} 0 0 1 {w} {r}V{h}Z"


def _strip(strip: Strip) -> str:
    """It closes the box below, so its lower corners follow the box."""
    dashes = ' stroke-dasharray="5 3"' if strip.lasting else ""
    kind, fill = ("suspension", "url(#lt-hatch)") if strip.stops else ("noted-wait", palette.PAPER)
    return (
        f'<rect class="{kind}" x="7" y="{number(strip.y)}" width="{number(BOX_WIDTH - 14)}" '
        f'height="{number(strip.height)}" rx="6" fill="{fill}" stroke="{palette.BAND.edge}"{dashes}/>'
    )


def _sign(box: Box) -> Iterator[str]:
    colours = head_colours(box)
    late = colours is palette.OVERDUE
    drawn = shape(Sign.OVERDUE if late else box.mark, colours.ink, colours.ground)
    yield f'<g transform="translate(13 7.5) scale(0.94)">{drawn}</g>'


def _outside_sign(placed: PlacedBox) -> str:
    """Before the first of its words, as in the legend."""
    words = next(words for words in placed.plan.words if words.role is Role.OUTSIDE)
    drawn = shape(Sign.OUTSIDE_TOTAL, palette.QUIET, palette.PAPER)
    return f'<g transform="translate({number(words.x - 19)} {number(words.y - 10.5)}) scale(0.82)">{drawn}</g>'


def _words(words: Words, box: Box) -> str:
    style = STYLES[words.role]
    return text_at(words.x, words.y, words.text, style.size, _ink(words, box), bold=style.bold)


def _ink(words: Words, box: Box) -> str:
    if words.role in (Role.STATUS, Role.FLAG):
        late = head_colours(box) is palette.OVERDUE
        caution = words.role is Role.FLAG and not late and box.mark not in _DARK
        return palette.TONES[words.tone].ink if caution else head_colours(box).ink
    if words.role is Role.BAND:
        return palette.BAND.ink
    if words.role is Role.DOUBT:
        return palette.TONES[Tone.CAUTION].ink
    if words.role in (Role.LABEL, Role.CONDITION, Role.OUTSIDE):
        return palette.QUIET
    if words.tone is not Tone.PLAIN:
        return palette.TONES[words.tone].ink
    return palette.QUIET if box.mark in _FAINT else palette.TEXT
