"""Where no copy may be written: over a ledger, over what is no file, and over what nobody said may go."""

import os
import stat
from pathlib import Path

from engine.core.errors import CopyRefused
from engine.core.values import Text

_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database."""


def refuse_target(place: Path, ledger: Path | None, *, replace: bool) -> None:
    """Raises `CopyRefused`; `ledger`: the file of the one that is copied, if it is in a file."""
    if ledger is not None and any(_is_same(place, own) for own in (ledger, *_beside(ledger))):
        raise CopyRefused(
            Text(
                vi=f"{place} là tệp của chính cơ sở dữ liệu đang dùng; hãy nêu một tên khác",
                en=f"{place} is a file of the ledger itself; name another",
            )
        )
    if not os.path.lexists(place) or place.is_dir():  # the system itself refuses to write over a folder
        return
    if not stat.S_ISREG(place.lstat().st_mode):
        raise CopyRefused(
            Text(
                vi=f"{place} không phải là một tệp thường; hãy nêu tên một tệp (`export -` ghi ra đầu ra chuẩn)",
                en=f"{place} is no regular file; name a file (`export -` writes to standard output)",
            )
        )
    if any(os.path.lexists(file) for file in _beside(place)):
        raise CopyRefused(
            Text(
                vi=f"{place} là một cơ sở dữ liệu đang được dùng; hãy nêu một tên khác",
                en=f"{place} is a database that somebody uses; name another file",
            )
        )
    if not replace:
        raise CopyRefused(
            Text(
                vi=f"đã có tệp {place}; hãy nêu một tên khác, hoặc thêm --replace để ghi đè",
                en=f"there is a file {place} already; name another, or say --replace to write over it",
            )
        )


def _beside(database: Path) -> tuple[Path, ...]:
    return tuple(database.with_name(database.name + ending) for ending in _BESIDE)


def _is_same(place: Path, own: Path) -> bool:
    """By whatever links; also where neither is there yet."""
    if place.resolve() == own.resolve():
        return True
    return place.exists() and own.exists() and place.samefile(own)
