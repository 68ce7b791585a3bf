"""Who had the time of a case (R34): every second once, the chain that decided the end, in words of both languages."""

from engine.core.time_shares import CaseAttribution, Owner, attribution_of, attribution_sentences
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import OFFICER, SKY_CLERK, at, kite_law
from tests.support.kite_story import KiteStory

HOUR = 3600


def _split(story: KiteStory, when: str) -> CaseAttribution:
    return attribution_of(story.law, story.state, at(when))


def _hours(said: CaseAttribution) -> dict[str, float]:
    return {share.agency or share.owner.value: share.seconds / HOUR for share in said.shares if share.seconds}


def _finished() -> KiteStory:
    """Received Monday 08:00; asked 10:00 to Tuesday 09:00; inspected Tuesday 11:00; printed 12:00, reserved 16:00."""
    story = KiteStory().received("2026-06-01 08:00").asked("2026-06-01 10:00")
    story.give(
        "hand_in_supplement", "2026-06-02 09:00", OFFICER, step="inspect_kite", documents=[{"document": "photo"}]
    )
    story.inspected("2026-06-02 11:00").printed("2026-06-02 12:00")
    story.give("complete_step", "2026-06-02 16:00", SKY_CLERK, step="reserve_sky")
    return story


def test_before_the_receipt_nobody_has_had_any_time() -> None:
    said = _split(KiteStory().submit("2026-06-01 08:00"), "2026-06-01 09:00")
    assert (said.received_at, said.total_seconds, said.decided_by) == (None, 0, ())
    assert attribution_sentences(said, "vi") == ()


def test_every_second_of_a_finished_case_has_one_owner() -> None:
    """Workshop 2 + 2 h, the applicant 23 h, sky office 1 + 3 h (the printer delayed nothing), lunch on Tuesday 1 h."""
    said = _split(_finished(), "2026-06-10 09:00")
    assert said.is_final
    assert (said.received_at, said.until) == (at("2026-06-01 08:00"), at("2026-06-02 16:00"))
    assert _hours(said) == {"workshop-1": 4, "sky-1": 4, "applicant": 23, "outside_working_time": 1}
    assert sum(share.seconds for share in said.shares) == said.total_seconds == 32 * HOUR
    assert [link.step for link in said.decided_by] == ["inspect_kite", "reserve_sky"]


def test_it_is_told_in_both_languages() -> None:
    said = _split(_finished(), "2026-06-10 09:00")
    assert attribution_sentences(said, "vi") == (
        "Từ 08:00 thứ Hai 01/06/2026 đến 16:00 thứ Ba 02/06/2026 là 32 giờ, trong đó:",
        "workshop: 4 giờ.",
        "sky_office: 4 giờ.",
        "Người nộp (chờ bổ sung hồ sơ): 23 giờ.",
        "Ngoài giờ làm việc: 1 giờ.",
        "Quyết định thời điểm kết thúc: “Inspect the kite” (workshop) → “Reserve the sky” (sky_office).",
    )
    assert "The applicant (a supplement): 23 h." in attribution_sentences(said, "en")


def test_of_a_running_case_it_is_what_holds_so_far() -> None:
    story = KiteStory().received("2026-06-01 08:00").asked("2026-06-01 10:00")
    said = _split(story, "2026-06-01 12:00")
    assert not said.is_final
    assert _hours(said) == {"workshop-1": 2, "applicant": 2}
    assert "Hiện đang quyết định" in attribution_sentences(said, "vi")[-1]


def test_a_withdrawn_case_ends_with_its_withdrawal() -> None:
    story = KiteStory().received("2026-06-01 08:00")
    story.give("withdraw_case", "2026-06-01 11:00", OFFICER, reason="no wind")
    said = _split(story, "2026-07-01 08:00")
    assert (said.until, _hours(said)) == (at("2026-06-01 11:00"), {"workshop-1": 3})


def test_a_step_that_no_law_limits_has_its_time_too() -> None:
    none = {"reason": {"vi": "x", "en": "x"}, "legal_basis": [{"ref": "Kite Act", "article": "1"}]}
    law = kite_law(changed_kite({"steps.reserve_sky.within": None, "steps.reserve_sky.within_when": {},
                                 "steps.reserve_sky.without_limit": none}))  # fmt: skip
    story = KiteStory(law=law).received("2026-06-01 08:00").inspected("2026-06-01 09:00").printed("2026-06-01 10:00")
    assert _hours(_split(story, "2026-06-01 12:00")) == {"workshop-1": 1, "sky-1": 3}
    assert {share.owner for share in _split(story, "2026-06-01 12:00").shares} == set(Owner)
