"""What Prefect shows of a case, in words; among it, whether the agencies' systems answered in time that they have the work."""

import pytest

from engine.core.actors import SYSTEM
from engine.service.execution_report import case_report, waiting_message
from tests.support.kite_extensions import extend, extending_law, reserving
from tests.support.kite_story import KiteStory


def report(story: KiteStory, when: str, language: str = "en") -> list[str]:
    return case_report(story.law, story.state, story.times(when), language).splitlines()


def handed_to_the_printer() -> KiteStory:
    return KiteStory().received("2026-06-01 09:00").inspected("2026-06-01 14:00")


@pytest.mark.parametrize(("when", "verdict"), [("2026-06-01 15:00", "In time"), ("2026-06-01 16:00:01", "Overdue")])
def test_an_answer_that_is_awaited(when: str, verdict: str) -> None:
    assert f"- Print the licence: due 16:00 on 01/06/2026, {verdict}" in report(handed_to_the_printer(), when)


def test_an_answer_that_came_late() -> None:
    story = handed_to_the_printer()
    story.give("acknowledge_work", "2026-06-01 16:30", SYSTEM, step="print_licence", reference="P-1")
    said = report(story, "2026-06-02 09:00", "vi")
    assert "Cơ quan xác nhận đã nhận việc:" in said
    assert "- Print the licence: hạn 16:00 ngày 01/06/2026, xác nhận 16:30 ngày 01/06/2026, Quá hạn" in said


def test_without_automatic_work_nothing_is_said_of_answers() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    assert not any("answers that" in line for line in report(story, "2026-06-01 10:00"))


def test_term_to_answer_is_said_so() -> None:
    story = KiteStory().received("2026-06-01 08:00")
    story.asked("2026-06-01 09:00")
    said = waiting_message(story.law, story.state, {}, "vi")
    assert "hạn trả lời hết ngày 10/06/2026" in said


def test_an_extension_shows_the_date_before_and_nothing_personal() -> None:
    story = reserving(extending_law(applies_to="both"))
    extend(story, "2026-06-02 09:00", plus="2 working_days", reason="Ông Giấy chưa đến")
    said = report(story, "2026-06-03 09:00", "vi")
    assert "Gia hạn (hạn ban đầu vẫn được ghi):" in said
    assert "- Reserve the sky: từ 11:00 ngày 03/06/2026 thành 11:00 ngày 05/06/2026" in said
    assert "- Toàn bộ hồ sơ: từ hết ngày 08/06/2026 thành hết ngày 10/06/2026" in said
    assert not any("Giấy" in line for line in said)
