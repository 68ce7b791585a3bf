"""Named places right after each commit and before each acknowledgement, at which a test kills this very process.

`LIENTHONG_FAULT_POINT=name`, `name:about` or `name:about#3` arms one of them: at the first, or the third, time that it is
reached the process ends as by `kill -9`. Nothing is armed in real use, and then a point is one comparison.
"""

import os
import re
import signal
from dataclasses import dataclass
from enum import Enum
from threading import Lock

VARIABLE = "LIENTHONG_FAULT_POINT"
_WANTED = re.compile(r"(?P<name>[a-z_]+)(:(?P<about>[^#]+))?(#(?P<hit>[1-9]\d*))?")


class FaultPoint(Enum):
    """Every place there is, with what was done when it is reached. `about`, in brackets, narrows it down."""

    COMMAND_UNCOMMITTED = "a command is decided and written, its transaction still open [kind of command]"
    COMMAND_COMMITTED = "a command is committed, nobody was told yet [kind of command]"
    ANSWER_READY = "the answer to a command over HTTP is made, nothing of it was sent [kind of command]"
    WORK_UNASKED = "an agency's system, or what carries letters, is about to be asked [key of the work]"
    WORK_ANSWERED = "it has answered, the answer is not recorded [key of the work]"
    WORK_RECORDED = "the answer and its receipt are recorded [key of the work]"
    FAULT_RECORDED = "that no answer came, and when to ask again, is recorded [key of the work]"
    CASE_LEASED = "the dispatcher holds the case [case]"
    RUN_CREATED = "Prefect has made the flow run, the ledger does not know it [case]"
    RUN_REMEMBERED = "the ledger knows the flow run, nobody has entered it [case]"
    BODY_ENDED = "Prefect has the case's newest state, by an entry or shown, the version seen is not marked [case]"
    CASE_SEEN = "the version seen is marked, the lease is over [case]"
    STATE_SHOWN = "Prefect shows the case's newest state, the version shown is not marked [case]"
    CASE_SHOWN = "the version shown is marked [case]"
    NOTE_UNSENT = "a note to an owner is leased, nobody has it [key of the note]"
    NOTE_CARRIED = "its carrier has it, that it was sent is not recorded [key of the note]"
    NOTE_SETTLED = "what became of it is recorded [key of the note]"
    UPLOAD_NOTED = "that a file comes is noted, its bytes are not there [case, or the waiting room of the account]"
    FILE_KEPT = "the file is there, no command has named it and nobody was told [case, or waiting room]"
    SHEET_KEPT = "a paper's sheet is there, its record is not written [case]"
    PAPER_RECORDED = "the record of a paper is written, nobody was told [case]"
    RUNGS_TOLD = "the sweep has told a case's rungs and committed [case]"
    BETWEEN_CASES = "one case of many is done, the next one not begun [sweep, migration, reprojection, transfer, purge]"
    PURGE_UNCOMMITTED = "a case's personal data are written over, the transaction still open [case]"
    BLOCK_UNCOMMITTED = "a block of the audit chain is written, the transaction still open [empty]"
    BLOCK_SEALED = "a block is committed, its cases are still on the list of what is to be sealed [empty]"
    TERMINAL_DONE = (
        "a command of the terminal has done what leaves no event, the audit trail has no entry [kind of entry]"
    )
    ENTRY_UNCOMMITTED = (
        "an act that leaves no event is written with its entry, the transaction still open [kind of entry]"
    )
    TERMINAL_ENTERED = "the entry is in the audit trail, nobody was told [kind of entry]"
    COPY_UNCOMMITTED = "all of a copy is taken in, the transaction still open [empty]"
    COPY_TAKEN_IN = "a copy is committed, nobody was told [empty]"
    SCHEMA_STEP_DONE = "a step of the schema is done, the transaction of all of them still open [step]"
    SCHEMA_COMMITTED = "the schema is committed, nobody was told [empty]"

    @property
    def armed_as(self) -> str:
        """How the environment names it."""
        return self.name.lower()


@dataclass(slots=True)
class _Armed:
    point: FaultPoint
    about: str | None
    hits_left: int
    lock: Lock


_armed: _Armed | None = None


def reached(point: FaultPoint, about: str = "") -> None:
    """Ends the process here and now if this is what was armed."""
    if _armed is not None:
        _hit(_armed, point, about)


def arm(wanted: str | None) -> None:
    """Arms `name[:about][#hit]`, or nothing; raises `ValueError` for a name that nobody reaches."""
    global _armed
    _armed = _read(wanted) if wanted else None


def _read(wanted: str) -> _Armed:
    said = _WANTED.fullmatch(wanted)
    point = FaultPoint.__members__.get(said["name"].upper()) if said else None
    if said is None or point is None:
        known = ", ".join(one.armed_as for one in FaultPoint)
        raise ValueError(f"{VARIABLE}={wanted}: write name[:about][#hit], the name one of {known}")
    return _Armed(point, said["about"], int(said["hit"] or 1), Lock())


def _hit(armed: _Armed, point: FaultPoint, about: str) -> None:
    if point is not armed.point or armed.about not in (None, about):
        return
    with armed.lock:  # threads reach points at once; one of them is the n-th
        armed.hits_left -= 1
        if armed.hits_left:
            return
        _tell(f"fault point {point.armed_as}:{about}: killed\n")
        os.kill(os.getpid(), signal.SIGKILL)


def _tell(line: str) -> None:
    """Straight to the descriptor: a buffer would die with the process."""
    os.write(2, line.encode())


arm(os.environ.get(VARIABLE))
