"""Questions about applications: whose they are, what is lacking, and who may be selected now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from balai.nominations.enums import ApplicationState, DocumentKind, NominationState, Signatory, Standing
from balai.nominations.models import (
    Application,
    Document,
    Nomination,
    Profile,
    RequiredDocument,
    Submission,
)
from balai.people.queries import identities_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.nominations.models import (
        Endorsement,
    )
    from balai.people.models import Person
    from balai.programmes.models import Edition

USUAL_DOCUMENTS = (DocumentKind.PASSPORT, DocumentKind.PHOTO, DocumentKind.CV, DocumentKind.DEGREE)
"""Asked of nominees of an edition that says nothing about documents."""


def person_of(nomination: Nomination) -> Person:
    """Who a nominee is: of a record that was merged, the one that is kept."""
    person: Person = nomination.person
    return person.merged_into or person


def applications_of(person: Person) -> QuerySet[Application]:
    """The applications of a person, under all of their records, the newest first."""
    return (
        Application.objects.filter(nomination__person__in=identities_of(person))
        .select_related(
            "nomination__edition__series",
            "nomination__country",
            "nomination__call",
            "nomination__person__merged_into",
        )
        .order_by("-nomination__entered_at", "-pk")
    )


def profile_of(person: Person, *, locked: bool = False) -> Profile | None:
    """What a person told of themselves, under any of their records; one question.

    The profile comes with its person where it stands under the record that was given.

    A merge moves nothing. The profile of the record that is kept counts, and where nothing was ever saved in
    it, the newest of the others: read and written where it is, under its own key, so that undoing the merge
    gives it back whole.

    Args:
        person: under one of their records.
        locked: whether it is read for writing, within a transaction.
    """
    rows = Profile.objects.filter(person__in=identities_of(person))
    if locked:
        rows = rows.select_for_update(of=("self",)).order_by("pk")
    kept = person.merged_into_id or person.pk
    newest = sorted(rows, key=lambda row: (row.changed_at is not None, row.changed_at), reverse=True)
    found = min(newest, key=lambda row: (not row.versions, row.person_id != kept), default=None)
    if found is not None and found.person_id == person.pk:
        found.person = person  # which is here already, with its key
    return found


def last_submission(application: Application) -> Submission | None:
    """What was sent last."""
    return application.submissions.order_by("-number").first()


# --- documents ---------------------------------------------------------------------------------------------


def documents_asked(edition: Edition | UUID) -> dict[str, bool]:
    """Which kinds of documents nominees have to send, and whether each may follow later; one question."""
    rows = dict(RequiredDocument.objects.filter(edition=edition).values_list("kind", "may_follow"))
    asked = rows or dict.fromkeys(USUAL_DOCUMENTS, False)
    return {kind: asked[kind] for kind in DocumentKind.values if kind in asked}


def documents_kept(person: Person) -> QuerySet[Document]:
    """The documents of a person that were not replaced or put away, in the order of their kinds."""
    mine = Document.objects.filter(person__in=identities_of(person), put_away_at=None)
    return mine.order_by("kind", "kept_at")


def documents_sent(submission: Submission) -> list[Document]:
    """Those that were sent, and what came after them of what may follow, by kind."""
    ids = [one["id"] for one in submission.content.get("documents", [])]
    mine = identities_of(submission.person)
    known = Document.objects.select_related("person").filter(
        Q(pk__in=ids) | Q(person__in=mine, kept_at__gt=submission.at, put_away_at=None)
    )
    return list(known.order_by("kind", "kept_at", "pk"))


def statements_of(application: Application) -> QuerySet[Endorsement]:
    """The employer's part: what is asked for or signed now."""
    return application.endorsements.filter(put_away_at=None).order_by("asked_at")


def is_endorsed(statements: Iterable[Endorsement]) -> bool:
    """Whether everybody who was asked has signed: employer or chamber, and a second beside a focal point."""
    found = {one.signatory: one for one in statements}
    first = found.get(Signatory.EMPLOYER) or found.get(Signatory.CHAMBER)
    if first is None or any(one.signed_at is None for one in found.values()):
        return False
    return not first.is_of_focal_point or Signatory.SECOND in found


# --- selection ---------------------------------------------------------------------------------------------


MAY_BE_SELECTED = Q(
    state=NominationState.SENT, standing=Standing.READY, application__state=ApplicationState.SENT
)
"""A nomination among which a panel chooses now; the only place that says so.

It was sent in time or admitted by name, every rule of eligibility is met or waived, and the nominee's
application is sent and not returned: whoever has not applied cannot be chosen, whatever the rules ask.
"""


def nominations_that_may_be_selected(edition: Edition | UUID) -> QuerySet[Nomination]:
    """Nominations of an edition among which the panel chooses now, in the countries' order.

    Ask with ``edition``'s nominations judged: every deed judges anew.
    """
    return (
        Nomination.objects.filter(MAY_BE_SELECTED, edition=edition)
        .select_related("edition", "country", "person__merged_into", "application")
        .order_by("country_id", "rank", "pk")
    )


# --- doubles -----------------------------------------------------------------------------------------------


def profiles_like(profile: Profile) -> QuerySet[Profile]:
    """Profiles of other persons that may be of the same human being: by passport, or by name and birth."""
    alike = Q(pk=None)
    if profile.passport_index:
        alike |= Q(passport_index=profile.passport_index)
    if profile.birth_on and profile.name_in_passport:
        alike |= Q(birth_on=profile.birth_on, name_in_passport__iexact=profile.name_in_passport)
    mine = identities_of(profile.person)
    return Profile.objects.filter(alike).exclude(person__in=mine).select_related("person")


def latest_submissions(nominations: Collection[Nomination]) -> dict[UUID, Submission]:
    """What was sent last for each of these nominations, by nomination; one question."""
    rows = (
        Submission.objects.filter(application__nomination__in=nominations)
        .select_related("application")
        .order_by("application_id", "-number")
        .distinct("application_id")
        .defer("passport", "needs", "faith", "health")
    )
    return {row.application.nomination_id: row for row in rows}
