"""The reckoning of a due date in plain sentences, Vietnamese and English, that a caseworker can read to a citizen."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from engine.core.calendars import DayOff
from engine.core.day_words import date_words, dates_words, instant_words, span_words
from engine.core.definition import Certainty, LegalBasis, TimeLimit
from engine.core.explanation import DueExplanation, Hold, NamedDay, NamedExtension, NamedStretch, NamedTerm
from engine.core.explanation_phrases import DAY_KIND, END_OF_DAY, FIRST_DAY, RESTS, ROLL, SAID, SHIFTED
from engine.core.legal_time import ClockEffect, ClockStatus, DayMark, Unit
from engine.core.values import Text
from engine.core.words import CLOCK_STATUS, limit_words


def sentences(explained: DueExplanation, language: str) -> tuple[str, ...]:
    """The reckoning from the limit to the due date, in the order in which one tells it."""
    return tuple(_Telling(explained, language).all())


def basis_words(basis: Iterable[LegalBasis], language: str) -> str:
    """`NĐ 301/2026/NĐ-CP, Điều 5; …`, with a mark at what was not read in the official text."""
    said = []
    for one in basis:
        article = SAID["article"].in_language(language).format(article=one.article) if one.article else ""
        doubt = f" ({SAID['unverified'].in_language(language)})" if one.certainty is Certainty.UNVERIFIED else ""
        said.append(", ".join(part for part in (one.ref, article) if part) + doubt)
    return "; ".join(said)


class _Telling:
    """Tells one reckoning in one language."""

    def __init__(self, explained: DueExplanation, language: str) -> None:
        self._told = explained
        self._language = language

    def all(self) -> Iterator[str]:
        yield from self._limit()
        if not self._told.terms:
            ended = self._told.clock.status is ClockStatus.NOT_JUDGED
            yield self._say("ended" if ended else "not_begun")
            return
        yield from self._start()
        for hold in self._told.held_by:
            yield self._held(hold)
        for number, term in enumerate(self._told.terms):
            if number:
                yield self._extended(self._told.extended_by[number - 1])
            yield from self._stretches(term) if term.term.exact else self._days(term)
        for hold in self._told.without_effect:
            yield self._without_effect(hold)
        yield from self._end()

    def _limit(self) -> Iterator[str]:
        told, applied = self._told, self._told.limit
        agency = f" ({self._text(told.agency_title)})" if told.agency_title else ""
        of = self._say("of_step", title=self._text(told.title), agency=agency) if told.step else self._say("of_total")
        limit = self._text(limit_words(applied.limit))
        yield self._say("limit", of=of, limit=limit, basis=self._basis(applied.legal_basis))
        if applied.condition is not None:
            why = self._text(applied.condition_title) if applied.condition_title else applied.condition
            yield self._say("instead", limit=limit, ordinary=self._text(limit_words(applied.ordinary)), why=why)

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
        else:
            yield self._say("received" if told.step is None else "begun", at=at)
        if told.restarted_at is not None:
            restarts = [h for h in told.held_by if h.effect is ClockEffect.RESTART]
            basis = self._basis(b for h in restarts for b in h.legal_basis)
            yield self._say("restarted", at=self._at(told.restarted_at), basis=basis)

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
        return f"{said} {self._say('held_days', days=dates_words(days, self._language))}" if days else said

    def _by_whom(self, hold: Hold) -> str:
        if hold.step is None:
            return self._say("outage")
        agency = self._text(hold.agency_title) if hold.agency_title else self._say("nobody")
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
            basis=self._basis(extension.legal_basis),
        )

    def _without_effect(self, hold: Hold) -> str:
        due, start = self._told.due_at, hold.started_at
        key = "no_effect" if hold.until else "no_effect_yet"
        if due is not None and start >= due:
            key = "no_effect_late"
        return self._say(key, title=_inside(self._text(hold.title)), start=self._at(start))

    def _days(self, term: NamedTerm) -> Iterator[str]:
        start, *rest = term.days
        counted = [day for day in rest if day.mark is DayMark.COUNTED]
        reached = next((day for day in rest if day.mark is DayMark.REACHED), None)
        off = [(day.on, self._why(day.mark, day.day_off)) for day in rest if not day.rolled and day.mark in RESTS]
        if counted:
            yield self._say("first_day", day=self._day(start.on), basis=self._basis([FIRST_DAY]))
        if off:
            yield self._say("days_off", days=self._with_reasons(off))
        if counted:
            yield self._say("counted_days", n=self._number(term, len(counted)), days=self._counted(counted))
        if reached is not None:
            last = counted[-1] if counted else start
            key, why = "rolled_past" if last.works else "rolled", self._why(last.mark, last.day_off)
            said = f"{self._day(last.on)} ({why})" if why else self._day(last.on)
            yield self._say(key, last=said, reached=self._day(reached.on), basis=self._basis([ROLL]))
        elif not counted:
            yield self._say("same_day", day=self._day(term.due_on))

    def _stretches(self, term: NamedTerm) -> Iterator[str]:
        counted = [stretch for stretch in term.stretches if stretch.mark is DayMark.COUNTED]
        total = self._span(term.counted_seconds)
        if term.term.running:
            parts = (
                self._say("between", start=self._at(s.start), end=self._at(s.end), span=self._span(s.seconds))
                for s in counted
            )
            yield self._say("all_time", parts="; ".join(parts), sum=total)
            return
        off = {s.start.date(): self._why(s.mark, s.day_off) for s in term.stretches if s.mark in RESTS}
        if off:
            yield self._say("days_off", days=self._with_reasons(list(off.items())))
        if term.term.unit is Unit.WORKING_DAYS and term is self._told.terms[0]:
            total = self._say("equal", sum=total, limit=self._text(limit_words(self._told.limit.limit)))
        yield self._say("working_time", parts="; ".join(self._by_day(counted)), sum=total)

    def _by_day(self, counted: list[NamedStretch]) -> Iterator[str]:
        for on, stretches in groupby(counted, key=lambda stretch: stretch.start.date()):
            found = list(stretches)
            worked = found[0].worked_for
            note = f" ({self._say('worked', day=self._day(worked.instead_of))})" if worked else ""
            yield self._say("on_day", day=self._day(on) + note, span=self._span(sum(s.seconds for s in found)))

    def _end(self) -> Iterator[str]:
        told = self._told
        assert told.due_at is not None and told.due_on is not None
        stands = told.clock.paused and told.clock.due_at is None
        # Where an office's day ends with its close, so does the limit; the total runs until 24:00.
        until_midnight = not told.terms[-1].term.exact and f"{told.due_at:%H:%M:%S}" == "00:00:00"
        key = ("due_if_resumed" if stands else "due") + ("_day" if until_midnight else "")
        yield self._say(key, day=self._day(told.due_on), at=self._at(told.due_at), basis=self._basis([END_OF_DAY]))
        if told.promised_at is not None:
            yield self._say("promised", at=self._at(told.promised_at))
        if told.promise_in_force is not None and told.promise_in_force != told.promised_at:
            yield self._say("promise_moved", at=self._at(told.promise_in_force))
        status = _inside(self._text(CLOCK_STATUS[told.clock.status]))
        yield self._say("status", at=self._at(told.as_of), status=status)

    def _with_reasons(self, days: list[tuple[date, str]]) -> str:
        """Dates with why they are passed over; those of one reason that follow each other are told together."""
        said = []
        for reason, group in groupby(days, key=lambda day: day[1]):
            said.append(f"{dates_words((on for on, _ in group), self._language)} ({reason})")
        return "; ".join(said)

    def _why(self, mark: DayMark, day_off: DayOff | None) -> str:
        if day_off is None:
            return self._say(RESTS[mark]) if RESTS.get(mark) else ""
        said = self._say("named", name=self._text(day_off.name), kind=self._text(DAY_KIND[day_off.kind]))
        return f"{said}; {self._say('expected')}" if day_off.confidence is Certainty.UNVERIFIED else said

    def _counted(self, days: list[NamedDay]) -> str:
        said = []
        for worked, group in groupby(days, key=lambda day: day.worked_for):
            dates = dates_words((day.on for day in group), self._language)
            said.append(f"{dates} ({self._say('worked', day=self._day(worked.instead_of))})" if worked else dates)
        return ", ".join(said)

    def _number(self, term: NamedTerm, n: int) -> str:
        unit = Unit.CALENDAR_DAYS if term.term.running else Unit.WORKING_DAYS
        return self._text(limit_words(TimeLimit(n=Decimal(n), unit=unit)))

    def _day(self, on: date) -> str:
        return date_words(on, self._language)

    def _at(self, at: datetime) -> str:
        return instant_words(at, self._language)

    def _span(self, seconds: int) -> str:
        return span_words(seconds, self._language)

    def _basis(self, basis: Iterable[LegalBasis]) -> str:
        said = basis_words(basis, self._language)
        return f" ({said})" if said else ""

    def _text(self, text: Text) -> str:
        return text.in_language(self._language)

    def _say(self, key: str, **values: str) -> str:
        return self._text(SAID[key]).format(**values)


def _inside(words: str) -> str:
    """Words of the interface begin with a capital; inside a sentence they do not."""
    return words[:1].lower() + words[1:]
