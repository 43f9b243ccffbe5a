"""Groups: who leads one, and letters that go to each member alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.db import transaction
from django.urls import reverse

from balai.alumni.models import AlumniGroup, GroupLeader, GroupLetter, Silence
from balai.alumni.queries.alumni import entry_of
from balai.alumni.queries.groups import belongs_to, group_of, leads, readers_of
from balai.alumni.rules.alumni import may_lead, may_write_to_group
from balai.audit.services import record
from balai.correspondence.services.writing import send
from balai.engine.documents.words import language_for
from balai.kernel.jobs import claim_effect, enqueue
from balai.kernel.refusal import enforce
from balai.office.addresses import link_to
from balai.office.queries import current_office
from balai.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from balai.alumni.models import AlumnusEntry
    from balai.alumni.queries.groups import Group


LETTER = "alumni.group"
DELIVER = "alumni.deliver_letter"
SALT = "alumni.letters"


def row_of(group: Group) -> AlumniGroup:
    """What is kept of a group, from now on."""
    of: dict[str, Any] = {group.kind.value: group.thing}
    row, _is_new = AlumniGroup.objects.get_or_create(**of)
    return row


@transaction.atomic
def name_leader(*, group: Group, entry: AlumnusEntry, actor: str, at: datetime) -> GroupLeader:
    """Ask an alumnus of a group to lead it.

    Raises:
        RuleViolationError: ``alumni.not_of_group``.
    """
    enforce(may_lead(belongs=belongs_to(group, entry)))
    row = row_of(group)
    leader, is_new = GroupLeader.objects.get_or_create(
        group=row, entry=entry, defaults={"named_at": at, "named_by": actor}
    )
    if is_new:
        detail = {"alumnus": entry.reference}
        record(actor=actor, action="alumni_group.leader_named", subject=row.reference, at=at, detail=detail)
    return leader


@transaction.atomic
def end_leader(*, leader: GroupLeader, actor: str, at: datetime) -> None:
    """Have somebody lead a group no longer; they stay of it."""
    record(actor=actor, action="alumni_group.leader_ended", subject=leader.group.reference, at=at)
    leader.delete()


@transaction.atomic
def write_to_group(  # noqa: PLR0913 -- each is named where it is called
    *, group: Group, person: Person, subject: str, text: str, is_office: bool, at: datetime
) -> GroupLetter:
    """Write to every member of a group; each gets a letter of their own, and nobody sees an address.

    Args:
        group: to whom.
        person: who writes.
        subject: of the letter.
        text: of the letter.
        is_office: whether they write for the office; else they must lead the group.
        at: the moment.

    Raises:
        RuleViolationError: ``alumni.not_leading`` or ``alumni.written_lately``.
    """
    row = AlumniGroup.objects.select_for_update(of=("self",)).get(pk=row_of(group).pk)
    found = group_of(row)  # as it is under the lock, and not as its page was read
    is_leader = not is_office and leads(person, found)
    last = row.letters.order_by("-written_at", "-pk").first()
    enforce(may_write_to_group(is_office=is_office, is_leader=is_leader, last=last, at=at))
    letter = GroupLetter.objects.create(
        group=row,
        person=person,
        signed=_signature(person, is_office=is_office),
        subject=subject,
        text=text,
        written_at=at,
        members=readers_of(found).count(),
    )
    record(
        actor=person.reference,
        action="alumni_group.written",
        subject=row.reference,
        at=at,
        detail={"members": letter.members},
    )
    enqueue(DELIVER, letter_id=letter.pk)
    return letter


def _signature(person: Person, *, is_office: bool) -> str:
    if not is_office:
        entry = entry_of(person)
        return entry.name if entry else person.name
    office = current_office()
    return f"{person.name}, {office.name.get(person.language) or office.short_name or 'Balai'}"


def deliver_letter(*, letter_id: UUID, at: datetime) -> int:
    """Write to each member; who was written to already is left out. Tells how many.

    Each is a transaction of its own: what a killed worker had not written, the next one writes.
    """
    letter = (
        GroupLetter.objects.filter(pk=letter_id)
        .select_related("group__edition", "group__country", "group__topic")
        .first()
    )
    if letter is None:
        return 0
    group = group_of(letter.group)
    keys = list(readers_of(group).order_by("name", "pk").values_list("pk", flat=True))
    return sum(_deliver(letter, group, key, at=at) for key in keys)


@transaction.atomic
def _deliver(letter: GroupLetter, group: Group, key: UUID, *, at: datetime) -> bool:
    # Locked and asked again, so that nothing goes to somebody who leaves at this moment.
    entry = readers_of(group).select_for_update(of=("self",)).filter(pk=key).first()
    if entry is None or not claim_effect(f"{letter.reference}:{key}", at=at):
        return False
    person = Person.objects.select_related("merged_into", "account").get(pk=entry.person_id)
    end = end_link(person, letter.group)
    send(
        letter=LETTER,
        to=person,
        context={
            "name": entry.name,
            "group": group.name,
            "writer": letter.signed,
            "subject": letter.subject,
            "text": letter.text,
            "link": link_to(group.address),
            "end": end,
        },
        subject_reference=letter.reference,
        at=at,
        language=language_for(person.language),
        unsubscribe=end,
    )
    return True


# --- ending letters -----------------------------------------------------------------------------------------


def end_link(person: Person, group: AlumniGroup | None) -> str:
    """Where somebody ends the letters of a group, or invitations, without signing in."""
    return link_to(reverse("alumni:end_letters", args=[token_for(person, group)]))


def token_for(person: Person, group: AlumniGroup | None) -> str:
    """What ends these letters of somebody, and opens nothing else."""
    return signing.dumps([person.pk.hex, group.pk.hex if group else ""], salt=SALT)


def whose_letters(token: str) -> tuple[Person, AlumniGroup | None] | None:
    """Whose letters a link ends, and of which group; nothing for a link that is not ours or of nobody."""
    try:
        who, what = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = Person.objects.filter(pk=who, erased_at=None).first()
    group = AlumniGroup.objects.filter(pk=what).first() if what else None
    if person is None or (what and group is None):
        return None
    return person.merged_into or person, group


@transaction.atomic
def end_letters(*, person: Person, group: AlumniGroup | None, at: datetime) -> None:
    """Write to somebody no longer: for a group, or with invitations. Twice is no error."""
    _row, is_new = Silence.objects.get_or_create(person=person, group=group, defaults={"since": at})
    if is_new:
        record(actor=person.reference, action="alumnus.letters_ended", subject=person.reference, at=at)
