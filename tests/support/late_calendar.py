"""The office's calendar as it was before and after a late decision: a Friday is exchanged for the next Saturday."""

from engine.core.calendars import CalendarBook, CalendarDefinition
from engine.core.identifiers import CalendarId
from engine.core.law import Law
from tests.support.kite_licence import DIRECTORY, OFFICE, kite_definition

ANNOUNCED = "2026-06-03"
"""A Wednesday; the Friday after it is off, and the Saturday of the week after is worked."""

_OFF = {"date": "2026-06-05", "kind": "swapped_off", "name": "hoán đổi với 13/6/2026", "source": "invented"}
_WORKED = {"date": "2026-06-13", "instead_of": "2026-06-05", "source": "invented"}


def late_office(**said: str) -> CalendarDefinition:
    """The calendar with the late decision; `said`: when it was announced or entered."""
    known = said or {"announced_on": ANNOUNCED}
    data = OFFICE.model_dump(by_alias=True)
    data["days_off"] = [*data["days_off"], {**_OFF, **known}]
    data["swapped_workdays"] = [*data["swapped_workdays"], {**_WORKED, **known}]
    return CalendarDefinition.model_validate(data)


def late_book(**said: str) -> CalendarBook:
    return CalendarBook({CalendarId("office"): late_office(**said)})


def late_law(**said: str) -> Law:
    return Law(kite_definition(), late_book(**said), DIRECTORY)
