"""A chain over two territories: each step is done where the form says, by that place's agency and by no other."""

from datetime import date

import pytest

from engine.core.actors import SYSTEM
from engine.core.agencies import AgencyDirectory
from engine.core.available import available_commands
from engine.core.decisions.transfer import DueTransfer, find_transfers
from engine.core.errors import CommandRefused, NotFound, Reason
from engine.core.identifiers import AgencyId, StepId, TerritoryId
from engine.core.law import Law
from engine.core.step_places import find_places
from engine.core.who_may import may_see
from tests.support.kite_licence import INSPECTOR, KITE, OFFICER, SKY_CLERK, kite_law
from tests.support.kite_moving import (
    FLIES_IN,
    HILL_CLERK,
    HILL_COUNTER,
    HILL_INSPECTOR,
    moving_kite,
    moving_law,
    two_places,
)
from tests.support.kite_story import KiteStory
from tests.support.kite_versions import NEW, TAKES_OVER, come_over

SKY = StepId("reserve_sky")
ENDED = {"valid": {"from": "2020-01-01", "to": "2026-06-01"}}
BEGINS = {"valid": {"from": "2026-06-02"}}


def moved(law: Law | None = None, place: str = "kite-hill") -> KiteStory:
    return KiteStory(law=law or moving_law()).received("2026-06-01 09:00", flies_in=place, wants_badge=True)


def test_each_step_is_its_own_places() -> None:
    story = moved().inspected("2026-06-01 10:00")
    assert story.state.agencies == {
        "inspect_kite": "workshop-1",
        "reserve_sky": "sky-h",
        "print_licence": "printer-1",
        "make_badge": "workshop-1",
    }
    assert story.state.steps[SKY].agency == "sky-h"
    story.give("complete_step", "2026-06-01 11:00", HILL_CLERK, step="reserve_sky")
    assert story.state.step_status(SKY) == "completed"


def test_the_same_kind_elsewhere_may_not() -> None:
    story = moved().inspected("2026-06-01 10:00")
    with pytest.raises(NotFound):
        story.give("complete_step", "2026-06-01 11:00", SKY_CLERK, step="reserve_sky")
    with pytest.raises(CommandRefused) as refused:
        story.give("complete_step", "2026-06-01 11:00", INSPECTOR, step="reserve_sky")
    assert refused.value.reason is Reason.WRONG_AGENCY
    offered = {c.command for c in available_commands(story.law, story.state, HILL_CLERK) if c.step == SKY}
    assert "complete_step" in offered
    assert not {c.step for c in available_commands(story.law, story.state, INSPECTOR)} & {SKY}


def test_the_counters_of_both_places_see_the_case() -> None:
    story = moved()
    assert story.state.counters == ("counter-h",)
    assert may_see(OFFICER, story.state) and may_see(HILL_COUNTER, story.state) and may_see(HILL_CLERK, story.state)
    assert not may_see(HILL_INSPECTOR, story.state), "it has nothing to do there"
    assert moved(place="kite-town").state.counters == ()


def test_before_the_receipt_it_is_the_first_counters_alone() -> None:
    story = KiteStory(law=moving_law()).submit("2026-06-01 09:00", flies_in="kite-hill")
    assert not may_see(HILL_COUNTER, story.state)


@pytest.mark.parametrize("place", ["kite-hil", "nowhere"])
def test_a_place_that_nobody_knows_is_asked_for_again(place: str) -> None:
    with pytest.raises(CommandRefused) as refused:
        moved(place=place)
    assert refused.value.reason is Reason.FORM_INVALID
    assert refused.value.problems == (
        "flies_in: the directory has no such territory on the day of the submission; write its name as in the directory",
    )


def test_a_place_without_such_an_agency_is_refused_by_its_name() -> None:
    with pytest.raises(CommandRefused) as refused:
        moved(place="kite-land")
    assert refused.value.reason is Reason.NO_COMPETENT_AGENCY
    assert refused.value.problems == ("reserve_sky: no agency of kind sky_office for kite-land on 2026-06-01",)


def test_a_place_that_was_merged_is_read_as_what_it_is_now() -> None:
    data = two_places().model_dump(by_alias=True)
    gone = {"lies_in": "kite-land", "valid": {"from": "2020-01-01", "to": "2026-05-31"}, "succeeded_by": "kite-hill"}
    data["territories"]["kite-dale"] = gone
    story = moved(moving_law(AgencyDirectory.model_validate(data)), place="kite-dale")
    assert (story.state.agencies[SKY], story.state.counters) == ("sky-h", ("counter-h",))


def test_the_heir_is_found_by_the_place_of_the_step() -> None:
    """On 2 June the office of kite-hill is split: what was to be done in kite-hill goes to the heir there."""
    heirs = {"succeeded_by": ["sky-t2", "sky-h2"]}
    directory = two_places(sky_h={**ENDED, **heirs}, sky_t2={**BEGINS, "territory": "kite-town"}, sky_h2=BEGINS)
    early = moved(moving_law(directory)).inspected("2026-06-01 10:00")
    assert find_transfers(early.law, early.state, date(2026, 6, 2)) == (
        DueTransfer(SKY, AgencyId("sky-h"), AgencyId("sky-h2")),
    )
    late = moved(moving_law(directory)).inspected("2026-06-02 08:30")
    assert late.state.steps[SKY].agency == "sky-h2", "opened when the heir was there"


def test_the_counter_elsewhere_is_succeeded_and_the_dossier_stays_where_it_is() -> None:
    directory = two_places(counter_h={**ENDED, "succeeded_by": ["counter-h2"]}, counter_h2=BEGINS)
    story = moved(moving_law(directory))
    (due,) = find_transfers(story.law, story.state, date(2026, 6, 2))
    assert due == DueTransfer(None, AgencyId("counter-h"), AgencyId("counter-h2"))
    way = {"from_agency": due.from_agency, "to_agency": due.to_agency, "reason": "it has ended"}
    story.give("transfer_case", "2026-06-02 08:00", SYSTEM, **way)
    assert (story.state.counters, story.state.receiving_agency) == (("counter-h2",), "counter-1")
    assert not may_see(HILL_COUNTER, story.state)
    with pytest.raises(CommandRefused) as refused:
        story.give("transfer_case", "2026-06-02 09:00", SYSTEM, **way)
    assert refused.value.reason is Reason.TRANSFER_NOT_POSSIBLE


def test_a_new_version_may_give_a_step_to_another_place() -> None:
    """Where the old form says the place the step goes there, with its clock; where it does not, the case stays."""
    sky = {"version": NEW, "effective": {"from": NEW}, "running_cases": TAKES_OVER}
    to = moving_kite(**sky)
    known = moved(moving_law(steps__reserve_sky=KITE["steps"]["reserve_sky"])).inspected("2026-06-01 10:00")
    assert known.state.steps[SKY].agency == "sky-1"
    come_over(known, "2026-06-02 09:00", to)
    step = known.state.steps[SKY]
    assert (step.agency, [had.agency for had in step.held_before]) == ("sky-h", ["sky-1"])
    silent = KiteStory(law=Law(kite_law().definition, kite_law().calendars, two_places())).received("2026-06-01 09:00")
    with pytest.raises(CommandRefused) as refused:
        come_over(silent, "2026-06-02 09:00", to)
    assert refused.value.problems == (
        "reserve_sky: the new version gives this step to a territory that the form of the case does not name",
    )


def test_a_step_that_is_not_needed_needs_no_place() -> None:
    """`required_when` the step's own condition: the field is blank only where nobody has the step."""
    changes = {
        "form__flies_in": {**FLIES_IN, "required": False, "required_when": "form.wants_badge"},
        "steps__make_badge__territory": "form.flies_in",
        "steps__reserve_sky": KITE["steps"]["reserve_sky"],
    }
    law = moving_law(**changes)
    assert KiteStory(law=law).received("2026-06-01 09:00").state.counters == ()
    with pytest.raises(CommandRefused):
        KiteStory(law=law).received("2026-06-01 09:00", wants_badge=True)
    story = KiteStory(law=law).received("2026-06-01 09:00", wants_badge=True, flies_in="kite-hill")
    assert story.state.agencies[StepId("make_badge")] == "workshop-h"


def test_what_stories_and_simulations_fill_in_is_another_place() -> None:
    day = date(2026, 6, 1)
    assert find_places(moving_law(), day) == ("kite-town", {"form.flies_in": "kite-hill"})
    assert find_places(moving_law(), day, TerritoryId("kite-hill")) == ("kite-hill", {"form.flies_in": "kite-town"})
    alone = moving_law(two_places(**{f"{name}_h": ENDED for name in ("sky", "counter", "workshop", "printer")}))
    assert find_places(alone, date(2026, 6, 2)) == ("kite-town", {"form.flies_in": "kite-town"})
    assert find_places(alone, date(2019, 1, 1)) is None
