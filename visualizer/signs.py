"""The small drawn signs that go with words: one shape for each status, so that colour is never needed to tell them."""

from collections.abc import Mapping

from visualizer.diagram import Mark, Sign, Tone

_RING = '<circle cx="8" cy="8" r="6.2" fill="none" stroke="{ink}" stroke-width="1.6"/>'
_DISC = '<circle cx="8" cy="8" r="7" fill="{ink}"/>'
_LINE = (
    '<path d="{d}" fill="none" stroke="{stroke}" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/>'
)
_DOTTED_RING = (
    '<circle cx="8" cy="8" r="6.2" fill="none" stroke="{ink}" stroke-width="1.6" stroke-dasharray="2.4 2.4"/>'
)
_TRIANGLE = '<path d="M8 1.6 15 14H1Z" fill="{ink}" stroke="{ink}" stroke-width="1.4" stroke-linejoin="round"/>'
_OCTAGON = '<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z" fill="{ink}"/>'
_SHEET = (
    '<path d="M3.5 1.5h6l3 3v10h-9Z" fill="{ground}" stroke="{ink}" stroke-width="1.4" stroke-linejoin="round"/>'
    '<path d="M5.6 7h4.8M5.6 9.6h4.8M5.6 12.1h3" fill="none" stroke="{ink}" stroke-width="1.1"/>'
)


def _line(d: str, stroke: str = "{ink}") -> str:
    return _LINE.replace("{d}", d).replace("{stroke}", stroke)


def _bars(filled: int) -> str:
    """Four bars of growing height, so many of them full."""
    drawn = (
        f'<rect x="{1 + 3.7 * n:.1f}" y="{11 - 3 * n}" width="2.7" height="{4 + 3 * n}" '
        f'fill="{"{ink}" if n < filled else "none"}" stroke="{{ink}}" stroke-width="0.9"/>'
        for n in range(4)
    )
    return "".join(drawn)


_SHAPES: Mapping[Mark | Sign | Tone, str] = {
    Mark.DECLARED: _RING + _line("M6.3 5.4 9.4 8l-3.1 2.6"),
    Mark.NOT_READY: _DOTTED_RING,
    Mark.OPEN: _RING + '<circle cx="8" cy="8" r="2.6" fill="{ink}"/>',
    Mark.CLAIMED: _RING + '<path d="M8 1.8a6.2 6.2 0 0 1 0 12.4Z" fill="{ink}"/>',
    Mark.SUSPENDED: _DISC + _line("M6 5.4v5.2M10 5.4v5.2", "{ground}"),
    Mark.DONE: _DISC + _line("M4.8 8.3 7 10.5l4.2-4.8", "{ground}"),
    Mark.DONE_EARLY: _DISC + _line("M3.4 8.3 5.2 10.4 8.4 6M7.6 9.6l.8.8 4-4.6", "{ground}"),
    Mark.DONE_ON_TIME: _DISC + _line("M4.8 8.3 7 10.5l4.2-4.8", "{ground}"),
    Mark.DONE_LATE: '<rect x="1" y="1" width="14" height="14" rx="2.5" fill="{ink}"/>'
    + _line("M4.8 8.3 7 10.5l4.2-4.8", "{ground}"),
    Mark.REFUSED: _OCTAGON + _line("M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2", "{ground}"),
    Mark.NOT_NEEDED: _RING + _line("M5 8h6"),
    Mark.UNREACHED: _RING + _line("M4.2 11.8l7.6-7.6"),
    Mark.SUPERSEDED: _RING + _line("M4.6 5.2 7.4 8l-2.8 2.8M8.6 5.2 11.4 8l-2.8 2.8"),
    Mark.STOPPED: _DISC + '<rect x="5.1" y="5.1" width="5.8" height="5.8" fill="{ground}"/>',
    **{Mark(f"heat_{level}"): _bars(level) for level in range(5)},
    Sign.OVERDUE: _TRIANGLE + _line("M8 6v3.6M8 12v.1", "{ground}"),
    Sign.DOCUMENT: _SHEET,
    Sign.OUTSIDE_TOTAL: '<rect x="1.2" y="3.2" width="7.6" height="9.6" rx="1.6" fill="none" stroke="{ink}" stroke-width="1.5"/>'
    '<circle cx="13" cy="8" r="2.4" fill="{ink}"/>',
    Sign.RETURN: _line("M6.2 3.2 2.4 7l3.8 3.8M2.8 7h7.4a3.2 3.2 0 0 1 0 6.4H7"),
    Tone.PLAIN: _RING + '<circle cx="8" cy="8" r="2.6" fill="{ink}"/>',
    Tone.GOOD: _DISC + _line("M4.8 8.3 7 10.5l4.2-4.8", "{ground}"),
    Tone.CAUTION: _RING + _line("M8 4.8V8l2.2 1.6"),
    Tone.BAD: _TRIANGLE + _line("M8 6v3.6M8 12v.1", "{ground}"),
}


def has_shape(of: Mark | Sign | Tone) -> bool:
    return of in _SHAPES


def shape(of: Mark | Sign | Tone, ink: str, ground: str) -> str:
    """The sign in a square of 16, to be placed by its caller."""
    return _SHAPES[of].replace("{ink}", ink).replace("{ground}", ground)
