"""What would make broken YAML whole: small changes are tried where it broke, and the first that can be read is proposed."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from engine.core.values import Text
from procedure_defs.positions import Position

LARGEST_TRIED = 40_000
"""Characters; in a longer text nothing is tried, so that the answer does not keep anybody waiting."""
_MOST_TRIED = 40
_LONGEST_SHOWN = 60
_TIGHT = re.compile(r"""(?:(?<=[{,]\s)|(?<=\{)|^\s*(?:-\s+)?)["']?(?P<key>[^\W\d][\w-]*)["']?:(?=[^\s:/])""")
_KEY = re.compile(r"^(?P<head>\s*(?:-\s+)?[^\s:#{\[\"'][^:#{\[\"']*:\s+)(?P<value>[^\s|>&*!#].*?)\s*$")
_FLOW_KEY = re.compile(r"[{,]\s*(?P<key>[^\W\d][\w-]*):\s+")
_CLOSING = {"{": "}", "[": "]"}
_IN_QUOTES = "đặt đoạn chữ trong dấu nháy kép", "put the text in quotes"


class Change(NamedTuple):
    """One line written otherwise: the place of the change, the new line, how to say it."""

    at: Position
    line: str
    mend: Text


def syntax_mend(text: str, broken: Sequence[int], can_be_read: Callable[[str], bool]) -> Change | None:
    """The change of one of the `broken` lines (from 0), or of one near them, with which the whole text can be read."""
    lines = text.split("\n")
    if len(text) > LARGEST_TRIED:
        return None
    tried = 0
    for kind in (_spaced, _moved, _closed, _quoted):
        for number in _near(lines, broken):
            for change in kind(lines, number):
                if (tried := tried + 1) > _MOST_TRIED:
                    return None
                if can_be_read("\n".join([*lines[:number], change.line, *lines[number + 1 :]])):
                    return change
    return None


def _with(shown: str, vi: str, en: str) -> Text:
    """What to do, and how the line looks then."""
    return Text(vi=f"{vi}: `{shown}`", en=f"{en}: `{shown}`")


def _near(lines: Sequence[str], broken: Sequence[int]) -> list[int]:
    """The broken lines, and of each the one above that says something."""
    found: dict[int, None] = {}
    for number in broken:
        above = next((n for n in range(number - 1, -1, -1) if _says_something(lines[n])), number)
        found |= {n: None for n in (number, above) if n < len(lines) and _says_something(lines[n])}
    return list(found)


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _spaced(lines: Sequence[str], number: int) -> Iterator[Change]:
    """`required:true` -> `required: true`."""
    line = lines[number]
    for found in _TIGHT.finditer(line):
        new = f"{line[: found.end()]} {line[found.end() :]}"
        at = Position(number + 1, found.start("key") + 1)
        shown = _shown(new[found.start("key") :])
        yield Change(at, new, _with(shown, "thêm dấu cách sau dấu hai chấm", "put a space behind the colon"))


def _closed(lines: Sequence[str], number: int) -> Iterator[Change]:
    """A bracket or a quote that is not closed, or was never opened."""
    line = lines[number].rstrip()
    for sign in _unclosed(line):
        at = Position(number + 1, len(line) + 1)
        mend = _with(sign, "đóng ngoặc ở cuối dòng", "close the bracket at the end of the line")
        yield Change(at, line + sign, mend)
    if len(re.findall(r"(?<![^\s\[{,])'", line)) == 1 and line.count("'") == 1:
        at, shown = Position(number + 1, len(line) + 1), f"{_around(line, len(line))}'"
        yield Change(
            at, f"{line}'", _with(shown, "đóng dấu nháy ở cuối dòng", "close the quote at the end of the line")
        )
    if line.count('"') % 2:
        for end in (len(line), *(at.start() for at in reversed(list(re.finditer(r"[,}\]]", line))))):
            change = f'{line[:end]}"{line[end:]}'
            mend = _with(_around(change, end), "đóng dấu nháy", "close the quote")
            yield Change(Position(number + 1, end + 1), change, mend)
    for sign in _unopened(line):
        last = line.rindex(_CLOSING[sign])
        out = line[:last] + line[last + 1 :]
        shut = _CLOSING[sign]
        mend = Text(vi=f"bỏ dấu `{shut}` này: không có dấu nào mở nó", en=f"take this `{shut}` out: nothing opens it")
        yield Change(Position(number + 1, last + 1), out, mend)
        if (found := re.match(r"\s*(?:-\s+)?(?:[\w-]+:\s+)?", line)) is not None:
            change = f"{line[: found.end()]}{sign}{line[found.end() :]}"
            at = Position(number + 1, found.end() + 1)
            yield Change(at, change, _with(_around(change, found.end()), "mở ngoặc", "open the bracket"))


def _quoted(lines: Sequence[str], number: int) -> Iterator[Change]:
    """A text with a colon or a bracket in it is put into quotes."""
    line = lines[number]
    if (found := _KEY.match(line)) is not None and '"' not in found["value"] and found["value"][0] != "{":
        new = f'{found["head"]}"{found["value"]}"'
        at = Position(number + 1, found.start("value") + 1)
        yield Change(at, new, _with(_shown(new.strip()), *_IN_QUOTES))
    keys = list(_FLOW_KEY.finditer(line))
    for index, key in enumerate(keys):
        after = keys[index + 1].start() if index + 1 < len(keys) else len(line)
        said = line[key.end() : after]
        body = said.rstrip().rstrip("}]").rstrip() if after == len(line) else said.rstrip()
        if body and body[0] not in "\"'{[":
            new = f'{line[: key.end()]}"{body}"{line[key.end() + len(body) :]}'
            at = Position(number + 1, key.end() + 1)
            yield Change(at, new, _with(f'{key["key"]}: "{_shown(body)}"', *_IN_QUOTES))


def _moved(lines: Sequence[str], number: int) -> Iterator[Change]:
    """A line that begins where no other does is put under one near it."""
    line = lines[number]
    here = len(line) - len(line.lstrip())
    widths: dict[int, int] = {}
    for other in [*range(number - 1, max(-1, number - 12), -1), *range(number + 1, min(len(lines), number + 6))]:
        if _says_something(lines[other]):
            widths.setdefault(len(lines[other]) - len(lines[other].lstrip()), other)
    for width in sorted(widths, key=lambda width: (abs(width - here), -width))[:5]:
        if width != here:
            count, under = abs(width - here), widths[width] + 1
            way_vi, way_en = ("bớt", "take out") if width < here else ("thêm", "put in")
            mend = Text(
                vi=f"hãy thụt lề bằng dòng {under}: {way_vi} {count} dấu cách ở đầu dòng",
                en=f"begin it under line {under}: {way_en} {count} space{'s' if count > 1 else ''} before it",
            )
            yield Change(Position(number + 1, here + 1), " " * width + line.lstrip(), mend)


def _unclosed(line: str) -> Iterator[str]:
    """What closes the brackets that the line leaves open: all of them, and the last alone."""
    left = [_CLOSING[sign] for sign in _left_open(line) if sign in _CLOSING]
    if left:
        yield "".join(reversed(left))


def _unopened(line: str) -> Iterator[str]:
    left = [sign for sign in _left_open(line) if sign in _CLOSING.values()]
    yield from ({"}": "{", "]": "["}[sign] for sign in left[:1])


def _left_open(line: str) -> list[str]:
    plain = re.sub(r'"[^"]*"', "", line)
    stack: list[str] = []
    for sign in plain:
        if sign in "[{":
            stack.append(sign)
        elif sign in "]}":
            if stack and _CLOSING.get(stack[-1]) == sign:
                stack.pop()
            else:
                stack.append(sign)
    return stack


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _around(line: str, at: int) -> str:
    """A few words before and after the place."""
    return f"{'…' if at > 25 else ''}{line[max(0, at - 25) : at + 25].strip()}{'…' if at + 25 < len(line) else ''}"
