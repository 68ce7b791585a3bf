"""A running case comes over to a new version: as its rule says, with everything that was consumed. Dates by hand."""

from dataclasses import replace
from typing import Any

import pytest

from engine.core.actors import SYSTEM
from engine.core.case import CaseState, fold_as_of
from engine.core.commands import MigrateCase
from engine.core.decide import decide
from engine.core.errors import CommandRefused, Reason
from engine.core.events import RecordedEvent
from engine.core.identifiers import CommandId, StepId
from engine.core.migration_words import migration_words
from tests.support.kite_changes import changed_kite
from tests.support.kite_extensions import SKY_LEAD, more_time
from tests.support.kite_licence import INSPECTOR, OFFICER, SKY_CLERK, at, kite_law
from tests.support.kite_story import NOTE, KiteStory
from tests.support.kite_versions import NEW, come_over, renamed, second_version

RECEIVED = "2026-06-01 09:00"
"""A Monday."""
MOVED = "2026-06-02 08:00"


def _story() -> KiteStory:
    return KiteStory().received(RECEIVED)


def test_the_dates_before_and_after_are_told() -> None:
    """Five working days from Monday 1 June end on Monday the 8th, three on Thursday the 4th; the step has its 24 hours."""
    story = _story()
    event = come_over(story, MOVED, second_version())
    assert (event.from_version, event.to_version) == ("2026-01-01", NEW)
    assert (event.before.promised, event.after.promised) == (at("2026-06-08 17:00"), at("2026-06-04 17:00"))
    assert (event.before.case, event.after.case) == (at("2026-06-09 00:00"), at("2026-06-05 00:00"))
    assert event.before.steps == event.after.steps == {"inspect_kite": at("2026-06-02 09:00")}
    assert event.steps == {"inspect_kite": "inspect_kite"}
    assert [basis.article for basis in event.legal_basis] == ["99"]
    state = story.state
    assert (state.procedure_version, state.migrated_at) == (NEW, at(MOVED))
    assert state.promised_due_at == at("2026-06-08 17:00"), "the slip is what was handed out"
    assert state.promise_in_force == at("2026-06-04 17:00")


def test_it_is_told_in_words() -> None:
    words = migration_words(come_over(_story(), MOVED, second_version(), requested=True))
    assert "quy định mới (phiên bản 2026-06-02) lúc 02/06/2026 08:00 theo yêu cầu của công dân" in words.vi
    assert words.vi.endswith("hạn cũ 08/06/2026 17:00, hạn mới 04/06/2026 17:00 (căn cứ chuyển tiếp: Điều 99 Kite Act)")
    assert words.en.endswith(
        "as the applicant asked; due 08/06/2026 17:00 before, 04/06/2026 17:00 now (transitional rule: Kite Act, art. 99)"
    )


def test_what_was_consumed_is_kept_under_the_new_name() -> None:
    """Asked on Monday 14:00, answered on Tuesday 14:00: 24 hours from 09:00 with 24 hours of waiting end Wednesday 09:00."""
    story = _story().asked("2026-06-01 14:00")
    to = second_version(renamed("inspect_kite", "look_at_kite"), steps={"inspect_kite": "look_at_kite"})
    event = come_over(story, MOVED, to)
    assert event.steps == {"inspect_kite": "look_at_kite"}
    moved = story.state.steps[StepId("look_at_kite")]
    assert (moved.status, moved.opened_at, moved.agency) == ("suspended", at(RECEIVED), "workshop-1")
    assert "inspect_kite" not in story.state.steps
    story.give(
        "hand_in_supplement", "2026-06-02 14:00", OFFICER, step="look_at_kite", documents=[{"document": "photo"}]
    )
    times = story.times("2026-06-02 15:00")
    assert times.steps[StepId("look_at_kite")].due_at == int(at("2026-06-03 09:00").timestamp())
    # R16: 1 and 2 June are touched by the wait; 3, 4 and 5 June are the three days.
    assert times.case is not None and times.case.due_at == int(at("2026-06-06 00:00").timestamp())
    story.give("complete_step", "2026-06-02 16:00", INSPECTOR, step="look_at_kite", result={"strong": True},
               documents=[NOTE])  # fmt: skip
    assert story.state.steps[StepId("reserve_sky")].status == "open"


def test_a_finished_step_keeps_its_facts() -> None:
    story = _story().inspected("2026-06-01 15:00")
    to = second_version(
        {**renamed("inspect_kite", "look_at_kite"), "steps.look_at_kite.within": "1 hours"},
        steps={"inspect_kite": "look_at_kite"},
    )
    come_over(story, MOVED, to)
    done = story.state.steps[StepId("look_at_kite")]
    assert (done.status, done.finished_at, done.result) == ("completed", at("2026-06-01 15:00"), {"strong": True})
    assert story.state.documents[-1].document == "inspection_note"
    assert story.state.steps[StepId("reserve_sky")].opened_at == at("2026-06-01 15:00")
    late = story.times(MOVED).steps[StepId("look_at_kite")]
    assert late.status == "done_late", "legal time counts by the new limits"


def test_a_step_that_is_new_opens_when_the_case_comes_over() -> None:
    """Not at the receipt: its day begins on Tuesday 2 June at 08:00."""
    weigh = {
        "title": {"vi": "Cân", "en": "Weigh"},
        "agency": "sky_office",
        "within": "8 working_hours",
        "legal_basis": [{"ref": "Kite Act", "article": "3"}],
    }
    story = _story()
    event = come_over(story, MOVED, second_version({"steps.weigh_kite": weigh}))
    assert event.agencies[StepId("weigh_kite")] == "sky-1"
    assert story.state.steps[StepId("weigh_kite")].opened_at == at(MOVED)
    assert event.after.steps[StepId("weigh_kite")] == at("2026-06-02 17:00")
    assert story.kinds()[-2:] == ["case_migrated", "step_opened"]


def test_open_work_goes_to_the_agency_that_the_new_version_names() -> None:
    story = _story()
    story.give("claim_step", "2026-06-01 10:00", INSPECTOR, step="inspect_kite")
    come_over(story, MOVED, second_version({"steps.inspect_kite.agency": "sky_office"}))
    step = story.state.steps[StepId("inspect_kite")]
    assert (step.agency, step.status, step.claimed_by) == ("sky-1", "open", None)
    story.give("claim_step", "2026-06-02 09:00", SKY_CLERK, step="inspect_kite")
    assert story.state.steps[StepId("inspect_kite")].status == "claimed"


def test_a_step_that_was_not_needed_is_decided_anew() -> None:
    story = _story().inspected("2026-06-01 15:00")
    story.give("complete_step", "2026-06-01 16:00", SKY_CLERK, step="reserve_sky")
    assert story.state.steps[StepId("make_badge")].status == "not_needed"
    come_over(story, MOVED, second_version({"steps.make_badge.when": "!form.wants_badge"}))
    badge = story.state.steps[StepId("make_badge")]
    assert (badge.status, badge.opened_at) == ("open", at(MOVED))


def test_a_finished_step_may_end_without_another() -> None:
    story = _story().inspected("2026-06-01 15:00")
    story.give("complete_step", "2026-06-01 16:00", SKY_CLERK, step="reserve_sky")
    to = second_version(
        {
            "steps": {k: v for k, v in _steps().items() if k not in {"reserve_sky", "make_badge"}},
            "total.covers": ["inspect_kite", "print_licence"],
            "facts": {},
            "total.within_when": {},
        },
        steps={"reserve_sky": "-"},
    )
    event = come_over(story, MOVED, to)
    assert event.steps[StepId("reserve_sky")] == "-"
    assert set(story.state.steps) == {"inspect_kite", "print_licence"}
    assert story.state.agencies[StepId("reserve_sky")] == "sky-1", "who has worked on it may still see it"


def test_the_past_stays_as_it_was() -> None:
    story = _story()
    before = story.state
    come_over(story, MOVED, second_version())
    history = [
        RecordedEvent(
            case_id=before.id,
            sequence=place,
            recorded_at=event.at,
            command_id=CommandId("c"),
            actor=SYSTEM,
            event=event,
        )
        for place, event in enumerate(story.happened, start=1)
    ]
    assert fold_as_of(before.id, history, at("2026-06-02 07:59")) == before


def test_nothing_is_entered_of_a_time_in_which_the_case_had_other_rules() -> None:
    story = _story()
    come_over(story, MOVED, second_version())
    with pytest.raises(CommandRefused) as refused:
        story.give("claim_step", "2026-06-02 10:00", INSPECTOR, step="inspect_kite", occurred_at=at("2026-06-01 12:00"))
    assert refused.value.reason is Reason.OCCURRED_TOO_EARLY


def test_twice_is_refused_and_changes_nothing() -> None:
    story = _story()
    to = second_version()
    come_over(story, MOVED, to)
    assert _refusal(story, to, now="2026-06-02 09:00").reason is Reason.VERSION_KEPT_ALREADY


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ({"rule": "keep"}, Reason.MIGRATION_NOT_FORESEEN),
        ({"from": ["2025-01-01"]}, Reason.MIGRATION_NOT_FORESEEN),
        ({"rule": "at_request"}, Reason.MIGRATION_AT_REQUEST_ONLY),
    ],
)
def test_the_version_says_which_cases_it_takes(rule: dict[str, Any], reason: Reason) -> None:
    story = _story()
    refusal = _refusal(story, second_version(**rule))
    assert refusal.reason is reason
    assert [basis.article for basis in refusal.legal_basis] == ["99"]


def test_a_version_without_a_rule_takes_none() -> None:
    assert _refusal(_story(), second_version({"running_cases": None})).reason is Reason.MIGRATION_NOT_FORESEEN


def test_at_request_it_comes_over_when_the_applicant_asked() -> None:
    story = _story()
    assert come_over(story, MOVED, second_version(rule="at_request"), requested=True).requested
    assert story.state.procedure_version == NEW


def test_not_before_the_version_is_in_force() -> None:
    to = second_version({"effective": {"from": "2026-06-03"}})
    assert _refusal(_story(), to).reason is Reason.NO_VERSION_IN_FORCE


def test_only_the_product_itself_gives_the_order() -> None:
    story = _story()
    with pytest.raises(CommandRefused) as refused:
        come_over(story, MOVED, second_version(), OFFICER)
    assert refused.value.reason is Reason.NOT_PERMITTED


def _steps() -> dict[str, Any]:
    dumped: dict[str, Any] = second_version().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return dict(dumped["steps"])


def _refusal(story: KiteStory, to: Any, now: str = MOVED, **said: Any) -> CommandRefused:
    state: CaseState = story.state
    with pytest.raises(CommandRefused) as refused:
        come_over(story, now, to, **said)
    assert story.state is state
    return refused.value


def _problems(story: KiteStory, to: Any) -> str:
    refusal = _refusal(story, to)
    assert refusal.reason is Reason.MIGRATION_WITHOUT_TARGET
    return " ".join(refusal.problems)


def test_a_step_that_has_begun_needs_one_that_goes_on_with_it() -> None:
    to = second_version(renamed("inspect_kite", "look_at_kite"))
    assert "inspect_kite: the new version has no such step" in _problems(_story(), to)


def test_a_step_that_has_waited_may_not_just_end() -> None:
    """Its wait moved the total: without a step that goes on with it that time would be lost."""
    story = _story().asked("2026-06-01 10:00")
    story.give(
        "hand_in_supplement", "2026-06-01 11:00", OFFICER, step="inspect_kite", documents=[{"document": "photo"}]
    )
    story.inspected("2026-06-01 15:00")
    assert "inspect_kite: this step has suspended" in _problems(story, second_version(steps={"inspect_kite": "-"}))


def test_a_wait_needs_its_rule_in_the_new_version() -> None:
    story = _story().asked("2026-06-01 10:00")
    to = second_version({"suspensions": {}, "steps.inspect_kite.may": []})
    assert "suspended or extended by `supplement`" in _problems(story, to)


def test_what_a_system_is_at_work_on_ends_first() -> None:
    story = _story().inspected("2026-06-01 15:00")
    to = second_version(renamed("print_licence", "draw_licence"), steps={"print_licence": "draw_licence"})
    assert "print_licence: an agency's system does this step" in _problems(story, to)
    by_hand = second_version({"steps.print_licence.run": None})
    assert "print_licence: an agency's system does this step" in _problems(story, by_hand)


def test_two_steps_that_have_begun_cannot_become_one() -> None:
    story = _story().inspected("2026-06-01 15:00")
    assert "more than one step begun becomes" in _problems(story, second_version(steps={"reserve_sky": "inspect_kite"}))


def test_an_agency_is_needed_for_each_new_step() -> None:
    to = second_version({"steps.reserve_sky.agency": "nobody"})
    refusal = _refusal(_story(), to)
    assert refusal.reason is Reason.NO_COMPETENT_AGENCY
    assert refusal.problems == ("reserve_sky: no agency of kind nobody for kite-town on 2026-06-02",)


def test_an_extension_goes_along() -> None:
    """Of the total: the letter's date is reckoned under the new limit, four working days more than three."""
    longer = {"extensions.longer": more_time(applies_to="total"), "steps.reserve_sky.may": ["longer"]}
    story = KiteStory(law=kite_law(changed_kite(longer))).received(RECEIVED).inspected("2026-06-01 10:00")
    story.give("extend_time_limit", "2026-06-01 11:00", SKY_LEAD, step="reserve_sky", rule="longer", plus="4 working_days",
               reason="wind")  # fmt: skip
    assert story.state.promise_in_force == at("2026-06-12 17:00")
    event = come_over(story, MOVED, second_version(longer))
    assert event.after.promised == at("2026-06-10 17:00")
    assert story.state.promise_in_force == at("2026-06-10 17:00")


def test_the_preview_is_what_happens() -> None:
    """`decide` is pure: asked before, it says what the command will do."""
    story = _story()
    order = MigrateCase(
        command_id=CommandId("m"), case_id=story.state.id, actor=SYSTEM, to_version=second_version().version
    )
    seen = decide(replace(story.law, becomes=second_version()), story.state, order, at(MOVED))
    assert seen == [come_over(story, MOVED, second_version())]
