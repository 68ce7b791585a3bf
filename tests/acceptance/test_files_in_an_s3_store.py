"""The whole product on an S3-speaking store: uploaded, named, read, carried, purged of what nobody named; and its absence."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.service.examine_files import FileExamination
from engine.service.file_ports import digest_of
from engine.store.named_files import SqlNamedFiles
from tests.acceptance.test_files_are_uploaded import complete, files_of, upload
from tests.support.processes import LOOPBACK, free_port
from tests.support.s3_server import S3Server, running_s3
from tests.support.sent_files import a_jpeg, a_pdf
from tests.support.served_api import ServedApi, served_api

pytestmark = pytest.mark.slow


def test_files_are_kept_there_and_nothing_is_kept_here(tmp_path: Path) -> None:
    with running_s3(tmp_path / "s3") as server, served_api(tmp_path / "home", **server.settings()) as api:
        case, paper, left = api.received(), a_pdf("Giấy khai sinh"), a_jpeg(3, 3)
        for content, name in ((paper, "a.pdf"), (left, "b.jpg")):
            assert upload(api.as_registrar, case["id"], content, name).status_code == 201
        assert complete(api, case, f"file:{digest_of(paper)}").status_code == 200
        assert len(files_of(api, case)) == 2
        saved = api.as_registrar.get(f"/cases/{case['id']}/files/{digest_of(paper)}")
        assert (saved.content, saved.headers["Content-Disposition"][:10]) == (paper, "attachment")
        assert not (tmp_path / "home" / "files").exists()
        api.clock.set("2026-09-09 09:30")
        assert api.product.uploads.clear() == 1
        assert api.product.uploads.files.count(case["id"]) == 1
        assert _found(api) == {"scanner-none"}
        api.product.uploads.files.drop(case["id"], digest_of(paper))
        assert _found(api) == {"scanner-none", "file-missing"}


def test_a_store_that_does_not_answer_is_told(tmp_path: Path) -> None:
    nobody = S3Server(f"http://{LOOPBACK}:{free_port()}", "a", "b")
    with served_api(tmp_path, **nobody.settings()) as api:
        case = api.received()
        refused = upload(api.as_registrar, case["id"], a_pdf())
        assert (refused.status_code, refused.json()["code"]) == (503, "files_away")
        named = complete(api, case, "file:" + "0" * 64)
        assert named.json()["code"] == "file_not_kept"
        assert complete(api, case, "GKS-01-2026").status_code == 200, "who names no file needs no store"


def _found(api: ServedApi) -> set[str]:
    uploads = api.product.uploads
    examined = FileExamination(uploads.gate.scanner, SqlNamedFiles(api.product.database), uploads.files)
    return {one.id for one in examined.run()}
