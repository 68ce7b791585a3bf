"""The curly quotes of a word processor: to YAML they are letters, so a value keeps them (`article: “2”`)."""

from typing import NamedTuple

from engine.core.values import Text

_OPENING, _CLOSING = "“„‘", "”’"
WHAT = Text(
    vi="dấu nháy cong của trình soạn thảo văn bản (“ ”): YAML coi đó là chữ",
    en="the curly quotes of a word processor (“ ”) are letters to YAML",
)


class Curled(NamedTuple):
    """What the author meant, and how to write it."""

    meant: str
    mend: Text


def find_curled(value: str) -> Curled | None:
    """Of a value without quotes of YAML: null unless curly ones stand around all of it, or only in front.

    Quotes within a sentence, and two quoted names beside each other, belong to the text.
    """
    if not value or value[0] not in _OPENING:
        return None
    inner = value[1:].rstrip()
    if inner[-1:] and inner[-1] in _CLOSING:
        inner = inner[:-1]
    if any(sign in _OPENING + _CLOSING for sign in inner):
        return None
    shown = inner[:60]
    mend = Text(
        vi=f'hãy dùng dấu nháy thẳng: `"{shown}"`; nếu dấu nháy là một phần của câu chữ, đặt cả câu trong dấu nháy thẳng',
        en=f'write straight ones: `"{shown}"`; if they belong to the text, put all of it into straight ones',
    )
    return Curled(inner, mend)
