"""Every fault of an agency directory in one go, each with its line, column and mend."""

from pathlib import Path

import pytest

from procedure_defs.catalogue import SHIPPED, Examination, definition_files, examine

FILE = Path(__file__).parent / "faulty_agencies.yaml"
EXPECTED = [
    (4, 14, "there is no territory `kite-lnad`", "did you mean `kite-land`?"),
    (5, 92, "its successor `kite-vale` begins only on 2025-08-01", "let `kite-vale` begin on the day after"),
    (7, 14, "`kite-dale` should be a mapping, not a list", "write `name: value` pairs"),
    (10, 3, "no agency is of the kind `printer`", "declare one under `agencies`"),
    (17, 15, "there is no calendar `vn-state-agenci`", "did you mean `vn-state-agency`?"),
    (19, 19, "there is no agency `new-wrokshop`", "did you mean `new-workshop`?"),
    (26, 12, "are both the workshop of `kite-land` on the same days", "end the older one"),
    (27, 13, "`new-workshop` belongs to itself", "leave `parent` out at the top of the tree"),
    (28, 21, "`central_system` should be a list, not a mapping", "write `[a, b]`"),
    (35, 12, "is there after its territory `kite-hill` ended on 2025-06-30", "end it (`valid.to: 2025-06-30`)"),
    (36, 19, "`hill-workshop` has a successor and no last day", "write its last day"),
]


@pytest.fixture(scope="module")
def seen() -> Examination:
    return examine([FILE], beside=examine(definition_files(SHIPPED)))


def test_each_fault_has_its_place_and_its_mend(seen: Examination) -> None:
    assert [(p.line, p.column) for p in seen.problems] == [(line, column) for line, column, _, _ in EXPECTED]
    for problem, (_, _, what, mend) in zip(seen.problems, EXPECTED, strict=True):
        assert what in problem.what.en
        assert problem.mend.en.startswith(mend)
