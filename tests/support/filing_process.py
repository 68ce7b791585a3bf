"""Files something once, as a process of its own: `DATA_DIR DATABASE_URL paper|upload|submit`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from engine.core import commands
from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId, CaseId
from engine.service.file_ports import digest_of
from engine.settings import Settings
from engine.wiring import Product, build
from tests.support.sent_files import a_pdf
from tests.support.served_api import COUNTER, DOSSIER

OFFICER = Actor(id=ActorId("o-1"), name="Thử Văn Nghiệm", agency=AgencyId(COUNTER), roles=(Role.ONE_STOP_OFFICER,))
RECEIVED, WITH_FILE = CaseId("ho-so-1"), CaseId("ho-so-2")
CONTENT = a_pdf("giấy chứng sinh")
DIGEST = digest_of(CONTENT)


def settings_of(home: str, url: str) -> Settings:
    return Settings(data_dir=Path(home), database_url=url)


def give(product: Product, kind: str, case_id: CaseId, **said: Any) -> None:
    """A command of the officer; its id is its kind's, so that given again it is the same one."""
    given = {"type": kind, "command_id": f"{case_id}-{kind}", "case_id": case_id, "actor": OFFICER, **said}
    command = commands.ADAPTER.validate_python(given)
    product.uploads.refuse_unkept(command)
    product.commands.handle(command)


def file(product: Product, what: str) -> None:
    """`paper`: whatever is due; `upload`: a file for a dossier to come; `submit`: the dossier that names it."""
    match what:
        case "paper":
            for due in product.papers.due(10):
                product.papers.make(due.case_id, due.name)
        case "upload":
            product.uploads.add_before(OFFICER, "a.pdf", CONTENT)
        case "submit":
            papers = [{"document": "birth_notice", "reference": f"file:{DIGEST}"}]
            give(product, "submit_case", WITH_FILE, **{**DOSSIER, "documents": papers})
        case _:
            raise ValueError(what)


def main(home: str, url: str, what: str) -> None:
    product = build(settings_of(home, url))
    try:
        file(product, what)
    finally:
        product.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
