"""Delegation: a colleague stands in for somebody who is away, with the rights of that person and no others, for a time."""

from datetime import datetime

from engine.core.actors import Actor, Permission, Principal
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import ActorId, AgencyId, ProcedureId
from engine.core.roles import DELEGABLE
from engine.core.values import Instant, Text, Value


class Delegation(Value):
    """Who stands in for whom, from when until when, and by whose act; ended early by an act of its own."""

    id: str
    giver: ActorId
    taker: ActorId
    agency: AgencyId
    procedure: ProcedureId | None
    from_at: Instant
    until_at: Instant
    given_at: Instant
    given_by: ActorId
    ended_at: Instant | None = None
    ended_by: ActorId | None = None

    def holds_at(self, now: datetime) -> bool:
        return self.from_at <= now < self.until_at and self.ended_at is None


class WantedDelegation(Value):
    """What somebody asks for; `giver` null: for himself."""

    giver: ActorId | None = None
    taker: ActorId
    procedure: ProcedureId | None = None
    from_at: Instant | None = None
    until_at: Instant


def standing_in(taker: Actor, giver: Actor, delegation: Delegation) -> Actor | None:
    """The taker with what the giver may today, and nothing that is his own besides; null where nothing is left of it."""
    roles = tuple(role for role in giver.roles if role in DELEGABLE)
    wanted = (delegation.procedure,) if delegation.procedure is not None else ()
    procedures = tuple(p for p in wanted if giver.is_for(p)) if wanted else giver.procedures
    if not roles or (wanted and not procedures) or not giver.agency == taker.agency == delegation.agency:
        return None
    absent = Principal(id=giver.id, name=giver.name, delegation=delegation.id)
    return taker.model_copy(update={"roles": roles, "procedures": procedures, "on_behalf_of": absent})


def refuse_unless_delegable(by: Actor, giver: Actor | None, taker: Actor | None, wanted: WantedDelegation) -> None:
    """Raises `CommandRefused`: one gives what is one's own, or as its lead what is of a colleague of one's agency; never
    what one only has from somebody else."""
    refuse_unless_lead_or_self(by, wanted.giver or by.id, by.agency, "give_delegation")
    if by.agency is None or giver is None or taker is None or not by.agency == giver.agency == taker.agency:
        raise _invalid(
            "hai người phải cùng cơ quan với người ủy quyền", "both must have an account of one's own agency"
        )
    if giver.id == taker.id:
        raise _invalid("không thể tự ủy quyền cho chính mình", "nobody stands in for himself")
    if not DELEGABLE.intersection(giver.roles):
        raise _invalid(f"{giver.name} không có vai trò ủy quyền được", f"{giver.name} has no role that can be given")
    if wanted.procedure is not None and not giver.is_for(wanted.procedure):
        raise _invalid(
            f"{giver.name} không được giao thủ tục {wanted.procedure}", f"{giver.name} is not for {wanted.procedure}"
        )


def refuse_unless_in_time(wanted: WantedDelegation, from_at: datetime, now: datetime) -> None:
    """Raises `CommandRefused` for a span that is empty or over."""
    if wanted.until_at <= max(from_at, now):
        raise _invalid(
            "thời điểm kết thúc phải sau lúc bắt đầu và sau lúc này", "it must end after its begin and after now"
        )


def refuse_unless_lead_or_self(by: Actor, giver: ActorId, agency: AgencyId | None, attempted: str) -> None:
    """Raises `CommandRefused` for anybody but the person whose rights they are and the lead of that person's agency."""
    is_lead = by.may(Permission.SUPERVISE) and by.agency is not None and by.agency == agency
    if by.on_behalf_of is None and (by.id == giver or is_lead):
        return
    raise CommandRefused(
        Reason.NOT_PERMITTED,
        Text(
            vi=f"{by.name} chỉ được ủy quyền của chính mình; lãnh đạo cơ quan được làm thay, người được ủy quyền thì không",
            en=f"{by.name} may delegate only what is his own; a lead may do so for the agency, a stand-in for nobody",
        ),
        attempted=attempted,
    )


def _invalid(vi: str, en: str) -> CommandRefused:
    return CommandRefused(Reason.DELEGATION_INVALID, Text(vi=vi, en=en), attempted="give_delegation")
