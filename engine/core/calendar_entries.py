"""What a calendar file lists: days off, swapped Saturdays, breaks, closures, outages, each with its decision."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from engine.core.definition_basics import Certainty
from engine.core.values import Instant, Name, Value

TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-4]):[0-5]\d$")]
Session = tuple[TimeOfDay, TimeOfDay]


class DayKind(StrEnum):
    """Why a day is off.

    By law; in lieu of a holiday on a rest day; exchanged for a Saturday; inside an announced break (the Saturday of an
    office that works Saturdays); or because this one office is closed.
    """

    HOLIDAY = "holiday"
    IN_LIEU = "in_lieu"
    SWAPPED_OFF = "swapped_off"
    BREAK = "break"
    CLOSURE = "closure"


class Entry(Value):
    """What every entry has: its source, how sure it is, and since when it is known.

    It is known from its announcement on; or `by_law`, because the law itself fixes the day and nobody has to announce
    it. One with neither has always been known, or, while `unverified`, always been reckoned with.

    A ledger keeps by itself since when its file has had an entry (`editions`). `entered_on` says it where no
    ledger was there yet: in files that are older than it. An entry that turned out otherwise is superseded.
    """

    source: str = Field(description="The name of the source in `sources`.")
    confidence: Certainty = Field(
        default=Certainty.VERIFIED,
        description="How sure the entry is; `unverified` is a reckoning that a decision will replace.",
    )
    announced_on: date | None = Field(None, description="The day of the decision; none: known from the beginning.")
    by_law: bool = Field(False, description="The law itself fixes it: nobody has to announce it.")
    entered_on: date | None = Field(
        None, description="The day it came into this file, if later than announced; a ledger keeps it by itself."
    )
    superseded_on: date | None = Field(None, description="From this day on the entry holds no more.")

    @property
    def known_from(self) -> date | None:
        """The first day on which an office could count with the entry; none: always."""
        return max((day for day in (self.announced_on, self.entered_on) if day is not None), default=None)

    @property
    def is_provisional(self) -> bool:
        """Whether it is a reckoning and not yet a decision."""
        return self.confidence is Certainty.UNVERIFIED

    def is_known_on(self, day: date) -> bool:
        known_from = self.known_from
        return (known_from is None or known_from <= day) and (self.superseded_on is None or day < self.superseded_on)


class DayOff(Entry):
    """A day on which the agencies are closed, and the decision that says so."""

    day: date = Field(alias="date", description="The day.")
    kind: DayKind = Field(description="Why the day is off.")
    name: Name = Field(description="Its name, as people read it.")


class SwappedWorkday(Entry):
    """A Saturday that is worked in exchange for a day off."""

    day: date = Field(alias="date", description="The Saturday that is worked.")
    instead_of: date = Field(description="The day off that it stands for; its sessions are worked.")


class _Period(Entry):
    first: date = Field(alias="from", description="The first day.")
    last: date = Field(alias="to", description="The last day.")
    name: Name = Field(description="Its name, as people read it.")

    def days(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


class Break(_Period):
    """An announced continuous break, weekends included: offices that work Saturdays are closed in it, too."""


class Closure(_Period):
    """An office is closed for once (a storm, a move); with sessions it works only these on its working days."""

    sessions: tuple[Session, ...] = Field(
        default=(), description="The sessions that are worked all the same; none: the whole day is shut."
    )


class Outage(Entry):
    """A system is down, as its owner announced: time limits stand until it works again (NĐ 301/2026 art. 3(4))."""

    began_at: Instant = Field(alias="from", description="The instant at which the system failed.")
    ended_at: Instant | None = Field(None, alias="to", description="None while it lasts.")
    name: Name = Field(description="The system and what happened, as people read it.")


class ComputedYear(Value):
    """A year that was not announced yet: its days off are computed from the law and the lunar calendar."""

    year: int = Field(ge=1968, le=2099, description="The year.")
    superseded_on: date | None = Field(None, description="The day from which announced days stand in their place.")
