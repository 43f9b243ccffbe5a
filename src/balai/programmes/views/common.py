"""What the pages of an edition have in common: finding it, its row of pages, the way down to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import NON_FIELD_ERRORS
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from balai.audit.queries import NEWEST_FIRST, deeds_about, fields_of
from balai.directory.models import Country
from balai.kernel.paging import page_of
from balai.kernel.refusal import RuleViolationError
from balai.people.queries import names_of
from balai.programmes.models import Edition, Pledge, Series, SessionType
from balai.programmes.queries.life import with_life
from balai.programmes.registries import pages_for
from balai.programmes.rules import readable_editions
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from django import forms
    from django.core.exceptions import ValidationError
    from django.db.models import Model
    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from balai.audit.models import Deed
    from balai.people.access import SignedInRequest

MOST_PAGES = 8
DEEDS_SHOWN = 12
CHANGED: Mapping[str, type[Model]] = {
    "edition": Edition,
    "pledge": Pledge,
    "series": Series,
    "session_type": SessionType,
}
"""What the deeds are about whose trail names fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One page of an edition in the row below its name."""

    label: StrOrPromise
    url: str
    current: str


def edition_for(request: SignedInRequest, code: str) -> Edition:
    """The edition of an address, if the reader may see it; else there is none."""
    return get_object_or_404(readable_editions(request.grants), code=code)


def edition_with_life(request: SignedInRequest, code: str) -> Edition:
    """The same with what its lights look at."""
    return get_object_or_404(with_life(readable_editions(request.grants)), code=code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One deed of the trail, the name of whoever did it, and what was changed by it, if it was a change."""

    action: str
    at: datetime
    who: str
    changed: str = ""


def deeds_of(*references: str) -> list[Done]:
    """The newest deeds about a record, or several, with names; two questions."""
    return _with_names(list(deeds_about(*references)[:DEEDS_SHOWN]))


def trail_of(request: SignedInRequest, reference: str) -> dict[str, Any]:
    """The deeds about a record, some at a time, and the way to those before; two questions."""
    after = request.GET.get("deeds", "")
    page = page_of(deeds_about(reference).order_by(), order=NEWEST_FIRST, after=after, size=DEEDS_SHOWN)
    older = f"?{urlencode({'deeds': page.after})}#trail-title" if page.after else ""
    return {"deeds": _with_names(page.rows), "older_deeds": older, "are_older": bool(after)}


def _with_names(deeds: Sequence[Deed]) -> list[Done]:
    names = names_of(deed.actor for deed in deeds)
    return [
        Done(
            action=deed.action,
            at=deed.at,
            who=names.get(deed.actor, gettext("Balai")),
            changed=_changed_by(deed),
        )
        for deed in deeds
    ]


def _changed_by(deed: Deed) -> str:
    """The labels of the fields that a deed changed; a field of an older version is left out."""
    model = CHANGED.get(deed.action.partition(".")[0])
    fields = {field.name: field for field in model._meta.fields} if model else {}
    return ", ".join(str(fields[name].verbose_name) for name in fields_of(deed) if name in fields)


def actor_of(request: SignedInRequest) -> str:
    """How the trail names who asks."""
    person = request.user.person
    return person.reference if person else request.user.reference


def tell_faults(form: forms.BaseForm, error: ValidationError | RuleViolationError) -> None:
    """What a deed refused, at the fields of the form."""
    if isinstance(error, RuleViolationError):
        form.add_error(None, str(error.refusal.message))
        return
    faults = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, found in faults.items():
        form.add_error(name if name in form.fields else None, found)


def country_names(reasons: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Names of the countries that reasons of the date finder are about, in the reader's language."""
    codes = {reason["country"] for reason in reasons if reason["country"]}
    return {country.code: country.brief_name for country in Country.objects.filter(code__in=codes)}


def edition_page(  # noqa: PLR0913 -- each is named where it is called
    request: SignedInRequest,
    edition: Edition,
    template: str,
    context: Mapping[str, Any],
    *,
    here: str,
    way: Sequence[Crumb] = (),
    status: int = 200,
) -> HttpResponse:
    """Show a page of an edition.

    Args:
        request: of the reader.
        edition: whose page it is.
        template: extends programmes/base.html.
        context: what the template asks for besides.
        here: the view of the row of pages under which it lies.
        way: steps below the edition, the page itself last.
        status: of the answer.
    """
    everything = {
        **context,
        "edition": edition,
        "pages": tabs(request, edition, here),
        "crumbs": [
            Crumb(label=gettext("Programmes"), url=reverse("programmes:index")),
            Crumb(
                label=edition.code,
                url=reverse("programmes:edition", args=[edition.code]) if way else "",
            ),
            *way,
        ],
    }
    return render(request, template, everything, status=status)


def tabs(request: SignedInRequest, edition: Edition, here: str) -> list[Tab]:
    """The pages of an edition that the reader is offered."""
    return [
        Tab(
            label=page.label,
            url=reverse(page.view, args=[edition.code]),
            current="page" if page.view == here else "",
        )
        for page in pages_for(request)[:MOST_PAGES]
    ]
