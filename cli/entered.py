"""What is done at a terminal and leaves no event goes into the audit trail, by the account of the terminal."""

from __future__ import annotations

import getpass
import os

from engine.core.audit import AuditKind
from engine.core.identifiers import ActorId, CaseId
from engine.service.fault_points import FaultPoint, reached
from engine.wiring import Product


def entered(
    product: Product, kind: AuditKind, *, case_id: CaseId | None = None, about: str = "", once: bool = False
) -> None:
    """Durable when this returns: what a command shows only once is shown after it.

    `once`: `about` names what can be done only once. The same entry given again is one, so that whoever was killed before
    it gives the command again and leaves the entry that was lacking.
    """
    reached(FaultPoint.TERMINAL_DONE, kind.value)
    product.audit.enter(kind, terminal_account(), case_id=case_id, about=about, once=once)
    reached(FaultPoint.TERMINAL_ENTERED, kind.value)


def entered_with_it(kind: AuditKind) -> None:
    """The act and its entry were committed together; nobody was told yet."""
    reached(FaultPoint.TERMINAL_ENTERED, kind.value)


def terminal_account() -> ActorId:
    """The account that is signed in to the machine, not whom a command is told to name."""
    try:
        return ActorId(getpass.getuser())
    except (KeyError, OSError):  # a container whose user has no name
        return ActorId(f"uid-{os.getuid()}")
