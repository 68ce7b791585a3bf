"""What may be published, and what a file may still say of a version that was: pure rules, each no with its mend."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from engine.core.canonical import Difference, differences
from engine.core.definition import ProcedureDefinition
from engine.core.values import Text, Value

SHOWN = 10
"""So many differences are told; the rest are counted."""


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
    published: ProcedureDefinition, now: ProcedureDefinition, others: Sequence[ProcedureDefinition]
) -> tuple[Difference, ...]:
    """What a definition says otherwise than when it was published.

    One thing may change: an open end is closed the day before a later version begins, for that version ends it.
    """
    found = differences(published, now)
    last = now.effective.last
    if published.effective.last is None and last is not None and _begins_after(others, last, now):
        return tuple(d for d in found if d.place != "effective.to")
    return found


def overlapping(wanted: ProcedureDefinition, published: Sequence[ProcedureDefinition]) -> Iterator[Objection]:
    """Of one procedure there is one version for each day; a later one ends an earlier one that had no end."""
    for other in published:
        if other.procedure != wanted.procedure or other.version == wanted.version:
            continue
        earlier, later = sorted((other, wanted), key=lambda d: d.effective.first)
        if earlier.effective.first == later.effective.first or _reaches_into(earlier, later, wanted):
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
    said_vi = "; ".join(_told(d, "không có", "→") for d in found[:SHOWN])
    said_en = "; ".join(_told(d, "nothing", "→") for d in found[:SHOWN])
    more = f"; … (+{len(found) - SHOWN})" if len(found) > SHOWN else ""
    return Objection(
        what=Text(
            vi=f"phiên bản {version} đã công bố với nội dung khác: {said_vi}{more}",
            en=f"version {version} was published with other content: {said_en}{more}",
        ),
        mend=Text(
            vi="hãy khôi phục nội dung đã công bố, hoặc đặt tên phiên bản mới",
            en="restore what was published, or give the change a version of its own",
        ),
    )


def _told(difference: Difference, nothing: str, became: str) -> str:
    before, after = (_short(said) if said is not None else nothing for said in (difference.before, difference.after))
    return f"{difference.place}: {before} {became} {after}"


def _short(said: str) -> str:
    return said if len(said) <= 60 else f"{said[:57]}…"


def _begins_after(others: Sequence[ProcedureDefinition], last: object, now: ProcedureDefinition) -> bool:
    same = [d for d in others if d.procedure == now.procedure and d.version != now.version]
    return any(d.effective.first - timedelta(days=1) == last for d in same)


def _reaches_into(earlier: ProcedureDefinition, later: ProcedureDefinition, wanted: ProcedureDefinition) -> bool:
    """One that is published without an end is ended by its successor; one that is wanted must say its end."""
    last = earlier.effective.last
    return earlier is wanted if last is None else last >= later.effective.first
