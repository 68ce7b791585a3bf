"""A list or a report as a file for spreadsheets, where it is asked for as one."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from tempfile import SpooledTemporaryFile
from typing import Annotated, Any, TypeVar

from fastapi import Query
from fastapi.responses import StreamingResponse

from engine.service.ports import Page
from engine.service.sheets import Sheet, write_csv, write_xlsx

_Item = TypeVar("_Item")
_IN_MEMORY = 2**20
_PIECE = 2**16
_AT_A_TIME = 200


class FileFormat(StrEnum):
    """`json`: a page; the others: the whole list as a file."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


_MEDIA = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
AskedFormat = Annotated[
    FileFormat,
    Query(alias="format", description="`csv` or `xlsx`: a file for spreadsheets, with all that there is and no pages."),
]
FILES: dict[str, Any] = {
    "content": {
        media.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for media in _MEDIA.values()
    }
}
"""What to document beside the JSON of an answer 200."""


def sheet_answer(sheet: Sheet, asked: FileFormat, name: str) -> StreamingResponse:
    """`name`: of the file, a word of ours. It is whole before the answer begins: whoever is refused is told so."""
    kept = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed when the last piece is on its way
    (write_csv if asked is FileFormat.CSV else write_xlsx)(sheet, kept)  # type: ignore[arg-type]
    kept.seek(0)
    said = {"Content-Disposition": f'attachment; filename="{name}.{asked.value}"'}
    return StreamingResponse(_pieces(kept), media_type=_MEDIA[asked], headers=said)


def every(page_of: Callable[[Page], tuple[Sequence[_Item], str | None]]) -> Iterator[_Item]:
    """All that a list of pages holds, a page at a time."""
    cursor: str | None = None
    while True:
        items, cursor = page_of(Page(limit=_AT_A_TIME, after=cursor))
        yield from items
        if cursor is None:
            return


def _pieces(kept: Any) -> Iterator[bytes]:
    with kept:
        while piece := kept.read(_PIECE):
            yield piece
