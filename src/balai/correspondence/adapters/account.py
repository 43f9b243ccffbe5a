"""The library of signing in asks for a mail; correspondence writes, keeps and sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from balai.correspondence.adapters.letters import ACCOUNT_LETTERS
from balai.correspondence.services.writing import send
from balai.kernel import clock
from balai.office.addresses import link_to
from balai.office.queries import office_zone, waits_for_set_up
from balai.people.adapters import InvitationOnlyAdapter
from balai.people.enums import Role
from balai.people.models import Account, Person
from balai.people.queries import grants_held_by
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

KIND_BY_PREFIX: Mapping[str, str] = {
    "account/email/email_confirmation_signup": "account.email_confirmation",
    "people/email/invitation": "account.invitation",
}
"""Where the library's name for a mail is not ours with slashes for dots."""

LINKS = ("activate_url", "password_reset_url", "invitation_url", "signup_url")
"""What the library calls the page to open."""

CHANGES: Mapping[str, StrOrPromise] = {
    "account/email/email_changed": _("The e-mail address was changed."),
    "account/email/email_confirm": _("The e-mail address was confirmed."),
    "account/email/email_deleted": _("An e-mail address was removed."),
    "account/email/password_changed": _("The password was changed."),
    "account/email/password_reset": _("The password was reset."),
    "account/email/password_set": _("A password was set."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made; the old ones no longer work."),
    "mfa/email/totp_activated": _("An authenticator app was added."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "socialaccount/email/account_connected": _("A sign-in with another service was added."),
    "socialaccount/email/account_disconnected": _("The sign-in with another service was removed."),
}


class AccountAdapter(InvitationOnlyAdapter):
    """Stores and queues mails about accounts instead of sending them while the reader waits."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where one goes after signing in; the first administrator goes on to the set-up."""
        account = request.user
        if isinstance(account, Account) and waits_for_set_up() and administers(account):
            return reverse("office:part", args=["organisation"])
        return str(super().get_login_redirect_url(request))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail that the library asks for.

        Args:
            template_prefix: the library's name for it: ``account/email/password_reset_key``.
            email: where it goes; not always the account's address, as when that is changed.
            context: what the library would give its template.
        """
        at = context.get("timestamp") or clock.now()
        account = Account.objects.select_related("person").filter(email__iexact=email).first()
        language = account.person.language if account and account.person else get_language() or "en"
        with transaction.atomic(), override(language):
            kind, filled = self._letter(template_prefix, context | {"address": email, "timestamp": at})
            send(
                letter=kind,
                to=email,
                context=filled,
                subject_reference=account.reference if account else "",
                at=at,
                language=language,
                mentions=[(person, email) for person in _known_by(email)],
            )

    def _letter(self, prefix: str, context: dict[str, Any]) -> tuple[str, dict[str, str]]:
        if prefix in CHANGES:
            return "account.security_notice", {
                "change": str(CHANGES[prefix]),
                "address": context["address"],
                "moment": _moment(context["timestamp"]),
                "network_address": str(context.get("ip", "")),
            }
        kind = KIND_BY_PREFIX.get(prefix, prefix.replace("/email/", "."))
        known = {"address": context["address"], "code": str(context.get("code", "")), "link": _link(context)}
        return kind, {name: known[name] for name in ACCOUNT_LETTERS[kind].placeholders}


def _known_by(email: str) -> Iterable[UUID]:
    """Whose address it is or was before it was changed, whether or not they have an account yet."""
    known = Q(email__iexact=email)
    for way in ("account__email", "account__emailaddress__email", "invitations__email"):
        known |= Q(**{f"{way}__iexact": email})
    return Person.objects.filter(known).values_list("pk", flat=True).distinct()


def administers(account: Account) -> bool:
    """Whether the account is an administrator's now."""
    return grants_held_by(account, at=clock.now()).filter(role=Role.ADMINISTRATOR).exists()


def _link(context: Mapping[str, Any]) -> str:
    """The page to open, under our own address: the library takes the host from the request, which can lie."""
    asked = next((context[name] for name in LINKS if context.get(name)), "")
    parts = urlsplit(asked)
    return link_to(parts.path + (f"?{parts.query}" if parts.query else "")) if asked else ""


def _moment(at: Any) -> str:
    zone = office_zone()
    written = wording.timed(at.astimezone(ZoneInfo(zone)), "D j M Y, H:i")
    place = zone.rpartition("/")[2].replace("_", " ")
    return gettext("%(moment)s in %(place)s") % {"moment": written, "place": place}
