"""What the commands on a step take."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, model_validator

from api.cases.act_schemas import Said
from api.schemas import Act, PaperIn
from engine.core.definition_basics import LegalBasis
from engine.core.identifiers import ActorId, AgencyId, DocumentId, StepId
from engine.core.legal_time import Unit


class Complete(Act):
    """The step is done."""

    result: dict[str, Any] = Field(
        default={},
        description="By the step's result fields.",
        examples=[{"personal_id": "099226000001", "certificate_number": "01/2026"}],
    )
    documents: list[PaperIn] = Field(
        default=[],
        max_length=200,
        description="What the step produces, and papers that it requires and that are received only now.",
        examples=[[{"document": "birth_certificate", "reference": "GKS-01-2026"}]],
    )


class Refuse(Act):
    """The agency refuses, with its reason."""

    reason: Said = Field(examples=["Không đủ điều kiện đăng ký thường trú"])
    legal_basis: LegalBasis = Field(examples=[{"ref": "NĐ 301/2026/NĐ-CP", "article": "6(3)"}])


class Assignment(Act):
    """A lead gives the step to a colleague."""

    to: ActorId = Field(
        min_length=1, max_length=200, description="The account of the colleague.", examples=["caseworker-mau-don-2"]
    )


class Fact(Act):
    """What the agency found out."""

    name: str = Field(max_length=100, examples=["needs_verification"])
    value: StrictBool | StrictInt | StrictStr = Field(examples=[True])


class SupplementRequest(Act):
    """What is missing, complete and with reasons (form 02)."""

    reasons: list[Said] = Field(min_length=1, max_length=50, examples=[["Thiếu giấy chứng nhận kết hôn"]])
    documents: list[DocumentId] = Field(default=[], max_length=200, examples=[["birth_notice"]])
    rule: str = Field(default="supplement", max_length=100, description="The procedure's rule that allows it.")


class Supplement(Act):
    """What was missing."""

    documents: list[PaperIn] = Field(
        default=[], max_length=200, examples=[[{"document": "marriage_certificate", "reference": "GCNKH-000001"}]]
    )
    note: str | None = Field(default=None, max_length=4000, examples=["Bản sao chứng thực"])


class MoreTime(BaseModel):
    """How much is added: a number with its unit."""

    model_config = ConfigDict(extra="forbid")

    n: Decimal = Field(gt=0, le=10_000, max_digits=10, examples=[2])
    unit: Unit = Field(examples=["working_days"])


class Extension(Act):
    """An apology with a new date (form 04): either `plus` or `new_due_on`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"rule": "reschedule", "new_due_on": "2026-10-09", "reason": "Phải xác minh thêm tại nơi cư trú"},
                {"rule": "reschedule", "plus": {"n": 2, "unit": "working_days"}, "reason": "Hệ thống quá tải"},
            ]
        }
    )

    rule: str = Field(max_length=100, description="The procedure's rule that allows it.", examples=["reschedule"])
    plus: MoreTime | None = Field(
        default=None, description="Counted from the present due date.", examples=[{"n": 2, "unit": "working_days"}]
    )
    new_due_on: date | None = Field(default=None, description="The new date.", examples=["2026-10-09"])
    reason: Said = Field(examples=["Phải xác minh thêm tại nơi cư trú"])
    agency_at_fault: AgencyId | None = Field(
        default=None,
        max_length=100,
        description="The agency of the case whose delay it is.",
        examples=["mau-don-police"],
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.plus is None) == (self.new_due_on is None):
            raise ValueError("say either `plus` or `new_due_on`")
        return self


class WaitEnd(Act):
    """What the agency waited for has come."""

    rule: str | None = Field(
        default=None, max_length=100, description="Which wait, if the step has several.", examples=["tax_notice"]
    )
    documents: list[PaperIn] = Field(
        default=[], max_length=200, examples=[[{"document": "tax_notice", "reference": "TBT-000001"}]]
    )
    note: str | None = Field(default=None, max_length=4000, examples=["Đã nhận thông báo thuế"])


class Return(Act):
    """The result of an earlier step is wrong."""

    to: StepId = Field(max_length=100, examples=["register_birth"])
    reason: Said = Field(examples=["Sai tên người mẹ trong Giấy khai sinh điện tử"])
