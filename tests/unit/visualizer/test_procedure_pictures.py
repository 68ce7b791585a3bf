"""What the picture of a procedure tells before any case exists; and conditions in the words of the form."""

from engine.core.identifiers import ProcedureId, ProcedureVersion
from procedure_defs.catalogue import load_catalogue
from tests.support.birth_pictures import NEW, OLD, birth_definition, directory
from tests.support.kite_licence import DIRECTORY, kite_definition
from tests.support.svg_reading import Picture, read_picture
from visualizer.case_picture import procedure_svg


def test_the_new_birth_procedure_shows_limits_conditions_documents_and_order() -> None:
    seen = read_picture(procedure_svg(birth_definition(NEW), directory()))
    assert "3 ngày làm việc" in seen.words
    assert "Điều 5" in seen.words
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


def _drawn(seen: Picture, kind: str) -> set[tuple[str | None, str | None]]:
    groups = (g for g in seen.root.iter("{http://www.w3.org/2000/svg}g") if g.get("class") == kind)
    return {(g.get("data-from"), g.get("data-to")) for g in groups if g.get("data-from")}


def test_ways_back_to_an_earlier_step_are_arrows_with_a_word_and_in_the_legend() -> None:
    seen = read_picture(procedure_svg(birth_definition(NEW), directory()))
    back = {("register_residence", "register_birth"), ("issue_insurance_card", "register_birth")}
    assert _drawn(seen, "return") == back
    assert "Chuyển về" in seen.words
    assert "Có thể chuyển về bước trước" in seen.legend
    assert "Có thể chuyển về bước “Đăng ký khai sinh”" in seen.steps["register_residence"].name
    assert "chuyển về" not in read_picture(procedure_svg(birth_definition(OLD), directory())).words.lower()


def test_of_equally_long_branches_all_are_critical() -> None:
    permit = load_catalogue().get(ProcedureId("construction-permit"), ProcedureVersion("2026-07-01"))
    assert set(read_picture(procedure_svg(permit, directory())).critical_steps) == set(permit.steps)


def test_documents_stand_in_the_legend_only_where_one_is_handed_over() -> None:
    permit = load_catalogue().get(ProcedureId("construction-permit"), ProcedureVersion("2026-07-01"))
    assert "Giấy tờ" not in read_picture(procedure_svg(permit, directory())).legend
    assert "Giấy tờ được tạo ra" in read_picture(procedure_svg(birth_definition(NEW), directory())).legend


def test_a_single_step_is_on_no_path() -> None:
    notice = load_catalogue().latest(ProcedureId("promotion-notice"))
    seen = read_picture(procedure_svg(notice, directory()))
    assert (len(seen.steps), seen.critical_steps, "Các bước quyết định lúc xong" in seen.legend) == (1, [], False)


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
