"""The sum of one term in words: what is counted, passed over and suspended adds up to all its days, or all its time."""

from collections import Counter
from collections.abc import Mapping

from engine.core.day_words import range_words, span_words, spoken_instant_words
from engine.core.explanation import NamedTerm
from engine.core.explanation_phrases import DAY_PARTS, RESTS, SAID, TIME_PARTS
from engine.core.legal_time import DayMark
from engine.core.values import Text


def days_sum(term: NamedTerm, language: str, *, is_extension: bool) -> str | None:
    """`Cộng lại: từ … đến … có 13 ngày, gồm 1 ngày đầu tiên, 9 ngày nghỉ, 3 ngày được tính.`; null for a single day."""
    if len(term.days) < 2:
        return None
    counts = Counter(_PLACE[day.mark] for day in term.days)
    if is_extension:
        counts["extended"] = counts.pop("start")
    parts = ((place, counts[place]) for place in ("start", "extended", "off", "paused", "counted", "reached"))
    said = (_many(DAY_PARTS, place, n, language) for place, n in parts if n)
    ends = range_words(term.days[0].on, term.days[-1].on, language)
    return SAID["sum_of_days"].in_language(language).format(n=len(term.days), range=ends, parts=", ".join(said))


def time_sum(term: NamedTerm, language: str) -> str | None:
    """The same of an exact term by the clock on the wall; null if nothing but counted time lies in it."""
    spent: Counter[str] = Counter()
    for stretch in term.stretches:
        spent[_PLACE_OF_TIME.get(stretch.mark, "outside")] += int((stretch.end - stretch.start).total_seconds())
    if set(spent) <= {"counted"}:
        return None
    spans = ((place, span_words(spent[place], language)) for place in TIME_PARTS if spent[place])
    said = (TIME_PARTS[place].in_language(language).format(span=span) for place, span in spans)
    return (
        SAID["sum_of_time"]
        .in_language(language)
        .format(
            start=spoken_instant_words(term.starts_at, language),
            end=spoken_instant_words(term.due_at, language),
            span=span_words(sum(spent.values()), language),
            parts=", ".join(said),
        )
    )


_PLACE = {
    DayMark.START_DAY: "start",
    DayMark.COUNTED: "counted",
    DayMark.PAUSED: "paused",
    DayMark.REACHED: "reached",
    **dict.fromkeys(RESTS, "off"),
}
_PLACE_OF_TIME = {DayMark.COUNTED: "counted", DayMark.PAUSED: "paused"}


def _many(phrases: Mapping[str, Text], key: str, n: int, language: str) -> str:
    """English tells one from many."""
    found = phrases.get(f"{key}_one") if n == 1 else None
    return (found or phrases[key]).in_language(language).format(n=n)
