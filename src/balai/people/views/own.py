"""A person's own page: what they prefer, how they sign in, what is held, who looked."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from balai.audit.queries import looks_at
from balai.kernel.restricted import field_words, purpose_words
from balai.kernel.translated import TranslatedText
from balai.people.access import signed_in
from balai.people.enums import ROLES_WITHOUT_SECOND_FACTOR
from balai.people.forms import OwnDetailsForm
from balai.people.models import Consent, Person
from balai.people.queries import identities_of
from balai.people.registries import held
from balai.people.services.consents import withdraw_consent
from balai.people.services.copies import take_copy
from balai.people.services.persons import change_person

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.http import HttpResponse

    from balai.people.access import SignedInRequest

FIELDS = ("name", "language", "time_zone")
LOOKS_SHOWN = 50


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: SignedInRequest) -> HttpResponse:
    """Show and change one's own details; show what is held besides."""
    person = _reader(request)
    at = timezone.now()
    initial = {field: getattr(person, field) for field in FIELDS}
    form = OwnDetailsForm(request.POST or None, initial=initial)
    if form.is_valid():
        change_person(person=person, actor=person, at=at, **form.cleaned_data)
        answer = redirect("people:me")
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            form.cleaned_data["language"],
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
        return answer
    identities = list(identities_of(person))
    context = {
        "form": form,
        "grants": sorted(request.grants, key=lambda grant: (grant.role, grant.scope)),
        "may_call": any(grant.role not in ROLES_WITHOUT_SECOND_FACTOR for grant in request.grants),
        "held": [
            {"label": records.label, "count": count, "url": reverse(records.view) if records.view else ""}
            for records in held
            if (count := records.count(identities))
        ],
        "consents": _consents(identities),
        "looks": _looks(identities),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "people/me.html", context, status=status)


@signed_in
@require_POST
def copy(request: SignedInRequest) -> JsonResponse:
    """Hand over a copy of what is held about the reader, as a file that a program can read."""
    return JsonResponse(
        take_copy(person=_reader(request), at=timezone.now()),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={
            "Content-Disposition": 'attachment; filename="balai-about-me.json"',
            "Cache-Control": "no-store",
        },
    )


@signed_in
@require_POST
def withdraw(request: SignedInRequest, consent_id: UUID) -> HttpResponse:
    """Take back what the reader agreed to."""
    consent = get_object_or_404(Consent, pk=consent_id, person__in=identities_of(_reader(request)))
    withdraw_consent(consent=consent, at=timezone.now())
    return redirect("people:me")


def _reader(request: SignedInRequest) -> Person:
    if request.user.person is None:  # a program, which the door has refused
        raise PermissionDenied
    return request.user.person


def _consents(identities: Collection[Person]) -> list[dict[str, Any]]:
    rows = Consent.objects.filter(person__in=identities).select_related("text").order_by("-given_at")
    return [{"consent": row, "words": TranslatedText(row.text.text).now} for row in rows]


def _looks(identities: Collection[Person]) -> list[dict[str, Any]]:
    """The newest looks, each with who looked and at what, in words."""
    looks = list(looks_at(*(person.reference for person in identities))[:LOOKS_SHOWN])
    keys = {key for look in looks for kind, _colon, key in [look.actor.partition(":")] if kind == "person"}
    names = {f"person:{pk}": person.name for pk, person in Person.objects.in_bulk(keys).items()}
    return [
        {
            "look": look,
            "who": names.get(look.actor, gettext("Balai itself")),
            "what": field_words(look.field),
            "why": purpose_words(look.purpose),
        }
        for look in looks
    ]
