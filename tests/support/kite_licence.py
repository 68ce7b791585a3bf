"""An invented procedure, the kite-flying licence, so that no rule of the engine hides in a real one."""

from datetime import datetime
from typing import Any

from engine.core.actors import Actor, Role
from engine.core.agencies import AgencyDirectory
from engine.core.calendars import CalendarBook, CalendarDefinition
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import ActorId, AgencyId, CalendarId
from engine.core.law import Law

_BASIS = [{"ref": "Kite Act", "article": "1"}]


def _text(words: str) -> dict[str, str]:
    return {"vi": words, "en": words}


KITE: dict[str, Any] = {
    "procedure": "kite-licence",
    "version": "2026-01-01",
    "title": _text("Kite licence"),
    "legal_basis": _BASIS,
    "effective": {"from": "2026-01-01"},
    "calendar": "office",
    "total": {
        "within": "5 working_days",
        "within_when": {"case.windy": "8 working_days"},
        "cut_off": "15:00",
        "covers": ["inspect_kite", "reserve_sky", "print_licence"],
        "legal_basis": _BASIS,
    },
    "form": {
        "requester": {
            "type": "group",
            "title": _text("Requester"),
            "required": True,
            "fields": {"full_name": {"title": _text("Name"), "required": True}},
        },
        "wants_badge": {"type": "boolean", "title": _text("Badge")},
        "colour": {"type": "choice", "title": _text("Colour"), "choices": ["red", "blue"]},
    },
    "facts": {"windy": {"title": _text("Windy"), "default": False, "established_by": ["reserve_sky"]}},
    "documents": {
        "drawing": {"title": _text("Drawing"), "source": ["upload"], "required": True},
        "photo": {"title": _text("Photo"), "source": ["upload"]},
        "inspection_note": {"title": _text("Inspection note")},
        "licence": {"title": _text("Licence")},
    },
    "suspensions": {
        "supplement": {
            "title": _text("Supplement"),
            "max": 1,
            "applicant_term": "7 working_days",
            "on_expiry": "stop",
            "legal_basis": _BASIS,
        }
    },
    "steps": {
        "inspect_kite": {
            "title": _text("Inspect the kite"),
            "agency": "workshop",
            "within": "24 hours",
            "legal_basis": _BASIS,
            "may": ["supplement"],
            "produces": ["inspection_note"],
            "result": {"strong": {"type": "boolean", "title": _text("Strong"), "required": True}},
        },
        "reserve_sky": {
            "title": _text("Reserve the sky"),
            "agency": "sky_office",
            "needs": ["inspect_kite"],
            "within": "2 working_days",
            "within_when": {"case.windy": "5 working_days"},
            "legal_basis": _BASIS,
        },
        "print_licence": {
            "title": _text("Print the licence"),
            "agency": "printer",
            "needs": ["inspect_kite"],
            "within": "2 working_days",
            "legal_basis": _BASIS,
            "produces": ["licence"],
            "run": {"http": "printer.print_licence", "answer_within": "2 working_hours"},
        },
        "make_badge": {
            "title": _text("Make a badge"),
            "agency": "workshop",
            "needs": ["reserve_sky"],
            "when": "form.wants_badge",
            "within": "5 working_days",
            "legal_basis": _BASIS,
        },
    },
}


def _agency(kind: str, unit: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": _text(kind),
        "unit_code": unit,
        "territory": "kite-town",
        "calendar": "office",
        "valid": {"from": "2020-01-01"},
    }


DIRECTORY = AgencyDirectory.model_validate(
    {
        "territories": {"kite-land": None, "kite-town": "kite-land", "kite-hill": "kite-land"},
        "kinds": {k: {"title": _text(k)} for k in ("counter", "workshop", "sky_office", "printer")},
        "agencies": {
            "counter-1": _agency("counter", "H98.01"),
            "workshop-1": _agency("workshop", "H98.02"),
            "sky-1": _agency("sky_office", "H98.03"),
            "printer-1": _agency("printer", "H98.04"),
        },
    }
)

OFFICE = CalendarDefinition.model_validate(
    {
        "calendar": "office",
        "title": _text("Office"),
        "covers": {"from": "2026-01-01", "to": "2027-12-31"},
        "week": {d: [["08:00", "12:00"], ["13:00", "17:00"]] for d in ("mon", "tue", "wed", "thu", "fri")},
        "sources": {"invented": "an invented calendar"},
        "days_off": [
            {"date": f"2026-{d}", "kind": "holiday", "name": "Quốc khánh", "source": "invented"}
            for d in ("08-31", "09-01", "09-02")
        ],
        "swapped_workdays": [{"date": "2026-08-22", "instead_of": "2026-08-31", "source": "invented"}],
    }
)


def kite_definition(**changes: Any) -> ProcedureDefinition:
    return ProcedureDefinition.model_validate({**KITE, **changes})


def kite_law(definition: ProcedureDefinition | None = None) -> Law:
    return Law(definition or kite_definition(), CalendarBook({CalendarId("office"): OFFICE}), DIRECTORY)


def an_actor(role: Role, agency: str | None = None, name: str = "An") -> Actor:
    return Actor(
        id=ActorId(f"{role.value}-{agency or 'none'}-{name}"),
        name=name,
        agency=AgencyId(agency) if agency else None,
        roles=(role, Role.LATE_ENTRY) if role in {Role.ONE_STOP_OFFICER, Role.CASEWORKER} else (role,),
    )


OFFICER = an_actor(Role.ONE_STOP_OFFICER, "counter-1")
INSPECTOR = an_actor(Role.CASEWORKER, "workshop-1")
SKY_CLERK = an_actor(Role.CASEWORKER, "sky-1")
PRINTER = an_actor(Role.CASEWORKER, "printer-1")


def at(text: str) -> datetime:
    """`2026-06-01 10:20`, local time."""
    return datetime.fromisoformat(text.replace(" ", "T") + ("" if text.count(":") == 2 else ":00") + "+07:00")
