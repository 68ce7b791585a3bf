"""`lienthong procedures diff`: the facts of the two birth versions, reckoned by hand, and small changes of a kite licence."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.procedures import app
from cli.procedures.changes import Topic, changes, renamed_steps
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import DIRECTORY, KITE, kite_definition

OLD, NEW = "birth-residence-insurance@2024-07-01", "birth-residence-insurance@2026-09-01"


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, ["diff", *words], env={"COLUMNS": "220"})


@pytest.fixture(scope="module")
def birth() -> dict[str, Any]:
    return json.loads(_run(OLD, NEW, "--json", "--lang", "en").stdout)  # type: ignore[no-any-return]


def _change(birth: dict[str, Any], topic: str, of: str, field: str) -> tuple[str | None, str | None]:
    (found,) = [c for c in birth["changes"] if (c["topic"], c["of"], c["field"]) == (topic, of, field)]
    return found["old"], found["new"]


def test_what_authors_see_of_the_decree(birth: dict[str, Any]) -> None:
    """NĐ 301/2026 art. 6(1): 24 hours in place of the same working day; art. 6(4): the identity card; 3(4): VNeID."""
    assert _change(birth, "steps", "issue_identity_card", "step") == (None, "Issue the identity card")
    assert _change(birth, "limits", "register_birth", "within") == ("the same working day", "24 hours")
    assert _change(birth, "limits", "issue_identity_card", "within") == (None, "5 working days")
    assert _change(birth, "branches", "issue_identity_card", "needs") == (None, "register_residence")
    assert _change(birth, "suspensions", "supplement", "applicant_term") == (None, "7 working days")
    assert _change(birth, "suspensions", "supplement", "on_expiry") == ("nothing", "stop")
    assert _change(birth, "documents", "identity_card", "document") == (None, "Identity card")
    assert not [c for c in birth["changes"] if (c["topic"], c["of"]) == ("limits", "")], "the total stays three days"


@pytest.mark.parametrize(
    ("received", "promised", "old", "new"),
    [
        # Wednesday 14 October: three working days, 15, 16, 19. The same day; or 24 hours, to Thursday 09:00.
        # Two working days: from the close of the 14th, 15 and 16; or 16 h from Thursday 09:00: 7, 8, 1.
        (
            "2026-10-14T09:00:00+07:00",
            "2026-10-19T17:00:00+07:00",
            {"register_birth": "2026-10-14T17:00:00+07:00", "register_residence": "2026-10-16T17:00:00+07:00"},
            {"register_birth": "2026-10-15T09:00:00+07:00", "register_residence": "2026-10-19T09:00:00+07:00"},
        ),
        # Wednesday 26 August: 27, 28 August, then the National Day from 29 August to 2 September, 3 September.
        (
            "2026-08-26T09:00:00+07:00",
            "2026-09-03T17:00:00+07:00",
            {"register_birth": "2026-08-26T17:00:00+07:00", "register_residence": "2026-08-28T17:00:00+07:00"},
            {"register_birth": "2026-08-27T09:00:00+07:00", "register_residence": "2026-09-03T09:00:00+07:00"},
        ),
        # Friday 20 November 15:10 counts as Monday 23; the 24th is the Culture Day; 25, 26, 27.
        ("2026-11-20T15:10:00+07:00", "2026-11-27T17:00:00+07:00", {}, {}),
    ],
)
def test_dates_under_both_versions(
    birth: dict[str, Any], received: str, promised: str, old: dict[str, str], new: dict[str, str]
) -> None:
    told = next(d for d in birth["dates"] if d["received"] == received)
    assert (told["old"]["promised"], told["new"]["promised"]) == (promised, promised)
    assert {step: told["old"]["due"][step] for step in old} == old
    assert {step: told["new"]["due"][step] for step in new} == new


def test_there_is_a_receipt_on_each_weekday_before_the_holiday(birth: dict[str, Any]) -> None:
    august = [d["received"][:10] for d in birth["dates"] if d["received"].endswith("T09:00:00+07:00")]
    assert {"2026-08-24", "2026-08-25", "2026-08-26", "2026-08-27", "2026-08-28"} <= set(august)


def test_the_identity_card_has_a_date_in_the_new_version_only(birth: dict[str, Any]) -> None:
    asked = [d for d in birth["dates"] if "issue_identity_card" in d["new"]["due"]]
    assert asked
    assert all("issue_identity_card" not in d["old"]["due"] for d in birth["dates"])


def test_the_table_for_people() -> None:
    said = _run(OLD, NEW).stdout
    for words in ("Nội dung", "Cấp thẻ căn cước", "trong ngày làm việc", "24 giờ", "T4 14/10/2026 09:00", "+3 ngày"):
        assert words in said
    assert "Wed 14/10/2026 09:00" in _run(OLD, NEW, "--lang", "en").stdout


def test_a_version_against_itself() -> None:
    said = _run(NEW, NEW)
    assert "Không có gì thay đổi." in said.stdout
    assert "ngày  " not in said.stdout.split("Chênh lệch")[1]


def test_a_file_with_problems_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("procedure: Kite\n", encoding="utf-8")
    refused = _run(str(broken), NEW)
    assert (refused.exit_code, "broken.yaml:1:" in refused.output) == (1, True)


def _told(**change: Any) -> list[tuple[Topic, str, str, str | None, str | None]]:
    new = changed_kite({place.replace("__", "."): value for place, value in change.items()})
    return [(c.topic, c.owner, c.field, c.old, c.new) for c in changes(kite_definition(), new, DIRECTORY, "en")]


def test_small_changes_are_told_once() -> None:
    assert _told() == []
    assert _told(steps__make_badge__agency="printer") == [
        (Topic.AGENCIES, "make_badge", "agency", "workshop", "printer")
    ]
    assert _told(steps__make_badge__when="case.windy") == [(Topic.BRANCHES, "make_badge", "when", "“Badge”", "“Windy”")]
    assert _told(total__cut_off="16:00") == [(Topic.LIMITS, "", "cut_off", "15:00", "16:00")]
    assert _told(documents__photo__required=True) == [(Topic.DOCUMENTS, "photo", "required", "false", "true")]


def test_a_step_under_a_new_name_is_no_step_taken_out() -> None:
    steps = {("badge" if name == "make_badge" else name): step for name, step in KITE["steps"].items()}
    renamed = kite_definition(steps=steps)
    assert renamed_steps(kite_definition(), renamed) == {"make_badge": "badge"}
    assert [(c.field, c.old, c.new) for c in changes(kite_definition(), renamed, DIRECTORY, "en")] == [
        ("name", "make_badge", "badge")
    ]


def test_the_rule_for_running_cases_names_the_new_step() -> None:
    steps = {
        ("stamp" if n == "make_badge" else n): {**s, "title": {"vi": n, "en": n}} for n, s in KITE["steps"].items()
    }
    rule = {"steps": {"make_badge": "stamp"}, "legal_basis": [{"ref": "Kite Act"}]}
    assert renamed_steps(kite_definition(), kite_definition(steps=steps, running_cases=rule)) == {"make_badge": "stamp"}
