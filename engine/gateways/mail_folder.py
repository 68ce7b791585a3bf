"""Letters into a folder, one `.eml` file each, for who tries the product: any mail program opens them, nobody gets them."""

import os
from hashlib import sha256
from pathlib import Path

from engine.gateways.mail_form import letter
from engine.service.notification_ports import CarrierAway, Message

SENDER = "Liên Thông <lienthong@localhost.localdomain>"


class MailFolder:
    """The same note is the same file, however often it is handed in."""

    def __init__(self, folder: Path, sender: str = "") -> None:
        self._folder = folder
        self._sender = sender or SENDER

    def carry(self, message: Message) -> None:
        name = f"{message.at:%Y%m%d-%H%M%S}-{sha256(message.key.encode()).hexdigest()[:12]}.eml"
        unfinished = self._folder / f".{name}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished.write_bytes(letter(message, self._sender).as_bytes())
            unfinished.replace(self._folder / name)
        except OSError as fault:
            raise CarrierAway(type(fault).__name__) from None
