"""The way of each arrow, before anything is measured: through which gaps between columns, at which level.

Arrows run level beside rows or through empty cells, and upright between columns only: none can cross a box.
"""

from dataclasses import dataclass
from enum import StrEnum

from visualizer.diagram import Arrow, Diagram
from visualizer.grid import Cell, Grid


class Level(StrEnum):
    """At which height an arrow passes the columns between its ends."""

    DIRECT = "direct"
    SOURCE_ROW = "source_row"
    TARGET_ROW = "target_row"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Route:
    """An arrow's way. `gap` counts the spaces above rows (0 is above the first row), where `level` is GAP."""

    arrow: Arrow
    source: Cell
    target: Cell
    level: Level
    gap: int | None = None

    @property
    def is_straight(self) -> bool:
        """One level line from end to end."""
        return self.source.row == self.target.row and self.level in (Level.DIRECT, Level.SOURCE_ROW)


def find_routes(diagram: Diagram, grid: Grid) -> tuple[Route, ...]:
    """The route of every arrow between two boxes of the grid, in the order of the diagram."""
    busy: dict[int, int] = {}
    found: list[Route] = []
    for arrow in diagram.arrows:
        if arrow.source not in grid.cells or arrow.target not in grid.cells:
            continue
        route = _route(arrow, grid, busy)
        if route.gap is not None:
            busy[route.gap] = busy.get(route.gap, 0) + 1
        found.append(route)
    return tuple(found)


def _route(arrow: Arrow, grid: Grid, busy: dict[int, int]) -> Route:
    source, target = grid.cells[arrow.source], grid.cells[arrow.target]
    if target.column == source.column + 1:
        return Route(arrow, source, target, Level.DIRECT)
    between = range(source.column + 1, target.column)
    if grid.is_free(source.row, between):
        return Route(arrow, source, target, Level.SOURCE_ROW)
    if grid.is_free(target.row, between):
        return Route(arrow, source, target, Level.TARGET_ROW)
    gaps = _gaps_between(source.row, target.row)
    nearest = min(gaps, key=lambda gap: (busy.get(gap, 0), abs(gap - target.row)))
    return Route(arrow, source, target, Level.GAP, nearest)


def _gaps_between(source: int, target: int) -> range:
    """Gap n lies above row n; an arrow that stays in its row goes below it."""
    if target > source:
        return range(source + 1, target + 1)
    if target < source:
        return range(target + 1, source + 1)
    return range(source + 1, source + 2)
