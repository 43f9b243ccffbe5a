"""A person's own page: what they prefer, how they sign in, what is held, who looked."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from balai.audit.models import Look
from balai.people.access import signed_in
from balai.people.forms import OwnDetailsForm
from balai.people.queries import identities_of
from balai.people.services.persons import change_person

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.people.access import SignedInRequest

FIELDS = ("name", "language", "time_zone")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: SignedInRequest) -> HttpResponse:
    """Show and change one's own details."""
    person = request.user.person
    if person is None:
        return render(request, "people/me.html", {"form": None})
    initial = {field: getattr(person, field) for field in FIELDS}
    form = OwnDetailsForm(request.POST or None, initial=initial)
    if form.is_valid():
        change_person(person=person, actor=person, at=timezone.now(), **form.cleaned_data)
        answer = redirect("people:me")
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            form.cleaned_data["language"],
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
        return answer
    identities = [identity.reference for identity in identities_of(person)]
    context = {
        "form": form,
        "consents": person.consents.select_related("text").order_by("-given_at"),
        "looks": Look.objects.filter(subject__in=identities).order_by("-at")[:50],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "people/me.html", context, status=status)
