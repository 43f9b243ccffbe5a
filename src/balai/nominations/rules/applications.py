"""May an application be filled in, sent, returned; may its sealed parts be seen; what is lacking in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from balai.kernel.refusal import Refusal
from balai.nominations.enums import ApplicationState, DocumentKind, NominationState, Section, Signatory
from balai.nominations.models import sections
from balai.nominations.rules.lists import takes_applications
from balai.people.enums import Role
from balai.programmes.queries.scopes import covers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from balai.nominations.models import Application, Document, Endorsement, Nomination, Profile
    from balai.people.models import Grant, Person
    from balai.programmes.models import Edition

HEALTH_READERS = frozenset({Role.HEALTH_OFFICER})
"""Health is seen by health officers alone; needs and faith by them and by those who arrange the stay."""

PASSPORT_READERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT})
"""They compare passports with names and apply for visas."""

SEALED_READERS: Mapping[str, frozenset[Role]] = {
    "passport": PASSPORT_READERS,
    "needs": HEALTH_READERS | {Role.PROGRAMME_OFFICER},
    "faith": HEALTH_READERS | {Role.PROGRAMME_OFFICER},
    "health": HEALTH_READERS,
}
"""Who may look at which sealed part of what was sent."""

LOOKERS = tuple(sorted(PASSPORT_READERS | HEALTH_READERS))
"""Who may see some sealed part or other."""


def may_invite_nominee(nomination: Nomination) -> Refusal | None:
    """A nominee with an address, whose nomination counts."""
    if nomination.state == NominationState.WITHDRAWN:
        return Refusal("nomination.withdrawn", _("This nomination was withdrawn. It stays as it was."))
    if not nomination.email:
        return Refusal("application.no_address", _("Add the e-mail address of the nominee first."))
    if not takes_applications(nomination):
        return Refusal("application.closed", _("Applications for this edition are closed."))
    return None


def may_fill_in(application: Application) -> Refusal | None:
    """Until it is sent, and again when it was returned."""
    nomination = application.nomination
    if nomination.state == NominationState.WITHDRAWN:
        return Refusal("nomination.withdrawn", _("This nomination was withdrawn. It stays as it was."))
    if application.state == ApplicationState.SENT:
        return Refusal(
            "application.sent",
            _("Your application is sent. Ask the secretariat to return it if something has to be corrected."),
        )
    if not takes_applications(nomination):
        return Refusal("application.closed", _("Applications for this edition are closed."))
    return None


def may_key_in(application: Application, person: Person) -> Refusal | None:
    """From a paper form, for a nominee without an account who has not opened the application."""
    if hasattr(person, "account") or application.opened_at is not None:
        return Refusal(
            "application.own_hands",
            _("The nominee can fill it in, and nobody else sees it before it is sent."),
        )
    return may_fill_in(application)


def sections_to_key_in(grants: Collection[Grant], edition: Edition) -> list[Section]:
    """Sections of a paper form that somebody may key in: no sealed part that their duty does not need.

    What the nominee declares and signs is nobody else's to write.
    """
    return [
        section
        for section in sections.FORMED
        if section != Section.DECLARATIONS
        and all(may_look_at(grants, edition, column) is None for column in sections.SEALED.get(section, ()))
    ]


def may_add_document(application: Application, kind: str) -> Refusal | None:
    """While it is filled in; and afterwards what was allowed to follow, or is still lacking."""
    if application.state != ApplicationState.SENT:
        return may_fill_in(application)
    nomination = application.nomination
    may_follow = nomination.edition.required_documents.filter(kind=kind, may_follow=True).exists()
    is_there = takes_applications(nomination) and nomination.state != NominationState.WITHDRAWN
    if may_follow and is_there:
        return None
    return may_fill_in(application)


def must_be_newest(seen: int, now: int, *, is_same_writer: bool) -> Refusal | None:
    """Two devices that write one section are told, and neither overwrites the other unseen."""
    if seen == now or is_same_writer:
        return None
    return Refusal(
        "application.changed_meanwhile",
        _(
            "This section was saved on another device meanwhile. What you typed here is kept below; "
            "what was saved there stands beside it. Save again to keep yours."
        ),
    )


# --- what is lacking ---------------------------------------------------------------------------------------


def lacking_in(
    section: str, *, profile: Profile | None, application: Application, documents: Collection[str] = ()
) -> list[str]:
    """Names of what is still empty in a section.

    Args:
        section: one of the steps.
        profile: of the person; None while nothing was saved.
        application: with its nomination.
        documents: kinds that are asked for, may not follow later, and are not there.
    """
    if section == Section.DOCUMENTS:
        return sorted(documents)
    if section == Section.EMPLOYER:
        return []
    sealed = {key for keys in sections.SEALED.get(section, {}).values() for key in keys}
    own = set(sections.APPLICATION.get(section, ()))
    known = profile.lacking.get(section) if profile is not None else None
    found = []
    for name in sections.NEEDED[section]:
        if name in sealed:
            is_empty = known is None or name in known
        elif name in own:
            is_empty = _is_empty(getattr(application, name)) or getattr(application, name) is False
            if name == "has_conflict_of_interest":
                is_empty = application.has_conflict_of_interest is None
        else:
            is_empty = profile is None or _is_empty(getattr(profile, name))
        if is_empty:
            found.append(name)
    return found


def _is_empty(value: object) -> bool:
    return value is None or value in ("", [])


def may_send_application(application: Application, lacking: Mapping[str, Collection[str]]) -> Refusal | None:
    """Everything that has to be there is there."""
    refusal = may_fill_in(application)
    if refusal is not None:
        return refusal
    open_ones = [section for section, names in lacking.items() if names]
    if open_ones:
        words = dict(Section.choices)
        return Refusal(
            "application.lacking",
            ngettext(
                "%(number)d section is not complete: %(sections)s.",
                "%(number)d sections are not complete: %(sections)s.",
                len(open_ones),
            )
            % {
                "number": len(open_ones),
                "sections": ", ".join(str(words[section]) for section in open_ones),
            },
        )
    return None


def must_agree_to(texts: Mapping[str, int], declared: Mapping[str, int]) -> Refusal | None:
    """Every declaration in the wording in force: a program names the version that its person has read."""
    if dict(texts) == dict(declared):
        return None
    return Refusal(
        "application.not_declared",
        _("Read the declarations as they are now, and agree to each of them in that version."),
    )


def may_return(application: Application, *, because: str) -> Refusal | None:
    """Only what was sent goes back, with a sentence about what is missing."""
    if application.state != ApplicationState.SENT:
        return Refusal("application.not_sent", _("Only an application that was sent can be returned."))
    if not because.strip():
        return Refusal("application.no_reason", _("Write what is missing, so that the nominee knows."))
    return None


# --- who looks ---------------------------------------------------------------------------------------------


def may_look_at(grants: Iterable[Grant], edition: Edition, part: str) -> Refusal | None:
    """Whether somebody's duty needs a sealed part of an application for this edition."""
    if covers(grants, SEALED_READERS[part], edition):
        return None
    return Refusal("application.sealed", _("This part is sealed, and your duty does not need it."))


def sealed_like(document: Document) -> str:
    """Which sealed part a document is seen like: of health by health officers alone."""
    return "health" if document.kind == DocumentKind.HEALTH else "passport"


# --- the employer's part -----------------------------------------------------------------------------------


def may_ask_for_statement(
    application: Application, signatory: str, *, is_own_address: bool, is_owner: bool, is_focal_point: bool
) -> Refusal | None:
    """Nobody signs for themselves, and nobody both endorses and nominates alone.

    Args:
        application: of the nominee.
        signatory: who shall sign.
        is_own_address: whether the address is the nominee's.
        is_owner: whether the nominee owns the enterprise.
        is_focal_point: whether the address is that of the country's focal point.
    """
    if application.nomination.state == NominationState.WITHDRAWN:
        return Refusal("nomination.withdrawn", _("This nomination was withdrawn. It stays as it was."))
    if not takes_applications(application.nomination):
        return Refusal("application.closed", _("Applications for this edition are closed."))
    if is_own_address:
        return Refusal(
            "endorsement.own_address", _("This is your own address. Somebody else has to sign this part.")
        )
    if is_owner and signatory == Signatory.EMPLOYER:
        return Refusal(
            "endorsement.owner_needs_chamber",
            _("You own the enterprise, so a chamber or an association signs in place of an employer."),
        )
    if is_focal_point and signatory == Signatory.SECOND:
        return Refusal(
            "endorsement.not_the_focal_point",
            _("The second signatory has to be somebody other than the focal point."),
        )
    return None


def may_open_statement(endorsement: Endorsement | None, *, at: datetime) -> Refusal | None:
    """A link is good until it expires, and while its statement was not put away."""
    if endorsement is None:
        return Refusal(
            "endorsement.unknown",
            _("This link is not known. Check that it was copied whole, or ask for a new one."),
        )
    if endorsement.put_away_at is not None:
        return Refusal(
            "endorsement.put_away", _("A newer link was sent for this statement. Please use that one.")
        )
    if at >= endorsement.expires_at and endorsement.signed_at is None:
        return Refusal("endorsement.expired", _("This link has expired. Ask the nominee for a new one."))
    return None


def may_sign(endorsement: Endorsement | None, *, at: datetime) -> Refusal | None:
    """Signed once; to correct it, a new link is asked for."""
    refusal = may_open_statement(endorsement, at=at)
    if refusal is not None or endorsement is None:
        return refusal
    if endorsement.signed_at is not None:
        return Refusal(
            "endorsement.signed",
            _("This statement is signed. To correct it, ask the nominee to send you a new link."),
        )
    return None
