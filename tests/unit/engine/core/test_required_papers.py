"""A step is not completed without the papers that it requires; what comes late comes with the act, or as a supplement."""

from typing import Any

import pytest

from engine.core.actors import SYSTEM
from engine.core.available import available_commands
from engine.core.case import StepStatus
from engine.core.errors import CommandRefused, Reason
from engine.core.execution import automatic_work
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import INSPECTOR, OFFICER, SKY_CLERK, kite_law
from tests.support.kite_story import LICENCE, NOTE, KiteStory

PHOTO = {"document": "photo", "reference": "file-2"}
RESULT = {"step": "inspect_kite", "result": {"strong": True}}


def _kite(**changes: Any) -> KiteStory:
    law = kite_law(changed_kite({name.replace("__", "."): value for name, value in changes.items()}))
    return KiteStory(law).received("2026-06-01 09:00")


def _refused(story: KiteStory, now: str, actor: Any, **said: Any) -> CommandRefused:
    before = story.state
    with pytest.raises(CommandRefused) as refused:
        story.give("complete_step", now, actor, **said)
    assert story.state == before
    return refused.value


def test_it_is_refused_with_its_reason_and_told_beforehand() -> None:
    story = _kite(steps__inspect_kite__requires=["drawing", "photo"])
    offered = available_commands(story.law, story.state, INSPECTOR)
    assert [c.missing_documents for c in offered if c.command == "complete_step"] == [("photo",)]
    refused = _refused(story, "2026-06-01 10:00", INSPECTOR, **RESULT, documents=[NOTE])
    assert (refused.reason, refused.current) == (Reason.DOSSIER_INCOMPLETE, "open")
    assert refused.legal_basis == story.law.definition.steps["inspect_kite"].legal_basis  # type: ignore[index]
    (english,), (words,) = refused.problems, refused.problem_words
    assert english.startswith("documents.photo: “Photo” is missing; record it in `documents` of the completion")
    assert english.endswith("or ask the applicant for it")
    assert words.vi.startswith("documents.photo: thiếu “Photo”")


def test_it_comes_with_the_act_and_stays() -> None:
    story = _kite(steps__inspect_kite__requires=["photo"])
    (completed, *_) = story.give("complete_step", "2026-06-01 10:00", INSPECTOR, **RESULT, documents=[NOTE, PHOTO])
    assert [paper.document for paper in completed.documents] == ["inspection_note"]  # type: ignore[union-attr]
    assert [paper.document for paper in completed.handed_over] == ["photo"]  # type: ignore[union-attr]
    assert {paper.document for paper in story.state.documents} == {"drawing", "inspection_note", "photo"}


def test_it_comes_in_answer_to_a_supplement() -> None:
    story = _kite(steps__inspect_kite__requires=["photo"]).asked("2026-06-01 10:00")
    story.give("hand_in_supplement", "2026-06-02 10:00", OFFICER, step="inspect_kite", documents=[PHOTO])
    story.inspected("2026-06-02 11:00")
    assert story.state.step_status("inspect_kite") is StepStatus.COMPLETED  # type: ignore[arg-type]


def test_what_is_not_asked_for_in_this_case_is_not_required() -> None:
    story = _kite(steps__inspect_kite__requires=["photo"], documents__photo__required_when="form.wants_badge")
    story.inspected("2026-06-01 10:00")
    assert story.state.step_status("inspect_kite") is StepStatus.COMPLETED  # type: ignore[arg-type]


def test_a_paper_of_a_step_that_was_not_needed_is_not_required() -> None:
    changes = {"when": "form.wants_badge", "produces": ["badge"]}
    story = _kite(
        documents__badge={"title": {"vi": "Huy hiệu", "en": "Badge"}},
        steps__make_badge__when=changes["when"],
        steps__make_badge__produces=changes["produces"],
        steps__make_badge__needs=["inspect_kite"],
        steps__reserve_sky__needs=["make_badge"],
        steps__reserve_sky__requires=["badge"],
    ).inspected("2026-06-01 10:00")
    story.give("complete_step", "2026-06-01 11:00", SKY_CLERK, step="reserve_sky")
    assert story.state.step_status("make_badge") is StepStatus.NOT_NEEDED  # type: ignore[arg-type]


def test_a_systems_work_waits_for_the_paper() -> None:
    story = _kite(steps__print_licence__requires=["photo"], steps__reserve_sky__requires=["photo"])
    story.inspected("2026-06-01 10:00")
    assert automatic_work(story.law, story.state) == ()
    refused = _refused(story, "2026-06-01 10:10", SYSTEM, step="print_licence", documents=[LICENCE])
    assert refused.reason is Reason.DOSSIER_INCOMPLETE
    story.give("complete_step", "2026-06-01 11:00", SKY_CLERK, step="reserve_sky", documents=[PHOTO])
    assert [work.step for work in automatic_work(story.law, story.state)] == ["print_licence"]


def test_a_result_says_the_fact_of_its_name() -> None:
    weak = {
        "facts__strong": {"title": {"vi": "Chắc", "en": "Strong"}, "default": True, "established_by": ["inspect_kite"]},
        "documents__photo__required_when": "!case.strong",
        "steps__reserve_sky__requires": ["photo"],
    }
    strong = _kite(**weak).inspected("2026-06-01 10:00")
    strong.give("complete_step", "2026-06-01 11:00", SKY_CLERK, step="reserve_sky")
    story = _kite(**weak)
    story.give("complete_step", "2026-06-01 10:00", INSPECTOR, step="inspect_kite", result={"strong": False},
               documents=[NOTE])  # fmt: skip
    assert story.state.facts["strong"] is False
    assert _refused(story, "2026-06-01 11:00", SKY_CLERK, step="reserve_sky").reason is Reason.DOSSIER_INCOMPLETE
