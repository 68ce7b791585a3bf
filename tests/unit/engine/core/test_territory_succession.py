"""What became of a territory: merged, split or ended, since when, by which decision, and what it is by now."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.core.identifiers import TerritoryId
from engine.core.territories import Territories, Territory
from engine.core.territory_succession import succession_words, what_became_of

DECREE = [{"ref": "Kite Land Act", "article": "3"}]
SAID: dict[str, Any] = {
    "land": None,
    "old-town": {
        "title": {"vi": "Thị trấn Cũ", "en": "Old Town"},
        "lies_in": "land",
        "valid": {"from": "2020-01-01", "to": "2025-06-30"},
        "succeeded_by": ["hill", "valley"],
        "legal_basis": DECREE,
    },
    "hill": {"title": {"vi": "Đồi", "en": "Hill"}, "lies_in": "land"},
    "valley": {
        "lies_in": "land",
        "valid": {"from": "2025-07-01", "to": "2026-06-30"},
        "succeeded_by": "hill",
    },
    "district": {"lies_in": "land", "valid": {"from": "2020-01-01", "to": "2025-06-30"}, "legal_basis": DECREE},
}


@pytest.fixture
def territories() -> Territories:
    return {TerritoryId(name): Territory.model_validate(said) for name, said in SAID.items()}


def told(territories: Territories, place: str, on: str, language: str = "vi") -> list[str]:
    ended = what_became_of(territories, TerritoryId(place), date.fromisoformat(on))
    return [succession_words(territories, one, language) for one in ended]


def test_what_is_there_became_nothing_else(territories: Territories) -> None:
    assert told(territories, "hill", "2026-01-01") == []
    assert told(territories, "old-town", "2025-06-30") == []
    assert told(territories, "nowhere", "2026-01-01") == []


def test_a_split_names_all_its_parts(territories: Territories) -> None:
    (said,) = told(territories, "old-town", "2025-07-01")
    assert said == (
        "Thị trấn Cũ (old-town) từ 01/07/2025 được chia thành: Đồi (hill), valley, theo Điều 3 Kite Land Act; "
        "hãy hỏi một trong các địa bàn này"
    )


def test_a_part_that_was_merged_since_is_told_too(territories: Territories) -> None:
    split, merged = told(territories, "old-town", "2026-07-01", "en")
    assert split.startswith("Old Town (old-town) was split on 01/07/2025 into: Hill (hill), valley, by Kite Land Act")
    assert merged == "valley was merged into Hill (hill) on 01/07/2026 (the directory names no decision)"


def test_one_without_a_successor_says_what_its_places_lie_in(territories: Territories) -> None:
    (said,) = told(territories, "district", "2025-07-01")
    assert said == (
        "district từ 01/07/2025 không còn, không có địa bàn kế thừa; nơi thuộc địa bàn này nay thuộc land, "
        "theo Điều 3 Kite Land Act"
    )


def test_a_circle_ends() -> None:
    ended = {"valid": {"from": "2020-01-01", "to": "2025-06-30"}}
    around = {
        TerritoryId("a"): Territory.model_validate({**ended, "succeeded_by": "b"}),
        TerritoryId("b"): Territory.model_validate({**ended, "succeeded_by": "a"}),
    }
    assert [one.territory for one in what_became_of(around, TerritoryId("a"), date(2026, 1, 1))] == ["a", "b"]
