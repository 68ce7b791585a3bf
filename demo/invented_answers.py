"""What a stand-in agency answers: a result and papers of the shape that the request asks for, every value invented."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

VIETNAM = timezone(timedelta(hours=7))
_DAYS_OFF = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})


def invented(number: int, payload: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The answer to the request of that number. Its own numbers start with MAU (specimen): nobody can take it for real."""
    asked = payload.get("asked_for", {})
    result = {name: _value(field, number, at) for name, field in asked.get("result", {}).items()}
    return {"result": result, "documents": [_paper(paper, number) for paper in asked.get("documents", [])]}


def completed_at(payload: Mapping[str, Any], key: str, now: datetime) -> datetime:
    """Some working instant after the step was opened, at the latest now."""
    opened_at = datetime.fromisoformat(payload["opened_at"]) if payload.get("opened_at") else now
    return min(some_working_time_after(opened_at, key), now)


def _value(field: Mapping[str, Any], number: int, at: datetime) -> Any:
    """A value of the declared type; of several choices the first."""
    match field.get("type", "text"):
        case "group":
            return {name: _value(inner, number, at) for name, inner in field["fields"].items()}
        case "choice":
            return field["choices"][0]
        case "boolean":
            return False
        case "integer":
            return 1
        case "date":
            return at.astimezone(VIETNAM).date().isoformat()
        case _:
            return f"MAU-{number:06d}"


def _paper(asked: Mapping[str, str], number: int) -> dict[str, str]:
    name = f"{asked['title']} (giả lập)"
    return {"document": asked["document"], "reference": f"MAU{number:012d}", "name": name}


def some_working_time_after(opened_at: datetime, key: str) -> datetime:
    """Two to twelve office hours later; the same for the same key, so that a day can be played again."""
    minutes = 120 + int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % 600
    at = opened_at.astimezone(VIETNAM).replace(second=0, microsecond=0)
    while minutes:
        at += timedelta(minutes=1)
        minutes -= _at_work(at)
    return at


def _at_work(at: datetime) -> bool:
    return at.weekday() < 5 and (at.month, at.day) not in _DAYS_OFF and at.hour in {8, 9, 10, 11, 13, 14, 15, 16}
