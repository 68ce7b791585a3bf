"""The agency directory: public, as of any day."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from api.agencies import schemas
from api.dependencies import TheProduct
from api.errors import problem_responses
from api.schemas import words
from engine.core.agencies import AgencyDirectory
from engine.core.identifiers import AgencyId
from engine.core.legal_time import civil_date, to_instant
from engine.core.organisation import children, roots

router = APIRouter(prefix="/agencies", tags=["agencies"])


@router.get("", summary="Read the organisation tree", responses=problem_responses("input_invalid"))
def get_tree(
    product: TheProduct,
    on: Annotated[date | None, Query(description="As of this day; not given: today.", examples=["2025-07-01"])] = None,
) -> schemas.AgencyTree:
    """The agencies that are there on a day, by the organisation of that day; what ended before is left out."""
    day = on or civil_date(to_instant(product.clock.now()))
    directory = product.catalogue.agencies
    return schemas.AgencyTree(on=day, items=[_node(directory, root, day) for root in roots(directory, day)])


def _node(directory: AgencyDirectory, name: AgencyId, on: date) -> schemas.AgencyNode:
    known, route = directory.agencies[name], directory.route_of(name, on)
    return schemas.AgencyNode(
        id=name,
        kind=known.kind,
        title=words(known.title),
        unit_code=known.unit_code,
        territory=known.territory,
        calendar=known.calendar,
        system=route.system,
        is_mirrored=route.is_mirrored,
        valid_from=known.valid.first,
        valid_to=known.valid.last,
        succeeded_by=list(known.succeeded_by),
        below=[_node(directory, below, on) for below in children(directory, name, on)],
    )
