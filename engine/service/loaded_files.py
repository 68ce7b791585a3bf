"""One short word for all that a process has read from its definition files: machines whose files differ are seen by it."""

import json
from collections.abc import Iterator

from engine.core import calendar_editions, directory_editions
from engine.core.canonical import canonical, content_hash
from engine.service.ports import DefinitionCatalogue

_LETTERS = 12


def word_of(files: DefinitionCatalogue) -> str:
    """The same for the same meaning: comments, and in which file something stands, do not count."""
    return content_hash("\n".join(_contents(files)))[:_LETTERS]


def _contents(files: DefinitionCatalogue) -> Iterator[str]:
    yield from (canonical(definition) for definition in files.all())
    declared = files.calendars.declared
    yield from (calendar_editions.canonical(declared[name]) for name in sorted(declared))
    yield directory_editions.canonical(files.agencies)
    forms = {name: one.model_dump(mode="json", exclude_defaults=True) for name, one in files.form_sets.items()}
    yield json.dumps(forms, ensure_ascii=False, sort_keys=True)
