"""What a body may hold: JSON that every database, every language and the expressions of procedures can keep."""

from typing import Annotated, Any

from pydantic import AfterValidator

_LARGEST = 2**63 - 1


def refuse_unkeepable(given: Any) -> Any:
    """Raises `ValueError` for texts, keys or numbers that cannot be written down; otherwise gives them back.

    Python's reader is more lenient than JSON: it lets half characters, NUL and NaN through.
    """
    waiting = [given]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            _refuse_unwritable(value)
        elif isinstance(value, int | float) and not abs(value) <= _LARGEST:  # NaN is in no order
            raise ValueError("a number is at most 9223372036854775807 and is not NaN or infinite")
    return given


def _refuse_unwritable(text: str) -> None:
    if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("a text holds whole characters only, and no NUL")


PlainText = Annotated[str, AfterValidator(refuse_unkeepable)]
"""A text of a path or a query, as clean as those of a body."""
