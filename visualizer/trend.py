"""How a procedure went week by week: a line for each number, told apart by its marks and dashes, not by colour alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.core.values import Text
from visualizer import heat_labels, palette
from visualizer.chart import MARGIN, WIDTH, legend, sheet
from visualizer.diagram import Mark
from visualizer.svg_text import attribute, content, number, text_at

_TOP, _HEIGHT, _LEFT, _RIGHT = 60.0, 210.0, 70.0, 40.0
_MOST_LABELS = 14


@dataclass(frozen=True, slots=True)
class Week:
    """The numbers of a week that begins on `first`."""

    first: date
    received: int
    finished: int
    finished_late: int
    backlog: int


@dataclass(frozen=True, slots=True)
class _Line:
    words: Text
    colour: str
    dashes: str
    mark: str


_OF_CASES = (heat_labels.RECEIVED, heat_labels.FINISHED, heat_labels.FINISHED_LATE, heat_labels.BACKLOG)
_OF_STEPS = (heat_labels.STEPS_CAME, heat_labels.STEPS_DONE, heat_labels.STEPS_DONE_LATE, heat_labels.STEPS_LEFT)
_LINES = (
    _Line(heat_labels.RECEIVED, palette.MARKS[Mark.OPEN].ink, "", '<circle r="4.5" fill="{c}"/>'),
    _Line(
        heat_labels.FINISHED,
        palette.MARKS[Mark.DONE].ink,
        "8 4",
        '<rect x="-4" y="-4" width="8" height="8" fill="{c}"/>',
    ),
    _Line(heat_labels.FINISHED_LATE, palette.OVERDUE.ground, "2 3", '<path d="M0 -5.5 5.5 4.5H-5.5Z" fill="{c}"/>'),
    _Line(heat_labels.BACKLOG, palette.TEXT, "12 3 2 3", '<path d="M0 -6 6 0 0 6 -6 0Z" fill="#FFFFFF" stroke="{c}"/>'),
)


def trend_svg(weeks: Sequence[Week], language: str, *, of_steps: bool = False) -> str:
    """At least one week; the scale begins at nothing. `of_steps`: the numbers count steps, not cases."""
    said = _OF_STEPS if of_steps else _OF_CASES
    lines = [replace(line, words=words) for line, words in zip(_LINES, said, strict=True)]
    return "\n".join(_drawn(weeks, lines, counted_words(of_steps), language)) + "\n"


def counted_words(of_steps: bool) -> Text:
    """What each number of the trend counts."""
    return heat_labels.COUNTS_STEPS if of_steps else heat_labels.COUNTS_CASES


def trend_heads(of_steps: bool) -> Sequence[Text]:
    """What the numbers of a week are called, in their order."""
    return _OF_STEPS if of_steps else _OF_CASES


def _drawn(weeks: Sequence[Week], lines: Sequence[_Line], counted: Text, language: str) -> Iterator[str]:
    yield from sheet(
        "trend",
        heat_labels.TREND.in_language(language),
        [counted.in_language(language).rstrip("."), *(_sentence(week, lines, language) for week in weeks)],
        _TOP + _HEIGHT + 84,
        language,
    )
    top = _nice(max((n for week in weeks for n in _numbers(week)), default=0))
    for n in range(5):
        y = _y(top * n / 4, top)
        yield f'<path d="M{number(_LEFT)} {number(y)}H{number(WIDTH - _RIGHT)}" stroke="{palette.LANE_EDGE}"/>'
        yield text_at(MARGIN, y + 4, f"{top * n // 4}", 12, palette.QUIET)
    every = -(-len(weeks) // _MOST_LABELS)
    for n, week in enumerate(weeks):
        if n % every == 0:
            yield text_at(_x(n, weeks) - 17, _TOP + _HEIGHT + 22, f"{week.first:%d/%m}", 12, palette.QUIET)
    for place, line in enumerate(lines):
        yield from _line(line, [_numbers(week)[place] for week in weeks], weeks, top, language)
    yield from legend([(_key(line), line.words.in_language(language)) for line in lines], _TOP + _HEIGHT + 60)
    yield "</svg>"


def _line(line: _Line, numbers: Sequence[int], weeks: Sequence[Week], top: int, language: str) -> Iterator[str]:
    points = [(_x(n, weeks), _y(value, top)) for n, value in enumerate(numbers)]
    name = line.words.in_language(language)
    said = f"{name}: {', '.join(str(value) for value in numbers)}"
    yield f'<g role="group" aria-label="{attribute(said)}"><title>{content(said)}</title>'
    path = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    yield f'<path d="M{path}" fill="none" stroke="{line.colour}" stroke-width="2"{_dashes(line)}/>'
    for x, y in points:
        yield f'<g transform="translate({number(x)} {number(y)})">{line.mark.replace("{c}", line.colour)}</g>'
    yield "</g>"


def _sentence(week: Week, lines: Sequence[_Line], language: str) -> str:
    told = (f"{line.words.in_language(language)} {n}" for line, n in zip(lines, _numbers(week), strict=True))
    return f"{heat_labels.WEEK_OF.in_language(language)} {week.first:%d/%m/%Y}: {'; '.join(told)}"


def _numbers(week: Week) -> tuple[int, int, int, int]:
    return week.received, week.finished, week.finished_late, week.backlog


def _nice(most: int) -> int:
    """The next number that quarters well."""
    step = 4
    while step * 10 <= most:
        step *= 10
    return max(4, -(-most // step) * step)


def _x(place: int, weeks: Sequence[Week]) -> float:
    room = WIDTH - _LEFT - _RIGHT
    return _LEFT + room * (place + 0.5) / len(weeks)


def _y(value: float, top: int) -> float:
    return _TOP + _HEIGHT * (1 - value / top)


def _dashes(line: _Line) -> str:
    return f' stroke-dasharray="{line.dashes}"' if line.dashes else ""


def _key(line: _Line) -> str:
    drawn = line.mark.replace("{c}", line.colour)
    return (
        f'<path d="M0 8H26" stroke="{line.colour}" stroke-width="2"{_dashes(line)}/>'
        f'<g transform="translate(13 8)">{drawn}</g>'
    )
