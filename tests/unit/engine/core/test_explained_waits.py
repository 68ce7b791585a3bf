"""How the sentences tell what waits did: nothing and why, the same days only once, a long time in sums; letters; outages."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.core.calendars import CalendarBook, CalendarDefinition
from engine.core.day_words import MOST_RANGES, many_dates_words
from engine.core.definition import ProcedureDefinition
from engine.core.explain import explain_due_dates
from engine.core.explanation_words import sentences
from engine.core.identifiers import CalendarId
from engine.core.law import Law
from tests.support.kite_changes import changed_kite
from tests.support.kite_extensions import extend, extending_law, reserving
from tests.support.kite_licence import DIRECTORY, INSPECTOR, OFFICE, OFFICER, SKY_CLERK, at, kite_law
from tests.support.kite_story import KiteStory

DECREE = {"ref": "NĐ 301/2026/NĐ-CP", "article": "5"}


def told(story: KiteStory, when: str, step: str | None = None, language: str = "vi") -> str:
    found = explain_due_dates(story.law, story.state, at(when))
    return "\n".join(sentences(next(one for one in found if one.step == step), language))


def _waiting_sky(**total: Any) -> KiteStory:
    """Both branches run from Tuesday; the sky office waits for a photo from Wednesday to Monday, the printer does not."""
    changes = {"steps.reserve_sky.may": ["supplement"], **{f"total.{name}": value for name, value in total.items()}}
    story = KiteStory(law=kite_law(changed_kite(changes))).received("2026-06-01 09:00").inspected("2026-06-02 09:00")
    story.give(
        "request_supplement", "2026-06-03 09:00", SKY_CLERK, step="reserve_sky", reasons=["x"], documents=["photo"]
    )
    return story


def test_a_wait_beside_a_step_that_can_go_on_says_why_it_changes_nothing() -> None:
    story = _waiting_sky()
    assert (
        "Việc supplement từ 09:00 thứ Tư 03/06/2026, cho đến nay, không làm thay đổi hạn này, vì bước khác vẫn có thể "
        "tiến hành."
    ) in told(story, "2026-06-04 09:00")
    assert "has not changed this due date so far, because another step could go on." in told(
        story, "2026-06-04 09:00", language="en"
    )


def test_under_the_policy_any_the_same_wait_stops_the_total() -> None:
    assert "bước khác" not in told(_waiting_sky(policy="any"), "2026-06-04 09:00")


@pytest.mark.parametrize("answered", ["2026-06-06 10:00", "2026-06-06 11:00"])
def test_a_wait_that_took_no_day_does_not_speak_of_other_steps(answered: str) -> None:
    """Asked on a Saturday: answered in the same second, or an hour later, nothing but a day off is gone."""
    story = KiteStory().received("2026-06-05 09:00").asked("2026-06-06 10:00")
    story.give("hand_in_supplement", answered, OFFICER, step="inspect_kite", documents=[{"document": "photo"}])
    assert "bước khác" not in told(story, "2026-06-08 09:00")


def _same_day(cut_off: str | None = None) -> KiteStory:
    return KiteStory(law=kite_law(changed_kite({"total.within": "0 working_days", "total.cut_off": cut_off})))


def test_in_a_day_that_is_over_the_limit_cannot_end() -> None:
    """Without a cut-off the receipt of 17:30 stays; a step's day ends with its close, and so does the limit."""
    step = {"steps.inspect_kite.within": "0 working_days", "steps.inspect_kite.counting": "statutory"}
    law = kite_law(changed_kite({**step, "total.cut_off": None}))
    story = KiteStory(law=law).received("2026-06-01 17:30")
    said = told(story, "2026-06-01 17:40", "inspect_kite")
    assert "vì khi đó đã hết giờ làm việc, nên kết thúc vào thứ Ba 02/06/2026" in said
    assert "the working hours were over by then" in told(story, "2026-06-01 17:40", "inspect_kite", "en")


def test_in_a_day_that_a_wait_took_the_limit_cannot_end_and_it_says_which_wait() -> None:
    story = _same_day().received("2026-06-01 09:00").asked("2026-06-01 10:00")
    story.give(
        "hand_in_supplement", "2026-06-01 14:00", OFFICER, step="inspect_kite", documents=[{"document": "photo"}]
    )
    said = told(story, "2026-06-01 15:00")
    assert "vì ngày đó bị tạm dừng, nên kết thúc vào thứ Ba 02/06/2026" in said
    assert "Không tính thời gian từ 10:00 thứ Hai 01/06/2026 đến 14:00 thứ Hai 01/06/2026 (supplement)" in said
    assert "hết giờ" not in said


def _down(*outages: dict[str, Any], definition: ProcedureDefinition | None = None, **said: Any) -> Law:
    data = OFFICE.model_dump(by_alias=True)
    listed = [{"source": "invented", "name": {"vi": "Cổng ngừng", "en": "Portal down"}, **down} for down in outages]
    calendar = CalendarDefinition.model_validate({**data, "outages": listed, **said})
    return Law(definition or kite_law().definition, CalendarBook({CalendarId("office"): calendar}), DIRECTORY)


def test_days_of_two_waits_at_once_are_told_once() -> None:
    """A supplement from Tuesday to Friday, and an outage from Wednesday to Monday: Mon 8 is the outage's alone."""
    story = KiteStory(law=_down({"from": at("2026-06-03 09:00"), "to": at("2026-06-08 10:00")}))
    story.received("2026-06-01 09:00").asked("2026-06-02 08:30")
    story.give(
        "hand_in_supplement", "2026-06-05 10:00", OFFICER, step="inspect_kite", documents=[{"document": "photo"}]
    )
    said = told(story, "2026-06-08 11:00")
    assert "Vì vậy 4 ngày không được tính: từ thứ Ba 02 đến thứ Sáu 05/06/2026." in said
    assert "Ngoài các ngày đã nêu, 1 ngày nữa không được tính: thứ Hai 08/06/2026." in said


def test_a_wait_inside_another_names_no_day_again() -> None:
    story = KiteStory(law=_down({"from": at("2026-06-03 09:00"), "to": at("2026-06-04 10:00")}))
    story.received("2026-06-01 09:00").asked("2026-06-02 08:30")
    story.give(
        "hand_in_supplement", "2026-06-05 10:00", OFFICER, step="inspect_kite", documents=[{"document": "photo"}]
    )
    said = told(story, "2026-06-08 11:00")
    assert "Các ngày không được tính vì việc này đã nêu ở trên." in said
    assert said.count("từ thứ Ba 02 đến thứ Sáu 05/06/2026") == 1


def test_a_wait_over_a_year_is_summed_up() -> None:
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-02 08:30")
    total = told(story, "2027-11-30 09:00")
    assert "năm 2026 " in total and "năm 2027 " in total
    assert len(total) < 2500
    assert all(len(sentence) < 500 for sentence in total.split("\n"))


def test_a_few_ranges_are_listed_and_more_are_summed_by_months_then_by_years() -> None:
    mondays = [date(2026, 6, 1) + timedelta(weeks=n) for n in range(MOST_RANGES)]
    assert many_dates_words(mondays, "vi").count("thứ Hai") == MOST_RANGES
    more = [*mondays, date(2026, 8, 10)]
    assert many_dates_words(more, "vi") == (
        "từ 01/06/2026 đến 10/08/2026, gồm tháng 06/2026 5 ngày, tháng 07/2026 4 ngày, tháng 08/2026 2 ngày"
    )
    years = [date(2026, 1, 5) + timedelta(weeks=n) for n in range(104)]
    assert many_dates_words(years, "en") == "from 05/01/2026 to 27/12/2027: 52 in 2026, 52 in 2027"


def test_a_letter_says_the_date_that_it_gave() -> None:
    story = reserving(extending_law())
    extend(story, "2026-06-02 09:00", plus="2 working_days")
    assert ("hạn trước đó là 11:00 thứ Tư 03/06/2026, hạn mới là 11:00 thứ Sáu 05/06/2026 (Điều 9 Kite Act).") in told(
        story, "2026-06-03 09:00", "reserve_sky"
    )


def _is_under_the_decree() -> ProcedureDefinition:
    return changed_kite({"legal_basis": [DECREE]})


@pytest.mark.parametrize("is_linked", [True, False])
def test_an_outage_cites_its_notice_and_the_rule_of_the_procedures_that_are_under_it(is_linked: bool) -> None:
    law = _down(
        {"from": at("2026-06-01 11:00"), "to": at("2026-06-01 14:00"), "announced_on": "2026-06-01"},
        definition=_is_under_the_decree() if is_linked else None,
        decisions={"invented": {"ref": "TB 12/TB-BCA"}},
    )
    story = KiteStory(law=law).received("2026-06-01 09:00")
    said = told(story, "2026-06-01 15:00", "inspect_kite")
    rule = "; khoản 4 Điều 3 Nghị định số 301/2026/NĐ-CP" if is_linked else ""
    assert f"hệ thống ngừng hoạt động theo thông báo ngày 01/06/2026 (Thông báo số 12/TB-BCA{rule})." in said
    assert "an invented calendar" not in said


def test_who_asked_is_still_told_of_an_ordinary_wait() -> None:
    story = KiteStory().received("2026-06-01 09:00").asked("2026-06-01 10:00")
    assert INSPECTOR.agency == "workshop-1"
    assert "workshop yêu cầu vì “the photo is missing”" in told(story, "2026-06-02 09:00", "inspect_kite")
