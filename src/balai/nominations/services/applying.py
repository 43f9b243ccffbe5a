"""The application of a nominee: inviting, filling in, sending, returning, claiming.

Filling in is one deed for the button and for the form that saves itself. It keeps what is sound and leaves
out the rest, so that a slip in one field costs nothing of the others.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.correspondence.services.writing import address_of, send
from balai.engine.documents.words import language_for
from balai.engine.passports.zone import Typed, UnreadableZoneError, differences, read_zone
from balai.kernel.crypto import blind_index
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.kernel.restricted import amend, carry
from balai.nominations.enums import ApplicationState, Section
from balai.nominations.models import Application, Nomination, Profile, Submission
from balai.nominations.models import sections as parts
from balai.nominations.queries import deadline_of
from balai.nominations.queries.applications import (
    documents_asked,
    documents_kept,
    last_submission,
    person_of,
    profile_of,
)
from balai.nominations.rules.applications import (
    lacking_in,
    may_fill_in,
    may_invite_nominee,
    may_key_in,
    may_return,
    may_send_application,
    must_be_newest,
)
from balai.nominations.services.judging import judge_call
from balai.nominations.services.locking import lock_call
from balai.office.addresses import link_to
from balai.people.enums import Role
from balai.people.models import Account
from balai.people.queries import grants_live_at, identities_of
from balai.people.services.invitations import invite
from balai.people.services.merging import merge_persons
from balai.people.services.roles import grant_role
from balai.programmes.services.telling import edition_in, moment_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person

INVITATION = "application.invitation"
ASKED = "application.asked"
RECEIPT = "application.receipt"
RETURNED = "application.returned"
NOTED_EVERY = dt.timedelta(minutes=15)
"""A form that saves itself writes one line in the trail in this time, not one for each word."""

FACTS = ("experience_years", "is_military", "took_part_before", "education", "language_level", "track")
"""Columns of the profile that rules of eligibility ask for under the same name."""


def locked(application_id: UUID) -> Application:
    """The application, locked, with what rules need of it; letters ask for the country and the series."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("nomination__edition", "nomination__person__merged_into")
        .get(pk=application_id)
    )


# --- inviting ----------------------------------------------------------------------------------------------


@transaction.atomic
def invite_nominee(*, nomination_id: UUID, actor: str, at: datetime) -> Application:
    """Ask a nominee to fill in the application, by a letter with a personal link; asked again, write again.

    Who has no account gets a link that opens one, good for two weeks. Who has an account under this address
    gets the address of the application, and says there that the nomination is theirs.

    Raises:
        RuleViolationError: ``nomination.withdrawn``, ``application.no_address`` or ``application.closed``.
    """
    nomination = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("edition__series", "country", "person__merged_into", "call__country")
        .get(pk=nomination_id)
    )
    enforce(may_invite_nominee(nomination))
    application = Application.objects.get_or_create(nomination=nomination)[0]
    person = person_of(nomination)
    held = grants_live_at(at).filter(
        person__in=identities_of(person), role=Role.NOMINEE, scope=nomination.edition.scope
    )
    if not held.exists():
        grant_role(person=person, role=Role.NOMINEE, scope=nomination.edition.scope, actor=None, at=at)
    account = Account.objects.filter(email=nomination.email.lower()).first()
    if account is None and hasattr(person, "account"):
        account = person.account
    if account is None:
        letter, path = INVITATION, invite(person=person, email=nomination.email, actor=None, at=at)
    else:
        letter, path = ASKED, reverse("nominations:application", args=[application.pk])
    _write(application, letter, actor=actor, at=at, link=link_to(path))
    application.invited_at = at
    application.save(update_fields=["invited_at"])
    record(actor=actor, action="application.asked_for", subject=application.reference, at=at)
    return application


def _write(
    application: Application, letter: str, *, actor: str, at: datetime, link: str = "", **more: str
) -> None:
    nomination = application.nomination
    person = person_of(nomination)
    language = language_for(person.language)
    deadline = deadline_of(nomination.call)
    due = application.returned_until or (deadline.at if deadline else None)
    is_known = address_of(person).lower() == nomination.email.lower()
    gaps = {
        "name": nomination.name,
        "edition": edition_in(nomination.edition, language),
        "country": nomination.country.name.in_language(language).text,
        "deadline": moment_in(due, person.time_zone, language) if due else "–",
        "link": link or link_to(reverse("nominations:application", args=[application.pk])),
    }
    send(
        letter=letter,
        # The link opens an account under this address and no other.
        to=person if is_known else nomination.email,
        language=language,
        context={**gaps, **more},
        subject_reference=application.reference,
        actor=actor,
        at=at,
        mentions=[] if is_known else [nomination.as_mentioned, (nomination.person_id, nomination.email)],
    )


@transaction.atomic
def claim_nomination(*, application_id: UUID, account: Account, at: datetime) -> Application:
    """Say that a nomination is one's own: the record that the country made then stands for this person too.

    The address of the account has to be the one that the country wrote; the letter went there. The merge can
    be taken back by an administrator.

    Raises:
        RuleViolationError: ``application.not_claimable``.
    """
    application = locked(application_id)
    nomination = application.nomination
    mine = account.person
    is_mine = (
        mine is not None
        and account.email == nomination.email.lower()
        and nomination.person.merged_into_id is None
        and not hasattr(nomination.person, "account")
    )
    if not is_mine or mine is None:
        raise RuleViolationError(
            Refusal(
                "application.not_claimable",
                _("This nomination is of somebody else. Sign in with the address that the letter went to."),
            )
        )
    kept = mine.merged_into or mine
    if nomination.person_id != kept.pk:
        merge_persons(duplicate=nomination.person, kept=kept, actor=None, at=at)
        record(actor=mine.reference, action="application.claimed", subject=application.reference, at=at)
    return locked(application_id)


# --- filling in --------------------------------------------------------------------------------------------


def profile_for_writing(person: Person) -> Profile:
    """The profile of a person, locked; made now if there was none under any of their records."""
    row = profile_of(person, locked=True)
    if row is None:
        Profile.objects.get_or_create(person=person)
        row = Profile.objects.select_for_update(of=("self",)).get(person=person)
        row.person = person
    return row


@transaction.atomic
def save_section(  # noqa: PLR0913 -- each is named where it is called
    *,
    application_id: UUID,
    section: Section,
    version: int,
    writer: str,
    values: Mapping[str, Any],
    alpha3: Mapping[str, str] | None = None,
    actor: Person,
    at: datetime,
) -> Application:
    """Keep what was typed into one section; what is not in ``values`` stays as it was.

    Args:
        application_id: it is a draft, or was returned.
        section: one of the steps with a form.
        version: of the section as the form showed it.
        writer: names one opening of the form; what it saves again overtakes nobody.
        values: sound values by name, of columns and of keys of sealed parts alike.
        alpha3: three-letter codes of the countries in question, for the zone of the passport.
        actor: the nominee.
        at: the moment.

    Raises:
        RuleViolationError: ``application.changed_meanwhile`` when another device has saved the section since,
            or what :func:`~balai.nominations.rules.applications.may_fill_in` finds.
        UnreadableError: a sealed part cannot be kept, for a key is missing.
    """
    application = locked(application_id)
    enforce(may_fill_in(application))
    profile = profile_for_writing(person_of(application.nomination))
    holder: Profile | Application = (
        profile if section in parts.PROFILE or section in parts.SEALED else application
    )
    now = holder.version_of(section)
    enforce(must_be_newest(version, now, is_same_writer=bool(writer) and writer == holder.writer_of(section)))
    own = _take(application, parts.APPLICATION.get(section, ()), values)
    theirs = _take(profile, parts.PROFILE.get(section, ()), values)
    for column, keys in parts.SEALED.get(section, {}).items():
        told = {key: values[key] for key in keys if key in values}
        if told:
            amend(profile, column, told)
            theirs.append(column)
    if section in parts.SEALED:
        theirs += _note_sealed(profile, section, values, alpha3 or {})
    is_noted = application.saved_at is None or at - application.saved_at > NOTED_EVERY or version == 0
    holder.versions[section] = {"number": now + 1, "writer": writer}
    if holder is profile:
        profile.changed_at = at
        theirs += ["versions", "changed_at"]
        profile.save(update_fields=theirs)
    else:
        own.append("versions")
    application.saved_at = at
    application.save(update_fields=[*own, "saved_at"])
    if is_noted:
        record(
            actor=actor.reference,
            action="application.saved",
            subject=application.reference,
            at=at,
            detail={"section": section.value},
        )
    return application


PAPER = "paper"
"""The writer of a section that the office keyed in; once the nominee saves it, it is the nominee's."""


@transaction.atomic
def key_in_section(  # noqa: PLR0913 -- each is named where it is called
    *,
    nomination_id: UUID,
    section: Section,
    version: int,
    values: Mapping[str, Any],
    alpha3: Mapping[str, str] | None = None,
    actor: Person,
    at: datetime,
) -> Application:
    """Key in a section of a form that came on paper; the trail tells who did, and nothing is sent by it.

    The nominee can be invited to confirm: each section then says that the office keyed it in, until the
    nominee has saved it. An empty sealed value leaves what was keyed in before.

    Args:
        nomination_id: of a nominee without an account.
        section: one with a form.
        version: of the section as the form showed it.
        values: as for :func:`save_section`.
        alpha3: as there.
        actor: the officer.
        at: the moment.

    Raises:
        RuleViolationError: ``application.own_hands`` and what :func:`save_section` raises.
    """
    nomination = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination_id)
    application = locked(Application.objects.get_or_create(nomination=nomination)[0].pk)
    enforce(may_key_in(application, person_of(application.nomination)))
    sealed = {key for keys in parts.SEALED.get(section, {}).values() for key in keys}
    application = save_section(
        application_id=application.pk,
        section=section,
        version=version,
        writer=PAPER,
        values={name: value for name, value in values.items() if name not in sealed or value},
        alpha3=alpha3,
        actor=actor,
        at=at,
    )
    record(
        actor=actor.reference,
        action="application.keyed_in",
        subject=application.reference,
        at=at,
        detail={"section": section.value},
    )
    return application


def _take(row: Profile | Application, names: Collection[str], values: Mapping[str, Any]) -> list[str]:
    taken = [name for name in names if name in values]
    for name in taken:
        setattr(row, name, values[name])
    return taken


def _note_sealed(
    profile: Profile, section: Section, values: Mapping[str, Any], alpha3: Mapping[str, str]
) -> list[str]:
    """What may be known of sealed parts without a look: which fields are empty, and what does not agree."""
    keys = {key for names in parts.SEALED[section].values() for key in names}
    before = profile.lacking.get(section, keys)
    profile.lacking = {
        **profile.lacking,
        section: [
            name
            for name in parts.NEEDED[section]
            if name in keys and (not values[name] if name in values else name in before)
        ],
    }
    if section != Section.PASSPORT:
        return ["lacking"]
    if "number" in values:
        number = str(values["number"])
        profile.passport_index = blind_index(number, place="balai_profile.passport") if number else ""
    if "zone" in values:
        profile.zone_differs = zone_findings(profile, values, alpha3)
    return ["lacking", "passport_index", "zone_differs"]


def zone_findings(
    profile: Profile, values: Mapping[str, Any], alpha3: Mapping[str, str] | None = None
) -> list[str]:
    """What is wrong with the machine-readable zone that was typed, as codes without values.

    ``unreadable.…``, ``digit.…`` for a check digit, or the name of what differs; nothing without a zone.
    """
    text = str(values.get("zone", "")).strip()
    if not text:
        return []
    try:
        zone = read_zone(text)
    except UnreadableZoneError as unreadable:
        return [f"unreadable.{unreadable.reason}"]
    sexes = {"female": "F", "male": "M", "other": "X"}
    typed = Typed(
        given_names=profile.given_names,
        family_name=profile.family_name,
        number=str(values.get("number", "")),
        nationality=(alpha3 or {}).get(profile.nationality, ""),
        birth_on=profile.birth_on,
        until=values.get("passport_until") or profile.passport_until,
        sex=sexes.get(profile.sex, ""),
    )
    return [*(f"digit.{name}" for name in zone.wrong), *differences(zone, typed)]


# --- sending -----------------------------------------------------------------------------------------------


def lacking_everywhere(application: Application, profile: Profile | None) -> dict[str, list[str]]:
    """What is still empty, by section; two questions."""
    person = person_of(application.nomination)
    kinds = set(documents_kept(person).values_list("kind", flat=True))
    asked = documents_asked(application.nomination.edition_id)
    documents = [kind for kind, may_follow in asked.items() if not may_follow and kind not in kinds]
    return {
        section.value: lacking_in(section, profile=profile, application=application, documents=documents)
        for section in Section
    }


@transaction.atomic
def send_application(
    *, application_id: UUID, declared: Mapping[str, int], actor: Person, at: datetime
) -> Application:
    """Send the application: freeze what it says now, judge the country's list anew, and write a receipt.

    Sent twice by two clicks, it is sent once.

    Args:
        application_id: a draft, or one that was returned.
        declared: the version of each text that the nominee agreed to, by purpose.
        actor: the nominee.
        at: the moment.

    Raises:
        RuleViolationError: ``application.lacking``, ``application.sent`` and what else
            :func:`~balai.nominations.rules.applications.may_fill_in` finds.
    """
    application = locked(application_id)
    if application.state == ApplicationState.SENT and application.sent_at == at:
        return application
    nomination = application.nomination
    person = person_of(nomination)
    profile = profile_for_writing(person)
    enforce(may_send_application(application, lacking_everywhere(application, profile)))
    before = last_submission(application)
    submission = Submission(
        application=application,
        person=profile.person,  # whose key seals what is frozen
        number=before.number + 1 if before else 1,
        at=at,
        actor=actor.reference,
        content={**_content(application, profile), "declared": dict(declared)},
        facts=_facts(application, profile),
    )
    for column in parts.SEALED_COLUMNS:
        carry(profile, column, submission, column)
    submission.content["documents"] = [
        {"kind": one.kind, "id": str(one.pk), "name": one.name} for one in documents_kept(person)
    ]
    submission.save(force_insert=True)
    application.state, application.sent_at = ApplicationState.SENT, at
    application.returned_sections = []
    application.save(update_fields=["state", "sent_at", "returned_sections"])
    record(
        actor=actor.reference,
        action="application.sent",
        subject=application.reference,
        at=at,
        detail={"number": submission.number},
    )
    judge_list_of(nomination, at=at)
    _write(application, RECEIPT, actor=actor.reference, at=at, code=nomination.code)
    return application


def judge_list_of(nomination: Nomination, *, at: datetime) -> None:
    """Judge the list of a nominee's country, as after the nominee told something new."""
    judge_call(call=lock_call(nomination.call_id), at=at)


def _content(application: Application, profile: Profile) -> dict[str, Any]:
    """The open parts as they are now, by section; dates as ISO 8601."""
    said: dict[str, Any] = {}
    for section in Section:
        rows = [
            *((name, getattr(profile, name)) for name in parts.PROFILE.get(section, ())),
            *((name, getattr(application, name)) for name in parts.APPLICATION.get(section, ())),
        ]
        if rows:
            said[section.value] = {
                name: value.isoformat() if isinstance(value, dt.date) else value for name, value in rows
            }
    said["zone_differs"] = list(profile.zone_differs)
    return said


def _facts(application: Application, profile: Profile) -> dict[str, Any]:
    facts: dict[str, Any] = {
        name: getattr(profile, name) for name in FACTS if getattr(profile, name) not in (None, "")
    }
    if application.has_conflict_of_interest is not None:
        facts["has_conflict_of_interest"] = application.has_conflict_of_interest
    for name in ("birth_on", "passport_until"):
        if getattr(profile, name) is not None:
            facts[name] = getattr(profile, name).isoformat()
    return facts


@transaction.atomic
def return_application(  # noqa: PLR0913 -- each is named where it is called
    *,
    application_id: UUID,
    because: str,
    sections: Collection[str],
    until: datetime | None,
    actor: Person,
    at: datetime,
) -> Application:
    """Give an application back for completion, and write to the nominee what is missing and until when.

    Raises:
        RuleViolationError: ``application.not_sent`` or ``application.no_reason``.
    """
    application = locked(application_id)
    enforce(may_return(application, because=because))
    application.state = ApplicationState.RETURNED
    application.returned_at, application.returned_by = at, actor.reference
    application.returned_because, application.returned_sections = because.strip(), sorted(sections)
    application.returned_until = until
    application.save(
        update_fields=[
            "state",
            "returned_at",
            "returned_by",
            "returned_because",
            "returned_sections",
            "returned_until",
        ]
    )
    record(actor=actor.reference, action="application.returned", subject=application.reference, at=at)
    judge_list_of(application.nomination, at=at)
    _write(application, RETURNED, actor=actor.reference, at=at, missing=application.returned_because)
    return application


@transaction.atomic
def note_application_opened(*, application: Application, at: datetime) -> None:
    """Note once that the nominee has opened the application."""
    if Application.objects.filter(pk=application.pk, opened_at=None).update(opened_at=at):
        application.opened_at = at
        person = person_of(application.nomination)
        record(actor=person.reference, action="application.opened", subject=application.reference, at=at)
