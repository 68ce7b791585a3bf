"""The papers of a store that a test has opened, with a folder of their own that is made by the first paper."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from engine.gateways.file_folder import FileFolder
from engine.service.make_papers import Papers
from engine.store.paper_book import SqlPaperBook
from printing.press import PaperPress
from tests.support.sql_store import Store

PRESS = PaperPress()


def sheets(folder: Path | None = None) -> FileFolder:
    return FileFolder(folder or Path(tempfile.gettempdir()) / f"lienthong-test-papers-{os.getpid()}")


def papers_on(store: Store, folder: Path | None = None) -> Papers:
    return Papers(store.ledger, store.catalogue, SqlPaperBook(store.database), PRESS, sheets(folder), store.clock)
