"""A picture promises no stop that the law does not give, tells what the total is for, and prints no guess like a fact."""

import pytest

from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import ProcedureId, ProcedureVersion
from procedure_defs.catalogue import load_catalogue
from tests.support.birth_pictures import BIRTH, NEW, directory, picture_moments
from tests.support.svg_reading import Picture, read_picture
from visualizer.build_diagram import procedure_diagram
from visualizer.case_picture import case_svg, procedure_mermaid, procedure_svg
from visualizer.diagram import Diagram

SHIPPED = load_catalogue()


def definition(procedure: str, version: str) -> ProcedureDefinition:
    return SHIPPED.get(ProcedureId(procedure), ProcedureVersion(version))


def drawn(procedure: str, version: str, language: str = "vi") -> Picture:
    return read_picture(procedure_svg(definition(procedure, version), SHIPPED.agencies, language))


def diagram(procedure: str, version: str, language: str = "vi") -> Diagram:
    return procedure_diagram(definition(procedure, version), SHIPPED.agencies, language)


def moment(name: str, language: str = "vi") -> Picture:
    case, as_of = picture_moments()[name]
    return read_picture(case_svg(case.definition, directory(), case.state, case.times(as_of), language))


def test_a_wait_that_stops_nothing_is_no_suspension() -> None:
    birth = drawn(BIRTH, NEW).steps["register_birth"].name
    assert "ghi nhận việc chờ, không dừng thời hạn: Chờ Công an xử lý vướng mắc" in birth
    assert "Có thể tạm dừng: Chờ Công an" not in birth
    assert "Có thể tạm dừng: Chờ bổ sung hồ sơ khai sinh" in birth
    land = drawn("land-transfer", "2026-07-01", "en")
    assert "A wait may be noted, the time limit runs on: Waiting for originals" in land.steps["register_and_sign"].name
    assert (
        "A wait may be noted, the time limit runs on: Waiting for the commune's reply"
        in land.steps["measure_and_post"].name
    )
    assert "May be suspended: Waiting for the financial obligation" in land.steps["register_and_sign"].name


def test_a_supplement_that_counts_anew_says_so() -> None:
    record = drawn("judicial-record", "2010-07-01", "en")
    assert "May be suspended, then counts anew" in record.steps["issue_record"].name


def test_in_a_case_a_noted_wait_has_a_strip_of_its_own_and_is_in_the_legend() -> None:
    noted, stopped = moment("noting_a_wait"), moment("waiting_for_supplement")
    assert "đến nay (không dừng thời hạn)" in noted.steps["register_birth"].name
    assert (noted.steps["register_birth"].hatched, stopped.steps["register_birth"].hatched) == (0, 1)
    assert "Việc chờ được ghi nhận, không dừng thời hạn" in noted.legend
    assert "Khoảng tạm dừng" not in noted.legend
    assert "không dừng" not in stopped.words


OUTSIDE = [
    (
        BIRTH,
        NEW,
        {"issue_identity_card", "support_mother"},
        ["register_birth", "register_residence", "issue_insurance_card"],
    ),
    ("citizen-feedback", "2022-08-01", {"publish_answer"}, ["classify_feedback", "answer_feedback"]),
    ("military-registration-first", "2016-04-08", {"report"}, []),
]


@pytest.mark.parametrize(("procedure", "version", "outside", "critical"), OUTSIDE)
def test_steps_outside_the_total_are_marked_and_decide_nothing_of_it(
    procedure: str, version: str, outside: set[str], critical: list[str]
) -> None:
    seen = drawn(procedure, version)
    assert {step for step, box in seen.steps.items() if "Ngoài tổng thời hạn" in box.name} == outside
    assert {step for step, box in seen.steps.items() if "Ngoài tổng thời hạn" in box.words} == outside
    assert "Ngoài tổng thời hạn" in seen.legend
    assert seen.critical_steps == critical
    assert ("Các bước quyết định tổng thời hạn" in seen.legend) == bool(critical)


def test_the_head_tells_which_steps_the_total_is_for() -> None:
    facts = {fact.label: fact.value for fact in diagram(BIRTH, NEW).facts}
    assert facts["Tổng thời hạn gồm"] == "bước 1, 2, 3"
    english = {fact.label: fact.value for fact in diagram("military-registration-first", "2016-04-08", "en").facts}
    assert english["The total limit is for"] == "step 1"


def test_a_step_that_a_covered_one_waits_for_uses_up_the_total_too() -> None:
    licence = drawn("driving-licence-exchange", "2025-03-01")
    assert "bước 3 (kể cả thời gian chờ bước 1, 2)" in licence.words
    assert "Ngoài tổng thời hạn" not in licence.words


def test_without_a_total_no_step_is_outside_it() -> None:
    land = drawn("land-transfer", "2026-07-01")
    assert "Ngoài tổng thời hạn" not in land.words and "Tổng thời hạn gồm" not in land.words


def test_a_running_case_marks_the_same() -> None:
    seen = moment("identity_card", "en")
    assert "Outside the total limit" in seen.steps["issue_identity_card"].words
    assert "Outside the total limit" not in seen.steps["register_residence"].words
    assert seen.critical_steps == ["register_birth", "register_residence"]
    assert "Critical path of the total limit" in seen.legend
    assert "The total limit is for steps 1, 2, 3" in seen.words


DOUBTS = [
    ("driving-licence-exchange", "2025-03-01", {"Tổng thời hạn", "Căn cứ"}, "chưa xác minh"),
    ("death-residence-benefits", "2024-07-01", {"Tổng thời hạn", "Căn cứ"}, "theo nguồn thứ cấp"),
    (BIRTH, NEW, set[str](), ""),
]


@pytest.mark.parametrize(("procedure", "version", "labels", "doubt"), DOUBTS)
def test_what_was_not_read_is_marked_in_the_head(procedure: str, version: str, labels: set[str], doubt: str) -> None:
    found = {fact.label: fact.doubt for fact in diagram(procedure, version).facts if fact.doubt}
    assert found == dict.fromkeys(labels, doubt)


def test_a_doubt_is_drawn_thin_below_its_fact() -> None:
    seen = drawn("driving-licence-exchange", "2025-03-01")
    words = [text for text in seen.root.iter("{http://www.w3.org/2000/svg}text") if text.text == "(chưa xác minh)"]
    assert len(words) == 3, "the total, its article, and the step"
    assert [text.get("font-weight") for text in words] == [None] * 3


def test_what_was_not_read_is_marked_in_the_boxes() -> None:
    feedback = drawn("citizen-feedback", "2022-08-01", "en").steps
    assert "Time limit 13 working days (not verified)" in feedback["answer_feedback"].name
    assert "Time limit 2 working days (from a secondary source)" in feedback["classify_feedback"].name
    assert "(5 working days) (from a secondary source)" in feedback["classify_feedback"].name
    assert "24 giờ;" in drawn(BIRTH, NEW).steps["register_birth"].name, "read in the decree"
    chart = procedure_mermaid(definition("citizen-feedback", "2022-08-01"), SHIPPED.agencies)
    assert "13 ngày làm việc (chưa xác minh)" in chart


def test_words_that_say_it_themselves_are_not_marked_twice() -> None:
    total = diagram("land-transfer", "2026-07-01").facts[0]
    assert (total.value, total.doubt) == ("thời hạn chưa xác minh", "")


@pytest.mark.parametrize(
    ("procedure", "version", "published"),
    [
        ("judicial-record", "2010-07-01", "15 ngày (Báo cáo VPCP tháng 6/2024, Phụ lục VIII, I-2)"),
        ("direct-sale-notice", "2024-07-01", "3 ngày làm việc (Điều 4 QĐ 1372/QĐ-BCT)"),
    ],
)
def test_the_published_term_stands_beside_the_laws(procedure: str, version: str, published: str) -> None:
    facts = {fact.label: fact for fact in diagram(procedure, version).facts}
    shown = facts["Thời hạn công bố"]
    assert shown.value.replace("\u00a0", " ") == published
    assert shown.doubt == "theo nguồn thứ cấp"
    assert "Tổng thời hạn" in facts


def test_a_case_shows_the_published_term_and_doubts_of_its_limit_too() -> None:
    case, as_of = picture_moments()["received"]
    unread = definition("judicial-record", "2010-07-01").total
    total = case.definition.total.model_copy(update={"published": unread.published, "legal_basis": unread.legal_basis})
    changed = case.definition.model_copy(update={"total": total})
    seen = read_picture(case_svg(changed, directory(), case.state, case.times(as_of)))
    assert "Thời hạn công bố 15 ngày" in seen.words
    assert "Thời hạn 3 ngày làm việc (theo nguồn thứ cấp)" in seen.words
