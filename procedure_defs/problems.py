"""A problem of a definition file, as its author reads it: where, what, how to mend it."""

from dataclasses import asdict, dataclass

from engine.core.findings import Level, Rule

_LONGEST = 600


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake, and the id of the rule that it breaks. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    what: str
    mend: str
    rule: str
    level: Level = Level.ERROR

    def __post_init__(self) -> None:
        """Names from the file can hold line breaks, or be endless; a message is one line that can be read."""
        object.__setattr__(self, "what", _one_line(self.what))
        object.__setattr__(self, "mend", _one_line(self.mend))

    @classmethod
    def under(cls, rule: Rule, file: str, at: tuple[int, int], what: str, mend: str) -> "Problem":
        """What breaks a rule at a place of a file."""
        return cls(file, *at, what, mend, rule.id, rule.level)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.advice}"

    @property
    def advice(self) -> str:
        """What is wrong and how to mend it, without the place."""
        return f"{self.what}; {self.mend}"

    def as_json(self) -> dict[str, str | int]:
        return asdict(self)


def _one_line(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
