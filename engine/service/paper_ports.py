"""What making and keeping papers needs of the world, as protocols: a press, a book of what was made."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from engine.core.book_facts import BookFacts
from engine.core.identifiers import CaseId
from engine.core.paper_facts import PaperFacts
from engine.core.values import Instant, Value


class KeptPaper(Value):
    """A paper that was made: `sha256` and `size` are of its bytes, `template` is what it was set with."""

    case_id: CaseId
    name: str
    sequence: int
    form_set: str
    number: str
    sha256: str
    size: int
    template: str
    made_at: Instant


class DuePaper(NamedTuple):
    """A paper that an event has caused and nobody has made yet."""

    due_at: datetime
    case_id: CaseId
    name: str


class Press(Protocol):
    """Facts in, PDF out: the same facts and template give the same bytes."""

    newest: str

    def print(self, facts: PaperFacts | BookFacts, template: str) -> bytes: ...


class PaperBook(Protocol):
    """Which papers are due, and which were made: each once, never changed."""

    def due(self, limit: int, after: DuePaper | None = None) -> Sequence[DuePaper]:
        """Written down with the event that causes them, the oldest first."""
        ...

    def papers_of(self, case_id: CaseId) -> Sequence[KeptPaper]:
        """Those that were made, in the order of their events."""
        ...

    def keep(self, paper: KeptPaper) -> KeptPaper:
        """The paper as it is on record: this one, or the one that somebody made a moment ago."""
        ...
