"""Lint of papers: asked of the citizen though an agency makes them, in nobody's hands, or on forms that do not hold."""

from collections.abc import Iterator

from engine.core.definition import Source
from engine.core.findings import Finding, Level, check
from engine.core.form_sets import first_day_without, sets_during
from engine.core.lint.surroundings import Surroundings
from engine.core.values import Text


@check(
    "document-asked-again", Level.WARNING, vi="Giấy tờ do một bước của chính hồ sơ tạo ra thì không yêu cầu người nộp."
)
def made_papers_are_not_asked_for(seen: Surroundings) -> Iterator[Finding]:
    """What a step of the case makes is not asked of the applicant."""
    definition = seen.definition
    makers = {paper: step for step, declared in definition.steps.items() for paper in declared.produces}
    for name, paper in definition.documents.items():
        if name not in makers:
            continue
        part = "required" if paper.required else "required_when" if paper.required_when is not None else None
        if part is None and Source.UPLOAD in paper.source:
            part = "source"
        if part is not None:
            what = Text(
                vi=f"`{name}` được yêu cầu người nộp, nhưng `{makers[name]}` tạo ra giấy tờ đó trong cùng hồ sơ",
                en=f"`{name}` is asked of the applicant, but `{makers[name]}` makes it in the same case",
            )
            yield Finding(
                ("documents", name, part),
                what,
                Text(
                    vi=f"hãy bỏ `{part}`: bước sau nhận giấy tờ từ bước trước",
                    en=f"take `{part}` out: the next step has it from the first",
                ),
            )


@check("document-unused", Level.WARNING, vi="Giấy tờ đã khai báo phải được nộp, được cần đến hoặc được tạo ra.")
def papers_are_used(seen: Surroundings) -> Iterator[Finding]:
    """A document that is declared is handed in, required or made by somebody."""
    definition = seen.definition
    told = {paper for declared in definition.steps.values() for paper in (*declared.requires, *declared.produces)}
    for name, paper in definition.documents.items():
        if name not in told and not paper.source and not paper.required and paper.required_when is None:
            mend = Text(
                vi="hãy nêu trong `requires` hoặc `produces` của một bước, hoặc bỏ đi",
                en="name it in `requires` or `produces` of a step, or take it out",
            )
            yield Finding(
                ("documents", name),
                Text(vi=f"không ai nộp, cần hoặc tạo ra `{name}`", en=f"nobody hands in, requires or makes `{name}`"),
                mend,
                at_key=True,
            )


@check("document-for-nobody", Level.NOTE, vi="Giấy tờ bắt buộc người nộp phải có bước cần đến.")
def asked_papers_are_read(seen: Surroundings) -> Iterator[Finding]:
    """A paper that the applicant must hand in is required by a step."""
    definition = seen.definition
    read = {paper for declared in definition.steps.values() for paper in (*declared.requires, *declared.produces)}
    for name, paper in definition.documents.items():
        if (paper.required or paper.required_when is not None) and name not in read:
            what = Text(
                vi=f"người nộp phải nộp `{name}`, nhưng không bước nào cần đến",
                en=f"the applicant must hand in `{name}`, but no step requires it",
            )
            mend = Text(
                vi="hãy nêu trong `requires` của bước xem giấy tờ này, hoặc không yêu cầu nộp",
                en="name it in `requires` of the step that reads it, or do not ask for it",
            )
            yield Finding(("documents", name), what, mend, at_key=True)


@check(
    "form-set-not-in-force",
    Level.WARNING,
    vi="Bộ biểu mẫu, hoặc bộ thay thế, còn hiệu lực trong thời gian phiên bản có hiệu lực.",
)
def forms_are_in_force(seen: Surroundings) -> Iterator[Finding]:
    """The set of statutory papers, or what replaced it, is in force while the version holds."""
    name, during = seen.definition.form_set, seen.definition.effective
    if name is None or name not in seen.form_sets:
        return
    mend = Text(
        vi="hãy nêu bộ biểu mẫu có hiệu lực khi đó, hoặc thêm vào `form_sets/` bộ thay thế",
        en="name the set that holds then, or list in `form_sets/` what replaced this one",
    )
    if not sets_during(seen.form_sets, name, during):
        what = Text(
            vi=f"`{name}` không có hiệu lực vào ngày nào của phiên bản", en=f"`{name}` holds on no day of the version"
        )
        yield Finding(("form_set",), what, mend)
    elif (day := first_day_without(seen.form_sets, name, during)) is not None:
        yield Finding(
            ("form_set",),
            Text(
                vi=f"từ {day}, `{name}` không còn hiệu lực, phiên bản thì còn",
                en=f"`{name}` does not hold from {day} on, the version does",
            ),
            mend,
        )
