"""The reckoning of a due date in plain sentences, Vietnamese and English, that a caseworker can read to a citizen."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from engine.core.basis_words import basis_words
from engine.core.calendars import SwappedWorkday
from engine.core.day_off_words import SpecialDay, SpecialDays
from engine.core.day_words import (
    MOST_RANGES,
    date_words,
    many_dates_words,
    short_date_words,
    span_words,
    spoken_instant_words,
)
from engine.core.definition_basics import LegalBasis, TimeLimit
from engine.core.events import CalendarDecision
from engine.core.explanation import DueExplanation, Hold, NamedDay, NamedExtension, NamedStretch, NamedTerm
from engine.core.explanation_phrases import (
    CORRESPONDING,
    END_OF_DAY,
    FIRST_DAY,
    RESTS,
    ROLL,
    SAID,
    SHIFTED,
)
from engine.core.explanation_sums import days_sum, time_sum
from engine.core.legal_time import ClockStatus, DayMark, Unit
from engine.core.reprojection_words import decisions_words
from engine.core.values import Text
from engine.core.words import CLOCK_STATUS, limit_words


def sentences(explained: DueExplanation, language: str) -> tuple[str, ...]:
    """The reckoning from the limit to the due date, in the order in which one tells it."""
    return tuple(_Telling(explained, language).all())


class _Telling:
    """Tells one reckoning in one language."""

    def __init__(self, explained: DueExplanation, language: str) -> None:
        self._told = explained
        self._language = language
        self._special = SpecialDays(language)
        self._held_already: set[date] = set()

    def all(self) -> Iterator[str]:
        yield from self._limit()
        if not self._told.terms:
            ended = self._told.clock.status is ClockStatus.NOT_JUDGED
            yield self._say("ended" if ended else "not_begun")
            return
        yield from self._start()
        for number, term in enumerate(self._told.terms):
            yield from self._term(number, term)
        yield self._due()
        for hold in self._told.without_effect:
            yield self._without_effect(hold)
        yield from self._promise()
        status = _inside(self._text(CLOCK_STATUS[self._told.clock.status]))
        yield self._say("status", at=self._at(self._told.as_of), status=status)

    def _term(self, number: int, term: NamedTerm) -> Iterator[str]:
        is_extension = number > 0
        if is_extension:
            yield self._extended(self._told.extended_by[number - 1])
        elif not term.term.exact and any(day.mark is DayMark.COUNTED for day in term.days):
            first = self._with_note(term.days[0].on, term.days[0].worked_for)
            yield self._say("first_day", day=first, basis=self._basis([FIRST_DAY]))
        if not is_extension:
            for hold in self._told.held_by:
                if not hold.restarts_at(self._told.restarted_at):
                    yield self._held(hold)
            if self._stands():
                yield self._say("stands")
        yield from self._stretches(term) if term.term.exact else self._days(term)
        language = self._language
        added = time_sum(term, language) if term.term.exact else days_sum(term, language, is_extension=is_extension)
        if added is not None:
            yield added

    def _limit(self) -> Iterator[str]:
        told, applied = self._told, self._told.limit
        agency = f" ({self._text(told.agency_title)})" if told.agency_title else ""
        of = self._say("of_step", title=self._text(told.title), agency=agency) if told.step else self._say("of_total")
        limit = self._text(limit_words(applied.limit))
        yield self._say("limit", of=of, limit=limit, basis=self._basis(applied.legal_basis))
        if applied.condition_title is not None:
            why = self._text(applied.condition_title)
            yield self._say("instead", ordinary=self._text(limit_words(applied.ordinary)), why=_inside(why))

    def _start(self) -> Iterator[str]:
        told = self._told
        assert told.begun_at is not None and told.counted_from is not None
        at = self._at(told.begun_at)
        if told.shifted is not None:
            yield self._say(
                SHIFTED[told.shifted.reason],
                at=at,
                cut_off=told.shifted.cut_off,
                start=self._at(told.counted_from),
                basis=self._basis(told.shifted.legal_basis),
            )
            if told.shifted.passed:
                passed = self._special.told(self._off(day, day.on) for day in told.shifted.passed)
                yield self._many("passed", len(told.shifted.passed), days=passed)
        else:
            yield self._say("received" if told.step is None else "begun", at=at)
        if told.restarted_at is not None:
            yield from (self._held(hold) for hold in told.held_by if hold.restarts_at(told.restarted_at))
            yield self._say("restarted", at=self._at(told.restarted_at), basis="")

    def _held(self, hold: Hold) -> str:
        said = self._say(
            "held" if hold.until else "held_until_now",
            start=self._at(hold.started_at),
            end=self._at(hold.until) if hold.until else "",
            title=_inside(self._text(hold.title)),
            by=self._by_whom(hold),
            basis=self._basis(hold.legal_basis),
        )
        days = [
            day.on
            for term in self._told.terms
            for day in term.days
            if day.mark is DayMark.PAUSED and hold.id in day.held_by
        ]
        return f"{said} {self._held_days(days)}" if days else said

    def _held_days(self, days: list[date]) -> str:
        """Days that two waits share are told with the first of them."""
        more = [day for day in days if day not in self._held_already]
        key = "held_days_more" if self._held_already.intersection(days) else "held_days"
        self._held_already.update(days)
        if not more:
            return self._say("held_days_same")
        return self._many(key, len(more), days=many_dates_words(more, self._language))

    def _by_whom(self, hold: Hold) -> str:
        if hold.step is None:
            announced = hold.announced_on
            return self._say("outage_announced", day=short_date_words(announced)) if announced else self._say("outage")
        agency = self._text(hold.agency_title) if hold.agency_title else self._say("nobody")
        if hold.sent_back_to is not None:
            return self._say("sent_back", agency=agency, to=self._text(hold.sent_back_to), why="; ".join(hold.reasons))
        return self._say("asked", agency=agency, why="; ".join(hold.reasons))

    def _extended(self, extension: NamedExtension) -> str:
        agency = self._text(extension.agency_title) if extension.agency_title else self._say("nobody")
        fault = extension.at_fault_title
        return self._say(
            "extended",
            at=self._at(extension.granted_at),
            agency=agency,
            why=extension.reason,
            fault=self._say("at_fault", agency=self._text(fault)) if fault else "",
            before=self._at(extension.before),
            after=self._at(extension.after),
            basis=self._basis(extension.legal_basis),
        )

    def _without_effect(self, hold: Hold) -> str:
        due, start = self._told.due_at, hold.started_at
        key = "no_effect" if hold.until else "no_effect_yet"
        if due is not None and start >= due:
            key = "no_effect_late"
        why = self._say("others_went_on") if hold.others_went_on else ""
        return self._say(key, title=_inside(self._text(hold.title)), start=self._at(start), why=why)

    def _days(self, term: NamedTerm) -> Iterator[str]:
        start, *rest = term.days
        counted = [day for day in rest if day.mark is DayMark.COUNTED]
        reached = next((day for day in rest if day.mark is DayMark.REACHED), None)
        off = [day for day in rest if day.mark in RESTS]
        passed = self._special.told(self._off(day, day.on) for day in off)
        if off and not term.term.running:
            yield self._many("days_off", len(off), days=passed)
        if counted:
            yield self._counted(term, counted)
        if reached is not None:
            last = counted[-1] if counted else start
            key, why = "rolled", self._special.note(self._off(last, last.on))
            if last.works:
                key = "rolled_past_wait" if last.held_by else "rolled_after_hours"
            said = f"{self._day(last.on)} ({why})" if why else self._day(last.on)
            yield self._say(key, last=said, reached=self._day(reached.on), basis=self._basis([ROLL]))
        elif not counted:
            yield self._say("same_day", day=self._with_note(term.due_on, start.worked_for))
        if off and term.term.running:
            yield self._many("passed", len(off), days=passed)

    def _counted(self, term: NamedTerm, counted: list[NamedDay]) -> str:
        said = []
        # To a limit that runs over days off a worked Saturday is a day like any other.
        for worked, group in groupby(counted, key=lambda day: None if term.term.running else day.worked_for):
            days = many_dates_words((day.on for day in group), self._language)
            said.append(f"{days} ({self._special.note(self._worked(worked))})" if worked else days)
        unit = Unit.CALENDAR_DAYS if term.term.running else Unit.WORKING_DAYS
        n = self._text(limit_words(TimeLimit(n=Decimal(len(counted)), unit=unit)))
        listed, by = ", ".join(said), CORRESPONDING.get(term.term.unit)
        if by is not None:
            limit = self._text(limit_words(TimeLimit(n=Decimal(term.term.n), unit=term.term.unit)))
            return self._say("corresponding_day", limit=limit, basis=self._basis([by]), n=n, days=listed)
        key = "running_days" if term.term.running else "counted_days"
        return self._many(key, len(counted), said=n, days=listed)

    def _stretches(self, term: NamedTerm) -> Iterator[str]:
        counted = [stretch for stretch in term.stretches if stretch.mark is DayMark.COUNTED]
        total = self._span(term.counted_seconds)
        if term.term.running and len(counted) == 1:
            yield self._say(
                "all_time_at_once", start=self._at(counted[0].start), end=self._at(counted[0].end), sum=total
            )
            return
        if term.term.running and len(counted) > MOST_RANGES:
            ends = {"start": self._at(counted[0].start), "end": self._at(counted[-1].end)}
            yield self._say("all_time_in_parts", n=str(len(counted)), **ends, sum=total)
            return
        if term.term.running:
            parts = (
                self._say("between", start=self._at(s.start), end=self._at(s.end), span=self._span(s.seconds))
                for s in counted
            )
            yield self._say("all_time", parts="; ".join(parts), sum=total)
            return
        off = {s.start.date(): self._off(s, s.start.date()) for s in term.stretches if s.mark in RESTS}
        if off:
            yield self._many("days_off", len(off), days=self._special.told(off.values()))
        if term.term.unit is Unit.WORKING_DAYS and term is self._told.terms[0]:
            total = self._say("equal", sum=total, limit=self._text(limit_words(self._told.limit.limit)))
        yield self._say("working_time", parts="; ".join(self._by_day(counted)), sum=total)

    def _by_day(self, counted: list[NamedStretch]) -> Iterator[str]:
        """Days of the same working time in a row are told together."""
        used: dict[date, int] = {}
        for stretch in counted:
            used[stretch.start.date()] = used.get(stretch.start.date(), 0) + stretch.seconds
        worked = {stretch.start.date(): stretch.worked_for for stretch in counted}
        for (seconds, swap), group in groupby(used, key=lambda on: (used[on], worked[on])):
            days = list(group)
            note = f" ({self._special.note(self._worked(swap))})" if swap else ""
            key = "on_day" if len(days) == 1 else "on_each_day"
            yield self._say(key, day=many_dates_words(days, self._language) + note, span=self._span(seconds))

    def _stands(self) -> bool:
        return self._told.clock.paused and self._told.clock.due_at is None

    def _due(self) -> str:
        told = self._told
        assert told.due_at is not None and told.due_on is not None
        # Where an office's day ends with its close, so does the limit; the total runs until 24:00.
        until_midnight = not told.terms[-1].term.exact and f"{told.due_at:%H:%M:%S}" == "00:00:00"
        key = ("due_if_resumed" if self._stands() else "due") + ("_day" if until_midnight else "")
        return self._say(key, day=self._day(told.due_on), at=self._at(told.due_at), basis=self._basis([END_OF_DAY]))

    def _promise(self) -> Iterator[str]:
        told = self._told
        if told.promised_at is not None:
            yield self._say("promised", at=self._at(told.promised_at))
        for move in told.promise_moves:
            because = decisions_words(move.decisions, self._language)
            yield self._say(
                "promise_moved",
                old=self._at(move.before),
                new=self._at(move.after),
                at=self._at(move.at),
                why=self._say(_because(move.decisions), days=because) if because else "",
            )
        last = told.promise_moves[-1].after if told.promise_moves else told.promised_at
        if told.promise_in_force is not None and told.promise_in_force != last:
            yield self._say("promise_in_force", at=self._at(told.promise_in_force))

    def _off(self, part: NamedDay | NamedStretch, on: date) -> SpecialDay:
        off = part.day_off
        if off is None:
            return SpecialDay(on, self._say(RESTS[part.mark]) if RESTS.get(part.mark) else "")
        decision = self._told.decisions.get(off.source)
        return SpecialDay(on, self._text(off.name), off.source, decision, off.announced_on, off.is_provisional)

    def _worked(self, swap: SwappedWorkday) -> SpecialDay:
        decision = self._told.decisions.get(swap.source)
        why = self._say("worked", day=self._day(swap.instead_of))
        return SpecialDay(swap.day, why, swap.source, decision, swap.announced_on, swap.is_provisional)

    def _with_note(self, on: date, worked: SwappedWorkday | None) -> str:
        return f"{self._day(on)} ({self._special.note(self._worked(worked))})" if worked else self._day(on)

    def _day(self, on: date) -> str:
        return date_words(on, self._language)

    def _at(self, at: datetime) -> str:
        return spoken_instant_words(at, self._language)

    def _span(self, seconds: int) -> str:
        return span_words(seconds, self._language)

    def _basis(self, basis: Iterable[LegalBasis]) -> str:
        said = basis_words(basis, self._language)
        return f" ({said})" if said else ""

    def _text(self, text: Text) -> str:
        return text.in_language(self._language)

    def _say(self, key: str, **values: str) -> str:
        return self._text(SAID[key]).format(**values)

    def _many(self, key: str, n: int, *, said: str | None = None, **values: str) -> str:
        """English tells one from many; `said` stands for the number with its unit."""
        return self._say(f"{key}_one" if n == 1 else key, n=said or str(n), **values)


def _because(decisions: Iterable[CalendarDecision]) -> str:
    """An outage alone is no change of the calendar."""
    return "because_of_outages" if all(d.began_at is not None for d in decisions) else "because_of_days"


def _inside(words: str) -> str:
    """Words of the interface begin with a capital; inside a sentence only a word of capitals keeps them."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
