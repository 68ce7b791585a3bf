"""A ledger as lines of JSON: a header, one row a line, and a last line with the counts and a checksum over all before it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import IO, Any, NamedTuple

from pydantic import ValidationError

from engine.core.errors import CopyRefused
from engine.core.values import Text, Value
from engine.service.moving_ports import Row, Selection, Shape

FORMAT = "lienthong-export"
VERSION = 1
"""Raised when an older reader would misunderstand; a new table or column it refuses by its name."""


LONGEST_LINE = 32 * 2**20
"""In bytes; no row comes near it. What has no end of line must not be read into memory as a whole."""


class Header(Value):
    """The first line: what this is, and what it is a copy of."""

    format: str = FORMAT
    version: int = VERSION
    level: str
    tables: tuple[str, ...]
    selection: Selection = Selection()


class Sums(Value):
    """The last line: how many rows of each table there are, and the digest of every byte before it."""

    end: bool = True
    counts: dict[str, int]
    sha256: str


class Line(NamedTuple):
    """One row of the copy and where it stands."""

    number: int
    table: str
    row: Row


class CopyWriter:
    """Writes what it is given; `end` makes the copy a whole one."""

    def __init__(self, out: IO[bytes], header: Header) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self._counts: Counter[str] = Counter(dict.fromkeys(header.tables, 0))
        self._write(header.model_dump(mode="json", exclude_defaults=False))

    def add(self, table: str, row: Row) -> None:
        self._counts[table] += 1
        self._write({"table": table, **row})

    def end(self) -> Sums:
        sums = Sums(counts=dict(self._counts), sha256=self._digest.hexdigest())
        self._write(sums.model_dump())
        return sums

    def _write(self, said: Mapping[str, Any]) -> None:
        line = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self._digest.update(line)
        self._out.write(line)


class CopyReader:
    """Reads a copy line by line and refuses, naming the line, what is not one; `sums` are there after the last line."""

    def __init__(self, source: IO[bytes], shapes: Mapping[str, Shape]) -> None:
        self._lines = _read(source)
        self._shapes = shapes
        self._digest = hashlib.sha256()
        self.header = self._header()
        self.sums: Sums | None = None

    def __iter__(self) -> Iterator[Line]:
        counts: Counter[str] = Counter(dict.fromkeys(self.header.tables, 0))
        before: tuple[Any, ...] = ()
        for number, line in enumerate(self._lines, start=2):
            said = _parsed(line, number)
            if "end" in said:
                self._end(said, counts, number)
                return
            self._digest.update(line)
            table = said.pop("table", None)
            before = self._refuse_unless_in_order(number, table, said, before)
            counts[str(table)] += 1
            yield Line(number, str(table), said)
        raise CopyRefused(_CUT)

    def _header(self) -> Header:
        line = next(self._lines, b"")
        said = _parsed(line, 1)
        if said.get("format") != FORMAT:
            raise refused(1, "đây không phải tệp xuất của Liên Thông", "this is no export of Liên Thông")
        if not isinstance(said.get("version"), int) or said["version"] > VERSION:
            raise refused(1, *_newer(f"format {said.get('version')}"))
        try:
            header = Header.model_validate_json(line)
        except ValidationError:
            raise refused(1, "dòng đầu không đọc được", "the header cannot be read") from None
        unknown = [name for name in header.tables if name not in self._shapes]
        if unknown:
            raise refused(1, *_newer(", ".join(unknown)))
        self._digest.update(line)
        return header

    def _refuse_unless_in_order(self, number: int, table: object, row: Row, before: tuple[Any, ...]) -> tuple[Any, ...]:
        """Tables in the order of the header, rows in that of their keys: so none is there twice."""
        if table not in self.header.tables:
            raise refused(number, f"không có bảng `{table}` ở dòng đầu", f"the header names no table `{table}`")
        shape = self._shapes[str(table)]
        if row.keys() - shape.columns:
            raise refused(number, *_newer(", ".join(sorted(f"{table}.{name}" for name in row.keys() - shape.columns))))
        if shape.required - row.keys():
            missing = ", ".join(sorted(shape.required - row.keys()))
            raise refused(number, f"bảng {table}: thiếu {missing}", f"table {table}: {missing} missing")
        here = (self.header.tables.index(str(table)), *(row[key] for key in shape.keys))
        try:
            follows = here > before
        except TypeError:
            follows = False
        if not follows:
            raise refused(
                number,
                f"bảng {table}: dòng trùng hoặc sai thứ tự",
                f"table {table}: a row that is there twice or out of its order",
            )
        return here

    def _end(self, said: Row, counts: Counter[str], number: int) -> None:
        try:
            sums = Sums.model_validate(said)
        except ValidationError:
            raise refused(number, "dòng cuối không đọc được", "the last line cannot be read") from None
        if sums.sha256 != self._digest.hexdigest() or sums.counts != dict(counts):
            raise refused(
                number,
                "mã kiểm tra hoặc số dòng không khớp: tệp đã bị thay đổi hoặc hỏng; hãy dùng bản khác",
                "the checksum or the counts do not fit: the file was changed or damaged; take another copy",
            )
        if next(self._lines, b""):
            raise refused(number + 1, "sau dòng cuối còn dữ liệu", "something follows the last line")
        self.sums = sums


def refused(line: int, vi: str, en: str) -> CopyRefused:
    """Why the copy is not taken in, with the line."""
    return CopyRefused(Text(vi=f"dòng {line}: {vi}", en=f"line {line}: {en}"), line=line)


_CUT = Text(
    vi="tệp bị cắt: không có dòng cuối; hãy dùng bản khác", en="the file is cut off: it has no last line; take another"
)


def _newer(what: str) -> tuple[str, str]:
    return (
        f"do phiên bản phần mềm mới hơn ghi ({what}); hãy cập nhật rồi nhập",
        f"written by a newer version of the product ({what}); update, then import",
    )


def _read(source: IO[bytes]) -> Iterator[bytes]:
    """Line by line; a compressed file that is damaged is told like any other."""
    number = 0
    while True:
        try:
            line = source.readline(LONGEST_LINE)
        except (OSError, EOFError, ValueError) as error:  # what gzip and zlib raise
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise refused(number + 1, "tệp nén bị hỏng", "the compressed file is damaged") from None
        if not line:
            return
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            raise refused(number, "dòng quá dài", "the line is too long")
        yield line


def _parsed(line: bytes, number: int) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise refused(number, "không phải một đối tượng JSON", "this is no JSON object")
    return said
