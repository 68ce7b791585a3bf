"""Lint of what a procedure rests on: laws that are no longer in force, rules that nobody verified, what is missing."""

from collections.abc import Iterator, Sequence
from datetime import date

from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import Certainty, LegalBasis
from engine.core.definition_rules import Part
from engine.core.findings import NO_WORDS, Finding, Level, Path, check
from engine.core.lint.laws import EnactedLaw
from engine.core.lint.surroundings import Surroundings
from engine.core.values import Text


@check(
    "law-expired",
    Level.WARNING,
    vi="Văn bản được viện dẫn còn hiệu lực cùng phiên bản, hoặc được viện dẫn cùng văn bản thay thế.",
)
def laws_are_in_force(seen: Surroundings) -> Iterator[Finding]:
    """A legal document that is cited is in force while the version holds, or is cited together with what replaced it."""
    told: set[str] = set()
    for path, bases in _bases(seen.definition):
        cited = {basis.ref for basis in bases}
        for index, basis in enumerate(bases):
            law = seen.laws.get(basis.ref)
            if law is None or law.ref in told or law.replaced_by in cited:
                continue
            what = _out_of_force(law, seen.definition)
            if what is not None:
                told.add(law.ref)
                mend = Text(
                    vi="hãy kết thúc phiên bản, viện dẫn văn bản có hiệu lực khi đó, hoặc nêu trong `lint.allow` vì sao văn bản này vẫn áp dụng",
                    en="end the version, cite what holds then, or say in `lint.allow` why this holds nevertheless",
                )
                read = Text(vi=f"{what.vi} ({law.source})", en=f"{what.en} ({law.source})")
                yield Finding((*path, index, "ref"), read, mend)


@check("basis-unverified", Level.WARNING, vi="Việc tạm dừng thời hạn phải dựa vào nhiều hơn một căn cứ chưa xác minh.")
def suspensions_have_a_sure_basis(seen: Surroundings) -> Iterator[Finding]:
    """What stops a time limit rests on more than a basis that nobody verified."""
    for name, rule in seen.definition.suspensions.items():
        if all(basis.certainty is Certainty.UNVERIFIED for basis in rule.legal_basis):
            what = Text(
                vi=f"quy tắc tạm dừng `{name}` làm dừng thời hạn, nhưng mọi căn cứ của nó đều chưa xác minh",
                en=f"the suspension `{name}` stops a limit, but every basis of it is unverified",
            )
            mend = Text(
                vi="hãy tìm điều khoản, hoặc nêu trong `lint.allow` vì sao vẫn tạm dừng thời hạn",
                en="find the article, or say in `lint.allow` why the clock is stopped nevertheless",
            )
            yield Finding(("suspensions", name, "legal_basis"), what, mend, at_key=True)


@check("suspension-unused", Level.WARNING, vi="Quy tắc tạm dừng hoặc gia hạn đã khai báo phải có bước được dùng.")
def suspensions_are_used(seen: Surroundings) -> Iterator[Finding]:
    """A suspension or an extension that is declared may be used by a step."""
    used = {name for declared in seen.definition.steps.values() for name in declared.may}
    for part, names in (("suspensions", seen.definition.suspensions), ("extensions", seen.definition.extensions)):
        for name in names:
            if name not in used:
                mend = Text(
                    vi=f"hãy thêm `may: [{name}]` cho các bước được dùng, hoặc bỏ quy tắc này",
                    en=f"add `may: [{name}]` to the steps that may use it, or take it out",
                )
                yield Finding((part, name), _unused(part, name), mend, at_key=True)


@check(
    "consulted-in-silence",
    Level.WARNING,
    vi="Với cơ quan chỉ được lấy ý kiến, phải nêu im lặng nghĩa là gì, hoặc ghi chú rằng im lặng không có ý nghĩa.",
)
def silence_of_the_consulted_is_settled(seen: Surroundings) -> Iterator[Finding]:
    """Of an agency that is only asked it is said what its silence means, or a note says that it means nothing."""
    for step, declared in seen.definition.steps.items():
        is_told = declared.on_silence is not None or any(basis.note for basis in declared.legal_basis)
        if declared.part is Part.CONSULTED and not is_told:
            what = Text(
                vi=f"`{step}` chỉ lấy ý kiến cơ quan, nhưng không nêu im lặng nghĩa là gì",
                en=f"`{step}` only asks an agency, and nothing says what its silence means",
            )
            mend = Text(
                vi="hãy thêm `on_silence`, hoặc `note` trong căn cứ pháp lý rằng luật không quy định",
                en="add `on_silence`, or a `note` in its legal basis that the law says nothing of it",
            )
            yield Finding(("steps", step), what, mend, at_key=True)


@check("lead-missing", Level.WARNING, vi="Thủ tục có nhiều cơ quan phải nêu cơ quan chủ trì.")
def somebody_leads(seen: Surroundings) -> Iterator[Finding]:
    """A procedure of several agencies names the one that answers for the whole."""
    kinds = {declared.agency for declared in seen.definition.steps.values()}
    if seen.definition.lead is None and len(kinds) > 1:
        what = Text(
            vi=f"có {len(kinds)} loại cơ quan tham gia, nhưng không cơ quan nào chủ trì",
            en=f"{len(kinds)} kinds of agency take part, and none leads",
        )
        yield Finding(
            ("procedure",),
            what,
            Text(
                vi="hãy thêm `lead:` với loại cơ quan chịu trách nhiệm chung",
                en="add `lead:` with the kind of agency that answers for the whole",
            ),
            at_key=True,
        )


@check("fees-missing", Level.NOTE, vi="Phải nêu phí, lệ phí của thủ tục.")
def fees_are_told(seen: Surroundings) -> Iterator[Finding]:
    """It is said what the procedure costs."""
    if not seen.definition.fees:
        mend = Text(
            vi="hãy thêm `fees:`; nếu không thu, ghi một mục có `amount: 0` và căn cứ pháp lý",
            en="add `fees:`; where nothing is collected, one with `amount: 0` and its legal basis says so",
        )
        yield Finding(
            ("procedure",),
            Text(
                vi="chưa khai báo phí, lệ phí, nên không ai biết là không thu hay chưa ghi",
                en="no fees are declared, so nobody knows whether there are none",
            ),
            mend,
            at_key=True,
        )


@check("examples-missing", Level.WARNING, vi="Mỗi phiên bản có ít nhất một ví dụ mẫu.")
def examples_are_told(seen: Surroundings) -> Iterator[Finding]:
    """A version has at least one worked example."""
    if not seen.stories:
        what = Text(
            vi=f"phiên bản {seen.definition.version} chưa có ví dụ mẫu",
            en=f"version {seen.definition.version} has no worked example",
        )
        mend = Text(
            vi="hãy tự tính một hồ sơ theo luật, và ghi vào `worked_examples.yaml` bên cạnh phiên bản",
            en="reckon one case by hand from the law, and write it into `worked_examples.yaml` beside the version",
        )
        yield Finding(("version",), what, mend)


def _unused(part: str, name: str) -> Text:
    if part == "suspensions":
        return Text(
            vi=f"không bước nào được dùng quy tắc tạm dừng `{name}`", en=f"no step may use the suspension `{name}`"
        )
    return Text(vi=f"không bước nào được dùng quy tắc gia hạn `{name}`", en=f"no step may use the extension `{name}`")


def _out_of_force(law: EnactedLaw, definition: ProcedureDefinition) -> Text | None:
    first, last, ends = definition.effective.first, definition.effective.last, law.in_force.last
    instead = Text(vi=f", được thay bằng {law.replaced_by}", en=f", replaced by {law.replaced_by}")
    instead = instead if law.replaced_by else NO_WORDS
    if law.in_force.first is not None and last is not None and last < law.in_force.first:
        return Text(
            vi=f"{law.ref} đến {law.in_force.first} mới có hiệu lực, phiên bản hết hiệu lực ngày {last}",
            en=f"{law.ref} is in force from {law.in_force.first} only, the version ends on {last}",
        )
    if ends is None:
        replaced = Text(
            vi=f"{law.ref} đã được thay bằng {law.replaced_by}, không rõ từ ngày nào",
            en=f"{law.ref} was replaced by {law.replaced_by}, we do not know when",
        )
        return replaced if law.replaced_by else None
    if ends < first:
        return Text(
            vi=f"{law.ref} có hiệu lực đến {ends}{instead.vi}, trước ngày phiên bản có hiệu lực",
            en=f"{law.ref} was in force to {ends}{instead.en}, before the version begins",
        )
    if (last or date.max) > ends:
        goes_on = Text(vi=f"đến {last}", en=f"to {last}") if last else Text(vi="vẫn còn hiệu lực", en="goes on")
        return Text(
            vi=f"{law.ref} có hiệu lực đến {ends}{instead.vi}, phiên bản {goes_on.vi}",
            en=f"{law.ref} is in force to {ends}{instead.en}, the version {goes_on.en}",
        )
    return None


def _bases(definition: ProcedureDefinition) -> Iterator[tuple[Path, Sequence[LegalBasis]]]:
    """The lists of legal bases with their places, as far as something is decided by them."""
    yield ("legal_basis",), definition.legal_basis
    yield ("total", "legal_basis"), definition.total.legal_basis
    groups = (
        ("steps", definition.steps),
        ("suspensions", definition.suspensions),
        ("extensions", definition.extensions),
    )
    for group, rules in groups:
        yield from (((group, name, "legal_basis"), rule.legal_basis) for name, rule in rules.items())
    yield from ((("documents", name, "legal_basis"), paper.legal_basis) for name, paper in definition.documents.items())
    yield from ((("fees", name, "legal_basis"), fee.legal_basis) for name, fee in definition.fees.items())
