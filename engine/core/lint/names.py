"""Lint of names: what a file is called, and what it says that it is."""

import re
from collections.abc import Iterator

from engine.core.findings import Finding, Level, check
from engine.core.lint.surroundings import Surroundings

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@check("file-name-differs", Level.WARNING)
def names_are_the_files(seen: Surroundings) -> Iterator[Finding]:
    """A file that is named by a date is named by its version, and its folder by its procedure."""
    folder, name, definition = seen.folder, seen.file, seen.definition
    if name is None or not _DATE.fullmatch(name):
        return  # a draft may be called as one likes
    if name != definition.version:
        what = f"this is version {definition.version}, but the file is called `{name}.yaml`"
        mend = f"write `version: {name}`, or call the file `{definition.version}.yaml`"
        yield Finding(("version",), what, mend)
    if folder and re.sub(r"-[0-9]+$", "", folder) != definition.procedure != folder:  # `kite-2` holds a later draft
        what = f"this is the procedure `{definition.procedure}`, but its folder is called `{folder}`"
        mend = f"call the folder `{definition.procedure}`, or write `procedure: {folder}`"
        yield Finding(("procedure",), what, mend)
