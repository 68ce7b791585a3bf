"""Lint of time limits: steps that need more than the total gives, terms published otherwise, units that differ."""

from collections.abc import Iterator
from datetime import date

from engine.core.day_words import spoken_instant_words
from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import TimeLimit
from engine.core.definition_rules import AfterEvent
from engine.core.findings import Finding, Level, Path, check
from engine.core.law import find_variant
from engine.core.legal_time import Instant, Unit, civil_date, to_datetime
from engine.core.lint.situations import Situation, situations
from engine.core.lint.surroundings import Surroundings
from engine.core.plan import Planned, planned
from engine.core.values import Text
from engine.core.words import limit_words


@check(
    "critical-path-too-long",
    Level.WARNING,
    vi="Trong một tuần bình thường, các bước dùng hết thời hạn vẫn xong trong tổng thời hạn, với mọi trường hợp thời hạn riêng.",
)
def steps_fit_the_total(seen: Surroundings) -> Iterator[Finding]:
    """In an ordinary week the steps, each with its whole limit, end within the total, with every variant of the limits."""
    definition = seen.definition
    worst: dict[str | None, tuple[Planned, Situation]] = {}
    for situation in _variants(definition):
        plan = planned(definition, situation.circumstances)
        if plan is None or plan.fits:
            continue
        variant = find_variant(definition.total, situation.circumstances)
        if variant not in worst or plan.over > worst[variant][0].over:
            worst[variant] = plan, situation
    for variant, (plan, situation) in worst.items():
        path: Path = ("total", "within") if variant is None else ("total", "within_when", variant)
        limit = definition.total.within if variant is None else definition.total.within_when[variant]
        steps, done, due = " → ".join(plan.critical_path), _said(plan.completion), _said(plan.due)
        yield Finding(
            path,
            Text(
                vi=f"khi {situation.words.vi}, các bước {steps} của hồ sơ nhận lúc 08:00 thứ Hai kéo dài đến "
                f"{done.vi}, nhưng tổng thời hạn {limit_words(limit).vi} kết thúc {due.vi}",
                en=f"with {situation.words.en} the steps {steps} of a case of Monday 08:00 last until "
                f"{done.en}, but the total of {limit} ends on {due.en}",
            ),
            Text(
                vi="hãy rút ngắn một bước, cho các bước làm song song, kéo dài tổng thời hạn, hoặc nêu trong `total.covers` các bước thuộc tổng thời hạn",
                en="shorten a step, let steps run side by side, lengthen the total, or list in `total.covers` what it is for",
            ),
            at_key=variant is not None,
        )


@check("published-term-differs", Level.NOTE, vi="Thời hạn công bố là thời hạn theo luật.")
def published_term_is_the_laws(seen: Surroundings) -> Iterator[Finding]:
    """The term that is published is the law's."""
    definition = seen.definition
    yield from _published_of_the_applicant(definition.after_event)
    published, within = definition.total.published, definition.total.within
    if published is None or within is None or published.within == within:
        return
    ends = [_end_of(definition, limit) for limit in (within, published.within)]
    what = Text(
        vi=f"luật quy định {within}, công bố là {published.within}: hồ sơ tiếp nhận thứ Hai 01/06/2026 "
        f"theo luật hẹn trả {ends[0]}, theo công bố hẹn trả {ends[1]}",
        en=f"the law gives {within}, published are {published.within}: a case "
        f"received on Monday 1 June 2026 is promised for {ends[0]} by law, for {ends[1]} as published",
    )
    yield Finding(
        ("total", "published", "within"),
        what,
        Text(
            vi="hãy đề nghị sửa thời hạn công bố; luật là căn cứ quyết định",
            en="ask for the publication to be corrected; the law decides",
        ),
    )


def _published_of_the_applicant(rule: AfterEvent | None) -> Iterator[Finding]:
    """The applicant's own term reads otherwise in another act: which of them is kept is said to whoever writes it."""
    if rule is not None and rule.published is not None and rule.published.within != rule.within:
        other = rule.published.legal_basis[0].ref
        what = Text(
            vi=f"luật cho người nộp {rule.within}, {other} cho {rule.published.within}: "
            "cả hai ngày cuối đều được báo, và luật quyết định",
            en=f"the law gives the applicant {rule.within}, {other} gives {rule.published.within}: "
            "both last days are told, and the law decides",
        )
        mend = Text(
            vi="ở đây không có gì phải sửa; hai văn bản khác nhau", en="nothing to mend here; the two acts disagree"
        )
        yield Finding(("after_event", "published", "within"), what, mend)


@check(
    "unit-mix",
    Level.NOTE,
    vi="Thời hạn tính bằng ngày không mâu thuẫn với ngày làm việc ở nơi khác theo cùng một văn bản.",
)
def units_agree_with_siblings(seen: Surroundings) -> Iterator[Finding]:
    """A limit in days is not in working days where the same legal document is applied elsewhere."""
    siblings = [seen.definition, *seen.others]
    for path, limit, refs in _step_limits(seen.definition):
        if limit.unit is not Unit.CALENDAR_DAYS:
            continue
        for other in siblings:
            twin = next(
                (p for p, near, cited in _step_limits(other) if near.unit is Unit.WORKING_DAYS and cited & refs), None
            )
            if twin is not None:
                where = Text(
                    vi=f"`{twin[1]}` của `{other.procedure}` {other.version}",
                    en=f"`{twin[1]}` of `{other.procedure}` {other.version}",
                )
                what = Text(
                    vi=f"{limit_words(limit).vi} tính cả ngày nghỉ, trong khi {where.vi} tính ngày làm việc theo cùng văn bản",
                    en=f"{limit} are counted with days off, while {where.en} has working days by the same law",
                )
                yield Finding(
                    path,
                    what,
                    Text(
                        vi="hãy đối chiếu cả hai với văn bản; nếu đúng như vậy thì giữ nguyên",
                        en="compare both with the text of the law; if it is so, leave it",
                    ),
                )
                break


def _variants(definition: ProcedureDefinition) -> list[Situation]:
    """Every situation that changes a limit or the set of steps; if they are too many, the plainest."""
    told = [*definition.total.within_when]
    for declared in definition.steps.values():
        told += [*declared.within_when, *([declared.when] if declared.when is not None else [])]
    return situations(definition, told) or [Situation(definition, {})]


def _end_of(definition: ProcedureDefinition, limit: TimeLimit) -> date:
    total = definition.total.model_copy(update={"within": limit, "within_when": {}, "without_limit": None})
    plan = planned(definition.model_copy(update={"total": total}), Situation(definition, {}).circumstances)
    assert plan is not None
    return civil_date(plan.due - 1)


def _step_limits(definition: ProcedureDefinition) -> Iterator[tuple[Path, TimeLimit, set[str]]]:
    for step, declared in definition.steps.items():
        if declared.within is not None:
            yield ("steps", step, "within"), declared.within, {basis.ref for basis in declared.legal_basis}


def _said(at: Instant) -> Text:
    local = to_datetime(at)
    return Text(vi=spoken_instant_words(local, "vi"), en=f"{local:%A %-d %B %Y, %H:%M}")
