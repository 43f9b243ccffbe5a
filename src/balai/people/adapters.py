"""What the library of signing in asks us: who may sign up, whom a service knows, and what is sealed."""

from __future__ import annotations

import base64
import logging
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.kernel.restricted import data_key, data_key_for_writing
from balai.people.access import brings_second_factor
from balai.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

SEALING_PLACE = "mfa_authenticator.data"
WAYS: Mapping[str, StrOrPromise] = {
    "reauthenticate": _("With the password"),
    "mfa_reauthenticate": _("With a code of the app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("With a passkey"),
}
logger = logging.getLogger(__name__)


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Accounts open by invitation only, whichever way one signs in; how mails are sent is known above."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page that follows shows what is so now."""

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to confirm that it is oneself, in our words."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS.get(way["id"], way["description"])} for way in ways]

    def get_login_stages(self) -> list[str]:
        """The library's, with our question whether a second factor is still to be asked for."""
        own = {"allauth.mfa.stages.AuthenticateStage": "balai.people.adapters.SecondFactorStage"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]


class SecondFactorStage(AuthenticateStage):
    """Asks for the second factor, unless the service that somebody came from did."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return bool(super()._should_handle(request)) and not brings_second_factor(request.session)


def sealed_for(person: Person, text: str) -> str:
    """A secret of a person's second factor as it is kept; it says whose it is."""
    box = data_key_for_writing(person).seal(text.encode(), place=f"{SEALING_PLACE}:{person.pk}")
    return f"{person.pk}:{base64.b64encode(box).decode()}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seals the secrets of apps and recovery codes with the data key of their person.

    A copy of the database, or a backup of it, makes no code. Without the installation's keys, as after a
    restore, these two ways of confirming oneself rest; passkeys do not.
    """

    def encrypt(self, text: str) -> str:
        """Seal a secret of the person who is signed in; only they set up their second factor."""
        return sealed_for(context.request.user.person, text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what was sealed.

        Raises:
            UnreadableError: the installation's key is not here, or the person was erased.
        """
        whose, _colon, box = encrypted_text.partition(":")
        person = Person.objects.get(pk=whose)
        return data_key(person).open(base64.b64decode(box), place=f"{SEALING_PLACE}:{whose}").decode()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 -- the library's name
        """What a passkey is called until its owner says it better."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}


class ServiceAdapter(DefaultSocialAccountAdapter):
    """Lets people in who come from a service: into the account of an address that both sides know."""

    def authenticate_by_email(self, sociallogin: Any) -> tuple[Any, str] | None:
        """The account of an address that the service verified, and that we verified too.

        The library would also take an address that somebody only added to their account, and let its true
        owner into the account of a stranger.
        """
        for said in sociallogin.email_addresses:
            known = EmailAddress.objects.filter(email__iexact=said.email, verified=True)
            address = known.filter(user__person__isnull=False).select_related("user").first()
            if said.verified and address is not None:
                return address.user, said.email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tell whoever has no account here why they are not let in, and who can help."""
        if sociallogin.is_existing:
            return
        said = sociallogin.email_addresses[0] if sociallogin.email_addresses else None
        context = {
            "service": sociallogin.provider.name,
            "address": said.email if said else "",
            "is_verified": bool(said and said.verified),
        }
        raise ImmediateHttpResponse(render(request, "people/service_unknown.html", context, status=403))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """Let the operator see in the log what was wrong; the reader is only told that it did not work."""
        logger.warning("Signing in with %s did not work: %s", provider.sub_id, exception or error)
