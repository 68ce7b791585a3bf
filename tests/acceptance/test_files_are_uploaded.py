"""Officers and caseworkers upload files of papers, name them in commands, and get them back as attachments."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from engine.core.actors import Role
from engine.service.file_ports import MAX_FILE_BYTES, digest_of
from tests.support.sent_files import a_jpeg, a_pdf, a_png, locked_pdf
from tests.support.served_api import COUNTER, DOSSIER, ServedApi, key, step_of, step_path

CERTIFICATE = "birth_certificate"


def upload(client: httpx.Client, case_id: str, content: bytes, name: str = "a.pdf", **form: str) -> httpx.Response:
    said = form or {"document": CERTIFICATE}
    return client.post(f"/cases/{case_id}/files", data=said, files={"file": (name, content, "text/html")})


def complete(api: ServedApi, case: dict[str, Any], reference: str) -> httpx.Response:
    paper = {"document": CERTIFICATE, "reference": reference, "name": "Giấy khai sinh"}
    return api.as_registrar.post(step_path(case, "register_birth", "complete"), json={"documents": [paper]})


def files_of(api: ServedApi, case: dict[str, Any]) -> list[dict[str, Any]]:
    return list(api.as_officer.get(f"/cases/{case['id']}/files").json()["items"])


def test_a_file_is_uploaded_named_listed_and_saved(api: ServedApi) -> None:
    case, content = api.received(), a_pdf("Giấy khai sinh")
    added = upload(api.as_registrar, case["id"], content)
    assert added.status_code == 201, added.text
    told = added.json()
    assert told == {
        "digest": digest_of(content),
        "reference": f"file:{digest_of(content)}",
        "document": CERTIFICATE,
        "named_until": "2026-09-08T09:00:00+07:00",
        "media_type": "application/pdf",
        "size": len(content),
    }
    again = upload(api.as_registrar, case["id"], content, "anders.pdf")
    assert again.json() == told, "the same content is the same file"
    assert [one["named_until"] for one in files_of(api, case)] == [told["named_until"]]
    done = complete(api, case, told["reference"])
    assert done.status_code == 200 and step_of(done.json(), "register_birth")["status"] == "completed"
    assert files_of(api, case) == [
        {key: told[key] for key in ("digest", "reference", "document")} | {"named_until": None}
    ]
    saved = api.as_registrar.get(f"/cases/{case['id']}/files/{told['digest']}")
    assert (saved.content, saved.headers["Content-Type"]) == (content, "application/pdf")
    assert saved.headers["Content-Disposition"] == f'attachment; filename="{told["digest"][:12]}.pdf"'
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert saved.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert api.as_stranger.get(f"/cases/{case['id']}/files").status_code == 404
    assert api.as_stranger.get(f"/cases/{case['id']}/files/{told['digest']}").status_code == 404


def test_a_dossier_is_handed_in_with_the_files_of_its_own_account(api: ServedApi) -> None:
    content = a_jpeg(800, 600)
    added = api.as_officer.post("/files", files={"file": ("IMG_1.jpg", content)})
    assert (added.status_code, added.json()["media_type"], added.json()["document"]) == (201, "image/jpeg", None)
    dossier = {**DOSSIER, "documents": [{"document": "birth_notice", "reference": added.json()["reference"]}]}
    other = api.client(Role.ONE_STOP_OFFICER, COUNTER, name="Người Khác")
    foreign = other.post("/cases", json=dossier)
    assert (foreign.status_code, foreign.json()["code"]) == (422, "file_not_kept"), "a hash opens nobody else's file"
    once = key()
    first, second = (api.as_officer.post("/cases", json=dossier, headers=once) for _ in range(2))
    assert (first.status_code, second.headers.get("Idempotent-Replay")) == (201, "true")
    api.clock.set("2026-09-11 09:00")
    api.product.uploads.clear()
    third = api.as_officer.post("/cases", json=dossier, headers=once)
    assert third.headers.get("Idempotent-Replay") == "true", "the case itself names it by now"
    saved = api.as_officer.get(f"/cases/{first.json()['id']}/files/{digest_of(content)}")
    assert saved.content == content
    late = api.as_officer.post("/cases", json=dossier, headers=key())
    assert late.json()["code"] == "file_not_kept"
    api.clock.set("2026-09-07 09:00")


def test_what_nobody_uploaded_cannot_be_named(api: ServedApi) -> None:
    case, other = api.received(), api.received()
    elsewhere = upload(api.as_registrar, other["id"], a_pdf("ở hồ sơ khác")).json()["reference"]
    for reference in (elsewhere, "file:" + "0" * 64, "file:../../etc/passwd", "file:"):
        refused = complete(api, case, reference)
        assert (refused.status_code, refused.json()["code"]) == (422, "file_not_kept"), reference
    unseen = api.as_stranger.post(
        step_path(other, "register_birth", "complete"),
        json={"documents": [{"document": CERTIFICATE, "reference": elsewhere}]},
    )
    none = api.as_stranger.post(
        step_path({"id": "5f0c5f06-4d2f-5b3e-9d0a-0123456789ab"}, "register_birth", "complete"),
        json={"documents": [{"document": CERTIFICATE, "reference": elsewhere}]},
    )
    assert (unseen.status_code, unseen.json()["code"]) == (none.status_code, none.json()["code"]) == (404, "not_found")
    assert complete(api, case, "GKS-01-2026").status_code == 200, "papers of the agency's own store are named as before"


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"", "a.pdf", 422, "file_empty"),
        (b"<html><script>alert(1)</script></html>", "a.pdf", 422, "file_kind_unknown"),
        (a_pdf() + b"<script>alert(1)</script>", "a.pdf", 422, "file_disguised"),
        (locked_pdf(), "a.pdf", 422, "file_encrypted"),
        (a_png(60_000, 60_000), "a.png", 422, "file_too_many_pixels"),
        (a_pdf(), "a.exe", 422, "file_name_misleads"),
        (a_pdf() + b"\n" * MAX_FILE_BYTES, "a.pdf", 413, "file_too_large"),
        (b"%PDF-" + b"0" * (12 * 1024 * 1024), "a.pdf", 413, "file_too_large"),
    ],
    ids=["empty", "page", "two kinds", "locked", "pixels", "name", "large", "larger than a request"],
)
def test_a_file_that_is_not_taken_is_not_kept(
    api: ServedApi, content: bytes, name: str, status: int, code: str
) -> None:
    case = api.received()
    for language in ("vi", "en"):
        refused = api.as_registrar.post(
            f"/cases/{case['id']}/files",
            data={"document": CERTIFICATE},
            files={"file": (name, content, "application/pdf")},
            headers={"Accept-Language": language},
        )
        assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text
    assert api.product.uploads.files.count(case["id"]) == 0
    assert files_of(api, case) == []
    auditor = api.client(Role.AUDITOR)
    if len(content) <= MAX_FILE_BYTES:
        entries = auditor.get("/audit", params={"limit": 200}).json()["items"]
        about = f"add_file {digest_of(content)}"
        assert (about, code) in {(one["about"], one["outcome"]) for one in entries}


def test_what_is_no_form_or_no_paper_of_the_procedure_is_refused(api: ServedApi) -> None:
    case = api.received()
    unknown = upload(api.as_registrar, case["id"], a_pdf(), document="no_such_paper")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "document_unknown")
    for sent in ({"json": {"file": "x"}}, {"data": {"file": "x"}}, {"content": b"\xff" * 9}):
        refused = api.as_registrar.post(f"/cases/{case['id']}/files", **sent)  # type: ignore[arg-type]
        assert (refused.status_code, refused.json()["code"]) == (422, "input_invalid")
    broken = api.as_registrar.post(
        f"/cases/{case['id']}/files",
        content=b"--x\r\nbroken",
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert broken.status_code == 422
    many = api.as_registrar.post(
        f"/cases/{case['id']}/files", files=[("file", ("a.pdf", a_pdf())), ("file", ("b.pdf", a_pdf()))]
    )
    assert (many.status_code, many.json()["code"]) == (422, "input_invalid")


def test_a_file_that_no_command_named_is_removed(api: ServedApi) -> None:
    case = api.received()
    kept, left = a_pdf("giữ"), a_pdf("bỏ")
    for content in (kept, left):
        assert upload(api.as_registrar, case["id"], content).status_code == 201
    assert complete(api, case, f"file:{digest_of(kept)}").status_code == 200
    api.clock.set("2026-09-08 09:30")
    assert [one["digest"] for one in files_of(api, case)] == [digest_of(kept)], "its time is over"
    assert api.product.uploads.clear() == 0, "and it is not gone yet"
    api.clock.set("2026-09-09 09:30")
    assert api.product.uploads.clear() >= 1
    assert api.product.uploads.files.find(case["id"], digest_of(left)) is None
    assert api.product.uploads.files.find(case["id"], digest_of(kept)) == kept
    assert api.product.uploads.clear() == 0
    api.clock.set("2026-09-07 09:00")
