"""A diagram with every part in its place. Deterministic: the same diagram is always laid out the same (ADR 0004)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from visualizer.box_plan import BOX_WIDTH, BoxPlan, plan_box
from visualizer.channels import Channels, find_channels, in_key, out_key
from visualizer.diagram import Arrow, Diagram, Lane
from visualizer.grid import Grid, place
from visualizer.heading import HeadingPlan, plan_heading
from visualizer.legend_plan import LegendPlan, plan_legend
from visualizer.levels import LaneSpan, Levels, find_levels
from visualizer.measure import text_width, wrapped
from visualizer.routes import Level, Route, find_routes

MARGIN = 24.0
LANE_PAD = 20.0
NARROWEST = 760.0
LABEL_SIZE = 11.5
LABEL_LINE = 14.0
LABEL_ICON = 14.0

_LABEL_WIDTH = 112.0
_LABEL_LINES = 3

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlacedLane:
    """A lane and its rectangle."""

    lane: Lane
    x: float
    width: float
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
    """An arrow and the corners of its way, from the right side of one box to the left side of another."""

    arrow: Arrow
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """The documents that a box hands over, written above the line on which its arrows leave."""

    x: float
    y: float
    lines: tuple[str, ...]
    words: str


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


def lay_out(diagram: Diagram) -> Layout:
    """Measures first, then places: columns decide the width, the heading follows it, the lanes stand below."""
    plans = {box.id: plan_box(box) for box in diagram.boxes}
    grid = place(diagram)
    routes = find_routes(diagram, grid)
    said = _labels(diagram, routes)
    room = _label_room(grid, said)
    # Widths need no absolute heights: the order of uprights is the same wherever the lanes begin.
    measured = find_levels(grid, plans, routes, 0)
    left = MARGIN + LANE_PAD
    right = find_channels(grid.columns, routes, measured, room, left).right
    width = max(NARROWEST, right + LANE_PAD + MARGIN)
    heading = plan_heading(diagram, MARGIN, MARGIN, width - 2 * MARGIN)
    levels = find_levels(grid, plans, routes, heading.bottom + 18)
    channels = find_channels(grid.columns, routes, levels, room, left)
    legend = plan_legend(diagram, MARGIN, levels.bottom + 18, width - 2 * MARGIN)
    return Layout(
        diagram=diagram,
        width=width,
        height=legend.bottom + MARGIN,
        heading=heading,
        lanes=tuple(
            PlacedLane(lane, MARGIN, width - 2 * MARGIN, span)
            for lane, span in zip(grid.lanes, levels.lanes, strict=True)
        ),
        boxes=tuple(
            PlacedBox(plans[b.id], channels.columns[grid.cells[b.id].column], levels.rows[grid.cells[b.id].row])
            for b in diagram.boxes
        ),
        arrows=tuple(PlacedArrow(route.arrow, _points(route, levels, channels)) for route in routes),
        labels=_placed_labels(grid, levels, channels, said),
        legend=legend,
    )


def _points(route: Route, levels: Levels, channels: Channels) -> tuple[Point, ...]:
    start = (channels.columns[route.source.column] + BOX_WIDTH, levels.leaves_at(route.source.row))
    end = (channels.columns[route.target.column], levels.ports[route.arrow.source, route.arrow.target])
    if route.is_straight:
        return (start, end)
    x = channels.uprights[out_key(route)]
    if route.level is not Level.GAP or route.gap is None:
        return (start, (x, start[1]), (x, end[1]), end)
    track = levels.tracks[route.gap, route.arrow.source]
    last = channels.uprights[in_key(route)]
    return (start, (x, start[1]), (x, track), (last, track), (last, end[1]), end)


def _labels(diagram: Diagram, routes: Sequence[Route]) -> dict[str, tuple[tuple[str, ...], str]]:
    """For each source its label in lines, and in full."""
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for route in routes:
        words = ", ".join(route.arrow.hands_over)
        if words:
            found[route.arrow.source] = (wrapped(words, _LABEL_WIDTH, LABEL_SIZE, lines=_LABEL_LINES), words)
    return found


def _label_room(grid: Grid, said: Mapping[str, tuple[tuple[str, ...], str]]) -> dict[int, float]:
    room: dict[int, float] = {}
    for source, (lines, _) in said.items():
        column = grid.cells[source].column
        widest = max(text_width(line, LABEL_SIZE) for line in lines) + LABEL_ICON
        room[column] = max(room.get(column, 0), widest)
    return room


def _placed_labels(
    grid: Grid, levels: Levels, channels: Channels, said: Mapping[str, tuple[tuple[str, ...], str]]
) -> tuple[PlacedLabel, ...]:
    placed: list[PlacedLabel] = []
    for source, (lines, words) in said.items():
        cell = grid.cells[source]
        y = levels.leaves_at(cell.row) - 7 - LABEL_LINE * (len(lines) - 1)
        placed.append(PlacedLabel(channels.columns[cell.column] + BOX_WIDTH + 10, y, lines, words))
    return tuple(placed)
