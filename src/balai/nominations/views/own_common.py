"""What the pages of a nominee's own application have in common: whose it is, its addresses, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from balai.kernel import clock, files
from balai.nominations.enums import Section
from balai.nominations.queries.applications import applications_of, person_of, profile_of
from balai.nominations.views.common import actor_of
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from balai.nominations.models import Application, Document, Profile
    from balai.people.access import SignedInRequest

OWN = "own"
"""The purpose of a person's look at what is sealed about them."""


def own_application(request: SignedInRequest, key: UUID) -> Application:
    """An application of the reader; one of somebody else is not there at all."""
    return get_object_or_404(applications_of(actor_of(request)), pk=key)


def profile_for(application: Application) -> Profile | None:
    """What its person told for every application; none while nothing was told."""
    return profile_of(person_of(application.nomination))


def section_url(application: Application, section: str) -> str:
    """Where a section is filled in."""
    if section in {Section.DOCUMENTS, Section.EMPLOYER}:
        return reverse(f"nominations:own_{section}", args=[application.pk])
    return reverse("nominations:section", args=[application.pk, section])


def way_to_own(application: Application, *steps: str) -> list[Crumb]:
    """The way down to a page of one's own application; the last step is the page itself."""
    first = Crumb(label=gettext("My applications"), url=reverse("nominations:my_applications"))
    here = Crumb(
        label=application.nomination.edition.code,
        url=reverse("nominations:application", args=[application.pk]) if steps else "",
    )
    return [first, here, *(Crumb(label=step) for step in steps)]


def delivered(request: SignedInRequest, row: Document, *, purpose: str) -> HttpResponse:
    """A document to be saved and never run; 404 when its file is gone, 409 when no key opens it."""
    if row.kept is None:
        raise Http404
    content = files.read(
        row.kept,
        owner=row.person,
        what=f"document.{row.kind}",
        actor=actor_of(request).reference,
        purpose=purpose,
        at=clock.now(),
    )
    return files.deliver(row.kept, content)
