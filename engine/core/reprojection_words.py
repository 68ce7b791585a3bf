"""Late calendar decisions in words: which promise or due date moved, and because of which days and decisions."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from engine.core.day_off_words import SpecialDay, SpecialDays
from engine.core.day_words import due_words
from engine.core.definition_basics import LegalBasis
from engine.core.events import CalendarDecision, DueDates, DueDatesReprojected
from engine.core.values import Text

_MOVED = Text(vi="Hẹn trả {old} đổi thành {new}", en="Promised for {old}, now {new}")
_NOT_MOVED = Text(vi="Ngày hẹn trả không đổi", en="The promised date stays")
_STEPS_MOVED = Text(vi="hạn của {n} bước thay đổi", en="due dates of steps that changed: {n}")
_ANSWER_MOVED = Text(vi="hạn bổ sung hồ sơ {old} đổi thành {new}", en="term to answer {old}, now {new}")
_OFF = Text(vi="nghỉ {days}", en="off on {days}")
_WORKED = Text(vi="làm việc {days}", en="working on {days}")


def reprojection_words(event: DueDatesReprojected) -> Text:
    """What a caseworker reads to a citizen: the promise if it moved, else how many steps did; and the term to answer."""
    return Text(vi=_words(event, "vi"), en=_words(event, "en"))


def decisions_words(decisions: Sequence[CalendarDecision], language: str) -> str:
    """`nghỉ thứ Sáu 02/01/2026 (hoán đổi …, theo …, công bố …); làm việc thứ Bảy 10/01/2026 (…)`; a day once."""
    telling, said = SpecialDays(language), []
    once = {(decision.day, decision.is_off): decision for decision in decisions}
    for is_off, words in ((True, _OFF), (False, _WORKED)):
        days = [_special(decision, language) for decision in once.values() if decision.is_off is is_off]
        if days:
            said.append(words.in_language(language).format(days=telling.told(days)))
    return "; ".join(said)


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
