"""Which papers a case has, by which form; and the lines of its control sheet. Numbers and names by domain.md 1.2."""

from __future__ import annotations

from datetime import date

import pytest

from engine.core import events
from engine.core.form_sets import PaperKind, form_on
from engine.core.hand_overs import hand_overs
from engine.core.identifiers import AgencyId, CommandId, FormSetId
from engine.core.statutory_papers import control_sheet_at, kind_and_sequence, papers_of
from procedure_defs.catalogue import load_catalogue
from tests.support.kite_licence import INSPECTOR, OFFICER
from tests.support.kite_story import KiteStory

SETS = load_catalogue().form_sets
NAMED = FormSetId("tt-01-2018")


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("receipt", "01", "01"),
        ("supplement", "02", "02"),
        ("refusal", "03", "03"),
        ("apology", "04", "04"),
        ("stop", None, "05"),
        ("control-sheet", "05", "06"),
        ("tracking-book", "06", "07"),
    ],
)
def test_numbers_change_with_the_circular(kind: str, before: str | None, after: str) -> None:
    """TT 03/2025 is in force from 15 September 2025."""
    numbers = []
    for day in (date(2025, 9, 14), date(2025, 9, 15)):
        found = form_on(SETS, NAMED, PaperKind(kind), day)
        numbers.append(found[1].number if found else None)
    assert numbers == [before, after]


def test_the_apology_is_called_otherwise_since() -> None:
    titles = [
        found[1].title.vi
        for day in (date(2025, 9, 14), date(2025, 9, 15))
        if (found := form_on(SETS, NAMED, PaperKind.APOLOGY, day))
    ]
    assert titles == [
        "Phiếu xin lỗi và hẹn lại ngày trả kết quả",
        "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
    ]


def recorded(story: KiteStory) -> list[events.RecordedEvent]:
    return [
        events.RecordedEvent(
            case_id=story.state.id,
            sequence=place,
            recorded_at=when,
            command_id=CommandId(f"c{place}"),
            actor=OFFICER,
            event=event,
        )
        for place, (event, when) in enumerate(zip(story.happened, story.recorded_at, strict=True), start=1)
    ]


def names(story: KiteStory, form_set: str | None = "tt-03-2025") -> list[str]:
    definition = story.law.definition.model_copy(update={"form_set": form_set})
    return [paper.name for paper in papers_of(recorded(story), lambda *_: definition, SETS)]


def test_each_paper_has_its_event() -> None:
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-01 10:00")
    assert names(story) == ["receipt-2", "supplement-4"]
    story.give("withdraw_case", "2026-06-01 11:00", OFFICER, reason="no wind")
    assert names(story) == ["receipt-2", "supplement-4", "control-sheet-5"]


def test_without_a_set_or_before_any_receipt_there_is_none() -> None:
    assert names(KiteStory().received("2026-06-01 09:00"), None) == []
    assert names(KiteStory().received("2026-06-01 09:00"), "nd-216-2026") == [], "its forms were not read"
    handed_in = KiteStory().submit("2026-06-01 09:00")
    handed_in.give("withdraw_case", "2026-06-01 10:00", OFFICER, reason="no wind")
    assert names(handed_in) == []


def test_a_control_sheet_is_there_from_the_receipt_on() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    history = recorded(story)
    definition = story.law.definition.model_copy(update={"form_set": NAMED})
    found = [control_sheet_at(history, place, lambda *_: definition, SETS) for place in (1, 2, 3, 4)]
    assert [sheet.number if sheet else None for sheet in found] == [None, "06", "06", None]


@pytest.mark.parametrize("name", ["receipt", "receipt-0", "receipt-02", "receipt-", "-2", "slip-2", "receipt-2\n", ""])
def test_what_is_no_name_is_none(name: str) -> None:
    assert kind_and_sequence(name) is None
    assert kind_and_sequence("control-sheet-12") == (PaperKind.CONTROL_SHEET, 12)


def lines(story: KiteStory) -> list[tuple[str, str, str]]:
    def title_of(agency: AgencyId | None) -> str:
        return agency or "?"

    found = hand_overs(story.law, story.state, recorded(story), (story.law.definition,), title_of)
    return [(line.giver, line.receiver, line.result) for line in found]


def test_each_hand_over_is_a_line_and_the_last_of_a_step_tells_how_it_ended() -> None:
    """Received at 9:00 at the counter; inspected at 11:00 by the workshop, which had until Tuesday 9:00."""
    story = KiteStory().received("2026-06-01 09:00")
    assert lines(story) == [("counter-1", "workshop-1", "")]
    story.give("claim_step", "2026-06-01 10:00", INSPECTOR, step="inspect_kite")
    story.inspected("2026-06-01 11:00").printed("2026-06-01 12:00")
    first, *others = lines(story)
    assert first[:2] == ("counter-1", "workshop-1") and first[2].endswith("trước hạn")
    assert {giver for giver, _, _ in others} == {"workshop-1"}
