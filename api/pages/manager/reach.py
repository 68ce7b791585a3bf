"""Which agency a manager's page is about: one that the visitor reaches, with those below it that he reaches, too; or all."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.pages.visitor import PageRefused
from engine.core.actors import Actor
from engine.core.agencies import AgencyDirectory
from engine.core.identifiers import AgencyId, CalendarId
from engine.core.legal_time import civil_date, to_instant
from engine.core.organisation import EVERY_AGENCY, EVERY_AGENCY_TITLE, Organisation
from engine.core.values import Text
from engine.figures_wiring import build_figures
from engine.wiring import Product


@dataclass(frozen=True, slots=True)
class Choice:
    """An agency as a line of the list to choose from; `depth`: under so many others of the same list."""

    agency: AgencyId
    title: Text
    depth: int


@dataclass(frozen=True, slots=True)
class Unit:
    """The agency that was asked for, or all together; `choices` are all that may be asked for."""

    agency: AgencyId
    title: Text
    below: tuple[AgencyId, ...]
    """The agency itself first."""
    choices: Mapping[AgencyId, Text]
    offered: tuple[tuple[Text | None, tuple[Choice, ...]], ...]
    """The same as a tree, under headings: first who has work, then who has none now, then who has ended."""
    today: date
    calendar: CalendarId
    """By which it works; of all together, by which most do."""


def unit_asked(product: Product, actor: Actor, agency: str) -> Unit:
    """Not given: the visitor's own, or all together for who has none. Raises `PageRefused` for one out of reach."""
    product.catalogue.refresh()
    directory, today = product.catalogue.agencies, civil_date(to_instant(product.clock.now()))
    sees = product.reader.sees_agency
    choices = {EVERY_AGENCY: EVERY_AGENCY_TITLE} if sees(actor, EVERY_AGENCY) else {}
    choices |= {name: known.title for name, known in directory.agencies.items() if choices or sees(actor, name)}
    asked = AgencyId(agency) if agency else actor.agency or EVERY_AGENCY
    if asked not in choices:
        raise PageRefused(_NOT_YOURS)
    organisation = Organisation(directory, today)
    below = organisation.below(asked)
    reached = (asked, *(name for name in below if name != asked and name in choices))
    offered = tuple(_offered(organisation, choices, build_figures(product).at_work(actor)))
    return Unit(asked, choices[asked], reached, choices, offered, today, _calendar(directory, reached))


def _offered(
    organisation: Organisation, choices: Mapping[AgencyId, Text], at_work: frozenset[AgencyId]
) -> Iterator[tuple[Text | None, tuple[Choice, ...]]]:
    """Whoever has somebody below that works stands among those who work: else the tree had holes."""
    paths = {name: organisation.above(name) for name in organisation.directory.agencies if name in choices}
    busy = {above for name in paths if name in at_work for above in organisation.above(name)}
    ended = {name for name in paths if _has_ended(organisation.directory, name, organisation.on)}
    whole = tuple(Choice(name, choices[name], 0) for name in choices if name == EVERY_AGENCY)
    present = [name for name in paths if name not in ended]
    yield None, (*whole, *_tree([name for name in present if name in busy], paths, choices))
    for heading, names in ((_IDLE, [name for name in present if name not in busy]), (_ENDED, [*ended])):
        if names:
            yield heading, tuple(_tree([name for name in paths if name in names], paths, choices))


def _tree(
    names: list[AgencyId], paths: Mapping[AgencyId, tuple[AgencyId, ...]], choices: Mapping[AgencyId, Text]
) -> Iterator[Choice]:
    """Each right behind whom it belongs to, in the order of the directory."""
    place = {name: number for number, name in enumerate(names)}
    lines = {name: [place[above] for above in reversed(paths[name]) if above in place] for name in names}
    for name in sorted(names, key=lambda one: lines[one]):
        yield Choice(name, choices[name], len(lines[name]) - 1)


def _has_ended(directory: AgencyDirectory, agency: AgencyId, today: date) -> bool:
    last = directory.agencies[agency].valid.last
    return last is not None and last < today


def _calendar(directory: AgencyDirectory, reached: Sequence[AgencyId]) -> CalendarId:
    own = directory.agencies.get(reached[0])
    if own is not None:
        return own.calendar
    return Counter(known.calendar for known in directory.agencies.values()).most_common(1)[0][0]


_IDLE = Text(vi="Hiện không có việc", en="No work now")
_ENDED = Text(vi="Đã kết thúc hoạt động", en="Ended")
_NOT_YOURS = Text(
    vi="chỉ được xem số liệu của cơ quan mình và đơn vị trực thuộc",
    en="only the figures of one's own agency, and of what belongs to it, may be seen",
)
