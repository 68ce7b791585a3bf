"""The rules that the agency directory must keep: one function per rule."""

from collections.abc import Collection

from engine.core.agencies import Agency, AgencyDirectory
from engine.core.findings import Finding, Path, Rule, check, one_of
from engine.core.identifiers import AgencyId, CalendarId


def check_directory(directory: AgencyDirectory, calendars: Collection[CalendarId] | None = None) -> list[Finding]:
    """Every mistake in an agency directory; without calendars their names are not checked."""
    return [
        *check_agencies_name_what_exists(directory, calendars),
        *check_territories(directory),
        *check_one_competent_agency(directory),
    ]


@check("agency-names-unknown")
def check_agencies_name_what_exists(
    directory: AgencyDirectory, calendars: Collection[CalendarId] | None = None
) -> list[Finding]:
    """An agency's kind, territory and calendar are known, and it does not end before it begins."""
    found = []
    for name, agency in directory.agencies.items():
        place: Path = ("agencies", name)
        if agency.kind not in directory.kinds:
            found.append(_unknown("kind of agency", agency.kind, (*place, "kind"), directory.kinds, ("kinds",)))
        if agency.territory not in directory.territories:
            where = (*place, "territory")
            found.append(_unknown("territory", agency.territory, where, directory.territories, ("territories",)))
        if calendars is not None and agency.calendar not in calendars:
            found.append(_unknown("calendar", agency.calendar, (*place, "calendar"), sorted(calendars), None))
        if agency.valid.last is not None and agency.valid.last < agency.valid.first:
            what = f"`{name}` ends on {agency.valid.last}, before it begins on {agency.valid.first}"
            found.append(
                Finding(
                    (*place, "valid", "to"),
                    what,
                    "write a later day, or leave `to` out",
                    rests_on=((*place, "valid", "from"),),
                )
            )
    return found


@check("territory-around")
def check_territories(directory: AgencyDirectory) -> list[Finding]:
    """Each territory lies in a known one, and none in itself."""
    found = []
    for place, around in directory.territories.items():
        path = ("territories", place)
        if around is not None and around not in directory.territories:
            found.append(_unknown("territory", around, path, directory.territories, ("territories",)))
        elif place in _around(directory, place):
            what = f"the territory `{place}` lies in itself"
            found.append(Finding(path, what, "name the territory around it, or null for the outermost"))
    return found


@check("agencies-compete")
def check_one_competent_agency(directory: AgencyDirectory) -> list[Finding]:
    """For one kind, one territory and one day there is one competent agency."""
    found = []
    seen: dict[tuple[str, str], list[tuple[AgencyId, Agency]]] = {}
    for name, agency in directory.agencies.items():
        rivals = seen.setdefault((agency.kind, agency.territory), [])
        rival = next((other for other, known in rivals if _share_a_day(known, agency)), None)
        if rival is not None:
            what = f"`{name}` and `{rival}` are both the {agency.kind} of `{agency.territory}` on the same days"
            doubts = tuple(("agencies", a, part) for a in (name, rival) for part in ("kind", "territory", "valid"))
            mend = "end the older one (`valid.to`) before the newer begins"
            found.append(Finding(("agencies", name, "valid"), what, mend, rests_on=doubts))
        rivals.append((name, agency))
    return found


def _around(directory: AgencyDirectory, place: str) -> set[str]:
    seen: set[str] = set()
    around = directory.territories.get(place)  # type: ignore[call-overload]
    while around is not None and around not in seen:
        seen.add(around)
        around = directory.territories.get(around)
    return seen


def _share_a_day(one: Agency, other: Agency) -> bool:
    first, second = sorted((one.valid, other.valid), key=lambda valid: valid.first)
    return first.last is None or second.first <= first.last


def _unknown(noun: str, name: str, path: Path, known: Collection[str], declared_at: Path | None) -> Finding:
    rests_on = (declared_at, (*declared_at, name)) if declared_at else ()
    return Finding(path, f"there is no {noun} `{name}`", one_of(name, known), rests_on=rests_on)


DIRECTORY_RULES: tuple[Rule, ...] = tuple(
    each.rule for each in (check_agencies_name_what_exists, check_territories, check_one_competent_agency)
)
