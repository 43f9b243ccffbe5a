"""What this room does for the rights of participants: sealed parts in their copy, scrubbing, and retention.

Country, edition, state, place, mode of attendance and why somebody left are kept: statistics need them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.people.registries import ERASED, Expired, SealedFact
from balai.selection.models import Offer, Participant, TravelPapers

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from django.utils.functional import Promise

    from balai.people.models import Person
    from balai.people.registries import SealedFile

SEALED: dict[str, Any] = {"needs": None, "emergency": None, "kept_days": None}
"""What is sealed, and forgotten soon after the programme."""
SAID: dict[str, Any] = {
    **SEALED,
    "name": ERASED,
    "signed_as": ERASED,
    "ended_note": "",
    "recovery_note": "",
}
ABOUT_OFFERS: dict[str, Any] = {"note": "", "explanation": ""}


class ParticipantSealed:
    """Needs, emergency contacts and kept days, for the person's own copy."""

    def facts(self, persons: Collection[Person]) -> Iterable[SealedFact]:
        for row in Participant.objects.filter(person__in=persons).select_related("person").order_by("pk"):
            for name in SEALED:
                if getattr(row, name) is not None:
                    yield SealedFact(name=f"participation.{name}", row=row, field=name)

    def files(self, persons: Collection[Person]) -> Iterable[SealedFile]:
        return ()


class ParticipantEraser:
    """Scrubs every participation of somebody, and what was noted with offers and of their way in."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        offers = Offer.objects.filter(nomination__person__in=persons).exclude(Q(**ABOUT_OFFERS))
        coming = Participant.objects.filter(person__in=persons).exclude(
            name=ERASED, signed_as=ERASED, ended_note="", recovery_note="", **SEALED
        )
        papers, _by_model = TravelPapers.objects.filter(nomination__person__in=persons).delete()
        return offers.update(**ABOUT_OFFERS) + coming.update(**SAID) + papers


class NeedsRetention:
    """Diet, needs, emergency contacts and kept days, two weeks after the edition."""

    label: str | Promise = _("Participants: diet, needs, emergency contacts and days kept free of work")
    weeks = 2
    why: str | Promise = _("Needed during the programme, and to settle what happened in it.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Those of editions that ended before a day; one without days never ends."""
        rows = (
            Participant.objects.filter(edition__ends_on__lt=ended_before)
            .filter(Q(needs__isnull=False) | Q(emergency__isnull=False) | Q(kept_days__isnull=False))
            .order_by("edition__ends_on", "pk")
            .values_list("pk", "person_id", "edition__ends_on")
        )
        for key, person, ended in rows.iterator(chunk_size=2_000):
            assert ended is not None  # noqa: S101 -- it is before a day
            yield Expired(key=key, person_id=person, about=f"participant:{key}", ended_on=ended)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Take the sealed parts away."""
        return Participant.objects.filter(pk__in=[one.key for one in expired]).update(**SEALED)


class PapersRetention:
    """Kind of passport, residence and visa, half a year after the edition: as long as the passport itself."""

    label: str | Promise = _("Nominees: kind of passport, country of residence and visa")
    weeks = 26
    why: str | Promise = _("Assumed: half a year, for claims of insurance and questions of borders.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Those of editions that ended before a day, whether the person came or not."""
        rows = (
            TravelPapers.objects.filter(nomination__edition__ends_on__lt=ended_before)
            .order_by("nomination__edition__ends_on", "pk")
            .values_list("pk", "nomination__person_id", "nomination__edition__ends_on", "nomination_id")
        )
        for key, person, ended, nomination in rows.iterator(chunk_size=2_000):
            assert ended is not None  # noqa: S101 -- it is before a day
            yield Expired(key=key, person_id=person, about=f"nomination:{nomination}", ended_on=ended)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Take the rows away: one without anything noted is none."""
        done, _by_model = TravelPapers.objects.filter(pk__in=[one.key for one in expired]).delete()
        return done
