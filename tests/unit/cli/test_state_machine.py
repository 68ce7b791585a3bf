"""The page of the state machine shows every command of the tables, and is up to date."""

from __future__ import annotations

from pathlib import Path

from cli.state_machine import CASE_EVENTS, LAST_STEP_EVENTS, STEP_EVENTS, after_on_step, page
from engine.core.case import StepStatus
from engine.core.transitions import CASE_COMMANDS, STEP_COMMANDS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "state-machine.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m cli.state_machine > docs/state-machine.md"


def test_every_command_of_the_tables_has_its_event() -> None:
    assert set(CASE_EVENTS) == set().union(*CASE_COMMANDS.values())
    assert set(STEP_EVENTS) == set().union(*STEP_COMMANDS.values())
    assert set(LAST_STEP_EVENTS) <= set(STEP_EVENTS)


def test_every_command_is_an_arrow() -> None:
    shown = {line.rsplit(": ", 1)[1] for line in page().splitlines() if "-->" in line and ": " in line}
    assert set(CASE_EVENTS) | set(STEP_EVENTS) <= shown


def test_a_supplement_gives_the_step_back_to_whoever_had_claimed_it() -> None:
    assert after_on_step(StepStatus.SUSPENDED, "hand_in_supplement") == (StepStatus.OPEN, StepStatus.CLAIMED)
