"""The rule of calendars that extend others: a known one, and never in a circle."""

from collections.abc import Iterator, Mapping

from engine.core.calendars import CalendarFile
from engine.core.findings import NO_WORDS, Finding, Level, Rule, one_of, there_is_no
from engine.core.identifiers import CalendarId
from engine.core.nouns import CALENDAR
from engine.core.values import Text

EXTENDS = Rule(
    "extends",
    Level.ERROR,
    Text(
        vi="Lịch mở rộng một lịch có thật, không mở rộng chính nó.",
        en="A calendar extends a known one, and not itself.",
    ),
)


def check_extensions(files: Mapping[CalendarId, CalendarFile]) -> Iterator[tuple[CalendarId, Finding]]:
    """Each calendar extends a known one, and none itself."""
    said: set[CalendarId] = set()  # a circle is one mistake
    for name, file in files.items():
        if file.extends is None:
            continue
        if file.extends not in files:
            what = there_is_no(CALENDAR, file.extends)
            yield name, Finding(("extends",), what, one_of(file.extends, sorted(set(files) - {name})), rule=EXTENDS)
        elif name not in said and name in (above := _ancestors(files, name)):
            said |= above
            others = "`, `".join(sorted(above - {name}))
            way = Text(vi=f", qua `{others}`", en=f", by way of `{others}`") if others else NO_WORDS
            what = Text(
                vi=f"lịch `{name}` mở rộng chính nó{way.vi}", en=f"the calendar `{name}` extends itself{way.en}"
            )
            yield (
                name,
                Finding(
                    ("extends",),
                    what,
                    Text(vi="hãy mở rộng một lịch độc lập", en="extend a calendar that stands by itself"),
                    rule=EXTENDS,
                ),
            )


def _ancestors(files: Mapping[CalendarId, CalendarFile], name: CalendarId) -> set[CalendarId]:
    seen: set[CalendarId] = set()
    above = files[name].extends
    while above is not None and above not in seen and above in files:
        seen.add(above)
        above = files[above].extends
    return seen
