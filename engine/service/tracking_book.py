"""The tracking book of a receiving unit, printed for some days from what is on record now; it is not kept."""

from collections.abc import Sequence
from datetime import date, timedelta

from engine.core.actors import Actor
from engine.core.book_facts import BookFacts, BookLine, book_form_on, heads_of, place_of_code, size_of_book
from engine.core.day_words import due_words, instant_words, short_date_words
from engine.core.errors import CommandRefused, NotFound, Reason
from engine.core.identifiers import AgencyId
from engine.core.legal_time import civil_date, to_instant
from engine.core.values import Text
from engine.core.words import CASE_STATUS
from engine.service.paper_ports import Press
from engine.service.ports import CaseQueries, CaseRow, Clock, DefinitionCatalogue
from engine.service.read_case import CaseReader

MOST_DAYS = 31
MOST_LINES = 5_000


class TrackingBook:
    """Answers for one actor at a time; changes nothing."""

    def __init__(
        self, reader: CaseReader, queries: CaseQueries, catalogue: DefinitionCatalogue, press: Press, clock: Clock
    ) -> None:
        self._reader = reader
        self._queries = queries
        self._catalogue = catalogue
        self._press = press
        self._clock = clock

    def print(self, agency: AgencyId, first: date, last: date, actor: Actor) -> bytes:
        """The PDF; raises `CommandRefused` for another agency's book, `NotFound` for an agency or a form that is not there."""
        if not self._reader.sees_agency(actor, agency):
            raise CommandRefused(Reason.NOT_PERMITTED, _NOT_YOURS, attempted="print_tracking_book")
        self._catalogue.refresh()
        known = self._catalogue.agencies.agencies.get(agency)
        found = book_form_on(self._catalogue.form_sets, last)
        if known is None or found is None or not _is_printable(first, last):
            raise NotFound(_NO_BOOK)
        form_set, form = found
        facts = BookFacts(
            number=form.number,
            form_set=form_set.title.vi,
            title=form.title.vi,
            size=size_of_book(form).value,
            written_at=self._clock.now(),
            unit=known.title.vi,
            year=str(first.year),
            days=f"từ ngày {short_date_words(first)} đến ngày {short_date_words(last)}",
            lines=self._lines(heads_of(known.unit_code), first, last),
        )
        return self._press.print(facts, self._press.newest)

    def today(self) -> date:
        return civil_date(to_instant(self._clock.now()))

    def _lines(self, heads: Sequence[str], first: date, last: date) -> tuple[BookLine, ...]:
        """The numbers go on from those of the year before these days."""
        new_year = date(first.year, 1, 1)
        before = self._queries.count_coded(heads, new_year, first - timedelta(days=1)) if first > new_year else 0
        rows = self._queries.list_coded(heads, first, last, MOST_LINES + 1)
        if len(rows) > MOST_LINES:
            raise NotFound(_NO_BOOK)
        ordered = sorted(
            (row for row in rows if row.dossier_code), key=lambda row: place_of_code(row.dossier_code or "")
        )
        return tuple(self._line(number, row) for number, row in enumerate(ordered, start=before + 1))

    def _line(self, number: int, row: CaseRow) -> BookLine:
        closed = f", {instant_words(row.closed_at, 'vi')}" if row.closed_at else ""
        return BookLine(
            number=number,
            code=row.dossier_code or "",
            applicant=row.applicant,
            request=self._catalogue.get(row.procedure, row.procedure_version).title.vi,
            received=instant_words(row.received_at, "vi") if row.received_at else "",
            appointed=due_words(row.promised_due_at, "vi") if row.promised_due_at else "",
            result=CASE_STATUS[row.status].vi + closed,
        )


def _is_printable(first: date, last: date) -> bool:
    """Pages of one year, for a month at most."""
    return first <= last and first.year == last.year and (last - first).days < MOST_DAYS


_NOT_YOURS = Text(
    vi="chỉ được in sổ theo dõi của cơ quan mình", en="only the tracking book of one's own agency may be printed"
)
_NO_BOOK = Text(
    vi=f"không in được sổ này: hãy nêu một cơ quan trong danh bạ và không quá {MOST_DAYS} ngày trong cùng một năm",
    en=f"there is no such book: name an agency of the directory, and at most {MOST_DAYS} days of one year",
)
