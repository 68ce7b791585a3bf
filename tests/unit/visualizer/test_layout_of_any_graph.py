"""Whatever an agency declares: no boxes overlap, no arrow crosses a box or lies on another, no text is cut off."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.shipped_pictures import shipped_diagrams
from tests.support.tangled_procedure import TANGLE, a_directory, a_procedure
from visualizer.box_plan import BOX_WIDTH
from visualizer.build_diagram import procedure_diagram
from visualizer.diagram import Arrow, Diagram
from visualizer.layout import LABEL_ICON, LABEL_SIZE, WIDEST, Layout, PlacedArrow, Point, lay_out
from visualizer.measure import text_width

WORDS = (
    "Đăng ký",
    "thường trú",
    "nghĩa vụ",
    "Quyền",
    "sử dụng đất",
    "xác nhận",
    "NĐ 301/2026/NĐ-CP",
    "ghi-nợ-miễn-giảm-rất-dài",
)
SHIPPED = shipped_diagrams()
Steps = dict[str, tuple[str, int, Sequence[str]]]


@st.composite
def graphs(draw: st.DrawFn) -> Steps:
    """Up to 15 steps in up to 6 lanes; a step needs any of those before it."""
    steps: Steps = {}
    for n in range(draw(st.integers(1, 15))):
        title = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)))
        earlier = list(steps)
        needs = draw(st.lists(st.sampled_from(earlier), max_size=4, unique=True)) if earlier else []
        steps["s" + "t" * n] = (title, draw(st.integers(0, 5)), needs)
    return steps


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    """Any graph, and up to three ways back from a step to one that it follows."""
    steps = draw(graphs())
    diagram = procedure_diagram(a_procedure(steps), a_directory(), "vi")
    ways = sorted((step, before) for step in steps for before in _all_before(steps, step))
    taken = draw(st.lists(st.sampled_from(ways), max_size=3, unique=True)) if ways else []
    returns = tuple(Arrow(step, to, returns=True, words="Chuyển về") for step, to in taken)
    return replace(diagram, arrows=diagram.arrows + returns)


def _all_before(steps: Steps, step: str) -> set[str]:
    direct = steps[step][2]
    return set(direct).union(*(_all_before(steps, before) for before in direct))


def _laid_out(steps: Steps) -> Layout:
    return lay_out(procedure_diagram(a_procedure(steps), a_directory(), "vi"))


@given(diagrams())
@settings(max_examples=80)
def test_any_graph_is_laid_out_soundly(diagram: Diagram) -> None:
    layout = lay_out(diagram)
    assert len(layout.boxes) == len(diagram.boxes)
    _boxes_lie_apart_and_inside(layout)
    _arrows_join_their_boxes(layout)
    _arrows_cross_no_box(layout)
    _arrows_of_different_steps_never_share_a_line(layout)
    _texts_stay_inside(layout)


def test_fourteen_steps_in_six_lanes_are_laid_out_soundly() -> None:
    layout = _laid_out(dict(TANGLE))
    _arrows_cross_no_box(layout)
    _arrows_of_different_steps_never_share_a_line(layout)
    _texts_stay_inside(layout)
    assert len({lane.lane.id for lane in layout.lanes}) == 6


def test_a_long_chain_goes_on_below_instead_of_shrinking_on_the_screen() -> None:
    chain: Steps = {f"s{n}": ("Đăng ký", n % 2, [f"s{n - 1}"] if n else []) for n in range(9)}
    layout = _laid_out(chain)
    assert layout.width <= WIDEST
    assert "Bộ phận Một cửa (tiếp)" in [" ".join(lane.span.title) for lane in layout.lanes]
    _arrows_cross_no_box(layout)
    _arrows_of_different_steps_never_share_a_line(layout)


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_everything_shipped_fits_a_usual_screen(name: str) -> None:
    assert lay_out(SHIPPED[name]).width <= WIDEST


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_everything_shipped_is_laid_out_soundly(name: str) -> None:
    layout = lay_out(SHIPPED[name])
    assert len(layout.boxes) == len(SHIPPED[name].boxes)
    _boxes_lie_apart_and_inside(layout)
    _arrows_join_their_boxes(layout)
    _arrows_cross_no_box(layout)
    _arrows_of_different_steps_never_share_a_line(layout)
    _texts_stay_inside(layout)


def _boxes_lie_apart_and_inside(layout: Layout) -> None:
    boxes = layout.boxes
    for n, one in enumerate(boxes):
        lanes = [lane.span for lane in layout.lanes if lane.lane.id == one.plan.box.lane]
        assert any(span.y < one.y and one.bottom < span.y + span.height for span in lanes)
        assert one.right < layout.width
        for other in boxes[n + 1 :]:
            apart = one.right < other.x or other.right < one.x or one.bottom < other.y or other.bottom < one.y
            assert apart, (one.plan.box.id, other.plan.box.id)


def _arrows_join_their_boxes(layout: Layout) -> None:
    boxes = {box.plan.box.id: box for box in layout.boxes}
    assert [placed.arrow for placed in layout.arrows] == list(layout.diagram.arrows)
    for placed in layout.arrows:
        source, target = boxes[placed.arrow.source], boxes[placed.arrow.target]
        if placed.arrow.returns:
            source, target = target, source
        start, end = placed.points[0], placed.points[-1]
        assert start[0] == source.right
        assert source.y < start[1] < source.bottom
        assert end[0] == target.x
        assert target.y < end[1] < target.bottom
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in zip(placed.points, placed.points[1:], strict=False))


def _arrows_cross_no_box(layout: Layout) -> None:
    for placed in layout.arrows:
        for a, b in zip(placed.points, placed.points[1:], strict=False):
            for box in layout.boxes:
                left, right = sorted((a[0], b[0]))
                top, bottom = sorted((a[1], b[1]))
                outside = right <= box.x or left >= box.right or bottom <= box.y or top >= box.bottom
                assert outside, (placed.arrow, box.plan.box.id)


def _arrows_of_different_steps_never_share_a_line(layout: Layout) -> None:
    for n, one in enumerate(layout.arrows):
        for other in layout.arrows[n + 1 :]:
            if _trunk(one.arrow) != _trunk(other.arrow):
                assert not _share_a_line(one, other), (one.arrow, other.arrow)


def _trunk(arrow: Arrow) -> str:
    """Arrows that go out from one step share their way, and so do the returns to one step."""
    return f"return {arrow.target}" if arrow.returns else arrow.source


def _share_a_line(one: PlacedArrow, other: PlacedArrow) -> bool:
    return any(
        _overlap(a, b, c, d)
        for a, b in zip(one.points, one.points[1:], strict=False)
        for c, d in zip(other.points, other.points[1:], strict=False)
    )


def _overlap(a: Point, b: Point, c: Point, d: Point) -> bool:
    for along, across in ((0, 1), (1, 0)):
        if a[across] == b[across] == c[across] == d[across]:
            first, last = (
                max(min(a[along], b[along]), min(c[along], d[along])),
                min(max(a[along], b[along]), max(c[along], d[along])),
            )
            return last - first > 0.5
    return False


def _texts_stay_inside(layout: Layout) -> None:
    for box in layout.boxes:
        for words in box.plan.words:
            assert words.x + words.width <= BOX_WIDTH - 8, words
            assert words.y <= box.plan.height - 5, words
    for label in layout.labels:
        right = label.x + LABEL_ICON + max(text_width(line, LABEL_SIZE) for line in label.lines)
        ahead = [box.x for box in layout.boxes if box.x > label.x]
        assert right < min([*ahead, layout.width])
