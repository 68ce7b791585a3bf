"""The route of a command: token, headers, path, body and the command itself in one turn of one thread."""

import json
from collections.abc import Callable, Coroutine
from email.message import Message
from typing import Any, TypeVar

from fastapi import HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.security.utils import get_authorization_scheme_param
from starlette.requests import ClientDisconnect

from api.auth import actor_of_token
from api.dependencies import product_of
from api.desk import command_desk

_UNREADABLE = "There was an error parsing the body"

_IN_A_THREAD: set[Callable[..., Any]] = set()
_Endpoint = TypeVar("_Endpoint", bound=Callable[..., Any])


def in_a_thread(endpoint: _Endpoint) -> _Endpoint:
    """For what asks the database for more than a command does: on the event loop everybody would wait for it."""
    _IN_A_THREAD.add(endpoint)
    return endpoint


class CommandRoute(APIRoute):
    """Reads a request by the very fields that the framework found in the signatures of the endpoint and of the desk, and
    documents; but in one go. The framework's own way is made for any tree of dependencies, and dear. What takes no
    command goes it."""

    @property
    def takes_a_command(self) -> bool:
        return self._desk is not None

    @property
    def _desk(self) -> Dependant | None:
        return next((one for one in self.dependant.dependencies if one.call is command_desk), None)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        desk = self._desk
        if desk is None:
            return super().get_route_handler()
        reader = _Reader(self.dependant, desk)

        waits = self.endpoint in _IN_A_THREAD

        async def take(request: Request) -> Response:
            try:
                content = await request.body()
            except ClientDisconnect as gone:
                raise HTTPException(400, _UNREADABLE) from gone
            answer = None if waits else await product_of(request).database.taken(reader.take, request, content)
            return answer if answer is not None else await run_in_threadpool(reader.take, request, content)

        return take


class _Reader:
    """Reads what one operation is given, and hands it to the endpoint."""

    def __init__(self, operation: Dependant, desk: Dependant) -> None:
        assert operation.call is not None
        self._endpoint: Callable[..., Response] = operation.call
        self._desk = str(desk.name)
        self._headers = [_Field(field, "header") for field in desk.header_params]
        self._path = [_Field(field, "path") for field in operation.path_params]
        self._body = [_Field(field, "body", is_whole=True) for field in operation.body_params]

    def take(self, request: Request, content: bytes) -> Response:
        """Who is not signed in is told that, and nothing of what else is wrong. Raises `Unauthenticated` and
        `RequestValidationError` with everything that is wrong, in the order: headers, path, body."""
        actor = actor_of_token(request, _bearer_in(request), request.headers.get("On-Behalf-Of"))
        faults: list[Any] = []
        body = _json_in(request, content)
        sent, path = request.headers, request.path_params
        headers = {field.name: field.read(sent.get(field.alias), faults) for field in self._headers}
        values = {field.name: field.read(path.get(field.alias), faults) for field in self._path}
        values |= {field.name: field.read(body, faults) for field in self._body}
        if faults:
            raise RequestValidationError(faults, body=body)
        return self._endpoint(**values, **{self._desk: command_desk(request, actor, **headers)})


class _Field:
    """A value of a request as its signature declares it; `is_whole`: it is all of its place, not a part by its name."""

    def __init__(self, field: Any, place: str, *, is_whole: bool = False) -> None:
        self.name: str = field.name
        self.alias: str = field.alias
        self._place = (place,) if is_whole else (place, field.alias)
        self._validate = field.validate
        self._is_required: bool = field.field_info.is_required()
        self._default = None if self._is_required else field.default

    def read(self, given: Any, faults: list[Any]) -> Any:
        if given is None:
            if self._is_required:
                faults.append({"type": "missing", "loc": self._place, "msg": "Field required", "input": None})
            return self._default
        said, wrong = self._validate(given, {}, loc=self._place)
        faults += wrong
        return said


def _bearer_in(request: Request) -> str | None:
    scheme, token = get_authorization_scheme_param(request.headers.get("Authorization"))
    return token if token and scheme.lower() == "bearer" else None


def _json_in(request: Request, content: bytes) -> Any:
    """The body's value; bytes that are not announced as JSON stay bytes, and no shape takes them."""
    if not content or not _is_json(request.headers.get("content-type", "")):
        return content or None
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        fault = {"type": "json_invalid", "loc": ("body", error.pos), "msg": "JSON decode error", "input": {}}
        raise RequestValidationError([{**fault, "ctx": {"error": error.msg}}], body=error.doc) from error
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, _UNREADABLE) from error


def _is_json(content_type: str) -> bool:
    if content_type == "application/json":
        return True
    message = Message()
    message["content-type"] = content_type or "text/plain"
    subtype = message.get_content_subtype()
    return message.get_content_maintype() == "application" and (subtype == "json" or subtype.endswith("+json"))
