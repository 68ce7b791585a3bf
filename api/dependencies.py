"""What routes ask for: the parts of the product that answers this request, and the parameters that many share.

What waits for nothing is `async`: else each of them would be handed to a thread and back.
"""

from typing import Annotated

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator

from api.plain_json import PlainText, refuse_unkeepable
from engine.core.identifiers import CaseId, StepId
from engine.core.values import Instant
from engine.service.ports import DefinitionCatalogue, Page
from engine.service.read_case import CaseReader
from engine.wiring import Product


def product_of(request: Request) -> Product:
    """The product that `create_app` was given."""
    product: Product = request.app.state.product
    return product


async def the_product(request: Request) -> Product:
    return product_of(request)


async def reader_of(product: Annotated[Product, Depends(the_product)]) -> CaseReader:
    return product.reader


async def catalogue_of(product: Annotated[Product, Depends(the_product)]) -> DefinitionCatalogue:
    return product.catalogue


async def page_of(
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
    after: Annotated[PlainText | None, Query(max_length=500, description="`next` of the page before.")] = None,
) -> Page:
    return Page(limit=limit, after=after)


TheProduct = Annotated[Product, Depends(the_product)]
Reader = Annotated[CaseReader, Depends(reader_of)]
Catalogue = Annotated[DefinitionCatalogue, Depends(catalogue_of)]
OnePage = Annotated[Page, Depends(page_of)]
CasePath = Annotated[CaseId, AfterValidator(refuse_unkeepable), Path(description="The id of the case.", max_length=100)]
StepPath = Annotated[
    StepId, AfterValidator(refuse_unkeepable), Path(description="The id of the step in the procedure.", max_length=100)
]
AsOf = Annotated[
    Instant | None,
    Query(description="As the law saw it at this instant; later events are left out. Not given: now."),
]
Language = Annotated[str, Query(alias="lang", pattern="^(vi|en)$", description="`vi` or `en`.")]
