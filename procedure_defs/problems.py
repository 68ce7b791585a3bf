"""A problem of a definition file, as its author reads it: where, what, how to mend it."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}; {self.mend}"

    def as_json(self) -> dict[str, str | int]:
        return asdict(self)
