"""The law is public; monitoring asks without a token."""

from __future__ import annotations

from pathlib import Path

from tests.support.served_api import ServedApi, served_api

NEW = "/procedures/birth-residence-insurance/2026-09-01"


def test_procedures_are_listed_with_their_versions(api: ServedApi) -> None:
    items = api.as_nobody.get("/procedures").json()["items"]
    known = {(item["procedure"], item["version"]): item for item in items}
    new = known["birth-residence-insurance", "2026-09-01"]
    assert ("birth-residence-insurance", "2024-07-01") in known
    assert (new["effective_from"], new["total"]["words"]["vi"]) == ("2026-09-01", "3 ngày làm việc")
    assert new["href"] == NEW


def test_procedure_with_its_rules(api: ServedApi) -> None:
    procedure = api.as_nobody.get(NEW).json()
    steps = {step["id"]: step for step in procedure["step_rules"]}
    assert steps["register_residence"]["needs"] == ["register_birth"]
    assert steps["register_residence"]["within_when"][0]["limit"]["n"] == "5"
    assert steps["issue_insurance_card"]["automatic"] is True
    assert steps["issue_identity_card"]["when"] == "form.wants_identity_card"
    requester = next(field for field in procedure["form"] if field["name"] == "requester")
    assert {field["name"] for field in requester["fields"] if field["required"]} == {"full_name", "personal_id"}
    assert procedure["cut_off"] == "15:00"


def test_procedure_with_its_statutory_papers(api: ServedApi) -> None:
    procedure = api.as_nobody.get("/procedures/birth-residence-insurance/2024-07-01").json()
    older, newer = procedure["form_sets"]
    assert procedure["dossier_code"] == "qd-20-2020"
    assert [(older["id"], older["effective_to"]), (newer["id"], newer["effective_from"])] == [
        ("tt-01-2018", "2025-09-14"),
        ("tt-03-2025", "2025-09-15"),
    ]
    assert older["forms"][0] == {
        "number": "01",
        "title": {"vi": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "en": "Receipt and appointment slip"},
        "paper": "A5",
    }
    assert len(newer["forms"]) == 7


def test_procedure_as_a_graph(api: ServedApi) -> None:
    answer = api.as_nobody.get(f"{NEW}/graph.svg")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert "Đăng ký khai sinh" in answer.text
    assert "Register" in api.as_nobody.get(f"{NEW}/graph.svg", params={"lang": "en"}).text


def test_unknown_version_is_not_found(api: ServedApi) -> None:
    answer = api.as_nobody.get("/procedures/birth-residence-insurance/1999-01-01")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_alive_and_ready(api: ServedApi) -> None:
    assert api.as_nobody.get("/health").json() == {"status": "alive"}
    assert api.as_nobody.get("/ready").json()["status"] == "ready"


def test_alive_but_not_ready_without_its_tables(tmp_path: Path) -> None:
    with served_api(tmp_path) as api:
        api.product.database.close()
        (tmp_path / "lienthong.db").unlink()
        assert api.as_nobody.get("/health").status_code == 200
        answer = api.as_nobody.get("/ready")
        assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
        assert answer.json()["problems"]


def test_conditions_and_choices_come_with_the_words_that_people_read(api: ServedApi) -> None:
    permit = api.as_nobody.get("/procedures/construction-permit/2026-07-01").json()
    (kind,) = (field for field in permit["form"] if field["name"] == "kind")
    assert kind["choices"][0] == {"name": "house", "title": {"vi": "Nhà ở riêng lẻ", "en": "A house"}}
    variants = {variant["when"]: variant["when_words"]["vi"] for variant in permit["total_variants"]}
    assert variants["form.kind == 'house'"] == "“Loại đề nghị” là “Nhà ở riêng lẻ”"
    asked = [paper["required_when_words"]["en"] for paper in permit["documents"] if paper["required_when"]]
    assert asked and not any("==" in words for words in asked)
