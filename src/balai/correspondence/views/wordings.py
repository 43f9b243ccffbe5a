"""The office words its letters."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.correspondence.forms import TemplateForm
from balai.correspondence.models import LetterTemplate
from balai.correspondence.queries import newest_template
from balai.correspondence.registries import LetterText, letter_kinds
from balai.correspondence.rules import KEEPERS, may_keep_register
from balai.correspondence.services.templates import change_template, preview
from balai.correspondence.services.writing import sheet_of
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit, roles
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.correspondence.services.rendering import Rendered
    from balai.people.access import SignedInRequest

LATEST_SHOWN = 20


@roles(*KEEPERS)
@require_safe
def wordings(request: SignedInRequest) -> HttpResponse:
    """Every letter that Balai writes, and whose words it uses."""
    admit(may_keep_register(request.grants))
    own = set(LetterTemplate.objects.values_list("kind", "language").distinct())
    rows = [
        {
            "code": code,
            "purpose": kind.purpose,
            "languages": [
                {"code": language, "name": name, "is_own": (code, language) in own}
                for language, name in settings.LANGUAGES
            ],
        }
        for code, kind in letter_kinds.items()
    ]
    return render(
        request, "correspondence/wordings.html", {"rows": rows, "crumbs": _crumbs(gettext("Wordings"))}
    )


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: SignedInRequest, kind: str, language: str) -> HttpResponse:
    """Change the words of one letter in one language; look at it first."""
    admit(may_keep_register(request.grants))
    if kind not in letter_kinds or language not in dict(settings.LANGUAGES):
        raise Http404
    form = TemplateForm(request.POST or None, initial=_current(kind, language))
    shown = None
    if request.method == "POST" and form.is_valid():
        try:
            if "save" in request.POST:
                _save(kind, language, form, request)
                messages.success(request, gettext("Saved. The next letter of this kind is written so."))
                return redirect("correspondence:wordings")
            shown = preview(kind=kind, text=form.wording, sheet=sheet_of(language, "B-2018/0042"))
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
    is_wrong = request.method == "POST" and bool(form.errors)
    context = _context(kind, language, form, shown)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "correspondence/wording.html", context, status=status)


def _current(kind: str, language: str) -> dict[str, object]:
    newest = newest_template(kind, language)
    texts = letter_kinds[kind].texts
    text = LetterText(newest.subject, newest.body) if newest else texts.get(language, texts["en"])
    return {"subject": text.subject, "body": text.body, "based_on": newest.version if newest else 0}


def _save(kind: str, language: str, form: TemplateForm, request: SignedInRequest) -> None:
    change_template(
        kind=kind,
        language=language,
        text=form.wording,
        based_on=form.cleaned_data["based_on"],
        actor=request.user.reference,
        at=clock.now(),
    )


def _context(kind: str, language: str, form: TemplateForm, shown: Rendered | None) -> dict[str, object]:
    declared = letter_kinds[kind]
    return {
        "form": form,
        "purpose": declared.purpose,
        "language": language,
        "placeholders": [
            {"name": f"{{{name}}}", "meaning": placeholder.meaning, "sample": placeholder.sample}
            for name, placeholder in declared.placeholders.items()
        ],
        "shown": shown,
        "versions": LetterTemplate.objects.filter(kind=kind, language=language).order_by("-version")[
            :LATEST_SHOWN
        ],
        "crumbs": [
            *_crumbs(gettext("Wordings"), reverse("correspondence:wordings")),
            Crumb(label=dict(settings.LANGUAGES)[language]),
        ],
    }


def _crumbs(here: str, url: str = "") -> list[Crumb]:
    return [
        Crumb(label=gettext("Letters"), url=reverse("correspondence:register")),
        Crumb(label=here, url=url),
    ]
