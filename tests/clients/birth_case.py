"""A whole birth case by the generated Python client: reads {address, tokens} and tells what came of it, both as JSON."""

import json
import sys
from typing import TypeVar
from uuid import uuid4

from lienthong_client import AuthenticatedClient
from lienthong_client.api.cases import get_case, get_case_by_code, list_events, receive_case, submit_case
from lienthong_client.api.papers import get_paper, list_papers
from lienthong_client.api.pictures import get_case_graph
from lienthong_client.api.steps import (
    claim_step,
    complete_step,
    hand_in_supplement,
    read_worklist,
    request_supplement,
)
from lienthong_client.api.time import get_due_dates
from lienthong_client.models import (
    CaseCreate,
    CaseCreateForm,
    CaseDone,
    CaseRead,
    CaseReceivedRead,
    Channel,
    Complete,
    PaperIn,
    Problem,
    Supplement,
    SupplementRequest,
)
from lienthong_client.types import File, Response

T = TypeVar("T")


def good(answer: T | Problem | None) -> T:
    assert answer is not None and not isinstance(answer, Problem), answer
    return answer


def whole(answer: CaseDone | CaseRead | Problem | None) -> CaseRead:
    """Whoever does not ask for a short answer gets the case."""
    assert isinstance(answer, CaseRead), answer
    return answer


def played(address: str, tokens: dict[str, str]) -> dict[str, object]:
    officer, registrar, police, insurer, stranger = (
        AuthenticatedClient(base_url=address, token=tokens[name])
        for name in ("officer", "registrar", "police", "insurer", "stranger")
    )
    form = CaseCreateForm.from_dict(
        {
            "requester": {"full_name": "Nguyễn Văn Ví Dụ", "personal_id": "099000000001"},
            "child": {"full_name": "Nguyễn Mẫu Một", "date_of_birth": "2026-08-15"},
            "mother": {"full_name": "Trần Thị Thí Dụ"},
            "father_unknown": True,
            "residence": {"head_of_household": "Trần Thị Thí Dụ", "address": "Số 0 đường Ví Dụ"},
        }
    )
    dossier = CaseCreate(
        procedure="birth-residence-insurance",
        territory="mau-don",
        channel=Channel.COUNTER,
        form=form,
        documents=[PaperIn(document="birth_notice", reference="GCS-000001")],
    )
    once = str(uuid4())
    submitted = whole(submit_case.sync(client=officer, body=dossier, idempotency_key=once))
    again = submit_case.sync_detailed(client=officer, body=dossier, idempotency_key=once)
    assert whole(again.parsed).id == submitted.id and again.headers["Idempotent-Replay"] == "true"
    received = good(receive_case.sync(submitted.id, client=officer, if_match=f'"{submitted.version}"'))
    assert isinstance(received, CaseReceivedRead) and received.dossier_code is not None
    assert received.citizen_access is not None and received.citizen_access.secret
    refused = get_case.sync(submitted.id, client=stranger)
    assert isinstance(refused, Problem) and refused.code == "not_found"
    waiting = good(read_worklist.sync(client=registrar)).items
    assert [(one.case_id, one.step) for one in waiting] == [(submitted.id, "register_birth")]
    good(claim_step.sync(submitted.id, "register_birth", client=registrar))
    asked = SupplementRequest(reasons=["Thiếu giấy chứng nhận kết hôn"], documents=["marriage_certificate"])
    good(request_supplement.sync(submitted.id, "register_birth", client=registrar, body=asked))
    handed = Supplement(documents=[PaperIn(document="marriage_certificate", reference="GCNKH-000001")])
    good(hand_in_supplement.sync(submitted.id, "register_birth", client=officer, body=handed))
    for client, step, paper in (
        (registrar, "register_birth", "birth_certificate"),
        (police, "register_residence", "residence_notice"),
        (insurer, "issue_insurance_card", "insurance_card"),
    ):
        result = Complete(documents=[PaperIn(document=paper, reference="01-2026")])
        good(complete_step.sync(submitted.id, step, client=client, body=result))
    done = good(get_case_by_code.sync(received.dossier_code, client=officer))
    slip = good(list_papers.sync(submitted.id, client=officer)).items[0]
    pdf: Response[File | Problem] = get_paper.sync_detailed(submitted.id, slip.name, client=officer)
    svg = good(get_case_graph.sync(submitted.id, client=officer)).payload.read()
    return {
        "id": done.id,
        "status": done.status,
        "events": len(good(list_events.sync(submitted.id, client=officer)).events),
        "due": good(get_due_dates.sync(submitted.id, client=officer)).case is not None,
        "pdf": good(pdf.parsed).payload.read(5).decode(),
        "svg": b"<svg" in svg,
    }


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump(played(asked["address"], asked["tokens"]), sys.stdout)
