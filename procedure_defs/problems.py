"""A problem of a definition file, as its author reads it in either language: where, what, how to mend it."""

from dataclasses import dataclass

from engine.core.findings import Level, Rule
from engine.core.values import Text

_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake, and the id of the rule that it breaks. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    what: Text
    mend: Text
    rule: str
    level: Level = Level.ERROR

    def __post_init__(self) -> None:
        """Names from the file can hold line breaks, or be endless; a message is one line that can be read."""
        object.__setattr__(self, "what", _in_one_line(self.what))
        object.__setattr__(self, "mend", _in_one_line(self.mend))

    @classmethod
    def under(cls, rule: Rule, file: str, at: tuple[int, int], what: Text, mend: Text) -> "Problem":
        """What breaks a rule at a place of a file."""
        return cls(file, *at, what, mend, rule.id, rule.level)

    def __lt__(self, other: "Problem") -> bool:
        """In the order of the file, the same in both languages."""
        return self._order < other._order

    def __str__(self) -> str:
        return self.told.en

    @property
    def place(self) -> str:
        """`file:line:column`, as editors and terminals take one to it."""
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def advice(self) -> Text:
        """What is wrong and how to mend it, without the place."""
        return Text(vi=f"{self.what.vi}; {self.mend.vi}", en=f"{self.what.en}; {self.mend.en}")

    @property
    def told(self) -> Text:
        """The whole line."""
        return self.advice.at(self.place)

    def as_json(self, language: str) -> dict[str, str | int]:
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "what": self.what.in_language(language),
            "mend": self.mend.in_language(language),
            "rule": self.rule,
            "level": self.level,
        }

    @property
    def _order(self) -> tuple[str, int, int, str, str, str]:
        return self.file, self.line, self.column, self.what.en, self.mend.en, self.rule


def _in_one_line(words: Text) -> Text:
    return Text(vi=_one_line(words.vi), en=_one_line(words.en))


def _one_line(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
