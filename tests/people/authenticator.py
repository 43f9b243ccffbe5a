"""A passkey in software, for tests: makes credentials and answers challenges as a device would."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

if TYPE_CHECKING:
    from balai.people.models import Account

HOST = "localhost"
ORIGIN = f"http://{HOST}"
PRESENT_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class SoftPasskey:
    """One passkey, of one account, for the host ``localhost``; it knows its reader without a password."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = secrets.token_bytes(16)

    def registration(self, challenge: str) -> dict[str, Any]:
        """What a browser posts after the reader agreed to make the passkey.

        Args:
            challenge: as the server wrote it, in URL-safe Base64.
        """
        public: ES256 = ES256.from_cryptography_key(self._key.public_key())
        data = AuthenticatorData.create(
            sha256(HOST.encode()),
            PRESENT_AND_VERIFIED | AuthenticatorData.FLAG.AT,
            counter=0,
            credential_data=AttestedCredentialData.create(bytes(16), self._id, public),
        )
        return self._credential(
            clientDataJSON=self._client_data("webauthn.create", challenge),
            attestationObject=bytes(AttestationObject.create("none", data, {})),
        ) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def answer(self, challenge: str, account: Account) -> dict[str, Any]:
        """What a browser posts after the reader agreed to sign in with it."""
        data = AuthenticatorData.create(sha256(HOST.encode()), PRESENT_AND_VERIFIED, counter=1)
        client_data = self._client_data("webauthn.get", challenge)
        signed = bytes(data) + sha256(client_data)
        return self._credential(
            clientDataJSON=client_data,
            authenticatorData=bytes(data),
            signature=self._key.sign(signed, ec.ECDSA(hashes.SHA256())),
            userHandle=account.pk.hex.encode(),
        )

    def given_to(self, account: Account, name: str = "laptop") -> Authenticator:
        """Record the passkey as an account's, as if it had been added on the page."""
        added: Authenticator = Authenticator.objects.create(
            user=account,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": name, "credential": self.registration("")},
        )
        return added

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return bytes(CollectedClientData.create(kind, challenge, ORIGIN))

    def _credential(self, **response: bytes) -> dict[str, Any]:
        own = websafe_encode(self._id)
        answered = {name: websafe_encode(value) for name, value in response.items()}
        return {"type": "public-key", "id": own, "rawId": own, "response": answered}


def posted(credential: dict[str, Any]) -> str:
    """A credential as the hidden field of a form carries it."""
    return json.dumps(credential)
