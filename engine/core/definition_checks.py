"""The rules that a procedure must keep across its parts: one function per rule, each gives what it found.

Pure: they look at the definition and at the tables it is used with, never at files, users or time.
"""

from collections.abc import Collection, Iterator, Sequence

from engine.core import graph, nouns
from engine.core.agencies import AgencyDirectory
from engine.core.condition_checks import check_conditions, check_steps_can_be_needed
from engine.core.definition import FieldDefinition, FieldType, ProcedureDefinition
from engine.core.document_checks import (
    check_documents_are_known,
    check_documents_are_made_once,
    check_required_documents_are_there,
)
from engine.core.dossier_code import check_units_can_be_written
from engine.core.extension_checks import (
    check_extensions_have_names_of_their_own,
    check_extensions_have_something_to_extend,
    check_extensions_move_what_the_step_counts_for,
)
from engine.core.fact_checks import check_facts
from engine.core.findings import NO_WORDS, Check, Finding, Path, Rule, check, one_of, there_is_no, unknown
from engine.core.form_sets import FormSets, check_form_set
from engine.core.identifiers import CalendarId
from engine.core.limit_checks import (
    check_limits_can_be_counted,
    check_supplement_has_a_term,
    check_terms_have_an_ordinary_one,
)
from engine.core.place_checks import check_territories_are_asked_in_the_form, check_territories_of_steps
from engine.core.rule_checks import (
    check_before_event,
    check_joins,
    check_limits_are_given,
    check_others,
    check_refusal_on_expiry,
    check_returns,
    check_running_cases,
    check_silence,
    check_total_can_end,
    check_what_is_told,
    check_what_suspensions_are_for,
)
from engine.core.values import Text
from engine.core.version_checks import MIGRATION, VERSIONS


def check_definition(
    definition: ProcedureDefinition,
    directory: AgencyDirectory | None = None,
    calendars: Collection[CalendarId] | None = None,
    form_sets: FormSets | None = None,
) -> list[Finding]:
    """Every mistake in one definition; without a directory, calendars or form sets their names are not checked."""
    found = [finding for rule in RULES for finding in rule(definition)]
    if directory is not None:
        found += check_agency_kinds(definition, directory)
        found += check_automatic_steps(definition, directory)
        found += check_units_can_be_written(definition, directory)
    if form_sets is not None:
        found += check_form_set(definition, form_sets)
    if calendars is not None:
        found += check_calendar(definition, calendars)
    return found


@check("needs-unknown", vi="Bước chỉ chờ các bước của thủ tục này, và không chờ chính nó.")
def check_needs_are_known(definition: ProcedureDefinition) -> list[Finding]:
    """A step needs steps of this procedure, and not itself."""
    found = []
    for step, declared in definition.steps.items():
        for index, needed in enumerate(declared.needs):
            path = ("steps", step, "needs", index)
            if needed == step:
                found.append(
                    Finding(
                        path,
                        Text(vi=f"bước `{step}` chờ chính nó", en=f"the step `{step}` needs itself"),
                        Text(vi="hãy bỏ tên bước khỏi `needs` của chính nó", en="take it out of its own `needs`"),
                    )
                )
            elif needed not in definition.steps:
                found.append(unknown(nouns.STEP, needed, path, definition.steps, ("steps",)))
    return found


@check("listed-twice", vi="Mỗi tên chỉ có một lần trong danh sách: có hai lần là viết nhầm tên khác.")
def check_nothing_is_listed_twice(definition: ProcedureDefinition) -> list[Finding]:
    """A name stands once in a list: twice is a slip for another name."""
    lists: list[tuple[Path, Sequence[str]]] = [(("total", "covers"), definition.total.covers)]
    lists += [(("documents", name, "source"), paper.source) for name, paper in definition.documents.items()]
    for step, declared in definition.steps.items():
        lists += [
            (("steps", step, "needs"), declared.needs),
            (("steps", step, "may"), declared.may),
            (("steps", step, "requires"), declared.requires),
        ]
    found = []
    for path, names in lists:
        first = {name: index for index, name in reversed(list(enumerate(names)))}
        found += [
            Finding(
                (*path, index),
                Text(vi=f"`{name}` có hai lần trong `{path[-1]}`", en=f"`{name}` stands in `{path[-1]}` twice"),
                Text(vi="hãy bỏ bớt một", en="take one of them out"),
                rests_on=(path,),
            )
            for index, name in enumerate(names)
            if index > first[name]
        ]
    return found


@check("needs-cycle", vi="Các bước chờ lẫn nhau thì không bước nào bắt đầu được, bước chờ chúng cũng vậy.")
def check_needs_have_no_cycle(definition: ProcedureDefinition) -> list[Finding]:
    """Steps that wait for each other can never start, nor can what waits for them."""
    found = []
    for cycle in graph.cycles(definition):
        first = cycle[0]
        blocked = sorted(graph.dependents(definition, first) - set(cycle))
        names = "`, `".join(blocked)
        also = Text(vi=f", nên không bao giờ đến được `{names}`", en=f", and so `{names}` can never be reached")
        also = also if blocked else NO_WORDS
        circle = " → ".join((*cycle, first))
        needed = cycle[-1]
        index = definition.steps[first].needs.index(needed)
        found.append(
            Finding(
                ("steps", first, "needs", index),
                Text(
                    vi=f"các bước chờ nhau thành vòng tròn: {circle}{also.vi}",
                    en=f"steps wait for each other in a circle: {circle}{also.en}",
                ),
                Text(
                    vi="hãy bỏ một bước khỏi `needs` của bước kế tiếp",
                    en="take one of these out of the `needs` of the next",
                ),
                rests_on=tuple(("steps", step, "needs") for step in cycle),
            )
        )
    return found


@check("covers-unknown", vi="Tổng thời hạn gồm các bước của thủ tục này.")
def check_total_covers_known_steps(definition: ProcedureDefinition) -> list[Finding]:
    """The total time limit covers steps of this procedure."""
    return [
        unknown(nouns.STEP, step, ("total", "covers", index), definition.steps, ("steps",))
        for index, step in enumerate(definition.total.covers)
        if step not in definition.steps
    ]


@check("cut-off-basis-alone", vi="Đã nêu căn cứ của giờ chốt nhận hồ sơ thì phải nêu giờ chốt.")
def check_cut_off_basis_has_a_cut_off(definition: ProcedureDefinition) -> list[Finding]:
    """Who says where the cut-off is written says the cut-off, too."""
    if definition.total.cut_off is not None or not definition.total.cut_off_basis:
        return []
    what = Text(
        vi="`cut_off_basis` nêu căn cứ của giờ chốt nhận hồ sơ, nhưng không có `cut_off`",
        en="`cut_off_basis` says where a cut-off is written, but there is no `cut_off`",
    )
    mend = Text(
        vi='hãy thêm, ví dụ, `cut_off: "15:00"`, hoặc bỏ căn cứ',
        en='add for example `cut_off: "15:00"`, or leave the basis out',
    )
    return [Finding(("total", "cut_off_basis"), what, mend, rests_on=(("total", "cut_off"),))]


@check("suspension-unknown", vi="Bước chỉ dùng các quy tắc tạm dừng và gia hạn đã khai báo.")
def check_suspensions_are_known(definition: ProcedureDefinition) -> list[Finding]:
    """A step may use the suspensions and extensions that are declared."""
    known = [*definition.suspensions, *definition.extensions]
    found = []
    for step, declared in definition.steps.items():
        for index, rule in enumerate(declared.may):
            if rule not in known:
                path = ("steps", step, "may", index)
                places = tuple(p for part in ("suspensions", "extensions") for p in ((part,), (part, rule)))
                what = there_is_no(nouns.SUSPENSION_OR_EXTENSION, rule)
                found.append(Finding(path, what, one_of(rule, known), rests_on=places))
    return found


@check("effective-dates", vi="Phiên bản không hết hiệu lực trước khi có hiệu lực.")
def check_effective_dates(definition: ProcedureDefinition) -> list[Finding]:
    """A version does not end before it begins."""
    first, last = definition.effective.first, definition.effective.last
    if last is None or last >= first:
        return []
    what = Text(
        vi=f"phiên bản hết hiệu lực ngày {last}, trước ngày có hiệu lực {first}",
        en=f"the version ends on {last}, before it begins on {first}",
    )
    return [
        Finding(
            ("effective", "to"),
            what,
            Text(vi="hãy ghi một ngày muộn hơn, hoặc bỏ `to`", en="write a later day, or leave `to` out"),
            rests_on=(("effective", "from"),),
        )
    ]


@check("field-incomplete", vi="Trường lựa chọn phải có các lựa chọn, nhóm phải có các trường.")
def check_fields(definition: ProcedureDefinition) -> list[Finding]:
    """A choice has choices, a group has fields."""
    found = list(_faults_of_fields(("form",), definition.form))
    for step, declared in definition.steps.items():
        found += _faults_of_fields(("steps", step, "result"), declared.result)
    return found


@check("format-of-no-text", vi="Chỉ trường chữ mới có `format`.")
def check_formats(definition: ProcedureDefinition) -> list[Finding]:
    """Only a text has a format."""
    return [
        Finding(
            (*path, "format"),
            Text(
                vi=f"`format` chỉ dành cho trường chữ, mà `{path[-1]}` thuộc kiểu `{field.type.value}`",
                en=f"a `format` is for texts, and `{path[-1]}` is of the type `{field.type.value}`",
            ),
            Text(vi="hãy bỏ `format`, hoặc bỏ `type`", en="take out `format`, or take out `type`"),
            rests_on=((*path, "type"),),
        )
        for path, field in every_field(definition)
        if field.format is not None and field.type is not FieldType.TEXT
    ]


@check(
    "agency-unknown",
    vi="Mỗi bước do một loại cơ quan có trong danh bạ thực hiện; cơ quan chủ trì và nơi tiếp nhận cũng vậy.",
)
def check_agency_kinds(definition: ProcedureDefinition, directory: AgencyDirectory) -> list[Finding]:
    """Each step is done by a kind of agency that the directory knows; so are the lead and the reception."""
    named: list[tuple[Path, str | None]] = [(("lead",), definition.lead), (("reception",), definition.reception)]
    named += [(("steps", step, "agency"), declared.agency) for step, declared in definition.steps.items()]
    return [
        unknown(nouns.KIND_OF_AGENCY, kind, path, directory.kinds, ())
        for path, kind in named
        if kind is not None and kind not in directory.kinds
    ]


@check("system-unknown", vi="Hệ thống mà bước tự động gọi phải thuộc cơ quan thực hiện bước đó.")
def check_automatic_steps(definition: ProcedureDefinition, directory: AgencyDirectory) -> list[Finding]:
    """The system that an automatic step calls belongs to an agency that does the step."""
    found = []
    for step, declared in definition.steps.items():
        if declared.run is None or declared.agency not in directory.kinds:
            continue
        system = declared.run.http.split(".")[0]
        able = [a for a in directory.agencies.values() if a.kind == declared.agency]
        systems = {a.system for a in able if a.system} | {c.system for a in able for c in a.central_system}
        if system not in systems:
            what = Text(
                vi=f"không cơ quan nào thuộc loại `{declared.agency}` có hệ thống tên `{system}`",
                en=f"no agency of kind `{declared.agency}` has a system named `{system}`",
            )
            place = ("steps", step, "run", "http")
            found.append(Finding(place, what, one_of(system, sorted(systems)), rests_on=(("steps", step, "agency"),)))
    return found


@check("calendar-unknown", vi="Tổng thời hạn tính theo một lịch có thật.")
def check_calendar(definition: ProcedureDefinition, calendars: Collection[CalendarId]) -> list[Finding]:
    """The total is counted on a calendar that exists."""
    if definition.calendar in calendars:
        return []
    return [unknown(nouns.CALENDAR, definition.calendar, ("calendar",), sorted(calendars), ())]


RULES: tuple[Check[[ProcedureDefinition]], ...] = (
    check_needs_are_known,
    check_nothing_is_listed_twice,
    check_needs_have_no_cycle,
    check_total_covers_known_steps,
    check_cut_off_basis_has_a_cut_off,
    check_documents_are_known,
    check_suspensions_are_known,
    check_extensions_have_names_of_their_own,
    check_extensions_have_something_to_extend,
    check_extensions_move_what_the_step_counts_for,
    check_required_documents_are_there,
    check_documents_are_made_once,
    check_effective_dates,
    check_facts,
    check_fields,
    check_formats,
    check_conditions,
    check_steps_can_be_needed,
    check_limits_can_be_counted,
    check_supplement_has_a_term,
    check_terms_have_an_ordinary_one,
    check_limits_are_given,
    check_total_can_end,
    check_what_suspensions_are_for,
    check_joins,
    check_others,
    check_returns,
    check_silence,
    check_refusal_on_expiry,
    check_what_is_told,
    check_before_event,
    check_running_cases,
    check_territories_of_steps,
    check_territories_are_asked_in_the_form,
)
"""The rules that need nothing but the definition."""

PROCEDURE_RULES: tuple[Rule, ...] = (
    *(each.rule for each in RULES),
    check_agency_kinds.rule,
    check_automatic_steps.rule,
    check_calendar.rule,
    check_form_set.rule,
    check_units_can_be_written.rule,
    VERSIONS,
    MIGRATION,
)


def every_field(definition: ProcedureDefinition) -> Iterator[tuple[Path, FieldDefinition]]:
    """Each field of the form and of the results, those in groups too, with its place."""
    yield from _inside(("form",), definition.form)
    for step, declared in definition.steps.items():
        yield from _inside(("steps", step, "result"), declared.result)


def _inside(path: Path, fields: dict[str, FieldDefinition]) -> Iterator[tuple[Path, FieldDefinition]]:
    for name, field in fields.items():
        yield (*path, name), field
        yield from _inside((*path, name, "fields"), field.fields)


def _faults_of_fields(path: Path, fields: dict[str, FieldDefinition]) -> Iterator[Finding]:
    for name, field in fields.items():
        if field.type is FieldType.CHOICE and not field.choices:
            place = (*path, name, "type")
            yield Finding(
                place,
                Text(vi=f"trường lựa chọn `{name}` không có gì để chọn", en=f"the choice `{name}` offers nothing"),
                Text(vi="hãy thêm `choices`", en="add `choices`"),
                rests_on=((*path, name, "choices"),),
            )
        if field.type is FieldType.GROUP and not field.fields:
            place = (*path, name, "type")
            yield Finding(
                place,
                Text(vi=f"nhóm `{name}` không có trường nào", en=f"the group `{name}` is empty"),
                Text(vi="hãy thêm `fields`", en="add `fields`"),
                rests_on=((*path, name, "fields"),),
            )
        yield from _faults_of_fields((*path, name, "fields"), field.fields)
