"""The rules of succession and of the organisation tree: no gap, no circle, no orphan, in every directory at every date."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from engine.core.agencies import Agency, AgencyDirectory
from engine.core.findings import Finding, Path, check, one_of
from engine.core.identifiers import AgencyId, TerritoryId
from engine.core.organisation import lineage, parent_on
from engine.core.territories import Period, Validity, enclosing


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
        found += [unknown("territory", name, path, directory.territories, ("territories",)) for name in missing]
        if not missing and place not in said:
            days = _days(known.lies_in, known.valid)
            walks = (_circle_around(directory, place, day, sound.setdefault(day, set())) for day in days)
            circle = next(filter(None, walks), [])
            said.update(circle)
            if circle:
                what = f"the territory `{place}` lies in itself{_by_way_of(circle)}"
                found.append(Finding(path, what, "name the territory around it, or null for the outermost"))
        if overlap := _overlap(known.lies_in):
            what = f"`{place}` lies in two territories on {overlap}"
            found.append(Finding((*path, "lies_in"), what, "end the first before the second begins"))
        found += _backwards(known.valid, path, place)
    validities: dict[str, Validity | None] = {name: place.valid for name, place in directory.territories.items()}
    following: dict[str, tuple[str, ...]] = {name: place.succeeded_by for name, place in directory.territories.items()}
    return found + list(_successions("territories", "territory", validities, following))


@check(
    "succession",
    vi="Bên kế thừa phải có thật và hoạt động từ ngày liền sau ngày chấm dứt; chuỗi kế thừa không quay về điểm đầu.",
)
def check_agency_successions(directory: AgencyDirectory) -> list[Finding]:
    """Whoever succeeds is known and there on the day after the end, and no succession comes back to its beginning."""
    validities: dict[str, Validity | None] = {name: agency.valid for name, agency in directory.agencies.items()}
    following: dict[str, tuple[str, ...]] = {name: agency.succeeded_by for name, agency in directory.agencies.items()}
    return list(_successions("agencies", "agency", validities, following))


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
        found += [unknown("agency", parent, path, directory.agencies, ("agencies",)) for parent in missing]
        if overlap := _overlap(agency.parent):
            what = f"`{name}` belongs to two agencies on {overlap}"
            found.append(Finding(path, what, "end the first before the second begins"))
        elif not missing:
            found += _orphaned(directory, name, agency)
            days = _days(agency.parent, agency.valid) if name not in said else ()
            circle = next(filter(None, (_circle_above(directory, name, day) for day in days)), ())
            said.update(circle)
            if circle:
                what = f"`{name}` belongs to itself{_by_way_of(circle)}"
                found.append(Finding(path, what, "leave `parent` out at the top of the tree"))
    return found


def unknown(noun: str, name: str, path: Path, known: Collection[str], declared_at: Path | None) -> Finding:
    """A name that nothing has."""
    rests_on = (declared_at, (*declared_at, name)) if declared_at else ()
    return Finding(path, f"there is no {noun} `{name}`", one_of(name, known), rests_on=rests_on)


def is_backwards(valid: Validity | None) -> bool:
    """Whether it ends before it begins: that is a mistake of its own, and nothing follows from it."""
    return valid is not None and valid.last is not None and valid.last < valid.first


def _successions(
    part: str,
    noun: str,
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
            yield Finding(path, f"the succession of `{name}` comes back to itself", "name who has the work in the end")
        if name in said or is_backwards(valid):
            continue
        if successors and (valid is None or valid.last is None):
            what = f"`{name}` has a successor and no last day"
            yield Finding(path, what, "write its last day (`valid.to`)", rests_on=((part, name, "valid"),))
            continue
        for successor in successors:
            if successor not in following:
                yield unknown(noun, successor, path, following, (part,))
            elif valid and valid.last and (gap := _gap(name, valid.last, successor, validities[successor])):
                rests_on = ((part, name, "valid"), (part, successor, "valid"))
                yield Finding(path, gap, f"let `{successor}` begin on the day after", rests_on=rests_on)


def _gap(name: str, last: date, successor: str, there: Validity | None) -> str | None:
    if there is None or is_backwards(there) or last == date.max or there.contains(last + timedelta(days=1)):
        return None
    if there.first > last:
        return f"`{name}` ends on {last}, but its successor `{successor}` begins only on {there.first}"
    return f"`{name}` ends on {last}, but its successor `{successor}` has ended on {there.last}"


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
                what = f"`{name}` belongs to `{period.agency}`, which is not there on {day}"
                mend = "name who it belongs to from that day on (`parent` with `from` and `to`)"
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


def _by_way_of(circle: Collection[str]) -> str:
    others = [*circle][1:]
    return f", by way of `{'`, `'.join(others)}`" if others else ""


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
    what = f"`{name}` ends on {valid.last}, before it begins on {valid.first}"
    return [Finding((*path, "valid", "to"), what, "write a later day, or leave `to` out")]
