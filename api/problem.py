"""The problem document (RFC 9457): the one shape of every answer that says no."""

from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.problem_words import TITLES
from engine.core.values import Text

MEDIA_TYPE = "application/problem+json"


class LegalBasisRead(BaseModel):
    """Where a rule is written."""

    ref: str
    article: str | None = None
    certainty: str = "verified"
    note: str | None = None


class OfferedCommand(BaseModel):
    """A command that the caller may give instead."""

    command: str
    step: str | None = None


class Problem(BaseModel):
    """Why a request was not carried out; nothing was changed."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:lienthong:problem:wrong_agency",
                "title": "Bước này thuộc cơ quan khác",
                "status": 403,
                "detail": "bước register_birth thuộc thẩm quyền của cơ quan hanoi-civil; chỉ cơ quan đó được thực hiện",
                "code": "wrong_agency",
                "current": "in_progress",
                "attempted": "complete_step",
                "current_version": 4,
                "current_status": "in_progress",
                "available_commands": [{"command": "claim_step", "step": "register_residence"}],
                "legal_basis": [],
                "problems": [],
            }
        }
    )

    type: str = Field(description="A name for this kind of problem; it ends in `code`.")
    title: str = Field(description="In Vietnamese, or in English with `Accept-Language: en`.")
    status: int = Field(description="The HTTP status again.")
    detail: str = Field(description="What happened and how to mend it, in the same language.")
    code: str = Field(description="Stable; programs decide by it.")
    current: str | None = Field(default=None, description="Where the case (or its step) stands.")
    attempted: str | None = Field(default=None, description="The command that was refused.")
    current_version: int | None = Field(default=None, description="The version of the case that the command met.")
    current_status: str | None = Field(default=None, description="The status of the case in that version.")
    available_commands: list[OfferedCommand] | None = Field(
        default=None, description="What the caller may do in that version; null where no case was met."
    )
    legal_basis: list[LegalBasisRead] = Field(default=[], description="The articles behind the refusal.")
    problems: list[str] = Field(default=[], description="Each fault as `where: what is wrong, how to mend it`.")


def problem_answer(
    request: Request, status: int, code: str, detail: Text, *, headers: dict[str, str] | None = None, **more: Any
) -> JSONResponse:
    """The HTTP answer; `more` are further members of `Problem`."""
    language = language_of(request)
    request.state.problem = code  # for the log
    problem = Problem(
        type=f"urn:lienthong:problem:{code}",
        title=TITLES[code].in_language(language),
        status=status,
        detail=detail.in_language(language),
        code=code,
        **more,
    )
    return JSONResponse(problem.model_dump(mode="json"), status, headers, MEDIA_TYPE)


def language_of(request: Request) -> str:
    """`lang` in the address, or the language that the client prefers; Vietnamese by default."""
    asked = request.query_params.get("lang") or request.headers.get("accept-language", "")
    return "en" if asked.lower().startswith("en") else "vi"
