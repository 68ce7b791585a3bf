"""Every operation of the document and every page, as the application serves them: none is left out of an attack because
nobody has thought of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from engine.core.operations import PUBLIC

KNOWN = {
    "step": "register_birth",
    "dossier_code": "H99.01.01-260907-9999",
    "delegation": "5f0c5f06-4d2f-5b3e-9d0a-0123456789ab",
    "paper": "receipt-2",
    "digest": "0" * 64,
    "agency": "mau-don-civil-registry",
    "procedure": "birth-residence-insurance",
    "version": "2026-09-01",
}
NOWHERE = "5f0c5f06-4d2f-5b3e-9d0a-0123456789ab"
NEEDED = {"agency": "mau-don-civil-registry", "from": "2026-09-01", "to": "2026-09-30", "column": "total"}
"""Parameters that some operation cannot do without."""


@dataclass(frozen=True, slots=True)
class Route:
    """`parameters`: of the query and the head, as (place, name)."""

    method: str
    path: str
    name: str
    is_page: bool
    parameters: tuple[tuple[str, str], ...]

    @property
    def is_public(self) -> bool:
        return self.name in PUBLIC

    @property
    def is_stream(self) -> bool:
        """Its answer has no end."""
        return self.path.endswith("/changes")

    @property
    def path_names(self) -> tuple[str, ...]:
        return tuple(name for _, name, _, _ in Formatter().parse(self.path) if name)

    def filled(self, **values: str) -> str:
        """The path; what is not given stands for something that is known, or for nothing at all."""
        known = {**dict.fromkeys(self.path_names, NOWHERE), **KNOWN, **values}
        return self.path.format_map(known)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def every_route(app: FastAPI) -> list[Route]:
    found = (context.original_route for context in iter_route_contexts(app.routes))
    return [_route(one, method) for one in found if isinstance(one, APIRoute) for method in sorted(one.methods or ())]


def documented(app: FastAPI) -> Mapping[str, Mapping[str, Any]]:
    """What the document says of each operation, by `METHOD path`."""
    paths = app.openapi()["paths"]
    return {f"{method.upper()} {path}": said for path, methods in paths.items() for method, said in methods.items()}


def _route(route: APIRoute, method: str) -> Route:
    parameters = tuple(dict.fromkeys(_parameters(route.dependant)))
    return Route(method, route.path, route.name, not route.include_in_schema, parameters)


def _parameters(dependant: Dependant) -> list[tuple[str, str]]:
    own = [("query", field.alias) for field in dependant.query_params]
    own += [("header", field.alias) for field in dependant.header_params]
    return own + [found for below in dependant.dependencies for found in _parameters(below)]
