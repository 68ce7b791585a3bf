"""The screen of `lienthong up`: a live list of what is being started, a progress bar for the play, a box at the end."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType

from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, Task, TaskID, TextColumn
from rich.table import Column
from rich.text import Text as Line

from engine.core.values import Text


class _BarOfLongWork(BarColumn):
    """A bar only where there is something to count; a server is there or is not."""

    def render(self, task: Task) -> Line:  # type: ignore[override]  # an empty line where there is no bar
        return super().render(task) if (task.total or 0) > 1 else Line("")  # type: ignore[return-value]


class _CountOfLongWork(MofNCompleteColumn):
    def render(self, task: Task) -> Line:
        return super().render(task) if (task.total or 0) > 1 else Line("")


class UpScreen:
    """Lines that live on a terminal; on anything else each line is printed once, when it is done."""

    def __init__(self, console: Console, language: str) -> None:
        self._console = console
        self._language = language
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description}", table_column=Column(no_wrap=True)),
            _BarOfLongWork(bar_width=24),
            _CountOfLongWork(),
            TextColumn("[dim]{task.fields[note]}", table_column=Column(overflow="ellipsis", no_wrap=True)),
            console=console,
            disable=not console.is_terminal,
        )
        self._lines: dict[str, TaskID] = {}

    def __enter__(self) -> UpScreen:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def begin(self, words: Text, *, steps: int = 1) -> None:
        """A new line, being worked on."""
        self._lines[words.en] = self._progress.add_task(self.words(words), total=steps, note="")

    def advance(self, words: Text, done: int, of: int, note: Text) -> None:
        """The line's bar moves."""
        self._progress.update(self._lines[words.en], completed=done, total=of, note=self.words(note))

    def done(self, words: Text, note: str = "") -> None:
        """The line gets its tick."""
        line = self._lines[words.en]
        total = next(task.total for task in self._progress.tasks if task.id == line)
        self._progress.update(line, completed=total, note=note)
        if not self._console.is_terminal:
            self._console.print(f"✓ {self.words(words)} {note}".rstrip(), highlight=False, soft_wrap=True)

    def warn(self, words: Text, **facts: object) -> None:
        """A line above the list, for what should not have happened."""
        self._progress.console.print(f"[yellow]! {self.words(words).format(**facts)}", highlight=False, soft_wrap=True)

    def fail(self, words: Text, tail: str, **facts: object) -> None:
        """What went wrong, and the end of the log that says more."""
        self._progress.console.print(f"[red]✗ {self.words(words).format(**facts)}", highlight=False, soft_wrap=True)
        self._progress.console.print(tail, markup=False, highlight=False, soft_wrap=True)

    def box(self, title: Text, lines: Mapping[Text, str], footer: Text | None) -> None:
        """The addresses. An address stands alone on its line, so that no terminal breaks it."""
        body = Line()
        for words, value in lines.items():
            body.append(f"{self.words(words)}\n", style="bold")
            body.append(f"  {value}\n", style="cyan")
        if footer is not None:
            body.append(self.words(footer), style="dim")
        if self._console.is_terminal:
            self._console.print(Panel(body, title=self.words(title), border_style="green", expand=False))
        else:
            self._console.print(Line(f"{self.words(title)}\n").append(body), highlight=False, soft_wrap=True)

    def say(self, words: Text, **facts: object) -> None:
        """A plain line."""
        self._console.print(self.words(words).format(**facts), highlight=False, soft_wrap=True)

    def words(self, words: Text) -> str:
        """The text in the language of the screen."""
        return words.in_language(self._language)
