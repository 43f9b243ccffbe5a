"""The pages on which administrators set their office up, and change it later."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai import config
from balai.kernel.refusal import RuleViolationError
from balai.office import queries
from balai.office.enums import MailSecurity
from balai.office.forms import MailForm, OrganisationForm, PlaceForm, TestMailForm
from balai.office.models import MailServer, Office
from balai.office.services.settings import change_mail, change_organisation, change_place, finish_set_up
from balai.office.services.trying import send_test_mail
from balai.people.access import public, roles
from balai.people.enums import Role
from balai.ui.parts import Stage

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest

    from balai.people.access import SignedInRequest

PARTS = {"organisation": _("Organisation"), "place": _("Place and languages"), "mail": _("Mail")}
FIELD_BY_CODE = {
    "logo.too_big": "logo",
    "logo.not_a_picture": "logo",
    "office.public_address_wrong": "public_address",
    "office.public_address_open": "public_address",
    "office.time_zone_unknown": "time_zone",
    "office.mail_open": "security",
}
A_YEAR = 31_536_000


@roles(Role.ADMINISTRATOR, everywhere=True)
@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """What is on record about the office."""
    current = queries.current_office()
    return render(
        request,
        "office/office.html",
        {
            "office": current,
            "name": queries.host().organisation,
            "logo": queries.host().logo,
            "zone": queries.office_zone(),
            "public_address": config.current().public_url or current.public_address,
            "route": queries.mail_route(),
            "test_form": TestMailForm(initial={"to": request.user.email}),
        },
    )


@roles(Role.ADMINISTRATOR, everywhere=True)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: SignedInRequest, name: str) -> HttpResponse:
    """Fill in one part; during the set-up the next one follows."""
    if name not in PARTS:
        raise Http404
    current = queries.current_office()
    form = _form(name, request, current)
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid() and _is_done(name, form, request):
            return _next(request, name, current)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    settings = config.current()
    context = {
        "form": form,
        "title": PARTS[name],
        "stages": _stages(name) if current.set_up_at is None else [],
        "is_fixed": name == "mail" and bool(settings.smtp_url),
        "route": queries.mail_route() if name == "mail" else None,
    }
    return render(request, "office/part.html", context, status=status)


@roles(Role.ADMINISTRATOR, everywhere=True)
@require_POST
def test_mail(request: SignedInRequest) -> HttpResponse:
    """Hand a test mail over now, and say what the server answered."""
    form = TestMailForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Write the address that the test mail shall go to."))
        return redirect("office:office")
    try:
        answer = send_test_mail(to=form.cleaned_data["to"], at=timezone.now())
    except RuleViolationError as violation:
        messages.error(request, str(violation.refusal.message))
    else:
        messages.success(
            request,
            gettext("The mail server took the test mail. It said: %(answer)s. Look whether it arrived.")
            % {"answer": answer},
        )
    return redirect("office:office")


@roles(Role.ADMINISTRATOR, everywhere=True)
@require_http_methods(["GET", "HEAD", "POST"])
def next_steps(request: SignedInRequest) -> HttpResponse:
    """The end of the set-up: what to do next."""
    if request.method == "POST":
        finish_set_up(actor=request.user.reference, at=timezone.now())
        return redirect("office:next_steps")
    current = queries.current_office()
    return render(
        request,
        "office/next_steps.html",
        {
            "office": current,
            "has_address": bool(config.current().public_url or current.public_address),
            "has_mail": queries.mail_route() is not None,
            "is_demo": config.current().is_demo,
        },
    )


@public
@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo, under an address that changes with it; drawn anew from the upload, and it may run nothing."""
    row = Office.objects.filter(logo_digest=digest).first()
    if row is None:
        raise Http404
    return HttpResponse(
        bytes(row.logo),
        content_type="image/png",
        headers={
            "Cache-Control": f"public, max-age={A_YEAR}, immutable",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _form(name: str, request: SignedInRequest, current: Office) -> forms.Form:
    form: forms.Form
    given: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    if name == "organisation":
        facts = OrganisationForm.facts(current)
        return OrganisationForm(initial=facts, has_logo=bool(current.logo_digest), **given)
    if name == "place":
        zone = queries.office_zone()
        if zone == "UTC" and current.set_up_at is None and request.user.person:
            zone = request.user.person.time_zone  # an office is where who sets it up is, most likely
        form = PlaceForm(initial=PlaceForm.facts(current, zone), **given)
        fixed = config.current().public_url
        if fixed:
            form.fields["public_address"].disabled = True
            form.initial["public_address"] = fixed
            form.fields["public_address"].help_text = _(
                "The operator set it in the configuration (BALAI_PUBLIC_URL)."
            )
        return form
    server = MailServer.objects.first()
    form = MailForm(initial=MailForm.facts(current, server), **given)
    if server is None:
        form.fields["password"].help_text = ""  # there is none on record to keep
    return form


def _is_done(name: str, form: forms.Form, request: SignedInRequest) -> bool:
    """Do the deed of a part; what a rule refuses is said beside the field it is about."""
    try:
        _do(name, form, request)
    except RuleViolationError as violation:
        form.add_error(FIELD_BY_CODE.get(violation.refusal.code), str(violation.refusal.message))
        return False
    return True


def _do(name: str, form: forms.Form, request: SignedInRequest) -> None:
    actor, at, answers = request.user.reference, timezone.now(), form.cleaned_data
    if isinstance(form, OrganisationForm):
        upload = answers["logo"].read() if answers["logo"] else (b"" if answers.get("remove_logo") else None)
        change_organisation(
            name=form.by_language("name"),
            short_name=answers["short_name"],
            letterhead=form.by_language("letterhead"),
            logo=upload,
            actor=actor,
            at=at,
        )
    elif isinstance(form, PlaceForm):
        change_place(
            languages=answers["languages"],
            time_zone=answers["time_zone"],
            public_address=answers["public_address"].rstrip("/"),
            actor=actor,
            at=at,
        )
    else:
        change_mail(
            sender=answers["sender"],
            host=answers["host"],
            port=answers["port"],
            security=MailSecurity(answers["security"]),
            user=answers["user"],
            password=answers["password"] or None,
            actor=actor,
            at=at,
        )


def _next(request: SignedInRequest, name: str, current: Office) -> HttpResponse:
    messages.success(request, gettext("Saved."))
    if current.set_up_at is not None:
        return redirect("office:office")
    following = [*PARTS][[*PARTS].index(name) + 1 :]
    return redirect("office:part", following[0]) if following else redirect("office:next_steps")


def _stages(name: str) -> list[Stage]:
    names = [*PARTS]
    here = names.index(name)
    return [
        Stage(name=label, fact="", position="done" if number < here else "now" if number == here else "next")
        for number, label in enumerate(PARTS.values())
    ]
