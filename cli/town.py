"""The town's day, played by a process of its own; its progress becomes a bar on the screen."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from cli import up_words
from cli.child_process import ChildProcess, Program
from cli.play_book import PlayEnd, find_end, write_end
from cli.up_screen import UpScreen
from engine.core.values import Text


class PlayFailed(RuntimeError):
    """The play stopped before its end; the next start goes on with it."""

    def __init__(self, log: Path) -> None:
        super().__init__(f"the play stopped before its end: {log}")
        self.log = log


class Town:
    """Plays the town of one data directory, unless it was played before."""

    def __init__(self, data_dir: Path, api: str, screen: UpScreen) -> None:
        self._data_dir = data_dir
        self._api = api
        self._screen = screen
        self._end_file = data_dir / "demo" / "town-day-end.json"
        self._log = data_dir / "logs" / "town-day.log"

    def play(self, while_waiting: Callable[[], None]) -> str:
        """The case that is worth a look. Calls `while_waiting` all the time; raises `PlayFailed`."""
        end = find_end(self._end_file)
        if end is not None:
            self._screen.begin(up_words.TOWN_PLAYED)
            self._screen.done(up_words.TOWN_PLAYED)
            return end.show
        self._screen.begin(up_words.TOWN)
        child = ChildProcess(self._program(), self._log, piped=True)
        try:
            end = self._follow(child, while_waiting)
        finally:
            child.ask_to_end()
            child.end_within(5.0)
        write_end(self._end_file, end)
        self._screen.done(up_words.TOWN)
        return end.show

    def _program(self) -> Program:
        accounts, book = self._data_dir / "demo-accounts.json", self._data_dir / "demo" / "town-day.json"
        arguments = ("--api", self._api, "--accounts", str(accounts), "--book", str(book))
        return Program("town-day", "demo.town_day", arguments)

    def _follow(self, child: ChildProcess, while_waiting: Callable[[], None]) -> PlayEnd:
        said: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=_read_lines, args=(child.output(), said), daemon=True).start()
        while True:
            while_waiting()
            while not said.empty():
                line = said.get()
                if line is None:
                    raise PlayFailed(self._log)
                if line.get("finished"):
                    return PlayEnd(cases=line["cases"], show=line["show"])
                self._screen.advance(up_words.TOWN, line["done"], line["of"], Text.model_validate(line["note"]))


def _read_lines(output: IO[bytes], said: queue.Queue[dict[str, Any] | None]) -> None:
    """A pipe can only be waited for; so a thread waits. Null: the play says no more."""
    try:
        for line in output:
            said.put(json.loads(line))
    except ValueError:
        # Our side closed the pipe while the last line was on its way.
        pass
    finally:
        said.put(None)
