"""What a batch takes and answers."""

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.plain_json import refuse_unkeepable
from api.problem import Problem
from api.schemas import Read
from engine.core.identifiers import ActorId, CaseId, StepId

MOST = 100


class BatchAct(StrEnum):
    """What is done with each step."""

    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    COMPLETE = "complete"


class BatchItem(BaseModel):
    """One step of one case."""

    model_config = ConfigDict(extra="forbid")

    case_id: CaseId = Field(min_length=1, max_length=100)
    step: StepId = Field(min_length=1, max_length=100)
    expected_version: int | None = Field(
        default=None, ge=0, le=10**18, description="The version you read: refused if somebody was faster."
    )


class Batch(BaseModel):
    """The same act on up to a hundred steps."""

    model_config = ConfigDict(extra="forbid")

    _keepable = model_validator(mode="before")(refuse_unkeepable)

    act: BatchAct = Field(examples=["claim"])
    to: ActorId | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="For `assign`: the account of the colleague.",
        examples=["caseworker-mau-don-2"],
    )
    items: list[BatchItem] = Field(
        min_length=1,
        max_length=MOST,
        examples=[[{"case_id": "5c7c2d0e-4d0c-5bb8-9bb6-0e8b3f7d2f10", "step": "register_birth"}]],
    )

    @model_validator(mode="after")
    def _somebody_to_assign_to(self) -> Self:
        if (self.to is None) == (self.act is BatchAct.ASSIGN):
            raise ValueError("say `to` for `assign`, and for nothing else")
        return self

    @model_validator(mode="after")
    def _each_step_once(self) -> Self:
        if len({(item.case_id, item.step) for item in self.items}) < len(self.items):
            raise ValueError("name each step once")
        return self


class BatchItemRead(Read):
    """What became of one step: the version that the case has after it, or why it stays as it was."""

    case_id: str
    step: str
    version: int | None = Field(description="Of the case right after this command; null if it was not carried out.")
    problem: Problem | None = Field(description="Null if it was carried out.")


class BatchRead(Read):
    """An answer for each item, in the order of the request."""

    done: int
    refused: int
    items: list[BatchItemRead]
