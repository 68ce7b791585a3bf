"""A change of a calendar in words: which days came, which went, and what else says something else."""

from collections.abc import Iterator, Sequence

from engine.core.calendar_editions import Change
from engine.core.calendar_entries import Break, Closure, DayOff, Entry, Outage, SwappedWorkday
from engine.core.day_words import instant_words, short_date_words
from engine.core.values import Text

_FIRST = Text(vi="bản đầu tiên", en="the first edition")
_ADDED = Text(vi="thêm: {what}", en="added: {what}")
_GONE = Text(vi="bỏ: {what}", en="gone: {what}")
_OTHER = Text(vi="đổi: {what}", en="changed: {what}")
_OFF = Text(vi="nghỉ {day}", en="off {day}")
_WORKED = Text(vi="làm việc {day}", en="working {day}")
_BREAK = Text(vi="kỳ nghỉ {first} – {last}", en="break {first} – {last}")
_CLOSURE = Text(vi="nghỉ đột xuất {first} – {last}", en="closure {first} – {last}")
_OUTAGE = Text(vi="sự cố từ {since}", en="outage from {since}")
_ANNOUNCED = Text(vi=" (công bố {on})", en=" (announced {on})")


def change_words(change: Change, language: str) -> str:
    """`thêm: nghỉ 02/01/2026 (công bố 25/12/2025), …; bỏ: …`."""
    return _FIRST.in_language(language) if change.is_first else "; ".join(_parts(change, language))


def _parts(change: Change, language: str) -> Iterator[str]:
    for words, entries in ((_ADDED, change.added), (_GONE, change.gone)):
        if entries:
            yield words.in_language(language).format(what=_listed(entries, language))
    if change.other:
        yield _OTHER.in_language(language).format(what=", ".join(f"`{name}`" for name in change.other))


def _listed(entries: Sequence[Entry], language: str) -> str:
    return ", ".join(_entry(entry, language) for entry in entries)


def _entry(entry: Entry, language: str) -> str:
    said = _what(entry, language)
    if entry.announced_on is not None:
        said += _ANNOUNCED.in_language(language).format(on=short_date_words(entry.announced_on))
    return said


def _what(entry: Entry, language: str) -> str:
    match entry:
        case DayOff():
            return _OFF.in_language(language).format(day=short_date_words(entry.day))
        case SwappedWorkday():
            return _WORKED.in_language(language).format(day=short_date_words(entry.day))
        case Break() | Closure():
            words = _BREAK if isinstance(entry, Break) else _CLOSURE
            first, last = short_date_words(entry.first), short_date_words(entry.last)
            return words.in_language(language).format(first=first, last=last)
        case Outage():
            return _OUTAGE.in_language(language).format(since=instant_words(entry.began_at, language))
    raise AssertionError(f"no words for {type(entry).__name__}")
