"""Any change of any byte of any sealed column, of a seal, or of a block makes another digest."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from engine.core.audit_chain import (
    Block,
    RowFace,
    SealedItem,
    content_digest,
    hash_of,
    next_block,
    root_of,
    sealed_item,
)

COLUMNS = ("case_id", "sequence", "type", "occurred_at", "recorded_at", "command_id", "actor", "body")
VALUES = st.lists(st.text(min_size=1), min_size=len(COLUMNS), max_size=len(COLUMNS))


def row(values: list[str]) -> RowFace:
    named = tuple(zip(COLUMNS, values, strict=True))
    return RowFace(subject="kite-1", number=1, frame=named[:6], content=named[6:])


@given(values=VALUES, column=st.integers(0, len(COLUMNS) - 1), data=st.data())
def test_a_changed_character_makes_another_seal(values: list[str], column: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(values[column]) - 1))
    other = data.draw(st.characters().filter(lambda one: one != values[column][place]))
    changed = list(values)
    changed[column] = values[column][:place] + other + values[column][place + 1 :]
    before, after = sealed_item("events", row(values), "salt"), sealed_item("events", row(changed), "salt")
    assert before.digest != after.digest
    assert (before.content != after.content) == (column >= 6)


@given(values=VALUES, cut=st.integers(0, len(COLUMNS) - 2))
def test_nothing_moves_from_one_column_to_the_next(values: list[str], cut: int) -> None:
    moved = list(values)
    moved[cut], moved[cut + 1] = values[cut] + values[cut + 1][0], values[cut + 1][1:]
    assert sealed_item("events", row(values), "") != sealed_item("events", row(moved), "")


@given(values=VALUES, one=st.text(), other=st.text())
def test_without_the_salt_the_content_tells_nothing(values: list[str], one: str, other: str) -> None:
    same = content_digest(row(values), one) == content_digest(row(values), other)
    assert same == (one == other)


@given(field=st.sampled_from(["number", "scheme", "items", "sealed_at", "previous", "root"]))
def test_a_changed_block_has_another_hash(field: str) -> None:
    item = sealed_item("events", row(list("abcdefgh")), "")
    block = next_block(None, [item], datetime(2026, 6, 1, tzinfo=UTC))
    value = getattr(block, field)
    changed: Block = block.model_copy(update={field: value + 1 if isinstance(value, int) else value[:-1] + "x"})
    assert hash_of(block) == block.hash
    assert hash_of(changed) != block.hash


@given(field=st.sampled_from(list(SealedItem.model_fields)))
def test_a_changed_seal_makes_another_root(field: str) -> None:
    item = sealed_item("events", row(list("abcdefgh")), "")
    value = getattr(item, field)
    changed = item.model_copy(update={field: value + 1 if isinstance(value, int) else value + "x"})
    assert root_of([item]) != root_of([changed])
