"""What a scenario says against the procedure that it is for: every misfit with its place and mend."""

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from engine.core.condition_checks import Condition, faults_of
from engine.core.definition import FactDefinition, FieldDefinition, FieldType, ProcedureDefinition
from engine.core.findings import Finding, Path, one_of, there_is_no
from engine.core.identifiers import StepId, TerritoryId
from engine.core.nouns import TERRITORY
from engine.core.values import Text
from engine.simulation.scenario import Arrivals, Scenario, StepScenario


def check_scenario(
    scenario: Scenario, definition: ProcedureDefinition, territories: Collection[TerritoryId]
) -> list[Finding]:
    """Everything that does not fit, in the order of the file."""
    if scenario.of != definition.procedure:
        what = Text(
            vi=f"kịch bản dành cho `{scenario.of}`, không phải cho `{definition.procedure}`",
            en=f"the scenario is for `{scenario.of}`, not for `{definition.procedure}`",
        )
        return [
            Finding(
                ("of",), what, Text(vi="hãy nêu kịch bản của thủ tục này", en="give the scenario of this procedure")
            )
        ]
    found: list[Finding] = []
    if scenario.territory is not None and scenario.territory not in territories:
        found.append(
            Finding(("territory",), there_is_no(TERRITORY, scenario.territory), one_of(scenario.territory, territories))
        )
    found += _in_profile(scenario.arrivals)
    found += _in_answers("form", scenario.form, lambda name: _field_at(definition, name), _form_names(definition.form))
    found += _in_answers("facts", scenario.facts, definition.facts.get, definition.facts)
    for step, said in scenario.steps.items():
        if step not in definition.steps:
            mend = one_of(step, definition.steps)
            found.append(
                Finding(
                    ("steps", step),
                    Text(vi=f"thủ tục không có bước `{step}`", en=f"the procedure has no step `{step}`"),
                    mend,
                    at_key=True,
                )
            )
        else:
            found += _in_step(step, said, definition)
    return found


def _in_profile(arrivals: Arrivals) -> Iterator[Finding]:
    for index, part in enumerate(arrivals.profile):
        if part.until <= part.since:
            what = Text(
                vi=f"khoảng từ {part.since} đến {part.until} kết thúc trước khi bắt đầu",
                en=f"the part from {part.since} to {part.until} ends before it begins",
            )
            yield Finding(
                ("arrivals", "profile", index),
                what,
                Text(vi="hãy ghi giờ sớm hơn trước", en="write the earlier time first"),
            )
    ordered = sorted(arrivals.profile, key=lambda part: part.since)
    if any(after.since < before.until for before, after in pairwise(ordered)):
        yield Finding(
            ("arrivals", "profile"),
            Text(vi="hai khoảng trong ngày chồng lên nhau", en="two parts of the day overlap"),
            Text(vi="hãy để khoảng sau bắt đầu khi khoảng trước kết thúc", en="let each begin where another ends"),
        )
    if arrivals.profile and not any(part.weight for part in arrivals.profile):
        yield Finding(
            ("arrivals", "profile"),
            Text(vi="không khoảng nào trong ngày có trọng số", en="no part of the day has a weight"),
            Text(vi="hãy đặt cho một khoảng trọng số lớn hơn 0", en="give one a weight above 0"),
        )


def _in_answers(
    place: str,
    said: Mapping[str, Decimal | dict[str, Decimal]],
    find: Callable[[str], FieldDefinition | FactDefinition | None],
    known: Collection[str],
) -> Iterator[Finding]:
    for name, chance in said.items():
        declared = find(name)
        path: Path = (place, name)
        if declared is None:
            yield Finding(
                path,
                Text(
                    vi=f"thủ tục không có `{name}` trong `{place}`",
                    en=f"the procedure has no `{name}` in its `{place}`",
                ),
                one_of(name, known),
                at_key=True,
            )
        elif declared.type is FieldType.BOOLEAN:
            if isinstance(chance, dict):
                yield Finding(
                    path,
                    Text(vi=f"`{name}` được trả lời có hoặc không", en=f"`{name}` is answered yes or no"),
                    Text(vi="hãy ghi xác suất trả lời có, ví dụ `0.3`", en="write the chance of yes, e.g. `0.3`"),
                )
        elif declared.type is not FieldType.CHOICE:
            yield Finding(
                path,
                Text(
                    vi=f"`{name}` không phải trường có/không, cũng không phải trường lựa chọn",
                    en=f"`{name}` is neither yes-or-no nor a choice",
                ),
                Text(vi="hãy bỏ đi", en="take it out"),
                at_key=True,
            )
        elif not isinstance(chance, dict):
            yield Finding(
                path,
                Text(vi=f"`{name}` là trường lựa chọn", en=f"`{name}` is a choice"),
                _weights(next(iter(declared.choices))),
            )
        else:
            yield from _in_weights(path, chance, declared.choices)


def _weights(choice: str) -> Text:
    return Text(vi=f"hãy ghi trọng số: `{{{choice}: 1}}`", en=f"write weights: `{{{choice}: 1}}`")


def _in_weights(path: Path, weights: Mapping[str, Decimal], choices: Collection[str]) -> Iterator[Finding]:
    for choice in weights:
        if choice not in choices:
            yield Finding(
                (*path, choice),
                Text(vi=f"không thể chọn `{choice}`", en=f"`{choice}` cannot be chosen"),
                one_of(choice, choices),
                at_key=True,
            )
    if any(weight < 0 for weight in weights.values()) or not any(weights.values()):
        yield Finding(
            path,
            Text(
                vi="trọng số không nhỏ hơn 0, và có ít nhất một trọng số lớn hơn 0",
                en="weights are at least 0, and one is more",
            ),
            Text(vi="hãy ghi, ví dụ, `{a: 3, b: 1}`", en="write for example `{a: 3, b: 1}`"),
        )


def _in_step(step: StepId, said: StepScenario, definition: ProcedureDefinition) -> Iterator[Finding]:
    here: Path = ("steps", step)
    declared = definition.steps[step]
    automatic = declared.run is not None
    for field in ("staff", "work", "work_when", "suspensions", "refused") if automatic else ("latency",):
        if field in said.model_fields_set:
            what, mend = _by_the_other(step, field, is_automatic=automatic)
            yield Finding((*here, field), what, mend, at_key=True)
    works = {(*here, "work"): said.work, **{(*here, "work_when", w): d for w, d in said.work_when.items()}}
    for path, work in works.items():
        if work is not None and not work.unit.is_working:
            mend = Text(vi=f"hãy ghi `working_{work.unit}`", en=f"write `working_{work.unit}`")
            yield Finding(
                path,
                Text(vi="cán bộ chỉ làm việc khi cơ quan mở cửa", en="people work while their agency is open only"),
                mend,
            )
    for source in said.work_when:
        condition = Condition((*here, "work_when", source), source, definition.form, ("form",), at_key=True)
        # What its verdict rests on stands in the procedure, and that is sound.
        yield from (found._replace(rests_on=()) for found in faults_of(definition, condition))
    for rule in said.suspensions:
        if rule not in declared.may:
            never = Text(vi="hãy bỏ đi: bước này không được tạm dừng", en="take it out: the step may not be suspended")
            mend = one_of(rule, declared.may) if declared.may else never
            yield Finding(
                (*here, "suspensions", rule),
                Text(vi=f"`{step}` không được chờ theo `{rule}`", en=f"`{step}` may not wait for `{rule}`"),
                mend,
                at_key=True,
            )


def _by_the_other(step: StepId, field: str, *, is_automatic: bool) -> tuple[Text, Text]:
    """A step of a system has no people, one of people no system that answers."""
    if is_automatic:
        return (
            Text(
                vi=f"`{step}` là bước tự động, không ai làm, nên không có `{field}`",
                en=f"`{step}` is automatic: nobody works, so no `{field}`",
            ),
            Text(vi="hãy ghi `latency` của bước", en="write its `latency`"),
        )
    return (
        Text(vi=f"`{step}` do cán bộ làm, nên không có `{field}`", en=f"`{step}` is done by people, so no `{field}`"),
        Text(vi="hãy ghi `staff` và `work`", en="write `staff` and `work`"),
    )


def _field_at(definition: ProcedureDefinition, way: str) -> FieldDefinition | None:
    fields, found = definition.form, None
    for name in way.split("."):
        found = fields.get(name)
        fields = found.fields if found else {}
    return found


def _form_names(fields: Mapping[str, FieldDefinition], before: str = "") -> list[str]:
    found: list[str] = []
    for name, field in fields.items():
        if field.type in (FieldType.BOOLEAN, FieldType.CHOICE):
            found.append(before + name)
        found += _form_names(field.fields, f"{before}{name}.")
    return found
