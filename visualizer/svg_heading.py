"""The head of a picture as SVG."""

from collections.abc import Iterator

from visualizer import heading, palette
from visualizer.diagram import Tone
from visualizer.heading import HeadingPlan, PlacedFact, PlacedTag
from visualizer.signs import shape
from visualizer.svg_text import number, text_at


def draw_heading(plan: HeadingPlan) -> Iterator[str]:
    """Title, code, tags, facts."""
    yield '<g class="heading">'
    for y, line in plan.title:
        yield text_at(plan.x, y, line, heading.TITLE_SIZE, palette.TEXT, bold=True)
    y, words = plan.subtitle
    yield text_at(plan.x, y, words, heading.SUBTITLE_SIZE, palette.QUIET, bold=True)
    for tag in plan.tags:
        yield from _tag(tag)
    for fact in plan.facts:
        yield from _fact(fact)
    yield "</g>"


def _tag(placed: PlacedTag) -> Iterator[str]:
    colours = palette.TONES[placed.tag.tone]
    yield (
        f'<rect x="{number(placed.x)}" y="{number(placed.y)}" width="{number(placed.width)}" '
        f'height="{number(heading.TAG_HEIGHT)}" rx="13" fill="{colours.ground}" stroke="{colours.edge}"/>'
    )
    drawn = shape(placed.tag.tone, colours.ink, colours.ground)
    yield f'<g transform="translate({number(placed.x + 10)} {number(placed.y + 6)}) scale(0.88)">{drawn}</g>'
    x = heading.tag_text_x(placed)
    yield text_at(x, placed.y + 17.5, placed.tag.words, heading.TAG_SIZE, colours.ink, bold=True)


def _fact(placed: PlacedFact) -> Iterator[str]:
    yield text_at(placed.x, placed.y, placed.fact.label, heading.LABEL_SIZE, palette.QUIET)
    tone = placed.fact.tone
    ink = palette.TEXT if tone is Tone.PLAIN else palette.TONES[tone].ink
    for n, line in enumerate(placed.lines):
        yield text_at(placed.x, heading.value_y(placed, n), line, heading.VALUE_SIZE, ink, bold=True)
    for n, line in enumerate(placed.doubt, len(placed.lines)):
        yield text_at(placed.x, heading.value_y(placed, n), line, heading.VALUE_SIZE, palette.TONES[Tone.CAUTION].ink)
