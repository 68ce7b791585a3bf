"""What a picture of a case must say, at the moments that matter to the people who look at it."""

import pytest

from engine.core.case import StepStatus
from engine.core.words import STEP_STATUS
from tests.support.birth_pictures import APPLICANT_WORDS, directory, picture_moments
from tests.support.svg_reading import Picture, read_picture
from visualizer.case_picture import case_svg

MOMENTS = sorted(picture_moments())


def picture(moment: str, language: str = "vi") -> Picture:
    case, as_of = picture_moments()[moment]
    return read_picture(case_svg(case.definition, directory(), case.state, case.times(as_of), language))


def test_a_case_just_received_is_open_at_its_first_agency() -> None:
    seen = picture("received")
    assert "Chờ nhận xử lý" in seen.steps["register_birth"].words
    assert "Hẹn 09:00 ngày 08/09/2026" in seen.steps["register_birth"].name
    assert "Chưa đến lượt" in seen.steps["register_residence"].words
    assert "Dự kiến" in seen.steps["register_residence"].words
    assert "H99.01.01-260907-0001" in seen.words
    assert "17:00 ngày 10/09/2026" in seen.words


def test_lanes_are_the_agencies_that_handle_the_case() -> None:
    assert picture("received").lanes == [
        "Ủy ban nhân dân phường Mẫu Đơn – hộ tịch",
        "Công an phường Mẫu Đơn",
        "Bảo hiểm xã hội tỉnh Hoa Mẫu",
        "Công an tỉnh Hoa Mẫu – quản lý căn cước",
        "Ủy ban nhân dân phường Mẫu Đơn",
    ]


def test_before_the_receipt_the_lanes_are_kinds_of_agency() -> None:
    seen = picture("submitted")
    assert "Công an cấp xã" in seen.lanes
    assert "Mới đăng ký" in seen.words
    assert "Chưa có mã hồ sơ" in seen.words


def test_waiting_for_a_supplement_shows_since_when_and_until_when() -> None:
    seen = picture("waiting_for_supplement")
    step = seen.steps["register_birth"]
    assert step.mark == "suspended"
    assert "Chờ bổ sung hồ sơ khai sinh từ 14:00 ngày 07/09/2026 đến nay" in step.name
    assert "Hạn bổ sung: hết ngày 16/09/2026" in step.name
    assert "đang tạm dừng" in step.words
    assert step.hatched == 1
    assert "Tạm dừng tính thời hạn" in seen.words


def test_a_suspension_that_ended_stays_visible() -> None:
    step = picture("completed_late_story").steps["register_birth"]
    assert "từ 10:00 ngày 24/08/2026 đến 14:00 ngày 28/08/2026" in step.name
    assert step.hatched == 1


def test_steps_overdue_side_by_side_are_both_marked() -> None:
    seen = picture("overdue_in_parallel")
    for step in ("register_residence", "issue_insurance_card"):
        assert "Đang quá hạn" in seen.steps[step].words
    assert "Phạm Văn Cư Trú" in seen.steps["register_residence"].words
    assert "Đang quá hạn" not in seen.steps["register_birth"].words


def test_done_early_on_time_and_late_are_told_apart() -> None:
    seen = picture("completed_late_story")
    assert {name: step.mark for name, step in seen.steps.items()} == {
        "register_birth": "done_late",
        "register_residence": "done_on_time",
        "issue_insurance_card": "done_early",
    }
    assert "Đã xử lý xong: quá hạn" in seen.steps["register_birth"].words
    assert "Xong 15:00 ngày 04/09/2026" in seen.steps["register_residence"].name


def test_what_will_not_happen_after_a_refusal_says_so() -> None:
    seen = picture("refused_at_birth")
    assert "Từ chối 15:00 ngày 07/09/2026" in seen.steps["register_birth"].name
    assert seen.steps["register_residence"].mark == "unreached"
    assert "Dự kiến" not in seen.words


def test_after_a_withdrawal_open_steps_have_stopped_and_nothing_is_overdue() -> None:
    seen = picture("withdrawn")
    assert "Công dân rút hồ sơ" in seen.words
    assert seen.steps["register_residence"].mark == "stopped"
    assert seen.critical_steps == []


def test_an_optional_step_tells_its_condition_and_whether_it_holds() -> None:
    asked, not_asked = picture("identity_card"), picture("received")
    assert asked.steps["issue_identity_card"].mark == "claimed"
    assert "hiện: không" in not_asked.steps["issue_identity_card"].name
    assert "Đề nghị cấp thẻ căn cước" in not_asked.steps["issue_identity_card"].name


def test_the_critical_path_is_drawn_and_named() -> None:
    seen = picture("identity_card")
    assert seen.critical_steps == ["register_birth", "register_residence"], "the card is outside what was promised"
    assert "Các bước quyết định tổng thời hạn" in seen.words


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_status_is_a_word_in_its_box_and_in_the_legend(moment: str) -> None:
    seen = picture(moment)
    for step in seen.steps.values():
        assert step.status in seen.legend
        assert step.status in " ".join(step.words.split())


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_legend_names_no_status_that_the_picture_does_not_show(moment: str) -> None:
    seen = picture(moment)
    shown = {step.status for step in seen.steps.values()}
    absent = {STEP_STATUS[status].vi for status in StepStatus} - shown - {STEP_STATUS[StepStatus.COMPLETED].vi}
    assert [words for words in absent if words in seen.legend] == []
    assert ("Đang quá hạn" in seen.legend) == any("Đang quá hạn" in step.words for step in seen.steps.values())
    assert ("Khoảng tạm dừng" in seen.legend) == any(step.hatched for step in seen.steps.values())


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_picture_holds_personal_data_of_the_applicant(moment: str) -> None:
    text = picture(moment).source
    assert [word for word in APPLICANT_WORDS if word in text] == []


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_english_picture_says_nothing_in_vietnamese_but_names(moment: str) -> None:
    seen = picture(moment, "en")
    vietnamese = ("Đang", "Chờ", "Hẹn", "Dự kiến", "Thời hạn", "Chú giải", "Tính đến")
    assert [word for word in vietnamese if word in seen.words] == []
    assert "As of" in seen.words


def test_an_answer_of_an_agency_system_is_shown_only_when_it_is_late() -> None:
    """The card was opened on Monday 7 September at 16:00: it had to be answered for by Tuesday 09:00."""
    assert "Xác nhận" not in picture("completed_early").steps["issue_insurance_card"].words
    late = picture("overdue_in_parallel")
    assert "Xác nhận đang quá hạn (09:00 ngày 08/09/2026)" in late.steps["issue_insurance_card"].name
    assert "Xác nhận" not in late.steps["register_residence"].words
