"""The service as we know it: what we send to it, what we believe of its answer, and what we keep.

The library (django-allauth) leaves to its users what the standard asks of everybody: a nonce, the
signature, one subject in both answers, an issuer that is the one asked. Nothing of the answer is kept but
a hash that names the person at that service.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.utils.crypto import constant_time_compare
from jwt.exceptions import PyJWTError
from requests import RequestException

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

DISCOVERY = "/.well-known/openid-configuration"


class Conversation(OpenIDConnectOAuth2Adapter):
    """What is said between Balai and the service while somebody signs in.

    Attributes:
        nonce: what we sent along, from the session that began; the answer must carry it.
    """

    nonce: str = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the service says of itself.

        Raises:
            OAuth2Error: it cannot be had, or it is of another issuer than the one we asked.
        """
        try:
            said: dict[str, Any] = super().openid_config
        except (RequestException, ValueError) as error:
            raise OAuth2Error(f"no description of {self.provider_id}") from error
        asked = self.get_provider().server_url.removesuffix(DISCOVERY)
        if said.get("issuer", "").rstrip("/") != asked:
            raise OAuth2Error(f"{self.provider_id} describes itself as another issuer")
        return said

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Read the answer.

        Raises:
            OAuth2Error: a signature, issuer, audience, time, nonce or subject is not what it must be.
        """
        claims = self._claims(app, kwargs["response"].get("id_token") or "")
        if not self.nonce or not constant_time_compare(str(claims.get("nonce", "")), self.nonce):
            raise OAuth2Error("the answer is not to what was asked")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the answer was given to another program")
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error("the service tells of two persons")
            claims = {**more, **claims}
        return self.get_provider().sociallogin_from_response(request, claims)

    def _claims(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (PyJWTError, KeyError, TypeError, ValueError) as error:  # such as a token without a key's name
            raise OAuth2Error("the answer cannot be read") from error
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise OAuth2Error("the answer names nobody")
        return claims


class Callback(OAuth2CallbackView):
    """Coming back from the service."""

    adapter: Conversation

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, HttpResponse | None]:
        """What the session remembers of the question; the nonce goes on to who reads the answer."""
        state, refusal = super()._get_state(request, provider)
        if state:
            self.adapter.nonce = state.get("nonce", "")
        return state, refusal


class Service(OpenIDConnectProvider):
    """One service that the operator named in ``BALAI_OPENID_FILE``."""

    package = "balai.people.openid"
    pkce_enabled_default = True
    oauth2_adapter_class = Conversation

    def redirect(
        self, request: HttpRequest, process: Any, next_url: Any = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send the browser to the service, with a nonce that only its session knows.

        What stands in our own address decides nothing here but where to go on afterwards: neither what is
        asked of the service, nor that somebody else's identity be tied to an account that is signed in.
        """
        nonce = secrets.token_urlsafe(24)
        answer: HttpResponse = super().redirect(
            request,
            "login",
            next_url,
            data,
            scope=self.get_scope(),
            auth_params={**self.get_auth_params(), "nonce": nonce},
            nonce=nonce,
        )
        return answer

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        """Issuer and subject together name a person; hashed, because nobody has to read them here."""
        return hashlib.sha256(f"{data['iss']} {data['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Nothing of the answer is kept."""
        return {}

    def extract_common_fields(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"email": data.get("email")}

    def extract_email_addresses(self, data: Mapping[str, Any]) -> list[EmailAddress]:
        """The address, verified only where the service says so in so many words; some write “false”."""
        is_verified = data.get("email_verified") in (True, "true")
        address = data.get("email")
        return [EmailAddress(email=address, verified=is_verified, primary=True)] if address else []
