"""Checks of territories: the field that says where a step is done is one, and is always answered."""

from collections.abc import Iterator, Mapping

from engine.core.definition import FieldDefinition, FieldType, ProcedureDefinition, StepDefinition
from engine.core.findings import Finding, Path, check, nearest
from engine.core.identifiers import StepId
from engine.core.step_places import place_fields
from engine.core.values import Text


@check("territory-unknown", vi="Địa bàn của bước là trường kiểu territory mà tờ khai luôn có.")
def check_territories_of_steps(definition: ProcedureDefinition) -> list[Finding]:
    """The territory of a step is one that the form gives, of type territory, and never leaves out."""
    found: list[Finding] = []
    for step, declared in definition.steps.items():
        if declared.territory is not None:
            found += _faults_of(definition, step, declared, declared.territory)
    return found


@check("territory-misplaced", vi="Chỉ tờ khai của người nộp nêu địa bàn.")
def check_territories_are_asked_in_the_form(definition: ProcedureDefinition) -> list[Finding]:
    """Only the applicant's form names territories: agencies are found before anybody works on the case."""
    places: list[Path] = [("facts", name) for name, f in definition.facts.items() if f.type is FieldType.TERRITORY]
    for step, declared in definition.steps.items():
        places += _territories_in(("steps", step, "result"), declared.result)
    what = Text(vi="địa bàn chỉ được hỏi trong tờ khai", en="a territory can be asked for in the form only")
    mend = Text(
        vi="hãy khai báo dưới `form`, hoặc ghi `type: text`", en="declare it under `form`, or write `type: text`"
    )
    return [Finding((*place, "type"), what, mend) for place in places]


def _faults_of(definition: ProcedureDefinition, step: StepId, declared: StepDefinition, way: str) -> Iterator[Finding]:
    path: Path = ("steps", step, "territory")
    chain = _fields_on(definition.form, way)
    if chain is None:
        what = Text(vi=f"`{way}` không phải là trường của tờ khai", en=f"`{way}` is no field of the form")
        mend = Text(
            vi="hãy khai báo dưới `form`, với `type: territory`", en="declare it under `form`, with `type: territory`"
        )
        if likely := nearest(way, place_fields(definition)):
            mend = Text(
                vi=f"có phải là `{likely}` không? (hoặc {mend.vi})", en=f"did you mean `{likely}`? (or {mend.en})"
            )
        yield Finding(path, what, mend, rests_on=(("form",),))
    elif chain[-1].type is not FieldType.TERRITORY:
        what = Text(vi=f"`{way}` không phải là địa bàn", en=f"`{way}` is no territory")
        mend = Text(
            vi="hãy đặt `type: territory` cho trường, hoặc nêu trường khác",
            en="give the field `type: territory`, or name another",
        )
        yield Finding(path, what, mend, rests_on=(("form",),))
    elif not all(_is_answered(field, declared.when) for field in chain):
        what = Text(
            vi=f"`{way}` có thể để trống, khi đó không biết bước `{step}` của cơ quan nào",
            en=f"`{way}` may be left blank, and nobody would know whose step `{step}` is",
        )
        mend = Text(vi="hãy ghi `required: true` ở đó", en="write `required: true` there")
        if declared.when:
            mend = Text(
                vi=f"{mend.vi}, hoặc `required_when: {declared.when}` như của bước",
                en=f"{mend.en}, or `required_when: {declared.when}` as the step is",
            )
        yield Finding(path, what, mend, rests_on=(("form",), ("steps", step, "when")))


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
