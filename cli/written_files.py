"""Files that a command writes for its user: what the system refuses is told in words, never as a stack."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from engine.core.values import Text

_WHY = {
    errno.ENOENT: Text(vi="không có thư mục này, hãy tạo trước", en="there is no such folder, make it first"),
    errno.ENOTDIR: Text(vi="trên đường dẫn có một tệp ở chỗ của thư mục", en="a file stands where a folder is needed"),
    errno.EEXIST: Text(vi="ở đó đã có tệp hoặc thư mục", en="there is a file or folder already"),
    errno.EISDIR: Text(vi="đây là một thư mục, hãy nêu tên tệp", en="this is a folder, name a file"),
    errno.EACCES: Text(vi="không có quyền ghi", en="writing there is not permitted"),
    errno.EPERM: Text(vi="không có quyền ghi", en="writing there is not permitted"),
    errno.EROFS: Text(vi="ổ đĩa chỉ cho đọc", en="the disk can only be read"),
    errno.ENOSPC: Text(vi="ổ đĩa đã đầy", en="the disk is full"),
    errno.EDQUOT: Text(vi="đã hết dung lượng được cấp", en="the quota of the disk is used up"),
    errno.ENAMETOOLONG: Text(vi="tên quá dài", en="the name is too long"),
}
_BY_THE_SYSTEM = Text(vi="hệ thống không cho ghi", en="the system refuses it")
_NOT_WRITTEN = Text(vi="không ghi được {file}: {why}", en="{file} cannot be written: {why}")


@contextmanager
def told_if_refused(file: object, language: str) -> Iterator[None]:
    """Around the writing of `file`; ends the command with 1 where the system refuses it."""
    try:
        yield
    except OSError as refusal:
        # The system tells it in a language of its own.
        why = why_refused(refusal).in_language(language)
        typer.echo(_NOT_WRITTEN.in_language(language).format(file=file, why=why), err=True)
        raise typer.Exit(1) from None


def why_refused(refusal: OSError) -> Text:
    """In our words."""
    return _WHY.get(refusal.errno or 0, _BY_THE_SYSTEM)
