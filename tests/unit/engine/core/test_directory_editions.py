"""Editions of the directory as data: what makes one, what one says otherwise, and what was known at which instant."""

from __future__ import annotations

from typing import Any

from engine.core.agencies import AgencyDirectory
from engine.core.directory_edition_words import directory_change_words
from engine.core.directory_editions import NAME, DirectoryBook, canonical, changes
from engine.core.editions import RecordedEdition, Subject, content_hash
from engine.core.legal_time import to_instant
from procedure_defs.catalogue import load_catalogue
from tests.support.kite_licence import DIRECTORY, at, kite_law

FIRST, LATER = "2026-06-01 08:00", "2026-06-03 10:00"


def _edition(number: int, directory: AgencyDirectory, seen: str) -> RecordedEdition:
    content = canonical(directory)
    return RecordedEdition(
        edition=number,
        subject=Subject.DIRECTORY,
        name=NAME,
        content_hash=content_hash(content),
        content=content,
        first_seen_at=at(seen),
    )


def _with(agency: str, **changed: Any) -> AgencyDirectory:
    said = DIRECTORY.model_dump(by_alias=True)
    said["agencies"][agency] |= changed
    return AgencyDirectory.model_validate(said)


RENAMED = _with("workshop-1", title={"vi": "Xưởng mới", "en": "New workshop"})


def test_the_shipped_directory_reads_back_as_it_is() -> None:
    shipped = load_catalogue().agencies
    again = AgencyDirectory.model_validate_json(canonical(shipped))
    assert again == shipped
    assert list(again.agencies) == list(shipped.agencies), "the order is part of it"


def test_each_time_has_its_directory() -> None:
    book = DirectoryBook([_edition(1, DIRECTORY, FIRST), _edition(2, RENAMED, LATER)])
    known = [book.as_known_at(to_instant(at(w))) for w in ("2020-01-01 08:00", "2026-06-03 09:59", LATER)]
    assert known == [DIRECTORY, DIRECTORY, RENAMED]
    assert known[2] is book.newest(), "the same question gives the same object"
    assert book.turns(to_instant(at(FIRST)), to_instant(at(LATER))) == (to_instant(at(LATER)),)


def test_nothing_recorded_says_nothing() -> None:
    assert DirectoryBook().newest() is None
    assert DirectoryBook().as_known_at(to_instant(at(FIRST))) is None
    law = kite_law()
    assert law.as_known_at(to_instant(at(FIRST))) is law


def test_what_changed_is_said_by_its_place() -> None:
    recorded = [_edition(1, DIRECTORY, FIRST), _edition(2, RENAMED, LATER)]
    first, second = changes(recorded)
    assert directory_change_words(first, "vi") == "bản đầu tiên"
    old = DIRECTORY.agencies[next(name for name in DIRECTORY.agencies if name == "workshop-1")].title
    assert directory_change_words(second, "vi") == (
        f"agencies.workshop-1.title.vi: {old.vi} → Xưởng mới; agencies.workshop-1.title.en: {old.en} → New workshop"
    )


def test_one_that_came_and_one_that_went() -> None:
    said = DIRECTORY.model_dump(by_alias=True)
    said["agencies"]["workshop-9"] = {**said["agencies"]["workshop-1"], "unit_code": "H98.99"}
    more = AgencyDirectory.model_validate(said)
    _, came, went = changes([_edition(1, DIRECTORY, FIRST), _edition(2, more, LATER), _edition(3, DIRECTORY, LATER)])
    assert directory_change_words(came, "en").startswith("agencies.workshop-9: nothing → {")
    assert directory_change_words(went, "vi").startswith("agencies.workshop-9: {")
    assert directory_change_words(went, "vi").endswith("→ không có")
