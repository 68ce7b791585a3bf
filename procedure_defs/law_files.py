"""`laws.yaml`: which legal documents are in force, and since when they are not; for lint."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.core.findings import Finding, Rule, check
from engine.core.lint.laws import EnactedLaw, EnactedLaws
from engine.core.values import Text
from procedure_defs.document import Document
from procedure_defs.reader import read_file
from procedure_defs.shaping import Shaped

LAWS_FILE = "laws.yaml"


def read_laws(document: Document) -> Shaped[EnactedLaws]:
    """The file with everything that is wrong in it."""
    shaped = Shaped(document, EnactedLaws)
    findings = [f for each in (laws_are_told_once, laws_end_after_they_begin) for f in each(shaped.model)] \
        if shaped.model is not None else []  # fmt: skip
    shaped.problems += [problem for finding in findings if (problem := shaped.place(finding))]
    return shaped


def known_laws(folder: Path) -> Mapping[str, EnactedLaw]:
    """The laws by their number; none if there is no file, or if it cannot be read."""
    model = read_laws(read_file(folder / LAWS_FILE)).model if (folder / LAWS_FILE).exists() else None
    return {law.ref: law for law in model.laws} if model is not None else {}


@check("law-twice", vi="Mỗi văn bản chỉ nêu một lần.")
def laws_are_told_once(file: EnactedLaws) -> Iterator[Finding]:
    """A legal document is listed once."""
    seen: set[str] = set()
    for index, law in enumerate(file.laws):
        if law.ref in seen:
            yield Finding(
                ("laws", index, "ref"),
                Text(vi=f"{law.ref} được nêu hai lần", en=f"{law.ref} is listed twice"),
                Text(vi="hãy bỏ một mục", en="leave one of them out"),
            )
        seen.add(law.ref)


@check("law-dates", vi="Văn bản hết hiệu lực sau khi có hiệu lực, và không bị chính nó thay thế.")
def laws_end_after_they_begin(file: EnactedLaws) -> Iterator[Finding]:
    """A legal document ends after it begins, and is not replaced by itself."""
    for index, law in enumerate(file.laws):
        first, last = law.in_force.first, law.in_force.last
        if first is not None and last is not None and last < first:
            place = ("laws", index, "in_force", "to")
            yield Finding(
                place,
                Text(
                    vi=f"{law.ref} hết hiệu lực ngày {last}, trước khi có hiệu lực",
                    en=f"{law.ref} ends on {last}, before it begins",
                ),
                Text(vi="hãy ghi một ngày muộn hơn", en="write a later day"),
            )
        if law.replaced_by == law.ref:
            place_of_other = ("laws", index, "replaced_by")
            yield Finding(
                place_of_other,
                Text(vi=f"{law.ref} được thay bằng chính nó", en=f"{law.ref} is replaced by itself"),
                Text(vi="hãy nêu văn bản thay thế, hoặc bỏ đi", en="name the other one, or leave it out"),
            )


LAW_RULES: tuple[Rule, ...] = (laws_are_told_once.rule, laws_end_after_they_begin.rule)
