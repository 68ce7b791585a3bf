"""How long the personal data of a closed case are kept: the declared term, and the acts that hold or end it."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from engine.core.definition_basics import LegalBasis
from engine.core.identifiers import CaseId
from engine.core.legal_time import civil_date, day_number, to_datetime, to_instant
from engine.core.legal_time.instants import midnight
from engine.core.values import Instant, Value


class RetentionRule(Value):
    """The retention period of a procedure's closed cases; where none is declared, nothing is ever purged."""

    years: int = Field(
        ge=1,
        le=100,
        description="Full calendar years that personal data are kept, from the end of the year in which the case "
        "closed; after them `lienthong retention purge` may take them out.",
    )
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1, description="Where the period is written.")


class RetentionActKind(StrEnum):
    """What was done about keeping a case."""

    HOLD = "hold"
    RELEASE = "release"
    PURGE = "purge"


class RetentionAct(Value):
    """One act, added once and never changed; `number` counts the acts of a case from one."""

    case_id: CaseId
    number: int = Field(ge=1)
    act: RetentionActKind
    at: Instant
    by: str
    reason: str
    basis: str
    events: int = 0
    """Of a purge: how many events it took something out of."""


def kept_until(rule: RetentionRule, closed_at: datetime) -> datetime:
    """The first instant after the period. Whole years after the year of the closing: never shorter than counted otherwise."""
    closed_in = civil_date(to_instant(closed_at)).year
    return to_datetime(midnight(day_number(date(closed_in + rule.years + 1, 1, 1))))


def longest(rules: Sequence[RetentionRule | None]) -> RetentionRule | None:
    """Of the version that the case keeps and the newest one: whoever says more is followed; null if nobody says anything."""
    return max((rule for rule in rules if rule is not None), key=lambda rule: rule.years, default=None)


def is_held(acts: Sequence[RetentionAct]) -> bool:
    """Whether a legal hold stands that nobody released."""
    return bool(acts) and acts[-1].act is RetentionActKind.HOLD


def is_purged(acts: Sequence[RetentionAct]) -> bool:
    return any(act.act is RetentionActKind.PURGE for act in acts)
