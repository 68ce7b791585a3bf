"""The word that forms of signed-in people carry: other sites cannot know it."""

from fastapi import Request

from api.cookies import COOKIE
from engine.service.citizen_access import form_word


def word_of(request: Request) -> str:
    """None where no browser keeps a session."""
    session = request.cookies.get(COOKIE)
    return form_word(session) if session else ""
