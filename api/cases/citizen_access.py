"""The citizen's secret over HTTP: made at the receipt, made anew by the unit that holds the dossier; told once."""

from fastapi import APIRouter, Response

from api.cases import schemas
from api.command_route import CommandRoute, in_a_thread
from api.dependencies import CasePath
from api.desk import COMMAND_PROBLEMS, CommandDesk, Desk, command_routes
from api.errors import problem_responses
from api.schemas import Act
from engine.core.audit import AuditKind, Happened
from engine.core.errors import Conflict, Reason
from engine.core.identifiers import CaseId
from engine.core.values import Text
from engine.core.who_may import refuse_unless_held

router = APIRouter(prefix="/cases", route_class=CommandRoute)
_command = command_routes(router)


@_command(
    "/{case_id}/citizen-access",
    response_model=schemas.CitizenAccess,
    tags=["cases"],
    summary="Give the citizen a new secret",
    responses=problem_responses(*COMMAND_PROBLEMS, Reason.WRONG_AGENCY),
)
@in_a_thread
def renew_citizen_access(case_id: CasePath, desk: Desk, body: Act | None = None) -> Response:
    """For somebody who has lost the slip and has shown who he is: the former secret, and whoever came in with it, end.
    Nothing of the case changes. A repeat with the same `Idempotency-Key` makes no other secret, and tells none."""
    view = desk.product.reader.get_view(case_id, desk.actor)
    refuse_unless_held(view.state, desk.actor, "renew_citizen_access")
    if desk.expected_version not in {None, view.version}:
        raise Conflict(
            Text(
                vi=f"hồ sơ đang ở phiên bản {view.version}, không phải {desk.expected_version}: hãy đọc lại",
                en=f"the case is at version {view.version}, not {desk.expected_version}: read it again",
            ),
            current_version=view.version,
        )
    # Before it is made: a secret that was made and could not be told would be lost.
    renewed = Happened(AuditKind.ACCESS_RENEWED, desk.actor.id, case_id, desk.command_id)
    desk.product.audit.enter_new(desk.product.audit.new_entries([renewed]))
    secret = desk.product.citizens.new_secret(case_id, desk.actor, desk.command_id)
    if secret is None:
        desk.headers["Idempotent-Replay"] = "true"
    told = access_read(desk.product.settings.public_url, view.state.dossier_code, secret)
    return Response(told.model_dump_json(), headers=_never_kept(desk), media_type="application/json")


def with_access(desk: CommandDesk, case: schemas.CaseRead) -> schemas.CaseReceivedRead:
    """Made after the receipt is committed: if the process dies between the two, the repeat of the request makes it."""
    secret = desk.product.citizens.first_secret(CaseId(case.id), desk.actor, desk.command_id)
    _never_kept(desk)
    return schemas.CaseReceivedRead(
        **dict(case), citizen_access=access_read(desk.product.settings.public_url, case.dossier_code, secret)
    )


def access_read(public_url: str, code: str | None, secret: str | None) -> schemas.CitizenAccess:
    """The address is the installation's own word, never the caller's `Host`: the link is printed on a slip."""
    link = f"{public_url.rstrip('/')}/track#{code}/{secret}" if secret is not None else None
    return schemas.CitizenAccess(secret=secret, link=link)


def _never_kept(desk: CommandDesk) -> dict[str, str]:
    desk.headers["Cache-Control"] = "no-store"
    return desk.headers
