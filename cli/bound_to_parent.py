"""Becomes another module that ends when its parent ends: `python -m cli.bound_to_parent PARENT MODULE [ARGUMENT…]`.

A parent that is killed outright cannot stop its children any more; on Linux the kernel does it instead.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Binds this process to its parent and becomes the module; the process id stays the same."""
    parent, module, *rest = arguments
    bind_to_parent(int(parent))
    os.execv(sys.executable, [sys.executable, "-m", module, *rest])


def bind_to_parent(parent: int) -> None:
    """SIGKILL, because an orphan must end even while it serves a request; the ledger is made for that."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # The parent ended before the kernel knew of the bond.
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
