"""Lint of names: what a file is called, and what it says that it is."""

import re
from collections.abc import Iterator

from engine.core.findings import Finding, Level, check
from engine.core.lint.surroundings import Surroundings
from engine.core.values import Text

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@check("file-name-differs", Level.WARNING, vi="Tệp mang tên ngày là phiên bản ấy, thư mục mang tên thủ tục.")
def names_are_the_files(seen: Surroundings) -> Iterator[Finding]:
    """A file that is named by a date is named by its version, and its folder by its procedure."""
    folder, name, definition = seen.folder, seen.file, seen.definition
    if name is None or not _DATE.fullmatch(name):
        return  # a draft may be called as one likes
    if name != definition.version:
        what = Text(
            vi=f"đây là phiên bản {definition.version}, nhưng tệp tên là `{name}.yaml`",
            en=f"this is version {definition.version}, but the file is called `{name}.yaml`",
        )
        mend = Text(
            vi=f"hãy ghi `version: {name}`, hoặc đặt tên tệp là `{definition.version}.yaml`",
            en=f"write `version: {name}`, or call the file `{definition.version}.yaml`",
        )
        yield Finding(("version",), what, mend)
    if folder and re.sub(r"-[0-9]+$", "", folder) != definition.procedure != folder:  # `kite-2` holds a later draft
        what = Text(
            vi=f"đây là thủ tục `{definition.procedure}`, nhưng thư mục của nó tên là `{folder}`",
            en=f"this is the procedure `{definition.procedure}`, but its folder is called `{folder}`",
        )
        mend = Text(
            vi=f"hãy đặt tên thư mục là `{definition.procedure}`, hoặc ghi `procedure: {folder}`",
            en=f"call the folder `{definition.procedure}`, or write `procedure: {folder}`",
        )
        yield Finding(("procedure",), what, mend)
