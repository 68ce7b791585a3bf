"""What may be published, and what a file may still say of a version that was: pure rules, each no with its mend."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from engine.core.answer_formats import AnswerFormat
from engine.core.canonical import Difference, differences
from engine.core.closing import Endings, holds_some_day
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import ProcedureId, ProcedureVersion
from engine.core.values import Instant, Text, Value

SHOWN = 10
"""So many differences are told; the rest are counted."""


class Publication(Value):
    """A version that is to be published: its content in one canonical form, and who publishes it."""

    procedure: ProcedureId
    version: ProcedureVersion
    content_hash: str
    content: str
    published_at: Instant
    published_by: str


class Newest(NamedTuple):
    """The numbers of the newest publication, ending, and edition of calendars and directory; nought: there is none yet."""

    edition: int
    ending: int
    tables: int = 0


class PublishedVersion(Publication):
    """A published version; `edition` counts the publications of this installation."""

    edition: int


class Objection(Value):
    """Why a version cannot be published, and what to do about it."""

    what: Text
    mend: Text

    def in_language(self, language: str) -> str:
        return self.words.in_language(language)

    @property
    def words(self) -> Text:
        """The whole sentence."""
        return Text(vi=f"{self.what.vi}; {self.mend.vi}", en=f"{self.what.en}; {self.mend.en}")


def changes_since_publication(
    published: ProcedureDefinition,
    now: ProcedureDefinition,
    others: Sequence[ProcedureDefinition],
    ended: Collection[date] = (),
) -> tuple[Difference, ...]:
    """What a definition says otherwise than when it was published.

    Two things may change. A text that took anything may get a format: what was published wins and is as it was, and who
    never published the file has the format at once. And its last day may repeat what closes the version. That is a later version, which begins on the
    day after it and ends an open end, or an ending: one of the days that were `ended` on record, be it taken back, for
    no file has to follow a record at once.
    """
    found = tuple(d for d in differences(published, now) if not _is_new_format(d))
    last = now.effective.last
    follows_successor = published.effective.last is None and last is not None and _begins_after(others, last, now)
    if follows_successor or last in ended:
        return tuple(d for d in found if d.place != _LAST_DAY)
    return found


def overlapping(
    wanted: ProcedureDefinition, published: Sequence[ProcedureDefinition], endings: Endings | None = None
) -> Iterator[Objection]:
    """Of one procedure there is one version for each day; a later one ends an earlier one that had no end."""
    ended = endings or {}
    for other in published:
        if other.procedure != wanted.procedure or other.version == wanted.version or not holds_some_day(other, ended):
            continue
        earlier, later = sorted((other, wanted), key=lambda d: d.effective.first)
        if earlier.effective.first == later.effective.first or _reaches_into(earlier, later, wanted, ended):
            yield Objection(
                what=Text(
                    vi=f"phiên bản {wanted.version} trùng ngày hiệu lực với phiên bản {other.version} đã công bố",
                    en=f"version {wanted.version} holds on days of version {other.version}, which is published",
                ),
                mend=Text(
                    vi="hãy đặt `effective` sao cho mỗi ngày chỉ có một phiên bản có hiệu lực",
                    en="choose `effective` so that one version holds on each day",
                ),
            )


def retroactive(wanted: ProcedureDefinition) -> Objection:
    return Objection(
        what=Text(
            vi=f"hiệu lực từ {wanted.effective.first:%d/%m/%Y} đã qua, và từ ngày đó đã có hồ sơ theo phiên bản khác",
            en=f"it is effective from {wanted.effective.first}, and cases received since keep another version",
        ),
        mend=Text(
            vi="hãy đặt `effective.from` vào một ngày chưa tiếp nhận hồ sơ; hồ sơ cũ chuyển theo `running_cases`",
            en="let `effective.from` be a day of which no case has been received; `running_cases` says what earlier "
            "cases do",
        ),
    )


def changed(version: str, found: Sequence[Difference]) -> Objection:
    said_vi = "; ".join(told(d, "không có", "→") for d in found[:SHOWN])
    said_en = "; ".join(told(d, "nothing", "→") for d in found[:SHOWN])
    more = f"; … (+{len(found) - SHOWN})" if len(found) > SHOWN else ""
    return Objection(
        what=Text(
            vi=f"phiên bản {version} đã công bố với nội dung khác: {said_vi}{more}",
            en=f"version {version} was published with other content: {said_en}{more}",
        ),
        mend=_END_IT if [d.place for d in found] == [_LAST_DAY] else _RESTORE,
    )


def _is_new_format(difference: Difference) -> bool:
    """Of a field that was there, with a word that is a format: a field of its own named `format` is told whole."""
    is_of_a_field = difference.place.startswith("form.") or ".result." in difference.place
    is_format = difference.place.endswith(".format") and difference.after in set(AnswerFormat)
    return is_of_a_field and is_format and difference.before is None


def told(difference: Difference, nothing: str, became: str) -> str:
    """`steps.register_birth.within: 1 working_days → 24 hours`; a long text is cut."""
    before, after = (_short(said) if said is not None else nothing for said in (difference.before, difference.after))
    return f"{difference.place}: {before} {became} {after}"


def _short(said: str) -> str:
    return said if len(said) <= 60 else f"{said[:57]}…"


def _begins_after(others: Sequence[ProcedureDefinition], last: object, now: ProcedureDefinition) -> bool:
    same = [d for d in others if d.procedure == now.procedure and d.version != now.version]
    return any(d.effective.first - timedelta(days=1) == last for d in same)


def _reaches_into(
    earlier: ProcedureDefinition, later: ProcedureDefinition, wanted: ProcedureDefinition, endings: Endings
) -> bool:
    """One that is published without an end is ended by its successor; one that is wanted must say its end."""
    ending = endings.get((earlier.procedure, earlier.version))
    last = earlier.effective.last
    if ending is not None and ending.last_day is not None:
        last = ending.last_day if last is None else min(last, ending.last_day)
    return earlier is wanted if last is None else last >= later.effective.first


_LAST_DAY = "effective.to"
_RESTORE = Text(
    vi="hãy khôi phục nội dung đã công bố, hoặc đặt tên phiên bản mới",
    en="restore what was published, or give the change a version of its own",
)
_END_IT = Text(
    vi="ngày kết thúc của phiên bản đã công bố được ghi nhận kèm căn cứ bằng `lienthong procedures end`, "
    "hoặc do phiên bản kế tiếp; trước đó tệp phải giữ như đã công bố",
    en="the end of a published version is recorded with its legal basis by `lienthong procedures end`, "
    "or comes with its successor; until then the file stays as it was published",
)
