"""What Pydantic found, in words for the author of a file: what is wrong, and how to mend it."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.core.findings import Level, Rule, nearest, one_of
from engine.core.legal_time import Unit
from procedure_defs.other_words import limit_mend
from procedure_defs.shapes import as_name

VALUE = Rule("value", Level.ERROR, "A value is of the kind that its field asks for.")
MISSING = Rule("field-missing", Level.ERROR, "A field that must be there is there.")
UNKNOWN = Rule("field-unknown", Level.ERROR, "A field has a name that is known at its place.")
BASIS = Rule("legal-basis-missing", Level.ERROR, "Every limit, step, suspension and rule says where it is written.")
NAME = Rule("name", Level.ERROR, "A name is made of small letters, digits and single `_` or `-`.")
PLACE = Rule("heading", Level.ERROR, "Parts stand below the heading that they belong to.")

SHAPE_RULES = (VALUE, MISSING, UNKNOWN, BASIS, NAME, PLACE)
"""What the shape of a file can break, before anything is known of what it means."""


class Words(NamedTuple):
    """One mistake in words."""

    what: str
    mend: str
    rule: Rule = VALUE


_KINDS = {
    "string_type": ("a text", "write a text, in quotes if it looks like a number or a date"),
    "dict_type": ("a mapping", "write `name: value` pairs, indented below"),
    "model_type": ("a mapping", "write `name: value` pairs, indented below"),
    "tuple_type": ("a list", "write `[a, b]`, or one `- item` a line"),
    "bool_type": ("true or false", "write `true` or `false`"),
    "bool_parsing": ("true or false", "write `true` or `false`"),
    "int_type": ("a whole number", "write digits only"),
    "int_parsing": ("a whole number", "write digits only"),
    "int_from_float": ("a whole number", "write digits only"),
    "decimal_type": ("a number", "write digits only"),
    "decimal_parsing": ("a number", "write digits only"),
    "finite_number": ("a number that can be counted", "write digits only"),
}
_TIGHT = re.compile(r"(?P<name>[^:]{1,200}):(?P<value>[^:\s][^:]{0,100})")
_UNITS = tuple(unit.value for unit in Unit)
_DATES = ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact")

_INSTANTS = ("instant_form", "datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_aware")

_PATTERNS = {
    "event": ("the date of the event is a field of the form", "write it as `form.starts_on`"),
    "version": ("a version is named by its date", "write it as `2026-09-01`"),
    "cut_off": ("a time of day is written with hour and minute", 'write it as `"15:00"`'),
    "week": ("a time of day is written with hour and minute", 'write it as `"08:00"`'),
    "sessions": ("a time of day is written with hour and minute", 'write it as `"08:00"`'),
    "http": ("an operation is named `system.operation`", "write it as `social_insurance.issue_card`"),
    "unit_code": ("a unit code has a letter, two digits and groups behind points", "write it as `H99.01`"),
}

_TIMES = ("week", "sessions")


def missing(field: str, owner: str) -> Words:
    """A field that must be there is not."""
    if field == "legal_basis":
        return Words(
            f"{owner} has no legal basis", "add `legal_basis: [{ref: …, article: …}]`: where its rule is written", BASIS
        )
    if field == "within":
        return Words(
            f"{owner} has no time limit",
            "add `within:` with a number and a unit, e.g. `within: 2 working_days`",
            MISSING,
        )
    return Words(f"{owner} has no `{field}`", f"add `{field}:`", MISSING)


def unknown_field(field: str, owner: str, known: Mapping[str, Any], likely: str | None = None) -> Words:
    """A field that means nothing here; `likely` is the one that may be meant."""
    head, colon, rest = field.partition(":")
    if colon and head in known:
        return Words(
            f"{owner} has an unknown field `{field}`", f"put a space behind the colon: `{head}: {rest.strip()}`"
        )
    mend = f"did you mean `{likely}`?" if likely else f"take it out; known here: {', '.join(known) or 'nothing'}"
    return Words(f"{owner} has an unknown field `{field}`", mend, UNKNOWN)


def bad_value(error: Mapping[str, Any], place: str) -> Words:
    """A value that does not fit; `place` is the name of its field."""
    kind, value = error["type"], error["input"]
    if kind == "value_error":
        what, _, mend = str(error["msg"]).removeprefix("Value error, ").partition(": ")
        said = limit_mend(value, _UNITS) if isinstance(value, str) and "time limit" in what else None
        return Words(f"`{place}`: {what}", said or mend or "mend it")
    if kind == "enum":
        return _not_among(str(value), str(error["ctx"]["expected"]), error["loc"][-1], place)
    if kind in _KINDS:
        wanted, mend = _KINDS[kind]
        pattern = _pattern(error["loc"])
        tight = _TIGHT.fullmatch(value) if isinstance(value, str) and kind in ("dict_type", "model_type") else None
        if tight is not None:
            mend = f"put a space behind the colon: `{tight['name']}: {tight['value']}`"
        if pattern is not None and kind == "string_type":
            mend = _PATTERNS[pattern][1]
        elif pattern in _TIMES and kind == "tuple_type":
            mend = 'write each session as a pair of times, e.g. `[["08:00", "12:00"], ["13:00", "17:00"]]`'
        return Words(f"`{place}` should be {wanted}, not {_shown(value)}", mend)
    if kind in _DATES:
        return Words(f"`{place}`: {_shown(value)} is no date of the calendar", "write it as `2026-09-01`")
    if kind in _INSTANTS:
        mend = 'write it as `"2026-09-01T10:30:00+07:00"`'
        return Words(f"`{place}`: {_shown(value)} is no instant with its offset from UTC", mend)
    if kind == "string_pattern_mismatch":
        return _not_like(error, place)
    if kind in ("missing", "too_long"):
        return Words(
            f"`{place}` holds {_shown(value)} where a pair is expected", 'write two values, as `["08:00", "12:00"]`'
        )
    if kind in ("too_short", "string_too_short"):
        return _empty(place)
    said = str(error["msg"])
    return Words(f"`{place}`: {_shown(value)} does not fit", said[:1].lower() + said[1:])


def bad_name(error: Mapping[str, Any], name: str) -> Words:
    """A key that cannot be a name."""
    plain, signs = as_name(name), "small letters, digits and single `_` or `-`"
    if plain and error["loc"][-1] == "procedure":
        plain, signs = plain.replace("_", "-"), "small letters, digits and single `-`"
    write = f"write `{plain}`" if plain and len(plain) <= 60 else "begin with a small letter"
    return Words(f"`{name}` cannot be a name here", f"{write}: {signs}", NAME)


def _not_among(value: str, expected: str, part: Any, place: str) -> Words:
    known = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
    noun = "unit" if part == "unit" else f"`{place}`"
    likely = nearest(value, known)
    everything = ", ".join(known)
    if part == "unit":
        hint = f"did you mean `{likely}`? " if likely else ""
        if everyday := limit_mend(f"1 {value}", known):
            hint = f"{everyday.replace('`1 ', '`')}; "
        return Words(f"`{value}` is no unit of time", f"{hint}the units are: {everything}")
    return Words(f"{noun} cannot be `{value}`", one_of(value, known) if likely else f"write one of: {everything}")


def _not_like(error: Mapping[str, Any], place: str) -> Words:
    if (pattern := _pattern(error["loc"])) is not None:
        what, mend = _PATTERNS[pattern]
        return Words(f"`{place}`: {_shown(error['input'])}: {what}", mend)
    return bad_name(error, str(error["input"]))


def _pattern(way: tuple[str | int, ...]) -> str | None:
    """The field whose pattern a value should follow: its own, or that of the part that it stands in."""
    names = [part for part in way if isinstance(part, str)]
    return next((name for name in (*names[-1:], *names[:1]) if name in _PATTERNS), None)


def _empty(place: str) -> Words:
    if place == "legal_basis":
        return Words("the legal basis is empty", "add `{ref: …, article: …}`: where the rule is written", BASIS)
    return Words(f"`{place}` is empty", "fill it in")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{text[:40]}{'…' if len(text) > 40 else ''}`"
