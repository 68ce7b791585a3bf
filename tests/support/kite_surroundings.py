"""The kite-flying licence as lint sees it: clean, and with one or two places changed."""

from dataclasses import replace
from typing import Any

from engine.core.definition_checks import check_definition
from engine.core.identifiers import CalendarId
from engine.core.lint.laws import EnactedLaw
from engine.core.lint.lint import lint
from engine.core.lint.surroundings import Surroundings
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import DIRECTORY, OFFICE

# What makes the kite licence of the tests clean: it leads, it costs, and what is asked for is used.
CLEAN: dict[str, Any] = {
    "lead": "workshop",
    "fees": {"fee": {"title": {"vi": "Phí", "en": "Fee"}, "amount": 0, "legal_basis": [{"ref": "Kite Act"}]}},
    "steps.inspect_kite.requires": ["drawing"],
    "steps.make_badge.requires": ["photo"],
    "form.wants_badge.required_when": "form.colour == 'red'",
    "facts.windy.established_by": ["inspect_kite", "reserve_sky"],
    "effective.to": "2026-12-31",
}
LAW = EnactedLaw.model_validate({"ref": "Kite Act", "in_force": {"from": "2020-01-01"}, "source": "Kite Gazette 1"})

Told = tuple[str, tuple[str | int, ...]]
"""The id of a rule, and the place."""


def around(changes: dict[str, Any], **other: Any) -> Surroundings:
    """The clean licence with the changes, and all that lint looks at beside it."""
    definition = changed_kite({**CLEAN, **changes})
    assert check_definition(definition) == [], "what lint looks at is allowed"
    known = Surroundings(definition, DIRECTORY, {CalendarId("office"): OFFICE}, {"Kite Act": LAW}, stories=1)
    return replace(known, **other)


def told(seen: Surroundings) -> list[Told]:
    """What lint says of it."""
    return [(found.rule.id if found.rule else "", found.path) for found in lint(seen)]
