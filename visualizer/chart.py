"""What all charts of numbers share: the sheet they are drawn on, its title and description, its legend."""

from collections.abc import Iterator, Sequence

from visualizer import palette
from visualizer.measure import text_width
from visualizer.svg import FONTS
from visualizer.svg_text import attribute, content, number, text_at

WIDTH = 1120.0
MARGIN = 24.0
_KEY_ROOM, _KEY_LINE = 36.0, 26.0


def sheet(name: str, title: str, said: Sequence[str], height: float, language: str) -> Iterator[str]:
    """The opening of a picture; `name` keeps its ids apart from those of other pictures on a page."""
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" viewBox="0 0 {number(WIDTH)} {number(height)}" '
        f'width="{number(WIDTH)}" height="{number(height)}" style="max-width:100%;height:auto" role="img" '
        f'aria-labelledby="lt-{name}-title lt-{name}-desc" xml:lang="{attribute(language)}" '
        f'font-family="{FONTS}" fill="{palette.TEXT}">'
    )
    yield f'<title id="lt-{name}-title">{content(title)}</title>'
    yield f'<desc id="lt-{name}-desc">{content(". ".join(said))}</desc>'
    yield f'<rect width="{number(WIDTH)}" height="{number(height)}" fill="{palette.PAPER}"/>'
    yield text_at(MARGIN, 34, title, 19, palette.TEXT, bold=True)


def legend(keys: Sequence[tuple[str, str]], y: float) -> Iterator[str]:
    """Each a drawing of 26 by 16 and its words, beside one another as far as there is room."""
    x = MARGIN
    yield '<g class="legend">'
    for drawn, words in keys:
        wide = _KEY_ROOM + text_width(words, 12.5) + 24
        if x + wide > WIDTH - 8 and x > MARGIN:
            x, y = MARGIN, y + _KEY_LINE
        yield f'<g transform="translate({number(x)} {number(y - 13)})">{drawn}</g>'
        yield text_at(x + _KEY_ROOM, y, words, 12.5, palette.TEXT)
        x += wide
    yield "</g>"
