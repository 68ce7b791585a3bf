"""What a process loads as it starts: the collector rests meanwhile, and afterwards works as before."""

import gc
from collections.abc import Iterator

import pytest

from engine.quick_start import collector_at_rest


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    assert gc.isenabled()
    yield
    gc.enable()


def test_it_rests_and_works_again() -> None:
    with collector_at_rest():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_an_import_that_fails() -> None:
    with pytest.raises(ImportError), collector_at_rest():
        raise ImportError("no such module")
    assert gc.isenabled()


def test_what_is_there_by_then_is_not_looked_at_again() -> None:
    before = gc.get_freeze_count()
    with collector_at_rest():
        stays = [[]]
    assert gc.get_freeze_count() > before
    assert not any(one is stays for one in gc.get_objects())


def test_who_put_it_to_rest_wakes_it_up() -> None:
    with collector_at_rest():
        with collector_at_rest():
            pass
        assert not gc.isenabled()
