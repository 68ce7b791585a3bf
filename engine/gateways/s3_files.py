"""Files of cases in an S3-speaking store: one bucket, one object for each file, never written over, served through us."""

import base64
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from urllib.parse import urlsplit

import httpx

from engine.core.identifiers import CaseId
from engine.gateways.s3_signature import Keys, query_in, signed
from engine.service.file_ports import MAX_FILE_BYTES, FilesAway, digest_of
from engine.service.ports import Clock

PATIENCE = 20.0
_NOTHING = sha256(b"").hexdigest()
_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"<Key>([^<]+)</Key>")
_NEXT = re.compile(r"<NextContinuationToken>([^<]+)</NextContinuationToken>")
_THERE, _GONE, _TAKEN, _AT_ONCE = 200, 404, 412, 409


class S3Files:
    """`endpoint`: without the bucket, which is named in the path. A key is of hexadecimal letters only: no id becomes one."""

    def __init__(self, endpoint: str, bucket: str, keys: Keys, clock: Clock, patience: float = PATIENCE) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._host = urlsplit(self._endpoint).netloc
        self._base = f"{urlsplit(self._endpoint).path}/{bucket}"
        self._keys = keys
        self._clock = clock
        self._client = httpx.Client(timeout=patience, trust_env=False, follow_redirects=False)

    def keep(self, case_id: CaseId, content: bytes) -> str:
        digest = digest_of(content)
        # Twice: two that keep the same at once are told to try again.
        answers = (self._put(case_id, digest, content, if_not_there=True) for _ in range(2))
        status = next((answer for answer in answers if answer != _AT_ONCE), _AT_ONCE)
        if status == _TAKEN and self.find(case_id, digest) is None:
            status = self._put(case_id, digest, content, if_not_there=False)  # what lies there is damaged
        if status not in {_THERE, _TAKEN}:
            raise FilesAway()
        return digest

    def find(self, case_id: CaseId, digest: str) -> bytes | None:
        if not _DIGEST.fullmatch(digest):
            return None
        answer = self._ask("GET", self._key(case_id, digest))
        content = self._there(answer) and answer.content
        return content if content and len(content) <= MAX_FILE_BYTES and digest_of(content) == digest else None

    def has(self, case_id: CaseId, digest: str) -> bool:
        return _DIGEST.fullmatch(digest) is not None and self._there(self._ask("HEAD", self._key(case_id, digest)))

    def count(self, case_id: CaseId) -> int:
        return sum(1 for _ in self._listed(case_id))

    def drop(self, case_id: CaseId, digest: str) -> None:
        if _DIGEST.fullmatch(digest):
            self._delete(self._key(case_id, digest))

    def forget(self, case_id: CaseId) -> None:
        for key in list(self._listed(case_id)):
            self._delete(key)

    def _put(self, case_id: CaseId, digest: str, content: bytes, *, if_not_there: bool) -> int:
        """The store reckons both hashes itself, and refuses what came otherwise than it was sent."""
        headers = {"x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(digest)).decode()}
        headers |= {"content-type": "application/octet-stream"}
        headers |= {"if-none-match": "*"} if if_not_there else {}
        return self._ask("PUT", self._key(case_id, digest), headers=headers, content=content).status_code

    def _delete(self, key: str) -> None:
        if self._ask("DELETE", key).status_code not in {200, 204, _GONE}:
            raise FilesAway()

    def _listed(self, case_id: CaseId) -> Iterator[str]:
        query = {"list-type": "2", "prefix": f"{_folder(case_id)}/"}
        while True:
            answer = self._ask("GET", "", query=query)
            if not self._there(answer):
                raise FilesAway()
            yield from _KEY.findall(answer.text)
            more = _NEXT.search(answer.text)
            if more is None:
                return
            query = {**query, "continuation-token": more[1]}

    @staticmethod
    def _key(case_id: CaseId, digest: str) -> str:
        return f"{_folder(case_id)}/{digest}"

    @staticmethod
    def _there(answer: httpx.Response) -> bool:
        """False: the store says that it is not there. Anything else than these two is no answer."""
        if answer.status_code not in {_THERE, _GONE} or (answer.status_code == _GONE and "NoSuchBucket" in answer.text):
            raise FilesAway()
        return answer.status_code == _THERE

    def _ask(
        self,
        method: str,
        key: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
    ) -> httpx.Response:
        path = f"{self._base}/{key}" if key else self._base
        digest = digest_of(content) if content else _NOTHING
        given = {"host": self._host, **(headers or {})}
        told = signed(self._keys, self._clock.now(), method, path, query or {}, given, digest)
        asked = f"?{query_in(query)}" if query else ""
        address = f"{self._endpoint.removesuffix(urlsplit(self._endpoint).path)}{path}{asked}"
        try:
            return self._client.request(method, address, headers=told, content=content)
        except httpx.HTTPError as error:
            raise FilesAway() from error


def _folder(case_id: CaseId) -> str:
    """The name that the folder of a machine gives the case, too: a store is filled by copying the folder."""
    name = sha256(case_id.encode()).hexdigest()[:32]
    return f"{name[:2]}/{name}"
