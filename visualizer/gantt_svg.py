"""The picture of who held a case as SVG 1.1: no script, no style sheet, nothing from outside, no colour alone."""

from collections.abc import Iterator, Sequence

from visualizer import palette
from visualizer.diagram import Mark
from visualizer.gantt import Gantt, Line, Part, Row, Stretch, Upright
from visualizer.gantt_scale import Scale, scale_over
from visualizer.measure import text_width, wrapped
from visualizer.palette import Colours
from visualizer.svg import FONTS
from visualizer.svg_text import attribute, content, number, text_at

_WIDTH = 1120.0
_NAMES = 310.0
_RIGHT = 24.0
_ROW, _BAR, _LANE, _AXIS = 40.0, 18.0, 26.0, 22.0
_KEY_LINE, _KEY_ROOM = 26.0, 34.0
_COLOURS = {
    Stretch.DONE: palette.MARKS[Mark.DONE],
    Stretch.HELD: palette.MARKS[Mark.CLAIMED],
    Stretch.AWAITED: palette.MARKS[Mark.NOT_READY],
    Stretch.STOPPED: palette.BAND,
    Stretch.NOTED: palette.BAND,
    Stretch.LATE: palette.OVERDUE,
}
_PATTERNS = (
    '<defs><pattern id="lt-gantt-wait" width="9" height="9" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><rect width="9" height="9" fill="{palette.BAND.ground}"/>'
    f'<rect width="4" height="9" fill="{palette.BAND.edge}"/></pattern>'
    '<pattern id="lt-gantt-late" width="8" height="8" patternUnits="userSpaceOnUse">'
    f'<rect width="8" height="8" fill="{palette.OVERDUE.ground}"/>'
    f'<path d="M0 4H8" stroke="{palette.PAPER}" stroke-width="1.6"/></pattern></defs>'
)


def gantt_svg(gantt: Gantt) -> str:
    """As wide as a sheet; it scales with the page that shows it."""
    return "\n".join(_lines(gantt)) + "\n"


def _lines(gantt: Gantt) -> Iterator[str]:
    scale = scale_over(gantt.instants, _NAMES, _WIDTH - _NAMES - _RIGHT)
    heads = _heads(gantt.uprights, scale)
    top = 64.0 + 20 * len(heads)
    placed, bottom = _placed(gantt.rows, top + _AXIS)
    keys, height = _keys(gantt, bottom + 34)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" viewBox="0 0 {number(_WIDTH)} {number(height)}" '
        f'width="{number(_WIDTH)}" height="{number(height)}" style="max-width:100%;height:auto" role="img" '
        f'aria-labelledby="lt-gantt-title lt-gantt-desc" xml:lang="{attribute(gantt.language)}" '
        f'font-family="{FONTS}" fill="{palette.TEXT}">'
    )
    yield f'<title id="lt-gantt-title">{content(f"{gantt.title} – {gantt.subtitle}")}</title>'
    said = [*(line.words for line in gantt.uprights), *(row.sentence for row in gantt.rows)]
    yield f'<desc id="lt-gantt-desc">{content(". ".join(said))}</desc>'
    yield _PATTERNS
    yield f'<rect width="{number(_WIDTH)}" height="{number(height)}" fill="{palette.PAPER}"/>'
    yield text_at(24, 34, gantt.title, 19, palette.TEXT, bold=True)
    yield from _axis(scale, top, bottom)
    for y, lane in _lanes(gantt.rows, top + _AXIS):
        yield text_at(24, y + 18, lane, 13.5, palette.LANE_INK, bold=True)
    for y, row in placed:
        yield from _row(row, y, scale)
    for y, line in heads:
        yield _upright(line, y, scale, bottom)
    for y, line in heads:
        yield from _upright_words(line, y, scale)
    yield from keys
    yield "</svg>"


def _placed(rows: Sequence[Row], top: float) -> tuple[list[tuple[float, Row]], float]:
    found, y, lane = [], top, None
    for row in rows:
        y += _LANE if row.lane != lane else 0
        found.append((y, row))
        y, lane = y + _ROW, row.lane
    return found, y


def _lanes(rows: Sequence[Row], top: float) -> Iterator[tuple[float, str]]:
    seen = None
    for y, row in _placed(rows, top)[0]:
        if row.lane != seen:
            yield y - _LANE, row.lane
        seen = row.lane


def _axis(scale: Scale, top: float, bottom: float) -> Iterator[str]:
    for at, words in scale.ticks():
        x = scale.at(at)
        yield f'<path d="M{number(x)} {number(top + 4)}V{number(bottom)}" stroke="{palette.LANE_EDGE}"/>'
        yield text_at(x + 3, top + 14, words, 12, palette.QUIET)


def _row(row: Row, y: float, scale: Scale) -> Iterator[str]:
    yield f'<g class="held" role="group" aria-label="{attribute(row.sentence)}" data-critical="{str(row.critical).lower()}">'
    yield f"<title>{content(row.sentence)}</title>"
    for n, line in enumerate(wrapped(row.title, _NAMES - 50, 13, lines=2)):
        yield text_at(34, y + 14 + 16 * n, line, 13, palette.TEXT)
    top = y + 6
    if row.critical:
        first, last = min(p.since for p in row.parts), max(p.until for p in row.parts)
        x, end = scale.at(first) - 3.5, scale.at(last) + 3.5
        yield (
            f'<rect x="{number(x)}" y="{number(top - 3.5)}" width="{number(max(end - x, 9))}" '
            f'height="{number(_BAR + 7)}" rx="5" fill="none" stroke="{palette.CRITICAL}" stroke-width="2.6"/>'
        )
    for part in row.parts:
        yield _part(part, top, scale)
    if row.due_at is not None:
        yield f'<g class="due">{_due_mark(scale.at(row.due_at), top)}</g>'
    yield "</g>"


def _part(part: Part, top: float, scale: Scale) -> str:
    x = scale.at(part.since)
    width = max(scale.at(part.until) - x, 2.0)
    low = part.kind is Stretch.NOTED
    return _bar(part.kind, x, top + _BAR - 6 if low else top, width, 6 if low else _BAR)


def _bar(kind: Stretch, x: float, y: float, width: float, height: float) -> str:
    colours: Colours = _COLOURS[kind]
    fill = {Stretch.STOPPED: "url(#lt-gantt-wait)", Stretch.LATE: "url(#lt-gantt-late)"}.get(kind, colours.ground)
    if kind is Stretch.HELD:
        fill = colours.edge
    dashes = ' stroke-dasharray="5 3"' if kind is Stretch.AWAITED else ""
    return (
        f'<rect class="{kind.value}" x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
        f'rx="3" fill="{fill}" stroke="{colours.edge}"{dashes}/>'
    )


def _due_mark(x: float, top: float) -> str:
    middle = top + _BAR / 2
    return (
        f'<path d="M{number(x)} {number(top - 5)}V{number(top + _BAR + 5)}" stroke="{palette.TEXT}" stroke-width="1.6"/>'
        f'<path d="M{number(x - 5)} {number(middle)}L{number(x)} {number(middle - 6)}L{number(x + 5)} {number(middle)}'
        f'L{number(x)} {number(middle + 6)}Z" fill="{palette.PAPER}" stroke="{palette.TEXT}" stroke-width="1.6"/>'
    )


def _heads(uprights: Sequence[Upright], scale: Scale) -> list[tuple[float, Upright]]:
    """Each on a line of its own, so that no two overlap."""
    ordered = sorted(uprights, key=lambda line: scale.at(line.at))
    return [(62.0 + 20 * n, line) for n, line in enumerate(ordered)]


def _upright(line: Upright, y: float, scale: Scale, bottom: float) -> str:
    colour, dashes = _line_style(line.kind)
    return (
        f'<path class="{line.kind.value}" d="M{number(scale.at(line.at))} {number(y - 12)}V{number(bottom)}" '
        f'fill="none" stroke="{colour}" stroke-width="2"{dashes}/>'
    )


def _upright_words(line: Upright, y: float, scale: Scale) -> Iterator[str]:
    """On paper of their own: another line may pass behind them."""
    x, wide = scale.at(line.at), text_width(line.words, 12.5, bold=True)
    left = x + 6 if x + 6 + wide <= _WIDTH - 8 else x - 6 - wide
    yield (
        f'<rect x="{number(left - 2)}" y="{number(y - 13)}" width="{number(wide + 4)}" height="18" '
        f'fill="{palette.PAPER}"/>'
    )
    yield text_at(left, y, line.words, 12.5, _line_style(line.kind)[0], bold=True)


def _line_style(kind: Line) -> tuple[str, str]:
    if kind is Line.NOW:
        return palette.MARKS[Mark.OPEN].ink, ""
    return palette.TEXT, ' stroke-dasharray="7 4"'


def _keys(gantt: Gantt, y: float) -> tuple[list[str], float]:
    drawn = [text_at(24, y, gantt.legend_title, 13, palette.QUIET, bold=True)]
    x, y = 24.0, y + _KEY_LINE
    for sign, words in gantt.legend:
        wide = _KEY_ROOM + text_width(words, 12.5) + 26
        if x + wide > _WIDTH - 16 and x > 24:
            x, y = 24.0, y + _KEY_LINE
        drawn.append(_key(sign, x, y))
        drawn.append(text_at(x + _KEY_ROOM, y, words, 12.5, palette.TEXT))
        x += wide
    return ['<g class="legend">', *drawn, "</g>"], y + 20


def _key(sign: Stretch | Line, x: float, y: float) -> str:
    if isinstance(sign, Stretch):
        low = sign is Stretch.NOTED
        return _bar(sign, x, y - 6 if low else y - 13, 26, 6 if low else 16)
    if sign is Line.DUE:
        return _due_mark(x + 13, y - 14)
    if sign is Line.CRITICAL:
        return (
            f'<rect x="{number(x)}" y="{number(y - 13)}" width="26" height="16" rx="4" fill="none" '
            f'stroke="{palette.CRITICAL}" stroke-width="2.6"/>'
        )
    colour, dashes = _line_style(sign)
    return f'<path d="M{number(x)} {number(y - 5)}H{number(x + 26)}" stroke="{colour}" stroke-width="2"{dashes}/>'
