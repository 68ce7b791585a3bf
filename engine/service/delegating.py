"""Delegations as use cases: give one, end one, see those that are one's business."""

from collections.abc import Sequence
from uuid import uuid4

from engine.core.actors import Actor, Permission
from engine.core.audit import AuditKind
from engine.core.delegations import (
    Delegation,
    WantedDelegation,
    refuse_unless_delegable,
    refuse_unless_in_time,
    refuse_unless_lead_or_self,
)
from engine.core.errors import NotFound
from engine.core.identifiers import ActorId
from engine.core.values import Text
from engine.core.who_may import refuse_unless_granted
from engine.service.audit_trail import AuditTrail
from engine.service.delegation_ports import DelegationBook
from engine.service.ports import Clock


class Delegating:
    """Who may stand in for whom, decided by the core and kept in the book."""

    def __init__(self, book: DelegationBook, clock: Clock, trail: AuditTrail) -> None:
        self._book = book
        self._clock = clock
        self._trail = trail

    def give(
        self, by: Actor, wanted: WantedDelegation, entered_by: ActorId | None = None, known_as: str | None = None
    ) -> Delegation:
        """`entered_by`: who writes it down for the giver, at the terminal. `known_as`: the id that it gets; what was given
        under it is not given twice. Raises `CommandRefused`."""
        refuse_unless_granted(by, "give_delegation")
        if known_as is not None and (before := self._book.find(known_as)) is not None:
            return before
        now = self._clock.now()
        giver = self._book.find_account(wanted.giver or by.id, now)
        taker = self._book.find_account(wanted.taker, now)
        refuse_unless_delegable(by, giver.actor if giver else None, taker.actor if taker else None, wanted)
        assert giver is not None and giver.actor.agency is not None
        from_at = wanted.from_at or now
        refuse_unless_in_time(wanted, from_at, now)
        given = Delegation(
            id=known_as or str(uuid4()),
            giver=giver.actor.id,
            taker=wanted.taker,
            agency=giver.actor.agency,
            procedure=wanted.procedure,
            from_at=from_at,
            until_at=wanted.until_at,
            given_at=now,
            given_by=entered_by or by.id,
        )
        self._book.add(given, giver, self._trail.entry_of(AuditKind.DELEGATION_GIVEN, given.given_by, about=given.id))
        return given

    def end(self, by: Actor, delegation: str) -> Delegation:
        """From now on; raises `NotFound` for one that is not the actor's business, and `CommandRefused`."""
        refuse_unless_granted(by, "end_delegation")
        known = self._book.find(delegation)
        if known is None or not _concerns(by, known):
            raise _not_there()
        if by.id != known.taker or by.on_behalf_of is not None:
            refuse_unless_lead_or_self(by, known.giver, known.agency, "end_delegation")
        self._end(delegation, by.id)
        ended = self._book.find(delegation)
        assert ended is not None
        return ended

    def visible_to(self, actor: Actor) -> Sequence[Delegation]:
        """The newest first: one's own, given or taken; to a lead all of the agency."""
        refuse_unless_granted(actor, "list_delegations")
        if actor.agency is None:
            return ()
        return tuple(known for known in self._book.given_in(actor.agency) if _concerns(actor, known))

    def people_of(self, actor: Actor) -> Sequence[Actor]:
        """Everybody of the actor's agency who has an account, in the order of their names: who may be chosen, and who is
        meant. Raises `CommandRefused`."""
        refuse_unless_granted(actor, "list_delegations")
        if actor.agency is None:
            return ()
        return sorted(self._book.accounts_of(actor.agency, self._clock.now()), key=lambda one: (one.name, one.id))

    def held_by(self, taker: Actor) -> Sequence[tuple[Delegation, str]]:
        """What the actor may choose from now, each with the name of who is away."""
        if taker.agency is None:
            return ()
        now = self._clock.now()
        held = [known for known in self._book.given_in(taker.agency) if known.taker == taker.id and known.holds_at(now)]
        away = [(known, self._book.find_account(known.giver, now)) for known in held]
        return tuple((known, account.actor.name) for known, account in away if account is not None)

    def end_at_terminal(self, delegation: str, entered_by: ActorId) -> bool:
        """Whether there was such a delegation that had not been ended before."""
        return self._end(delegation, entered_by)

    def _end(self, delegation: str, by: ActorId) -> bool:
        entry = self._trail.entry_of(AuditKind.DELEGATION_ENDED, by, about=delegation)
        return self._book.end(delegation, by, self._clock.now(), entry)

    def all(self) -> Sequence[Delegation]:
        """The newest first, for the terminal."""
        return self._book.given_in(None)

    def account_of(self, person: ActorId) -> Actor:
        """Raises `NotFound` where nobody has a token under that id."""
        found = self._book.find_account(person, self._clock.now())
        if found is None:
            raise NotFound(
                Text(
                    vi=f"chưa ai có mã truy cập còn hiệu lực với mã số {person}",
                    en=f"no good token is under the id {person}",
                )
            )
        return found.actor


def _concerns(actor: Actor, known: Delegation) -> bool:
    if actor.agency != known.agency:
        return False
    return actor.id in (known.giver, known.taker) or actor.may(Permission.SUPERVISE)


def _not_there() -> NotFound:
    return NotFound(Text(vi="không tìm thấy ủy quyền này", en="there is no such delegation"))
