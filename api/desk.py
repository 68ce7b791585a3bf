"""The desk that takes commands: reads the envelope off the request's headers, hands the command in, writes the answer's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypedDict, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel, WithJsonSchema

from api.auth import CallingActor
from api.cases.present import case_read
from api.cases.schemas import CaseDone, CaseRead
from api.dependencies import product_of
from api.schemas import Act
from engine.core import commands
from engine.core.actors import Actor
from engine.core.errors import Reason
from engine.core.identifiers import CaseId, CommandId
from engine.core.values import Instant
from engine.service.fault_points import FaultPoint, reached
from engine.wiring import Product

COMMAND_PROBLEMS = (
    "unauthenticated",
    "not_found",
    "input_invalid",
    "too_large",
    "conflict",
    "precondition_failed",
    "command_id_reused",
    "file_not_kept",
    "files_away",
    "busy",
    "ledger_away",
    "storage_full",
    "clock_behind",
    Reason.NOT_PERMITTED,
    Reason.WRONG_STATUS,
    Reason.OCCURRED_IN_FUTURE,
    Reason.OCCURRED_TOO_EARLY,
    Reason.BACKDATING_NOT_PERMITTED,
)
"""How any command may be refused."""

_MINIMAL = "return=minimal"
_UUID_TEXT = {
    "anyOf": [{"type": "string", "pattern": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"}, {"type": "null"}]
}
"""As a text: generated clients put a value of another kind into a header as it is, and no library sends that."""
CASE_IDS = uuid5(NAMESPACE_URL, "urn:lienthong:case")


_Route = TypeVar("_Route", bound=Callable[..., Any])


class Envelope(TypedDict):
    """What every command carries."""

    command_id: CommandId
    case_id: CaseId
    actor: Actor
    occurred_at: Instant | None
    expected_version: int | None


@dataclass(frozen=True, slots=True)
class CommandDesk:
    """Takes the one command of this request."""

    product: Product
    actor: Actor
    headers: dict[str, str]
    """Of the answer."""
    command_id: CommandId
    expected_version: int | None
    wants_little: bool = False
    """Of the answer: which case, and its version."""

    def envelope(self, case_id: CaseId, act: Act | None) -> Envelope:
        return Envelope(
            command_id=self.command_id,
            case_id=case_id,
            actor=self.actor,
            occurred_at=act.occurred_at if act else None,
            expected_version=self.expected_version,
        )

    def new_case_id(self) -> CaseId:
        """Read off the command's id, so that a repeated submission is the same case."""
        return CaseId(str(uuid5(CASE_IDS, self.command_id)))

    def take(
        self,
        command: commands.Command,
        status: int = 200,
        more: Callable[[CaseRead], BaseModel] | None = None,
        *,
        is_for_a_stranger: bool = False,
    ) -> Response:
        """The case right after the command; a repeat gets the first answer, and a header that says so. `more`: the same
        with what else this command answers. Who asked for no more hears the case's version, but for commands that tell
        what they tell but once. `is_for_a_stranger`: nobody hears more, for who gives the command may not see the case.

        Written out here, in the thread that took the command: what comes from our own shapes is not checked once more.
        """
        self.product.uploads.refuse_unkept(command)
        result = self.product.commands.handle(command)
        self.headers["ETag"] = f'"{result.state.version}"'
        if result.repeated:
            self.headers["Idempotent-Replay"] = "true"
        if is_for_a_stranger:
            shown: BaseModel = CaseDone(id=result.state.id, version=result.state.version)
        elif self.wants_little and more is None:
            self.headers["Preference-Applied"] = _MINIMAL
            shown = CaseDone(id=result.state.id, version=result.state.version)
        else:
            case = case_read(self.product.reader.view_of(result), None)
            shown = case if more is None else more(case)
        reached(FaultPoint.ANSWER_READY, command.type)
        return Response(
            shown.model_dump_json(by_alias=True),
            status_code=status,
            headers=self.headers,
            media_type="application/json",
        )


def command_routes(router: APIRouter) -> Callable[..., Callable[[_Route], _Route]]:
    """As `router.post`, for commands: each answers with the case. The router's routes are `CommandRoute`."""

    def post(path: str, *, response_model: Any = CaseRead | CaseDone, **said: Any) -> Callable[[_Route], _Route]:
        return router.post(path, response_model=response_model, **said)

    return post


def command_desk(
    request: Request,
    actor: CallingActor,
    idempotency_key: Annotated[
        UUID | None,
        WithJsonSchema(_UUID_TEXT),
        Header(description="The command's id, a UUID: a repeat with the same id does nothing twice."),
    ] = None,
    if_match: Annotated[
        str | None,
        Header(pattern=r'^\s*((W/)?"\d{1,18}"|\*)\s*$', description='The version you read, as in `ETag`: `"7"`.'),
    ] = None,
    prefer: Annotated[
        str | None,
        Header(
            description="`return=minimal` (RFC 7240): of the case, the answer says its id and version alone, and "
            "`Preference-Applied`. Where a command tells what is told but once, it answers in full all the same.",
            examples=["return=minimal"],
        ),
    ] = None,
) -> CommandDesk:
    """Called by `CommandRoute`, which reads the same fields."""
    command_id = CommandId(str(idempotency_key or uuid4()))
    return CommandDesk(
        product_of(request), actor, {"Idempotency-Key": command_id}, command_id, _version_in(if_match), _little(prefer)
    )


def _little(prefer: str | None) -> bool:
    """One of several preferences, which may have more to say after a semicolon; in any letters."""
    said = (one.partition(";")[0].replace(" ", "").lower() for one in prefer.split(",")) if prefer else ()
    return _MINIMAL in {one.replace('"', "") for one in said}


def _version_in(if_match: str | None) -> int | None:
    return int(if_match.split('"')[1]) if if_match and '"' in if_match else None


Desk = Annotated[CommandDesk, Depends(command_desk)]
