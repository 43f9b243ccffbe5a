"""Whether a certificate still names its holder as papers do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.selection.queries.names import printed_name, profile_of

if TYPE_CHECKING:
    from balai.certificates.models import Certificate
    from balai.nominations.models import Profile
    from balai.selection.models import Participant


def is_misnamed(certificate: Certificate, holder: Participant | None) -> bool:
    """Whether a certificate that counts names its holder otherwise than papers do now.

    Where what was told of the name is forgotten by now, nothing was corrected.
    """
    if holder is None or not certificate.is_valid or not certificate.name:
        return False
    profile = profile_of(holder)
    if profile is not None and profile.versions and not _tells_a_name(profile):
        return False
    return (certificate.name, certificate.native_name) != printed_name(holder, profile)


def _tells_a_name(profile: Profile) -> bool:
    names = (profile.given_names, profile.family_name, profile.name_in_passport, profile.name_on_certificate)
    return any(names)
