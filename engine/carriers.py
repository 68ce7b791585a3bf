"""Who carries notes to owners of dossiers, by the settings: a mail server or a folder, a gateway for text messages."""

from engine.core.notifications import Way
from engine.gateways.mail_folder import MailFolder
from engine.gateways.message_webhook import MessageWebhook
from engine.gateways.smtp_carrier import MailServer, SmtpCarrier
from engine.service.notification_ports import Carrier
from engine.service.ports import Clock
from engine.settings import Settings, secret_of


def ways_of(settings: Settings) -> frozenset[Way]:
    """On which owners are told what becomes of their dossiers; none where nothing is set."""
    mail = {Way.EMAIL} if settings.smtp_host or settings.mail_folder else set()
    return frozenset(mail | ({Way.MESSAGE} if settings.message_url else set()))


def carriers_of(settings: Settings, clock: Clock) -> dict[Way, Carrier]:
    """One for each of these ways; nothing is sent yet."""
    found: dict[Way, Carrier] = {}
    if settings.smtp_host:
        password = secret_of(settings.smtp_password, settings.smtp_password_file)
        where = (settings.smtp_host, settings.smtp_port, settings.smtp_security, settings.mail_sender)
        found[Way.EMAIL] = SmtpCarrier(MailServer(*where, settings.smtp_user, password))
    elif settings.mail_folder:
        found[Way.EMAIL] = MailFolder(settings.mail_folder, settings.mail_sender)
    if settings.message_url:
        secret = secret_of(settings.message_secret, settings.message_secret_file)
        found[Way.MESSAGE] = MessageWebhook(settings.message_url, secret, clock)
    return found
