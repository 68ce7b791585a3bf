"""Every chain that decides the length of a case, where several are equally long."""

from engine.core.legal_time import CriticalWeb, critical_web

DIAMOND = {"a": (), "b": ("a",), "c": ("a",), "d": ("b", "c")}


def test_of_two_equal_branches_both_decide() -> None:
    web = critical_web(DIAMOND, {"a": 10, "b": 20, "c": 20, "d": 30})
    assert web.steps == set("abcd")
    assert web.links == {("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")}


def test_a_shorter_branch_does_not_decide() -> None:
    web = critical_web(DIAMOND, {"a": 10, "b": 20, "c": 19, "d": 30})
    assert web == CriticalWeb(frozenset("abd"), frozenset({("a", "b"), ("b", "d")}))


def test_equal_ends_decide_together_and_nothing_decides_nothing() -> None:
    assert critical_web({"x": (), "y": ()}, {"x": 5, "y": 5}).steps == {"x", "y"}
    assert critical_web({}, {}) == CriticalWeb()


def test_where_no_completion_is_known_no_chain_is_critical() -> None:
    """A case that runs beyond what the calendar knows has no projection (R19)."""
    assert critical_web({"a": (), "b": ("a",)}, {}) == CriticalWeb()
