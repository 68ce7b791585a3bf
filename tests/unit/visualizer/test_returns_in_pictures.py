"""A case that was returned to an earlier step: the picture tells the way that was taken from those that may be taken."""

from engine.core.case_clock import times_of
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import DIRECTORY, SKY_CLERK, at, kite_law
from tests.support.kite_story import KiteStory
from tests.support.svg_reading import Picture, read_picture
from visualizer.case_picture import case_svg

MENDED = {"title": {"vi": "Biên bản sai", "en": "Wrong note"}, "legal_basis": [{"ref": "Kite Act", "article": "8"}]}


def _story() -> KiteStory:
    ways = {f"steps.{step}.returns": {"inspect_kite": MENDED} for step in ("reserve_sky", "print_licence")}
    return KiteStory(law=kite_law(changed_kite(ways))).received("2026-06-01 09:00").inspected("2026-06-01 11:00")


def _picture(story: KiteStory) -> Picture:
    times = times_of(story.law, story.state, at("2026-06-02 10:00"))
    return read_picture(case_svg(story.law.definition, DIRECTORY, story.state, times))


def test_ways_that_may_be_taken_are_drawn_while_their_steps_are_open() -> None:
    seen = _picture(_story())
    assert "Chuyển về" in seen.words and "Đã chuyển về" not in seen.words
    assert "Có thể chuyển về bước “" in seen.steps["reserve_sky"].name
    assert "Có thể chuyển về bước trước" in seen.legend


def test_the_way_that_was_taken_is_told_from_them() -> None:
    story = _story()
    story.give("return_to_step", "2026-06-02 09:00", SKY_CLERK, step="reserve_sky", to="inspect_kite", reason="span")
    seen = _picture(story)
    assert "Đã chuyển về" in seen.words
    assert "Đã chuyển về bước “" in seen.steps["reserve_sky"].name
    assert "Có thể chuyển về bước “" in seen.steps["print_licence"].name
    assert "Đã chuyển về bước trước" in seen.legend and "Có thể chuyển về bước trước" in seen.legend
