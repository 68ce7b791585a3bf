"""Whoever adds an operation and forgets who may use it, has added one that nobody may use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI
from starlette.testclient import TestClient

from api import errors
from api.auth import calling_actor
from api.doors import named_operation
from engine.core.actors import SYSTEM, Actor


def show_secret(actor: Annotated[Actor, Depends(calling_actor)]) -> dict[str, str]:
    return {"secret": actor.name}


def get_case() -> dict[str, str]:
    return {"secret": "of whoever comes"}


def get_health() -> dict[str, str]:
    return {"status": "ok"}


@pytest.mark.parametrize(
    ("endpoint", "status", "code"),
    [(show_secret, 403, "not_permitted"), (get_case, 403, "not_permitted"), (get_health, 200, None)],
    ids=["named in no table", "asks nobody who he is", "for everybody"],
)
def test_what_is_not_guarded_is_closed(endpoint: Callable[..., Any], status: int, code: str | None) -> None:
    app = FastAPI(dependencies=[Depends(named_operation)])
    errors.install(app)
    room = APIRouter()
    room.get("/asked")(endpoint)
    app.include_router(room)
    app.dependency_overrides[calling_actor] = lambda: SYSTEM
    answer = TestClient(app).get("/asked")
    assert (answer.status_code, answer.json().get("code")) == (status, code)
