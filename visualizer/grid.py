"""Which row each box stands in, and in which order the lanes lie: few crossings, short ways, always the same answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from visualizer.diagram import Box, Diagram, Lane


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the grid; rows are counted over all lanes."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Strand:
    """A lane with its rows. A picture that goes on below has a lane once more there: `continued`."""

    lane: Lane
    rows: range
    begins_band: bool
    continued: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """The lanes from top to bottom, band below band, and the cell of each box."""

    strands: tuple[Strand, ...]
    cells: dict[str, Cell]

    @property
    def columns(self) -> int:
        return 1 + max(cell.column for cell in self.cells.values())

    def is_free(self, row: int, columns: range) -> bool:
        """No box stands in those cells."""
        return not any(cell.row == row and cell.column in columns for cell in self.cells.values())

    def band_of(self, row: int) -> int:
        """The row by which the band begins that holds this one."""
        return max(strand.rows.start for strand in self.strands if strand.begins_band and strand.rows.start <= row)


def place(diagram: Diagram, per_band: int) -> Grid:
    """The grid of a diagram: columns are ranks, rows lie inside lanes; after `per_band` columns it goes on below."""
    lanes = _lane_order(diagram)
    strands: list[Strand] = []
    cells: dict[str, Cell] = {}
    first = 0
    for band in range(1 + max(box.rank for box in diagram.boxes) // per_band):
        drawn = [box for box in diagram.boxes if box.rank // per_band == band]
        for number, lane in enumerate(lane for lane in lanes if any(box.lane == lane.id for box in drawn)):
            within = _rows_within(lane, drawn, diagram)
            rows = range(first, first + 1 + max(within.values()))
            continued = any(strand.lane == lane for strand in strands)
            strands.append(Strand(lane, rows, number == 0, continued))
            cells |= {b.id: Cell(first + within[b.id], b.rank % per_band) for b in drawn if b.lane == lane.id}
            first = rows.stop
    return Grid(tuple(strands), cells)


def _rows_within(lane: Lane, drawn: Sequence[Box], diagram: Diagram) -> dict[str, int]:
    """A box keeps the row of what it needs where it can, so that a chain of work is a straight line."""
    needs = _needs(diagram)
    mine = [box for box in drawn if box.lane == lane.id]
    taken: set[tuple[int, int]] = set()
    rows: dict[str, int] = {}
    for box in sorted(mine, key=lambda b: b.rank):
        wishes = [rows[n] for n in needs.get(box.id, ()) if n in rows]
        row = next(r for r in _candidates(wishes) if (r, box.rank) not in taken)
        taken.add((row, box.rank))
        rows[box.id] = row
    return rows


def _candidates(wishes: Sequence[int]) -> Iterator[int]:
    yield from wishes
    row = 0
    while True:
        yield row
        row += 1


def _needs(diagram: Diagram) -> dict[str, list[str]]:
    needs: dict[str, list[str]] = {}
    for arrow in diagram.work:
        needs.setdefault(arrow.target, []).append(arrow.source)
    return needs


def _lane_order(diagram: Diagram) -> list[Lane]:
    """The lane where the work begins stays on top; neighbours change places while that shortens the arrows."""
    natural = [lane for lane in diagram.lanes if any(box.lane == lane.id for box in diagram.boxes)]
    lanes = list(natural)
    boxes = {box.id: box for box in diagram.boxes}
    pairs = [(boxes[a.source], boxes[a.target]) for a in diagram.work if a.source in boxes and a.target in boxes]
    best = _cost(lanes, natural, pairs)
    better = True
    while better:
        better = False
        for at in range(1, len(lanes) - 1):
            swapped = [*lanes[:at], lanes[at + 1], lanes[at], *lanes[at + 2 :]]
            cost = _cost(swapped, natural, pairs)
            if cost < best:
                lanes, best, better = swapped, cost, True
    return lanes


def _cost(lanes: Sequence[Lane], natural: Sequence[Lane], pairs: Sequence[tuple[Box, Box]]) -> int:
    """Lanes that arrows pass, arrows that cross each other, and lanes that left the order of the work."""
    at = {lane.id: n for n, lane in enumerate(lanes)}
    inversions = sum(at[a.id] > at[b.id] for n, a in enumerate(natural) for b in natural[n + 1 :])
    ways = [(s.rank, at[s.lane], t.rank, at[t.lane]) for s, t in pairs]
    length = sum(abs(end - start) for _, start, _, end in ways)
    crossings = sum(
        (a[1] - b[1]) * (a[3] - b[3]) < 0
        for n, a in enumerate(ways)
        for b in ways[n + 1 :]
        if a[0] < b[2] and b[0] < a[2]
    )
    return length + 2 * crossings + inversions
