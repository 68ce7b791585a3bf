"""What the picture of a procedure tells before any case exists; and conditions in the words of the form."""

from engine.core.identifiers import ProcedureId, ProcedureVersion
from procedure_defs.catalogue import load_catalogue
from tests.support.birth_pictures import NEW, OLD, birth_definition, directory
from tests.support.kite_licence import DIRECTORY, kite_definition
from tests.support.svg_reading import read_picture
from visualizer.case_picture import procedure_svg


def test_the_new_birth_procedure_shows_limits_conditions_documents_and_order() -> None:
    seen = read_picture(procedure_svg(birth_definition(NEW), directory()))
    assert "3 ngày làm việc" in seen.words
    assert "NĐ 301/2026/NĐ-CP, Điều 5" in seen.words
    assert "Giấy khai sinh" in seen.words
    always, if_asked = ["Bước 1", "Bước 2", "Bước 3"], ["Bước 4 · tùy trường hợp", "Bước 5 · tùy trường hợp"]
    assert [step.status for step in seen.steps.values()] == [*always, *if_asked]
    assert "Thời hạn 24 giờ" in seen.steps["register_birth"].name
    assert "5 ngày làm việc nếu “Phải xác minh theo Luật Cư trú”" in seen.steps["register_residence"].name
    assert "(7 ngày làm việc)" in seen.steps["register_birth"].name
    assert "Đề nghị cấp thẻ căn cước" in seen.steps["issue_identity_card"].name
    assert "tự động" in seen.steps["issue_insurance_card"].words
    assert "xác nhận trong 2 giờ làm việc" in seen.steps["issue_insurance_card"].words


def test_the_old_birth_procedure_has_no_identity_card() -> None:
    seen = read_picture(procedure_svg(birth_definition(OLD), directory()))
    assert "issue_identity_card" not in seen.steps
    assert "trong ngày làm việc" in seen.steps["register_birth"].words


def test_a_procedure_that_nobody_knows_is_drawn_just_the_same() -> None:
    seen = read_picture(procedure_svg(kite_definition(), DIRECTORY, "en"))
    assert seen.lanes == ["workshop", "sky_office", "printer"]
    assert "2 working days" in seen.words


def test_a_condition_is_drawn_in_the_words_of_the_form() -> None:
    permit = load_catalogue().get(ProcedureId("construction-permit"), ProcedureVersion("2026-07-01"))
    assert "nếu “Loại đề nghị” là “Nhà ở riêng lẻ”" in read_picture(procedure_svg(permit, directory())).words


def test_one_kind_in_two_places_has_two_lanes() -> None:
    catalogue = load_catalogue()
    chain = catalogue.latest(ProcedureId("military-registration-move"))
    seen = read_picture(procedure_svg(chain, catalogue.agencies, "en"))
    assert seen.lanes == [
        "Commune military command – The territory of the case",
        "Commune police – New home",
        "Commune military command – New home",
    ]
    assert "10 working days (NĐ 13/2016/NĐ-CP" in seen.words and ": 10 days)" in seen.words
