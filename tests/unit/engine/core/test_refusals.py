"""A lawful no: it says why, and changes nothing."""

from typing import Any

import pytest

from engine.core.actors import SYSTEM, Actor, Role
from engine.core.available import available_commands
from engine.core.errors import CommandRefused, NotFound, Reason
from tests.support.kite_licence import INSPECTOR, OFFICER, PRINTER, SKY_CLERK, an_actor, kite_definition, kite_law
from tests.support.kite_story import DRAWING, FORM, KiteStory

COLLEAGUE = an_actor(Role.CASEWORKER, "workshop-1", "Binh")
STRANGER = an_actor(Role.CASEWORKER, "counter-1")


def refusal(story: KiteStory, kind: str, now: str, actor: Actor, **said: Any) -> CommandRefused:
    before, events_before = story.state, list(story.happened)
    with pytest.raises(CommandRefused) as refused:
        story.give(kind, now, actor, **said)
    assert story.state == before
    assert story.happened == events_before
    return refused.value


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({}, "requester: fill in “Requester”"),
        ({"requester": {}}, "requester.full_name: fill in “Name”"),
        ({**FORM, "colour": "green"}, "colour: one of red, blue is expected"),
        ({**FORM, "wants_badge": "yes"}, "wants_badge: true or false is expected"),
        ({**FORM, "length": 3}, "length: this field is not in the form; leave it out"),
    ],
)
def test_form_in_disorder(form: dict[str, Any], problem: str) -> None:
    said = {"procedure": "kite-licence", "territory": "kite-town", "channel": "online", "documents": []}
    refused = refusal(KiteStory(), "submit_case", "2026-06-01 09:00", OFFICER, form=form, **said)
    assert refused.reason is Reason.FORM_INVALID
    assert problem in refused.problems


def test_incomplete_dossier_is_not_received() -> None:
    story = KiteStory()
    story.give("submit_case", "2026-06-01 09:00", OFFICER, procedure="kite-licence", territory="kite-town",
               channel="counter", form=FORM, documents=[])  # fmt: skip
    refused = refusal(story, "receive_case", "2026-06-01 09:00", OFFICER,
                      dossier_code="H98.01-260601-0001", receiving_agency="counter-1")  # fmt: skip
    assert refused.reason is Reason.DOSSIER_INCOMPLETE
    assert refused.problems == ("drawing: hand in “Drawing”",)


def test_territory_without_a_competent_agency() -> None:
    said = {"procedure": "kite-licence", "channel": "counter", "form": FORM, "documents": [DRAWING]}
    refused = refusal(KiteStory(), "submit_case", "2026-06-01 09:00", OFFICER, territory="kite-hill", **said)
    assert refused.reason is Reason.NO_COMPETENT_AGENCY
    assert len(refused.problems) == 4


def test_only_the_steps_own_agency_works_on_it() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    refused = refusal(story, "claim_step", "2026-06-01 09:30", PRINTER, step="inspect_kite")
    assert refused.reason is Reason.WRONG_AGENCY
    assert "workshop-1" in str(refused)


def test_agency_outside_the_case_does_not_learn_that_it_exists() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    with pytest.raises(NotFound):
        story.give("claim_step", "2026-06-01 09:30", an_actor(Role.CASEWORKER, "elsewhere"), step="inspect_kite")
    assert len(story.happened) == 3


def test_role_without_the_permission() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    assert refusal(story, "withdraw_case", "2026-06-01 09:30", INSPECTOR, reason="x").reason is Reason.NOT_PERMITTED
    assert (
        refusal(story, "complete_step", "2026-06-01 09:30", OFFICER, step="inspect_kite").reason is Reason.NOT_PERMITTED
    )
    assert (
        refusal(story, "expire_supplement", "2026-06-01 09:30", OFFICER, suspension="s").reason is Reason.NOT_PERMITTED
    )


def test_colleague_does_not_take_a_claimed_step_away() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    story.give("claim_step", "2026-06-01 09:30", INSPECTOR, step="inspect_kite")
    refused = refusal(
        story, "complete_step", "2026-06-01 10:00", COLLEAGUE, step="inspect_kite", result={"strong": True}
    )
    assert refused.reason is Reason.CLAIMED_BY_ANOTHER


def test_step_that_is_not_ready_says_where_the_case_stands() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    refused = refusal(story, "complete_step", "2026-06-01 10:00", SKY_CLERK, step="reserve_sky")
    assert (refused.reason, refused.current) == (Reason.WRONG_STATUS, "in_progress/not_ready")


def test_unknown_step() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    assert refusal(story, "claim_step", "2026-06-01 10:00", SYSTEM, step="fly").reason is Reason.STEP_UNKNOWN


def test_result_must_be_in_order() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    refused = refusal(story, "complete_step", "2026-06-01 10:00", INSPECTOR, step="inspect_kite",
                      documents=[{"document": "licence"}])  # fmt: skip
    assert refused.reason is Reason.RESULT_INVALID
    assert refused.problems == (
        "strong: fill in “Strong”",
        "documents.licence: this step produces no such document",
        "documents.inspection_note: hand in what this step produces; the next agency needs it",
    )


def test_nothing_happens_in_the_future_or_before_what_it_follows() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    ahead = refusal(story, "claim_step", "2026-06-01 09:30", INSPECTOR, step="inspect_kite",
                    occurred_at="2026-06-01T09:30:01+07:00")  # fmt: skip
    before = refusal(story, "claim_step", "2026-06-01 09:30", INSPECTOR, step="inspect_kite",
                     occurred_at="2026-06-01T08:59:59+07:00")  # fmt: skip
    assert ahead.reason is Reason.OCCURRED_IN_FUTURE
    assert before.reason is Reason.OCCURRED_TOO_EARLY


def test_entering_what_happened_earlier_needs_a_permission_of_its_own() -> None:
    story = KiteStory()
    refused = refusal(story, "submit_case", "2026-06-01 09:30", an_actor(Role.CITIZEN_PORTAL),
                      procedure="kite-licence", territory="kite-town", channel="online", form=FORM,
                      documents=[DRAWING], occurred_at="2026-06-01T09:00:00+07:00")  # fmt: skip
    assert refused.reason is Reason.BACKDATING_NOT_PERMITTED


def test_unknown_fact() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    refused = refusal(
        story, "establish_fact", "2026-06-01 10:00", INSPECTOR, step="inspect_kite", name="rainy", value=True
    )
    assert refused.reason is Reason.FACT_UNKNOWN


@pytest.mark.parametrize("now", ["2025-12-31 09:00", "2027-12-29 09:00"])
def test_no_date_is_promised_where_the_calendar_knows_no_days_off(now: str) -> None:
    """The office's calendar knows 2026 and 2027; five working days from 29 December 2027 end in 2028."""
    law = kite_law(kite_definition(effective={"from": "2025-01-01"}))
    story = KiteStory(law).submit(now)
    refused = refusal(story, "receive_case", now, OFFICER,
                      dossier_code="H98.01-260601-0001", receiving_agency="counter-1")  # fmt: skip
    assert refused.reason is Reason.CALENDAR_RUNS_OUT
    assert refused.problems == ("calendar office knows the days from 2026-01-01 to 2027-12-31 only",)


@pytest.mark.parametrize("value", ["true", 0, None, {"a": 1}])
def test_fact_of_another_type_is_not_taken(value: object) -> None:
    story = KiteStory().submit("2026-06-01 09:00")
    refused = refusal(story, "receive_case", "2026-06-01 09:00", OFFICER, dossier_code="H98.01-260601-0001",
                      receiving_agency="counter-1", facts={"windy": value})  # fmt: skip
    assert refused.reason is Reason.FACT_INVALID
    assert refused.problems == ("windy: true or false is expected",)


def test_fact_belongs_to_the_step_that_establishes_it() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    refused = refusal(
        story, "establish_fact", "2026-06-01 10:00", INSPECTOR, step="inspect_kite", name="windy", value=True
    )
    assert refused.reason is Reason.FACT_NOT_FOR_STEP


def test_a_limit_that_has_run_out_is_not_lengthened_afterwards() -> None:
    """Two working days from Monday 11:00 end on Wednesday 11:00."""
    story = KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 11:00")
    windy = {"step": "reserve_sky", "name": "windy", "value": True}
    assert (
        refusal(story, "establish_fact", "2026-06-03 11:00:01", SKY_CLERK, **windy).reason is Reason.TIME_LIMIT_PASSED
    )
    story.give("establish_fact", "2026-06-03 11:00", SKY_CLERK, **windy)
    assert story.state.facts == {"windy": True}


def test_dossier_at_another_counter_is_not_seen_before_its_receipt() -> None:
    story = KiteStory().submit("2026-06-01 09:00")
    with pytest.raises(NotFound):
        story.give("withdraw_case", "2026-06-01 09:30", an_actor(Role.ONE_STOP_OFFICER, "counter-2"), reason="x")
    assert story.kinds() == ["case_submitted"]


def test_lead_releases_what_an_absent_colleague_holds() -> None:
    lead = an_actor(Role.AGENCY_LEAD, "workshop-1", "Chi")
    story = KiteStory().received("2026-06-01 09:00")
    story.give("claim_step", "2026-06-01 09:30", INSPECTOR, step="inspect_kite")
    held = {(c.command, c.step) for c in available_commands(story.law, story.state, COLLEAGUE)}
    assert held == set()
    assert (
        refusal(story, "complete_step", "2026-06-01 10:00", lead, step="inspect_kite").reason
        is Reason.CLAIMED_BY_ANOTHER
    )
    story.give("release_step", "2026-06-01 10:00", lead, step="inspect_kite")
    assert ("claim_step", "inspect_kite") in {
        (c.command, c.step) for c in available_commands(story.law, story.state, COLLEAGUE)
    }
