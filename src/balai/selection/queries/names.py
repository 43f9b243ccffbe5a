"""How papers name a participant: certificates, badges, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.nominations.queries.applications import profile_of as told_of

if TYPE_CHECKING:
    from balai.nominations.models import Profile
    from balai.selection.models import Participant


def profile_of(participant: Participant) -> Profile | None:
    """What the person told of themselves, if they did; of merged records, as the kept one has it."""
    profile: Profile | None = getattr(participant.person, "profile", None)
    if participant.person.merged_into_id is None:
        return profile
    return told_of(participant.person)


def printed_name(participant: Participant, profile: Profile | None) -> tuple[str, str]:
    """The name as papers print it, and the name in the person's own script.

    What the person wrote for the certificate goes first, then the name as the passport prints it, then what
    the participant was entered as. A single name stands alone; the honorific stands before it, once.
    """
    if profile is None:
        return plain(participant.name), ""
    parts = f"{profile.given_names} {profile.family_name}"
    offered = (profile.name_on_certificate, profile.name_in_passport, participant.name, parts)
    name = next(filter(None, map(plain, offered)), "")
    honorific = plain(profile.honorific)
    if honorific and name and not name.casefold().startswith(f"{honorific.casefold()} "):
        name = f"{honorific} {name}"
    return name, plain(profile.name_native)


def plain(text: str) -> str:
    """A name without blanks at its ends, and with one between its words."""
    return " ".join(text.split())
