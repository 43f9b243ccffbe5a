"""What the board tells of completion and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from balai.certificates.enums import AppealState, CertificateState, Outcome
from balai.certificates.models import Appeal, Certificate
from balai.certificates.rules.access import CERTIFIED_IN
from balai.programmes.queries.editions import due_moment
from balai.programmes.registries import Light, OpenThing, Owner
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant
from balai.ui.parts import Deed

if TYPE_CHECKING:
    from datetime import datetime

    from balai.programmes.models import Edition


def certificates_light(edition: Edition, *, at: datetime) -> Light:
    """Everybody's completion is decided, appeals are answered, certificates are issued; two questions."""
    due = due_moment(edition, "certificates")
    if edition.status not in CERTIFIED_IN:
        return _light(due, 0, 0, [])
    live = Certificate.objects.filter(participant=OuterRef("pk"), state=CertificateState.VALID)
    counted = (
        Participant.objects.filter(edition=edition, state=ParticipantState.CONFIRMED)
        .annotate(has_one=Exists(live))
        .aggregate(
            of=Count("pk"),
            undecided=Count("pk", filter=Q(completion=None)),
            waiting=Count("pk", filter=Q(completion__outcome=Outcome.COMPLETED, has_one=False)),
        )
    )
    if not counted["of"]:  # of an earlier edition nobody is recorded one by one
        return _light(due, 0, 0, [])
    appeals = Appeal.objects.filter(completion__edition=edition, state=AppealState.OPEN).count()
    deed = Deed(label=_("Open completion"), url=reverse("certificates:edition", args=[edition.code]))
    things = []
    if counted["undecided"]:
        things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Decide who completed the programme"),
                why=ngettext(
                    "%(number)d participant is not decided.",
                    "%(number)d participants are not decided.",
                    counted["undecided"],
                )
                % {"number": counted["undecided"]},
                due_at=due,
                deed=deed,
            )
        )
    if appeals:
        things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Answer appeals"),
                why=ngettext("%(number)d appeal is open.", "%(number)d appeals are open.", appeals)
                % {"number": appeals},
                deed=deed,
            )
        )
    if counted["waiting"]:
        things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Issue the certificates"),
                why=ngettext(
                    "%(number)d participant waits for one.",
                    "%(number)d participants wait for one.",
                    counted["waiting"],
                )
                % {"number": counted["waiting"]},
                due_at=due,
                deed=deed,
            )
        )
    ready = counted["of"] - counted["undecided"] - counted["waiting"]
    return _light(due, ready, counted["of"], things)


def _light(due: datetime | None, ready: int, of: int, things: list[OpenThing]) -> Light:
    return Light(
        title=_("Certificates"),
        rule=_("Everybody’s completion is decided, appeals are answered, and certificates are issued."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=ready,
        of=of,
        open=things,
    )
