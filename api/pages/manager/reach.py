"""Which agency a manager's page is about: one that the visitor reaches, with those below it that he reaches, too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.pages.visitor import PageRefused
from engine.core.actors import Actor
from engine.core.identifiers import AgencyId
from engine.core.legal_time import civil_date, to_instant
from engine.core.organisation import Organisation, parent_on
from engine.core.values import Text
from engine.wiring import Product


@dataclass(frozen=True, slots=True)
class Unit:
    """The agency that was asked for; `choices` are all that may be asked for."""

    agency: AgencyId
    title: Text
    below: tuple[AgencyId, ...]
    """The agency itself first."""
    choices: Mapping[AgencyId, Text]
    today: date


def unit_asked(product: Product, actor: Actor, agency: str) -> Unit:
    """Not given: the visitor's own, or one at the top. Raises `PageRefused` for one that he does not reach."""
    product.catalogue.refresh()
    directory, today = product.catalogue.agencies, civil_date(to_instant(product.clock.now()))
    choices = {
        name: known.title for name, known in directory.agencies.items() if product.reader.sees_agency(actor, name)
    }
    tops = [name for name in choices if parent_on(directory, name, today) is None]
    asked = AgencyId(agency) if agency else actor.agency or next(iter([*tops, *choices]), None)
    if asked is None or asked not in choices:
        raise PageRefused(_NOT_YOURS)
    below = Organisation(directory, today).below(asked)
    reached = (asked, *(name for name in below if name != asked and name in choices))
    return Unit(asked, choices[asked], reached, choices, today)


_NOT_YOURS = Text(
    vi="chỉ được xem số liệu của cơ quan mình và đơn vị trực thuộc",
    en="only the figures of one's own agency, and of what belongs to it, may be seen",
)
