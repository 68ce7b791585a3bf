"""A problem of a definition file, as its author reads it: where, what, how to mend it."""

from dataclasses import asdict, dataclass

_LONGEST = 600


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    what: str
    mend: str

    def __post_init__(self) -> None:
        """Names from the file can hold line breaks, or be endless; a message is one line that can be read."""
        object.__setattr__(self, "what", _one_line(self.what))
        object.__setattr__(self, "mend", _one_line(self.mend))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}; {self.mend}"

    def as_json(self) -> dict[str, str | int]:
        return asdict(self)


def _one_line(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
