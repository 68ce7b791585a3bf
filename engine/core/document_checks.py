"""The rules of documents: what a step requires is declared, and comes from somewhere, from one step at the most."""

from collections.abc import Collection, Iterator

from engine.core import graph
from engine.core.definition import ProcedureDefinition
from engine.core.findings import Finding, Path, check, unknown
from engine.core.identifiers import DocumentId, StepId
from engine.core.nouns import DOCUMENT
from engine.core.values import Text


@check("document-unknown", vi="Giấy tờ mà bước cần hoặc tạo ra phải được khai báo.")
def check_documents_are_known(definition: ProcedureDefinition) -> list[Finding]:
    """Steps require and produce documents that are declared."""
    return [
        unknown(DOCUMENT, document, path, definition.documents, ("documents",))
        for step in definition.steps
        for path, document in (*_listed(definition, step, "requires"), *_listed(definition, step, "produces"))
        if document not in definition.documents
    ]


@check(
    "document-from-nowhere",
    vi="Giấy tờ mà bước cần phải có nguồn, hoặc do bước trước tạo ra; chỉ báo một lần, ở bước đầu tiên.",
)
def check_required_documents_are_there(definition: ProcedureDefinition) -> list[Finding]:
    """What a step requires comes from a source, or from a step that it waits for; said once, at the first step."""
    found = []
    for step in definition.steps:
        earlier = graph.needs_closure(definition, step) - {step}
        if _is_half_known(definition, earlier | {step}):
            continue
        made = {d for other in earlier for d in definition.steps[other].produces}
        told = {d for other in earlier for d in definition.steps[other].requires}
        for path, document in _listed(definition, step, "requires"):
            declared = definition.documents.get(document)
            if declared is None or declared.source or document in made | told:
                continue
            makers = [s for s, other in definition.steps.items() if document in other.produces]
            mend = _way_to(definition, step, makers)
            found.append(
                Finding(
                    path,
                    Text(
                        vi=f"`{step}` cần `{document}`, nhưng không ai nộp và không bước nào trước đó tạo ra",
                        en=f"`{step}` requires `{document}`, which nobody hands in and no earlier step makes",
                    ),
                    mend,
                    rests_on=(("documents", document, "source"), *_works(definition)),
                )
            )
    return found


@check("document-made-twice", vi="Mỗi giấy tờ chỉ do một bước tạo ra.")
def check_documents_are_made_once(definition: ProcedureDefinition) -> list[Finding]:
    """One document, one step that makes it."""
    makers: dict[DocumentId, StepId] = {}
    found = []
    for step in definition.steps:
        for path, document in _listed(definition, step, "produces"):
            first = makers.setdefault(document, step)
            if first != step:
                what = Text(
                    vi=f"`{document}` do hai bước tạo ra: `{first}` và `{step}`",
                    en=f"`{document}` is made twice: by `{first}` and by `{step}`",
                )
                found.append(
                    Finding(
                        path,
                        what,
                        Text(
                            vi="hãy để một bước tạo ra, hoặc khai báo thêm một giấy tờ",
                            en="leave it to one of them, or declare a second document",
                        ),
                    )
                )
    return found


def _way_to(definition: ProcedureDefinition, step: StepId, makers: list[StepId]) -> Text:
    """How the paper can come to the step; it cannot wait for a step that waits for it."""
    if not makers:
        return Text(
            vi="hãy thêm `source`, hoặc thêm một bước tạo ra giấy tờ đó",
            en="give it a `source`, or a step that makes it",
        )
    if makers[0] in graph.dependents(definition, step) | {step}:
        return Text(
            vi=f"hãy bỏ nó khỏi `requires`: `{makers[0]}`, bước tạo ra giấy tờ đó, đến sau",
            en=f"take it out of `requires`: `{makers[0]}`, which makes it, comes later",
        )
    return Text(
        vi=f"hãy để bước này chờ `{makers[0]}`, bước tạo ra giấy tờ đó",
        en=f"let it wait for `{makers[0]}`, which makes it",
    )


def _listed(definition: ProcedureDefinition, step: StepId, part: str) -> list[tuple[Path, DocumentId]]:
    names: tuple[DocumentId, ...] = getattr(definition.steps[step], part)
    return [(("steps", step, part, index), name) for index, name in enumerate(names)]


def _is_half_known(definition: ProcedureDefinition, steps: Collection[StepId]) -> bool:
    """Whether one of the steps names a step or a document that does not exist: then nothing follows from it."""
    return any(
        any(n == step or n not in definition.steps for n in definition.steps[step].needs)
        or any(d not in definition.documents for d in definition.steps[step].produces)
        for step in steps
    )


def _works(definition: ProcedureDefinition) -> Iterator[Path]:
    for step, declared in definition.steps.items():
        yield from (("steps", step, "needs", index) for index in range(max(1, len(declared.needs))))
        yield from (("steps", step, "produces", index) for index in range(max(1, len(declared.produces))))
