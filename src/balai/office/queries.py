"""Questions about the office."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import formataddr
from functools import cache, partial
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.db.models.signals import post_delete, post_save
from django.urls import reverse
from django.utils.translation import get_language

from balai import config
from balai.kernel.once import OncePerRequest
from balai.kernel.restricted import data_key
from balai.kernel.worded import Worded
from balai.office.enums import MailSecurity
from balai.office.models import MailServer, Office
from balai.office.models.mail_server import SEALING_PLACE
from balai.ui.host import Host

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from balai.config import Config

STANDARD_PORTS = {MailSecurity.TLS: 465, MailSecurity.STARTTLS: 587, MailSecurity.NONE: 25}
SCHEMES = {"smtps": MailSecurity.TLS, "smtp+starttls": MailSecurity.STARTTLS, "smtp": MailSecurity.NONE}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRoute:
    """Where mails are handed over, and as whom.

    Attributes:
        user: empty where the server wants no log-in.
        password: opens it when it is needed, and not before: the key may be missing.
        sender: the address that mails carry, as in ``Office <office@balai.example>``.
        is_from_configuration: whether the operator decided it, so that pages only show it.
    """

    host: str
    port: int
    security: MailSecurity
    user: str
    password: Callable[[], str] = field(repr=False)
    sender: str
    is_from_configuration: bool = False


@OncePerRequest
def current_office() -> Office:
    """The office, without the bytes of its logo; its defaults while nobody has set it up."""
    return next(iter(_offices().ask()), None) or Office()


@cache
def _offices() -> Worded[Office]:
    """The question of every page, put into words once."""
    return Worded(Office.objects.defer("logo").order_by("pk")[:1])


def office_zone() -> str:
    """The name of the zone in which the office counts days and years."""
    return current_office().time_zone or config.current().time_zone


def waits_for_set_up() -> bool:
    """Whether nobody has ended the set-up of a real installation yet."""
    return not config.current().is_demo and current_office().set_up_at is None


def mail_route() -> MailRoute | None:
    """How mails leave; None where they do not: in a demonstration, or while no server is named."""
    settings = config.current()
    if settings.is_demo:
        return None
    office = current_office()
    sender = settings.mail_from or (
        formataddr((str(office), office.mail_sender)) if office.mail_sender else ""
    )
    if settings.smtp_url:
        return _configured(settings, sender=sender)
    server = _mail_server()
    if server is None or not sender:
        return None
    return MailRoute(
        host=server.host,
        port=server.port,
        security=MailSecurity(server.security),
        user=server.user,
        password=partial(opened_password, server),
        sender=sender,
    )


@OncePerRequest
def _mail_server() -> MailServer | None:
    return MailServer.objects.first()


def connect_changes() -> None:
    """Answer anew, within a request, what a deed has changed."""
    for model, question in ((Office, current_office), (MailServer, _mail_server)):
        post_save.connect(question.forget, sender=model)
        post_delete.connect(question.forget, sender=model)


def opened_password(server: MailServer) -> str:
    """The password that the office entered.

    Raises:
        UnreadableError: the installation's key is not here, as after a restore without keys.
    """
    return (
        data_key(server).open(bytes(server.password), place=SEALING_PLACE).decode() if server.password else ""
    )


def _configured(settings: Config, *, sender: str) -> MailRoute:
    parts = urlsplit(settings.smtp_url or "")
    security = SCHEMES[parts.scheme]
    host = parts.hostname or ""
    return MailRoute(
        host=host,
        port=parts.port or STANDARD_PORTS[security],
        security=security,
        user=unquote(parts.username or ""),
        password=lambda: unquote(parts.password or ""),
        sender=sender or f"balai@{host}",
        is_from_configuration=True,
    )


def lasting_address() -> str:
    """Under which things are issued that carry it for ever; empty while nobody has named one."""
    settings = config.current()
    of_machine = f"http://localhost:{settings.bind_port}" if settings.is_demo else ""
    return settings.public_url or current_office().public_address or of_machine


def logo_address(office: Office) -> str:
    """Where the logo is, under an address that changes with it; empty without one."""
    return reverse("office:logo", args=[office.logo_digest]) if office.logo_digest else ""


def host() -> Host:
    """The office as every page shows it, in the reader's language; one question to the database."""
    office = current_office()
    zone = office.time_zone or config.current().time_zone
    return Host(
        unit=office.short_name,
        organisation=in_language(office.name, get_language() or "en"),
        logo=logo_address(office),
        zone=zone,
        place=zone.rpartition("/")[2].replace("_", " "),
        address=lasting_address(),
    )


def in_language(texts: Mapping[str, str], language: str) -> str:
    """A text in a language, else in English, else in any, else nothing."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
