"""Report II.06a and indicator 2.1 of Decision 766 for an agency with its sub-units, each number with its cases."""

import base64
import binascii
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.core.actors import Actor
from engine.core.case import fold, known_by
from engine.core.errors import CommandRefused, CursorUnknown, NotFound, Reason
from engine.core.identifiers import AgencyId, ProcedureId
from engine.core.indicator_766 import COUNTED_SINCE, Indicator, indicator_of
from engine.core.lateness import CaseLateness, lateness_of
from engine.core.legal_time import MoreThanOne, civil_date, to_instant
from engine.core.organisation import EVERY_AGENCY, Organisation
from engine.core.outcomes import Outcome, Outcomes
from engine.core.papers import Channel
from engine.core.report_ii06a import (
    Counted,
    EndedOtherwise,
    Period,
    Report,
    ReportLine,
    Standing,
    columns_of,
    lines_of,
    sum_of,
)
from engine.core.standings import standings_at
from engine.core.values import Text
from engine.service.handle_command import CommandHandler
from engine.service.ports import CaseRow, Clock, DefinitionCatalogue, Ledger, Page
from engine.service.read_case import CaseReader
from engine.service.report_ports import Part, Place, ReportBook, Wanted, place_in

BATCH = 200
LONGEST_DAYS = 366
READINGS = (MoreThanOne.LATE, MoreThanOne.LATE_WHILE_WAITING)


@dataclass(frozen=True, slots=True)
class Asked:
    """For which agency and period, and how withdrawn and stopped cases are counted."""

    agency: AgencyId
    period: Period
    ended_otherwise: EndedOtherwise = EndedOtherwise.ON_TIME


@dataclass(frozen=True, slots=True)
class Listed:
    """A case behind a number."""

    row: CaseRow
    carried: bool
    standing: Outcome | Standing


@dataclass(frozen=True, slots=True)
class _Judged:
    row: CaseRow
    carried: bool
    outcomes: tuple[Outcome | Standing, ...]
    """By law, then by the two readings of Decision 766."""


def period_of(first: date, last: date) -> Period:
    """Raises `NotFound` where it would end before it begins, or go on for more than a year."""
    if first > last or (last - first).days >= LONGEST_DAYS:
        raise NotFound(_NO_REPORT)
    return Period(first=first, last=last)


class Reports:
    """Answers for one actor at a time; changes nothing."""

    def __init__(
        self,
        book: ReportBook,
        ledger: Ledger,
        handler: CommandHandler,
        reader: CaseReader,
        catalogue: DefinitionCatalogue,
        clock: Clock,
    ) -> None:
        self._book = book
        self._ledger = ledger
        self._handler = handler
        self._reader = reader
        self._catalogue = catalogue
        self._clock = clock

    def ii06a(self, asked: Asked, actor: Actor) -> Report:
        """Raises `CommandRefused` for an agency that the actor does not reach, `NotFound` for one that is not there."""
        now = self._clock.now()
        wanted = self._wanted(asked, actor, now)
        counted = list(self._counted(wanted, asked.period.as_of(now), now))
        lines = lines_of(counted, asked.ended_otherwise)
        return Report(
            agency=asked.agency,
            agencies=wanted.agencies,
            period=asked.period,
            as_of=asked.period.as_of(now),
            ended_otherwise=asked.ended_otherwise,
            lines=tuple(
                ReportLine(procedure=name, title=self._title(name), numbers=line) for name, line in lines.items()
            ),
            total=sum_of(lines.values()),
            not_judged=_number(counted, Outcome.NOT_JUDGED),
            without_limit=_number(counted, Outcome.WITHOUT_LIMIT),
        )

    def indicator(self, asked: Asked, reading: MoreThanOne, actor: Actor) -> Indicator:
        """Raises like `ii06a`. What goes on is judged by its events: of that no row says enough."""
        now = self._clock.now()
        wanted = self._wanted(asked, actor, now).model_copy(update={"received_since": COUNTED_SINCE})
        as_of, place = asked.period.as_of(now), 1 + READINGS.index(reading)
        counted = [
            *(Counted(*one[:4], _of(one.outcomes, place), one.number) for one in self._book.ended(wanted)),
            *_grouped(self._judged(Part.ENDED, wanted, as_of, only_unsaid=True), place),
            *_grouped(self._going_on(wanted, as_of), place),
        ]
        return indicator_of(counted, wanted.agencies, asked.period, as_of, reading)

    def cases(
        self, asked: Asked, column: int, actor: Actor, page: Page, procedure: ProcedureId | None = None
    ) -> tuple[Sequence[Listed], str | None]:
        """The cases that are counted in a column, of one procedure or of all, with the cursor of the next page.

        Raises like `ii06a`, and `NotFound` for a procedure that is not there, or not for this actor.
        """
        now = self._clock.now()
        wanted = self._wanted(asked, actor, now)
        if procedure is not None:
            if not actor.is_for(procedure) or all(one.procedure != procedure for one in self._catalogue.all()):
                raise NotFound(_NO_REPORT)
            wanted = wanted.model_copy(update={"procedures": (procedure,)})
        found: list[Listed] = []
        last: str | None = None
        for part, judged in self._from(page.after, wanted, asked.period.as_of(now)):
            standing, row = judged.outcomes[0], judged.row
            channel = row.channel or Channel.COUNTER
            if column not in columns_of(channel, judged.carried, standing, asked.ended_otherwise):
                continue
            if len(found) == page.limit:
                return found, last
            found.append(Listed(row, judged.carried, standing))
            last = _cursor(part, place_in(part, row))
        return found, None

    def inputs(self, asked: Asked, actor: Actor, page: Page) -> tuple[Sequence[CaseLateness], str | None]:
        """What indicator 2.1 is reckoned from, case by case, as of the end of the period; raises like `ii06a`."""
        now = self._clock.now()
        wanted = self._wanted(asked, actor, now).model_copy(update={"received_since": COUNTED_SINCE})
        at = asked.period.as_of(now)
        found: list[tuple[Part, CaseRow]] = []
        for part, row in self._rows_from(page.after, wanted, page.limit + 1):
            found.append((part, row))
            if len(found) > page.limit:
                break
        shown = found[: page.limit]
        told = []
        for case_id, history in self._ledger.histories([row.case_id for _, row in shown]).items() if shown else ():
            state = fold(case_id, known_by(history, at))
            told.append(lateness_of(self._handler.law_of(state), state, at))
        more = len(found) > page.limit
        return told, _cursor(shown[-1][0], place_in(*shown[-1])) if more else None

    def _wanted(self, asked: Asked, actor: Actor, now: datetime) -> Wanted:
        """The agency with all below it by the organisation of today, as far as the actor reaches."""
        if not self._reader.sees_agency(actor, asked.agency):
            raise CommandRefused(Reason.NOT_PERMITTED, _NOT_YOURS, attempted="read_reports")
        self._catalogue.refresh()
        today = civil_date(to_instant(now))
        is_there = asked.agency == EVERY_AGENCY or asked.agency in self._catalogue.agencies.agencies
        if not is_there or asked.period.first > today:
            raise NotFound(_NO_REPORT)
        below = Organisation(self._catalogue.agencies, today).below(asked.agency)
        others = (one for one in below if one != asked.agency and self._reader.sees_agency(actor, one))
        return Wanted(
            agencies=(asked.agency, *others),
            procedures=actor.procedures,
            start=asked.period.start,
            end=asked.period.end,
        )

    def _counted(self, wanted: Wanted, as_of: datetime, now: datetime) -> Iterator[Counted]:
        """By law. A period that is over is judged by the events of those that went on then; one that runs, by the rows."""
        for ended in self._book.ended(wanted):
            yield Counted(*ended[:4], _of(ended.outcomes, 0), ended.number)
        yield from _grouped(self._judged(Part.ENDED, wanted, as_of, only_unsaid=True), 0)
        if as_of < now:
            yield from _grouped(self._going_on(wanted, as_of), 0)
            return
        yield from (Counted(*one) for one in self._book.open_by_rows(wanted, now))
        yield from _grouped(self._judged(Part.OPEN, wanted, as_of, only_unsaid=True), 0)

    def _going_on(self, wanted: Wanted, as_of: datetime) -> Iterator[_Judged]:
        yield from self._judged(Part.ENDED_LATER, wanted, as_of)
        yield from self._judged(Part.OPEN, wanted, as_of)

    def _judged(self, part: Part, wanted: Wanted, as_of: datetime, *, only_unsaid: bool = False) -> Iterator[_Judged]:
        for batch in self._batches(part, wanted, None, BATCH, only_unsaid):
            yield from self._judge(batch, wanted, as_of)

    def _judge(self, batch: Sequence[CaseRow], wanted: Wanted, as_of: datetime) -> Iterator[_Judged]:
        """By their events as of then, a batch in one question; what has ended by then and says how, by its row."""
        unsaid = [row.case_id for row in batch if not _says_how(row, as_of)]
        histories = self._ledger.histories(unsaid) if unsaid else {}
        for row in batch:
            carried = row.received_at is not None and row.received_at < wanted.start
            if row.case_id not in histories:
                assert row.outcome and row.outcome_766 and row.outcome_766_waiting
                yield _Judged(row, carried, (row.outcome, row.outcome_766, row.outcome_766_waiting))
                continue
            state = fold(row.case_id, known_by(histories[row.case_id], as_of))
            standings = standings_at(self._handler.law_of(state), state, as_of)
            yield _Judged(row.model_copy(update={"channel": state.channel}), carried, standings)

    def _batches(
        self, part: Part, wanted: Wanted, after: Place | None, size: int, only_unsaid: bool = False
    ) -> Iterator[Sequence[CaseRow]]:
        while batch := self._book.cases(part, wanted, size, after, only_unsaid=only_unsaid):
            yield batch
            if len(batch) < size:
                return
            after = place_in(part, batch[-1])

    def _from(self, cursor: str | None, wanted: Wanted, as_of: datetime) -> Iterator[tuple[Part, _Judged]]:
        for part, after in _parts_from(cursor):
            for batch in self._batches(part, wanted, after, BATCH):
                yield from ((part, judged) for judged in self._judge(batch, wanted, as_of))

    def _rows_from(self, cursor: str | None, wanted: Wanted, size: int) -> Iterator[tuple[Part, CaseRow]]:
        for part, after in _parts_from(cursor):
            for batch in self._batches(part, wanted, after, size):
                yield from ((part, row) for row in batch)

    def _title(self, procedure: ProcedureId) -> Text:
        known = [one for one in self._catalogue.all() if one.procedure == procedure]
        return max(known, key=lambda one: one.version).title if known else Text(vi=procedure, en=procedure)


def _says_how(row: CaseRow, as_of: datetime) -> bool:
    ended = row.closed_at is not None and row.closed_at <= as_of
    return bool(ended and row.channel and row.outcome and row.outcome_766 and row.outcome_766_waiting)


def _of(outcomes: Outcomes, place: int) -> Outcome:
    found = outcomes[place]
    assert found is not None
    return found


def _grouped(judged: Iterator[_Judged], place: int) -> Iterator[Counted]:
    numbers: Counter[tuple[AgencyId, ProcedureId, Channel, bool, Outcome | Standing]] = Counter()
    for one in judged:
        row = one.row
        assert row.receiving_agency is not None
        channel = row.channel or Channel.COUNTER
        numbers[row.receiving_agency, row.procedure, channel, one.carried, one.outcomes[place]] += 1
    for alike, number in numbers.items():
        yield Counted(*alike, number)


def _number(counted: Sequence[Counted], standing: Outcome) -> int:
    return sum(one.number for one in counted if one.standing is standing)


def _cursor(part: Part, place: Place) -> str:
    inside = json.dumps([part.value, place.at.isoformat(), place.case_id])
    return base64.urlsafe_b64encode(inside.encode()).decode().rstrip("=")


def _parts_from(cursor: str | None) -> list[tuple[Part, Place | None]]:
    """The part that a page goes on in, from its place on, and those behind it. Raises `CursorUnknown`."""
    parts = list(Part)
    if cursor is None:
        return [(part, None) for part in parts]
    try:
        said, at, case_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        part, place = Part(said), Place(datetime.fromisoformat(at), str(case_id))
    except (ValueError, TypeError, binascii.Error) as error:
        raise CursorUnknown() from error
    if place.at.tzinfo is None or place.at.microsecond:
        raise CursorUnknown()
    return [(part, place), *((later, None) for later in parts[parts.index(part) + 1 :])]


_NOT_YOURS = Text(
    vi="chỉ được xem báo cáo của cơ quan mình và đơn vị trực thuộc",
    en="only the reports of one's own agency, and of what belongs to it, may be read",
)
_NO_REPORT = Text(
    vi=f"không có báo cáo này: hãy nêu một cơ quan trong danh bạ và một kỳ đã bắt đầu, không quá {LONGEST_DAYS} ngày",
    en=f"there is no such report: name an agency of the directory, and a period that has begun, of at most {LONGEST_DAYS} days",
)
