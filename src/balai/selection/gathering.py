"""What waits for people in this room: dossiers for members of a panel, and what an office has to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.programmes.queries.scopes import covered
from balai.selection.models import PanelDeclaration
from balai.selection.queries.decisions import decision_before_panel
from balai.selection.queries.offers import missed_arrivals
from balai.selection.queries.scores import alarms_in, panels_of, plan_of, readings_for
from balai.selection.rules.decisions import KEEPERS
from balai.ui import wording
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from balai.people.access import SignedInRequest
    from balai.people.models import Person


def waiting(request: SignedInRequest, *, at: datetime) -> Sequence[Move]:
    """Open things of the reader, as a member of panels and as the office of editions."""
    person = request.user.person
    if person is None:
        return ()
    member = person.merged_into or person
    return [*_of_members(request, member, at), *_of_offices(request)]


def _of_members(request: SignedInRequest, member: Person, at: datetime) -> Iterator[Move]:
    for edition in panels_of(request.grants).filter(status=EditionStatus.SELECTION):
        plan = plan_of(edition)
        if not PanelDeclaration.objects.filter(edition=edition, member=member).exists():
            yield Move(
                state="due",
                what=gettext("%(code)s: conflicts of interest") % {"code": edition.code},
                why=gettext("Declare them before the first dossier opens."),
                deed=Deed(label=gettext("Declare"), url=reverse("selection:declare", args=[edition.code])),
            )
            continue
        left = readings_for(member, edition).filter(is_in=False).count()
        due = plan.scores_due_at
        if left:
            words = ngettext(
                "%(code)s: %(number)d dossier to score", "%(code)s: %(number)d dossiers to score", left
            )
            yield Move(
                state="late" if due and due < at else "due",
                what=words % {"code": edition.code, "number": left},
                why=gettext("The cohort is worked out when every score is in."),
                by=wording.timed(due.astimezone(member.zone), "D j M Y, H:i") if due else "",
                deed=Deed(label=gettext("Open the dossiers"), url=reverse("selection:dossiers")),
            )
        decision = decision_before_panel(edition)
        if decision and not left and not decision.signatures.filter(member=member).exists():
            yield Move(
                state="due",
                what=gettext("%(code)s: sign what lies before the panel") % {"code": edition.code},
                why=gettext("It is decided when more than half of the panel has signed."),
                deed=Deed(
                    label=gettext("Read and sign"),
                    url=reverse("selection:decision", args=[edition.code, decision.version]),
                ),
            )


def _of_offices(request: SignedInRequest) -> Iterator[Move]:
    missed = missed_arrivals(request.grants, KEEPERS)
    for one in missed if missed.exists() else ():
        held = one.held_until
        yield Move(
            state="late",
            what=gettext("%(name)s (%(country)s) was not met on arrival")
            % {"name": one.name, "country": one.country.brief_name},
            why=gettext("The focal point was told. Telephone the embassy too, then note what you heard."),
            by=wording.timed(held.astimezone(ZoneInfo(one.edition.time_zone)), "D j M Y, H:i")
            if held
            else "",
            deed=Deed(
                label=gettext("Open the participant"), url=reverse("selection:participant", args=[one.pk])
            ),
        )
    kept = Edition.objects.filter(covered(request.grants, KEEPERS, "pk"), status=EditionStatus.SELECTION)
    selecting = list(kept.only("code").order_by("code"))
    alarms = alarms_in(selecting) if selecting else {}
    for edition in selecting:
        if apart := alarms.get(edition.pk, 0):
            words = ngettext(
                "%(code)s: readers far apart on %(number)d dossier",
                "%(code)s: readers far apart on %(number)d dossiers",
                apart,
            )
            yield Move(
                state="due",
                what=words % {"code": edition.code, "number": apart},
                why=gettext("A third reader settles it."),
                deed=Deed(
                    label=gettext("Open the scores"), url=reverse("selection:panel", args=[edition.code])
                ),
            )
