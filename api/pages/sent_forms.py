"""Forms of signed-in people: read after the sender is known, and taken only if this site showed them to him."""

import hmac
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.acts.orders import Sent, document_of
from api.pages.citizen_visit import is_from_elsewhere
from api.pages.form_words import word_of
from api.pages.texts import TEXTS
from api.pages.visitor import ActingVisitor, OwnVisitor
from engine.core.actors import Actor
from engine.core.identifiers import CommandId
from engine.service.file_faults import WORDS, FileFault
from engine.service.file_ports import MAX_FILE_BYTES
from engine.service.hand_in_papers import GivenFile

_MOST_FILES, _MOST_FIELDS = 30, 600


async def own_form(request: Request, visitor: OwnVisitor) -> AsyncIterator[Sent]:
    """As `what_was_sent`, of a form about who sends it."""
    async for sent in what_was_sent(request, visitor):
        yield sent


async def what_was_sent(request: Request, visitor: ActingVisitor) -> AsyncIterator[Sent]:
    """Asks who it is first: nobody else's files are read. A form of another site has a `fault`."""
    try:
        form = await request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS)
    except (HTTPException, ClientDisconnect) as refused:
        is_large = isinstance(refused, HTTPException) and refused.status_code == 413
        yield Sent(fault=WORDS[FileFault.TOO_LARGE] if is_large else TEXTS["track_bad_form"])
        return
    try:
        sent = form.multi_items()
        fields = {name: value for name, value in sent if isinstance(value, str)}
        checked = {name: [v for n, v in sent if n == name and isinstance(v, str)] for name in fields}
        files = [(document_of(name), value) for name, value in sent if isinstance(value, UploadFile)]
        given = [
            GivenFile(document, value.filename or "", await value.read(MAX_FILE_BYTES + 1))
            for document, value in files
            if document is not None and (value.filename or value.size)
        ]
        yield Sent(fields, checked, given, None if _is_ours(request, fields) else TEXTS["foreign_form"])
    finally:
        await form.close()


def _is_ours(request: Request, fields: dict[str, str]) -> bool:
    """A token in the header is sent by no browser on its own: who has one needs no word."""
    if "authorization" in request.headers:
        return True
    word = word_of(request)
    return not is_from_elsewhere(request) and hmac.compare_digest(fields.get("word", "").encode(), word.encode())


def command_id(actor: Actor, about: str, act: str) -> CommandId:
    """Of this person and this case alone, whatever the form says: nobody takes the id of another's command."""
    try:
        said = str(UUID(act))
    except ValueError:
        said = str(uuid4())
    return CommandId(str(uuid5(NAMESPACE_URL, f"urn:lienthong:page:{actor.id}:{about}:{said}")))


TheSent = Annotated[Sent, Depends(what_was_sent)]
