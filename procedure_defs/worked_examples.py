"""Worked examples: dated stories with the lawful outcome, written from the law; played and compared with the engine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from engine.core.answer_terms import tell_by
from engine.core.case import CaseState
from engine.core.case_clock import times_of
from engine.core.errors import NotFound
from engine.core.explain import explain_due_dates
from engine.core.findings import Path as Place
from engine.core.findings import there_is_no
from engine.core.identifiers import ProcedureId, StepId
from engine.core.law import Law
from engine.core.legal_time import Clock, civil_date, to_datetime, to_instant
from engine.core.notice import ApplicantNotice
from engine.core.nouns import TERRITORY
from engine.core.promise import published_due_of
from engine.core.values import Text
from procedure_defs.catalogue import Catalogue, is_folder
from procedure_defs.example_story import Played
from procedure_defs.problems import Problem
from procedure_defs.reader import read_file
from procedure_defs.refusal_words import CANNOT, refusal_words
from procedure_defs.shaping import Shaped
from procedure_defs.story import Expected, StoryAct, WorkedExample, WorkedExamples
from procedure_defs.story_files import LAWFUL, read_examples

EXAMPLES_FILE = "worked_examples.yaml"


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example and where the engine differs from it; without problems the engine agrees."""

    example: WorkedExample
    problems: tuple[Problem, ...]


def example_files(root: Path) -> list[Path]:
    """The worked examples under a folder, in a stable order; a file stands for itself."""
    return sorted(root.rglob(EXAMPLES_FILE)) if is_folder(root) else [root]


def run_examples(path: Path, catalogue: Catalogue) -> tuple[Sequence[ExampleResult], Sequence[Problem]]:
    """Each example with its differences; and what is wrong with the file itself, in which case nothing is played."""
    shaped = read_examples(read_file(path))
    if shaped.model is None or shaped.problems:
        return (), sorted(set(shaped.problems))
    examples = enumerate(shaped.model.worked_examples)
    return [_Run(shaped, index, example).against(catalogue) for index, example in examples], ()


_AGAIN = Text(
    vi="hãy tính lại theo luật: ví dụ hoặc định nghĩa đã sai",
    en="reckon it again by the law: either the example or the definition is wrong",
)
_MEND_STORY = Text(vi="hãy sửa ví dụ mẫu", en="mend the story")


class _Run:
    """One example being played; what differs is collected with its place in the file."""

    def __init__(self, shaped: Shaped[WorkedExamples], index: int, example: WorkedExample) -> None:
        self._shaped = shaped
        self._place: Place = ("worked_examples", index)
        self._example = example
        self._found: list[Problem] = []

    def against(self, catalogue: Catalogue) -> ExampleResult:
        assert self._shaped.model is not None
        try:
            procedure = self._shaped.model.of
            law = _law_of(procedure, self._example, catalogue)
            played = Played(law, self._example, lambda version: catalogue.get(procedure, version))
        except CANNOT as refusal:
            return self._given_up((), refusal)
        acts = sorted(enumerate(self._example.story), key=lambda pair: pair[1].at)
        for number, act in acts:
            try:
                _refuse_unknown_steps(played.law, act)
                refused = played.refused(act)
            except CANNOT as refusal:
                return self._given_up(("story", number), refusal)
            if refused != act.refused:
                self._differs(("story", number, "refused"), act.refused, refused)
            if act.expect is not None:
                self._compare(played, act.expect, ("story", number, "expect"))
        played.let_supplements_expire()
        self._compare(played, self._example.expect, ("expect",))
        return ExampleResult(self._example, tuple(self._found))

    def _compare(self, played: Played, expect: Expected, at: Place) -> None:
        for place, expected, found in _compared(played.law, expect, played.as_law_sees(), played.now):
            if expected != found:
                self._differs((*at, *place), expected, found)

    def _differs(self, at: Place, expected: object, found: object) -> None:
        wanted, got = _said(expected), _said(found)
        what = Text(vi=f"cần {wanted.vi}, tính ra {got.vi}", en=f"expected {wanted.en}, found {got.en}")
        self._note(at, what, _AGAIN)

    def _given_up(self, at: Place, refusal: Exception) -> ExampleResult:
        said = refusal_words(refusal)
        self._note(at, Text(vi=f"không diễn lại được: {said.vi}", en=f"it cannot be played: {said.en}"), _MEND_STORY)
        return ExampleResult(self._example, tuple(self._found))

    def _note(self, at: Place, what: Text, mend: Text) -> None:
        where = self._shaped.document.positions.of_value((*self._place, *at))
        self._found.append(Problem.under(LAWFUL, self._shaped.file, where, what.at(self._example.id), mend))


def _law_of(procedure: ProcedureId, example: WorkedExample, catalogue: Catalogue) -> Law:
    definition = catalogue.get(procedure, example.version)
    day = civil_date(to_instant(example.received))
    if not definition.effective.contains(day):
        raise NotFound(
            Text(
                vi=f"phiên bản {example.version} không có hiệu lực vào ngày {day}",
                en=f"version {example.version} is not in force on {day}",
            )
        )
    if example.territory is not None and example.territory not in catalogue.agencies.territories:
        raise NotFound(there_is_no(TERRITORY, example.territory))
    return Law(definition, catalogue.calendars, catalogue.agencies)


def _refuse_unknown_steps(law: Law, act: StoryAct) -> None:
    for step in (act.on, act.to):
        if step is not None and step not in law.definition.steps:
            version = law.definition.version
            raise NotFound(
                Text(vi=f"phiên bản {version} không có bước `{step}`", en=f"version {version} has no step `{step}`")
            )


def _compared(
    law: Law, expect: Expected, state: CaseState, now: datetime
) -> Iterator[tuple[tuple[str, ...], object, object]]:
    """Each thing expected: where it stands, what it is, what the engine says."""
    times = times_of(law, state, now)
    if expect.promised is not None:
        yield ("promised",), expect.promised, state.promised_due_at
    if expect.promised_now is not None:
        yield ("promised_now",), expect.promised_now, state.promise_in_force
    for step, due in expect.due.items():
        yield ("due", step), due, _due_at(times.steps, step)
    for step, due in expect.original_due.items():
        clock = times.steps.get(step)
        known = clock.original_due_at if clock else None
        yield ("original_due", step), due, to_datetime(known) if known is not None else None
    for step, status in expect.status.items():
        yield ("status", step), status, times.steps[step].status if step in times.steps else None
    for step, status in expect.first_status.items():
        earlier = times.earlier.get(step, ())
        yield ("first_status", step), status, earlier[0].status if earlier else None
    for step, stands in expect.steps.items():
        yield ("steps", step), stands, state.step_status(step).value
    for step, agency in expect.agencies.items():
        yield ("agencies", step), agency, state.agencies.get(step)
    if expect.total_due_on is not None:
        yield ("total_due_on",), expect.total_due_on, _total_due_on(law, state, now)
    if expect.total_status is not None:
        yield ("total_status",), expect.total_status, times.case.status if times.case else None
    if expect.answer_due is not None:
        answers = [s.answer_due_at for s in state.suspensions if s.answer_due_at is not None]
        yield ("answer_due",), expect.answer_due, answers[-1] if answers else None
    if expect.tell_by is not None:
        told = [by for s in state.suspensions if (by := tell_by(law, state, s)) is not None]
        yield ("tell_by",), expect.tell_by, told[-1] if told else None
    if expect.published_due_on is not None:
        published = published_due_of(law, state, now)
        yield ("published_due_on",), expect.published_due_on, published.date() if published else None
    if expect.notice is not None:
        yield ("notice",), expect.notice, _notice(times.notice)
    if expect.notice_latest_on is not None:
        yield ("notice_latest_on",), expect.notice_latest_on, times.notice.latest_on if times.notice else None
    if expect.notice_published_on is not None:
        published_on = times.notice.published_on if times.notice else None
        yield ("notice_published_on",), expect.notice_published_on, published_on
    if expect.case_status is not None:
        yield ("case_status",), expect.case_status, state.status


def _total_due_on(law: Law, state: CaseState, now: datetime) -> date | None:
    return next((told.due_on for told in explain_due_dates(law, state, now) if told.step is None), None)


def _notice(notice: ApplicantNotice | None) -> object:
    return "exempt" if notice is not None and notice.exempt else notice.status if notice is not None else None


def _due_at(clocks: Mapping[StepId, Clock], step: StepId) -> datetime | None:
    due = clocks[step].due_if_resumed_now if step in clocks else None
    return to_datetime(due) if due is not None else None


def _said(value: object) -> Text:
    """As the file writes it."""
    if value is None:
        return Text(vi="không có gì", en="nothing")
    written = to_datetime(to_instant(value)).isoformat() if isinstance(value, datetime) else str(value)
    return Text(vi=written, en=written)
