"""The papers that a command names must be known to the procedure."""

from collections.abc import Iterable

from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import DocumentId
from engine.core.law import Law
from engine.core.values import Text


def refuse_unknown_documents(law: Law, documents: Iterable[DocumentId], attempted: str) -> None:
    unknown = [d for d in documents if d not in law.definition.documents]
    if unknown:
        raise CommandRefused(
            Reason.DOCUMENT_UNKNOWN,
            Text(
                vi=f"thủ tục không có giấy tờ {', '.join(unknown)}",
                en=f"the procedure knows no document {', '.join(unknown)}",
            ),
            attempted=attempted,
        )
