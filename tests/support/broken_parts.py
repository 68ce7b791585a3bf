"""Parts of the product with one order turned round, as a careless change might: `main`, with the name of the mistake."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Timer
from typing import Any, NoReturn
from uuid import uuid4

import api.main
import engine.wiring
import flows.dispatch_loop
import flows.dispatcher
from engine.core import commands
from engine.core.execution import AutomaticWork
from engine.gateways.agency_http import HttpAgencyGateway
from engine.metrics import MeasuredCommands
from engine.service.executor_ports import AgencyAnswer, Wake
from engine.service.handle_command import CommandResult
from flows.dispatch_loop import Dispatcher


class MarksFirst(Dispatcher):
    """The version is marked as seen before the flow's body has seen it."""

    async def _enter(self, wake: Wake) -> str:
        self._runtime.wakes.mark_seen(wake.case_id, self._owner, wake.version)
        return await super()._enter(wake)


class WithoutKeys(HttpAgencyGateway):
    """Each call has a key of its own, so that no repeat is known as one."""

    async def ask(self, work: AutomaticWork) -> AgencyAnswer:
        return await super().ask(work.model_copy(update={"key": str(uuid4())}))


class AnswersFirst(MeasuredCommands):
    """The answer goes out before the commit, which follows a moment later."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._commits = MeasuredCommands(*parts)

    def handle(self, command: commands.Command) -> CommandResult:
        try:
            return super().handle(command)
        except _NotCommitted as answered:
            Timer(0.3, self._commits.handle, (command,)).start()
            return answered.result

    def _write(self, *given: Any) -> NoReturn:
        raise _NotCommitted(super()._write(*given))


class _NotCommitted(Exception):
    def __init__(self, result: CommandResult) -> None:
        self.result = result


def _marks_first() -> None:
    vars(flows.dispatch_loop).update(Dispatcher=MarksFirst)
    sys.exit(flows.dispatcher.main())


def _without_keys() -> None:
    vars(engine.wiring).update(HttpAgencyGateway=WithoutKeys)
    sys.exit(flows.dispatcher.main())


def _answers_first() -> None:
    vars(engine.wiring).update(MeasuredCommands=AnswersFirst)
    api.main.main()


MISTAKES: dict[str, Callable[[], None]] = {
    "marks_first": _marks_first,
    "without_keys": _without_keys,
    "answers_first": _answers_first,
}


def main() -> None:
    MISTAKES[sys.argv[1]]()
