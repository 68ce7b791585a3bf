"""Who may be given a step: the accounts of an agency that work on steps, as they are now."""

from collections.abc import Sequence

from engine.core.actors import Actor, Permission
from engine.core.identifiers import ActorId
from engine.core.who_may import refuse_unless_granted
from engine.service.delegation_ports import DelegationBook
from engine.service.ports import Clock
from engine.service.read_case import get_agency


class Colleagues:
    """Asked before a step is given to somebody; whether it can be is decided by the core."""

    def __init__(self, book: DelegationBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock

    def find(self, person: ActorId) -> Actor | None:
        """Null where nobody has a good token under that id."""
        known = self._book.find_account(person, self._clock.now())
        return known.actor if known is not None else None

    def of(self, actor: Actor) -> Sequence[Actor]:
        """Everybody of the actor's agency who may work on steps, in the order of their names. Raises `CommandRefused`."""
        refuse_unless_granted(actor, "list_colleagues")
        found = self._book.accounts_of(get_agency(actor, "list_colleagues"), self._clock.now())
        return sorted((one for one in found if one.may(Permission.WORK)), key=lambda one: (one.name, one.id))
