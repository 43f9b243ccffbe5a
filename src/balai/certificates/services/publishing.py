"""What programs fetch: lists of revocations, signed when asked for, and certificates in every form."""

from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.cache import cache

from balai.certificates.queries.certificates import places_not_valid
from balai.certificates.services.keys import issuer_in, signing_ring
from balai.certificates.services.picture import badge_png, badge_svg
from balai.engine.badges.baking import bake_png, bake_svg
from balai.engine.badges.pinned import STATUS_PATH
from balai.engine.badges.reading import Carrier, Found
from balai.engine.badges.signing import signed, token
from balai.engine.badges.status import StatusList, status_list_of

if TYPE_CHECKING:
    from balai.certificates.models import Certificate

LASTS = dt.timedelta(days=1)
"""How long a list may be relied on; fetched again, it is never older than the last withdrawal."""
KEPT = dt.timedelta(minutes=10)


def status_list(number: int, *, at: dt.datetime) -> tuple[str, str]:
    """A list of revocations, as a document and as a token; signed anew when it changed or grew old.

    Raises:
        RuleViolationError: as :func:`~balai.certificates.services.keys.signing_ring`.
    """
    revoked, superseded = places_not_valid(number)
    ring = signing_ring(at=at)
    since = at.replace(minute=at.minute - at.minute % 10, second=0, microsecond=0)
    places = sha256(json.dumps([sorted(revoked), sorted(superseded)]).encode()).hexdigest()
    name = f"status:{number}:{ring.for_proofs.id}:{places}:{since:%Y%m%d%H%M}"
    kept: tuple[str, str] | None = cache.get(name)
    if kept is None:
        issuer = issuer_in("en")
        said = status_list_of(
            StatusList(
                address=f"{issuer.site}{STATUS_PATH}{number}",
                issuer=issuer,
                revoked=revoked,
                superseded=superseded,
                valid_from=since,
                valid_until=since + LASTS,
            )
        )
        kept = json.dumps(signed(said, ring.for_proofs, at=since)), token(said, ring.for_tokens)
        cache.set(name, kept, KEPT.total_seconds())
    return kept


def found_list(number: int, *, at: dt.datetime) -> Found:
    """The same, as the judge reads it."""
    document, _token = status_list(number, at=at)
    return Found(carrier=Carrier.JSON, document=json.loads(document))


def token_of(certificate: Certificate, *, at: dt.datetime) -> str:
    """A certificate as a signed token (JWT), for products that read no proofs."""
    return token(credential_in(certificate), signing_ring(at=at).for_tokens)


def png_of(certificate: Certificate) -> bytes:
    """A picture that shows that there is a certificate, with the credential inside."""
    return bake_png(badge_png(certificate), json.loads(certificate.document))


def svg_of(certificate: Certificate) -> bytes:
    """The same as a drawing."""
    return bake_svg(badge_svg(certificate), json.loads(certificate.document))


def credential_in(certificate: Certificate) -> dict[str, Any]:
    """The credential without its proof."""
    document: dict[str, Any] = json.loads(certificate.document)
    return {name: value for name, value in document.items() if name != "proof"}
