"""Days off in words: days of one decision stand together, and each decision says once when it was announced."""

from datetime import date

from engine.core.day_off_words import SpecialDay, SpecialDays
from engine.core.definition_basics import LegalBasis

NOTICE = LegalBasis(ref="TB 9441/TB-BNV")
ANNOUNCED = date(2025, 10, 17)


def off(day: date, why: str) -> SpecialDay:
    return SpecialDay(day, why, "notice", NOTICE, ANNOUNCED)


def test_one_holiday_of_one_decision_is_one_phrase() -> None:
    days = [off(date(2026, 2, 14), "Tết Nguyên đán")]
    days += [off(date(2026, 2, day), "Tết Nguyên đán Bính Ngọ") for day in (15, 16)]
    assert SpecialDays("vi").told(days) == (
        "từ thứ Bảy 14 đến thứ Hai 16/02/2026 (Tết Nguyên đán, theo Thông báo số 9441/TB-BNV, công bố 17/10/2025)"
    )


def test_different_days_of_one_decision_cite_it_once() -> None:
    days = [off(date(2026, 8, 31), "exchanged"), off(date(2026, 9, 1), "National Day")]
    telling = SpecialDays("en")
    assert telling.told(days) == (
        "Monday 31/08/2026 (exchanged), Tuesday 01/09/2026 (National Day), all by TB 9441/TB-BNV, announced on 17/10/2025"
    )
    assert telling.note(days[0]) == "exchanged, by TB 9441/TB-BNV", "when it was announced has been said"


def test_ordinary_rest_stands_together_and_has_no_decision() -> None:
    rest = [SpecialDay(date(2026, 9, day), "nghỉ hằng tuần") for day in (5, 6, 12)]
    assert (
        SpecialDays("vi")
        .told([rest[0], off(date(2026, 9, 2), "Quốc khánh"), *rest[1:]])
        .startswith(
            "thứ Bảy 05 và Chủ nhật 06/09/2026, thứ Bảy 12/09/2026 (nghỉ hằng tuần); thứ Tư 02/09/2026 (Quốc khánh, theo"
        )
    )


def test_a_day_that_is_only_expected_says_so() -> None:
    day = SpecialDay(date(2027, 2, 5), "Tết Nguyên đán", "computed", is_expected=True)
    assert SpecialDays("vi").told([day]) == "thứ Sáu 05/02/2027 (Tết Nguyên đán, dự kiến, chưa công bố)"
