"""Why a due date is what it is, told of stories worked out by hand from the rules (R7, R10-R13, R23)."""

from typing import Any

from engine.core.actors import SYSTEM
from engine.core.calendars import CalendarBook, CalendarDefinition
from engine.core.explain import explain_due_dates
from engine.core.explanation import DueExplanation, ShiftReason
from engine.core.explanation_words import sentences
from engine.core.identifiers import CalendarId
from engine.core.law import Law
from engine.core.legal_time import DayMark
from tests.support.kite_changes import changed_kite
from tests.support.kite_extensions import extend, extending_law, reserving
from tests.support.kite_licence import DIRECTORY, OFFICE, OFFICER, at, kite_law
from tests.support.kite_story import KiteStory
from tests.support.late_calendar import late_law


def explained(story: KiteStory, when: str, step: str | None = None) -> DueExplanation:
    found = explain_due_dates(story.law, story.state, at(when))
    return next(told for told in found if told.step == step)


def told(story: KiteStory, when: str, step: str | None = None, language: str = "vi") -> str:
    return "\n".join(sentences(explained(story, when, step), language))


def over_national_day() -> KiteStory:
    """Received after the cut-off before a swapped Saturday; a supplement; the branches run over the days off."""
    story = KiteStory().received("2026-08-21 15:10").asked("2026-08-22 10:00")
    story.give("hand_in_supplement", "2026-08-28 14:00", OFFICER, step="inspect_kite",
               documents=[{"document": "photo"}])  # fmt: skip
    return story.inspected("2026-08-28 16:00")


def with_total(**total: Any) -> KiteStory:
    return KiteStory(law=kite_law(changed_kite({f"total.{name}": value for name, value in total.items()})))


def test_before_the_receipt_there_is_nothing_to_explain() -> None:
    story = KiteStory().submit("2026-08-21 15:10")
    assert explain_due_dates(story.law, story.state, at("2026-08-21 16:00")) == ()


def test_every_day_of_the_total_has_its_name() -> None:
    total = explained(over_national_day(), "2026-08-29 10:00")
    (term,) = total.terms
    assert [(f"{day.on:%m-%d}", day.mark.value) for day in term.days] == [
        ("08-22", "start_day"),
        ("08-23", "weekly_rest"),
        *((f"08-{day}", "paused") for day in range(24, 29)),
        ("08-29", "weekly_rest"),
        ("08-30", "weekly_rest"),
        ("08-31", "holiday"),
        ("09-01", "holiday"),
        ("09-02", "holiday"),
        ("09-03", "counted"),
        ("09-04", "counted"),
        ("09-05", "weekly_rest"),
        ("09-06", "weekly_rest"),
        ("09-07", "counted"),
        ("09-08", "counted"),
        ("09-09", "counted"),
    ]
    holiday = next(day for day in term.days if day.mark is DayMark.HOLIDAY)
    assert holiday.day_off is not None and (holiday.day_off.name.vi, holiday.day_off.source) == (
        "Quốc khánh",
        "invented",
    )
    assert term.days[0].worked_for is not None and f"{term.days[0].worked_for.instead_of:%d/%m}" == "31/08"
    (hold,) = total.held_by
    assert (hold.agency, hold.reasons) == ("workshop-1", ("the photo is missing",))
    assert [basis.ref for basis in hold.legal_basis] == ["Kite Act"]
    assert total.shifted is not None and total.shifted.reason is ShiftReason.AFTER_CUT_OFF
    assert (total.due_at, f"{total.due_on}") == (at("2026-09-10 00:00"), "2026-09-09")


def test_the_total_in_vietnamese() -> None:
    assert told(over_national_day(), "2026-08-29 10:00") == (
        "Thời hạn giải quyết cả hồ sơ là 5 ngày làm việc (Điều 1 Kite Act).\n"
        "Hồ sơ được tiếp nhận lúc 15:10 thứ Sáu 21/08/2026, sau giờ chốt 15:00, nên được tính từ 08:00 thứ Bảy "
        "22/08/2026 (Điều 1 Kite Act).\n"
        "Ngày đầu tiên, thứ Bảy 22/08/2026 (làm bù cho thứ Hai 31/08/2026, theo an invented calendar), không tính vào "
        "thời hạn (khoản 2 và khoản 3 Điều 147 Bộ luật Dân sự số 91/2015/QH13).\n"
        "Không tính thời gian từ 10:00 thứ Bảy 22/08/2026 đến 14:00 thứ Sáu 28/08/2026 (supplement): workshop yêu cầu "
        "vì “the photo is missing” (Điều 1 Kite Act). Vì vậy 5 ngày không được tính: từ thứ Hai 24 đến thứ Sáu "
        "28/08/2026.\n"
        "Không tính 8 ngày nghỉ: Chủ nhật 23/08/2026, thứ Bảy 29 và Chủ nhật 30/08/2026, thứ Bảy 05 và Chủ nhật "
        "06/09/2026 (nghỉ hằng tuần); từ thứ Hai 31/08 đến thứ Tư 02/09/2026 (Quốc khánh, theo an invented calendar).\n"
        "Đếm đủ 5 ngày làm việc: thứ Năm 03 và thứ Sáu 04/09/2026, từ thứ Hai 07 đến thứ Tư 09/09/2026.\n"
        "Cộng lại: từ thứ Bảy 22/08 đến thứ Tư 09/09/2026 có 19 ngày, gồm 1 ngày đầu tiên, 8 ngày nghỉ, 5 ngày tạm "
        "dừng, 5 ngày được tính.\n"
        "Vì vậy hạn là hết thứ Tư 09/09/2026 (khoản 6 Điều 148 Bộ luật Dân sự số 91/2015/QH13).\n"
        "Giấy tiếp nhận đã hẹn trả kết quả vào 17:00 thứ Sáu 28/08/2026.\n"
        "Tính đến 10:00 thứ Bảy 29/08/2026: trong hạn."
    )


def test_a_step_of_working_hours_in_english() -> None:
    assert told(over_national_day(), "2026-08-29 10:00", "reserve_sky", "en") == (
        "The time limit for the step “Reserve the sky” (sky_office) is 2 working days (Kite Act, art. 1).\n"
        "This step began at 16:00 on Friday 28/08/2026.\n"
        "5 days off are not counted: Saturday 29 and Sunday 30/08/2026 (weekly rest); from Monday 31/08 to Wednesday "
        "02/09/2026 (Quốc khánh, by an invented calendar).\n"
        "Only working hours count: Friday 28/08/2026: 1 h; Thursday 03/09/2026: 8 h; Friday 04/09/2026: 7 h; in all "
        "16 h, that is 2 working days.\n"
        "By the clock, from 16:00 on Friday 28/08/2026 to 16:00 on Friday 04/09/2026 are 168 h: 16 h counted, 152 h "
        "outside working hours.\n"
        "So it is due at 16:00 on Friday 04/09/2026.\n"
        "As of 10:00 on Saturday 29/08/2026: in time."
    )


def test_hours_that_run_over_the_night_add_up() -> None:
    said = told(over_national_day(), "2026-08-29 10:00", "inspect_kite")
    assert "từ 08:00 thứ Bảy 22/08/2026 đến 10:00 thứ Bảy 22/08/2026: 2 giờ" in said
    assert "từ 14:00 thứ Sáu 28/08/2026 đến 12:00 thứ Bảy 29/08/2026: 22 giờ; cộng 24 giờ." in said


def test_while_it_waits_the_due_date_is_told_with_an_if() -> None:
    story = KiteStory().received("2026-08-28 14:10").asked("2026-08-28 16:00")
    said = told(story, "2026-09-03 10:00")
    assert "từ 16:00 thứ Sáu 28/08/2026 đến nay (supplement)" in said
    assert "Hiện đang tạm dừng tính thời hạn; nếu được tiếp tục ngay bây giờ thì tính như sau." in said
    assert "Khi đó hạn là hết thứ Năm 10/09/2026" in said
    assert "Vì vậy hạn là" not in said


def test_the_longer_limit_says_by_which_fact() -> None:
    story = KiteStory().received("2026-06-01 09:00", facts={"windy": True})
    limit = explained(story, "2026-06-01 10:00").limit
    assert (str(limit.limit), str(limit.ordinary), limit.condition) == (
        "8 working_days",
        "5 working_days",
        "case.windy",
    )
    said = told(story, "2026-06-01 10:00")
    assert "Thời hạn giải quyết cả hồ sơ là 8 ngày làm việc" in said
    assert "Thời hạn thông thường 5 ngày làm việc không áp dụng, vì có tình tiết: windy." in said


def test_a_step_that_nobody_has_reached_has_no_due_date() -> None:
    story = KiteStory().received("2026-06-01 09:00")
    sky = explained(story, "2026-06-01 10:00", "reserve_sky")
    assert (sky.terms, sky.due_at) == ((), None)
    assert told(story, "2026-06-01 10:00", "reserve_sky", "en").endswith("has not begun, so nothing is due yet.")


def test_a_last_day_on_a_day_off_rolls_to_the_next_working_day() -> None:
    """Civil Code art. 148(5): the fourth day is Tuesday 1 September, National Day; Thursday 3 September."""
    story = with_total(within="4 calendar_days").received("2026-08-28 10:10")
    total = explained(story, "2026-08-28 11:00")
    assert [day.on.day for day in total.terms[0].days if day.rolled] == [2, 3]
    assert (
        "Ngày cuối cùng của thời hạn là thứ Ba 01/09/2026 (Quốc khánh, theo an invented calendar), không phải ngày làm việc, nên thời hạn kết "
        "thúc vào ngày làm việc tiếp theo, thứ Năm 03/09/2026 (khoản 5 Điều 148 Bộ luật Dân sự số 91/2015/QH13)."
    ) in told(story, "2026-08-28 11:00")


def test_a_receipt_on_a_day_off_or_after_closing_says_so() -> None:
    sunday = with_total().received("2026-08-30 16:10")
    assert "vào ngày nghỉ, nên được tính từ 08:00 thứ Năm 03/09/2026" in told(sunday, "2026-09-03 09:00")
    evening = with_total(cut_off="18:00").received("2026-06-01 17:30")
    assert "sau giờ làm việc, nên được tính từ 08:00 thứ Ba 02/06/2026" in told(evening, "2026-06-02 09:00")


def test_a_request_after_the_due_date_does_not_move_it() -> None:
    story = KiteStory(law=kite_law(changed_kite({"steps.inspect_kite.within": "2 working_hours"})))
    story.received("2026-06-01 09:00").asked("2026-06-02 10:00")
    inspection = explained(story, "2026-06-03 09:00", "inspect_kite")
    assert [hold.step for hold in inspection.without_effect] == ["inspect_kite"]
    assert inspection.held_by == ()
    said = told(story, "2026-06-03 09:00", "inspect_kite")
    assert "Yêu cầu lúc 10:00 thứ Ba 02/06/2026 (supplement) đưa ra khi đã hết hạn" in said
    assert "Vì vậy hạn là 11:00 thứ Hai 01/06/2026." in said


def test_a_restart_says_from_when_it_counts_anew() -> None:
    story = KiteStory(law=kite_law(changed_kite({"suspensions.supplement.effect": "restart"})))
    story.received("2026-06-01 09:00").asked("2026-06-01 10:00")
    story.give("hand_in_supplement", "2026-06-03 14:00", OFFICER, step="inspect_kite",
               documents=[{"document": "photo"}])  # fmt: skip
    assert explained(story, "2026-06-03 15:00", "inspect_kite").restarted_at == at("2026-06-03 14:00")
    said = told(story, "2026-06-03 15:00", "inspect_kite")
    assert "Thời hạn được tính lại từ đầu, từ 14:00 thứ Tư 03/06/2026" in said
    assert "Vì vậy hạn là 14:00 thứ Năm 04/06/2026." in said


def test_of_a_withdrawn_case_nothing_is_due_any_more() -> None:
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-01 10:00")
    story.give("withdraw_case", "2026-06-02 09:00", OFFICER, reason="no wind")
    inspection = explained(story, "2026-06-10 09:00", "inspect_kite")
    assert (inspection.terms, inspection.due_at) == ((), None)
    said = told(story, "2026-06-10 09:00", "inspect_kite")
    assert said.endswith("Hồ sơ đã kết thúc khi việc này chưa có kết quả, nên không còn hạn.")


def test_an_outage_is_told_with_its_announcement() -> None:
    """24 hours from Monday 09:00, of which the system was down for three: Tuesday 12:00."""
    said = OFFICE.model_dump(by_alias=True)
    down = {"from": at("2026-06-01 11:00"), "to": at("2026-06-01 14:00"), "name": "Cổng ngừng", "source": "invented"}
    calendar = CalendarDefinition.model_validate({**said, "outages": [down]})
    law = Law(kite_law().definition, CalendarBook({CalendarId("office"): calendar}), DIRECTORY)
    story = KiteStory(law=law).received("2026-06-01 09:00")
    (hold,) = explained(story, "2026-06-01 15:00", "inspect_kite").held_by
    assert (hold.step, hold.legal_basis[0].ref) == (None, "an invented calendar")
    inspection = told(story, "2026-06-01 15:00", "inspect_kite")
    assert (
        "Không tính thời gian từ 11:00 thứ Hai 01/06/2026 đến 14:00 thứ Hai 01/06/2026 (cổng ngừng): hệ thống ngừng "
        "hoạt động theo thông báo (an invented calendar)."
    ) in inspection
    assert "Vì vậy hạn là 12:00 thứ Ba 02/06/2026." in inspection


def test_an_extension_is_told_with_its_reason_article_and_the_date_before() -> None:
    story = reserving(extending_law())
    extend(story, "2026-06-02 09:00", plus="2 working_days", agency_at_fault="workshop-1")
    found = explained(story, "2026-06-03 09:00", "reserve_sky")
    (letter,) = found.extended_by
    assert (letter.before, letter.after) == (at("2026-06-03 11:00"), at("2026-06-05 11:00"))
    assert [term.counted_seconds for term in found.terms] == [16 * 3600, 16 * 3600]
    for language in ("vi", "en"):
        said = told(story, "2026-06-03 09:00", "reserve_sky", language)
        assert "“strong wind”" in said and "Kite Act" in said and "workshop" in said
        assert "11:00" in said and "05/06/2026" in said


def test_the_total_tells_its_own_extension_only() -> None:
    story = reserving(extending_law(applies_to="total"))
    extend(story, "2026-06-02 09:00", plus="2 working_days")
    assert len(explained(story, "2026-06-03 09:00").extended_by) == 1
    assert explained(story, "2026-06-03 09:00", "reserve_sky").extended_by == ()


def test_the_total_adds_up_day_by_day_in_english() -> None:
    said = told(over_national_day(), "2026-08-29 10:00", language="en")
    assert "So 5 days are not counted: from Monday 24 to Friday 28/08/2026." in said
    assert (
        "In all, 19 days from Saturday 22/08 to Wednesday 09/09/2026: 1 first day, 8 days off, 5 days suspended, 5 days "
        "counted."
    ) in said


def test_a_limit_that_ends_on_a_day_off_adds_up_with_the_day_that_it_reaches() -> None:
    """Four days from Friday 28 August end on Tuesday 1 September; 2 September is off, too: Thursday 3 September."""
    said = told(with_total(within="4 calendar_days").received("2026-08-28 10:10"), "2026-08-28 11:00", language="en")
    assert "4 days are counted, days off included: from Saturday 29/08 to Tuesday 01/09/2026." in said
    assert "1 day off is passed over: Wednesday 02/09/2026 (Quốc khánh, by an invented calendar)." in said
    assert (
        "7 days from Friday 28/08 to Thursday 03/09/2026: 1 first day, 1 day off, 4 days counted, 1 working day" in said
    )


def test_a_month_says_how_many_days_it_is() -> None:
    """Civil Code art. 148(3): from Thursday 23 July to Sunday 23 August; Monday 24."""
    said = told(with_total(within="1 months").received("2026-07-23 09:00"), "2026-07-23 10:00")
    assert (
        "1 tháng, tính đến ngày tương ứng (khoản 3 Điều 148 Bộ luật Dân sự số 91/2015/QH13), là 31 ngày, kể cả ngày nghỉ: từ thứ Sáu 24/07 "
        "đến Chủ nhật 23/08/2026."
    ) in said
    assert "Vì vậy hạn là hết thứ Hai 24/08/2026" in said


def test_the_cut_off_cites_its_own_article_and_the_days_passed_over() -> None:
    basis = [{"ref": "Kite Decree", "article": "7"}]
    story = with_total(cut_off_basis=basis).received("2026-08-28 15:10")
    shifted = explained(story, "2026-09-03 09:00").shifted
    assert shifted is not None and [one.ref for one in shifted.legal_basis] == ["Kite Decree"]
    said = told(story, "2026-09-03 09:00")
    assert "sau giờ chốt 15:00, nên được tính từ 08:00 thứ Năm 03/09/2026 (Điều 7 Kite Decree)." in said
    assert (
        "Bỏ qua 5 ngày nghỉ: thứ Bảy 29 và Chủ nhật 30/08/2026 (nghỉ hằng tuần); từ thứ Hai 31/08 đến thứ Tư 02/09/2026 "
        "(Quốc khánh, theo an invented calendar)."
    ) in said


def test_a_late_decision_moves_the_promise_in_the_open() -> None:
    story = KiteStory(law=late_law()).received("2026-06-01 09:00").inspected("2026-06-02 09:00")
    story.give("reproject_due_dates", "2026-06-03 09:00", SYSTEM)
    assert (
        "Giấy tiếp nhận đã hẹn trả kết quả vào 17:00 thứ Hai 08/06/2026.\n"
        "Ngày hẹn trả đã được đổi từ 17:00 thứ Hai 08/06/2026 sang 17:00 thứ Ba 09/06/2026, ghi nhận lúc 09:00 thứ Tư "
        "03/06/2026, vì lịch nghỉ thay đổi: nghỉ thứ Sáu 05/06/2026 (hoán đổi với 13/6/2026, theo an invented calendar, "
        "công bố 03/06/2026)."
    ) in told(story, "2026-06-03 10:00")
    assert explained(story, "2026-06-03 10:00", "reserve_sky").promise_moves == ()
