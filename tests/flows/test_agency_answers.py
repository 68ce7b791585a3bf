"""What an agency's system may do: refuse, answer later, be out of order, be away; a fault is never a refusal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.birth_story import INSURANCE
from tests.support.courier_story import Couriers, CourierStory, running_couriers
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = pytest.mark.slow

CARD = "issue_insurance_card"


@pytest.fixture(scope="module")
def couriers(tmp_path_factory: pytest.TempPathFactory, prefect_server: PrefectServer) -> Iterator[Couriers]:
    with running_couriers(tmp_path_factory.mktemp("answers"), prefect_server) as running:
        yield running


def test_out_of_order_twice_and_then_accepted(couriers: Couriers) -> None:
    couriers.behave("fail=2")
    story = CourierStory(couriers).received().born()
    wait_until_card_is(story, "completed", couriers)
    record = couriers.request_of(f"{story.case_id}/{CARD}")
    assert (record["calls"], record["status"]) == (3, 200)
    assert story.kinds().count("step_completed") == 2  # the birth and the card
    paper = story.state.steps[CARD].documents[0]
    assert paper.document == "insurance_card"
    assert paper.reference.startswith("MAU")


def test_refused(couriers: Couriers) -> None:
    couriers.behave("reject")
    story = CourierStory(couriers).received().born()
    wait_until_card_is(story, "refused", couriers)
    refusal = next(e.event for e in story.history() if e.event.type == "step_refused")
    assert refusal.reason == "Thông tin không khớp với cơ sở dữ liệu (trả lời giả lập)"
    assert refusal.legal_basis == story.law.definition.steps[CARD].legal_basis[0]
    story.wait_until_seen()
    assert story.run()["state"]["name"] == "Chờ cơ quan xử lý"


def test_taken_on_and_answered_later(couriers: Couriers) -> None:
    couriers.behave("later")
    story = CourierStory(couriers).received().born()
    story.wait_until_seen()
    assert story.state.steps[CARD].status == "open"
    assert (story.state.steps[CARD].reference or "").startswith("MAU-TN-")
    story.resident()
    assert "chờ hệ thống của Bảo hiểm xã hội" in story.wait_for("Chờ hệ thống của cơ quan")["state"]["message"]
    story.done_by_agency(CARD)
    story.wait_for("Đã giải quyết xong")
    assert couriers.request_of(f"{story.case_id}/{CARD}")["calls"] == 1


def test_away_and_back(couriers: Couriers) -> None:
    """The run does not fail and holds nobody up; the step stays due and is asked for again."""
    couriers.behave("accept")
    couriers.standin.stop()
    try:
        story = CourierStory(couriers).received().born()
        story.wait_for_message("chưa có trả lời, gọi lại lúc ")
        assert story.run()["state"]["type"] == "PAUSED"
        assert story.state.steps[CARD].status == "open"
        story.resident()
        story.wait_for("Chờ hệ thống của cơ quan")
    finally:
        couriers.standin.start()
    assert story.wait_for("Đã giải quyết xong", within=90)["state"]["type"] == "COMPLETED"
    assert couriers.request_of(f"{story.case_id}/{CARD}")["calls"] == 1


def test_done_when_the_agency_says(couriers: Couriers) -> None:
    """It lies between the step's opening and now: that is when it happened. Otherwise it is when we were told."""
    early, late = CourierStory(couriers), CourierStory(couriers)
    couriers.behave("accept=2020-01-01T00:00:00+07:00")
    early.received().born()
    wait_until_card_is(early, "completed", couriers)
    completed = next(e for e in early.history() if e.event.type == "step_completed" and e.event.step == CARD)
    assert completed.event.at == completed.recorded_at
    opened_at = late.backdated(days=9).received().born().state.steps[CARD].opened_at
    assert opened_at is not None
    couriers.behave("accept")
    wait_until_card_is(late, "completed", couriers)
    completed = next(e for e in late.history() if e.event.type == "step_completed" and e.event.step == CARD)
    assert opened_at < completed.event.at < completed.recorded_at


def wait_until_card_is(story: CourierStory, status: str, couriers: Couriers) -> None:
    wait_until(
        lambda: story.state.step_status(CARD) == status,  # type: ignore[arg-type]
        within=60,
        what=f"the card is {status}",
        log=couriers.dispatcher.log,
    )


def test_automatic_step_of_a_returned_case_is_asked_once_more(couriers: Couriers) -> None:
    """The card's paper was wrong too: its work has a key of its own, and the agency's system hears of it once."""
    couriers.behave("later")
    story = CourierStory(couriers).received().born()
    story.wait_until_seen()
    story.returned(CARD, INSURANCE)
    story.wait_until_seen()
    assert story.state.steps[CARD].status == "suspended"
    couriers.behave("accept")
    story.born()
    wait_until_card_is(story, "completed", couriers)
    first, second = (couriers.request_of(f"{story.case_id}/{CARD}{n}") for n in ("", "/2"))
    assert (first["calls"], second["calls"]) == (1, 1)
    assert story.kinds().count("step_reopened") == 1
    story.wait_until_seen()
    assert story.run()["state"]["name"] == "Chờ cơ quan xử lý"
