"""A table as a file for spreadsheets: CSV that they open as it is, and XLSX; the same rows give the same bytes."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape

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
    """Row by row into the archive, so that a long table is never whole in memory; texts are texts, no formulas."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in _PARTS.items():
            book.writestr(_entry(name), content.format(title=_quoted(_tab_name(sheet.title))))
        with book.open(_entry("xl/worksheets/sheet1.xml"), "w") as part:
            for piece in _sheet(sheet):
                part.write(piece.encode())


_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _harmless(cell: Cell) -> Cell:
    """CSV cannot say that a cell is a text: one that would be reckoned gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA) else cell


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'
    yield _row(sheet.heads, bold=True)
    for row in sheet.rows:
        yield _row(row)
    yield "</sheetData></worksheet>"


def _row(cells: Sequence[Cell], *, bold: bool = False) -> str:
    style = ' s="1"' if bold else ""
    return f"<row>{''.join(_cell(cell, style) for cell in cells)}</row>"


def _cell(cell: Cell, style: str) -> str:
    if cell is None:
        return f"<c{style}/>"
    if isinstance(cell, int | float):
        return f"<c{style}><v>{cell}</v></c>"
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{_quoted(cell)}</t></is></c>'


def _quoted(text: str) -> str:
    """Without the characters that XML has no way to write."""
    kept = "".join(c for c in text if c in "\t\n\r" or (ord(c) >= 0x20 and ord(c) not in (0xFFFE, 0xFFFF)))
    return escape(kept, {'"': "&quot;"})


def _tab_name(title: str) -> str:
    """At most 31 characters, without those that a tab must not have."""
    return "".join(c for c in title if c not in r"[]:*?/\\'")[:31] or "1"


def _entry(name: str) -> zipfile.ZipInfo:
    """With the first date that an archive can say, so that the same rows give the same bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPEN = "http://schemas.openxmlformats.org"
_MAIN = f"{_OPEN}/spreadsheetml/2006/main"
_OFFICE = f"{_OPEN}/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_OPEN}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_OPEN}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="{title}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_OPEN}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>',
}
