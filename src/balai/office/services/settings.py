"""The office decides about itself."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai import config
from balai.audit.services import record
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.kernel.restricted import data_key_for_writing
from balai.office.models import MailServer, Office
from balai.office.models.mail_server import SEALING_PLACE
from balai.office.rules import may_use_mail_server, may_use_public_address, may_use_time_zone
from balai.office.services.images import read_logo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from balai.office.enums import MailSecurity

SUBJECT = "office:1"
MAIL_IN_CONFIGURATION = Refusal(
    "office.mail_in_configuration",
    _("The operator named the mail server in the configuration (BALAI_SMTP_URL). It is changed there."),
)


@transaction.atomic
def change_organisation(  # noqa: PLR0913 -- a deed takes its facts by name
    *,
    name: Mapping[str, str],
    short_name: str,
    letterhead: Mapping[str, str],
    logo: bytes | None,
    actor: str,
    at: datetime,
) -> None:
    """Change what the office is called and how its letters look.

    Args:
        name: by language; at least one.
        short_name: for the head of pages.
        letterhead: lines of the address at the foot of letters, by language.
        logo: an uploaded picture; empty to remove the logo, None to leave it.
        actor: who decides.
        at: the moment.

    Raises:
        RuleViolationError: ``logo.too_big`` or ``logo.not_a_picture``.
    """
    office = _locked()
    office.name = {language: text for language, text in name.items() if text}
    office.short_name = short_name
    office.letterhead = {language: text for language, text in letterhead.items() if text}
    if logo is not None:
        _draw(office, logo)
    office.save()
    record(actor=actor, action="office.organisation_changed", subject=SUBJECT, at=at)


@transaction.atomic
def change_logo(*, logo: bytes, actor: str, at: datetime) -> None:
    """Change the logo alone, as programs do it; what changes nothing leaves no trace.

    Args:
        logo: an uploaded picture; empty to remove the logo.
        actor: who decides.
        at: the moment.

    Raises:
        RuleViolationError: ``logo.too_big`` or ``logo.not_a_picture``.
    """
    office = _locked()
    before = office.logo_digest
    _draw(office, logo)
    if office.logo_digest == before:
        return
    office.save(update_fields=["logo", "logo_digest"])
    record(actor=actor, action="office.logo_changed", subject=SUBJECT, at=at)


@transaction.atomic
def change_place(
    *, languages: Sequence[str], time_zone: str, public_address: str, actor: str, at: datetime
) -> None:
    """Change the languages the office writes in, its time zone and its public address.

    Raises:
        RuleViolationError: ``office.public_address_…`` or ``office.time_zone_unknown``.
    """
    enforce(may_use_time_zone(time_zone))
    if public_address:
        enforce(may_use_public_address(public_address))
    office = _locked()
    office.languages = list(languages)
    office.time_zone = time_zone
    office.public_address = public_address
    office.save(update_fields=["languages", "time_zone", "public_address"])
    record(actor=actor, action="office.place_changed", subject=SUBJECT, at=at)


@transaction.atomic
def change_mail(  # noqa: PLR0913 -- a deed takes its facts by name
    *,
    sender: str,
    host: str,
    port: int,
    security: MailSecurity,
    user: str,
    password: str | None,
    actor: str,
    at: datetime,
) -> None:
    """Change who mails come from and the server that takes them.

    Args:
        sender: as in ``Office <office@balai.example>``.
        host: of the server; empty to have none.
        port: of the server.
        security: how the connection is protected.
        user: empty when the server asks for no log-in.
        password: None to leave the one on record.
        actor: who decides.
        at: the moment.

    Raises:
        RuleViolationError: ``office.mail_open``, ``office.mail_in_configuration``, or ``restricted.…``
            when the installation has no key to seal the password with.
    """
    if config.current().smtp_url:
        raise RuleViolationError(MAIL_IN_CONFIGURATION)
    office = _locked()
    office.mail_sender = sender
    office.save(update_fields=["mail_sender"])
    if host:
        enforce(may_use_mail_server(host, security, user))
        server = MailServer.objects.select_for_update().first() or MailServer()
        server.host, server.port, server.security, server.user = host, port, security, user
        if not user:
            server.password = b""
        server.save()
        if user and password is not None:
            server.password = data_key_for_writing(server).seal(password.encode(), place=SEALING_PLACE)
            server.save(update_fields=["password"])
    else:
        MailServer.objects.all().delete()
    record(actor=actor, action="office.mail_changed", subject=SUBJECT, at=at)


@transaction.atomic
def finish_set_up(*, actor: str, at: datetime) -> None:
    """Note that the first set-up is over; the second time changes nothing."""
    office = _locked()
    if office.set_up_at is None:
        office.set_up_at = at
        office.save(update_fields=["set_up_at"])
        record(actor=actor, action="office.set_up", subject=SUBJECT, at=at)


def _draw(office: Office, logo: bytes) -> None:
    office.logo = read_logo(logo) if logo else b""
    office.logo_digest = hashlib.sha256(office.logo).hexdigest()[:16] if logo else ""


def _locked() -> Office:
    """The one row, locked; made when it is missing."""
    Office.objects.bulk_create([Office()], ignore_conflicts=True)
    return Office.objects.select_for_update().get()
