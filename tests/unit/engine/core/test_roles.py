"""The table of roles holds by itself what the law of the product says of it."""

from __future__ import annotations

from itertools import product

import pytest

from engine.core.actors import Actor, Permission, Reach, Role
from engine.core.agencies import AgencyDirectory
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import ActorId, AgencyId
from engine.core.operations import (
    ACTS_BESIDE,
    ACTS_ON_ACCOUNTS,
    COMMANDS,
    IN_BATCHES,
    NEEDED,
    PAGES,
    PUBLIC,
    QUESTIONS,
)
from engine.core.organisation import Organisation
from engine.core.roles import GRANTS, PERMISSION_WORDS, REACH_WORDS, ROLE_WORDS
from engine.core.who_may import may_see, refuse_unless_granted
from tests.support.kite_licence import DIRECTORY, at
from tests.support.kite_story import KiteStory

OF_PEOPLE = (Role.AUTHOR, Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR)


def test_every_role_permission_and_reach_has_its_words() -> None:
    assert (set(GRANTS), set(ROLE_WORDS)) == (set(Role), set(Role))
    assert (set(PERMISSION_WORDS), set(REACH_WORDS)) == (set(Permission), set(Reach))


def test_no_operation_is_in_two_tables() -> None:
    tables = (COMMANDS, QUESTIONS, ACTS_ON_ACCOUNTS, ACTS_BESIDE, IN_BATCHES, PAGES)
    assert len(NEEDED) == sum(len(table) for table in tables)
    assert PUBLIC.isdisjoint(NEEDED)


@pytest.mark.parametrize(("role", "command"), list(product(OF_PEOPLE, COMMANDS)))
def test_who_looks_on_changes_nothing(role: Role, command: str) -> None:
    someone = Actor(id=ActorId("x"), name="x", agency=AgencyId("counter-1"), roles=(role,))
    with pytest.raises(CommandRefused) as refused:
        refuse_unless_granted(someone, command)
    assert (refused.value.reason, refused.value.current) == (Reason.NOT_PERMITTED, None)


def test_an_operation_that_no_table_names_is_nobodys() -> None:
    everything = Actor(id=ActorId("x"), name="x", roles=tuple(Role))
    with pytest.raises(CommandRefused):
        refuse_unless_granted(everything, "fly_kite")


def test_reach_of_the_widest_role_counts_for_its_own_permission_alone() -> None:
    both = Actor(id=ActorId("x"), name="x", agency=AgencyId("sky-1"), roles=(Role.CASEWORKER, Role.AUDITOR))
    assert (both.reach(Permission.VIEW), both.reach(Permission.WORK)) == (Reach.EVERYWHERE, Reach.OWN_AGENCY)
    assert both.reach(Permission.RECEIVE) is None


def test_a_manager_sees_what_belonged_to_the_agency_when_it_ended() -> None:
    """The counter ended in July; what it received stays its own, and its superior's."""
    story = KiteStory().received("2026-06-01 09:00")
    directory = _with_parents(DIRECTORY)
    on = at("2026-09-01 09:00").date()
    for agency, sees in (("town", True), ("land", True), ("counter-1", True), ("town-2", False)):
        manager = Actor(id=ActorId("m"), name="m", agency=AgencyId(agency), roles=(Role.MANAGER,))
        assert may_see(manager, story.state, Organisation(directory, on)) is sees, agency
    assert Organisation(directory, on).below(AgencyId("town")) == ("counter-1", "town")
    assert not may_see(Actor(id=ActorId("m"), name="m", agency=AgencyId("town"), roles=(Role.MANAGER,)), story.state)


def _with_parents(known: AgencyDirectory) -> AgencyDirectory:
    counter = known.agencies[AgencyId("counter-1")]
    said = {
        "counter-1": {"parent": "town", "valid": {"from": counter.valid.first, "to": "2026-06-30"}},
        "town": {"parent": "land"},
        "town-2": {"parent": "land"},
        "land": {},
    }
    plain = counter.model_dump(by_alias=True, exclude={"valid", "parent"})
    agencies = {name: {**plain, "valid": {"from": counter.valid.first}, **more} for name, more in said.items()}
    return AgencyDirectory.model_validate({**known.model_dump(by_alias=True), "agencies": agencies})
