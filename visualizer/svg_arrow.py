"""Arrows as SVG: level and upright lines with rounded corners, the critical path drawn thicker and last."""

from collections.abc import Iterator, Sequence

from visualizer import palette
from visualizer.diagram import Arrow, Progress
from visualizer.layout import PlacedArrow, Point
from visualizer.svg_text import attribute, content, number

_CORNER = 7.0
_HEAD_LENGTH = 9.0
_HEAD_HALF = 4.6


def draw_arrows(arrows: Sequence[PlacedArrow]) -> Iterator[str]:
    """Void lines first, the critical path last: it lies on top of what it shares with others."""
    for placed in sorted(arrows, key=_layer):
        yield from _arrow(placed)


def _layer(placed: PlacedArrow) -> tuple[bool, bool]:
    return placed.arrow.critical, placed.arrow.progress is not Progress.VOID


def arrow_head(x: float, y: float, ink: str, *, leftwards: bool = False) -> str:
    """A triangle whose point touches (x, y): from the left, or from the right."""
    back = x + _HEAD_LENGTH if leftwards else x - _HEAD_LENGTH
    return (
        f'<path d="M{number(x)} {number(y)}L{number(back)} {number(y - _HEAD_HALF)}V{number(y + _HEAD_HALF)}Z" '
        f'fill="{ink}"/>'
    )


def line_style(arrow: Arrow) -> tuple[str, str, str]:
    """Ink, thickness and dashes. A return is dashed in a colour of its own while it only may come."""
    if arrow.returns:
        return palette.RETURN, "1.8", "" if arrow.progress is Progress.PASSED else ' stroke-dasharray="7 4"'
    if arrow.critical:
        return palette.CRITICAL, "3.2", ""
    if arrow.progress is Progress.VOID:
        return palette.LINE_VOID, "1.5", ' stroke-dasharray="3 4"'
    if arrow.progress is Progress.PASSED:
        return palette.LINE_PASSED, "1.8", ""
    return palette.LINE_AHEAD, "1.8", ""


def _arrow(placed: PlacedArrow) -> Iterator[str]:
    ink, thickness, dashes = line_style(placed.arrow)
    head = placed.points[0] if placed.arrow.returns else placed.points[-1]
    source, target = attribute(placed.arrow.source), attribute(placed.arrow.target)
    kind = "return" if placed.arrow.returns else "arrow"
    yield f'<g class="{kind}" data-from="{source}" data-to="{target}">'
    if placed.arrow.words:
        yield f"<title>{content(placed.arrow.words)}</title>"
    # A box on the critical path has a second frame around it; two of its neighbours may meet there.
    gap = 5.0 if placed.arrow.critical else 1.0
    way = _shortened(placed.points[::-1], gap)[::-1] if placed.arrow.returns else _shortened(placed.points, gap)
    yield f'<path d="{_path(way)}" fill="none" stroke="{ink}" stroke-width="{thickness}"{dashes}/>'
    # Work arrives from the left; a return arrives from the right.
    side = 1 if placed.arrow.returns else -1
    yield arrow_head(head[0] + side * gap, head[1], ink, leftwards=placed.arrow.returns)
    yield "</g>"


def _shortened(points: Sequence[Point], gap: float) -> Sequence[Point]:
    """The line ends inside its head, so that no blunt end sticks out at the point."""
    back = _HEAD_LENGTH + gap - 2
    before = points[-2][0]
    last = (points[-1][0] + (back if before > points[-1][0] else -back), points[-1][1])
    return [*points[:-1], last]


def _path(way: Sequence[Point]) -> str:
    """Returns are told from their head: what they share has its dashes at the same places."""
    parts = [f"M{_pair(way[0])}"]
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        radius = min(_CORNER, _distance(before, corner) / 2, _distance(corner, after) / 2)
        parts.append(
            f"L{_pair(_towards(corner, before, radius))}Q{_pair(corner)} {_pair(_towards(corner, after, radius))}"
        )
    parts.append(f"L{_pair(way[-1])}")
    return "".join(parts)


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _distance(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(start: Point, end: Point, way: float) -> Point:
    length = _distance(start, end) or 1.0
    return (start[0] + (end[0] - start[0]) * way / length, start[1] + (end[1] - start[1]) * way / length)
