"""Sheets on other machines: each host keeps the papers that it made in a folder of its own, and a purge reaches only one."""

from collections.abc import Callable

from engine.core.retention import RetentionActKind
from engine.service.file_ports import FileStore
from engine.service.retention_ports import RetentionBook

BATCH = 500


class SheetsOfPurged:
    """Takes away what this host still has of purged cases: what is on record says which, however long it was switched off."""

    def __init__(self, book: RetentionBook, sheets: FileStore) -> None:
        self._book = book
        self._sheets = sheets

    def forget(self, is_stopping: Callable[[], bool] = lambda: False) -> int:
        """How many cases had some; safe to repeat, and to stop."""
        found, after = 0, None
        while not is_stopping() and (acts := self._book.acts(after, BATCH)):
            for act in acts:
                if act.act is RetentionActKind.PURGE and self._sheets.count(act.case_id):
                    self._sheets.forget(act.case_id)
                    found += 1
            after = acts[-1].case_id, acts[-1].number
        return found
