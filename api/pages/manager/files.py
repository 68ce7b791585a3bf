"""A page's table as a file for spreadsheets: the same rows, as CSV or XLSX."""

import io
from enum import StrEnum

from fastapi import Response

from engine.service.sheets import Sheet, write_csv, write_xlsx


class AsFile(StrEnum):
    """How a table is handed out; nothing: as a page."""

    PAGE = ""
    CSV = "csv"
    XLSX = "xlsx"


_TYPES = {
    AsFile.CSV: "text/csv; charset=utf-8",
    AsFile.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_WRITERS = {AsFile.CSV: write_csv, AsFile.XLSX: write_xlsx}


def file_answer(sheet: Sheet, kind: AsFile, name: str) -> Response:
    """To be kept, not shown; `name` is one of ours."""
    out = io.BytesIO()
    _WRITERS[kind](sheet, out)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{kind.value}"',
        "Cache-Control": "no-store",
    }
    return Response(out.getvalue(), media_type=_TYPES[kind], headers=headers)
