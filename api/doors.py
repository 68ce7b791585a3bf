"""The door of every operation: who has no role for it stops here, and so does an operation that no table names."""

from collections.abc import Iterator

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.auth import calling_actor
from api.desk import command_desk
from api.pages.citizen_visit import is_from_elsewhere, the_visit
from api.pages.visitor import PageRefused, acting_visitor, own_visitor, page_visitor
from engine.core.operations import NEEDED, PUBLIC
from engine.core.values import Text
from engine.core.who_may import not_open

_ASK_WHO_CALLS = frozenset({calling_actor, page_visitor, acting_visitor, own_visitor, the_visit, command_desk})
"""What a route must depend on to have its caller asked; each of them refuses who has no role for the operation."""
_FROM_ELSEWHERE = Text(
    vi="biểu mẫu này được gửi từ một trang khác; hãy mở trang của chúng tôi rồi gửi lại",
    en="this form was sent from another site; open our page and send it from there",
)


async def named_operation(request: Request) -> None:
    """Denied by default, for the day on which somebody adds a route and forgets its permission, or to ask who calls.
    What a page's form sends is taken from our own pages alone. Raises `CommandRefused` and `PageRefused`."""
    route = request.scope["route"]
    if request.method == "POST" and not route.include_in_schema and is_from_elsewhere(request):
        raise PageRefused(_FROM_ELSEWHERE)
    if not is_guarded(route):
        raise not_open(route.name)


def is_guarded(route: APIRoute) -> bool:
    """Whether the route is for everybody by the table, or asks for a permission of it."""
    if route.name in PUBLIC:
        return True
    return route.name in NEEDED and not _ASK_WHO_CALLS.isdisjoint(_asked(route.dependant))


def _asked(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for below in dependant.dependencies:
        yield from _asked(below)
