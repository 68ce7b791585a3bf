"""The legend as SVG."""

from collections.abc import Iterator

from visualizer import legend_plan, palette
from visualizer.diagram import Key, Mark, Sign
from visualizer.legend_plan import LegendPlan, PlacedKey
from visualizer.palette import Colours
from visualizer.signs import shape
from visualizer.svg_arrow import arrow_head
from visualizer.svg_text import number, text_at


def draw_legend(plan: LegendPlan, title: str) -> Iterator[str]:
    """Each sign as it is in the picture, and its word."""
    if not plan.keys:
        return
    yield '<g class="legend">'
    yield text_at(plan.x, plan.title_y, title, legend_plan.TITLE_SIZE, palette.QUIET, bold=True)
    for placed in plan.keys:
        yield from _key(placed)
    yield "</g>"


def _key(placed: PlacedKey) -> Iterator[str]:
    yield f'<g transform="translate({number(placed.x)} {number(placed.y - 13)})">{_drawn(placed.key)}</g>'
    yield text_at(placed.x + legend_plan.ICON_ROOM, placed.y, placed.key.words, legend_plan.SIZE, palette.TEXT)


def _drawn(key: Key) -> str:
    match key.sign:
        case Mark():
            return _swatch(palette.MARKS[key.sign], shape(key.sign, *_inks(palette.MARKS[key.sign])))
        case Sign.OVERDUE:
            return _swatch(palette.OVERDUE, shape(key.sign, *_inks(palette.OVERDUE)))
        case Sign.DOCUMENT | Sign.OUTSIDE_TOTAL:
            return f'<g transform="translate(4 1)">{shape(key.sign, palette.QUIET, palette.PAPER)}</g>'
        case Sign.SUSPENSION:
            return _rect(palette.BAND, "url(#lt-hatch)", "")
        case Sign.NOTED_WAIT:
            return _rect(palette.BAND, palette.PAPER, "")
        case Sign.OPTIONAL:
            return _rect(palette.MARKS[Mark.DECLARED], palette.PAPER, ' stroke-dasharray="4 3"')
        case Sign.RETURN:
            return _return_line(' stroke-dasharray="5 3"')
        case Sign.RETURNED:
            return _return_line("")
        case Sign.CRITICAL_PATH | Sign.CRITICAL_PATH_OF_TOTAL:
            line = f'<path d="M0 9H15" stroke="{palette.CRITICAL}" stroke-width="3.2"/>'
            return line + arrow_head(23, 9, palette.CRITICAL)


def _return_line(dashes: str) -> str:
    line = f'<path d="M23 9H7" stroke="{palette.RETURN}" stroke-width="1.8"{dashes}/>'
    return line + arrow_head(0, 9, palette.RETURN, leftwards=True)


def _swatch(colours: Colours, sign: str) -> str:
    return f'{_rect(colours, colours.ground, "")}<g transform="translate(5 2.5) scale(0.82)">{sign}</g>'


def _rect(colours: Colours, fill: str, dashes: str) -> str:
    return f'<rect width="23" height="18" rx="5" fill="{fill}" stroke="{colours.edge}"{dashes}/>'


def _inks(colours: Colours) -> tuple[str, str]:
    return colours.ink, colours.ground
