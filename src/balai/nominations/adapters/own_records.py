"""What this room holds about a person, for the page and the copy on which they see it.

Sealed parts are left out: a copy is no look, and a person reads them in the application.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from balai.nominations.models import Application, Document, Endorsement, Nomination, Profile, Submission
from balai.nominations.models import sections as parts
from balai.nominations.models.nomination import FACTS
from balai.people.registries import Rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from balai.people.models import Person


def _nominations(persons: Collection[Person]) -> QuerySet[Any]:
    return Nomination.objects.filter(person__in=persons)


def _profiles(persons: Collection[Person]) -> QuerySet[Any]:
    return Profile.objects.filter(person__in=persons)


def _applications(persons: Collection[Person]) -> QuerySet[Any]:
    return Application.objects.filter(nomination__person__in=persons)


def _submissions(persons: Collection[Person]) -> QuerySet[Any]:
    return Submission.objects.filter(application__nomination__person__in=persons)


def _statements(persons: Collection[Person]) -> QuerySet[Any]:
    return Endorsement.objects.filter(application__nomination__person__in=persons)


def _documents(persons: Collection[Person]) -> QuerySet[Any]:
    return Document.objects.filter(person__in=persons)


HELD = {
    "nominations": Rows(
        label=_("Nominations of you"),
        rows=_nominations,
        fields=["code", "country_id", "state", *FACTS, "entered_at", "submitted_at", "withdrawn_at"],
    ),
    "profile": Rows(
        label=_("Your profile"),
        rows=_profiles,
        fields=["changed_at", *(name for names in parts.PROFILE.values() for name in names), "zone_differs"],
        view="nominations:my_applications",
    ),
    "applications": Rows(
        label=_("Your applications"),
        rows=_applications,
        fields=[
            "nomination__code",
            "state",
            "invited_at",
            "opened_at",
            "saved_at",
            "sent_at",
            "returned_at",
            "returned_because",
            *(name for names in parts.APPLICATION.values() for name in names),
        ],
        view="nominations:my_applications",
    ),
    "submissions": Rows(
        label=_("What you sent"),
        rows=_submissions,
        fields=["application__nomination__code", "number", "at", "content"],
    ),
    "employer_statements": Rows(
        label=_("Statements of your employer"),
        rows=_statements,
        fields=[
            "application__nomination__code",
            "signatory",
            "name",
            "title",
            "email",
            "asked_at",
            "signed_at",
            "mission",
            "why_this_course",
            "issue",
            "why_this_person",
            "plan",
            "support",
        ],
    ),
    "documents": Rows(
        label=_("Documents of you"),
        rows=_documents,
        fields=["kind", "name", "media_type", "size", "scan", "kept_at", "put_away_at"],
    ),
}
