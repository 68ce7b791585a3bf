"""How much later a step may end than expected, in words."""

from engine.core.day_words import span_words
from engine.core.identifiers import StepId
from engine.core.plan import steps_of_total
from engine.core.slack import slack_of
from visualizer import labels
from visualizer.case_view import CaseView
from visualizer.diagram import Fact, Tone


def slack_words(view: CaseView, slack: int) -> str:
    """`7 giờ 30 phút`; of what puts off whatever comes after it, that there is none."""
    return span_words(slack, view.language) if slack > 0 else view.say(labels.NO_SLACK)


def slack_facts(view: CaseView, step: StepId) -> list[Fact]:
    """Of a step that is not done yet; nothing where a procedure has a single one."""
    if len(steps_of_total(view.definition)) < 2:
        return []
    slack = slack_of(view.state, view.times).get(step)
    if slack is None:
        return []
    return [Fact(view.say(labels.SLACK), slack_words(view, slack), Tone.PLAIN if slack > 0 else Tone.CAUTION)]
