"""The blocks of a document between three backticks, with what the lines before them say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_FENCED = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^(?:From )?\[[^\]]+\]\((?P<link>[^)\s]+\.yaml)\):$", re.MULTILINE)
_TYPED = re.compile(r"<!-- typed at (?P<at>\S+) -->\n\Z")
ELISION = "# …\n"


class Block(NamedTuple):
    """A block, its language, the file that was named last before it, and the instant at which it is typed."""

    language: str
    text: str
    file: Path | None
    typed_at: str | None


def blocks_of(document: Path) -> Iterator[Block]:
    """In the order of the document; a heading ends what was said of a file."""
    text, file, before = document.read_text(encoding="utf-8"), None, 0
    for found in _FENCED.finditer(text):
        between = text[before : found.start()]
        if re.search(r"^#+ ", between, re.MULTILINE):
            file = None
        for link in _FILE.finditer(between):
            file = (document.parent / link["link"]).resolve()
        typed = _TYPED.search(between)
        yield Block(found["language"], found["text"], file, typed["at"] if typed else None)
        before = found.end()


def is_cut_out_of(excerpt: str, whole: str) -> bool:
    """Whether each piece of the excerpt stands in the file line by line, in this order, at one indentation or another."""
    lines, at = whole.splitlines(), 0
    for piece in excerpt.split(ELISION):
        wanted = _outdented(piece.splitlines())
        places = range(at, len(lines) - len(wanted) + 1)
        place = next((n for n in places if _outdented(lines[n : n + len(wanted)]) == wanted), None)
        if place is None:
            return False
        at = place + len(wanted)
    return True


def _outdented(lines: list[str]) -> list[str]:
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[margin:].rstrip() for line in lines]
