"""What the commands on the opinion of another agency take."""

from typing import Self

from pydantic import ConfigDict, Field, model_validator

from api.cases.act_schemas import Said
from api.schemas import Act
from api.steps.schemas import MoreTime
from engine.core.identifiers import AgencyId, OpinionId
from engine.core.opinions import OpinionAnswer
from engine.core.values import Instant


class OpinionRequest(Act):
    """Which agency is asked what, and by when: either `within` or `answer_by`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "agency": "mau-don-police",
                    "question": "Hộ này có đăng ký thường trú tại địa chỉ đã khai không?",
                    "within": {"n": 2, "unit": "working_days"},
                }
            ]
        }
    )

    agency: AgencyId = Field(
        max_length=100, description="Any agency of the directory but one's own.", examples=["mau-don-police"]
    )
    question: Said = Field(examples=["Hộ này có đăng ký thường trú tại địa chỉ đã khai không?"])
    within: MoreTime | None = Field(
        default=None,
        description="Counted by the calendar of the agency that is asked.",
        examples=[{"n": 2, "unit": "working_days"}],
    )
    answer_by: Instant | None = Field(
        default=None, description="The end of the term.", examples=["2026-10-09T17:00:00+07:00"]
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.within is None) == (self.answer_by is None):
            raise ValueError("say either `within` or `answer_by`")
        return self


class OpinionText(Act):
    """What the consulted agency says."""

    opinion: OpinionId = Field(max_length=200, description="Which question.", examples=["register_residence-opinion-1"])
    answer: OpinionAnswer = Field(examples=["agrees"])
    text: Said = Field(examples=["Hộ đã đăng ký thường trú từ năm 2019."])
    reference: str | None = Field(
        default=None, max_length=500, description="The number of the paper that it is in.", examples=["15/CV-CAX"]
    )


class OpinionWithdrawal(Act):
    """The question is taken back."""

    opinion: OpinionId = Field(max_length=200, examples=["register_residence-opinion-1"])
    reason: Said = Field(examples=["Đã tra cứu được trên cơ sở dữ liệu"])
