"""What this room does for the rights of those whom incidents concern.

That there was an incident, of which kind and when, stays for statistics and claims. What was told of it is
no one person's: it goes, with its key, when the last of those whom it concerns is erased, or in time; a legal
hold on one of them keeps it until it ends (decision 1026). Because what was told may speak of others, nobody
takes it along with their copy: the office answers to requests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.delivery.models.incident import Incident, IncidentEntry
from balai.delivery.queries.incidents import incidents_about_alone, incidents_on_hold, incidents_seen_by
from balai.delivery.services.incidents import forget_words
from balai.people.models import LegalHold
from balai.people.queries import holds_live_at
from balai.people.registries import Expired
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from django.utils.functional import Promise

    from balai.people.access import SignedInRequest
    from balai.people.models import Person


class IncidentEraser:
    """Takes away that incidents concern somebody, and what was told of those that concern nobody else."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        kept = incidents_on_hold(holds_live_at(at))
        alone = incidents_about_alone(persons).exclude(pk__in=kept).values_list("pk", flat=True)
        words = forget_words(set(alone))
        concerned = Incident.participants.through.objects.filter(participant__person__in=persons)
        concerned = concerned.exclude(incident__in=kept)  # so that it is found when the hold has ended
        return words + concerned.delete()[0]


class IncidentRetention:
    """What was told of incidents, two years after the edition; that there were some stays."""

    label: str | Promise = _("Incidents: what was told of them")
    weeks = 104
    why: str | Promise = _("Assumed: two years, for claims of insurance and proceedings.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Those of editions that ended before a day."""
        told = IncidentEntry.objects.filter(text__isnull=False)
        rows = (
            Incident.objects.filter(edition__ends_on__lt=ended_before, pk__in=told.values("incident"))
            .order_by("edition__ends_on", "pk")
            .values_list("pk", "edition__ends_on")
        )
        # Whoever asks knows the day, and whether the hold lasts until then.
        kept = incidents_on_hold(LegalHold.objects.filter(lifted_at=None))
        for key, ended in rows.iterator(chunk_size=2_000):
            assert ended is not None  # noqa: S101 -- it is before a day
            yield Expired(key=key, person_id=kept.get(key), about=f"incident:{key}", ended_on=ended)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Take the words away."""
        return forget_words([one.key for one in expired])


def open_incidents(request: SignedInRequest, *, at: dt.datetime) -> Sequence[Move]:
    """How many incidents that the reader reads are open."""
    number = incidents_seen_by(request.grants).filter(closed_at=None).count()
    if not number:
        return []
    words = ngettext("%(number)d incident is open", "%(number)d incidents are open", number)
    return [
        Move(
            state="due",
            what=words % {"number": number},
            why=gettext("Note what was done, and close it when nothing is to follow."),
            deed=Deed(label=gettext("Incidents"), url=reverse("delivery:incidents")),
        )
    ]
