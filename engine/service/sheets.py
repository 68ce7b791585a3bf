"""A table as a file for spreadsheets: CSV that they open as it is, and XLSX; the same rows give the same bytes."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import BinaryIO

from xlsxwriter import Workbook

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title, the names of the columns, and the rows, which are read once."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_csv(sheet: Sheet, out: BinaryIO) -> None:
    """UTF-8 with its mark, without which the usual program takes Vietnamese for something else."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([_harmless(head) for head in sheet.heads])
    writer.writerows([_harmless(cell) for cell in row] for row in sheet.rows)
    text.detach()


def write_xlsx(sheet: Sheet, out: BinaryIO) -> None:
    """Row by row into a file aside, so that a long table is never whole in memory; texts are texts, no formulas."""
    with Workbook(out, {"constant_memory": True}) as book:
        book.set_properties({"created": _WHENEVER})
        bold, page = book.add_format({"bold": True}), book.add_worksheet(_tab_name(sheet.title))
        for number, row in enumerate(chain([sheet.heads], sheet.rows)):
            style = bold if number == 0 else None
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(number, place, _writable(cell), style)
                elif cell is not None:
                    page.write_number(number, place, cell, style)


_WHENEVER = datetime(1980, 1, 1, tzinfo=UTC)
"""The first date that an archive can say: so that the same rows give the same bytes."""
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _harmless(cell: Cell) -> Cell:
    """CSV cannot say that a cell is a text: one that would be reckoned gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA) else cell


def _writable(text: str) -> str:
    """Without the characters that XML has no way to write."""
    return "".join(c for c in text if c in "\t\n\r" or (ord(c) >= 0x20 and ord(c) not in (0xFFFE, 0xFFFF)))


def _tab_name(title: str) -> str:
    """At most 31 characters, without those that a tab must not have."""
    return "".join(c for c in title if c not in r"[]:*?/\\'")[:31] or "1"
