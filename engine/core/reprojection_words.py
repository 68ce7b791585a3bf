"""Late calendar decisions in words: which promise or due date moved, and because of which days, outages and decisions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from engine.core.day_off_words import SpecialDay, SpecialDays
from engine.core.day_words import due_words, spoken_instant_words
from engine.core.definition_basics import LegalBasis
from engine.core.events import CalendarDecision, DueDates, DueDatesReprojected
from engine.core.values import Text

_MOVED = Text(vi="Hẹn trả {old} đổi thành {new}", en="Promised for {old}, now {new}")
_NOT_MOVED = Text(vi="Ngày hẹn trả không đổi", en="The promised date stays")
_STEPS_MOVED = Text(vi="hạn của {n} bước thay đổi", en="due dates of steps that changed: {n}")
_ANSWER_MOVED = Text(vi="hạn bổ sung hồ sơ {old} đổi thành {new}", en="term to answer {old}, now {new}")
_OFF = Text(vi="nghỉ {days}", en="off on {days}")
_WORKED = Text(vi="làm việc {days}", en="working on {days}")
_SHORTENED = Text(vi="chỉ làm việc {hours} {days}", en="working only {hours} on {days}")
_NOT_SHORTENED = Text(vi="lại làm việc cả ngày {days}", en="working all day again on {days}")
_DOWN = Text(
    vi="hệ thống ngừng hoạt động từ {start} đến {end} ({why})", en="a system was down from {start} to {end} ({why})"
)
_DOWN_NOW = Text(
    vi="hệ thống ngừng hoạt động từ {start}, chưa hoạt động lại ({why})",
    en="a system has been down since {start} ({why})",
)
_NOT_DOWN = Text(
    vi="thông báo hệ thống ngừng hoạt động từ {start} không còn hiệu lực ({why})",
    en="the notice of an outage from {start} holds no more ({why})",
)


def reprojection_words(event: DueDatesReprojected) -> Text:
    """What a caseworker reads to a citizen: the promise if it moved, else how many steps did; and the term to answer."""
    return Text(vi=_words(event, "vi"), en=_words(event, "en"))


def decisions_words(decisions: Sequence[CalendarDecision], language: str) -> str:
    """`nghỉ thứ Sáu 02/01/2026 (hoán đổi …, theo …, công bố …); làm việc thứ Bảy 10/01/2026 (…)`; a day once."""
    telling, said = SpecialDays(language), []
    days = [decision for decision in decisions if decision.began_at is None]
    once = {(decision.day, decision.is_off, decision.hours): decision for decision in days}
    for is_off, hours in dict.fromkeys((decision.is_off, decision.hours) for decision in _ordered(once.values())):
        alike = [d for d in once.values() if (d.is_off, d.hours) == (is_off, hours)]
        words = (_SHORTENED if is_off else _NOT_SHORTENED) if hours else (_OFF if is_off else _WORKED)
        spans = ", ".join(f"{begins}–{ends}" for begins, ends in hours)
        told = telling.told(_special(decision, language) for decision in alike)
        said.append(words.in_language(language).format(days=told, hours=spans))
    said += [_outage(decision, language, telling) for decision in decisions if decision.began_at is not None]
    return "; ".join(said)


def _ordered(decisions: Iterable[CalendarDecision]) -> list[CalendarDecision]:
    """Days off before worked ones, whole days before shortened ones."""
    return sorted(decisions, key=lambda d: (bool(d.hours), not d.is_off))


def _outage(decision: CalendarDecision, language: str, telling: SpecialDays) -> str:
    assert decision.began_at is not None
    if not decision.is_off:
        words = _NOT_DOWN
    else:
        words = _DOWN if decision.ended_at is not None else _DOWN_NOW
    return words.in_language(language).format(
        start=spoken_instant_words(decision.began_at, language),
        end=spoken_instant_words(decision.ended_at, language) if decision.ended_at is not None else "",
        why=telling.note(_special(decision, language)),
    )


def _words(event: DueDatesReprojected, language: str) -> str:
    because = decisions_words(event.decisions, language)
    moved = "; ".join(_moves(event.before, event.after, language))
    moved = moved[:1].upper() + moved[1:]
    return f"{moved}: {because}" if because else moved


def _moves(before: DueDates, after: DueDates, language: str) -> Iterator[str]:
    def change(words: Text, old: datetime, new: datetime) -> str:
        return words.in_language(language).format(old=due_words(old, language), new=due_words(new, language))

    if before.promised is not None and after.promised is not None and before.promised != after.promised:
        yield change(_MOVED, before.promised, after.promised)
    else:
        if after.promised is not None:
            yield _NOT_MOVED.in_language(language)
        steps = before.steps.keys() | after.steps.keys()
        moved = sum(before.steps.get(step) != after.steps.get(step) for step in steps)
        if moved:
            yield _STEPS_MOVED.in_language(language).format(n=moved)
    for suspension, told in before.answers.items():
        if after.answers.get(suspension, told) != told:
            yield change(_ANSWER_MOVED, told, after.answers[suspension])


def _special(decision: CalendarDecision, language: str) -> SpecialDay:
    behind, why = decision.decision or LegalBasis(ref=decision.source), decision.name.in_language(language)
    return SpecialDay(decision.day, why, decision.source, behind, decision.announced_on)
