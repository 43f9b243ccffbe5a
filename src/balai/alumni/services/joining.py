"""The directory: joining it with a consent, changing what one shows, leaving it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.alumni.models import AlumnusEntry, Silence
from balai.alumni.queries.alumni import entry_of
from balai.alumni.queries.groups import group_named
from balai.alumni.rules.alumni import may_join
from balai.alumni.services.groups import row_of
from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.people.models import ConsentText, Person
from balai.people.queries import consents_of, identities_of
from balai.people.services.consents import give_consent, publish_consent_text, withdraw_consent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from balai.directory.models import Country, Topic
    from balai.people.models import Consent

PURPOSE = "alumni-directory"
WORDS = {
    "en": (
        "Other alumni and the office may see what I write here: in the directory of alumni, and in the groups "
        "of the editions that I completed and of the country and topics that I name. It is never public. I may "
        "change it or take it back at any time; then it is gone at once."
    ),
    "id": (
        "Alumni lain dan kantor boleh melihat yang saya tulis di sini: dalam direktori alumni, dan dalam kelompok "
        "angkatan yang saya selesaikan serta negara dan topik yang saya sebut. Ini tidak pernah dibuka untuk umum. "
        "Saya dapat mengubah atau menariknya kembali kapan saja; saat itu juga semuanya dihapus."
    ),
}


def consent_text(*, at: datetime) -> ConsentText:
    """The words in force; published when they are new."""
    last = ConsentText.objects.filter(purpose=PURPOSE).order_by("-version").first()
    if last is not None and last.text == WORDS:
        return last
    return publish_consent_text(purpose=PURPOSE, text=WORDS, at=at)


@transaction.atomic
def save_entry(  # noqa: PLR0913 -- each is named where it is called
    *,
    person: Person,
    name: str,
    country: Country | None,
    organisation: str,
    topics: Iterable[Topic],
    contact: str,
    at: datetime,
) -> AlumnusEntry:
    """Join the directory, or change what one shows there; saving it agrees to the words as they are now.

    Raises:
        RuleViolationError: ``alumni.not_one``.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("merged_into").get(pk=person.pk)
    enforce(may_join(person))
    entry = _of_one(person, at=at)
    is_new = entry is None
    consent = _agreed(person, at=at)
    if entry is None:
        entry = AlumnusEntry(joined_at=at)
    entry.person = person.merged_into or person
    entry.consent, entry.saved_at = consent, at
    entry.name, entry.country = name, country
    entry.organisation, entry.contact = organisation, contact
    entry.save()
    entry.topics.set(topics)
    action = "alumnus.joined" if is_new else "alumnus.changed"
    record(actor=person.reference, action=action, subject=entry.reference, at=at)
    return entry


def _of_one(person: Person, *, at: datetime) -> AlumnusEntry | None:
    """The entry that stays: of two records that were found to be one person, each may have joined."""
    rows = AlumnusEntry.objects.filter(person__in=identities_of(person)).select_related("consent")
    for double in rows.order_by("joined_at", "pk")[1:]:
        withdraw_consent(consent=double.consent, at=at)  # its news takes the entry away
    return entry_of(person)


def _agreed(person: Person, *, at: datetime) -> Consent:
    """The consent to the words as they are now; one to earlier words makes room for it."""
    text = consent_text(at=at)
    given = consents_of(person).filter(purpose=PURPOSE, withdrawn_at=None).first()
    if given is not None and given.text_id == text.pk:
        return given
    if given is None:
        return give_consent(person=person, text=text, at=at)
    # Not withdraw_consent: its news would take the entry away that is being saved.
    given.withdrawn_at = at
    given.save(update_fields=["withdrawn_at"])
    record(
        actor=person.reference,
        action="consent.withdrawn",
        subject=person.reference,
        at=at,
        detail={"purpose": PURPOSE},
    )
    return give_consent(person=person, text=text, at=at)


@transaction.atomic
def leave_directory(*, person: Person, at: datetime) -> None:
    """Take the consent back: the entry is gone with it, from every group too. Twice is no error."""
    for consent in consents_of(person).filter(purpose=PURPOSE, withdrawn_at=None):
        withdraw_consent(consent=consent, at=at)


def remove_entry(consent: Consent, *, at: datetime) -> None:
    """What follows when a consent is withdrawn, wherever that was done."""
    entry = AlumnusEntry.objects.filter(consent=consent).first()
    if entry is None:
        return
    record(actor=consent.person.reference, action="alumnus.left", subject=entry.reference, at=at)
    entry.delete()


@transaction.atomic
def choose_letters(*, person: Person, wanted: Iterable[str], of: Iterable[str], at: datetime) -> None:
    """Say which letters one wants: of each group, and invitations.

    Args:
        person: who.
        wanted: those that are wanted, of ``of``: ``edition/smi-2018``, or empty for invitations.
        of: those that were asked about; others stay as they are.
        at: the moment.
    """
    kept = set(wanted)
    for name in of:
        end = name not in kept
        kind, _stroke, key = name.partition("/")
        group = group_named(kind, key) if name else None
        if name and group is None:
            continue
        row = row_of(group) if group is not None else None
        if end:
            Silence.objects.get_or_create(person=person, group=row, defaults={"since": at})
        else:
            Silence.objects.filter(person__in=identities_of(person), group=row).delete()
    record(actor=person.reference, action="alumnus.letters_chosen", subject=person.reference, at=at)
