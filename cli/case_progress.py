"""How many running cases have been looked at, on a terminal, beside the answer; nothing where nobody looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

Language = Literal["vi", "en"]
_One = TypeVar("_One")
_COUNTING = {"vi": "hồ sơ đã xem", "en": "cases looked at"}


def counted(found: Iterable[_One], language: Language) -> Iterator[_One]:
    """The same, one after the other, with a bar that counts them; how many there will be is not known before."""
    console = Console(stderr=True)
    columns = (TextColumn(_COUNTING[language]), BarColumn(), TextColumn("{task.completed}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=None)
        for one in found:
            progress.advance(bar)
            yield one
