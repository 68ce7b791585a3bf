"""JSON that a table keeps as text, nested in a larger JSON and out of it again, byte by byte the same."""

import json
from typing import Any


def nested(kept: str | bytes) -> Any:
    """The value, where writing it again gives the very same text; else the text itself, which loses nothing either.

    Hashes are of texts: a number written otherwise or a space would break them.
    """
    text = kept.decode() if isinstance(kept, bytes) else kept  # as the driver gives it while it streams
    value = json.loads(text)
    return text if isinstance(value, str) or written(value) != text else value


def text_of(value: Any) -> str:
    """The text that was nested. A value that is a text is one that stayed as it was."""
    return value if isinstance(value, str) else written(value)


def written(value: Any) -> str:
    """In the form in which the product itself writes JSON: nothing between, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
