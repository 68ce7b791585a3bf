"""Machines for a test: network namespaces with a cable each to one switch. A machine can lose its power, or its cable.

Who may not make namespaces is told so, and gets machines that are only processes apart: there a machine whose cable is out
is one that stands still, which the others cannot tell from the real thing.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.support.processes import LOOPBACK, wait_until
from tests.support.running_product import Part


class Host(Protocol):
    """One machine: what runs on it is started by `prefix`, and it is reached at `address`."""

    name: str
    address: str
    parts: list[Part]

    @property
    def prefix(self) -> list[str]: ...
    def lose_power(self) -> None:
        """Every process of it ends at once."""

    def cut_off(self) -> None:
        """Nothing reaches it any more, and it reaches nobody; its processes live on."""

    def join(self) -> None:
        """The cable is in again."""


@dataclass
class Machines:
    """`here` is where the test itself runs, as the other machines see it."""

    here: str
    others: list[Host]


@dataclass
class NamespaceHost:
    """A network namespace with one interface; the other end of its cable is `port`, in the switch."""

    name: str
    address: str
    port: str
    parts: list[Part] = field(default_factory=list)

    @property
    def prefix(self) -> list[str]:
        return ["ip", "netns", "exec", self.name]

    def lose_power(self) -> None:
        def is_dark() -> bool:
            for process in _ip("netns", "pids", self.name).split():
                with suppress(ProcessLookupError):
                    os.kill(int(process), signal.SIGKILL)
            for part in self.parts:
                part.kill()
            return not _ip("netns", "pids", self.name).split()

        wait_until(is_dark, within=20, what=f"no process is left on {self.name}")

    def cut_off(self) -> None:
        _ip("link", "set", self.port, "down")

    def join(self) -> None:
        _ip("link", "set", self.port, "up")


@dataclass
class ProcessHost:
    """Processes that share nothing with the other machines but the kernel."""

    name: str
    address: str = LOOPBACK
    parts: list[Part] = field(default_factory=list)

    @property
    def prefix(self) -> list[str]:
        return []

    def lose_power(self) -> None:
        for part in self.parts:
            part.kill()

    def cut_off(self) -> None:
        self._tell_all(signal.SIGSTOP)

    def join(self) -> None:
        self._tell_all(signal.SIGCONT)

    def _tell_all(self, how: signal.Signals) -> None:
        for part in self.parts:
            part.send(how)


@contextmanager
def machines(*names: str) -> Iterator[Machines]:
    """The machine of the test and others of these names; nothing of them is left afterwards."""
    obstacle = _obstacle()
    with ExitStack() as undo:
        if obstacle is None:
            found = _cabled(names, undo)
        else:
            warnings.warn(f"the hosts of this test are processes, not namespaces: {obstacle}", stacklevel=2)
            found = Machines(LOOPBACK, [ProcessHost(name) for name in names])
        for host in found.others:
            undo.callback(host.lose_power)
        yield found


def _obstacle() -> str | None:
    """Why there can be no namespaces here; none if there can."""
    status = Path("/proc/self/status")
    if not status.exists():
        return "this system is no Linux"
    effective = int(status.read_text(encoding="ascii").partition("CapEff:")[2].split()[0], 16)
    if not all(effective >> capability & 1 for capability in _NEEDED.values()):
        return f"they need root ({', '.join(_NEEDED)})"
    assert shutil.which("ip"), "there is no `ip`: run scripts/system_packages.sh"
    return None


_NEEDED = {"CAP_NET_ADMIN": 12, "CAP_SYS_ADMIN": 21}


def _cabled(names: tuple[str, ...], undo: ExitStack) -> Machines:
    """A switch in the machine of the test, and a cable to each of the others; addresses are nobody else's."""
    run = os.getpid()
    network = f"10.{100 + run // 250 % 100}.{run % 250}"
    switch = f"lt{run}s"
    _ip("link", "add", switch, "type", "bridge")
    undo.callback(_ip, "link", "del", switch)
    _ip("address", "add", f"{network}.1/24", "dev", switch)
    _ip("link", "set", switch, "up")
    hosts: list[Host] = []
    for number, name in enumerate(names, start=2):
        host = NamespaceHost(f"lt{run}-{name}", f"{network}.{number}", port=f"lt{run}{name}")
        _ip("netns", "add", host.name)
        undo.callback(_ip, "netns", "del", host.name)
        _ip("link", "add", host.port, "type", "veth", "peer", "name", "eth0", "netns", host.name)
        _ip("link", "set", host.port, "master", switch, "up")
        inside = "-netns", host.name
        _ip(*inside, "link", "set", "lo", "up")
        _ip(*inside, "address", "add", f"{host.address}/24", "dev", "eth0")
        _ip(*inside, "link", "set", "eth0", "up")
        hosts.append(host)
    return Machines(f"{network}.1", hosts)


def _ip(*words: str) -> str:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"ip {' '.join(words)}: {done.stderr}"
    return done.stdout
