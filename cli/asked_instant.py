"""`--at`: the instant that is asked about, as authors write it, and what it means that it is past or ahead."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from cli import usage_words as words
from cli.case_progress import Language
from cli.language import usage_error
from engine.core.legal_time import DeadlineError, parse_instant, to_datetime, to_instant
from engine.service.open_cases import Moment

AT_HELP = (
    "At this instant instead of now: 2026-11-25 (the end of that day), 2026-11-25T09:00 (in Viet Nam). "
    "Past: as the cases stood. Ahead: as they are now, if nobody does anything more."
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OFFSET = re.compile(r".*T.*(Z|[+-]\d{2}(:?\d{2})?)", re.ASCII | re.IGNORECASE)
_TOLD = {
    "vi": {
        "past": "Tính đến {at}: các hồ sơ đang giải quyết khi đó, theo những gì đã xảy ra đến lúc đó.",
        "now": "Tính lúc {at}, là bây giờ.",
        "ahead": "Tính trước đến {at}: các hồ sơ đang giải quyết như hiện nay (lúc {now}), giả định đến khi đó "
        "không ai làm thêm việc gì; thời hạn nào hết thì hết.",
    },
    "en": {
        "past": "As of {at}: the cases in progress then, by what had happened until then.",
        "now": "As of {at}, which is now.",
        "ahead": "Looking ahead to {at}: the running cases as they are now ({now}), supposing that nobody does "
        "anything more until then; terms that pass do pass.",
    },
}
_END_OF_DAY = {"vi": "hết ngày {day}", "en": "the end of {day}"}


def moment_of(said: str | None, now: datetime, language: str) -> Moment:
    """What was written behind `--at`; nothing is now. A day is its end, an instant without an offset Viet Nam's."""
    return Moment(now if said is None else _instant(said.strip(), language), now)


def told(moment: Moment, language: Language) -> str:
    """One sentence: which cases these are, and what is supposed of them."""
    at = _words(moment.at, language) if moment.at != moment.now else _to_the_minute(moment.now)
    return _TOLD[language][_reading(moment)].format(at=at, now=_to_the_minute(moment.now))


def said_of(moment: Moment, language: Language) -> dict[str, Any]:
    """The same for a program."""
    at = to_datetime(to_instant(moment.at)).isoformat()
    return {"at": at, "at_is": _reading(moment), "told": told(moment, language)}


def _reading(moment: Moment) -> str:
    return "ahead" if moment.is_ahead else "past" if moment.is_past else "now"


def _instant(said: str, language: str) -> datetime:
    day_alone = _DAY.fullmatch(said)
    # The last second: 24:00 would be the next day already, on which another version may be in force.
    text = f"{said}T23:59:59" if day_alone else said.replace(" ", "T", 1)
    try:
        return to_datetime(parse_instant(text if _OFFSET.fullmatch(text) else f"{text}+07:00"))
    except DeadlineError:
        raise usage_error(words.no_instant(said), language, "--at") from None


def _words(at: datetime, language: Language) -> str:
    local = to_datetime(to_instant(at))
    if (local + timedelta(seconds=1)).date() > local.date():
        return _END_OF_DAY[language].format(day=f"{local:%d/%m/%Y}")
    return f"{local:%H:%M %d/%m/%Y}" if not local.second else f"{local:%H:%M:%S %d/%m/%Y}"


def _to_the_minute(at: datetime) -> str:
    return f"{to_datetime(to_instant(at)):%H:%M %d/%m/%Y}"
