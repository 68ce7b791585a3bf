"""What a definition is seen beside when it is linted: tables, other procedures, what is known of the law."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.core.agencies import AgencyDirectory
from engine.core.calendars import CalendarDefinition
from engine.core.definition import ProcedureDefinition
from engine.core.form_sets import FormSets
from engine.core.identifiers import CalendarId
from engine.core.lint.laws import EnactedLaw


@dataclass(frozen=True)
class Surroundings:
    """One definition with everything around it; an empty table is one that is not known."""

    definition: ProcedureDefinition
    directory: AgencyDirectory | None = None
    calendars: Mapping[CalendarId, CalendarDefinition] = field(default_factory=dict)
    laws: Mapping[str, EnactedLaw] = field(default_factory=dict)
    form_sets: FormSets = field(default_factory=dict)
    others: Sequence[ProcedureDefinition] = ()
    """The other procedures and versions."""
    stories: int = 0
    """How many worked examples the version has."""
    folder: str | None = None
    file: str | None = None
    """How its file is called, without the ending; null: it comes from no file."""
