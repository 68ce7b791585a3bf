"""Tables as CSV and XLSX: read back by other readers they are the same, no cell is a formula, no byte is by chance."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.etree import ElementTree as ET

from engine.service.sheets import Sheet, write_csv, write_xlsx

ROWS = [("=1+1", 3, None), ('<hồ sơ> & "giấy"', 2.5, "-x"), ("\x00a\x0b", 0, "@b")]
SHEET = Sheet("Báo cáo [II/06a]: số liệu rất dài của cơ quan", ("Tên", "Số", "Ghi chú"), ROWS)
_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_csv_says_what_it_is_and_reckons_nothing() -> None:
    out = io.BytesIO()
    write_csv(SHEET, out)
    assert out.getvalue().startswith(b"\xef\xbb\xbfT\xc3\xaan,")
    read = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
    assert read[:3] == [["Tên", "Số", "Ghi chú"], ["'=1+1", "3", ""], ['<hồ sơ> & "giấy"', "2.5", "'-x"]]


def test_xlsx_has_texts_and_numbers_and_is_the_same_each_time() -> None:
    made = [io.BytesIO(), io.BytesIO()]
    for out in made:
        write_xlsx(SHEET, out)
    assert made[0].getvalue() == made[1].getvalue()
    with zipfile.ZipFile(made[0]) as book:
        parts = {name: ET.fromstring(book.read(name)) for name in book.namelist()}
    cells = [list(row) for row in parts["xl/worksheets/sheet1.xml"].iter(f"{_M}row")]
    texts = [["".join(cell.itertext()) for cell in row] for row in cells]
    assert texts == [
        ["Tên", "Số", "Ghi chú"], ["=1+1", "3"], ['<hồ sơ> & "giấy"', "2.5", "-x"], ["a", "0", "@b"],
    ]  # fmt: skip
    assert not list(parts["xl/worksheets/sheet1.xml"].iter(f"{_M}f"))
    (tab,) = parts["xl/workbook.xml"].iter(f"{_M}sheet")
    assert tab.get("name") == "Báo cáo II06a số liệu rất dài c"
