"""The way to a command's route by one look in a table: the framework tries its routes one after the other."""

from collections.abc import Iterable
from typing import NamedTuple

from starlette.convertors import StringConvertor
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from api.command_route import CommandRoute


class CommandPaths:
    """ASGI application around a router: the same routes, found quicker. What is not found here goes the router's way."""

    def __init__(self, router: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        """`routes`: as the router has them, without prefixes."""
        self._router = router
        self._shapes: dict[int, list[tuple[int, ...]]] = {}
        self._found: dict[tuple[int, tuple[str, ...]], _Entry] = {}
        for route in routes:
            if isinstance(route, CommandRoute) and route.takes_a_command and _is_plain(route):
                self._enter(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._look_up(scope) if _is_for_us(scope) else None
        if found is None:
            await self._router(scope, receive, send)
            return
        route, given = found
        scope.update(router=self._router, route=route, endpoint=route.endpoint, path_params=given)
        await route.handle(scope, receive, send)

    def _enter(self, route: CommandRoute) -> None:
        parts = route.path.split("/")
        fixed = tuple(place for place, part in enumerate(parts) if not part.startswith("{"))
        named = {place: part[1:-1] for place, part in enumerate(parts) if place not in fixed}
        shapes = self._shapes.setdefault(len(parts), [])
        if fixed not in shapes:
            shapes.append(fixed)
        # The first that was entered goes first, as with the router.
        self._found.setdefault((len(parts), tuple(parts[place] for place in fixed)), _Entry(route, named))

    def _look_up(self, scope: Scope) -> tuple[CommandRoute, dict[str, str]] | None:
        parts = scope["path"].split("/")
        for fixed in self._shapes.get(len(parts), ()):
            entry = self._found.get((len(parts), tuple(parts[place] for place in fixed)))
            if entry is not None:
                given = {name: parts[place] for place, name in entry.named.items()}
                return (entry.route, given) if all(given.values()) else None
        return None


class _Entry(NamedTuple):
    """A route, and which parts of its path are values with which names."""

    route: CommandRoute
    named: dict[int, str]


def _is_for_us(scope: Scope) -> bool:
    """Below an address of a proxy's, or where the framework follows requests itself, it finds its way itself."""
    plain = scope["type"] == "http" and scope["method"] == "POST"
    return plain and not scope.get("root_path") and scope.get("fastapi.telemetry") is None


def _is_plain(route: CommandRoute) -> bool:
    return route.methods == {"POST"} and all(
        isinstance(one, StringConvertor) for one in route.param_convertors.values()
    )
