"""Early, on time and late as bars: each line once with waits left out and once with them left in, told by pattern too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from visualizer import heat_labels, palette
from visualizer.chart import MARGIN, WIDTH, legend, sheet
from visualizer.diagram import Mark
from visualizer.measure import text_width, wrapped
from visualizer.palette import Colours
from visualizer.svg_text import attribute, content, number, text_at

_NAMES, _KIND, _ROW, _BAR = 300.0, 180.0, 56.0, 18.0
_KINDS = (
    (heat_labels.EARLY, palette.MARKS[Mark.DONE_EARLY], "none"),
    (heat_labels.ON_TIME, palette.MARKS[Mark.DONE_ON_TIME], "url(#lt-bars-on-time)"),
    (heat_labels.LATE, palette.OVERDUE, "url(#lt-bars-late)"),
)
_PATTERNS = (
    '<defs><pattern id="lt-bars-on-time" width="7" height="7" patternUnits="userSpaceOnUse">'
    f'<circle cx="3.5" cy="3.5" r="1.2" fill="{palette.MARKS[Mark.DONE_ON_TIME].edge}"/></pattern>'
    '<pattern id="lt-bars-late" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="3" height="8" fill="{palette.MARKS[Mark.REFUSED].ink}"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many of what was judged; what was not judged is in no bar."""

    early: int = 0
    on_time: int = 0
    late: int = 0

    @property
    def numbers(self) -> tuple[int, int, int]:
        return self.early, self.on_time, self.late


@dataclass(frozen=True, slots=True)
class TimelyLine:
    """One step, or one agency."""

    title: str
    waits_out: Verdicts
    waits_in: Verdicts


def timely_svg(lines: Sequence[TimelyLine], language: str) -> str:
    """Each bar is a whole of its own; the numbers stand in it."""
    return "\n".join(_lines(lines, language)) + "\n"


def _lines(lines: Sequence[TimelyLine], language: str) -> Iterator[str]:
    said = [sentence for line in lines for sentence in _sentences(line, language)]
    bottom = 58 + _ROW * len(lines)
    yield from sheet("bars", heat_labels.TIMELY.in_language(language), said, bottom + 44, language)
    yield _PATTERNS
    for n, line in enumerate(lines):
        y = 58 + _ROW * n
        for row, part in enumerate(wrapped(line.title, _NAMES - 20, 13, lines=2)):
            yield text_at(MARGIN, y + 15 + 17 * row, part, 13, palette.TEXT)
        pairs = ((line.waits_out, heat_labels.WAITS_OUT), (line.waits_in, heat_labels.WAITS_IN))
        for row, ((verdicts, kind), sentence) in enumerate(zip(pairs, _sentences(line, language), strict=True)):
            yield from _bar(verdicts, kind.in_language(language), sentence, y + 22 * row, language)
    keys = [(_swatch(colours, pattern), words.in_language(language)) for words, colours, pattern in _KINDS]
    yield from legend(keys, bottom + 22)
    yield "</svg>"


def _sentences(line: TimelyLine, language: str) -> tuple[str, str]:
    return (
        _sentence(line.title, line.waits_out, heat_labels.WAITS_OUT.in_language(language), language),
        _sentence(line.title, line.waits_in, heat_labels.WAITS_IN.in_language(language), language),
    )


def _sentence(title: str, verdicts: Verdicts, kind: str, language: str) -> str:
    told = (f"{words.in_language(language)} {n}" for (words, _, _), n in zip(_KINDS, verdicts.numbers, strict=True))
    return f"{title}, {kind}: {'; '.join(told)}"


def _bar(verdicts: Verdicts, kind: str, sentence: str, y: float, language: str) -> Iterator[str]:
    yield f'<g role="group" aria-label="{attribute(sentence)}"><title>{content(sentence)}</title>'
    yield text_at(_NAMES, y + 14, kind, 12, palette.QUIET)
    x, whole = _NAMES + _KIND, sum(verdicts.numbers)
    room = WIDTH - MARGIN - x
    if not whole:
        yield text_at(x, y + 14, heat_labels.NONE_PASSED.in_language(language), 12, palette.QUIET)
    for (_, colours, pattern), n in zip(_KINDS, verdicts.numbers, strict=True):
        if not n:
            continue
        wide = room * n / whole
        yield _part(x, y, wide, colours.ground, pattern, colours.edge)
        label = text_width(str(n), 12, bold=True)
        if wide > label + 12:
            yield _label(x + 6, y, label, str(n))
        x += wide
    yield "</g>"


def _part(x: float, y: float, wide: float, ground: str, pattern: str, edge: str) -> str:
    place = f'x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(_BAR)}"'
    return f'<rect {place} fill="{ground}"/><rect {place} fill="{pattern}" stroke="{edge}"/>'


def _label(x: float, y: float, wide: float, words: str) -> str:
    """On paper of its own, readable whatever the pattern."""
    ground = (
        f'<rect x="{number(x - 3)}" y="{number(y + 2)}" width="{number(wide + 6)}" height="14" rx="3" '
        f'fill="{palette.PAPER}"/>'
    )
    return ground + text_at(x, y + 13.5, words, 12, palette.TEXT, bold=True)


def _swatch(colours: Colours, pattern: str) -> str:
    drawn = _part(0, 0, 26, colours.ground, pattern, colours.edge)
    return drawn.replace(f'height="{number(_BAR)}"', 'height="16"')
