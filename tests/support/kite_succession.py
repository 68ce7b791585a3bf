"""The kite offices with a history: on Tuesday 2 June 2026 some have ended, and others have their work since.

`workshop-1` and `counter-1` have one successor each, and the workshop's works by a calendar of its own: Saturdays too, in the
morning, but not on Monday 1 and Wednesday 3 June. `sky-1` has two, neither of them for the town. `printer-1` stays.
"""

from typing import Any

from engine.core.actors import Role
from engine.core.agencies import AgencyDirectory
from engine.core.calendars import CalendarBook, CalendarDefinition
from engine.core.identifiers import CalendarId
from engine.core.law import Law
from procedure_defs.catalogue import Catalogue
from tests.support.kite_licence import DIRECTORY, OFFICE, an_actor, kite_definition

LAST_DAY, FIRST_DAY = "2026-06-01", "2026-06-02"
_BASIS = [{"ref": "Kite Succession Act", "article": "2"}]
HEIR = an_actor(Role.CASEWORKER, "workshop-2", "Bình")
HEIRS_COUNTER = an_actor(Role.ONE_STOP_OFFICER, "counter-2", "Bình")
OLD_LEAD = an_actor(Role.AGENCY_LEAD, "sky-1", "Chi")


def succession(**changes: dict[str, Any]) -> AgencyDirectory:
    """The directory; `changes` are laid over single agencies, dashes written as underscores."""
    data = DIRECTORY.model_dump(by_alias=True)
    agencies = data["agencies"]
    for kind, heirs in {"workshop": 1, "counter": 1, "sky": 2}.items():
        old = agencies[f"{kind}-1"]
        names = [f"{kind}-{number}" for number in range(2, 2 + heirs)]
        for number, name in enumerate(names):
            place = "kite-town" if heirs == 1 else ("kite-hill", "kite-valley")[number]
            code = f"H98.{len(agencies) + 10}"
            agencies[name] = {**old, "unit_code": code, "territory": place, "valid": {"from": FIRST_DAY}}
        agencies[f"{kind}-1"] = {
            **old,
            "valid": {"from": "2020-01-01", "to": LAST_DAY},
            "succeeded_by": names,
            "legal_basis": _BASIS,
        }
    data["territories"]["kite-valley"] = "kite-land"
    agencies["workshop-2"]["calendar"] = "heirs"
    for name, change in changes.items():
        agencies[name.replace("_", "-")].update(change)
    return AgencyDirectory.model_validate(data)


def heirs_calendar() -> CalendarDefinition:
    data = OFFICE.model_dump(by_alias=True)
    data["calendar"] = "heirs"
    data["week"] = {**data["week"], "sat": [["08:00", "12:00"]]}
    moving = {"kind": "holiday", "name": "Ngày chuyển trụ sở", "source": "invented"}
    data["days_off"] = [*data["days_off"], *({**moving, "date": f"2026-06-0{day}"} for day in (1, 3))]
    return CalendarDefinition.model_validate(data)


def succession_book() -> CalendarBook:
    return CalendarBook({CalendarId("office"): OFFICE, CalendarId("heirs"): heirs_calendar()})


def succession_law(directory: AgencyDirectory | None = None) -> Law:
    return Law(kite_definition(), succession_book(), directory or succession())


def succession_catalogue() -> Catalogue:
    return Catalogue([kite_definition()], succession(), succession_book())
