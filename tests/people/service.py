"""A ministry's sign-in service for tests: a real provider of OpenID Connect on a port of this machine.

It asks nobody for a password; it answers as whatever person and with whatever fault the test sets.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.socialaccount import app_settings
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import override_settings

from balai import config
from balai.config import OpenIdProvider

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT = "balai"
SECRET = "a-word-between-two-servers"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
KEY_NAME = "2026-a"
NEVER = -1_000_000
PATIENCE = 600
"""Seconds to wait for an answer on this machine: after the usual five, a busy one would be a fault."""


@dataclass
class Ministry:
    """The service, what it says next, and what it was asked.

    Attributes:
        claims: of the person who is signed in there; what is given replaces the usual, None leaves it out.
        userinfo: what its second answer says, where the first lacks the address.
        issuer: how it describes itself; empty: truly.
        key: what it signs with.
        refuses: whether its person does not agree.
        asked: the parameters of the last request to sign in.
    """

    port: int = 0
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    issuer: str = ""
    key: rsa.RSAPrivateKey = KEY
    refuses: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        numbers = KEY.public_key().public_numbers()
        key = {"kty": "RSA", "n": _written(numbers.n), "e": _written(numbers.e)}
        return {"keys": [{**key, "kid": KEY_NAME, "alg": "RS256", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes back to."""
        self.asked = asked
        if self.refuses:
            answer = {"error": "access_denied"}
        else:
            code = secrets.token_urlsafe(16)
            self._codes[code] = asked
            answer = {"code": code}
        return f"{asked['redirect_uri']}?{urlencode({**answer, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """The answer for a code, once, to the program that can prove that it asked."""
        asked = self._codes.pop(sent.get("code", ""), None)
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET)
            or asked["code_challenge"] != base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        ):
            return None
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "248",
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
            "email": "dechen@ministry.example",
            "email_verified": True,
            **self.claims,
        }
        signed = jwt.encode(
            {name: value for name, value in claims.items() if value is not None},
            self.key,
            algorithm="RS256",
            headers={"kid": KEY_NAME},
        )
        return {"access_token": "opens-userinfo", "token_type": "Bearer", "id_token": signed}


def _written(number: int) -> str:
    """A number as a key's description carries it."""
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class _Handler(BaseHTTPRequestHandler):
    ministry: Ministry

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(place.query).items()}
        if place.path == "/authorize":
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", self.ministry.authorize(asked))
            self.end_headers()
            return
        self._answer(
            {
                "/.well-known/openid-configuration": self.ministry.description,
                "/keys": self.ministry.keys,
                "/userinfo": lambda: self.ministry.userinfo,
            }[place.path]()
        )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(self.ministry.token({name: values[0] for name, values in parse_qs(body).items()}))

    def _answer(self, told: dict[str, Any] | None) -> None:
        self.send_response(HTTPStatus.OK if told is not None else HTTPStatus.BAD_REQUEST)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told or {"error": "invalid_grant"}).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the server's name
        """Say nothing: a test tells what it looks at."""


@contextmanager
def named(ministry: Ministry, **more: Any) -> Iterator[None]:
    """Let the operator have named the service, as ``ministry``, while the block runs."""
    provider = OpenIdProvider(
        id="ministry", name="the Ministry", server_url=ministry.url, client_id=CLIENT, secret=SECRET, **more
    )
    with_it = dataclasses.replace(config.current(), openid_providers=(provider,))
    app = {
        "provider_id": "ministry",
        "name": "the Ministry",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": ministry.url},
    }
    with pytest.MonkeyPatch.context() as patch, override_settings(SOCIALACCOUNT_REQUESTS_TIMEOUT=PATIENCE):
        patch.setattr(config, "current", lambda: with_it)
        patch.setitem(app_settings.PROVIDERS["openid_connect"], "APPS", [app])
        yield


@contextmanager
def open_ministry() -> Iterator[Ministry]:
    """Serve on a free port while the block runs."""
    ministry = Ministry()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"ministry": ministry}))
    ministry.port = server.server_port
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield ministry
    finally:
        server.shutdown()
        server.server_close()
