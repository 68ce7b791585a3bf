"""A diagram with every part in its place. Deterministic: the same diagram is always laid out the same (ADR 0004)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from visualizer.box_plan import BOX_WIDTH, PORT_DEPTH, BoxPlan, plan_box
from visualizer.channels import Channels, find_channels, in_key, out_key
from visualizer.diagram import Arrow, Diagram, Lane, Progress
from visualizer.grid import Cell, place
from visualizer.heading import HeadingPlan, plan_heading
from visualizer.legend_plan import LegendPlan, plan_legend
from visualizer.levels import RETURN_EDGE, LaneSpan, Levels, find_levels
from visualizer.measure import text_width, wrapped
from visualizer.routes import Level, Route, find_routes

MARGIN = 24.0
WIDEST = 1440.0
"""As wide as a usual screen shows with its letters at full size; what would be wider goes on below."""
LANE_PAD = 20.0
NARROWEST = 760.0
LABEL_SIZE = 11.5
LABEL_LINE = 14.0
LABEL_ICON = 14.0

_LABEL_WIDTH = 112.0
_LABEL_LINES = 3
_LABEL_RISE = 7.0
"""How far above its line the base line of a label lies."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlacedLane:
    """A lane and its rectangle."""

    lane: Lane
    x: float
    width: float
    title_x: float
    span: LaneSpan


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box and its upper left corner."""

    plan: BoxPlan
    x: float
    y: float

    @property
    def right(self) -> float:
        return self.x + BOX_WIDTH

    @property
    def bottom(self) -> float:
        return self.y + self.plan.height


@dataclass(frozen=True, slots=True)
class PlacedArrow:
    """An arrow and the corners of its way, from the right side of one box to the left side of another.

    Of a return the way is told from its head: it touches the right side of the earlier box.
    """

    arrow: Arrow
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """What is written above the line on which arrows leave a box: the documents handed over, or the word of a return."""

    x: float
    y: float
    lines: tuple[str, ...]
    words: str
    returns: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that is drawn, and the size of the sheet."""

    diagram: Diagram
    width: float
    height: float
    heading: HeadingPlan
    lanes: tuple[PlacedLane, ...]
    boxes: tuple[PlacedBox, ...]
    arrows: tuple[PlacedArrow, ...]
    labels: tuple[PlacedLabel, ...]
    legend: LegendPlan


@dataclass(frozen=True, slots=True)
class _Said:
    """The label of a trunk: where it is written, in lines and in full."""

    cell: Cell
    lines: tuple[str, ...]
    words: str
    returns: bool


def lay_out(diagram: Diagram) -> Layout:
    """The whole in one band if that is not too wide, else in as few bands of even length as it takes."""
    ranks = 1 + max(box.rank for box in diagram.boxes)
    layouts = (_laid_out(diagram, -(-ranks // bands)) for bands in range(1, ranks + 1))
    return next((found for found in layouts if found.width <= WIDEST), None) or _laid_out(diagram, 1)


def _laid_out(diagram: Diagram, per_band: int) -> Layout:
    """Measures first, then places: columns decide the width, the heading follows it, the lanes stand below."""
    plans = {box.id: plan_box(box) for box in diagram.boxes}
    grid = place(diagram, per_band)
    routes = find_routes(diagram, grid)
    said = _labels(routes)
    plans |= _higher(plans, routes, said)
    room = _label_room(said)
    # Widths need no absolute heights: the order of uprights is the same wherever the lanes begin.
    measured = find_levels(grid, plans, routes, 0, diagram.continued)
    left = MARGIN + LANE_PAD
    right = find_channels(grid.columns, routes, measured, room, left).right
    width = max(NARROWEST, right + LANE_PAD + MARGIN)
    heading = plan_heading(diagram, MARGIN, MARGIN, width - 2 * MARGIN)
    levels = find_levels(grid, plans, routes, heading.bottom + 18, diagram.continued)
    channels = find_channels(grid.columns, routes, levels, room, left)
    legend = plan_legend(diagram, MARGIN, levels.bottom + 18, width - 2 * MARGIN)
    return Layout(
        diagram=diagram,
        width=width,
        height=legend.bottom + MARGIN,
        heading=heading,
        lanes=tuple(
            PlacedLane(strand.lane, MARGIN, width - 2 * MARGIN, channels.columns[0], span)
            for strand, span in zip(grid.strands, levels.lanes, strict=True)
        ),
        boxes=tuple(
            PlacedBox(plans[b.id], channels.columns[grid.cells[b.id].column], levels.rows[grid.cells[b.id].row])
            for b in diagram.boxes
        ),
        arrows=tuple(PlacedArrow(route.arrow, _points(route, levels, channels)) for route in routes),
        labels=_placed_labels(levels, channels, said),
        legend=legend,
    )


def _points(route: Route, levels: Levels, channels: Channels) -> tuple[Point, ...]:
    start = (channels.columns[route.source.column] + BOX_WIDTH, levels.leaves[route.trunk])
    end = (channels.columns[route.target.column], levels.ports[route.trunk, route.end])
    if route.is_straight:
        return (start, end)
    x = channels.uprights[out_key(route)]
    if route.level is not Level.GAP or route.gap is None:
        return (start, (x, start[1]), (x, end[1]), end)
    track = levels.tracks[route.gap, route.trunk]
    last = channels.uprights[in_key(route)]
    return (start, (x, start[1]), (x, track), (last, track), (last, end[1]), end)


def _labels(routes: Sequence[Route]) -> dict[str, _Said]:
    """The labels by trunk."""
    found: dict[str, _Said] = {}
    for route in routes:
        words = route.arrow.words if route.arrow.returns else ", ".join(route.arrow.hands_over)
        if words and (route.trunk not in found or route.arrow.progress is Progress.PASSED):
            lines = wrapped(words, _LABEL_WIDTH, LABEL_SIZE, lines=_LABEL_LINES)
            found[route.trunk] = _Said(route.source, lines, words, route.arrow.returns)
    return found


def _higher(plans: Mapping[str, BoxPlan], routes: Sequence[Route], said: Mapping[str, _Said]) -> dict[str, BoxPlan]:
    """Low boxes that work leaves and returns come to: the word of the return gets room below the line of the work."""
    leaving = {route.begin for route in routes if not route.arrow.returns}
    found: dict[str, BoxPlan] = {}
    for route in routes:
        if route.arrow.returns and route.begin in leaving and route.trunk in said:
            words = _LABEL_RISE + LABEL_LINE * len(said[route.trunk].lines)
            least = PORT_DEPTH + words + RETURN_EDGE
            if plans[route.begin].height < least:
                found[route.begin] = replace(plans[route.begin], height=least)
    return found


def _label_room(said: Mapping[str, _Said]) -> dict[int, float]:
    room: dict[int, float] = {}
    for label in said.values():
        widest = max(text_width(line, LABEL_SIZE) for line in label.lines) + LABEL_ICON
        room[label.cell.column] = max(room.get(label.cell.column, 0), widest)
    return room


def _placed_labels(levels: Levels, channels: Channels, said: Mapping[str, _Said]) -> tuple[PlacedLabel, ...]:
    placed: list[PlacedLabel] = []
    for trunk, label in said.items():
        y = levels.leaves[trunk] - _LABEL_RISE - LABEL_LINE * (len(label.lines) - 1)
        x = channels.columns[label.cell.column] + BOX_WIDTH + 10
        placed.append(PlacedLabel(x, y, label.lines, label.words, label.returns))
    return tuple(placed)
