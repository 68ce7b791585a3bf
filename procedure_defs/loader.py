"""Definition files -> checked models. A file alone is loaded here; what files say together is the catalogue's."""

from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

from engine.core.agencies import AgencyDirectory
from engine.core.calendar_checks import check_calendar_definition
from engine.core.calendars import CalendarDefinition, CalendarFile
from engine.core.definition import ProcedureDefinition
from engine.core.definition_checks import check_definition
from engine.core.directory_checks import check_directory
from engine.core.findings import Finding
from engine.core.form_sets import FormSetFile, FormSets, check_form_sets
from engine.core.identifiers import CalendarId
from procedure_defs.document import Document
from procedure_defs.problems import Problem
from procedure_defs.reader import read_bytes, read_file
from procedure_defs.shaping import M, Shaped


class Kind(StrEnum):
    """What a definition file defines."""

    PROCEDURE = "procedure"
    AGENCIES = "agencies"
    CALENDAR = "calendar"
    FORM_SETS = "form_sets"


_FOLDERS = {"calendars": Kind.CALENDAR, "agencies": Kind.AGENCIES, "form_sets": Kind.FORM_SETS}


def kind_of(document: Document) -> Kind:
    """What the file is about, by its first words, or if none can be read by its folder; in doubt a procedure."""
    words = document.positions.top_names()
    if not words:
        return _FOLDERS.get(Path(document.file).parent.name, Kind.PROCEDURE)
    if words & {"procedure", "steps", "effective"}:
        return Kind.PROCEDURE
    if "form_sets" in words:
        return Kind.FORM_SETS
    if words & {"territories", "agencies", "kinds"}:
        return Kind.AGENCIES
    if words & {"week", "days_off", "swapped_workdays", "extends", "closures", "outages", "computed_years"} or (
        document.data is None and "calendar" in words
    ):
        return Kind.CALENDAR
    return Kind.PROCEDURE


def load_calendar(document: Document) -> Shaped[CalendarFile]:
    """A calendar with what is wrong in its shape; what it says is checked when the one that it extends is known."""
    return Shaped(document, CalendarFile)


def check_calendar(shaped: Shaped[CalendarFile], parent: CalendarDefinition | None) -> None:
    """Adds everything that is wrong in what a calendar says; `parent` is the one that it extends."""
    _with_findings(shaped, check_calendar_definition(shaped.model, parent) if shaped.model else [])


def load_agencies(document: Document, calendars: Collection[CalendarId] | None) -> Shaped[AgencyDirectory]:
    """An agency directory with everything that is wrong in it."""
    shaped = Shaped(document, AgencyDirectory)
    return _with_findings(shaped, check_directory(shaped.model, calendars) if shaped.model else [])


def load_form_sets(document: Document) -> Shaped[FormSetFile]:
    """A table of form sets with everything that is wrong in it."""
    shaped = Shaped(document, FormSetFile)
    return _with_findings(shaped, check_form_sets(shaped.model) if shaped.model else [])


def load_procedure(
    document: Document,
    directory: AgencyDirectory | None = None,
    calendars: Collection[CalendarId] | None = None,
    form_sets: FormSets | None = None,
) -> Shaped[ProcedureDefinition]:
    """A procedure with everything that is wrong in it; names that are looked up in a table if the table is given."""
    shaped = Shaped(document, ProcedureDefinition)
    findings = check_definition(shaped.model, directory, calendars, form_sets) if shaped.model else []
    return _with_findings(shaped, findings)


def read_procedure(path: Path) -> ProcedureDefinition | list[Problem]:
    """One procedure file by itself: the definition, or what is wrong with it."""
    return _whole(load_procedure(read_file(path)))


def parse_procedure(raw: bytes, file: str = "<text>") -> ProcedureDefinition | list[Problem]:
    """The same for bytes that come from elsewhere."""
    return _whole(load_procedure(read_bytes(raw, file)))


def _whole(shaped: Shaped[ProcedureDefinition]) -> ProcedureDefinition | list[Problem]:
    if shaped.problems or shaped.model is None:
        return sorted(set(shaped.problems))
    return shaped.model


def _with_findings(shaped: Shaped[M], findings: list[Finding]) -> Shaped[M]:
    shaped.problems += [problem for finding in findings if (problem := shaped.place(finding))]
    return shaped
