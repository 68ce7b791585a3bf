"""Who acts: a person or a system, for which agency, in which roles, and perhaps for some procedures alone."""

from pydantic import Field

from engine.core.identifiers import ActorId, AgencyId, CaseId, ProcedureId
from engine.core.roles import GRANTS, Permission, Reach, Role, widest
from engine.core.values import Instant, Value

__all__ = ["SYSTEM", "Actor", "IssuedToken", "Permission", "Principal", "Reach", "Role", "citizen_of"]


class Principal(Value):
    """For whom somebody acts while he is away, and by which delegation."""

    id: ActorId
    name: str
    delegation: str


class Actor(Value):
    """Who acts and on behalf of which agency; the roles alone give permissions, the agency says where.

    `procedures` narrows all of it to cases of these procedures; none: it is not narrowed. What nobody narrowed is
    written down without it, as it always was.
    """

    id: ActorId
    name: str
    agency: AgencyId | None = None
    roles: tuple[Role, ...]
    procedures: tuple[ProcedureId, ...] = Field(default=(), exclude_if=lambda narrowed: not narrowed)
    on_behalf_of: Principal | None = Field(default=None, exclude_if=lambda principal: principal is None)

    def may(self, permission: Permission) -> bool:
        return any(permission in GRANTS[role] for role in self.roles)

    def reach(self, permission: Permission) -> Reach | None:
        """How far the permission goes; null: the actor has it not at all."""
        return widest(self.roles, permission)

    def is_for(self, procedure: ProcedureId | None) -> bool:
        """Whether the actor has to do with cases of the procedure."""
        return not self.procedures or procedure in self.procedures

    def is_or_acts_for(self, other: ActorId) -> bool:
        """Whether what that person has begun is the actor's to go on with."""
        return other in (self.id, (self.on_behalf_of or self).id)

    def as_recorded(self) -> "Actor":
        """Who it was, for events: to what the account was narrowed then says nothing of what was done."""
        return self.model_copy(update={"procedures": ()}) if self.procedures else self

    @property
    def sees_everything(self) -> bool:
        """Who is to see an agency with all below it, and is of none, is the whole province's."""
        reach = self.reach(Permission.VIEW)
        return reach is Reach.EVERYWHERE or (reach is Reach.SUB_UNITS and self.agency is None)


SYSTEM = Actor(id=ActorId("lienthong"), name="Liên Thông", agency=None, roles=(Role.SYSTEM,))
"""The product itself: automatic steps and what the passage of time calls for."""


def citizen_of(case: CaseId) -> Actor:
    """Whoever came with the secret of this case. The product does not know who that is, and says no name."""
    return Actor(id=ActorId(f"citizen/{case}"), name="Người nộp hồ sơ", agency=None, roles=(Role.SLIP_HOLDER,))


class IssuedToken(Value):
    """What is kept of a token: whom it stands for and until when. `id` names it; it cannot be used to sign in."""

    id: str
    actor: Actor
    created_at: Instant
    expires_at: Instant | None
    revoked_at: Instant | None
    issuer: str | None = None
    subject: str | None = None
    """Of an account that comes in by an OpenID provider: who it is there. There is no token for it."""
