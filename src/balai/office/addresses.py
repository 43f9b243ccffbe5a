"""The address under which people reach this installation; never a request's, whose host can be forged."""

from __future__ import annotations

from urllib.parse import urljoin

from django.utils.translation import gettext_lazy as _

from balai import config
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.office.queries import current_office, lasting_address


def public_url() -> str:
    """The public address, for what carries it for ever: credentials, calendar and feed identifiers.

    A demonstration issues under the address of its machine: nothing of it lasts.

    Raises:
        RuleViolationError: ``office.public_address_missing``; nothing of that kind may be issued yet.
    """
    address = lasting_address()
    if not address:
        raise RuleViolationError(
            Refusal(
                "office.public_address_missing",
                _("The office has no public address yet. An administrator enters it on the Office page."),
            )
        )
    return address


def link_to(path: str) -> str:
    """A link for a letter: under the public address or, before there is one, that of this machine."""
    settings = config.current()
    base = settings.public_url or current_office().public_address
    return urljoin(base or f"http://localhost:{settings.bind_port}", path)
