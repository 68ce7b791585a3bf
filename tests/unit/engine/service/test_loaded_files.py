"""Machines that have read different files are told apart; the same meaning written otherwise is the same."""

from __future__ import annotations

import shutil
from pathlib import Path

from engine.service.loaded_files import word_of
from procedure_defs.catalogue import SHIPPED, load_catalogue
from tests.support.town_definitions import write_definitions

CALENDAR = "calendars/vn-saturday-morning.yaml"


def test_a_comment_and_another_file_name_are_no_difference(tmp_path: Path) -> None:
    before = word_of(load_catalogue(write_definitions(tmp_path)))
    calendar = tmp_path / CALENDAR
    calendar.write_text(f"# read on a Monday\n{calendar.read_text(encoding='utf-8')}", encoding="utf-8")
    calendar.rename(calendar.with_name("else.yaml"))
    assert word_of(load_catalogue(tmp_path)) == before and len(before) == 12


def test_other_hours_are_another_word(tmp_path: Path) -> None:
    before = word_of(load_catalogue(write_definitions(tmp_path)))
    calendar = tmp_path / CALENDAR
    calendar.write_text(calendar.read_text(encoding="utf-8").replace("08:00", "08:30"), encoding="utf-8")
    assert word_of(load_catalogue(tmp_path)) != before


def test_a_procedure_or_a_form_set_that_one_machine_lacks_is_another_word(tmp_path: Path) -> None:
    words = [word_of(load_catalogue(write_definitions(tmp_path)))]
    shutil.copytree(SHIPPED / "form_sets", tmp_path / "form_sets")
    words.append(word_of(load_catalogue(tmp_path)))
    shutil.copytree(SHIPPED / "judicial-record", tmp_path / "judicial-record")
    words.append(word_of(load_catalogue(tmp_path)))
    assert len(set(words)) == 3
