"""Days off and worked Saturdays in words, each with its name and the decision behind it; days of one decision together.

`từ thứ Hai 16 đến thứ Sáu 20/02/2026 (Tết Nguyên đán, theo TB 9441/TB-BNV)`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from engine.core.basis_words import basis_words
from engine.core.day_words import MOST_RANGES, many_dates_words, short_date_words
from engine.core.definition_basics import LegalBasis
from engine.core.values import Text

_BY = Text(vi="theo {basis}", en="by {basis}")
_ALL_BY = Text(vi="cùng theo {basis}", en="all by {basis}")
_ANNOUNCED = Text(vi="công bố {day}", en="announced on {day}")
_DECIDED = Text(vi="{days} (ngày nghỉ theo {n} quyết định)", en="{days} (days off by {n} decisions)")
_DECIDED_IN_PART = Text(
    vi="{days} (ngày nghỉ theo {n} quyết định hoặc dự kiến, chưa công bố)",
    en="{days} (days off by {n} decisions, announced or expected)",
)
_EXPECTED = Text(vi="dự kiến, chưa công bố", en="expected, not announced yet")


class SpecialDay(NamedTuple):
    """A day that is not an ordinary working day: why, and by which decision; `source` keeps days of one together."""

    on: date
    why: str
    source: str = ""
    decision: LegalBasis | None = None
    announced_on: date | None = None
    is_expected: bool = False


class SpecialDays:
    """Tells the special days of one text; when a decision was announced is said the first time only."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._announced: set[str] = set()

    def told(self, days: Iterable[SpecialDay]) -> str:
        """Days of one decision, or of one ordinary reason, stand together, in the order of their first."""
        groups: dict[tuple[str, bool], list[SpecialDay]] = {}
        for day in days:
            groups.setdefault((day.source or day.why, day.is_expected), []).append(day)
        known = [group for group in groups.values() if group[0].source]
        if len(known) > MOST_RANGES:  # of a wait over years: by whose decision is not told for each of them
            return "; ".join([*(self._group(g) for g in groups.values() if not g[0].source), self._summed(known)])
        return "; ".join(self._group(group) for group in groups.values())

    def _summed(self, groups: Sequence[Sequence[SpecialDay]]) -> str:
        days = self._dates(day.on for group in groups for day in group)
        expected = any(day.is_expected for group in groups for day in group)
        return self._say(_DECIDED_IN_PART if expected else _DECIDED, days=days, n=str(len(groups)))

    def note(self, day: SpecialDay) -> str:
        """Why one day is special, without the day: `làm bù cho thứ Sáu 02/01/2026, theo …`."""
        return ", ".join([day.why, *self._behind([day], _BY)])

    def _group(self, group: Sequence[SpecialDay]) -> str:
        named = [(day.on, _short(day.why, group)) for day in group]
        if len({why for _, why in named}) == 1:
            reason = ", ".join([named[0][1], *self._behind(group, _BY)])
            return f"{self._dates(on for on, _ in named)} ({reason})"
        runs = groupby(named, key=lambda day: day[1])
        said = [f"{self._dates(on for on, _ in run)} ({why})" for why, run in runs]
        return ", ".join([*said, *self._behind(group, _ALL_BY)])

    def _behind(self, group: Sequence[SpecialDay], by: Text) -> list[str]:
        first, said = group[0], []
        if first.decision is not None:
            said.append(self._say(by, basis=basis_words([first.decision], self._language)))
            days = [day.announced_on for day in group if day.announced_on is not None]
            if days and first.source not in self._announced:
                self._announced.add(first.source)
                said.append(self._say(_ANNOUNCED, day=short_date_words(max(days))))
        if first.is_expected:
            said.append(self._say(_EXPECTED))
        return said

    def _dates(self, days: Iterable[date]) -> str:
        return many_dates_words(days, self._language)

    def _say(self, text: Text, **values: str) -> str:
        return text.in_language(self._language).format(**values)


def _short(why: str, group: Sequence[SpecialDay]) -> str:
    """`Tết Nguyên đán Bính Ngọ` is told as `Tết Nguyên đán` beside days of that name."""
    return min((day.why for day in group if why.startswith(day.why)), key=len)
