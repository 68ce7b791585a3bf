"""Random stories of the kite licence: acts in a random order at random instants; what the law refuses does not happen."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from engine.core.actors import SYSTEM, Actor
from engine.core.calendar_entries import DayKind, DayOff
from engine.core.calendars import CalendarBook, CalendarDefinition
from engine.core.case import CaseState, fold_as_of
from engine.core.clock_rules import AppliesTo
from engine.core.decisions.lapses import as_law_sees
from engine.core.errors import CommandRefused
from engine.core.events import RecordedEvent
from engine.core.identifiers import CalendarId, CommandId
from engine.core.law import Law
from tests.support.kite_changes import changed_kite
from tests.support.kite_extensions import SKY_LEAD, more_time
from tests.support.kite_licence import DIRECTORY, INSPECTOR, OFFICE, OFFICER, PRINTER, SKY_CLERK, at
from tests.support.kite_story import LICENCE, NOTE, KiteStory

Act = tuple[str, Actor, dict[str, Any]]

PHOTO = {"documents": [{"document": "photo"}]}
_SKY_FACT = {"step": "reserve_sky", "name": "windy", "value": True}
ACTS: tuple[Act, ...] = (
    ("request_supplement", INSPECTOR, {"step": "inspect_kite", "reasons": ["photo"], "documents": ["photo"]}),
    ("request_supplement", INSPECTOR, {"step": "inspect_kite", "rule": "wind_test", "reasons": ["wind"]}),
    ("request_supplement", SKY_CLERK, {"step": "reserve_sky", "rule": "wind_test", "reasons": ["wind"]}),
    ("hand_in_supplement", OFFICER, {"step": "inspect_kite", **PHOTO}),
    ("hand_in_supplement", OFFICER, {"step": "reserve_sky", "note": "tested"}),
    ("complete_step", INSPECTOR, {"step": "inspect_kite", "result": {"strong": True}, "documents": [NOTE]}),
    ("establish_fact", SKY_CLERK, _SKY_FACT),
    ("complete_step", SYSTEM, {"step": "print_licence", "documents": [LICENCE]}),
    ("complete_step", SKY_CLERK, {"step": "reserve_sky"}),
    ("complete_step", INSPECTOR, {"step": "make_badge"}),
    ("refuse_step", SKY_CLERK, {"step": "reserve_sky", "reason": "full", "legal_basis": {"ref": "Kite Act"}}),
    ("withdraw_case", OFFICER, {"reason": "no wind"}),
    ("extend_time_limit", SKY_LEAD, {"step": "reserve_sky", "rule": "later", "plus": "2 working_days", "reason": "x"}),
    ("extend_time_limit", SKY_LEAD, {"step": "reserve_sky", "rule": "later", "plus": "3 working_hours", "reason": "x"}),
    ("extend_time_limit", SKY_LEAD, {"step": "reserve_sky", "rule": "to", "new_due_on": "2026-09-08", "reason": "x"}),
    ("return_to_step", SKY_CLERK, {"step": "reserve_sky", "to": "inspect_kite", "reason": "wrong note"}),
    ("return_to_step", PRINTER, {"step": "print_licence", "to": "inspect_kite", "reason": "wrong note"}),
    ("return_to_step", INSPECTOR, {"step": "make_badge", "to": "reserve_sky", "reason": "wrong height"}),
    ("refuse_step", INSPECTOR, {"step": "inspect_kite", "reason": "torn", "legal_basis": {"ref": "Kite Act"}}),
    ("request_supplement", SKY_CLERK, {"step": "reserve_sky", "rule": "opinion", "reasons": ["the airport's"]}),
    ("resume_time_limit", SKY_CLERK, {"step": "reserve_sky", "note": "it came"}),
)
# Mostly the acts that carry a case on, so that many stories get far.
_OFTEN = (
    0,
    1,
    1,
    1,
    2,
    2,
    3,
    3,
    3,
    4,
    4,
    5,
    5,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    15,
    16,
    16,
    17,
    18,
    19,
    19,
    16,
    17,
    18,
    18,
    19,
    19,
    20,
    20,
)
# A case is returned only after something was done: some stories begin there.
_BEGINNINGS = ((), (), (), (5,), (5, 8), (5, 15), (5, 15, 16), (5, 15, 5, 15), (5, 7, 8, 17))
_SECONDS = st.sampled_from([0, 1, 3600, 4 * 3600, 86_400, 2 * 86_400]) | st.integers(0, 4 * 86_400)
_BEGAN = st.integers(0, 20 * 24).map(lambda hours: at("2026-08-19 00:00") + timedelta(hours=hours))
_OUTAGES = st.lists(
    _BEGAN.flatmap(
        lambda began: st.tuples(
            st.just(began), st.none() | st.integers(1, 60).map(lambda hours: began + timedelta(hours=hours))
        )
    ),
    max_size=1,
)


@st.composite
def kite_stories(draw: st.DrawFn) -> KiteStory:
    """A received licence with some history, around days off and a worked Saturday; the total and steps vary."""
    wind_test = {
        "title": {"vi": "Chờ thử gió", "en": "Wind test"},
        "effect": draw(st.sampled_from(["suspend", "restart", "none"])),
        "legal_basis": [{"ref": "Kite Act", "article": "7"}],
    }
    opinion = {
        "title": {"vi": "Chờ ý kiến", "en": "Opinion"},
        "kind": draw(st.sampled_from(["other_agency", "financial", "originals"])),
        "effect": draw(st.sampled_from(["suspend", "none"])),
        "ended_by": "agency",
        "legal_basis": [{"ref": "Kite Act", "article": "9"}],
    }
    mended = {
        "title": {"vi": "Sai kết quả", "en": "Wrong result"},
        "legal_basis": [{"ref": "Kite Act", "article": "8"}],
    }
    definition = changed_kite(
        {
            "suspensions.wind_test": wind_test,
            "suspensions.opinion": opinion,
            "steps.reserve_sky.returns": {"inspect_kite": mended},
            "steps.print_licence.returns": {"inspect_kite": mended},
            "steps.make_badge.returns": {"reserve_sky": mended, "inspect_kite": mended},
            "steps.make_badge.needs": ["reserve_sky", "print_licence"],
            "steps.make_badge.join": draw(st.sampled_from(["all", "any"])),
            "steps.inspect_kite.may": ["supplement", "wind_test"],
            "extensions.later": more_time(max=2, notice_days=0, applies_to=draw(st.sampled_from(list(AppliesTo)))),
            "extensions.to": more_time(applies_to=draw(st.sampled_from(list(AppliesTo)))),
            "steps.reserve_sky.may": ["wind_test", "opinion", "later", "to"],
            "steps.reserve_sky.counting": draw(st.sampled_from(["elapsed", "statutory"])),
            "steps.inspect_kite.within": draw(st.sampled_from(["24 hours", "0 working_days", "6 working_hours"])),
            "steps.inspect_kite.counting": draw(st.sampled_from(["elapsed", "statutory"])),
            "total.within": draw(st.sampled_from(["5 working_days", "0 working_days", "9 calendar_days", "2 weeks"])),
            "total.policy": draw(st.sampled_from(["any", "all"])),
        }
    )
    now = at("2026-08-20 07:00") + timedelta(seconds=draw(st.integers(0, 6 * 86_400)))
    story = KiteStory(law=Law(definition, _calendars(draw(_OUTAGES)), DIRECTORY))
    story.received(told(now), facts={"windy": draw(st.booleans())}, wants_badge=draw(st.booleans()))
    for choice in [*draw(st.sampled_from(_BEGINNINGS)), *draw(st.lists(st.sampled_from(_OFTEN), max_size=10))]:
        now += timedelta(seconds=draw(_SECONDS))
        kind, actor, said = ACTS[choice]
        try:
            story.give(kind, told(now), actor, **said)
        except CommandRefused:
            continue
    return story


def _calendars(outages: list[tuple[datetime, datetime | None]]) -> CalendarBook:
    said: dict[str, Any] = OFFICE.model_dump(by_alias=True)
    said["outages"] = [
        {"from": began, "to": ended, "name": "Cổng tiếp nhận ngừng hoạt động", "source": "invented"}
        for began, ended in dict(outages).items()
    ]
    return CalendarBook({CalendarId("office"): CalendarDefinition.model_validate(said)})


def as_of(story: KiteStory, instant: datetime) -> CaseState:
    """The case as the law saw it at an instant."""
    history = [
        RecordedEvent(
            case_id=story.state.id,
            sequence=n,
            recorded_at=event.at,
            command_id=CommandId(f"c{n}"),
            actor=OFFICER,
            event=event,
        )
        for n, event in enumerate(story.happened, start=1)
    ]
    return as_law_sees(story.law, fold_as_of(story.state.id, history, instant), instant)


def told(now: datetime) -> str:
    """An instant as stories write it."""
    return f"{now:%Y-%m-%d %H:%M:%S}"


@st.composite
def late_days_off(draw: st.DrawFn, announced: st.SearchStrategy[date]) -> tuple[DayOff, ...]:
    """One to four working days around the stories that a later decision makes days off."""
    days = draw(st.sets(st.sampled_from(_WORKING_DAYS), min_size=1, max_size=4))
    return tuple(
        DayOff.model_validate({**_A_DAY_OFF, "date": day, "announced_on": draw(announced)}) for day in sorted(days)
    )


_A_DAY_OFF = {"kind": DayKind.HOLIDAY, "name": "Ngày nghỉ mới", "source": "invented"}
_WORKING_DAYS = [
    day
    for n in range(40)
    if (day := date(2026, 8, 20) + timedelta(days=n)).weekday() < 5 and day not in {off.day for off in OFFICE.days_off}
]
