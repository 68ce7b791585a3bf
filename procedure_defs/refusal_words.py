"""Why a story cannot be played, or a dossier is not taken: what the law or a model refused, in both languages."""

from collections.abc import Mapping

from pydantic import ValidationError

from engine.core.errors import CommandRefused, EngineError, NotFound
from engine.core.legal_time import DeadlineError, ErrorCode
from engine.core.values import Misfit, Text
from procedure_defs.example_story import Impossible
from procedure_defs.plain_words import bad_value

CANNOT = (CommandRefused, NotFound, DeadlineError, Impossible, ValidationError)
"""Everything that a story or a dossier can be refused with."""

_BY_CODE: Mapping[ErrorCode, str] = {
    ErrorCode.INVALID_INSTANT: "thời điểm không tính được",
    ErrorCode.INVALID_CALENDAR: "lịch không đủ để tính",
    ErrorCode.INVALID_ALLOWANCE: "thời hạn vượt ra ngoài các ngày có trong lịch, hoặc không tính được",
    ErrorCode.INVALID_INTERVAL: "một khoảng thời gian kết thúc trước khi bắt đầu",
    ErrorCode.INVALID_CASE: "các mốc của hồ sơ không tính được",
    ErrorCode.INVALID_PAUSE: "việc tạm dừng không tính được",
    ErrorCode.INVALID_EXTENSION: "việc gia hạn không đúng quy định",
}


def refusal_words(refusal: Exception) -> Text:
    """The reason, with its points."""
    if isinstance(refusal, ValidationError):
        return _misfit(refusal)
    if isinstance(refusal, DeadlineError):
        return Text(vi=_BY_CODE[refusal.code], en=refusal.message)
    assert isinstance(refusal, EngineError), "nothing else is caught"
    points = refusal.problem_words if isinstance(refusal, CommandRefused) else ()
    said = (refusal.words, *points)
    return Text(vi="; ".join(words.vi for words in said), en="; ".join(words.en for words in said))


def _misfit(refusal: ValidationError) -> Text:
    """The first thing that a command does not take."""
    first = refusal.errors(include_url=False)[0]
    place = next((str(part) for part in reversed(first["loc"]) if isinstance(part, str)), None)
    if first["input"] is None and place is not None:
        return Text(vi=f"`{place}` chưa được nêu", en=f"`{place}`: it is not said")
    cause = first.get("ctx", {}).get("error")
    if place is None and isinstance(cause, Misfit):
        return cause.what
    return bad_value(dict(first), place or "story").what
