"""A note as a letter by mail: text and HTML, with headers that a machine reads as a machine's, the same each time."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape
from uuid import NAMESPACE_URL, uuid5

from engine.service.notification_ports import Message

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body style="font: 16px/1.5 sans-serif; color: #1b1b1b; max-width: 36em; margin: 1em">
<h1 style="font-size: 1.25em">{title}</h1>
{said}
</body>
</html>
"""
_LINE = "<p>{}</p>"
_SMALL = '<p style="color: #4a4a4a; font-size: 0.875em">{}</p>'
_LINK = '<p><a href="{0}">{0}</a></p>'


def letter(message: Message, sender: str) -> EmailMessage:
    """`sender`: `Bộ phận Một cửa <motcua@example.gov.vn>`, or the address alone. A line end in any header is refused."""
    name, address = parseaddr(sender)
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(name, addr_spec=address)
    made["To"] = Address(addr_spec=message.to)
    made["Subject"] = message.subject
    made["Date"] = format_datetime(message.at)
    # Of the note, not of the attempt: whoever gets it twice can tell, and most mailboxes show it once.
    made["Message-ID"] = f"<{uuid5(NAMESPACE_URL, f'lienthong:{message.key}')}@{address.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(_as_text(message), cte="quoted-printable")
    made.add_alternative(_as_page(message), subtype="html", cte="quoted-printable")
    made["Content-Language"] = message.language  # last: contents bring headers of their own
    return made


def _as_text(message: Message) -> str:
    parts = (*message.paragraphs, *filter(None, (message.link,)), "-- ", *message.closing)
    return "\n\n".join(parts).replace("\n\n-- \n\n", "\n\n-- \n") + "\n"


def _as_page(message: Message) -> str:
    said = [_LINE.format(escape(line)) for line in message.paragraphs]
    said += [_LINK.format(escape(message.link))] if message.link else []
    said += [_SMALL.format(escape(line)) for line in message.closing]
    return _PAGE.format(language=message.language, title=escape(message.subject), said="\n".join(said))
