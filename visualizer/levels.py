"""Heights: where lanes, rows, the gaps above rows and the ports of arrows lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from visualizer.box_plan import BOX_WIDTH, PORT_DEPTH, BoxPlan
from visualizer.grid import Grid, Strand
from visualizer.measure import wrapped
from visualizer.routes import Level, Route

LANE_TITLE_SIZE = 13.5
LANE_TITLE_LINE = 19.0
LANE_GAP = 10.0
RETURN_EDGE = 13.0
"""Returns leave and arrive at the foot of a box, where no work does."""

_BAND_GAP = 22.0
_LANE_TOP = 12.0
_LANE_BOTTOM = 18.0
_FIRST_GAP = 8.0
_ROW_GAP = 26.0
_TRACK = 13.0
_PORT_STEP = 14.0
_PORT_EDGE = 12.0


@dataclass(frozen=True, slots=True)
class LaneSpan:
    """A lane from its upper edge down, with the lines of its title."""

    y: float
    height: float
    title: tuple[str, ...]
    title_y: float


@dataclass(frozen=True, slots=True)
class Levels:
    """All heights of a picture: of lanes, rows, the level parts of arrows, and where arrows touch boxes.

    `leaves` is by trunk, `ports` by trunk and box, `tracks` by gap and trunk.
    """

    lanes: tuple[LaneSpan, ...]
    rows: tuple[float, ...]
    tracks: Mapping[tuple[int, str], float]
    leaves: Mapping[str, float]
    ports: Mapping[tuple[str, str], float]
    bottom: float


def find_levels(
    grid: Grid, plans: Mapping[str, BoxPlan], routes: Sequence[Route], top: float, continued: str
) -> Levels:
    """Stacks the lanes from `top` down, with room for every arrow that runs in a gap.

    The title of a lane stands above its first column, or in it where no box does.
    """
    rows: list[float] = []
    lanes: list[LaneSpan] = []
    tracks: dict[tuple[int, str], float] = {}
    y = top
    for strand in grid.strands:
        span = strand.rows
        if strand.begins_band and span.start > 0:
            # What leads from one band to the next runs between them, outside of every lane.
            y = _open_gap(span.start, y, routes, tracks, _BAND_GAP)
        begin = y
        title = wrapped(_title(strand, continued), BOX_WIDTH, LANE_TITLE_SIZE, True)
        above = any(cell.column == 0 and cell.row in span for cell in grid.cells.values())
        y += _LANE_TOP + (LANE_TITLE_LINE * len(title) if above else 0)
        for row in span:
            if (row, strand.begins_band) == (span.start, True) and row > 0:
                y += _FIRST_GAP
            else:
                y = _open_gap(row, y, routes, tracks, _FIRST_GAP if row == span.start else _ROW_GAP)
            rows.append(y)
            y += max((plans[b].height for b, cell in grid.cells.items() if cell.row == row), default=0)
        y += _LANE_BOTTOM
        if span.stop == grid.strands[-1].rows.stop:
            y = _open_gap(span.stop, y, routes, tracks, 0)
        title_y = begin + 25 if above else rows[span.start] + 19
        lanes.append(LaneSpan(begin, y - begin, title, title_y))
        y += LANE_GAP
    leaves = {r.trunk: _leaves_at(r, rows, plans) for r in routes}
    ports = _find_ports(grid, plans, routes, rows, tracks) | _find_return_ports(plans, routes, rows)
    return Levels(tuple(lanes), tuple(rows), tracks, leaves, ports, y - LANE_GAP)


def _title(strand: Strand, continued: str) -> str:
    return f"{strand.lane.title} {continued}" if strand.continued else strand.lane.title


def _leaves_at(route: Route, rows: Sequence[float], plans: Mapping[str, BoxPlan]) -> float:
    y = rows[route.source.row]
    return y + plans[route.begin].height - RETURN_EDGE if route.arrow.returns else y + PORT_DEPTH


def _find_return_ports(
    plans: Mapping[str, BoxPlan], routes: Sequence[Route], rows: Sequence[float]
) -> dict[tuple[str, str], float]:
    """Where each return leaves its box: at the foot of the left side, one above the other."""
    ports: dict[tuple[str, str], float] = {}
    count: dict[str, int] = {}
    for route in (r for r in routes if r.arrow.returns):
        nth = count.setdefault(route.end, 0)
        count[route.end] += 1
        foot = rows[route.target.row] + plans[route.end].height - RETURN_EDGE
        ports[route.trunk, route.end] = foot - _PORT_STEP * nth
    return ports


def _open_gap(gap: int, y: float, routes: Sequence[Route], tracks: dict[tuple[int, str], float], base: float) -> float:
    """Arrows of one trunk share a track; returns the lower edge of the gap."""
    trunks = dict.fromkeys(r.trunk for r in routes if r.gap == gap)
    for number, trunk in enumerate(trunks):
        tracks[gap, trunk] = y + base / 2 + _TRACK * number
    return y + base + _TRACK * max(0, len(trunks) - 1) + (_TRACK if trunks and base < _TRACK else 0)


def _find_ports(
    grid: Grid,
    plans: Mapping[str, BoxPlan],
    routes: Sequence[Route],
    rows: Sequence[float],
    tracks: Mapping[tuple[int, str], float],
) -> dict[tuple[str, str], float]:
    """Where each arrow arrives: a straight one at the middle port, the others above and below it, unmixed."""
    ports: dict[tuple[str, str], float] = {}
    for box, cell in grid.cells.items():
        arriving = [r for r in routes if r.end == box and not r.arrow.returns]
        returns = sum(r.end == box and r.arrow.returns for r in routes)
        middle = rows[cell.row] + PORT_DEPTH
        bent = [(_comes_from(r, rows, tracks), r.begin) for r in arriving if not r.is_straight]
        ports.update({(r.begin, box): middle for r in arriving if r.is_straight})
        if len(bent) == len(arriving) == 1 and not _meets_a_leaving_arrow(grid, routes, box):
            ports[bent[0][1], box] = middle
            continue
        above = sorted((b for b in bent if b[0] <= middle), reverse=True)
        below = sorted(b for b in bent if b[0] > middle)
        up = min(_PORT_STEP, (PORT_DEPTH - _PORT_EDGE) / max(1, len(above)))
        foot = plans[box].height - PORT_DEPTH - _PORT_EDGE - _PORT_STEP * returns
        down = min(_PORT_STEP, foot / max(1, len(below)))
        ports.update({(source, box): middle - up * n for n, (_, source) in enumerate(above, 1)})
        ports.update({(source, box): middle + down * n for n, (_, source) in enumerate(below, 1)})
    return ports


def _comes_from(route: Route, rows: Sequence[float], tracks: Mapping[tuple[int, str], float]) -> float:
    if route.level is Level.GAP and route.gap is not None:
        return tracks[route.gap, route.trunk]
    return rows[route.source.row] + PORT_DEPTH


def _meets_a_leaving_arrow(grid: Grid, routes: Sequence[Route], box: str) -> bool:
    """The nearest box to the left in the same row sends arrows out at the middle, where this one would arrive."""
    cell = grid.cells[box]
    left = [b for b, c in grid.cells.items() if c.row == cell.row and c.column < cell.column]
    if not left:
        return False
    nearest = max(left, key=lambda b: grid.cells[b].column)
    return any(r.trunk == nearest for r in routes)
