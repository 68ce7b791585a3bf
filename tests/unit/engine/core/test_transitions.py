"""Every status meets every command: allowed by the table, or refused as a wrong status. No blank cell."""

import pytest

from engine.core.case import CaseStatus, StepStatus
from engine.core.transitions import CASE_COMMANDS, CLOSED, STEP_COMMANDS, case_admits, step_admits
from engine.core.who_may import NEEDED

ON_THE_CASE = {
    "submit_case",
    "receive_case",
    "refuse_receipt",
    "withdraw_case",
    "expire_supplement",
    "reproject_due_dates",
    "transfer_case",
    "migrate_case",
}
ON_A_STEP = set(NEEDED) - ON_THE_CASE

LAWFUL_ON_CASE = {
    (None, "submit_case"),
    ("submitted", "receive_case"),
    ("submitted", "refuse_receipt"),
    ("submitted", "withdraw_case"),
    ("in_progress", "withdraw_case"),
    ("in_progress", "expire_supplement"),
    ("in_progress", "reproject_due_dates"),
    ("in_progress", "migrate_case"),
    ("submitted", "transfer_case"),
    ("in_progress", "transfer_case"),
}
WORK = {
    "establish_fact",
    "complete_step",
    "refuse_step",
    "request_supplement",
    "return_to_step",
    "acknowledge_work",
    "extend_time_limit",
    "transfer_step",
    "assign_step",
    "ask_opinion",
    "give_opinion",
    "withdraw_opinion",
    "hand_in_supplement",  # of what is waited for beside the work
    "resume_time_limit",
}
LAWFUL_ON_STEP = {
    "open": {"claim_step", *WORK},
    "claimed": {"release_step", *WORK},
    "suspended": {
        *("hand_in_supplement", "resume_time_limit", "extend_time_limit", "transfer_step", "assign_step"),
        *("give_opinion", "withdraw_opinion"),
    },
}


@pytest.mark.parametrize("status", [None, *CaseStatus])
@pytest.mark.parametrize("command", sorted(ON_THE_CASE))
def test_case_status_meets_command(status: CaseStatus | None, command: str) -> None:
    lawful = (status.value if status else None, command) in LAWFUL_ON_CASE
    assert case_admits(status, command) is lawful


@pytest.mark.parametrize("status", list(StepStatus))
@pytest.mark.parametrize("command", sorted(ON_A_STEP))
def test_step_status_meets_command(status: StepStatus, command: str) -> None:
    lawful = command in LAWFUL_ON_STEP.get(status.value, set())
    assert step_admits(CaseStatus.IN_PROGRESS, status, command) is lawful


@pytest.mark.parametrize("case", [None, *(s for s in CaseStatus if s is not CaseStatus.IN_PROGRESS)])
def test_no_step_moves_outside_a_case_in_progress(case: CaseStatus | None) -> None:
    assert not any(step_admits(case, step, command) for step in StepStatus for command in NEEDED)


def test_tables_have_a_row_for_every_status() -> None:
    assert set(CASE_COMMANDS) == {None, *CaseStatus}
    assert set(STEP_COMMANDS) == set(StepStatus)
    assert all(not CASE_COMMANDS[status] for status in CLOSED)


def test_every_command_needs_a_permission() -> None:
    named = set().union(*CASE_COMMANDS.values(), *STEP_COMMANDS.values())
    assert named == set(NEEDED)
