"""Who sees, decides, issues and withdraws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.certificates.enums import CertificateState
from balai.kernel.refusal import Refusal
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus
from balai.programmes.queries.scopes import covers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.certificates.models import Certificate
    from balai.people.models import Grant
    from balai.programmes.models import Edition

READERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT, Role.AUDITOR})
"""They see the certificates of the editions that their role covers."""

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""They decide on completion, write certificates, issue and withdraw them."""

CERTIFIED_IN = frozenset(
    {EditionStatus.RUNNING, EditionStatus.CLOSED, EditionStatus.REPORTED, EditionStatus.EVALUATED}
)
"""When certificates are issued: on the last days of a programme, and after it."""


def may_keep_certificates(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Programme officers of the edition."""
    if covers(grants, KEEPERS, edition):
        return None
    return Refusal("certificates.not_kept_by_you", _("A programme officer of this edition does this."))


def may_certify(edition: Edition) -> Refusal | None:
    """While the edition runs, and after it."""
    if edition.status in CERTIFIED_IN:
        return None
    return Refusal(
        "certificates.not_now", _("Certificates are issued while the programme runs, or after it.")
    )


def may_revoke(certificate: Certificate) -> Refusal | None:
    """What does not count cannot be withdrawn again."""
    if certificate.state == CertificateState.VALID:
        return None
    return Refusal("certificates.not_valid", _("This certificate does not count any more."))
