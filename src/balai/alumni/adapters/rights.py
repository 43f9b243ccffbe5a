"""What this room does for the rights of persons: what it holds, what is erased, and after how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.alumni.enums import ExpertOfferState
from balai.alumni.models import AlumniInvitation, AlumnusEntry, ExpertOffer, GroupLetter, Silence
from balai.alumni.services.groups import LETTER
from balai.correspondence.services.forgetting import empty_letters
from balai.kernel.references import SYSTEM
from balai.people.models import Consent
from balai.people.registries import ERASED, Expired, Rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from balai.people.models import Person
    from balai.people.registries import RetentionClass

OFFER_EMPTY: dict[str, Any] = {"about": ERASED, "languages": []}
LETTER_EMPTY: dict[str, Any] = {"subject": ERASED, "text": ERASED, "signed": ERASED}


class AlumniEraser:
    """Takes somebody out of the directory, and their words out of offers and letters; counts stay."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        gone = 0
        for rows in (
            AlumnusEntry.objects.filter(person__in=persons),
            Silence.objects.filter(person__in=persons),
            AlumniInvitation.objects.filter(person__in=persons, sent_at=None),
        ):
            number, _kinds = rows.delete()
            gone += number
        offers = ExpertOffer.objects.filter(person__in=persons)
        offers.filter(state=ExpertOfferState.OPEN).update(
            state=ExpertOfferState.WITHDRAWN, closed_at=at, closed_by=SYSTEM
        )
        offers.exclude(answer__in=["", ERASED]).update(answer=ERASED)  # one that was declined has an answer
        ExpertOffer.topics.through.objects.filter(expertoffer__in=offers).delete()
        letters = GroupLetter.objects.filter(person__in=persons)
        gone += empty_letters(kind=LETTER, about=[one.reference for one in letters])  # each member's copy
        gone += letters.exclude(Q(**LETTER_EMPTY)).update(**LETTER_EMPTY)
        return gone + offers.exclude(Q(**OFFER_EMPTY)).update(**OFFER_EMPTY)


def _deleted(rows: QuerySet[Any], at: dt.datetime) -> int:
    number = rows.count()
    rows.delete()
    return number


FIVE_YEARS = 260
AS_LETTERS = _("Assumed: five years, as other correspondence about an edition.")


@dataclass(slots=True, kw_only=True)
class Kept:
    """A class of data that goes some time after its moment.

    Attributes:
        rows: what is kept.
        moment: the column from which the time is counted.
        kind: as the trail names one: ``expert_offer``.
        forgets: removes some of the rows; tells how many.
    """

    label: str | Promise
    rows: Callable[[], QuerySet[Any]]
    moment: str
    kind: str
    why: str | Promise = AS_LETTERS
    weeks: int = FIVE_YEARS
    forgets: Callable[[QuerySet[Any], dt.datetime], int] = _deleted

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Those whose moment was before a day, the oldest first."""
        rows = self.rows().filter(**{f"{self.moment}__date__lt": ended_before})
        told = rows.order_by(self.moment, "pk").values_list("pk", "person_id", self.moment)
        for key, person, moment in told.iterator(chunk_size=2_000):
            yield Expired(key=key, person_id=person, about=f"{self.kind}:{key}", ended_on=moment.date())

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Remove them."""
        return self.forgets(self.rows().filter(pk__in=[one.key for one in expired]), at)


def _entries_gone(rows: QuerySet[AlumnusEntry], at: dt.datetime) -> int:
    """With what was agreed to: who comes back agrees anew."""
    consents = list(rows.values_list("consent", flat=True))
    number = _deleted(rows, at)
    Consent.objects.filter(pk__in=consents, withdrawn_at=None).update(withdrawn_at=at)
    return number


RETENTION: dict[str, RetentionClass] = {
    "alumni.entries": Kept(
        label=_("Entries in the directory of alumni"),
        why=_("Assumed: five years after the alumnus last confirmed the entry; it would be out of date."),
        rows=AlumnusEntry.objects.all,
        moment="saved_at",
        kind="alumnus",
        forgets=_entries_gone,
    ),
    "alumni.offers": Kept(
        label=_("Offers of alumni to come back as resource persons, once answered"),
        rows=ExpertOffer.objects.exclude(state=ExpertOfferState.OPEN).all,
        moment="closed_at",
        kind="expert_offer",
    ),
    "alumni.letters": Kept(
        label=_("Letters to groups of alumni"),
        rows=GroupLetter.objects.all,
        moment="written_at",
        kind="alumni_letter",
    ),
    "alumni.invitations": Kept(
        label=_("Which alumni were invited to an edition"),
        rows=AlumniInvitation.objects.all,
        moment="invited_at",
        kind="alumni_invitation",
    ),
}


def _of(rows: QuerySet[Any], *order: str) -> Callable[[Collection[Person]], QuerySet[Any]]:
    """Somebody's own among some rows, in an order."""
    return lambda persons: rows.filter(person__in=persons).order_by(*order)


HELD = {
    "alumnus_entry": Rows(
        label=_("What other alumni see of you"),
        rows=_of(AlumnusEntry.objects.all(), "joined_at", "pk"),
        view="alumni:mine",
        fields=["name", "country", "organisation", "contact", "joined_at", "saved_at"],
    ),
    "expert_offers": Rows(
        label=_("Your offers to come back as a resource person"),
        rows=_of(ExpertOffer.objects.all(), "offered_at", "pk"),
        view="alumni:offer",
        fields=["edition__code", "languages", "about", "state", "offered_at", "closed_at", "answer"],
    ),
    "alumni_letters": Rows(
        label=_("What you wrote to groups of alumni"),
        rows=_of(GroupLetter.objects.all(), "written_at", "pk"),
        fields=["signed", "subject", "text", "written_at", "members"],
    ),
    "alumni_invitations": Rows(
        label=_("Invitations to you as an alumnus"),
        rows=_of(AlumniInvitation.objects.all(), "invited_at", "purpose"),
        fields=["edition__code", "purpose", "invited_at", "sent_at"],
    ),
    "alumni_silences": Rows(
        label=_("Letters to alumni that you do not want"),
        rows=_of(Silence.objects.all(), "since", "pk"),
        view="alumni:mine",
        fields=["group__edition__code", "group__country", "group__topic__code", "since"],
    ),
}
