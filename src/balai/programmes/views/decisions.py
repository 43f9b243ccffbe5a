"""What is decided about an edition: on, elsewhere, later, never, or in another way."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.access import admit, roles
from balai.programmes.documents.booklet import typeset
from balai.programmes.enums import EditionStatus, Mode
from balai.programmes.forms.editions import ConvertForm, MoveForm, ReasonForm
from balai.programmes.rules import DECIDERS, may_decide
from balai.programmes.rules.moves import (
    MOVES,
    may_convert,
    may_move,
    may_move_dates,
    may_resume,
    next_status,
)
from balai.programmes.services import life
from balai.programmes.services.telling import addressees
from balai.programmes.views.common import actor_of, edition_for, edition_page, tell_faults
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

S = EditionStatus


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One thing that can be decided.

    Attributes:
        title: of its page; the deed.
        lead: what happens with it.
        form: what it asks for.
        may: why it cannot be now.
        do: the deed, with what the form holds.
        tells: whether letters go out.
    """

    title: StrOrPromise
    lead: StrOrPromise
    form: type[forms.Form]
    may: Callable[[Edition, datetime], Refusal | None]
    do: Callable[..., Any]
    tells: bool = True


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A decision as the page of an edition offers it."""

    title: StrOrPromise
    url: str
    refusal: Refusal | None
    is_next: bool = False


def _on(to: EditionStatus) -> Callable[..., Any]:
    return lambda **options: life.move_on(to=to, **options)


def _step(to: EditionStatus, title: StrOrPromise, lead: StrOrPromise) -> Decision:
    return Decision(
        title=title,
        lead=lead,
        form=forms.Form,
        may=lambda edition, at: may_move(edition, to, at=at),
        do=_on(to),
        tells=False,
    )


def _with_booklet(deed: Callable[..., Any]) -> Callable[..., Any]:
    return lambda **options: deed(typeset=typeset, **options)


DECISIONS: Mapping[str, Decision] = {
    "approve": Decision(
        title=_("Approve the edition"),
        lead=_(
            "It has a host, a mandate and its days. From now on it can be called, postponed or cancelled."
        ),
        form=forms.Form,
        may=lambda edition, at: may_move(edition, S.APPROVED, at=at),
        do=life.approve_edition,
        tells=False,
    ),
    "call": Decision(
        title=_("Open the call"),
        lead=_("The General Information is frozen, and everybody concerned is told until when to nominate."),
        form=forms.Form,
        may=lambda edition, at: may_move(edition, S.CALL, at=at),
        do=_with_booklet(life.open_call),
    ),
    "selection": _step(
        S.SELECTION,
        _("Go on to the selection"),
        _("The call is closed. Nominations that still come are late."),
    ),
    "preparation": _step(
        S.PREPARATION, _("Go on to the preparation"), _("The participants are selected and get their offers.")
    ),
    "running": _step(S.RUNNING, _("Begin the programme"), _("The participants arrive.")),
    "closed": _step(S.CLOSED, _("Close the programme"), _("The programme is over.")),
    "reported": _step(S.REPORTED, _("Note the report as sent"), _("The final report is with the partners.")),
    "evaluated": _step(
        S.EVALUATED, _("Note the evaluation as done"), _("A year later, what became of it is known.")
    ),
    "move": Decision(
        title=_("Move to other days"),
        lead=_(
            "Activities, deadlines and the booklet follow. Sites are asked again. Everybody concerned is told."
        ),
        form=MoveForm,
        may=lambda edition, _at: may_move_dates(edition),
        do=_with_booklet(life.move_edition),
    ),
    "postpone": Decision(
        title=_("Postpone the edition"),
        lead=_("No deadline holds until there are new days. Everybody concerned is told."),
        form=ReasonForm,
        may=lambda edition, at: may_move(edition, S.POSTPONED, at=at),
        do=life.postpone_edition,
    ),
    "resume": Decision(
        title=_("Take the edition up again"),
        lead=_("It goes on where it was, on new days. Everybody concerned is told."),
        form=MoveForm,
        may=lambda edition, _at: may_resume(edition),
        do=_with_booklet(life.resume_edition),
    ),
    "convert": Decision(
        title=_("Hold it in another way"),
        lead=_("In person, online, or both. The booklet follows, and everybody concerned is told."),
        form=ConvertForm,
        may=lambda edition, _at: may_convert(
            edition, Mode.ONLINE if edition.mode != Mode.ONLINE else Mode.IN_PERSON
        ),
        do=_with_booklet(life.convert_edition),
    ),
    "cancel": Decision(
        title=_("Cancel the edition"),
        lead=_("It stays on record, and cannot be taken up again. Everybody concerned is told."),
        form=ReasonForm,
        may=lambda edition, at: may_move(edition, S.CANCELLED, at=at),
        do=life.cancel_edition,
    ),
}
NEXT = {
    S.APPROVED: "approve",
    S.CALL: "call",
    S.SELECTION: "selection",
    S.PREPARATION: "preparation",
    S.RUNNING: "running",
    S.CLOSED: "closed",
    S.REPORTED: "reported",
    S.EVALUATED: "evaluated",
}
"""The decision that leads to a status."""


def decisions_for(request: SignedInRequest, edition: Edition, *, at: datetime) -> list[Offer]:
    """What the reader may decide: the next step with what it lacks, and every other that is possible now."""
    if may_decide(request.grants, edition) is not None:
        return []
    to = next_status(edition)
    step = NEXT[to] if to and to in MOVES[edition.status] else ""
    offers = [_offer(edition, step, DECISIONS[step].may(edition, at), is_next=True)] if step else []
    others = ("move", "resume", "postpone", "convert", "cancel")
    return [
        *offers,
        *(_offer(edition, name, None) for name in others if DECISIONS[name].may(edition, at) is None),
    ]


def _offer(edition: Edition, name: str, refusal: Refusal | None, *, is_next: bool = False) -> Offer:
    return Offer(
        title=DECISIONS[name].title,
        url=reverse("programmes:decide", args=[edition.code, name]),
        refusal=refusal,
        is_next=is_next,
    )


@roles(*DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedInRequest, code: str, name: str) -> HttpResponse:
    """Say what happens with a decision, ask for what it needs, and carry it out."""
    edition = edition_for(request, code)
    admit(may_decide(request.grants, edition))
    if name not in DECISIONS:
        raise Http404
    decision, at = DECISIONS[name], clock.now()
    form = decision.form(
        request.POST if request.method == "POST" else None,
        initial={
            field: getattr(edition, field) for field in decision.form.base_fields if hasattr(edition, field)
        },
    )
    refusal = decision.may(edition, at)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            values = dict(form.cleaned_data)
            if "mode" in values:
                values["mode"] = Mode(values["mode"])
            try:
                decision.do(edition=edition, actor=actor_of(request), at=at, **values)
            except RuleViolationError as violation:
                refusal, status = violation.refusal, HTTPStatus.CONFLICT
            except ValidationError as error:
                tell_faults(form, error)
            else:
                messages.success(request, gettext("Done: %(deed)s.") % {"deed": decision.title})
                return redirect("programmes:edition", edition.code)
    context = {
        "decision": decision,
        "form": form,
        "refusal": refusal,
        "letters": _letters(edition, at) if decision.tells else "",
    }
    return edition_page(
        request,
        edition,
        "programmes/decide.html",
        context,
        here="programmes:edition",
        way=[Crumb(label=decision.title)],
        status=status,
    )


def _letters(edition: Edition, at: datetime) -> str:
    number = len(addressees(edition, at=at))
    if not number:
        return gettext("Nobody has to be told yet, so no letter goes out.")
    return ngettext("%(number)d letter goes out.", "%(number)d letters go out.", number) % {"number": number}
