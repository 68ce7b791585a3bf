"""Which files the events of all cases name, page by page."""

import re
from collections.abc import Sequence

from sqlalchemy import String, cast, literal, select, tuple_

from engine.core.identifiers import CaseId
from engine.service.upload_ports import NamedIn
from engine.store.database import Database
from engine.store.ledger_tables import EVENTS

_REFERENCE = "file:"
_NAMED = re.compile(rf'"{_REFERENCE}([0-9a-f]{{64}})"')
_PLACE = (EVENTS.c.case_id, EVENTS.c.sequence)
_BODY = cast(EVENTS.c.body, String)
_NAMING = select(*_PLACE, _BODY).where(_BODY.contains(f'"{_REFERENCE}')).order_by(*_PLACE)


class SqlNamedFiles:
    """One walk through the events: dear in a large ledger, as a backup is."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, after: NamedIn | None, limit: int) -> Sequence[NamedIn]:
        asked = _NAMING.limit(limit)
        if after is not None:
            asked = asked.where(tuple_(*_PLACE) > tuple_(literal(after.case_id), literal(after.sequence)))
        with self._database.read() as connection:
            found = connection.execute(asked).all()
        return tuple(NamedIn(CaseId(case), sequence, tuple(_NAMED.findall(body))) for case, sequence, body in found)
