"""Notes to owners in the store: due with the act that causes them, told once however many tell, gone with a purge."""

from __future__ import annotations

import pytest

from engine.core.errors import CommandRefused
from engine.core.identifiers import CaseId
from engine.core.notifications import Way
from engine.service.notification_ports import AddressRefused, CarrierAway, Outcome
from engine.service.retention import Retention
from engine.service.tell_owners import MOST_ATTEMPTS, OwnersTold
from engine.store.retention_book import SqlRetentionBook
from tests.support.kept_kites import AFTER_THE_PERIOD
from tests.support.kite_licence import INSPECTOR, at
from tests.support.papers_on import sheets
from tests.support.sql_store import Store
from tests.support.threads import at_once
from tests.support.told_kites import CarrierHere, received, swept, with_owners_told

CASE = CaseId("kite-1")


def outcomes(owners: OwnersTold, case: str = CASE) -> list[tuple[str, str | None]]:
    return [
        (one.note.kind.value, one.outcome.value if one.outcome else None) for one in owners.book.of_case(CaseId(case))
    ]


def test_a_note_is_due_with_its_act_and_not_without(store: Store) -> None:
    mail = CarrierHere()
    owners = with_owners_told(store, email=mail)
    received(store, CASE)
    with pytest.raises(CommandRefused):
        store.receive(CASE)
    assert outcomes(owners) == [("received", None)]
    assert owners.tell_due() == 1
    assert owners.tell_due() == 0
    assert outcomes(owners) == [("received", "sent")]
    (letter,) = mail.carried
    found = store.queries.find_case(CASE)
    assert found is not None
    code = found.dossier_code
    assert letter.to == "giay@kite.example" and letter.subject == f"Đã tiếp nhận hồ sơ {code}"
    assert letter.link == f"https://hoso.example.gov.vn/track#{code}", "and no secret"


def test_nothing_is_written_where_there_is_no_way_or_no_address(store: Store) -> None:
    owners = with_owners_told(store, ways=frozenset(), email=CarrierHere())
    received(store, CASE)
    owners = with_owners_told(store, email=CarrierHere())
    received(store, "kite-2", email="")
    assert (outcomes(owners), outcomes(owners, "kite-2")) == ([], [])


def test_each_way_is_told_once_by_itself(store: Store) -> None:
    mail, texts = CarrierHere(), CarrierHere(CarrierAway("status 500"))
    owners = with_owners_told(store, ways=frozenset(Way), email=mail, message=texts)
    received(store, CASE)
    owners.tell_due()
    assert outcomes(owners) == [("received", "sent"), ("received", None)]
    texts.fault = None
    store.clock.shows = at("2026-06-01 09:01")
    owners.tell_due()
    assert (len(mail.carried), [text.to for text in texts.carried]) == (1, ["0912345678"])


def test_of_several_dispatchers_one_tells(store: Store) -> None:
    mail = CarrierHere()
    owners = with_owners_told(store, email=mail)
    for number in range(25):
        received(store, f"kite-{number}")
    told = at_once(4, lambda _: owners.tell_due())
    assert sum(one for one in told if isinstance(one, int)) == 25
    assert len({letter.key for letter in mail.carried}) == len(mail.carried) == 25


def test_who_died_after_the_carrier_took_it_leaves_it_to_another_with_the_same_key(store: Store) -> None:
    mail = CarrierHere()
    owners = with_owners_told(store, email=mail)
    received(store, CASE)
    mail.before = lambda: _die_once(mail)
    with pytest.raises(Died):
        owners.tell_due()
    store.clock.shows = at("2026-06-01 09:04")
    assert owners.tell_due() == 0, "another may still have it"
    store.clock.shows = at("2026-06-01 09:05")
    assert owners.tell_due() == 1
    (letter,) = mail.carried
    assert letter.key == f"{CASE}/notification/2-received/email"
    assert owners.book.of_case(CASE)[0].attempts == 2


class Died(BaseException):
    """As if the process had ended."""


def _die_once(mail: CarrierHere) -> None:
    mail.before = lambda: None
    raise Died


def test_a_carrier_that_is_away_is_asked_again_later_and_later_and_at_last_no_more(store: Store) -> None:
    mail = CarrierHere(CarrierAway("ConnectionRefusedError"))
    owners = with_owners_told(store, email=mail)
    received(store, CASE)
    store.inspected(CASE, "2026-06-01 09:00")
    pauses = []
    for _ in range(MOST_ATTEMPTS):
        began = store.clock.shows
        assert owners.tell_due() == 1
        (kept,) = owners.book.of_case(CASE)
        if kept.outcome is None:
            store.clock.shows = kept.next_attempt_at
            pauses.append(int((store.clock.shows - began).total_seconds()))
    assert pauses[:3] == [60, 120, 240] and pauses[-1] == 4 * 3600
    assert outcomes(owners) == [("received", "given_up")]
    assert kept.last_error == "ConnectionRefusedError"
    assert owners.waiting().given_up == 1 and owners.waiting().untold == 0
    mail.fault = None
    assert owners.tell_due() == 0 and mail.carried == []


def test_an_address_that_is_refused_is_not_asked_again(store: Store) -> None:
    mail = CarrierHere(AddressRefused("recipient: 550"))
    owners = with_owners_told(store, email=mail)
    received(store, CASE)
    owners.tell_due()
    (kept,) = owners.book.of_case(CASE)
    assert (kept.outcome, kept.last_error) == (Outcome.REFUSED, "recipient: 550")
    mail.fault = None
    assert owners.tell_due() == 0


def test_after_a_long_downtime_no_flood_comes(store: Store) -> None:
    mail = CarrierHere()
    owners = with_owners_told(store, email=mail)
    received(store, CASE)
    reasons = ["the photo is missing"]
    store.give("request_supplement", CASE, "2026-06-01 10:00", INSPECTOR, step="inspect_kite", reasons=reasons)
    store.give("withdraw_case", CASE, "2026-06-01 11:00", reason="no wind")
    received(store, "kite-2", "2026-06-01 09:00")
    store.clock.shows = at("2026-06-20 09:00")
    owners.tell_due()
    assert outcomes(owners) == [("received", "too_late"), ("papers_asked", "too_late")]
    assert outcomes(owners, "kite-2") == [("received", "too_late")]
    assert mail.carried == []


def test_little_time_is_told_by_the_sweep_once(store: Store) -> None:
    mail = CarrierHere()
    owners = with_owners_told(store, email=mail)
    received(store, CASE)
    owners.tell_due()
    for now in ("2026-06-08 13:01", "2026-06-08 13:02"):
        store.clock.shows = at(now)
        swept(store)
    owners.tell_due()
    assert [subject for subject in mail.subjects() if "sắp đến hạn" in subject] == mail.subjects()[1:]
    assert outcomes(owners) == [("received", "sent"), ("due_soon", "sent")]


def test_a_purge_leaves_nothing_and_nobody_is_told_of_it(store: Store) -> None:
    mail = CarrierHere()
    owners = with_owners_told(store, email=mail)
    received(store, CASE)
    store.give("withdraw_case", CASE, "2026-06-01 11:00", reason="no wind")
    store.clock.shows = at(AFTER_THE_PERIOD)
    book = SqlRetentionBook(store.database)
    retention = Retention(book, store.commands, store.catalogue, store.clock, [store.files, sheets()])
    assert [found.case_id for found in retention.purge("archivist", "the period is over")] == [CASE]
    assert owners.book.of_case(CASE) == ()
    assert owners.tell_due() == 0 and mail.carried == []
