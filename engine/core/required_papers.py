"""Which papers a step cannot be completed without in a case, which of them are not there, and whether it asks for anything."""

from collections.abc import Collection

from engine.core.case_state import CaseState, StepStatus
from engine.core.forms import is_required, problems_in
from engine.core.identifiers import DocumentId, StepId
from engine.core.law import Circumstances, Law, circumstances
from engine.core.values import Text


def missing_papers(
    law: Law, state: CaseState, step: StepId, brought: Collection[DocumentId] = ()
) -> tuple[DocumentId, ...]:
    """What the step requires in this case and is neither in the dossier nor brought with the act that completes it.

    A paper in `requires` is required when a step that makes it was completed, or when it has a `source` and is asked
    for: by `required`, by a `required_when` that holds now, or, where it says neither, because the step requires it.
    What only a step makes that was not needed, or that has given nothing, is not required.
    """
    seen = circumstances(law.definition, state.form, state.facts)
    there = {paper.document for paper in state.documents} | set(brought)
    return tuple(
        name
        for name in law.definition.steps[step].requires
        if name not in there and (_is_made(law, state, name) or _is_asked_for(law, seen, name))
    )


def asks_for_nothing(law: Law, state: CaseState, step: StepId) -> bool:
    """It is completed by saying so: no field of its result is required, it makes no paper, and none is missing."""
    declared = law.definition.steps[step]
    if declared.produces or missing_papers(law, state, step):
        return False
    return not any(problems_in(declared.result, {}, state.facts))


def may_be_brought(law: Law, state: CaseState, step: StepId) -> frozenset[DocumentId]:
    """The papers of others that may be recorded with the completion: what an applicant can hand in, or is missing."""
    handed_in = {name for name in law.definition.steps[step].requires if law.definition.documents[name].source}
    return frozenset({*handed_in, *missing_papers(law, state, step)})


def how_it_comes(law: Law, step: StepId, name: DocumentId) -> Text:
    """The missing paper by its title, and how it can come in."""
    declared = law.definition.steps[step]
    title = law.definition.documents[name].title
    vi = f"thiếu “{title.vi}”; hãy ghi nhận giấy tờ đã nhận được cùng lệnh hoàn thành (documents)"
    en = f"“{title.en}” is missing; record it in `documents` of the completion once it is received"
    if law.definition.documents[name].source and not set(law.definition.suspensions).isdisjoint(declared.may):
        vi, en = f"{vi}, hoặc yêu cầu người nộp bổ sung", f"{en}, or ask the applicant for it"
    return Text(vi=vi, en=en).at(f"documents.{name}")


def _is_made(law: Law, state: CaseState, name: DocumentId) -> bool:
    """Whether a step that makes it has given its result; silence that the law takes for one makes no paper."""
    return any(
        name in law.definition.steps[step].produces and known.status is StepStatus.COMPLETED and not known.deemed
        for step, known in state.steps.items()
        if step in law.definition.steps
    )


def _is_asked_for(law: Law, seen: Circumstances, name: DocumentId) -> bool:
    document = law.definition.documents[name]
    if not document.source:
        return False
    return document.required_when is None or is_required(document, seen.form, seen.facts)
