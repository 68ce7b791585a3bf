"""What attackers put where a value is expected: as the text of a parameter, and as the JSON of a field."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

ELSEWHERE = "elsewhere.example"
TAG = "x-attack"
"""An element that no page and no picture of ours has."""
MARKUP = f"\"'><{TAG} onload=alert(1)>]]>--><script>{TAG}</script>&lt;{TAG}&gt;${{7*7}}{{{{7*7}}}}"

TEXTS: dict[str, str] = {
    "nothing": "",
    "a space": " ",
    "less than nothing": "-1",
    "no number": "NaN",
    "a number without end": "1e400",
    "a number too large": "9" * 25,
    "digits of another script": "١٢٣",
    "the first instant": "0001-01-01T00:00:00+14:00",
    "the last instant": "9999-12-31T23:59:59-14:00",
    "an hour before the end": "9999-12-31T15:59:59+00:00",
    "an hour after the beginning": "0001-01-01T08:00:00+07:00",
    "beyond all calendars": "2999-01-01T09:00:00+07:00",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "a day that is none": "2026-02-30",
    "an instant that is none": "2026-09-07T24:61:61+99:99",
    "half an instant": "2026-09-07T09:00:00.123456789+07:00",
    "a path": "../../../../etc/passwd",
    "another host": f"//{ELSEWHERE}/",
    "SQL": "' OR '1'='1' --",
    "a pattern of SQL": "%_\\%",
    "markup": MARKUP,
    "a line": "a\r\nSet-Cookie: b=c",
    "a NUL": "a\x00b",
    "letters that turn round": "\u202eabc\u2066",
    "half a letter": "%ff%fe",
    "a list": "[1, 2]",
    "long": "a" * 6_000,
    "long and almost right": "1" * 6_000 + "!",
    "brackets": "(" * 3_000,
    "a cursor of another": "eyJhIjogMX0=",
}
"""Name -> text, as it stands before it is encoded for an address."""

JSON: dict[str, str] = {
    "deep": "[" * 200 + "]" * 200,
    "deeper": '{"a":' * 900 + "1" + "}" * 900,
    "too deep": "[" * 100_000 + "]" * 100_000,
    "without an end": "1e400",
    "less than everything": "-1e400",
    "no number": "NaN",
    "hardly anything": "1e-400",
    "many digits": "9" * 400,
    "too many digits": "9" * 5_000,
    "a fraction with many digits": "0." + "3" * 4_000,
    "minus nothing": "-0",
    "true": "true",
    "null": "null",
    "a number": "7",
    "an empty text": '""',
    "a NUL": '"a\\u0000b"',
    "half a letter": '"\\ud800"',
    "a long text": '"' + "a" * 900_000 + '"',
    "a text and a bang": '"' + "1" * 50_000 + '!"',
    "many": "[" + "null," * 50_000 + "null]",
    "many keys": "{" + ",".join(f'"k{number}": 1' for number in range(20_000)) + "}",
    "the same key": '{"a": 1, "a": 2}',
    "a key of the language": '{"__proto__": {"a": 1}, "__class__": 1, "constructor": 2}',
    "markup": '"\\"\'><x-attack onload=alert(1)>"',
    "the last instant": '"9999-12-31T23:59:59-14:00"',
    "the first instant": '"0001-01-01T00:00:00+14:00"',
    "an hour before the end": '"9999-12-31T15:59:59+00:00"',
    "an hour after the beginning": '"0001-01-01T08:00:00+07:00"',
}
"""Name -> the bytes of one value; not all of them are JSON."""


class Turns:
    """Hands out the values in turn, so that each place gets some of them and all of them are used at many places;
    with `ATTACKS=all` in the environment every place gets all."""

    def __init__(self) -> None:
        self._at_once = None if os.environ.get("ATTACKS") == "all" else 6
        self._handed_out = 0

    def of(self, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Some (name, value), and the next ones the next time."""
        if self._at_once is None:
            yield from values.items()
            return
        items = list(values.items())
        for number in range(self._handed_out, self._handed_out + self._at_once):
            yield items[number % len(items)]
        self._handed_out += self._at_once
