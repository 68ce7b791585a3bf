"""What a check found in a definition, in both languages, with the place; who holds the file adds line and column."""

import unicodedata
from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from enum import StrEnum
from functools import update_wrapper
from typing import Generic, NamedTuple, ParamSpec

from engine.core.values import Text

_MANY = 100
_TOLD = 40

NO_WORDS = Text(vi="", en="")
"""Where a message has a part only sometimes."""

Path = tuple[str | int, ...]
"""The way into a document: `("steps", "register_birth", "needs", 0)`."""


class Level(StrEnum):
    """How grave a finding is: an error is refused, a warning is probably a mistake, a note is good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Rule(NamedTuple):
    """One rule of definition files; its id is stable, so that scripts and allowances can name it."""

    id: str
    level: Level
    says: Text


class Finding(NamedTuple):
    """A mistake: where, what, how to mend it."""

    path: Path
    what: Text
    mend: Text
    at_key: bool = False
    rests_on: tuple[Path, ...] = ()
    """The places that the verdict rests on: if one of them is itself broken, the verdict is not given."""
    rule: Rule | None = None
    """The rule that is broken; the check that gives the finding fills it in."""


P = ParamSpec("P")


class Check(Generic[P]):
    """A function that looks for what breaks one rule; each of its findings carries the rule."""

    def __init__(self, rule: Rule, function: Callable[P, Iterable[Finding]]) -> None:
        self.rule = rule
        self._function = function
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[Finding]:
        return [found._replace(rule=self.rule) for found in self._function(*args, **kwargs)]


def check(rule: str, level: Level = Level.ERROR, *, vi: str) -> Callable[[Callable[P, Iterable[Finding]]], Check[P]]:
    """Makes a function the check of a rule. What the rule says: `vi`, and the first line of the function's docstring."""

    def made(function: Callable[P, Iterable[Finding]]) -> Check[P]:
        says = (function.__doc__ or "").strip().splitlines()[0]
        return Check(Rule(rule, level, Text(vi=vi, en=says)), function)

    return made


def is_inside(path: Path, outer: Path) -> bool:
    """Whether `path` is `outer` or lies in it."""
    return path[: len(outer)] == outer


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most looks like, if any does."""
    names = {_plain(other): other for other in reversed(list(known))}
    plain = _plain(name)
    if plain in names:
        return names[plain]
    likely = list(names)
    if len(likely) > _MANY:  # to compare each with each would take minutes
        likely = [other for other in likely if other[:3] == plain[:3]][:_MANY]
    found = get_close_matches(plain, likely, n=1, cutoff=0.6) if len(name) <= _MANY else []
    return names[found[0]] if found else None


def _plain(name: str) -> str:
    """`Notice-Days` and `notice_days` are one slip apart, not eight."""
    return name.lower().replace("-", "_").replace(" ", "_")


def one_of(name: str, known: Iterable[str]) -> Text:
    """The mend for an unknown name: the nearest known one, else all of them."""
    names = list(known)
    if likely := nearest(name, names):
        return did_you_mean(name, likely)
    if not names:
        return Text(
            vi="chưa khai báo mục nào thuộc loại này: hãy khai báo trước",
            en="there is none of its kind yet: declare it first",
        )
    some = f"{', '.join(names[:_TOLD])}{', …' if len(names) > _TOLD else ''}"
    return Text(vi=f"hãy ghi một trong các tên: {some}", en=f"write one of: {some}")


def did_you_mean(name: str, likely: str) -> Text:
    """The mend for a name that stands for another; where they look alike, the sign that differs is named."""
    odd = _odd_sign(name, likely) if nearest(name, [likely]) else NO_WORDS
    return Text(vi=f"có phải là `{likely}` không?{odd.vi}", en=f"did you mean `{likely}`?{odd.en}")


def there_is_no(noun: Text, name: str) -> Text:
    """A name that nothing of its kind has."""
    return Text(vi=f"không có {noun.vi} `{name}`", en=f"there is no {noun.en} `{name}`")


def unknown(noun: Text, name: str, path: Path, known: Collection[str], declared_at: Path | None) -> Finding:
    """A name that nothing has; the verdict rests on the place where such things are declared, if that is in the file."""
    rests_on = (declared_at, (*declared_at, name)) if declared_at else ()
    return Finding(path, there_is_no(noun, name), one_of(name, known), rests_on=rests_on)


def _odd_sign(name: str, likely: str) -> Text:
    """A sign that only looks like the right one cannot be seen: it is named by its number."""
    odd = next((sign for sign in name if not sign.isascii() and sign not in likely), None)
    if odd is None:
        return NO_WORDS
    number, called = f"U+{ord(odd):04X}", unicodedata.name(odd, "unknown").lower()
    return Text(
        vi=f" (trong `{name}` có ký tự {number}, không phải chữ cái thường dùng trong tên)",
        en=f" (`{name}` has the sign {number}, {called})",
    )
