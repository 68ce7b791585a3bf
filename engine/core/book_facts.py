"""What stands in the tracking book of a receiving unit: one line for each dossier that got a code there, in the order of the codes.

The book is opened for a year, and its numbers count from 01 (TT 01/2018/TT-VPCP art. 10). Columns by real forms; when a result
was collected, and who signed for it, nobody records: those are filled in by hand.
"""

from datetime import date

from engine.core.dossier_code import legacy_unit_code
from engine.core.form_sets import FormSet, FormSets, Paper, PaperKind, StatutoryForm
from engine.core.values import Instant, Value


class BookLine(Value):
    """One dossier."""

    number: int
    code: str
    applicant: str
    request: str
    received: str
    appointed: str
    result: str


class BookFacts(Value):
    """The pages of some days, in words; `code` is empty: a book is of no dossier."""

    kind: PaperKind = PaperKind.TRACKING_BOOK
    number: str
    form_set: str
    title: str
    size: str
    written_at: Instant
    unit: str
    year: str
    days: str
    code: str = ""
    lines: tuple[BookLine, ...]


def book_form_on(sets: FormSets, day: date) -> tuple[FormSet, StatutoryForm] | None:
    """The form of the book in a set that holds on the day; null: none was read."""
    for form_set in sets.values():
        if form_set.effective.contains(day):
            for form in form_set.forms:
                if form.kind is PaperKind.TRACKING_BOOK:
                    return form_set, form
    return None


def heads_of(unit_code: str) -> tuple[str, ...]:
    """With what the codes of a unit begin, by today's rule and by the one before it."""
    legacy = legacy_unit_code(unit_code)
    return (unit_code, legacy) if legacy is not None else (unit_code,)


def place_of_code(code: str) -> tuple[str, int]:
    """Day and serial: a day with more than 9,999 dossiers goes on with longer serials."""
    _, day, serial = code.rsplit("-", 2)
    return day, int(serial)


def size_of_book(form: StatutoryForm) -> Paper:
    """A4 (TT 01/2018 art. 9(2)); of the set of 2025 the size was not read."""
    return form.paper or Paper.A4
