"""Letters through a real mail server, with and without TLS, and signed requests to a real receiver."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from engine.gateways.mail_folder import MailFolder
from engine.gateways.mail_form import letter
from engine.gateways.message_webhook import MessageWebhook, signature
from engine.gateways.smtp_carrier import MailServer, Security, SmtpCarrier
from engine.service.notification_ports import AddressRefused, CarrierAway, Message
from tests.support.kite_licence import at
from tests.support.mail_server import PASSWORD, USER, mail_server
from tests.support.own_certificate import own_certificate
from tests.support.sql_store import StandingClock

pytestmark = pytest.mark.slow

SENDER = "Bộ phận Một cửa <motcua@kite.example>"
MESSAGE = Message(
    key="case-1/notification/2-received/email",
    to="giay@kite.example",
    language="vi",
    subject="Đã tiếp nhận hồ sơ H98.01-260601-0001",
    paragraphs=("Hẹn trả kết quả: 17:00 ngày 08/06/2026.", "Lý do: thiếu <b>ảnh</b> & bản vẽ."),
    closing=("Thư này được gửi tự động.",),
    link="https://hoso.example.gov.vn/track#H98.01-260601-0001",
    at=at("2026-06-01 09:00"),
)
SECRET = "0123456789abcdef0123456789abcdef"


def carrier(port: int, security: Security = "none", *, host: str = "127.0.0.1", password: str = "") -> SmtpCarrier:
    return SmtpCarrier(MailServer(host, port, security, SENDER, USER if password else "", password))


def test_a_letter_arrives_as_a_machines_letter_in_vietnamese(tmp_path: Path) -> None:
    with mail_server(tmp_path / "mail") as server:
        carrier(server.port).carry(MESSAGE)
        carrier(server.port).carry(MESSAGE)
        first, second = server.letters()
    assert (first["From"], first["To"]) == (SENDER, "giay@kite.example")
    assert first["Subject"] == "Đã tiếp nhận hồ sơ H98.01-260601-0001"
    assert (first["Auto-Submitted"], first["Content-Language"]) == ("auto-generated", "vi")
    assert first["Date"].datetime == MESSAGE.at
    assert re.fullmatch(r"<[0-9a-f-]{36}@kite\.example>", first["Message-ID"])
    assert second["Message-ID"] == first["Message-ID"], "a repeat is recognised"
    assert not [name for name in first if name.lower().startswith("list-")]
    assert (first["X-Envelope-From"], first["X-Envelope-To"]) == ("motcua@kite.example", "giay@kite.example")
    text, page = (first.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "Hẹn trả kết quả: 17:00 ngày 08/06/2026." in text and MESSAGE.link in text
    assert "thiếu &lt;b&gt;ảnh&lt;/b&gt; &amp; bản vẽ." in page and '<html lang="vi">' in page


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_the_line_is_encrypted_and_the_server_proves_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: Security
) -> None:
    certificate, key = own_certificate(tmp_path)
    with mail_server(tmp_path / "mail", f"--{security}", str(certificate), str(key), "--auth") as server:
        with pytest.raises(CarrierAway, match="SSLCertVerificationError"):
            carrier(server.port, security, password=PASSWORD).carry(MESSAGE)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with pytest.raises(CarrierAway, match="SMTPAuthenticationError 535"):
            carrier(server.port, security, password="guessed").carry(MESSAGE)
        carrier(server.port, security, password=PASSWORD).carry(MESSAGE)
        (came,) = server.letters()
    assert came["X-Came-Encrypted"] == "yes" or security == "tls"


def test_no_letter_goes_over_an_open_line_where_encryption_is_asked_for(tmp_path: Path) -> None:
    with mail_server(tmp_path / "mail") as server:
        with pytest.raises(CarrierAway):
            carrier(server.port, "starttls").carry(MESSAGE)
        assert server.letters() == []


def test_never_and_later_are_told_apart_and_name_nobody(tmp_path: Path) -> None:
    with mail_server(tmp_path / "mail") as server:
        for host, fault in (("nobody", AddressRefused), ("later", CarrierAway)):
            with pytest.raises(fault) as refused:
                carrier(server.port).carry(MESSAGE.model_copy(update={"to": f"giay@{host}.example"}))
            assert re.fullmatch(r"recipient: \d{3}", str(refused.value))
        port = server.port
        assert server.letters() == []
    with pytest.raises(CarrierAway, match="ConnectionRefusedError"):
        carrier(port).carry(MESSAGE)


@pytest.mark.parametrize(
    "changed",
    [{"to": "giay@kite.example\r\nBcc: all@kite.example"}, {"subject": "Hồ sơ\r\nBcc: all@kite.example"}],
)
def test_nothing_opens_another_header(changed: dict[str, str]) -> None:
    with pytest.raises(AddressRefused):
        carrier(1).carry(MESSAGE.model_copy(update=changed))


def test_in_a_folder_a_note_is_one_file_however_often_it_is_told(tmp_path: Path) -> None:
    folder = MailFolder(tmp_path / "letters")
    folder.carry(MESSAGE)
    folder.carry(MESSAGE)
    (file,) = (tmp_path / "letters").iterdir()
    assert file.name.startswith("20260601-090000-") and file.suffix == ".eml"
    kept = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert kept["Subject"] == MESSAGE.subject and kept["From"].addresses[0].username == "lienthong"


def test_a_letter_is_the_same_each_time_it_is_made_but_for_its_boundary() -> None:
    def said(made: bytes) -> bytes:
        return re.sub(rb"=+\d+==", b"", made)

    assert said(letter(MESSAGE, SENDER).as_bytes()) == said(letter(MESSAGE, SENDER).as_bytes())


@dataclass
class Receiver:
    """What came in at a gateway for text messages."""

    address: str = ""
    status: int = 202
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def receiver() -> Iterator[Receiver]:
    found = Receiver()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.came.append((dict(self.headers), body))
            self.send_response(found.status)
            if found.status == 307:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *said: object) -> None:
            """Silence."""

    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found.address = f"http://127.0.0.1:{server.server_port}/send"
        yield found
        server.shutdown()


def test_a_text_message_is_signed_over_its_instant_and_its_body() -> None:
    with receiver() as gateway:
        sent = MESSAGE.model_copy(update={"to": "0912345678"})
        MessageWebhook(gateway.address, SECRET, StandingClock(at("2026-06-01 09:01"))).carry(sent)
        ((headers, body),) = gateway.came
    assert headers["Idempotency-Key"] == MESSAGE.key
    assert headers["Lienthong-Timestamp"] == str(int(at("2026-06-01 09:01").timestamp()))
    assert headers["Lienthong-Signature"] == signature(SECRET.encode(), headers["Lienthong-Timestamp"], body)
    assert headers["Lienthong-Signature"] != signature(SECRET.encode(), headers["Lienthong-Timestamp"], body + b" ")
    assert headers["Lienthong-Signature"] != signature(SECRET.encode(), "1", body)
    said = json.loads(body)
    assert said["to"] == "0912345678" and said["id"] == MESSAGE.key
    assert said["text"] == " ".join((*MESSAGE.paragraphs, MESSAGE.link))


@pytest.mark.parametrize(
    ("status", "fault"), [(422, AddressRefused), (500, CarrierAway), (404, CarrierAway), (307, CarrierAway)]
)
def test_what_the_gateway_does_not_take_is_told_apart(status: int, fault: type[Exception]) -> None:
    with receiver() as gateway:
        gateway.status = status
        with pytest.raises(fault, match=f"status {status}"):
            MessageWebhook(gateway.address, SECRET, StandingClock(at("2026-06-01 09:01"))).carry(MESSAGE)
        assert len(gateway.came) == 1, "redirects are not followed"
