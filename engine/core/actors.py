"""Who acts, and what each role may do: one table, denied by default."""

from enum import StrEnum

from engine.core.identifiers import ActorId, AgencyId, CaseId
from engine.core.values import Instant, Value


class Permission(StrEnum):
    SUBMIT = "submit"
    RECEIVE = "receive"
    WORK = "work"
    HAND_IN = "hand_in"
    WITHDRAW = "withdraw"
    BACKDATE = "backdate"
    SUPERVISE = "supervise"
    TRANSFER = "transfer"
    EXECUTE = "execute"
    VIEW_ALL = "view_all"


class Role(StrEnum):
    """The parts that people and systems play."""

    ONE_STOP_OFFICER = "one_stop_officer"
    CASEWORKER = "caseworker"
    AGENCY_LEAD = "agency_lead"
    LATE_ENTRY = "late_entry"
    CITIZEN_PORTAL = "citizen_portal"
    CITIZEN = "citizen"
    MANAGER = "manager"
    SYSTEM = "system"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ONE_STOP_OFFICER: frozenset(
        {
            Permission.SUBMIT,
            Permission.RECEIVE,
            Permission.HAND_IN,
            Permission.WITHDRAW,
        }
    ),
    Role.CASEWORKER: frozenset({Permission.WORK}),
    Role.AGENCY_LEAD: frozenset({Permission.WORK, Permission.SUPERVISE, Permission.TRANSFER}),
    # Given beside another role, to the few who enter what happened while an office was offline.
    Role.LATE_ENTRY: frozenset({Permission.BACKDATE}),
    Role.CITIZEN_PORTAL: frozenset({Permission.SUBMIT, Permission.HAND_IN, Permission.WITHDRAW}),
    # Whoever has the secret of one case, and of that case alone: see `citizen_of`.
    Role.CITIZEN: frozenset({Permission.HAND_IN}),
    Role.MANAGER: frozenset({Permission.VIEW_ALL}),
    Role.SYSTEM: frozenset(
        {Permission.EXECUTE, Permission.WORK, Permission.TRANSFER, Permission.BACKDATE, Permission.VIEW_ALL}
    ),
}


class Actor(Value):
    """Who acts and on behalf of which agency; a role alone gives permissions, the agency says where."""

    id: ActorId
    name: str
    agency: AgencyId | None = None
    roles: tuple[Role, ...]

    def may(self, permission: Permission) -> bool:
        return any(permission in PERMISSIONS[role] for role in self.roles)


SYSTEM = Actor(id=ActorId("lienthong"), name="Liên Thông", agency=None, roles=(Role.SYSTEM,))
"""The product itself: automatic steps and what the passage of time calls for."""


def citizen_of(case: CaseId) -> Actor:
    """Whoever came with the secret of this case. The product does not know who that is, and says no name."""
    return Actor(id=ActorId(f"citizen/{case}"), name="Người nộp hồ sơ", agency=None, roles=(Role.CITIZEN,))


class IssuedToken(Value):
    """What is kept of a token: whom it stands for and until when. `id` names it; it cannot be used to sign in."""

    id: str
    actor: Actor
    created_at: Instant
    expires_at: Instant | None
    revoked_at: Instant | None
