"""Inviting the alumni of a series to the next edition: each once for a purpose, and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from balai.alumni.enums import Purpose
from balai.alumni.models import AlumniInvitation, Silence
from balai.alumni.queries.alumni import to_invite
from balai.alumni.rules.alumni import may_invite
from balai.alumni.services.groups import end_link
from balai.audit.services import record
from balai.correspondence.services.writing import send
from balai.engine.documents.words import language_for
from balai.kernel.jobs import enqueue
from balai.kernel.refusal import enforce
from balai.office.addresses import link_to
from balai.people.queries import identities_of
from balai.programmes.models import Edition
from balai.programmes.services.telling import edition_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

SEND = "alumni.send_invitations"
LETTERS = {
    Purpose.PASS_ON: "alumni.pass_on",
    Purpose.PROPOSE: "alumni.propose",
    Purpose.COME_BACK: "alumni.come_back",
}


@transaction.atomic
def invite_alumni(*, edition_id: UUID, purposes: Iterable[Purpose], actor: str, at: datetime) -> int:
    """Note who is invited for what, and have the letters written; tells how many there will be.

    Asked again, it reaches those who have become alumni since, or who are invited for another purpose.

    Raises:
        RuleViolationError: ``alumni.no_open_call`` or ``alumni.no_page``.
    """
    # Locked, so that two clicks invite nobody twice and count nobody twice.
    edition = Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=edition_id)
    enforce(may_invite(edition))
    invited = 0
    for purpose in sorted(set(purposes)):
        rows = [
            AlumniInvitation(edition=edition, person_id=key, purpose=purpose, invited_at=at, invited_by=actor)
            for key in to_invite(edition, Purpose(purpose))
            .order_by("name", "pk")
            .values_list("pk", flat=True)
        ]
        invited += len(AlumniInvitation.objects.bulk_create(rows, batch_size=1000))
    if invited:
        record(
            actor=actor,
            action="alumni.invited",
            subject=edition.reference,
            at=at,
            detail={"letters": invited},
        )
        enqueue(SEND, edition_id=edition.pk)
    return invited


def send_invitations(*, edition_id: UUID, at: datetime) -> int:
    """Write the letters that are not written yet, each in a transaction of its own; tells how many."""
    rows = AlumniInvitation.objects.filter(edition=edition_id, sent_at=None).order_by("pk")
    return sum(_send(key, at=at) for key in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _send(key: UUID, *, at: datetime) -> bool:
    rows = AlumniInvitation.objects.select_for_update(of=("self",)).filter(pk=key, sent_at=None)
    invitation = rows.select_related("edition", "person__merged_into", "person__account").first()
    if invitation is None or may_invite(invitation.edition) is not None:
        return False
    person = invitation.person.merged_into or invitation.person
    is_silent = Silence.objects.filter(person__in=identities_of(person), group=None).exists()
    if person.erased_at is not None or is_silent:
        invitation.delete()  # said so since: not invited, and not counted
        return False
    purpose, language = Purpose(invitation.purpose), language_for(person.language)
    end = end_link(person, None)
    send(
        letter=LETTERS[purpose],
        to=person,
        language=language,
        context={
            "name": person.name,
            "edition": edition_in(invitation.edition, language),
            "link": _address(invitation.edition, purpose, language),
            "end": end,
        },
        subject_reference=invitation.edition.reference,
        at=at,
        unsubscribe=end,
    )
    invitation.sent_at = at
    invitation.save(update_fields=["sent_at"])
    return True


def _address(edition: Edition, purpose: Purpose, language: str) -> str:
    """Where the letter leads: to the offer, or to the public page of the edition."""
    if purpose == Purpose.COME_BACK:
        return link_to(f"{reverse('alumni:offer')}?edition={edition.code}")
    with override(language):
        return link_to(reverse("public:edition", args=[edition.code]))
