"""Tells owners of kites what is due, once, as a process of its own: `DATABASE_URL MAIL_PORT INSTANT`."""

from __future__ import annotations

import sys

from engine.gateways.smtp_carrier import MailServer, SmtpCarrier
from tests.support.kite_licence import at
from tests.support.sql_store import open_store
from tests.support.told_kites import with_owners_told


def main(url: str, port: str, now: str) -> None:
    with open_store(url) as store:
        store.clock.shows = at(now)
        server = MailServer("127.0.0.1", int(port), "none", "Một cửa <motcua@kite.example>")
        with_owners_told(store, email=SmtpCarrier(server)).tell_due()


if __name__ == "__main__":
    main(*sys.argv[1:])
