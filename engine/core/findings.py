"""What a check found in a definition, with the place in the document; who holds the file adds line and column."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

_MANY = 100
_TOLD = 40

Path = tuple[str | int, ...]
"""The way into a document: `("steps", "register_birth", "needs", 0)`."""


class Finding(NamedTuple):
    """A mistake: where, what, how to mend it."""

    path: Path
    what: str
    mend: str
    at_key: bool = False
    rests_on: tuple[Path, ...] = ()
    """The places that the verdict rests on: if one of them is itself broken, the verdict is not given."""


def is_inside(path: Path, outer: Path) -> bool:
    """Whether `path` is `outer` or lies in it."""
    return path[: len(outer)] == outer


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most looks like, if any does."""
    names = list(known)
    if len(names) > _MANY:  # to compare each with each would take minutes
        names = [other for other in names if other[:3] == name[:3]][:_MANY]
    return next(iter(get_close_matches(name, names, n=1, cutoff=0.6)), None) if len(name) <= _MANY else None


def one_of(name: str, known: Iterable[str]) -> str:
    """The mend for an unknown name: the nearest known one, else all of them."""
    names = list(known)
    if likely := nearest(name, names):
        return f"did you mean `{likely}`?{_odd_sign(name, likely)}"
    some = f"{', '.join(names[:_TOLD])}{', …' if len(names) > _TOLD else ''}"
    return f"write one of: {some}" if names else "there is none of its kind yet: declare it first"


def _odd_sign(name: str, likely: str) -> str:
    """A sign that only looks like the right one cannot be seen: it is named by its number."""
    odd = next((sign for sign in name if not sign.isascii() and sign not in likely), None)
    return f" (`{name}` has the sign U+{ord(odd):04X}, {unicodedata.name(odd, 'unknown').lower()})" if odd else ""
