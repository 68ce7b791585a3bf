"""What the commands on a case take."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from api.schemas import Act, PaperIn
from engine.core.definition_basics import LegalBasis
from engine.core.identifiers import AgencyId, ProcedureId, TerritoryId
from engine.core.papers import Channel

Said = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]


class CaseCreate(Act):
    """A dossier handed in."""

    procedure: ProcedureId = Field(max_length=100, examples=["birth-residence-insurance"])
    territory: TerritoryId = Field(
        max_length=100, description="Where the case belongs: decides on the agencies.", examples=["mau-don"]
    )
    channel: Channel = Field(examples=["counter"])
    form: dict[str, Any] = Field(
        description="The answers, by the procedure's form.",
        examples=[
            {
                "requester": {"full_name": "Nguyễn Văn Ví Dụ", "personal_id": "099000000001"},
                "child": {"full_name": "Nguyễn Mẫu Một", "date_of_birth": "2026-08-15"},
                "mother": {"full_name": "Trần Thị Thí Dụ"},
                "father_unknown": True,
                "residence": {"head_of_household": "Trần Thị Thí Dụ", "address": "Số 0 đường Ví Dụ"},
            }
        ],
    )
    documents: list[PaperIn] = Field(default=[], max_length=200)


class Receive(Act):
    """The dossier is complete; the caller's agency takes it in."""

    facts: dict[str, Any] = Field(
        default={},
        description="What is known about the case at the receipt.",
        examples=[{"needs_verification": True}],
    )


class RefuseReceipt(Act):
    """The dossier is not taken in (form 03)."""

    reason: Said = Field(examples=["Không thuộc thẩm quyền giải quyết"])
    legal_basis: LegalBasis = Field(examples=[{"ref": "NĐ 118/2025/NĐ-CP", "article": "17"}])


class Withdraw(Act):
    """The applicant takes the dossier back."""

    reason: Said = Field(examples=["Nộp nhầm thủ tục"])


class Transfer(Act):
    """Another agency has the work from now on."""

    to_agency: AgencyId = Field(max_length=100, examples=["sen-trang-one-stop"])
    reason: Said = Field(examples=["Sáp nhập đơn vị hành chính"])
    legal_basis: LegalBasis | None = Field(default=None, examples=[{"ref": "NĐ 150/2025/NĐ-CP"}])
