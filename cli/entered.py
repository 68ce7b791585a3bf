"""What is done at a terminal and leaves no event goes into the audit trail, by the account of the terminal."""

from __future__ import annotations

import getpass
import os

from engine.core.audit import AuditKind
from engine.core.identifiers import ActorId, CaseId
from engine.wiring import Product


def entered(product: Product, kind: AuditKind, *, case_id: CaseId | None = None, about: str = "") -> None:
    """Durable when this returns: what a command shows only once is shown after it."""
    product.audit.enter(kind, terminal_account(), case_id=case_id, about=about)


def terminal_account() -> ActorId:
    """The account that is signed in to the machine, not whom a command is told to name."""
    try:
        return ActorId(getpass.getuser())
    except (KeyError, OSError):  # a container whose user has no name
        return ActorId(f"uid-{os.getuid()}")
