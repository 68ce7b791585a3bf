"""`lienthong agencies`: the tree and who is competent, as of a day, without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path / "none"))


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["agencies", *words])
    return result.exit_code, result.output


@pytest.mark.parametrize(("on", "found"), [("2025-06-30", "sen-hong-police"), ("2025-07-01", "sen-trang-police")])
def test_who_is_competent(on: str, found: str) -> None:
    asked = ("resolve", "--kind", "commune_police", "--territory", "sen-hong", "--on", on)
    assert run(*asked)[1].startswith(f"{found}: Công an")
    said = json.loads(run(*asked, "--json")[1])
    assert (said["agency"], said["is_mirrored"]) == (found, False)


def test_a_ministrys_system_is_named() -> None:
    said = run("resolve", "--kind", "licence_police", "--territory", "mau-don", "--on", "2026-07-01")[1]
    assert ", trên hệ thống mps_driving_licences (của Bộ; ở đây chỉ phản ánh lại)" in said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--kind", "district_committee", "--territory", "mau-don", "--on", "2025-07-01"), 1),
        (("--kind", "wizards", "--territory", "mau-don"), 2),
        (("--kind", "court", "--territory", "atlantis"), 2),
        (("--kind", "court", "--territory", "mau-don", "--on", "1 July"), 2),
    ],
)
def test_what_cannot_be_answered(words: tuple[str, ...], code: int) -> None:
    assert run("resolve", *words)[0] == code


def test_the_tree_of_a_day() -> None:
    code, said = run("tree", "--on", "2025-06-30")
    assert code == 0 and "bach-van-committee" in said and "30/06/2025" in said
    roots = json.loads(run("tree", "--on", "2025-07-01", "--json")[1])
    assert "bach-van-committee" not in json.dumps(roots)
    assert {root["agency"] for root in roots} >= {"hoa-mau-committee", "hoa-mau-police", "hoa-mau-tax"}


def test_what_became_of_the_territory_is_told() -> None:
    """Also where nobody is competent: the district has been gone since 1 July 2025."""
    merged = ("resolve", "--kind", "commune_police", "--territory", "sen-hong", "--on")
    assert "Xã Sen Hồng (sen-hong) từ 01/07/2025 nhập vào Xã Sen Trắng (sen-trang)" in run(*merged, "2025-07-01")[1]
    assert "nhập vào" not in run(*merged, "2025-06-30")[1]
    (ended,) = json.loads(run(*merged, "2025-07-01", "--json")[1])["territory_ended"]
    assert (ended["since"], ended["became"], ended["lies_in"]) == ("2025-07-01", ["sen-trang"], "bach-van")
    code, said = run("resolve", "--kind", "commune_police", "--territory", "bach-van", "--on", "2025-07-01")
    assert code == 1 and "nơi thuộc địa bàn này nay thuộc Tỉnh Hoa Mẫu (hoa-mau)" in said
