"""What stands against recording that a published version ends on a day, or does not end after all."""

from collections.abc import Iterator
from datetime import date, timedelta

from engine.core.closing import Closing, Endings
from engine.core.day_words import short_date_words
from engine.core.definition import ProcedureDefinition
from engine.core.publication import Objection
from engine.core.values import Text


def objections_to_ending(
    published: ProcedureDefinition, last_day: date | None, endings: Endings
) -> Iterator[Objection]:
    """By what was published alone: an ending shortens, and what has not ended cannot be taken back."""
    first, last = published.effective.first, published.effective.last
    if last_day is None:
        if (published.procedure, published.version) not in endings:
            yield Objection(what=_filled(_NOT_ENDED, version=published.version), mend=_SAY_A_DAY)
    elif last_day < first - timedelta(days=1):
        yield Objection(
            what=_filled(_BEFORE_FIRST, version=published.version, first=first, last=last_day),
            mend=_filled(_THE_EVE, eve=first - timedelta(days=1)),
        )
    elif last is not None and last_day > last:
        yield Objection(what=_filled(_LONGER, version=published.version, last=last), mend=_NEW_VERSION)


def cases_after(version: str, last_day: date) -> Objection:
    """Cases were received under the version on days after the one on which it is to end."""
    return Objection(what=_filled(_CASES_AFTER, version=version, last=last_day), mend=_A_DAY_AFTER_THEM)


def cases_meanwhile(version: str, again_from: date) -> Objection:
    """The version would hold again on days of which another one has cases."""
    return Objection(what=_filled(_CASES_MEANWHILE, version=version, first=again_from), mend=_NEW_VERSION)


def unpublished(version: str) -> Objection:
    return Objection(what=_filled(_UNPUBLISHED, version=version), mend=_IN_ITS_FILE)


def days_regained(before: Closing | None, after: Closing | None) -> tuple[date, date | None] | None:
    """The first day on which the version would take cases again, and the last; a null last day is open."""
    if before is None or (after is not None and after.last_day <= before.last_day):
        return None
    return before.last_day + timedelta(days=1), after.last_day if after else None


def _filled(words: Text, **said: str | date) -> Text:
    given = {name: short_date_words(one) if isinstance(one, date) else one for name, one in said.items()}
    return Text(vi=words.vi.format(**given), en=words.en.format(**given))


_NOT_ENDED = Text(
    vi="phiên bản {version} không có ghi nhận kết thúc nào để hủy", en="no ending of version {version} is on record"
)
_SAY_A_DAY = Text(
    vi="hãy nêu ngày cuối cùng nhận hồ sơ (`--last-day`) nếu muốn kết thúc phiên bản",
    en="give the last day of receipt (`--last-day`) if the version is to end",
)
_BEFORE_FIRST = Text(
    vi="phiên bản {version} có hiệu lực từ {first}, không thể kết thúc vào {last}",
    en="version {version} holds from {first} on, it cannot end on {last}",
)
_THE_EVE = Text(
    vi="phiên bản bị bãi bỏ trước khi có hiệu lực kết thúc vào {eve}",
    en="one that is repealed before it holds ends on {eve}",
)
_LONGER = Text(
    vi="phiên bản {version} đã công bố chỉ đến {last}; ghi nhận kết thúc không kéo dài hiệu lực",
    en="version {version} was published until {last}; an ending prolongs nothing",
)
_NEW_VERSION = Text(vi="hãy công bố một phiên bản mới", en="publish a new version")
_CASES_AFTER = Text(
    vi="đã có hồ sơ tiếp nhận theo phiên bản {version} sau ngày {last}",
    en="cases were received under version {version} after {last}",
)
_A_DAY_AFTER_THEM = Text(
    vi="hãy chọn ngày không sớm hơn ngày tiếp nhận cuối cùng; hồ sơ đã nhận giữ phiên bản của mình",
    en="choose a day that is not before the last receipt; cases that were received keep their version",
)
_CASES_MEANWHILE = Text(
    vi="từ ngày {first} đã có hồ sơ theo phiên bản khác, phiên bản {version} không thể có hiệu lực lại cho những ngày ấy",
    en="from {first} on there are cases of another version; version {version} cannot hold again on those days",
)
_UNPUBLISHED = Text(vi="phiên bản {version} chưa được công bố", en="version {version} is not published")
_IN_ITS_FILE = Text(
    vi="hãy ghi ngày cuối vào `effective.to` của tệp", en="write its last day into `effective.to` of its file"
)
