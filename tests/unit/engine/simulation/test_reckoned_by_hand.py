"""Simulations without chance, reckoned by hand. Office: Monday to Friday, 08:00-12:00 and 13:00-17:00."""

from engine.core.case import CaseStatus
from engine.core.legal_time import MoreThanOne
from tests.support.kite_simulation import EVERY_TWO_HOURS, a_scenario, one_inspection, simulated

HOUR = 3_600


def test_one_officer_falls_behind() -> None:
    """Three hours of work, a dossier every two hours; each step and case is due after four working hours.

    | case | received | taken up | done      | waited | due       |
    |------|----------|----------|-----------|--------|-----------|
    | 1    | Mo 08:00 | Mo 08:00 | Mo 11:00  | 0 h    | Mo 12:00  |
    | 2    | Mo 10:00 | Mo 11:00 | Mo 15:00  | 1 h    | Mo 15:00  |
    | 3    | Mo 13:00 | Mo 15:00 | Tu 09:00  | 2 h    | Mo 17:00, late |
    | 4    | Mo 15:00 | Tu 09:00 | Tu 12:00  | 3 h    | Tu 10:00, late |

    15:00 is the cut-off itself, so the fourth still counts from Monday. The office was open for 3, 4, 5 and 6 hours
    of the 3, 5, 20 and 21 hours that the cases took: 18 of 49.
    """
    scenario = a_scenario({"staff": 1, "work": "3 working_hours"}, arrivals=EVERY_TWO_HOURS)
    report = simulated(one_inspection(), scenario, cases=4)
    (step,) = report.steps
    assert report.statuses == {CaseStatus.COMPLETED: 4}
    assert (report.by_law.late.count, report.by_law.late.of, report.by_law.late.share) == (2, 4, 0.5)
    assert report.by_766[MoreThanOne.LATE].late.count == 2
    assert (step.late.count, step.late.of) == (2, 4)
    assert (step.queue.median, step.queue.p90) == (1 * HOUR, 3 * HOUR)
    assert (step.work.median, step.work.p90) == (3 * HOUR, 3 * HOUR)
    assert step.utilisation == 1.0  # Monday 08:00 to 15:00, without a pause
    assert step.critical_queue_seconds == 6 * HOUR
    assert report.bottleneck is not None
    assert (report.bottleneck.step, report.bottleneck.critical_queue_share) == ("inspect_kite", 1.0)
    assert {use.who: use.seconds // HOUR for use in report.time_use if use.seconds} == {"agency": 18, "closed": 31}
    assert report.total_seconds == 49 * HOUR


def test_two_officers_keep_up() -> None:
    """Nobody waits, every case is done three working hours after its receipt: an hour before it is due."""
    scenario = a_scenario({"staff": 2, "work": "3 working_hours"}, arrivals=EVERY_TWO_HOURS)
    report = simulated(one_inspection(), scenario, cases=4)
    assert report.by_law.late.count == 0
    assert report.steps[0].queue.p90 == 0
    assert report.bottleneck is None


def test_the_applicants_time_is_the_applicants() -> None:
    """08:00-09:00 half of the work; asked; answered a day later, Tuesday 09:00; done 10:00, after two hours of four."""
    asked = {"supplement": {"chance": 1, "answer": "1 days"}}
    scenario = a_scenario({"staff": 1, "work": "2 working_hours", "suspensions": asked}, arrivals=EVERY_TWO_HOURS)
    report = simulated(one_inspection(), scenario, cases=1)
    assert report.by_law.late.count == 0
    assert (report.steps[0].times_suspended, report.steps[0].suspended.median) == (1, 24 * HOUR)
    assert {use.who: use.seconds // HOUR for use in report.time_use if use.seconds} == {"agency": 2, "supplement": 24}


def test_who_never_answers_is_stopped_by_the_procedure() -> None:
    """The term is seven working days from Monday 1 June: it ends with Wednesday 10 June. A stopped case is not judged."""
    asked = {"supplement": {"chance": 1, "answer": "1 days", "unanswered": 1}}
    scenario = a_scenario({"staff": 1, "work": "2 working_hours", "suspensions": asked}, arrivals=EVERY_TWO_HOURS)
    report = simulated(one_inspection(), scenario, cases=1)
    assert report.statuses == {CaseStatus.STOPPED: 1}
    assert (report.by_law.late.of, report.by_law.late.share) == (0, None)
    assert report.duration.median == (9 * 24 + 16) * HOUR  # Monday 08:00 to the midnight after Wednesday


def test_people_go_home_and_go_on_in_the_morning() -> None:
    """One officer, two hours of work, five cases at 1.6 hours: 08:00, 09:36, 11:12, 13:48, 15:24.

    The fifth comes after the cut-off: due counts from Tuesday 08:00, and it is the last to be taken up. Work: 08-10,
    10-12, 13-15, 15-17, Tuesday 08-10. Waited: 0; 24 minutes; 48 minutes; 72 minutes; 96 minutes until 17:00.
    """
    arrivals = {"per_working_day": 5, "kind": "regular"}
    report = simulated(one_inspection(), a_scenario({"staff": 1, "work": "2 working_hours"}, arrivals=arrivals), 5)
    assert report.steps[0].critical_queue_seconds == (24 + 48 + 72 + 96) * 60
    assert report.steps[0].queue.p90 == 96 * 60
    assert report.by_law.late.count == 0


def test_silence_without_a_term_leaves_the_case_open() -> None:
    """Nothing stops it and nobody can go on: it is counted as waiting, and is not late while its clock stands."""
    asked = {"supplement": {"chance": 1, "answer": "1 days", "unanswered": 1}}
    scenario = a_scenario({"staff": 1, "work": "2 working_hours", "suspensions": asked}, arrivals=EVERY_TWO_HOURS)
    report = simulated(one_inspection(applicant_term=None, on_expiry="nothing"), scenario, cases=2)
    assert report.statuses == {CaseStatus.IN_PROGRESS: 2}
    assert report.by_law.late.count == 0
    assert report.duration.median is None
    assert sum(use.seconds for use in report.time_use) == report.total_seconds


def test_where_the_procedure_says_so_the_agency_goes_on_without_an_answer() -> None:
    """The term ends with Wednesday 10 June, 24:00; the second half of the work is Thursday's first hour."""
    asked = {"supplement": {"chance": 1, "answer": "30 days"}}
    scenario = a_scenario({"staff": 1, "work": "2 working_hours", "suspensions": asked}, arrivals=EVERY_TWO_HOURS)
    report = simulated(one_inspection(on_expiry="nothing"), scenario, cases=1)
    assert report.statuses == {CaseStatus.COMPLETED: 1}
    assert report.duration.median == (10 * 24 + 1) * HOUR  # Monday 08:00 to Thursday of the next week, 09:00
    assert report.by_law.late.count == 0
