"""The rules that the agency directory must keep: one function per rule; those of succession have a file of their own."""

from collections.abc import Collection

from engine.core import nouns
from engine.core.agencies import Agency, AgencyDirectory
from engine.core.findings import Finding, Path, Rule, check, unknown
from engine.core.identifiers import AgencyId, CalendarId
from engine.core.succession_checks import (
    check_agency_successions,
    check_organisation,
    check_territories,
    is_backwards,
)
from engine.core.values import Text


def check_directory(directory: AgencyDirectory, calendars: Collection[CalendarId] | None = None) -> list[Finding]:
    """Every mistake in an agency directory; without calendars their names are not checked."""
    return [
        *check_agencies_name_what_exists(directory, calendars),
        *check_territories(directory),
        *check_one_competent_agency(directory),
        *check_kinds_are_used(directory),
        *check_unit_codes(directory),
        *check_agencies_end_with_their_territory(directory),
        *check_agency_successions(directory),
        *check_organisation(directory),
    ]


@check(
    "agency-names-unknown",
    vi="Loại, địa bàn và lịch của cơ quan phải có thật, và cơ quan không chấm dứt trước khi bắt đầu.",
)
def check_agencies_name_what_exists(
    directory: AgencyDirectory, calendars: Collection[CalendarId] | None = None
) -> list[Finding]:
    """An agency's kind, territory and calendar are known, and it does not end before it begins."""
    found = []
    for name, agency in directory.agencies.items():
        place: Path = ("agencies", name)
        if agency.kind not in directory.kinds:
            found.append(unknown(nouns.KIND_OF_AGENCY, agency.kind, (*place, "kind"), directory.kinds, ("kinds",)))
        if agency.territory not in directory.territories:
            where = (*place, "territory")
            found.append(unknown(nouns.TERRITORY, agency.territory, where, directory.territories, ("territories",)))
        if calendars is not None and agency.calendar not in calendars:
            found.append(unknown(nouns.CALENDAR, agency.calendar, (*place, "calendar"), sorted(calendars), None))
        if agency.valid.last is not None and agency.valid.last < agency.valid.first:
            what = Text(
                vi=f"`{name}` chấm dứt ngày {agency.valid.last}, trước ngày bắt đầu {agency.valid.first}",
                en=f"`{name}` ends on {agency.valid.last}, before it begins on {agency.valid.first}",
            )
            found.append(
                Finding(
                    (*place, "valid", "to"),
                    what,
                    Text(vi="hãy ghi một ngày muộn hơn, hoặc bỏ `to`", en="write a later day, or leave `to` out"),
                    rests_on=((*place, "valid", "from"),),
                )
            )
    return found


@check("agencies-compete", vi="Với mỗi loại, mỗi địa bàn và mỗi ngày chỉ có một cơ quan có thẩm quyền.")
def check_one_competent_agency(directory: AgencyDirectory) -> list[Finding]:
    """For one kind, one territory and one day there is one competent agency."""
    found = []
    seen: dict[tuple[str, str], list[tuple[AgencyId, Agency]]] = {}
    for name, agency in directory.agencies.items():
        rivals = seen.setdefault((agency.kind, agency.territory), [])
        rival = next((other for other, known in rivals if _share_a_day(known, agency)), None)
        if rival is not None:
            what = Text(
                vi=f"`{name}` và `{rival}` cùng là `{agency.kind}` của `{agency.territory}` trong cùng những ngày",
                en=f"`{name}` and `{rival}` are both the {agency.kind} of `{agency.territory}` on the same days",
            )
            doubts = tuple(("agencies", a, part) for a in (name, rival) for part in ("kind", "territory", "valid"))
            mend = Text(
                vi="hãy cho cơ quan cũ chấm dứt (`valid.to`) trước khi cơ quan mới bắt đầu",
                en="end the older one (`valid.to`) before the newer begins",
            )
            found.append(Finding(("agencies", name, "valid"), what, mend, rests_on=doubts))
        rivals.append((name, agency))
    return found


@check("kind-unused", vi="Mỗi loại có cơ quan; không báo khi còn cơ quan có loại không rõ: có thể chính là nó.")
def check_kinds_are_used(directory: AgencyDirectory) -> list[Finding]:
    """Each kind has an agency; not said while some agency's kind is unknown: it may be the one."""
    used = {agency.kind for agency in directory.agencies.values()}
    if not used <= set(directory.kinds):
        return []
    return [
        Finding(
            ("kinds", kind),
            Text(vi=f"không có cơ quan nào thuộc loại `{kind}`", en=f"no agency is of the kind `{kind}`"),
            Text(
                vi="hãy khai báo một cơ quan trong `agencies`, hoặc bỏ loại này",
                en="declare one under `agencies`, or take the kind out",
            ),
            at_key=True,
            rests_on=(("agencies",),),
        )
        for kind in directory.kinds
        if kind not in used
    ]


@check(
    "unit-code-twice",
    vi="Mã đơn vị chỉ của một cơ quan; chỉ cơ quan kế thừa được dùng tiếp. Mã này đứng đầu mã số hồ sơ.",
)
def check_unit_codes(directory: AgencyDirectory) -> list[Finding]:
    """A unit code names one agency; only a successor may go on with it. It is the head of dossier codes."""
    found = []
    seen: dict[str, list[AgencyId]] = {}
    for name, agency in directory.agencies.items():
        for other in seen.setdefault(agency.unit_code, []):
            known = directory.agencies[other]
            heirs = {*known.succeeded_by, *agency.succeeded_by}
            inherits = not heirs.isdisjoint({name, other})
            if not inherits and not heirs <= set(directory.agencies):
                continue  # one of them names a successor that nobody is: it may be meant for the other
            if not inherits or _share_a_day(known, agency):
                what = Text(
                    vi=f"`{name}` và `{other}` có cùng mã đơn vị {agency.unit_code}",
                    en=f"`{name}` and `{other}` have the same unit code {agency.unit_code}",
                )
                doubts = tuple(("agencies", a, part) for a in (name, other) for part in ("unit_code", "succeeded_by"))
                mend = Text(
                    vi="hãy đặt mã riêng cho từng cơ quan; cơ quan kế thừa được dùng mã của cơ quan trước",
                    en="give each its own; a successor may have that of its predecessor",
                )
                found.append(Finding(("agencies", name, "unit_code"), what, mend, rests_on=doubts))
                break
        seen[agency.unit_code].append(name)
    return found


@check("agency-without-territory", vi="Không còn cơ quan ở địa bàn đã chấm dứt: không ai tìm đến được nữa.")
def check_agencies_end_with_their_territory(directory: AgencyDirectory) -> list[Finding]:
    """No agency is there for a territory that has ended: nobody would find it any more."""
    found = []
    for name, agency in directory.agencies.items():
        place = directory.territories.get(agency.territory)
        if place is None or is_backwards(place.valid):
            continue
        last = place.valid.last if place.valid else None
        if last is not None and (agency.valid.last is None or agency.valid.last > last):
            what = Text(
                vi=f"`{name}` vẫn còn sau khi địa bàn `{agency.territory}` chấm dứt ngày {last}",
                en=f"`{name}` is there after its territory `{agency.territory}` ended on {last}",
            )
            mend = Text(
                vi=f"hãy cho cơ quan chấm dứt (`valid.to: {last}`) và nêu bên nhận công việc từ đó (`succeeded_by`)",
                en=f"end it (`valid.to: {last}`) and name who has its work since (`succeeded_by`)",
            )
            rests_on = (("territories", agency.territory), ("agencies", name, "territory"))
            found.append(Finding(("agencies", name, "valid"), what, mend, rests_on=rests_on))
    return found


def _share_a_day(one: Agency, other: Agency) -> bool:
    first, second = sorted((one.valid, other.valid), key=lambda valid: valid.first)
    return first.last is None or second.first <= first.last


DIRECTORY_RULES: tuple[Rule, ...] = (
    check_agencies_name_what_exists.rule,
    check_territories.rule,
    check_one_competent_agency.rule,
    check_kinds_are_used.rule,
    check_unit_codes.rule,
    check_agencies_end_with_their_territory.rule,
    check_agency_successions.rule,
    check_organisation.rule,
)
