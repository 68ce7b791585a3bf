"""A citizen's way to the own case: its code and its secret open a short session; guesses are few, and all look alike."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from engine.core.actors import Actor
from engine.core.identifiers import CaseId, CommandId, DossierCode
from engine.service.citizen_ports import CitizenBook, KeptSecret
from engine.service.ports import Clock

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Nothing that is taken for something else on paper: no 0 and O, no 1, I and L."""
_GROUPS, _GROUP_LENGTH = 3, 4
SESSION = timedelta(minutes=30)
PERIOD = timedelta(minutes=10)
FAILURES_OF_A_CODE = 10
FAILURES_OF_AN_ADDRESS = 30
"""Many people share the address of an office or of a telephone company; only failures count."""
_NO_SALT, _NO_DIGEST = "00" * 16, "00" * 32
"""For a code that is not there the same is done as for one that is."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session of one case; the word is for the browser alone."""

    case_id: CaseId
    session: str


@dataclass(frozen=True, slots=True)
class TooMany:
    """Nobody was asked: there were too many failures, until then."""

    until: datetime


class CitizenAccess:
    """Makes secrets, and lets in who has one."""

    def __init__(self, book: CitizenBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock

    def first_secret(self, case_id: CaseId, actor: Actor, command_id: CommandId) -> str | None:
        """Made once, right after the receipt; null where there is one, which nobody can tell again."""
        secret, kept = self._made(case_id, actor, command_id)
        return secret if self._book.add(kept) else None

    def new_secret(self, case_id: CaseId, actor: Actor, command_id: CommandId) -> str | None:
        """The former one ends with its sessions; null for the repeat of a request: it was told then."""
        secret, kept = self._made(case_id, actor, command_id)
        return secret if self._book.replace(kept) else None

    def open(self, code: str, secret: str, address: str) -> Opened | TooMany | None:
        """Null: there is no such code, or it has another secret; which of the two, nobody can tell."""
        now = self._clock.now()
        most = {f"address {_digest(_network(address))}": FAILURES_OF_AN_ADDRESS}
        most |= {f"code {_digest(_plain_code(code))}": FAILURES_OF_A_CODE}
        if (until := self._book.count(most, now, now + PERIOD)) is not None:
            return TooMany(until)
        kept = self._book.find_by_code(DossierCode(_plain_code(code)))
        salt, digest = (kept.salt, kept.digest) if kept is not None else (_NO_SALT, _NO_DIGEST)
        if not hmac.compare_digest(digest, _salted(_plain(secret), salt)) or kept is None:
            return None
        self._book.uncount(most)
        session = secrets.token_urlsafe(32)
        self._book.add_session(_session_digest(session), kept.case_id, now + SESSION)
        return Opened(kept.case_id, session)

    def find_case(self, session: str) -> CaseId | None:
        return self._book.find_session(_session_digest(session), self._clock.now())

    def close(self, session: str) -> None:
        self._book.end_session(_session_digest(session))

    def _made(self, case_id: CaseId, actor: Actor, command_id: CommandId) -> tuple[str, KeptSecret]:
        secret = "-".join("".join(secrets.choice(ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
        salt = secrets.token_hex(16)
        kept = KeptSecret(
            case_id=case_id,
            salt=salt,
            digest=_salted(_plain(secret), salt),
            made_at=self._clock.now(),
            made_by=actor.id,
            command_id=command_id,
        )
        return secret, kept


def form_word(session: str) -> str:
    """What a form of this session carries, and no other site can know."""
    return hashlib.blake2b(session.encode(), digest_size=16, person=b"citizen form").hexdigest()


def _plain(secret: str) -> str:
    """As people type it: small letters, spaces and strokes do not matter."""
    return "".join(letter for letter in secret.upper() if letter in ALPHABET)


def _plain_code(code: str) -> str:
    return "".join(code.split()).upper()[:100]


def _network(address: str) -> str:
    """Who has an IPv6 line has 2^64 addresses of it at least: they count as one."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "none"
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped) if found.ipv4_mapped is not None else found.packed[:8].hex()


def _salted(secret: str, salt: str) -> str:
    """Random, not chosen by people: 59 bits, each with a salt of its own, so that a quick function is enough."""
    key = bytes.fromhex(salt)
    return hashlib.blake2b(secret.encode(), digest_size=32, salt=key, person=b"citizen secret").hexdigest()


def _digest(said: str) -> str:
    return hashlib.blake2b(said.encode(errors="replace"), digest_size=16, person=b"citizen count").hexdigest()


def _session_digest(session: str) -> str:
    return hashlib.blake2b(session.encode(errors="replace"), digest_size=32, person=b"citizen visit").hexdigest()
