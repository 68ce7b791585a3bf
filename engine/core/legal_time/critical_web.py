"""Every chain of steps that decides how long a case takes: all of equal length, where R19 names one of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engine.core.legal_time.instants import Instant


@dataclass(frozen=True, slots=True)
class CriticalWeb:
    """The steps of all those chains, and each pair of steps that follow each other in one of them."""

    steps: frozenset[str] = frozenset()
    links: frozenset[tuple[str, str]] = frozenset()


def critical_web(after: Mapping[str, Collection[str]], completions: Mapping[str, Instant]) -> CriticalWeb:
    """Back from every step that completes last, to every one that it waits for longest; `after` names what each waits for.

    Where a completion is not known (the calendar ends before it), no chain is: the web is empty.
    """
    if not completions.keys() >= after.keys():
        return CriticalWeb()
    reached: dict[str, None] = dict.fromkeys(_last_of(after, completions))
    links: set[tuple[str, str]] = set()
    open_ends = list(reached)
    while open_ends:
        step = open_ends.pop()
        for before in _last_of(after[step], completions):
            links.add((before, step))
            if before not in reached:
                reached[before] = None
                open_ends.append(before)
    return CriticalWeb(frozenset(reached), frozenset(links))


def _last_of(names: Collection[str], completions: Mapping[str, Instant]) -> list[str]:
    latest = max((completions[name] for name in names), default=None)
    return [name for name in names if completions[name] == latest]
