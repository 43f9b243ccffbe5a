"""The office's side: every nomination, how the call arrived, the late queue, admitting and waiving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of, whole_list
from balai.kernel.refusal import RuleViolationError, status_of
from balai.nominations.enums import ContactWay, Reached
from balai.nominations.forms.lists import AdmissionForm, ContactForm, NominationFilter, WaiverForm
from balai.nominations.queries import (
    UNREAD_AFTER,
    calls_of,
    countries_without_call,
    for_list,
    late_queue,
    nominations_found,
    nominations_visible_to,
    offered_choices,
    with_opening,
)
from balai.nominations.queries.embassies import offices_for
from balai.nominations.rules import KEEPERS, READERS, may_invite_countries, may_keep_nominations
from balai.nominations.services.calling import issue_invitations, note_contact, number_note
from balai.nominations.services.judging import judge_edition, waive_rule
from balai.nominations.services.late import admit_late
from balai.nominations.services.sentences import seen_in_words
from balai.nominations.views.common import (
    MARKS,
    NOBODY,
    actor_of,
    call_for,
    edition_for,
    nomination_for,
    way_to,
)
from balai.people.access import roles
from balai.people.queries import names_of
from balai.programmes.models import EligibilityRule
from balai.programmes.rules import readable_editions
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from balai.nominations.models import Nomination
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition


# --- the list ----------------------------------------------------------------------------------------------


@roles(*sorted(READERS))
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Nominations of every country, fifty at a time."""
    form, found = asked_for(request)
    page = page_of(for_list(found), order=form.order, after=request.GET.get("after", ""))
    addresses = Addresses()
    number = len(page.rows)
    shown = ngettext("%(number)d nomination on this page", "%(number)d nominations on this page", number)
    context = {
        "form": form,
        "lines": [(one, MARKS[one.standing], *addresses.of(one)) for one in page.rows],
        "pager": pager_of(page, request.GET, shown % {"number": number}),
        "files": [
            (label, whole_list(view, request.GET))
            for view, label in (
                ("nominations:export", gettext("Take as CSV")),
                ("nominations:export_xlsx", gettext("Take as workbook")),
                ("nominations:export_applications", gettext("Applications as CSV")),
                ("nominations:export_applications_xlsx", gettext("Applications as workbook")),
            )
        ],
        "is_filtered": any(
            request.GET.get(name) for name in ("q", "edition", "country", "state", "standing")
        ),
    }
    return render(request, "nominations/index.html", context)


class Addresses:
    """Where the nominees of a page and their countries are: each pattern is resolved once for a country."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[str, str]] = {}

    def of(self, nomination: Nomination) -> tuple[str, str]:
        """Of the nominee, and of the country's list."""
        place = (nomination.edition.code, nomination.country_id)
        if place not in self._known:
            self._known[place] = (
                reverse("nominations:nominee", args=[*place, NOBODY]),
                reverse("nominations:country", args=place),
            )
        nominee, country = self._known[place]
        return nominee.replace(str(NOBODY), str(nomination.pk)), country


def asked_for(request: SignedInRequest) -> tuple[NominationFilter, QuerySet[Nomination]]:
    """The filter, and the rows it lets through; what cannot be is left out rather than obeyed."""
    choices = offered_choices(readable_editions(request.grants, READERS))
    form = NominationFilter(request.GET, editions=choices["edition"], countries=choices["country"])
    form.is_valid()
    rows = nominations_visible_to(request.grants, READERS)
    return form, nominations_found(rows, form.asked)


# --- the call ----------------------------------------------------------------------------------------------


@roles(*sorted(READERS))
@require_safe
def calls(request: SignedInRequest, code: str) -> HttpResponse:
    """How the call reached each country: written, delivered, opened, contacted, sent."""
    return _calls(request, edition_for(request, code))


def _calls(
    request: SignedInRequest, edition: Edition, *, refusal: Any = None, status: int = 200
) -> HttpResponse:
    at = clock.now()
    found = list(
        with_opening(calls_of(edition)).prefetch_related(
            "letters__letter__entry", "letters__person", "copies__letter__entry", "contacts"
        )
    )
    keeps = may_keep_nominations(request.grants, edition) is None
    context = {
        "edition": edition,
        "rows": [_row(call, at) for call in found],
        "without": countries_without_call(edition),
        "files": [
            (label, reverse("nominations:export_calls", args=[edition.code, kind]))
            for kind, label in (("csv", gettext("Take as CSV")), ("xlsx", gettext("Take as workbook")))
        ],
        "keeps": keeps,
        "may_invite": keeps and may_invite_countries(edition) is None,
        "refusal": refusal,
        "crumbs": _way(edition, gettext("Invitations")),
    }
    return render(request, "nominations/calls.html", context, status=status)


def _row(call: Any, at: Any) -> dict[str, Any]:
    """One country with the state of its invitation in one word and its mark."""
    letters = [one.letter for one in call.letters.all()]
    opened = call.first_opened_at
    if call.sent_at:
        mark, word = "ok", gettext("Nominations sent")
    elif opened:
        mark, word = "ok", gettext("Opened")
    elif not letters:
        mark, word = "block", gettext("No focal point")
    elif at >= call.issued_at + UNREAD_AFTER:
        mark, word = "late", gettext("Not opened")
    else:
        mark, word = "wait", gettext("On its way")
    contacts = sorted(call.contacts.all(), key=lambda one: one.at, reverse=True)
    return {
        "call": call,
        "letters": letters,
        "copies": [one.letter for one in call.copies.all()],
        "opened": opened,
        "mark": mark,
        "word": word,
        "contacts": contacts,
    }


@roles(*sorted(KEEPERS))
@require_POST
def invite(request: SignedInRequest, code: str) -> HttpResponse:
    """Invite whom the call has not reached yet; who was invited gets no second letter."""
    edition = edition_for(request, code, keeps=True)
    try:
        issued = issue_invitations(edition=edition, actor=actor_of(request).reference, at=clock.now())
    except RuleViolationError as violation:
        return _calls(request, edition, refusal=violation.refusal, status=409)
    number = issued.letters + issued.copies
    message = ngettext("%(number)d letter is on its way.", "%(number)d letters are on their way.", number)
    messages.success(request, message % {"number": number})
    return redirect("nominations:calls", code)


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: SignedInRequest, code: str, country: str) -> HttpResponse:
    """Note a try to reach the office of a focal point in another way."""
    edition_for(request, code, keeps=True)
    call = call_for(request, code, country)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note_contact(
            call=call,
            way=ContactWay(form.cleaned_data["way"]),
            reached=Reached(form.cleaned_data["reached"]),
            note=form.cleaned_data["note"],
            actor=actor_of(request).reference,
            at=clock.now(),
        )
        messages.success(request, gettext("Noted."))
        return redirect("nominations:calls", code)
    title = gettext("Note a contact with %(country)s") % {"country": call.country.brief_name}
    contacts = list(call.contacts.order_by("-at", "-pk")[:50])
    names = names_of(one.actor for one in contacts)
    context = {
        "form": form,
        "title": title,
        "lead": gettext("For offices that do not open their letters. Every try stays on record."),
        "label": pgettext("to note", "Note"),
        "back": reverse("nominations:calls", args=[code]),
        "offices": list(offices_for(call)),
        "log": [(one, names.get(one.actor, "")) for one in contacts],
        "crumbs": _way(call.edition, gettext("Invitations"), title),
    }
    return render(request, "nominations/form.html", context, status=status_of(request))


@roles(*sorted(KEEPERS))
@require_POST
def number_the_note(request: SignedInRequest, code: str, country: str) -> HttpResponse:
    """Give the note verbale its number, where no letter has given it one."""
    edition_for(request, code, keeps=True)
    call = call_for(request, code, country)
    entry = number_note(call=call, actor=actor_of(request).reference, at=clock.now())
    messages.success(
        request, gettext("The note verbale has the number %(number)s.") % {"number": entry.reference}
    )
    return redirect("nominations:country", code, country)


# --- late --------------------------------------------------------------------------------------------------


@roles(*sorted(READERS))
@require_safe
def late(request: SignedInRequest, code: str) -> HttpResponse:
    """Nominations that came after their deadline, the first to come first."""
    edition = edition_for(request, code)
    rows = late_queue(nominations_visible_to(request.grants, READERS).filter(edition=edition))
    page = page_of(rows, order=["submitted_at", "id"], after=request.GET.get("after", ""))
    number = len(page.rows)
    shown = ngettext("%(number)d nomination on this page", "%(number)d nominations on this page", number)
    context = {
        "edition": edition,
        "nominations": page.rows,
        "number": rows.count(),
        "pager": pager_of(page, request.GET, shown % {"number": number}),
        "files": [
            (label, f"{reverse(view)}?edition={edition.code}&state=late&sort=old")
            for view, label in (
                ("nominations:export", gettext("Take as CSV")),
                ("nominations:export_xlsx", gettext("Take as workbook")),
            )
        ],
        "keeps": may_keep_nominations(request.grants, edition) is None,
        "crumbs": _way(edition, gettext("Late nominations")),
    }
    return render(request, "nominations/late.html", context)


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def admission(request: SignedInRequest, code: str, country: str, key: UUID) -> HttpResponse:
    """Let a late nomination count, with a reason."""
    edition_for(request, code, keeps=True)
    nomination = nomination_for(request, code, country, key)
    form = AdmissionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            admit_late(
                nomination_id=nomination.pk,
                reason=form.cleaned_data["reason"],
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("%(name)s counts now.") % {"name": nomination.name})
            return redirect("nominations:late", code)
    title = gettext("Admit %(name)s") % {"name": nomination.name}
    context = {
        "form": form,
        "title": title,
        "lead": gettext("Its rank stays behind those that came in time."),
        "label": gettext("Admit"),
        "back": reverse("nominations:late", args=[code]),
        "crumbs": _way(nomination.edition, gettext("Late nominations"), title),
    }
    return render(request, "nominations/form.html", context, status=status_of(request))


# --- rules -------------------------------------------------------------------------------------------------


@roles(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def waiver(request: SignedInRequest, code: str, country: str, key: UUID, rule: str) -> HttpResponse:
    """Record that somebody who may has waived a rule for one nominee."""
    edition_for(request, code, keeps=True)
    nomination = nomination_for(request, code, country, key)
    asked = get_object_or_404(EligibilityRule, edition=nomination.edition_id, code=rule)
    form = WaiverForm(request.POST or None, initial={"authority": str(asked.waiver_authority)})
    if request.method == "POST" and form.is_valid():
        try:
            waive_rule(
                nomination=nomination,
                rule=asked,
                authority=form.cleaned_data["authority"],
                reason=form.cleaned_data["reason"],
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            form.add_error(None, str(violation.refusal.message))
        else:
            messages.success(request, gettext("The waiver is recorded."))
            return redirect("nominations:nominee", code, country, key)
    result = nomination.results.filter(rule=asked).first()
    title = gettext("Waive “%(rule)s”") % {"rule": asked.label}
    context = {
        "form": form,
        "title": title,
        "lead": f"{asked.message} {seen_in_words(nomination, result) if result else ''}",
        "label": gettext("Record the waiver"),
        "back": reverse("nominations:nominee", args=[code, country, key]),
        "crumbs": way_to(request, nomination.call, nomination.name, title),
    }
    return render(request, "nominations/form.html", context, status=status_of(request))


@roles(*sorted(KEEPERS))
@require_POST
def judge(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask the rules of an edition anew about everybody, as after they were changed."""
    edition = edition_for(request, code, keeps=True)
    judge_edition(edition=edition, actor=actor_of(request), at=clock.now())
    messages.success(request, gettext("Everybody was checked against the rules as they are now."))
    return redirect(f"{reverse('nominations:index')}?edition={edition.code}")


def _way(edition: Edition, *steps: str) -> list[Crumb]:
    first = Crumb(label=gettext("Nominations"), url=f"{reverse('nominations:index')}?edition={edition.code}")
    if len(steps) > 1:
        views = {gettext("Invitations"): "nominations:calls", gettext("Late nominations"): "nominations:late"}
        middle = Crumb(label=steps[0], url=reverse(views[steps[0]], args=[edition.code]))
        return [first, middle, Crumb(label=steps[-1])]
    return [first, Crumb(label=f"{edition.code}: {steps[0]}")]
