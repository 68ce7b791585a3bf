"""The rules of succession and of the organisation tree: no gap, no circle, no orphan, in every directory at every date."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from engine.core import nouns
from engine.core.agencies import Agency, AgencyDirectory
from engine.core.findings import NO_WORDS, Finding, Path, check, unknown
from engine.core.identifiers import AgencyId, TerritoryId
from engine.core.organisation import lineage, parent_on
from engine.core.territories import Period, Validity, enclosing
from engine.core.values import Text


@check(
    "territory-around",
    vi="Mỗi địa bàn thuộc một địa bàn có thật, mỗi lúc chỉ thuộc một, không thuộc chính nó; địa bàn đã chấm dứt có kế thừa hợp lệ.",
)
def check_territories(directory: AgencyDirectory) -> list[Finding]:
    """Each territory lies in known ones, in one at a time, none in itself; and each that ended has a sound succession."""
    found = []
    sound: dict[date, set[TerritoryId]] = {}
    said: set[TerritoryId] = set()  # a circle is one mistake, told at the first of its territories
    for place, known in directory.territories.items():
        path = ("territories", place)
        missing = [p.territory for p in known.lies_in if p.territory not in directory.territories]
        found += [unknown(nouns.TERRITORY, name, path, directory.territories, ("territories",)) for name in missing]
        if not missing and place not in said:
            days = _days(known.lies_in, known.valid)
            walks = (_circle_around(directory, place, day, sound.setdefault(day, set())) for day in days)
            circle = next(filter(None, walks), [])
            said.update(circle)
            if circle:
                way = _by_way_of(circle)
                what = Text(
                    vi=f"địa bàn `{place}` thuộc chính nó{way.vi}", en=f"the territory `{place}` lies in itself{way.en}"
                )
                found.append(
                    Finding(
                        path,
                        what,
                        Text(
                            vi="hãy nêu địa bàn bao quanh, hoặc null nếu là địa bàn ngoài cùng",
                            en="name the territory around it, or null for the outermost",
                        ),
                    )
                )
        if overlap := _overlap(known.lies_in):
            what = Text(
                vi=f"ngày {overlap}, `{place}` thuộc hai địa bàn", en=f"`{place}` lies in two territories on {overlap}"
            )
            found.append(
                Finding(
                    (*path, "lies_in"),
                    what,
                    Text(
                        vi="hãy kết thúc cái thứ nhất trước khi cái thứ hai bắt đầu",
                        en="end the first before the second begins",
                    ),
                )
            )
        found += _backwards(known.valid, path, place)
    validities: dict[str, Validity | None] = {name: place.valid for name, place in directory.territories.items()}
    following: dict[str, tuple[str, ...]] = {name: place.succeeded_by for name, place in directory.territories.items()}
    return found + list(_successions("territories", nouns.TERRITORY, validities, following))


@check(
    "succession",
    vi="Bên kế thừa phải có thật và hoạt động từ ngày liền sau ngày chấm dứt; chuỗi kế thừa không quay về điểm đầu.",
)
def check_agency_successions(directory: AgencyDirectory) -> list[Finding]:
    """Whoever succeeds is known and there on the day after the end, and no succession comes back to its beginning."""
    validities: dict[str, Validity | None] = {name: agency.valid for name, agency in directory.agencies.items()}
    following: dict[str, tuple[str, ...]] = {name: agency.succeeded_by for name, agency in directory.agencies.items()}
    return list(_successions("agencies", nouns.AGENCY, validities, following))


@check(
    "organisation",
    vi="Trong báo cáo, mỗi cơ quan thuộc một cơ quan có thật trong suốt thời gian tồn tại, mỗi lúc một cơ quan, không thuộc chính nó.",
)
def check_organisation(directory: AgencyDirectory) -> list[Finding]:
    """In reports each agency belongs to a known one that is there as long as it does, to one at a time, never to itself."""
    found = []
    said: set[AgencyId] = set()
    for name, agency in directory.agencies.items():
        path = ("agencies", name, "parent")
        missing = [p.agency for p in agency.parent if p.agency not in directory.agencies]
        found += [unknown(nouns.AGENCY, parent, path, directory.agencies, ("agencies",)) for parent in missing]
        if overlap := _overlap(agency.parent):
            what = Text(
                vi=f"ngày {overlap}, `{name}` thuộc hai cơ quan", en=f"`{name}` belongs to two agencies on {overlap}"
            )
            found.append(
                Finding(
                    path,
                    what,
                    Text(
                        vi="hãy kết thúc cái thứ nhất trước khi cái thứ hai bắt đầu",
                        en="end the first before the second begins",
                    ),
                )
            )
        elif not missing:
            found += _orphaned(directory, name, agency)
            days = _days(agency.parent, agency.valid) if name not in said else ()
            circle = next(filter(None, (_circle_above(directory, name, day) for day in days)), ())
            said.update(circle)
            if circle:
                way = _by_way_of(circle)
                what = Text(vi=f"`{name}` thuộc chính nó{way.vi}", en=f"`{name}` belongs to itself{way.en}")
                found.append(
                    Finding(
                        path,
                        what,
                        Text(
                            vi="cơ quan đứng đầu cây tổ chức thì bỏ `parent`",
                            en="leave `parent` out at the top of the tree",
                        ),
                    )
                )
    return found


def is_backwards(valid: Validity | None) -> bool:
    """Whether it ends before it begins: that is a mistake of its own, and nothing follows from it."""
    return valid is not None and valid.last is not None and valid.last < valid.first


def _successions(
    part: str,
    noun: Text,
    validities: Mapping[str, Validity | None],
    following: Mapping[str, tuple[str, ...]],
) -> Iterator[Finding]:
    said: set[str] = set()
    for name, successors in following.items():
        path = (part, name, "succeeded_by")
        valid = validities[name]
        circle = _coming_back(name, following) if name not in said else ()
        said.update(circle)
        if circle:
            yield Finding(
                path,
                Text(
                    vi=f"chuỗi kế thừa của `{name}` quay về chính nó",
                    en=f"the succession of `{name}` comes back to itself",
                ),
                Text(vi="hãy nêu bên nhận công việc cuối cùng", en="name who has the work in the end"),
            )
        if name in said or is_backwards(valid):
            continue
        if successors and (valid is None or valid.last is None):
            what = Text(
                vi=f"`{name}` có bên kế thừa nhưng không có ngày cuối", en=f"`{name}` has a successor and no last day"
            )
            yield Finding(
                path,
                what,
                Text(vi="hãy ghi ngày cuối (`valid.to`)", en="write its last day (`valid.to`)"),
                rests_on=((part, name, "valid"),),
            )
            continue
        for successor in successors:
            if successor not in following:
                yield unknown(noun, successor, path, following, (part,))
            elif valid and valid.last and (gap := _gap(name, valid.last, successor, validities[successor])):
                rests_on = ((part, name, "valid"), (part, successor, "valid"))
                yield Finding(
                    path,
                    gap,
                    Text(
                        vi=f"hãy để `{successor}` bắt đầu vào ngày liền sau",
                        en=f"let `{successor}` begin on the day after",
                    ),
                    rests_on=rests_on,
                )


def _gap(name: str, last: date, successor: str, there: Validity | None) -> Text | None:
    if there is None or is_backwards(there) or last == date.max or there.contains(last + timedelta(days=1)):
        return None
    if there.first > last:
        return Text(
            vi=f"`{name}` chấm dứt ngày {last}, nhưng bên kế thừa `{successor}` đến ngày {there.first} mới bắt đầu",
            en=f"`{name}` ends on {last}, but its successor `{successor}` begins only on {there.first}",
        )
    return Text(
        vi=f"`{name}` chấm dứt ngày {last}, nhưng bên kế thừa `{successor}` đã chấm dứt ngày {there.last}",
        en=f"`{name}` ends on {last}, but its successor `{successor}` has ended on {there.last}",
    )


def _coming_back(name: str, following: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The circle from a name through its successors to itself; none if it never comes back."""
    before: dict[str, str] = {}
    ahead = [name]
    while ahead and name not in before:
        here = ahead.pop()
        for successor in following.get(here, ()):
            if successor not in before:
                before[successor] = here
                ahead.append(successor)
    circle = [name] if name in before else []
    while circle and before[circle[-1]] != name:
        circle.append(before[circle[-1]])
    return circle


def _orphaned(directory: AgencyDirectory, name: AgencyId, agency: Agency) -> Iterator[Finding]:
    """The days on which it can come to belong to nobody: its own first, and the one after the end of its parent."""
    for period in agency.parent:
        ends = directory.agencies[period.agency].hands_over_on
        firsts = [max(period.first or agency.valid.first, agency.valid.first), *([ends] if ends else [])]
        for day in firsts:
            parent = parent_on(directory, name, day)
            if not (period.contains(day) and agency.valid.contains(day)):
                continue
            if parent is None or not directory.agencies[parent].valid.contains(day):
                what = Text(
                    vi=f"`{name}` thuộc `{period.agency}`, nhưng cơ quan đó không tồn tại vào ngày {day}",
                    en=f"`{name}` belongs to `{period.agency}`, which is not there on {day}",
                )
                mend = Text(
                    vi="hãy nêu cơ quan cấp trên từ ngày đó (`parent` với `from` và `to`)",
                    en="name who it belongs to from that day on (`parent` with `from` and `to`)",
                )
                rests_on = (("agencies", period.agency), ("agencies", name, "valid"))
                yield Finding(("agencies", name, "parent"), what, mend, rests_on=rests_on)
                break


def _circle_above(directory: AgencyDirectory, name: AgencyId, day: date) -> tuple[AgencyId, ...]:
    above = lineage(directory, name, day)
    return above if parent_on(directory, above[-1], day) == name else ()


def _circle_around(
    directory: AgencyDirectory, place: TerritoryId, day: date, sound: set[TerritoryId]
) -> list[TerritoryId]:
    """The place and what it lies in, if that is itself in the end; `sound` are those that are known to lie in no circle."""
    walked: dict[TerritoryId, None] = {}
    here: TerritoryId | None = place
    while here is not None and here not in walked and here not in sound:
        walked[here] = None
        here = enclosing(directory.territories, here, day)
    if here == place:
        return [*walked]
    if here is None or here in sound:
        sound.update(walked)
    return []


def _by_way_of(circle: Collection[str]) -> Text:
    others = "`, `".join([*circle][1:])
    return Text(vi=f", qua `{others}`", en=f", by way of `{others}`") if others else NO_WORDS


def _days(periods: Collection[Period], valid: Validity | None) -> set[date]:
    """The days on which what the periods say can change; one at least."""
    firsts = {period.first for period in periods if period.first is not None}
    return firsts | ({valid.first} if valid is not None else set()) or {date(2000, 1, 1)}


def _overlap(periods: Collection[Period]) -> date | None:
    ordered = sorted(periods, key=lambda period: period.first or date.min)
    for one, other in pairwise(ordered):
        if one.last is None or (other.first or date.min) <= one.last:
            return other.first or one.last or date.min
    return None


def _backwards(valid: Validity | None, path: Path, name: str) -> list[Finding]:
    if valid is None or not is_backwards(valid):
        return []
    what = Text(
        vi=f"`{name}` chấm dứt ngày {valid.last}, trước ngày bắt đầu {valid.first}",
        en=f"`{name}` ends on {valid.last}, before it begins on {valid.first}",
    )
    return [
        Finding(
            (*path, "valid", "to"),
            what,
            Text(vi="hãy ghi một ngày muộn hơn, hoặc bỏ `to`", en="write a later day, or leave `to` out"),
        )
    ]
