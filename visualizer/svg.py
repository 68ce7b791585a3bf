"""A laid-out diagram as SVG 1.1: escaped, in a stable order, without scripts, styles or anything from outside."""

from collections.abc import Iterator

from visualizer import palette
from visualizer.describe import describe
from visualizer.diagram import Diagram, Sign
from visualizer.layout import LABEL_ICON, LABEL_LINE, LABEL_SIZE, Layout, PlacedLabel, PlacedLane, lay_out
from visualizer.levels import LANE_TITLE_LINE, LANE_TITLE_SIZE
from visualizer.signs import shape
from visualizer.svg_arrow import draw_arrows
from visualizer.svg_box import draw_box
from visualizer.svg_heading import draw_heading
from visualizer.svg_legend import draw_legend
from visualizer.svg_text import attribute, content, number, text_at

FONTS = "'Noto Sans', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
"""Fonts of common systems that have Vietnamese letters, all at most as wide as the one that texts are measured in."""

_HATCH = (
    '<defs><pattern id="lt-hatch" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="9" height="9" fill="{palette.BAND.ground}"/><rect width="4" height="9" fill="{palette.BAND_HATCH}"/>'
    "</pattern></defs>"
)

_DOCUMENT = ("document", Sign.DOCUMENT, palette.QUIET)


def to_svg(diagram: Diagram) -> str:
    """The whole picture; it scales with the page that shows it, and is as wide as needed when it stands alone."""
    return "\n".join(_lines(lay_out(diagram))) + "\n"


def _lines(layout: Layout) -> Iterator[str]:
    diagram = layout.diagram
    width, height = number(layout.width), number(layout.height)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" style="max-width:100%;height:auto" role="img" aria-labelledby="lt-title lt-desc" '
        f'xml:lang="{attribute(diagram.language)}" font-family="{FONTS}" fill="{palette.TEXT}">'
    )
    yield f'<title id="lt-title">{content(f"{diagram.title} – {diagram.subtitle}")}</title>'
    yield f'<desc id="lt-desc">{content(describe(diagram))}</desc>'
    yield _HATCH
    yield f'<rect width="{width}" height="{height}" fill="{palette.PAPER}"/>'
    yield from draw_heading(layout.heading)
    for lane in layout.lanes:
        yield from _lane(lane)
    yield from draw_arrows(layout.arrows)
    for label in layout.labels:
        yield from _label(label)
    for box in layout.boxes:
        yield from draw_box(box)
    yield from draw_legend(layout.legend, diagram.legend_title)
    yield "</svg>"


def _lane(placed: PlacedLane) -> Iterator[str]:
    name = attribute(placed.lane.title)
    yield f'<g class="lane" role="group" aria-label="{name}" data-lane="{attribute(placed.lane.id)}">'
    yield (
        f'<rect x="{number(placed.x)}" y="{number(placed.span.y)}" width="{number(placed.width)}" '
        f'height="{number(placed.span.height)}" rx="12" fill="{palette.LANE_GROUND}" stroke="{palette.LANE_EDGE}"/>'
    )
    for n, line in enumerate(placed.span.title):
        y = placed.span.title_y + LANE_TITLE_LINE * n
        yield text_at(placed.title_x, y, line, LANE_TITLE_SIZE, palette.LANE_INK, bold=True)
    yield "</g>"


def _label(label: PlacedLabel) -> Iterator[str]:
    kind, sign, ink = ("return", Sign.RETURN, palette.RETURN) if label.returns else _DOCUMENT
    icon = shape(sign, ink, palette.PAPER)
    yield f'<g class="{kind}"><title>{content(label.words)}</title>'
    yield f'<g transform="translate({number(label.x)} {number(label.y - 9.5)}) scale(0.72)">{icon}</g>'
    for n, line in enumerate(label.lines):
        yield text_at(label.x + LABEL_ICON, label.y + LABEL_LINE * n, line, LABEL_SIZE, ink)
    yield "</g>"
