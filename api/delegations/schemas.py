"""Delegations over HTTP."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.plain_json import PlainText
from engine.core.values import Instant


class DelegationCreate(BaseModel):
    """A colleague stands in for somebody who is away, for a time."""

    model_config = ConfigDict(extra="forbid")

    taker: PlainText = Field(max_length=200, description="The id of the account that stands in.", examples=["le-thi-b"])
    giver: PlainText | None = Field(
        default=None,
        max_length=200,
        description="Whose rights; not given: your own. Of a colleague: for the lead.",
        examples=["nguyen-van-a"],
    )
    procedure: PlainText | None = Field(
        default=None, max_length=100, description="Not given: all of the giver's.", examples=["citizen-feedback"]
    )
    from_at: Instant | None = Field(
        default=None, description="Not given: from now on.", examples=["2026-12-21T08:00:00+07:00"]
    )
    until_at: Instant = Field(description="It holds before this instant.", examples=["2026-12-24T17:00:00+07:00"])


class DelegationRead(BaseModel):
    """Who may act for whom; `On-Behalf-Of: <id>` does so."""

    id: str
    giver: str
    taker: str
    agency: str
    procedure: str | None
    from_at: datetime
    until_at: datetime
    given_at: datetime
    given_by: str
    ended_at: datetime | None
    ended_by: str | None


class DelegationList(BaseModel):
    """The newest first."""

    items: list[DelegationRead]
