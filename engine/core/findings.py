"""What a check found in a definition, with the place in the document; who holds the file adds line and column."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

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
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.6)), None)


def one_of(name: str, known: Iterable[str]) -> str:
    """The mend for an unknown name: the nearest known one, else all of them."""
    names = list(known)
    if likely := nearest(name, names):
        return f"did you mean `{likely}`?"
    return f"write one of: {', '.join(names)}" if names else "there is none of its kind yet: declare it first"
