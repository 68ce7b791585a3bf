"""Checks of territories: the field that says where a step is done is one, and is always answered."""

from collections.abc import Iterator, Mapping

from engine.core.definition import FieldDefinition, FieldType, ProcedureDefinition, StepDefinition
from engine.core.findings import Finding, Path, check, nearest
from engine.core.identifiers import StepId
from engine.core.step_places import place_fields


@check("territory-unknown")
def check_territories_of_steps(definition: ProcedureDefinition) -> list[Finding]:
    """The territory of a step is one that the form gives, of type territory, and never leaves out."""
    found: list[Finding] = []
    for step, declared in definition.steps.items():
        if declared.territory is not None:
            found += _faults_of(definition, step, declared, declared.territory)
    return found


@check("territory-misplaced")
def check_territories_are_asked_in_the_form(definition: ProcedureDefinition) -> list[Finding]:
    """Only the applicant's form names territories: agencies are found before anybody works on the case."""
    places: list[Path] = [("facts", name) for name, f in definition.facts.items() if f.type is FieldType.TERRITORY]
    for step, declared in definition.steps.items():
        places += _territories_in(("steps", step, "result"), declared.result)
    what, mend = "a territory can be asked for in the form only", "declare it under `form`, or write `type: text`"
    return [Finding((*place, "type"), what, mend) for place in places]


def _faults_of(definition: ProcedureDefinition, step: StepId, declared: StepDefinition, way: str) -> Iterator[Finding]:
    path: Path = ("steps", step, "territory")
    chain = _fields_on(definition.form, way)
    if chain is None:
        mend = "declare it under `form`, with `type: territory`"
        if likely := nearest(way, place_fields(definition)):
            mend = f"did you mean `{likely}`? (or {mend})"
        yield Finding(path, f"`{way}` is no field of the form", mend, rests_on=(("form",),))
    elif chain[-1].type is not FieldType.TERRITORY:
        mend = "give the field `type: territory`, or name another"
        yield Finding(path, f"`{way}` is no territory", mend, rests_on=(("form",),))
    elif not all(_is_answered(field, declared.when) for field in chain):
        what = f"`{way}` may be left blank, and nobody would know whose step `{step}` is"
        same = f", or `required_when: {declared.when}` as the step is" if declared.when else ""
        yield Finding(path, what, f"write `required: true` there{same}", rests_on=(("form",), ("steps", step, "when")))


def _is_answered(field: FieldDefinition, when: str | None) -> bool:
    """Always, or whenever the step is needed; what agencies find out later cannot ask the applicant for more."""
    return field.required or (when is not None and field.required_when == when and "case." not in when)


def _fields_on(fields: Mapping[str, FieldDefinition], way: str) -> list[FieldDefinition] | None:
    """The groups on the way and the field at its end; null if there is none."""
    found = []
    for name in way.split(".")[1:]:
        if name not in fields:
            return None
        found.append(fields[name])
        fields = fields[name].fields
    return found


def _territories_in(path: Path, fields: Mapping[str, FieldDefinition]) -> Iterator[Path]:
    for name, field in fields.items():
        if field.type is FieldType.TERRITORY:
            yield (*path, name)
        yield from _territories_in((*path, name, "fields"), field.fields)
