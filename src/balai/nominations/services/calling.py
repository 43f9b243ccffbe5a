"""The call going out: an invitation for each member country, its letters, and who was reached otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils.translation import override

from balai.audit.services import record
from balai.correspondence.enums import Direction
from balai.correspondence.services.register import enter
from balai.correspondence.services.writing import Recipient, send
from balai.directory.queries import memberships_of
from balai.engine.documents.words import language_for
from balai.kernel.refusal import enforce
from balai.nominations.models import CallContact, CallCopy, CallLetter, CountryCall
from balai.nominations.queries import (
    deadline_of,
    deadlines_by_call,
    holders_by_country,
    is_over,
    note_number_of,
    places_of,
    steps_of,
    zone_of,
)
from balai.nominations.queries.embassies import offices_by_country
from balai.nominations.rules import may_invite_countries
from balai.office.addresses import link_to
from balai.programmes.enums import Level
from balai.programmes.models import Deadline, Edition, Quota
from balai.programmes.services.telling import edition_in, moment_in, span_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from balai.correspondence.models import RegisterEntry
    from balai.directory.models import Contact
    from balai.nominations.enums import ContactWay, Reached
    from balai.nominations.queries import Places
    from balai.people.models import Person

    Said = Callable[[str], dict[str, str]]
    """What fills the gaps of the invitation to one country, by language; each is asked for once."""

INVITATION = "call.invitation"
COPY = "call.copy"
COPIED = ("edition", "dates", "country", "places", "deadline")
"""What a copy says of the invitation; the page of the country is not for an embassy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What came of inviting.

    Attributes:
        calls: countries that were invited now.
        letters: letters that were written, also to new holders of a role whose country was invited before.
        copies: letters that offices of embassies got besides.
        not_members: codes of countries that have places and are no members on this day.
    """

    calls: int
    letters: int
    copies: int
    not_members: tuple[str, ...]


@transaction.atomic
def issue_invitations(*, edition: Edition, actor: str, at: datetime) -> Issued:
    """Invite every country that has places and is a member on this day, each once.

    Asked again it invites whom it has not invited yet, and writes to focal points who came later. The host
    country needs no membership. A country without a focal point is invited all the same: the office sees that
    nobody was there to read it. Offices of embassies that the directory holds between the two get a copy, as
    long as the country may still answer.

    Args:
        edition: its call is open.
        actor: who invites, as a reference.
        at: the moment; its day in the edition's zone decides who is a member.

    Raises:
        RuleViolationError: ``call.not_open``.
    """
    # The row is locked, so that two who invite at once write no letter twice.
    edition = (
        Edition.objects.select_for_update(of=("self",)).select_related("series__body").get(pk=edition.pk)
    )
    enforce(may_invite_countries(edition))
    called_on = at.astimezone(ZoneInfo(edition.time_zone)).date()
    body = edition.series.body
    members = {row.country_id: row for row in memberships_of(body, on=called_on)} if body else {}
    called = {call.country_id for call in CountryCall.objects.filter(edition=edition)}
    quotas = Quota.objects.filter(edition=edition, places__gte=1).order_by("country_id")
    made, strangers = 0, []
    for code in quotas.values_list("country_id", flat=True):
        if code in called:
            continue
        if body is not None and code not in members and code != edition.country_id:
            strangers.append(code)
            continue
        call = CountryCall.objects.create(
            edition=edition,
            country_id=code,
            membership=members.get(code),
            called_on=called_on,
            issued_at=at,
        )
        record(actor=actor, action="country_call.issued", subject=call.reference, at=at)
        made += 1
    letters, copies = _write(edition, actor=actor, at=at)
    return Issued(calls=made, letters=letters, copies=copies, not_members=tuple(strangers))


def _write(edition: Edition, *, actor: str, at: datetime) -> tuple[int, int]:
    """Write the letters and copies that the calls of an edition lack; how many of each."""
    copies = CallCopy.objects.select_related("letter").only("call", "contact", "letter__recipient_address")
    calls = list(
        CountryCall.objects.filter(edition=edition)
        .select_related("edition__series", "country")
        .prefetch_related("letters", Prefetch("copies", copies))
        .order_by("country_id")
    )
    said = {call.pk: cache(partial(invitation_in, call, at=at)) for call in calls}
    holders = holders_by_country(calls, at=at)
    written = sum(
        _write_to_holders(call, holders.get(call.country_id, []), said[call.pk], actor=actor, at=at)
        for call in calls
    )
    deadlines = deadlines_by_call(calls)
    waiting = [call for call in calls if call.sent_at is None and not is_over(deadlines[call.pk], at=at)]
    offices = offices_by_country(waiting)
    copied = sum(
        _write_to_embassies(call, offices.get(call.country_id, []), said[call.pk], actor=actor, at=at)
        for call in waiting
    )
    return written, copied


def _write_to_holders(
    call: CountryCall, people: Iterable[Person], said: Said, *, actor: str, at: datetime
) -> int:
    """Write to everybody who holds the role and was not written to; one transaction with the call."""
    written = {one.person_id for one in call.letters.all()}
    holders = [person for person in people if person.pk not in written]
    for person in holders:
        language = language_for(person.language)
        letter = send(
            letter=INVITATION,
            to=person,
            language=language,
            context=said(language),
            subject_reference=call.reference,
            actor=actor,
            at=at,
        )
        CallLetter.objects.create(call=call, person=person, letter=letter)
    if holders:
        Deadline.objects.filter(
            plan__edition=call.edition_id, plan__level=Level.FOCAL_POINT, country=call.country_id
        ).update(told_at=at, told_for=F("at"))
    return len(holders)


def _write_to_embassies(
    call: CountryCall, offices: Iterable[Contact], said: Said, *, actor: str, at: datetime
) -> int:
    """Write to every office that has no copy yet, and to each mailbox once; one transaction with the call."""
    written = {one.contact_id for one in call.copies.all()}
    mailboxes = {one.letter.recipient_address.lower() for one in call.copies.all()}
    copied = 0
    for office in offices:
        if office.pk in written or office.email.lower() in mailboxes:
            continue
        mailboxes.add(office.email.lower())
        recipient = recipient_at(office)
        copied_gaps = {gap: said(recipient.language)[gap] for gap in COPIED}
        letter = send(
            letter=COPY,
            to=recipient,
            language=recipient.language,
            context={"name": recipient.name, **copied_gaps},
            subject_reference=call.reference,
            actor=actor,
            at=at,
        )
        CallCopy.objects.create(call=call, contact=office, letter=letter)
        copied += 1
    return copied


def recipient_at(office: Contact) -> Recipient:
    """An office of an embassy as letters are addressed to it, in the embassy's language."""
    embassy = office.organisation
    language = language_for(next(iter(embassy.languages), ""))
    name = f"{embassy.name.in_language(language).text}, {office.office.in_language(language).text}"
    return Recipient(person=None, name=" ".join(name.split())[:200], address=office.email, language=language)


def gaps_of(
    call: CountryCall, language: str, *, places: Places, deadline: Deadline | None, home: str
) -> dict[str, str]:
    """What fills the gaps that every letter about a call has, in a language; asks nothing.

    Args:
        call: with its edition and country.
        language: of the letter.
        places: of the country.
        deadline: of the country.
        home: under which address its pages are.
    """
    return {
        "edition": edition_in(call.edition, language),
        "country": call.country.name.in_language(language).text,
        "places": str(places.kept),
        "deadline": moment_in(deadline.at, zone_of(call), language) if deadline else "–",
        "link": urljoin(home, reverse("nominations:country", args=[call.edition.code, call.country_id])),
    }


def who_in(level: str, language: str) -> str:
    """Who must have acted by a deadline of a country, in a language: “agency”."""
    with override(language):
        return str(Level(level).label).lower()


def invitation_in(call: CountryCall, language: str, *, at: datetime) -> dict[str, str]:
    """What fills the gaps of the invitation, in a language."""
    places, zone = places_of(call), zone_of(call)
    steps = [one for one in steps_of(call, at=at) if one.level]
    return {
        **gaps_of(call, language, places=places, deadline=deadline_of(call), home=link_to("/")),
        "dates": span_in(call.edition.starts_on, call.edition.ends_on, language),
        "reserve": str(places.reserve),
        "deadlines": "\n".join(
            f"- {one.title.in_language(language).text} ({who_in(one.level, language)}):"
            f" {moment_in(one.at, zone, language)}"
            for one in steps
        )
        or "–",
    }


@transaction.atomic
def number_note(*, call: CountryCall, actor: str, at: datetime) -> RegisterEntry:
    """Give the note verbale to a country its number in the register; one that has a number keeps it.

    It bears the number of the invitation that the focal point got. Where nobody holds that role, there is no
    letter, and the note is the only way to the country.
    """
    call = (
        CountryCall.objects.select_for_update(of=("self",))
        .select_related("edition", "country")
        .get(pk=call.pk)
    )
    entry = note_number_of(call)
    if entry is None:
        entry = enter(
            direction=Direction.OUTGOING,
            correspondent=str(call.country.brief_name),
            subject=f"{call.edition.code}: note verbale",
            subject_reference=call.reference,
            at=at,
        )
        call.note_entry = entry
        call.save(update_fields=["note_entry"])
        record(
            actor=actor,
            action="country_call.note_numbered",
            subject=call.reference,
            at=at,
            detail={"entry": str(entry.pk)},
        )
    return entry


@transaction.atomic
def note_opened(*, call: CountryCall, person: Person, at: datetime) -> None:
    """Note once that the focal point has opened the call, so that the office knows that it was read."""
    done = CountryCall.objects.filter(pk=call.pk, opened_at=None).update(opened_at=at)
    if done:
        call.opened_at = at
        record(actor=person.reference, action="country_call.opened", subject=call.reference, at=at)


@transaction.atomic
def note_contact(  # noqa: PLR0913 -- each is named where it is called
    *, call: CountryCall, way: ContactWay, reached: Reached, note: str, actor: str, at: datetime
) -> CallContact:
    """Note a try to reach the office of a focal point in another way than by letter."""
    contact = CallContact.objects.create(call=call, at=at, way=way, reached=reached, note=note, actor=actor)
    record(
        actor=actor,
        action="country_call.contacted",
        subject=call.reference,
        at=at,
        detail={"way": way.value, "reached": reached.value},
    )
    return contact
