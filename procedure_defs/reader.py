"""YAML text -> plain data with the position of every part. Whatever the text is, the answer is data or problems."""

from pathlib import Path as FilePath
from stat import S_ISREG

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from engine.core.values import Text
from procedure_defs.document import Document, unreadable
from procedure_defs.positions import START, Position
from procedure_defs.reading import Reading, Stopped, in_vietnamese
from procedure_defs.yaml_events import events_of

LARGEST = 1_000_000
"""Bytes; a definition is a few thousand."""

_NOT_ALLOWED = Text(vi="không có quyền đọc", en="reading it is not permitted")
_BY_THE_SYSTEM = Text(vi="hệ thống không mở được", en="the system cannot open it")


def read_file(path: FilePath, name: str | None = None) -> Document:
    """Reads a definition file; `name` is what problems call it."""
    called = name or str(path)
    try:
        if not S_ISREG(path.stat().st_mode):  # a pipe would be waited for, a device be read for ever
            what = (
                Text(vi="đây là một thư mục", en="this is a folder")
                if path.is_dir()
                else Text(vi="đây không phải là tệp đọc được đến hết", en="this is no file that can be read to its end")
            )
            return unreadable(called, START, what, Text(vi="hãy nêu một tệp định nghĩa", en="name a definition file"))
        with path.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as error:
        return unreadable(
            called,
            START,
            _why_not(error),
            Text(vi="hãy kiểm tra tên tệp và quyền truy cập", en="check its name and its permissions"),
        )
    return read_bytes(raw, called)


def read_bytes(raw: bytes, file: str) -> Document:
    """Reads the bytes of a definition file."""
    if len(raw) > LARGEST:
        return unreadable(
            file,
            START,
            Text(vi=f"tệp lớn hơn {in_vietnamese(LARGEST)} byte", en=f"the file is larger than {LARGEST:,} bytes"),
            Text(
                vi="hãy chia nhỏ, hoặc bỏ phần không phải định nghĩa", en="split it, or take out what is no definition"
            ),
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = _position_of(raw[: error.start].decode("utf-8", "replace"))
        return unreadable(
            file,
            at,
            Text(vi="tệp không phải là UTF-8", en="the file is not UTF-8"),
            Text(vi="hãy lưu tệp theo UTF-8", en="save it as UTF-8"),
        )
    return read_text(text, file)


def read_text(text: str, file: str) -> Document:
    """Reads the text of a definition file."""
    reading = Reading(file, text)
    try:
        for event in events_of(reading.with_plain_spaces(text)):
            reading.take(event)
    except Stopped:
        pass
    except ReaderError as error:
        at = _position_of(text[: error.position] if isinstance(error.position, int) else "")
        reading.stop(
            at,
            Text(vi="tệp có ký tự mà YAML không cho phép", en="the file holds a character that YAML does not allow"),
            Text(vi="hãy xóa ký tự đó", en="delete it"),
        )
    except MarkedYAMLError as error:
        reading.stop_at_syntax(error)
    except (YAMLError, ValueError, IndexError, AttributeError, TypeError) as error:
        reading.stop(
            START,
            Text(
                vi=f"đây không phải là YAML (`{type(error).__name__}`)", en=f"this is not YAML ({type(error).__name__})"
            ),
            Text(vi="hãy đối chiếu với một tệp định nghĩa có sẵn", en="compare it with a shipped definition"),
        )
    return reading.finished()


def _why_not(error: OSError) -> Text:
    """The system tells it in the language of its own; what occurs has words of ours."""
    missing = isinstance(error, FileNotFoundError)
    why = Text(vi="không có tệp này", en="there is no such file") if missing else _NOT_ALLOWED
    why = why if missing or isinstance(error, PermissionError) else _BY_THE_SYSTEM
    return Text(vi=f"không đọc được tệp ({why.vi})", en=f"the file cannot be read ({why.en})")


def _position_of(before: str) -> Position:
    """The position just behind `before`."""
    return Position(before.count("\n") + 1, len(before) - before.rfind("\n"))
