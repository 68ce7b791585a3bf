"""What pictures say of silence, of a late request, of a notice and of what no law limits: in words, not by colour alone."""

from tests.support.kite_licence import DIRECTORY, OFFICER, SKY_CLERK, at
from tests.support.svg_reading import Picture, read_picture
from tests.support.tree_house import Story, show_law, tree_house_law
from visualizer.case_picture import case_svg, procedure_svg


def picture(story: Story, now: str, language: str = "vi") -> Picture:
    seen = story.seen(at(now))
    return read_picture(case_svg(story.law.definition, DIRECTORY, seen, story.times(now), language))


def test_a_step_for_which_silence_has_answered() -> None:
    story = Story()
    story.received("2026-06-01 09:00")
    before = picture(story, "2026-06-02 10:00").steps["fire_opinion"]
    assert "Hết hạn không trả lời: coi như đồng ý" in before.name
    story.swept("2026-06-03 10:00", "fire_opinion")
    after = picture(story, "2026-06-03 10:00").steps["fire_opinion"]
    assert after.name.startswith("1. Fire safety: Coi như đồng ý; hết hạn không trả lời;")
    assert "Đúng hạn" not in after.name
    assert "Deemed agreed; no answer in time" in picture(story, "2026-06-03 10:00", "en").steps["fire_opinion"].name


def test_a_request_that_came_late() -> None:
    story = Story()
    story.received("2026-06-01 09:00")
    story.give("request_supplement", "2026-06-02 10:00", SKY_CLERK, step="fire_opinion", reasons=["plan"])
    story.give("hand_in_supplement", "2026-06-02 16:00", OFFICER, step="fire_opinion", note="here")
    assert "Yêu cầu muộn hơn quy định" in picture(story, "2026-06-02 17:00").steps["fire_opinion"].name


def test_a_late_notice_without_a_limit() -> None:
    story = Story(law=show_law())
    story.received("2026-06-10 09:00", show_on="2026-06-15")
    seen = picture(story, "2026-06-11 09:00")
    assert "hết ngày 07/06/2026 (nộp muộn)" in seen.words
    assert "không quy định thời hạn" in seen.words
    assert "Thời hạn không quy định thời hạn" in seen.steps["file_notice"].name
    assert "it is only kept" in seen.steps["file_notice"].name


def test_the_procedures_before_any_case() -> None:
    permit = read_picture(procedure_svg(tree_house_law().definition, DIRECTORY, "en"))
    assert "No answer in time: deemed agreed" in permit.steps["fire_opinion"].name
    show = read_picture(procedure_svg(show_law().definition, DIRECTORY, "en"))
    assert "no time limit in law" in show.words
    assert "5 working days" in show.words
