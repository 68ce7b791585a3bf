"""Every fault point against every command: which test kills there, or why no process can die there. No blank cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from engine.core import commands
from engine.service.fault_points import FaultPoint

Kinds = frozenset[str]


def command_kinds() -> Kinds:
    """As the product's own list of commands has them."""
    return frozenset(TypeAdapter(commands.Command).json_schema()["discriminator"]["mapping"])


@dataclass(frozen=True)
class Row:
    """One point: the commands after which a test dies there, and those after which nobody can, with the reason."""

    killed: Kinds
    never: Mapping[str, Kinds] = field(default_factory=dict)

    def cells(self) -> list[str]:
        """Each command as often as it is spoken of: once, if the row is whole."""
        return sorted([*self.killed, *(kind for kinds in self.never.values() for kind in kinds)])


def _kinds(*kinds: str) -> Kinds:
    return frozenset(kinds)


BY_HTTP = _kinds(
    *("submit_case", "receive_case", "refuse_receipt", "withdraw_case", "claim_step", "release_step", "refuse_step"),
    *("complete_step", "establish_fact", "request_supplement", "hand_in_supplement", "resume_time_limit"),
    *("extend_time_limit", "return_to_step", "transfer_step", "transfer_case", "assign_step"),
    *("ask_opinion", "give_opinion", "withdraw_opinion"),
)
BY_MACHINES = _kinds("complete_step", "refuse_step", "acknowledge_work")
BY_SWEEP = _kinds("expire_supplement", "note_silence")
BY_TERMINAL = _kinds("migrate_case", "reproject_due_dates", "transfer_step", "transfer_case")
ALL = BY_HTTP | BY_MACHINES | BY_SWEEP | BY_TERMINAL

AT_THE_API = (FaultPoint.COMMAND_UNCOMMITTED, FaultPoint.COMMAND_COMMITTED, FaultPoint.ANSWER_READY)
AT_THE_TERMINAL = (FaultPoint.COMMAND_UNCOMMITTED, FaultPoint.COMMAND_COMMITTED, FaultPoint.BETWEEN_CASES)

WAKING = _kinds(
    *("receive_case", "withdraw_case", "refuse_step", "complete_step", "request_supplement", "hand_in_supplement"),
    *("resume_time_limit", "extend_time_limit", "return_to_step", "expire_supplement", "note_silence"),
)
"""After these the dispatcher enters the case."""

SHOWN = _kinds(
    *("claim_step", "release_step", "assign_step", "establish_fact", "transfer_step", "transfer_case"),
    *("ask_opinion", "give_opinion", "withdraw_opinion"),
)
"""After these it only looks whether Prefect shows another message."""

_BEFORE_RECEIPT = {"before its receipt a case is nothing to Prefect": _kinds("submit_case", "refuse_receipt")}
_SAME_CODE = {
    "it is the same entry or the same showing as after any other command, and is killed there after those": _kinds(
        "migrate_case", "reproject_due_dates"
    )
}
_IN_THE_BODY = _kinds("acknowledge_work")
_NO_WAKE = {
    "it wakes nobody: a hand-over between people, shown when there is slack": SHOWN,
    **_BEFORE_RECEIPT,
    **_SAME_CODE,
}
_ENTERED = Row(WAKING | _IN_THE_BODY, _NO_WAKE)
_ONLY_SHOWN = {
    **_BEFORE_RECEIPT,
    **_SAME_CODE,
    "the case is entered, and shows its state by that": WAKING | _IN_THE_BODY,
}


def _only(killed: Kinds, why_not: str) -> Row:
    return Row(killed, {why_not: ALL - killed})


MATRIX: dict[FaultPoint, Row] = {
    FaultPoint.COMMAND_UNCOMMITTED: Row(ALL),
    FaultPoint.COMMAND_COMMITTED: Row(ALL),
    FaultPoint.ANSWER_READY: _only(BY_HTTP, "it has no address: machines, the sweep and the terminal give it"),
    FaultPoint.WORK_UNASKED: _only(
        _kinds("complete_step", "extend_time_limit"),
        "it leaves no message of its own; those of others are killed there",
    ),
    FaultPoint.WORK_ANSWERED: _only(
        BY_MACHINES | _kinds("extend_time_limit"), "no answer of an agency's system, and no letter, is in it"
    ),
    FaultPoint.WORK_RECORDED: _only(
        BY_MACHINES | _kinds("extend_time_limit"), "no answer of an agency's system, and no letter, is in it"
    ),
    FaultPoint.FAULT_RECORDED: _only(
        _kinds("complete_step"), "only a call that found no answer is recorded as a fault"
    ),
    FaultPoint.CASE_LEASED: Row(
        WAKING, {**_NO_WAKE, "it is given by the flow's body, in a case that is leased already": _IN_THE_BODY}
    ),
    FaultPoint.RUN_CREATED: _only(_kinds("receive_case"), "the run is there since the receipt"),
    FaultPoint.RUN_REMEMBERED: _only(_kinds("receive_case"), "the run is there since the receipt"),
    FaultPoint.BODY_ENDED: _ENTERED,
    FaultPoint.CASE_SEEN: _ENTERED,
    FaultPoint.STATE_SHOWN: Row(
        _kinds("transfer_step"),
        {**_ONLY_SHOWN, "the message that Prefect shows stays as it is": SHOWN - _kinds("transfer_step")},
    ),
    FaultPoint.CASE_SHOWN: Row(SHOWN, _ONLY_SHOWN),
    FaultPoint.NOTE_UNSENT: _only(frozenset(), "telling owners gives no command"),
    FaultPoint.NOTE_CARRIED: _only(frozenset(), "telling owners gives no command"),
    FaultPoint.NOTE_SETTLED: _only(frozenset(), "telling owners gives no command"),
    FaultPoint.UPLOAD_NOTED: _only(frozenset(), "files come before the command that names them"),
    FaultPoint.FILE_KEPT: _only(frozenset(), "files come before the command that names them"),
    FaultPoint.SHEET_KEPT: _only(frozenset(), "papers are made after the command, and give none"),
    FaultPoint.PAPER_RECORDED: _only(frozenset(), "papers are made after the command, and give none"),
    FaultPoint.RUNGS_TOLD: _only(BY_SWEEP, "rungs are told by the sweep alone, command or not"),
    FaultPoint.BETWEEN_CASES: _only(BY_SWEEP | BY_TERMINAL, "it is given for one case, not for many"),
    FaultPoint.PURGE_UNCOMMITTED: _only(frozenset(), "a purge gives no command"),
    FaultPoint.BLOCK_UNCOMMITTED: _only(frozenset(), "sealing gives no command"),
    FaultPoint.BLOCK_SEALED: _only(frozenset(), "sealing gives no command"),
    FaultPoint.TERMINAL_DONE: _only(frozenset(), "what leaves no event gives no command"),
    FaultPoint.ENTRY_UNCOMMITTED: _only(frozenset(), "what leaves no event gives no command"),
    FaultPoint.TERMINAL_ENTERED: _only(frozenset(), "what leaves no event gives no command"),
    FaultPoint.COPY_UNCOMMITTED: _only(frozenset(), "a copy that is taken in gives no command"),
    FaultPoint.COPY_TAKEN_IN: _only(frozenset(), "a copy that is taken in gives no command"),
    FaultPoint.SCHEMA_STEP_DONE: _only(frozenset(), "no command runs: the tables are not there yet"),
    FaultPoint.SCHEMA_COMMITTED: _only(frozenset(), "no command runs: the tables are not there yet"),
}
"""The schema's two points are killed at, too, without a command: `tests/faults/test_terminal_dies_at_points.py`; that of a
purge in `tests/faults/test_kill_in_a_purge.py`, those of a block in `tests/faults/test_kill_in_sealing.py`, those of a note to
an owner in `tests/faults/test_kill_in_telling.py`, those of files and papers in `tests/faults/test_kill_in_filing.py`, that of
an act with its entry in `tests/faults/test_act_and_entry_are_one.py`, those of what the terminal does without a command, and of a copy that is
taken in, in `tests/faults/test_terminal_dies_without_an_event.py`."""
