"""What is asked of the visitor in one case, step by step; and the files that its papers refer to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.acts.forms import ActForm
from api.pages.rows import StepLine, step_lines
from engine.core.identifiers import StepId
from engine.core.papers import Paper
from engine.core.values import Text
from engine.service.file_ports import REFERENCE
from engine.service.read_case import CaseView


@dataclass(frozen=True, slots=True)
class Task:
    """What may be done now about one step; of the whole case where the step is null."""

    step: StepId | None
    line: StepLine | None
    forms: Sequence[ActForm]
    not_now: Sequence[tuple[Text, Text | None, Text]]
    """What the law does not admit now: the act, which way of it, and why."""


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """A paper of the dossier; `digest`: of its file, if we have it."""

    title: Text
    said: str
    digest: str | None
    at: datetime | None
    """When it came; null where the history does not say."""


def tasks_of(view: CaseView, forms: Sequence[ActForm]) -> tuple[Task, ...]:
    """The steps of the visitor's agency first, each with its clock; then the case itself."""
    lines = {line.step: line for line in step_lines(view)}
    found = [_task(step, lines.get(step), forms) for step in lines]
    return tuple(task for task in (*found, _task(None, None, forms)) if task.forms or task.not_now)


def _task(step: StepId | None, line: StepLine | None, forms: Sequence[ActForm]) -> Task:
    own = [form for form in forms if form.step == step]
    not_now = [(form.title, way, why) for form in own for way, why in form.refused]
    return Task(step, line, [form for form in own if form.is_offered], not_now)


def files_of(view: CaseView) -> tuple[FiledPaper, ...]:
    """Every paper of the dossier in the order in which it came."""
    known = view.definition.documents
    came = _when_they_came(view)
    found = []
    for paper in view.state.documents:
        title = known[paper.document].title if paper.document in known else Text(vi=paper.document, en=paper.document)
        is_file = paper.reference.startswith(REFERENCE)
        digest = paper.reference.removeprefix(REFERENCE) if is_file else None
        said = paper.name if is_file else " · ".join(part for part in (paper.reference, paper.name) if part)
        found.append(FiledPaper(title, said, digest, came.get((paper.document, paper.reference))))
    return tuple(found)


def _when_they_came(view: CaseView) -> Mapping[tuple[str, str], datetime]:
    """Paper and reference -> when; of two alike, the later."""
    return {
        (paper.document, paper.reference): recorded.event.at
        for recorded in view.history
        for paper in getattr(recorded.event, "documents", ())
        if isinstance(paper, Paper)
    }
