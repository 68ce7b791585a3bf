"""What a purge takes out of events: every place for free words is in the table, and what stays is needed."""

from __future__ import annotations

import typing
from datetime import date
from typing import Any

import pytest

from engine.core import events
from engine.core.actors import SYSTEM
from engine.core.case import evolve, initial_state
from engine.core.definition_basics import LegalBasis
from engine.core.identifiers import ActorId, CaseId, CommandId
from engine.core.papers import Paper
from engine.core.purging import PERSONAL, PURGED, purged
from engine.core.retention import RetentionRule, kept_until, longest
from tests.support.kite_licence import OFFICER, at, kite_definition
from tests.support.kite_story import KiteStory

KEPT: dict[str, str] = {
    "case_submitted.submitted_by": "taken care of with the actor",
    "step_claimed.by": "the account of an officer",
    "step_assigned.to": "the account of an officer",
    "opinion_asked.asked_by": "the account of an officer",
    "time_limit_suspended.rule": "the name of a rule of the procedure",
    "time_limit_extended.rule": "the name of a rule of the procedure",
    "time_limit_suspended.legal_basis": "of the procedure",
    "time_limit_extended.legal_basis": "of the procedure",
    "step_deemed.legal_basis": "of the procedure",
    "step_returned.legal_basis": "of the procedure",
    "case_migrated.legal_basis": "of the procedure",
    "due_dates_reprojected.calendars": "a fingerprint of the calendars",
    "due_dates_reprojected.decisions": "of the calendars: public",
    "fact_established.name": "the name of a fact of the procedure",
}
"""Places for words in which nobody writes of people."""
FREE = (str, Any, Paper, LegalBasis, ActorId, events.CalendarDecision)


def free_places() -> set[str]:
    """Each field of each event in which words can be that are no name of ours."""
    found = set()
    for kind in typing.get_args(typing.get_args(events.Event)[0]):
        for name, field in kind.model_fields.items():
            if name != "type" and any(one in FREE for one in parts(field.annotation)):
                found.add(f"{kind.model_fields['type'].default}.{name}")
    return found


def parts(annotation: Any) -> list[Any]:
    inner = [part for argument in typing.get_args(annotation) for part in parts(argument)]
    return inner or [annotation]


def test_every_place_for_free_words_is_taken_out_or_kept_for_a_reason() -> None:
    taken = {f"{kind.model_fields['type'].default}.{name}" for kind, names in PERSONAL.items() for name in names}
    assert taken & KEPT.keys() == set()
    assert free_places() - taken - KEPT.keys() == set()
    assert KEPT.keys() - free_places() == set()


def recorded(story: KiteStory) -> list[events.RecordedEvent]:
    return [
        events.RecordedEvent(
            case_id=CaseId("case-1"),
            sequence=number,
            recorded_at=written,
            command_id=CommandId(f"c{number}"),
            actor=OFFICER,
            event=event,
        )
        for number, (event, written) in enumerate(zip(story.happened, story.recorded_at, strict=True), start=1)
    ]


def test_twice_is_the_same_as_once() -> None:
    story = KiteStory().received("2026-06-01 08:00")
    once = purged(recorded(story), [kite_definition()])
    assert purged(once, [kite_definition()]) == once
    assert "Giấy" not in str(once)


def test_order_dates_and_agencies_stay() -> None:
    story = KiteStory().received("2026-06-01 08:00", facts={"windy": True})
    bare = purged(recorded(story), [kite_definition()])
    state = initial_state(CaseId("case-1"))
    for one in bare:
        state = evolve(state, one.event)
    before = (story.state.received_at, story.state.agencies, story.state.facts)
    assert (state.received_at, state.agencies, state.facts) == before
    assert [one.recorded_at for one in bare] == story.recorded_at


def test_the_product_itself_stays_named_and_an_applicant_does_not() -> None:
    history = recorded(KiteStory().submit("2026-06-01 08:00"))
    citizen = OFFICER.model_copy(update={"agency": None})
    by_citizen = history[0].model_copy(update={"actor": citizen})
    of_us = history[0].model_copy(update={"actor": SYSTEM})
    submitted, ours = purged([by_citizen, of_us], [kite_definition()])
    assert (submitted.actor.id, submitted.actor.name) == (PURGED, PURGED)
    assert isinstance(submitted.event, events.CaseSubmitted)
    assert submitted.event.submitted_by == PURGED
    assert ours.actor == SYSTEM


@pytest.mark.parametrize(
    ("closed", "years", "until"),
    [
        ("2026-01-01 00:00", 1, date(2028, 1, 1)),
        ("2026-12-31 23:59", 1, date(2028, 1, 1)),
        ("2027-01-01 00:00", 1, date(2029, 1, 1)),
        ("2024-02-29 10:00", 70, date(2095, 1, 1)),
    ],
)
def test_whole_years_count_from_the_end_of_the_year_of_the_closing(closed: str, years: int, until: date) -> None:
    assert kept_until(rule(years), at(closed)) == at(f"{until} 00:00")


def test_of_two_periods_the_longer_one_is_kept() -> None:
    assert longest([rule(5), None, rule(10)]) == rule(10)
    assert longest([None, None]) is None


def rule(years: int) -> RetentionRule:
    return RetentionRule(years=years, legal_basis=(LegalBasis(ref="Kite Archives Act"),))
