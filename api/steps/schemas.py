"""What the commands on a step take."""

from typing import Any

from pydantic import Field, StrictBool, StrictInt, StrictStr

from api.cases.schemas import Said
from api.schemas import Act, PaperIn
from engine.core.definition import LegalBasis
from engine.core.identifiers import DocumentId


class Complete(Act):
    """The step is done."""

    result: dict[str, Any] = Field(default={}, description="By the step's result fields.")
    documents: list[PaperIn] = Field(default=[], max_length=200, description="What the step produces.")


class Refuse(Act):
    """The agency refuses, with its reason."""

    reason: Said
    legal_basis: LegalBasis


class Fact(Act):
    """What the agency found out."""

    name: str = Field(max_length=100, examples=["needs_verification"])
    value: StrictBool | StrictInt | StrictStr = Field(examples=[True])


class SupplementRequest(Act):
    """What is missing, complete and with reasons (form 02)."""

    reasons: list[Said] = Field(min_length=1, max_length=50)
    documents: list[DocumentId] = Field(default=[], max_length=200, examples=[["birth_notice"]])
    rule: str = Field(default="supplement", max_length=100, description="The procedure's rule that allows it.")


class Supplement(Act):
    """What was missing."""

    documents: list[PaperIn] = Field(default=[], max_length=200)
    note: str | None = Field(default=None, max_length=4000)
