"""What a definition file says: plain data with the position of every part, or why it cannot be read."""

from dataclasses import dataclass
from typing import Any

from engine.core.findings import Level, Rule
from engine.core.values import Text
from procedure_defs.positions import Position, Positions
from procedure_defs.problems import Problem

YAML_RULE = Rule(
    "yaml",
    Level.ERROR,
    Text(
        vi="Tệp định nghĩa là một văn bản YAML đơn giản, kích thước vừa phải.",
        en="A definition is one plain YAML document of readable size.",
    ),
)


@dataclass(frozen=True)
class Document:
    """What a file says. `data` is None when it cannot be read as YAML at all; then `problems` says why."""

    file: str
    data: Any
    positions: Positions
    problems: tuple[Problem, ...]
    begun: Any = None
    """What was read before it broke, or all of it."""


def unreadable(file: str, at: Position, what: Text, mend: Text) -> Document:
    return Document(file, None, Positions(), (Problem.under(YAML_RULE, file, at, what, mend),))
