"""Agencies' own systems over HTTP: 200 is accepted, 202 later, 400 rejected; anything else is a fault, never a refusal."""

import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import httpx
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from engine.core.errors import AgencyUnreachable
from engine.core.execution import AutomaticWork
from engine.service.executor_ports import AgencyAnswer, Verdict

ANSWER_WITHIN = 15.0
"""Seconds for one attempt. The legal term of an answer is the step's own; this only keeps a dead line from holding us."""


class Accepted(BaseModel):
    """200: the work is done."""

    result: dict[str, Any] = {}
    documents: tuple[dict[str, str], ...] = ()
    completed_at: AwareDatetime | None = None


class Later(BaseModel):
    """202: taken on; the answer comes later under this reference."""

    reference: str = Field(min_length=1)


class Rejected(BaseModel):
    """400: the agency refuses, and says why. A 400 without a reason is some proxy's, not the agency's."""

    reason: str = Field(min_length=1)


class HttpAgencyGateway:
    """Knows each system's address; the idempotency key makes a repeated call harmless for the receiver."""

    def __init__(self, systems: Mapping[str, str], carried: Callable[[], str | None] = lambda: None) -> None:
        """`carried`: the `traceparent` of what is under way, for whoever follows it into the agency's system."""
        self._systems = {system: address.rstrip("/") for system, address in systems.items()}
        self._carried = carried
        # Building one takes tens of milliseconds; it can be shared, a client with its connections cannot (event loops).
        self._trust = ssl.create_default_context()

    def serves(self, system: str) -> bool:
        return system in self._systems

    async def ask(self, work: AutomaticWork) -> AgencyAnswer:
        """Raises `AgencyUnreachable` for anything but an answer; the message names no person."""
        address = self._systems.get(work.system)
        if address is None:
            raise AgencyUnreachable(f"no address is set for the system {work.system} (LIENTHONG_AGENCY_SYSTEMS)")
        called = f"{work.system}.{work.operation}"
        try:
            async with httpx.AsyncClient(verify=self._trust, timeout=ANSWER_WITHIN) as client:
                answer = await client.post(
                    f"{address}/{work.operation}", json=work.payload, headers=self._headers(work)
                )
        except httpx.HTTPError as fault:
            raise AgencyUnreachable(f"{called}: {type(fault).__name__}") from None
        try:
            return _understood(answer)
        except ValidationError:
            raise AgencyUnreachable(f"{called}: {answer.status_code} with an answer that cannot be read") from None
        except UnforeseenStatus:
            raise AgencyUnreachable(f"{called}: status {answer.status_code}") from None

    def _headers(self, work: AutomaticWork) -> dict[str, str]:
        trace = self._carried()
        return {"Idempotency-Key": work.key, **({"traceparent": trace} if trace else {})}


class UnforeseenStatus(Exception):
    """The system answered with a status that the agreement does not know."""


def _understood(answer: httpx.Response) -> AgencyAnswer:
    match answer.status_code:
        case httpx.codes.OK:
            accepted = Accepted.model_validate_json(answer.content)
            return AgencyAnswer(
                verdict=Verdict.ACCEPTED,
                result=accepted.result,
                documents=accepted.documents,
                completed_at=_whole(accepted.completed_at),
            )
        case httpx.codes.ACCEPTED:
            later = Later.model_validate_json(answer.content)
            return AgencyAnswer(verdict=Verdict.LATER, reference=later.reference)
        case httpx.codes.BAD_REQUEST:
            rejected = Rejected.model_validate_json(answer.content)
            return AgencyAnswer(verdict=Verdict.REJECTED, reason=rejected.reason)
        case _:
            raise UnforeseenStatus


def _whole(at: datetime | None) -> datetime | None:
    return at.replace(microsecond=0) if at else None
