"""What no command can mend is told in one place: a line in words with what to do, code 2, and never a stack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a command that goes well need not wait for the engine
    from engine.core.values import Text

COULD_NOT_WORK = 2


def telling(error: Exception, asked: Sequence[str]) -> str | None:
    """In the language that was asked for; null for what is a bug."""
    from engine.settings import spoken_language

    words = _words_of(error)
    return words.in_language(spoken_language(asked)) if words else None


def _words_of(error: Exception) -> Text | None:
    from engine.core import errors
    from engine.core.values import Text
    from engine.settings import SettingsInvalid

    what_to_do = errors.LedgerUnusable | errors.LedgerDamaged | errors.LedgerReadOnly | errors.TablesMissing
    if isinstance(error, SettingsInvalid | what_to_do):
        return error.words
    if isinstance(error, errors.LedgerAway):
        return Text(
            vi="cơ sở dữ liệu không trả lời; hãy khởi động nó, hoặc sửa LIENTHONG_DATABASE_URL, rồi chạy lại lệnh này",
            en="the database does not answer; start it, or mend LIENTHONG_DATABASE_URL, then run this command again",
        )
    if isinstance(error, errors.StorageFull):
        return Text(
            vi="nơi lưu trữ đã đầy, việc dở dang đã được hủy; hãy giải phóng dung lượng rồi chạy lại lệnh này",
            en="the storage is full, and what was begun was taken back; make space, then run this command again",
        )
    if isinstance(error, errors.Busy):
        return Text(
            vi="cơ sở dữ liệu đang bận, việc dở dang đã được hủy; hãy chạy lại lệnh này sau giây lát",
            en="the database is busy, and what was begun was taken back; run this command again in a moment",
        )
    return _of_the_system(error) if isinstance(error, OSError) else None


def _of_the_system(error: OSError) -> Text | None:
    """What has a file in it; a pipe that was closed is the terminal's own affair."""
    from cli.written_files import why_refused
    from engine.core.values import Text

    if error.filename is None:
        return None
    why = why_refused(error)
    return Text(
        vi=f"không dùng được {error.filename}: {why.vi}; hãy sửa quyền, chỗ trống hoặc LIENTHONG_DATA_DIR",
        en=f"{error.filename} cannot be used: {why.en}; mend the rights, the space or LIENTHONG_DATA_DIR",
    )
