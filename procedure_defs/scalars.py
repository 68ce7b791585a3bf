"""What an unquoted word in YAML 1.2 means: a truth value, a number, a date, nothing, or just text."""

import re
from datetime import date

Scalar = str | int | float | bool | date | None

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]{1,18}|[0-9]{1,18}(\.[0-9]{0,18})?)([eE][-+]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def meaning(word: str) -> Scalar:
    """The value of a plain scalar. `on` and `15:00` are texts; so is a date that no calendar has."""
    if word in _NOTHING:
        return None
    if word in _TRUTH:
        return _TRUTH[word]
    if _INTEGER.fullmatch(word):
        return int(word)
    if _DECIMAL.fullmatch(word):
        return float(word)
    if _DATE.fullmatch(word):
        return _date(word)
    return word


def _date(word: str) -> Scalar:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return word
