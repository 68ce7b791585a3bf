"""A colleague stands in for who is away: with that person's rights, for the time given, and both are on record."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId, CaseId, ProcedureId
from tests.support.clock import local_instant
from tests.support.served_api import BORN, COUNTER, REGISTRY, ServedApi, step_path

NOW, MONDAY = "2026-09-07 09:00", "2026-09-14T09:00:00+07:00"
CLAIM, COMPLETE = ("register_birth", "claim"), ("register_birth", "complete")


class People:
    """An is away; Bình of the same registry stands in; Dũng leads it; Chi is at the counter."""

    def __init__(self, api: ServedApi) -> None:
        self.api = api
        self.mark = uuid4().hex[:6]
        self.tokens: dict[str, str] = {}
        self.an = self._account("an", (Role.CASEWORKER,), REGISTRY)
        self.binh = self._account("binh", (Role.ONE_STOP_OFFICER,), REGISTRY)
        self.chi = self._account("chi", (Role.CASEWORKER,), COUNTER)
        self.dung = self._account("dung", (Role.AGENCY_LEAD,), REGISTRY)

    def _account(self, name: str, roles: tuple[Role, ...], agency: str) -> httpx.Client:
        actor = Actor(id=ActorId(self.id_of(name)), name=name.title(), agency=AgencyId(agency), roles=roles)
        self.tokens[name] = self.api.product.tokens.issue(actor, local_instant(NOW))
        headers = {"Authorization": f"Bearer {self.tokens[name]}"}
        return httpx.Client(base_url=self.api.address, headers=headers, trust_env=False, timeout=120)

    def id_of(self, name: str) -> str:
        """Each test has people of its own, whose accounts end with it."""
        return f"{name}-{self.mark}"

    def give(self, by: httpx.Client, **said: str) -> httpx.Response:
        named = {what: self.id_of(who) if what in {"giver", "taker"} else who for what, who in said.items()}
        return by.post("/delegations", json={"until_at": MONDAY, **named})

    def away(self, **said: str) -> dict[str, str]:
        """The header by which Bình acts for An until Monday."""
        given = self.give(self.an, taker="binh", **said)
        assert given.status_code == 201, given.text
        return {"On-Behalf-Of": given.json()["id"]}


@pytest.fixture
def people(api: ServedApi) -> Iterator[People]:
    api.clock.set(NOW)
    found = People(api)
    yield found
    for client in (found.an, found.binh, found.chi, found.dung):
        client.close()


def test_the_stand_in_goes_on_with_what_was_claimed_and_both_are_on_record(api: ServedApi, people: People) -> None:
    case = api.received()
    assert people.an.post(step_path(case, *CLAIM)).status_code == 200
    assert people.binh.post(step_path(case, *COMPLETE), json=BORN).status_code == 403
    as_an = people.away()
    done = people.binh.post(step_path(case, *COMPLETE), json=BORN, headers=as_an)
    assert done.status_code == 200, done.text
    completed = next(
        event for event in people.dung.get(f"/cases/{case['id']}/events").json()["events"]
        if event["event"]["type"] == "step_completed"
    )  # fmt: skip
    assert completed["actor"] == {
        "id": people.id_of("binh"), "name": "Binh", "agency": REGISTRY,
        "on_behalf_of": {"id": people.id_of("an"), "name": "An"},
    }  # fmt: skip
    page = people.dung.get(f"/cases/{case['id']}/page?lang=en").text
    assert "Binh (for An)" in page


def test_it_holds_for_its_time_and_no_longer(api: ServedApi, people: People) -> None:
    as_an = people.away(from_at="2026-09-08T08:00:00+07:00")
    for now, holds in (("2026-09-08 07:59", False), ("2026-09-08 08:00", True), ("2026-09-14 09:00", False)):
        api.clock.set(now)
        assert people.binh.get("/worklist", headers=as_an).status_code == (200 if holds else 403), now


def test_it_ends_with_an_act_of_either_or_of_the_lead(people: People) -> None:
    for who in (people.an, people.binh, people.dung):
        as_an = people.away()
        path = f"/delegations/{as_an['On-Behalf-Of']}/end"
        assert people.chi.post(path).status_code == 404
        assert who.post(path).json()["ended_at"] == "2026-09-07T09:00:00+07:00"
        refused = people.binh.get("/cases", headers=as_an)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")


def test_it_ends_with_the_account_of_who_is_away_and_with_the_stand_ins(api: ServedApi, people: People) -> None:
    as_an = people.away()
    api.product.tokens.revoke(people.tokens["an"], api.clock.now())
    assert people.binh.get("/cases", headers=as_an).status_code == 403
    as_lead = {"On-Behalf-Of": people.give(people.dung, taker="binh").json()["id"]}
    assert people.binh.get("/cases", headers=as_lead).status_code == 200
    api.product.tokens.revoke(people.tokens["binh"], api.clock.now())
    assert people.binh.get("/cases", headers=as_lead).status_code == 401


def test_it_is_never_wider_than_what_the_giver_has_today(api: ServedApi, people: People) -> None:
    """An may work and not receive; when An is made for another procedure only, so is who stands in."""
    case, as_an = api.received(), people.away()
    assert people.binh.post(f"/cases/{case['id']}/receive", headers=as_an).status_code == 403
    assert people.binh.get(f"/cases/{case['id']}", headers=as_an).status_code == 200
    narrowed = Actor(
        id=ActorId(people.id_of("an")), name="An", agency=AgencyId(REGISTRY), roles=(Role.CASEWORKER, Role.AUDITOR),
        procedures=(ProcedureId("citizen-feedback"),),
    )  # fmt: skip
    api.product.tokens.issue(narrowed, api.clock.now(), token=people.tokens["an"])
    assert people.binh.get(f"/cases/{case['id']}", headers=as_an).status_code == 404
    refused = people.give(people.an, taker="binh", procedure="birth-residence-insurance")
    assert refused.json()["code"] == "delegation_invalid"


def test_one_procedure_alone_may_be_given(api: ServedApi, people: People) -> None:
    case = api.received()
    for procedure, status in (("birth-residence-insurance", 200), ("citizen-feedback", 404)):
        as_an = people.away(procedure=procedure)
        assert people.binh.get(f"/cases/{case['id']}", headers=as_an).status_code == status
    first = people.binh.post(step_path(case, *CLAIM), headers=people.away())
    assert first.status_code == 200
    history = api.product.ledger.history(CaseId(case["id"]))
    absent = history[-1].actor.on_behalf_of
    assert absent is not None and (absent.id, history[-1].actor.procedures) == (people.id_of("an"), ())


def test_it_is_not_passed_on_and_not_taken_by_others(people: People) -> None:
    as_an = people.away()
    passed_on = people.binh.post(
        "/delegations", json={"taker": people.id_of("dung"), "until_at": MONDAY}, headers=as_an
    )
    assert (passed_on.status_code, passed_on.json()["code"]) == (403, "not_permitted")
    answers = [people.chi.get("/cases", headers=said) for said in (as_an, {"On-Behalf-Of": "no-such-delegation"})]
    assert answers[0].status_code == 403
    assert answers[0].text == answers[1].text
    assert people.dung.get("/cases", headers=as_an).status_code == 403


@pytest.mark.parametrize(
    ("who", "said", "status"),
    [
        ("an", {"taker": "chi"}, 422),
        ("an", {"taker": "an"}, 422),
        ("an", {"taker": "nobody"}, 422),
        ("an", {"taker": "binh", "until_at": "2026-09-07T09:00:00+07:00"}, 422),
        ("an", {"taker": "binh", "from_at": "2026-09-15T09:00:00+07:00"}, 422),
        ("an", {"taker": "binh", "giver": "dung"}, 403),
        ("chi", {"taker": "chi", "giver": "an"}, 403),
        ("dung", {"taker": "binh", "giver": "chi"}, 422),
        ("dung", {"taker": "binh", "giver": "an"}, 201),
    ],
)
def test_who_may_give_what_to_whom(people: People, who: str, said: dict[str, str], status: int) -> None:
    client: httpx.Client = getattr(people, who)
    assert people.give(client, **said).status_code == status


def test_each_sees_his_own_and_the_lead_all_of_the_agency(people: People) -> None:
    given = people.away()["On-Behalf-Of"]
    for who, sees in ((people.an, True), (people.binh, True), (people.dung, True), (people.chi, False)):
        shown = {item["id"] for item in who.get("/delegations").json()["items"]}
        assert (given in shown) is sees
