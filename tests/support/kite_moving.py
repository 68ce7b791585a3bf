"""The kite licence over two places: the sky is reserved where the form says that the kite will fly, in kite-hill.

Each office of kite-town has a sister in kite-hill; `-h` stands behind its name.
"""

from typing import Any

from engine.core.actors import Role
from engine.core.agencies import AgencyDirectory
from engine.core.definition import ProcedureDefinition
from engine.core.law import Law
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import DIRECTORY, an_actor, kite_law

HILL_CLERK = an_actor(Role.CASEWORKER, "sky-h", "Hoa")
HILL_COUNTER = an_actor(Role.ONE_STOP_OFFICER, "counter-h", "Hoa")
HILL_INSPECTOR = an_actor(Role.CASEWORKER, "workshop-h", "Hoa")
FLIES_IN: dict[str, Any] = {"type": "territory", "title": {"vi": "Nơi thả", "en": "Where it flies"}, "required": True}


def moving_kite(**changes: Any) -> ProcedureDefinition:
    return changed_kite(
        {
            "reception": "counter",
            "form.flies_in": FLIES_IN,
            "steps.reserve_sky.territory": "form.flies_in",
            **{place.replace("__", "."): value for place, value in changes.items()},
        }
    )


def two_places(**changes: dict[str, Any]) -> AgencyDirectory:
    """The directory; `changes` are laid over single agencies or make new ones, dashes written as underscores."""
    data = DIRECTORY.model_dump(by_alias=True)
    agencies = data["agencies"]
    for number, (name, known) in enumerate([*agencies.items()], 11):
        sister = f"{name.split('-')[0]}-h"
        agencies[sister] = {**known, "unit_code": f"H98.{number}", "territory": "kite-hill"}
    for number, (name, change) in enumerate(changes.items(), 31):
        name = name.replace("_", "-")
        like = agencies.get(name) or {**agencies[f"{name.split('-')[0]}-h"], "unit_code": f"H98.{number}"}
        agencies[name] = {**like, **change}
    return AgencyDirectory.model_validate(data)


def moving_law(directory: AgencyDirectory | None = None, **changes: Any) -> Law:
    law = kite_law(moving_kite(**changes))
    return Law(law.definition, law.calendars, directory or two_places())
