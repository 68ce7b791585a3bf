"""Checks of the rules that only some procedures have: missing limits, joins, returns, silence, notices, running cases."""

from collections.abc import Iterator

from engine.core import graph, nouns
from engine.core.clock_rules import AppliesTo, OnExpiry
from engine.core.definition import FieldDefinition, FieldType, ProcedureDefinition, StepDefinition, Total
from engine.core.definition_basics import TimeLimit
from engine.core.definition_rules import AfterEvent, BeforeEvent, Join, Outcome, Silence
from engine.core.findings import Finding, Path, check, one_of, there_is_no
from engine.core.forms import wrong_with
from engine.core.identifiers import StepId
from engine.core.values import Text


@check(
    "limit-missing", vi="Có thời hạn, hoặc lý do pháp luật không quy định thời hạn; không nêu cả hai, không bỏ trống."
)
def check_limits_are_given(definition: ProcedureDefinition) -> list[Finding]:
    """A time limit, or the reason why the law gives none; never both, never silence."""
    found = list(_limit_of(("total",), Text(vi="`total`", en="the total"), definition.total))
    for step, declared in definition.steps.items():
        found += _limit_of(("steps", step), Text(vi=f"bước `{step}`", en=f"the step `{step}`"), declared)
    return found


@check("total-without-end", vi="Tổng thời hạn chỉ gồm các bước có thời hạn: nếu không thì không thể bảo đảm.")
def check_total_can_end(definition: ProcedureDefinition) -> list[Finding]:
    """A total with a limit covers only steps that have one: it could otherwise not be met."""
    if definition.total.within is None:
        return []
    return [
        Finding(
            ("steps", step, "without_limit"),
            Text(
                vi=f"tổng thời hạn có giới hạn nhưng gồm cả `{step}`, bước không có thời hạn",
                en=f"the total is limited, but covers `{step}`, which has no limit",
            ),
            Text(
                vi="hãy nêu trong `total.covers` các bước thuộc tổng thời hạn, hoặc đặt thời hạn cho bước này",
                en="list in `total.covers` the steps that the total is for, or give the step a limit",
            ),
            rests_on=(("total", "within"), ("total", "covers"), ("steps", step, "within")),
        )
        for step in definition.covered_steps()
        if step in definition.steps
        and definition.steps[step].without_limit is not None
        and definition.steps[step].within is None
    ]


@check("join-of-few", vi="Chờ bước xong đầu tiên thì phải có ít nhất hai bước để chờ.")
def check_joins(definition: ProcedureDefinition) -> list[Finding]:
    """The first of several needs at least two to choose from."""
    return [
        Finding(
            ("steps", step, "join"),
            Text(
                vi=f"`{step}` chờ bước xong đầu tiên trong `needs`, nhưng `needs` chỉ có {len(declared.needs)} bước",
                en=f"`{step}` waits for the first of its `needs`, but has {len(declared.needs)} of them",
            ),
            Text(vi="hãy nêu từ hai bước trở lên, hoặc bỏ `join`", en="name two or more, or take `join` out"),
            rests_on=(("steps", step, "needs"),),
        )
        for step, declared in definition.steps.items()
        if declared.join is Join.ANY and len(declared.needs) < 2
    ]


@check("others-of-all", vi="Chỉ hỏi các nhánh còn lại ra sao ở nơi chỉ cần một nhánh.")
def check_others(definition: ProcedureDefinition) -> list[Finding]:
    """What becomes of the other branches is asked only where one of them is enough."""
    return [
        Finding(
            ("steps", step, "others"),
            Text(
                vi=f"`{step}` chờ mọi bước nó cần: không có nhánh nào còn lại",
                en=f"`{step}` waits for all that it needs: there are no other branches",
            ),
            Text(
                vi="hãy ghi `join: any` nếu chỉ cần một bước, hoặc bỏ `others`",
                en="write `join: any` if one of them is enough, or take `others` out",
            ),
            rests_on=(("steps", step, "join"),),
        )
        for step, declared in definition.steps.items()
        if declared.others is not None and declared.join is Join.ALL
    ]


@check("return-forward", vi="Hồ sơ chỉ được chuyển về bước mà bước này đã chờ, trực tiếp hoặc qua bước khác.")
def check_returns(definition: ProcedureDefinition) -> list[Finding]:
    """A case is returned to a step that this one waited for, directly or through others."""
    found = []
    for step, declared in definition.steps.items():
        earlier = graph.needs_closure(definition, step) - {step}
        for target in declared.returns:
            if target not in earlier:
                what = Text(
                    vi=f"`{step}` không thể chuyển hồ sơ về `{target}`: bước đó không đứng trước",
                    en=f"`{step}` cannot return the case to `{target}`: it does not come before it",
                )
                nothing = Text(
                    vi="không có bước nào đứng trước: hãy bỏ `returns`",
                    en="nothing comes before it: take `returns` out",
                )
                mend = one_of(target, sorted(earlier)) if earlier else nothing
                rests_on = (("steps", step, "needs"), *(("steps", s, "needs") for s in earlier))
                found.append(Finding(("steps", step, "returns", target), what, mend, True, rests_on))
    return found


@check(
    "silence-impossible",
    vi="Im lặng chỉ có giá trị khi hết thời hạn; im lặng không tạo ra giấy tờ, và kết quả phải là kết quả mà bước có thể cho.",
)
def check_silence(definition: ProcedureDefinition) -> list[Finding]:
    """Silence counts when a limit passes; it makes no paper, and its result is one that the step could give."""
    found = []
    for step, declared in definition.steps.items():
        if (silence := declared.on_silence) is None:
            continue
        path: Path = ("steps", step, "on_silence")
        if declared.without_limit is not None:
            what = Text(
                vi=f"`{step}` không có thời hạn, nên im lặng không bao giờ có giá trị",
                en=f"`{step}` has no limit, so its silence never counts",
            )
            found.append(
                Finding(
                    path,
                    what,
                    Text(
                        vi="hãy đặt thời hạn cho bước, hoặc bỏ `on_silence`",
                        en="give it a limit, or take `on_silence` out",
                    ),
                )
            )
        if silence.means is Outcome.COMPLETED and declared.produces:
            what = Text(
                vi=f"im lặng ở `{step}` không tạo ra giấy tờ, nhưng bước này phải tạo ra `{declared.produces[0]}`",
                en=f"silence at `{step}` makes no paper, but it produces `{declared.produces[0]}`",
            )
            found.append(
                Finding(
                    path,
                    what,
                    Text(
                        vi="hãy để bước khác tạo ra giấy tờ, hoặc bỏ `on_silence`",
                        en="let another step make the paper, or take `on_silence` out",
                    ),
                )
            )
        if silence.means is Outcome.COMPLETED:
            found += _result_of_silence(step, declared, silence)
    return found


def _result_of_silence(step: StepId, declared: StepDefinition, silence: Silence) -> Iterator[Finding]:
    """What silence gives is held to the step's result as what a person gives is."""
    path: Path = ("steps", step, "on_silence")
    for name, value in silence.result.items():
        if name not in declared.result:
            what = Text(
                vi=f"kết quả của `{step}` không có trường `{name}`", en=f"the result of `{step}` has no field `{name}`"
            )
            yield Finding((*path, "result", name), what, one_of(name, declared.result), True)
        elif (wrong := wrong_with(declared.result[name], value)) is not None:
            what = Text(
                vi=f"kết quả khi im lặng không phù hợp với `{name}` của `{step}`: {wrong.vi}",
                en=f"the result of silence does not fit `{name}` of `{step}`: {wrong.en}",
            )
            yield Finding(
                (*path, "result", name),
                what,
                Text(vi="hãy ghi điều mà cán bộ có thể trả lời", en="write what a person could answer"),
            )
    for name, field in declared.result.items():
        if field.required and name not in silence.result:
            what = Text(
                vi=f"im lặng ở `{step}` thiếu `{name}`, trường bắt buộc trong kết quả",
                en=f"silence at `{step}` leaves out `{name}`, which its result must have",
            )
            yield Finding(
                path,
                what,
                Text(
                    vi=f"hãy thêm `result: {{{name}: …}}`: im lặng được hiểu là gì",
                    en=f"add `result: {{{name}: …}}`: what the silence is taken for",
                ),
                True,
            )


@check("refusal-without-term", vi="Chỉ từ chối bước vì không bổ sung hồ sơ khi đã cho người nộp một thời hạn.")
def check_refusal_on_expiry(definition: ProcedureDefinition) -> list[Finding]:
    """A step can be refused for a missing supplement only when the applicant was given a term."""
    return [
        Finding(
            ("suspensions", name, "on_expiry"),
            Text(
                vi=f"`{name}` từ chối bước khi hết hạn, nhưng không cho người nộp thời hạn nào để có thể hết",
                en=f"`{name}` refuses the step on expiry, but gives the applicant no term that could expire",
            ),
            Text(
                vi="hãy thêm `applicant_term: 7 working_days` hoặc thời hạn theo luật, hoặc ghi `on_expiry: nothing`",
                en="add `applicant_term: 7 working_days` or whatever the law gives, or write `on_expiry: nothing`",
            ),
            rests_on=(("suspensions", name, "applicant_term"),),
        )
        for name, rule in definition.suspensions.items()
        if rule.on_expiry is OnExpiry.REFUSE and rule.applicant_term is None
    ]


@check("telling-of-nothing", vi="Chỉ lần chờ mà hết hạn thì có kết quả mới nêu thời hạn thông báo kết quả đó.")
def check_what_is_told(definition: ProcedureDefinition) -> list[Finding]:
    """How soon an outcome is told is said only of a wait whose term has one."""
    return [
        Finding(
            ("suspensions", name, "tell_within"),
            Text(
                vi=f"`{name}` nêu thời hạn thông báo kết quả, nhưng hết hạn của người nộp thì không có kết quả nào",
                en=f"`{name}` says how soon its outcome is told, but nothing comes of it when the applicant's term passes",
            ),
            Text(
                vi="hãy ghi `on_expiry: refuse` hoặc `on_expiry: stop`, hoặc bỏ `tell_within`",
                en="write `on_expiry: refuse` or `on_expiry: stop`, or take `tell_within` out",
            ),
            rests_on=(("suspensions", name, "on_expiry"),),
        )
        for name, rule in definition.suspensions.items()
        if rule.tell_within is not None and rule.on_expiry is OnExpiry.NOTHING
    ]


@check("event-unknown", vi="Sự kiện phải thông báo trước là một ngày được hỏi trong tờ khai.")
def check_before_event(definition: ProcedureDefinition) -> list[Finding]:
    """The event of a deadline is a date that the form asks for; a procedure has one such event."""
    found = [*_event(definition, "before_event"), *_event(definition, "after_event")]
    if definition.before_event is not None and definition.after_event is not None:
        what = Text(
            vi="vừa có thời hạn trước sự kiện vừa có thời hạn sau sự kiện",
            en="there is a deadline before an event and one after an event",
        )
        mend = Text(vi="hãy giữ một trong hai", en="keep one of them")
        found.append(Finding(("after_event",), what, mend, True, rests_on=(("before_event",),)))
    return found


def _event(definition: ProcedureDefinition, name: str) -> Iterator[Finding]:
    rule: BeforeEvent | AfterEvent | None = getattr(definition, name)
    if rule is None:
        return
    path: Path = (name, "event")
    found = _field_at(definition.form, rule.event.split(".")[1:])
    if found is None:
        what = Text(vi=f"`{rule.event}` không phải là trường của tờ khai", en=f"`{rule.event}` is no field of the form")
        mend = Text(
            vi="hãy nêu trường ghi ngày diễn ra sự kiện, ví dụ `form.starts_on`",
            en="name the field that holds the date of the event, e.g. `form.starts_on`",
        )
        yield Finding(path, what, mend, rests_on=(("form",),))
    elif found.type is not FieldType.DATE:
        what = Text(vi=f"`{rule.event}` không phải là ngày", en=f"`{rule.event}` is no date")
        mend = Text(
            vi="hãy đặt `type: date` cho trường, hoặc nêu trường khác",
            en="give the field `type: date`, or name another",
        )
        yield Finding(path, what, mend, rests_on=(("form",),))
    for place, limit in _terms_of(name, rule):
        if not limit.n:
            what = Text(
                vi=f"`{limit}` không phải là khoảng thời gian giữa sự kiện và việc nộp hồ sơ",
                en=f"`{limit}` is no time between the event and the dossier",
            )
            yield Finding(place, what, Text(vi="hãy ghi số mà luật quy định", en="write what the law gives"))


def _terms_of(name: str, rule: BeforeEvent | AfterEvent) -> Iterator[tuple[Path, TimeLimit]]:
    if isinstance(rule, BeforeEvent):
        yield (name, "at_least"), rule.at_least
    else:
        yield (name, "within"), rule.within
        if rule.published is not None:
            yield (name, "published", "within"), rule.published.within


@check("migration-unknown", vi="Các bước tiếp tục giải quyết hồ sơ đang xử lý là bước của phiên bản này.")
def check_running_cases(definition: ProcedureDefinition) -> list[Finding]:
    """The steps that go on with running cases are steps of this version."""
    rule = definition.running_cases
    if rule is None:
        return []
    return [
        Finding(("running_cases", "steps", old), there_is_no(nouns.STEP, new), one_of(new, definition.steps))
        for old, new in rule.steps.items()
        if new != "-" and new not in definition.steps
    ]


def _limit_of(path: Path, owner: Text, rule: StepDefinition | Total) -> Iterator[Finding]:
    within, without = (*path, "within"), (*path, "without_limit")
    if rule.within is None and rule.within_when:
        what = Text(
            vi=f"{owner.vi} có thời hạn riêng nhưng không có thời hạn thông thường",
            en=f"{owner.en} has variants of a limit, but no ordinary one",
        )
        yield Finding(
            (*path, "within_when"),
            what,
            Text(vi="hãy thêm `within:` cho mọi trường hợp khác", en="add `within:` for all other cases"),
            rests_on=(within,),
        )
    elif rule.within is None and rule.without_limit is None:
        mend = Text(
            vi="hãy thêm `within:` với số và đơn vị, ví dụ `within: 2 working_days`; "
            "nếu pháp luật không quy định, hãy nêu rõ: `without_limit: {reason: …, legal_basis: …}`",
            en="add `within:` with a number and a unit, e.g. `within: 2 working_days`; "
            "if no law gives one, say so: `without_limit: {reason: …, legal_basis: …}`",
        )
        yield Finding(
            path,
            Text(vi=f"{owner.vi} không có thời hạn", en=f"{owner.en} has no time limit"),
            mend,
            True,
            rests_on=(within, without),
        )
    elif rule.within is not None and rule.without_limit is not None:
        yield Finding(
            without,
            Text(
                vi=f"{owner.vi} có thời hạn mà lại nêu là không có",
                en=f"{owner.en} has a limit and says that it has none",
            ),
            Text(vi="hãy bỏ bớt một", en="take one of them out"),
        )


def _field_at(fields: dict[str, FieldDefinition], way: list[str]) -> FieldDefinition | None:
    found = fields.get(way[0])
    return found if found is None or len(way) == 1 else _field_at(found.fields, way[1:])


@check(
    "wait-outside-total",
    vi="Việc chờ thuộc về một bước; chỉ ảnh hưởng đến tổng thời hạn khi tổng thời hạn gồm bước đó.",
)
def check_what_suspensions_are_for(definition: ProcedureDefinition) -> list[Finding]:
    """A wait belongs to a step; it reaches the total only where the total covers that step."""
    found = []
    for name, rule in definition.suspensions.items():
        if rule.applies_to is AppliesTo.TOTAL:
            what = Text(
                vi=f"`{name}` làm dừng tổng thời hạn trong khi bước vẫn tiếp tục",
                en=f"`{name}` would stop the total while its step goes on",
            )
            found.append(
                Finding(
                    ("suspensions", name, "applies_to"),
                    what,
                    Text(vi="hãy ghi `both` hoặc `step`", en="write `both`, or `step`"),
                )
            )
    covered = definition.covered_steps()
    for step, declared in definition.steps.items():
        for index, name in enumerate(declared.may):
            used = definition.suspensions.get(name)
            if used is not None and used.applies_to is AppliesTo.BOTH and step not in covered:
                what = Text(
                    vi=f"`{name}` làm dừng tổng thời hạn, nhưng tổng thời hạn không gồm `{step}`",
                    en=f"`{name}` stops the total, which does not cover `{step}`",
                )
                mend = Text(
                    vi="hãy dùng cho bước một quy tắc tạm dừng có `applies_to: step`, hoặc nêu bước này trong `total.covers`",
                    en="give the step a suspension with `applies_to: step`, or let `total.covers` name the step",
                )
                rests_on = (("total", "covers"), ("suspensions", name, "applies_to"))
                found.append(Finding(("steps", step, "may", index), what, mend, rests_on=rests_on))
    return found
