"""Questions about alumni: who is one, whom the directory shows, and what they offered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from balai.alumni.enums import ExpertOfferState, Purpose
from balai.alumni.models import AlumniInvitation, AlumnusEntry, ExpertOffer, Silence
from balai.certificates.models import Completion
from balai.certificates.queries.certificates import CERTIFIED
from balai.directory.models import Country, Topic
from balai.directory.queries import in_order_of_names, with_words
from balai.people.models import Person
from balai.people.queries import identities_of
from balai.programmes.enums import EditionStatus, Publicity
from balai.programmes.models import Edition
from balai.programmes.rules import readable_editions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.models import Grant

MOST_EDITIONS = 100
"""To choose from in a list; a programme that runs each year needs a century for them."""


def completed_by(persons: Iterable[Person] | QuerySet[Person]) -> QuerySet[Completion]:
    """What somebody completed under any of their identities."""
    return Completion.objects.filter(participant__person__in=persons, outcome__in=CERTIFIED)


def is_alumnus(person: Person) -> bool:
    """Whether somebody completed an edition."""
    return completed_by(identities_of(person)).exists()


def alumni_of(completions: QuerySet[Completion]) -> QuerySet[Person]:
    """Who completed something, each once, under the record that is kept of them."""
    kept = completions.annotate(
        kept=Coalesce("participant__person__merged_into_id", "participant__person_id")
    )
    return Person.objects.filter(pk__in=kept.values("kept"), erased_at=None)


def own_editions(person: Person) -> QuerySet[Edition]:
    """The editions that somebody completed, the newest first."""
    keys = completed_by(identities_of(person)).values("edition")
    return Edition.objects.filter(pk__in=keys).order_by("-sorts_on", "code")


def own_countries(person: Person) -> QuerySet[Country]:
    """The countries for which somebody completed an edition."""
    keys = completed_by(identities_of(person)).values("participant__country")
    return in_order_of_names(Country.objects.filter(pk__in=keys))


def editions_with_alumni() -> QuerySet[Edition]:
    """The editions that somebody completed, the newest first."""
    there = Completion.objects.filter(edition=OuterRef("pk"), outcome__in=CERTIFIED)
    return Edition.objects.filter(Exists(there)).order_by("-sorts_on", "code")


def countries_shown() -> QuerySet[Country]:
    """The countries that somebody shows in the directory."""
    shown = AlumnusEntry.objects.filter(country=OuterRef("pk"))
    return in_order_of_names(Country.objects.filter(Exists(shown)))


def topics_shown() -> QuerySet[Topic]:
    """The topics that somebody shows in the directory."""
    shown = AlumnusEntry.topics.through.objects.filter(topic_id=OuterRef("pk"))
    return in_order_of_names(Topic.objects.filter(Exists(shown)))


def entry_of(person: Person) -> AlumnusEntry | None:
    """What somebody shows in the directory; nothing while they have not chosen to."""
    rows = AlumnusEntry.objects.filter(person__in=identities_of(person)).select_related("country")
    return rows.prefetch_related("topics").order_by("joined_at", "pk").first()


def listed() -> QuerySet[AlumnusEntry]:
    """Whom the directory shows: who agreed, and whose completion still stands.

    Two questions joined by OR, so that each is answered by an index: the person's own records, and those of
    somebody recorded twice.
    """
    own = Completion.objects.filter(participant__person=OuterRef("person"), outcome__in=CERTIFIED)
    double = Completion.objects.filter(
        participant__person__merged_into=OuterRef("person"), outcome__in=CERTIFIED
    )
    rows = AlumnusEntry.objects.filter(Exists(own) | Exists(double), consent__withdrawn_at=None)
    return rows.select_related("country").prefetch_related("topics")


def found(
    *,
    words: str = "",
    country: Country | None = None,
    topic: Topic | None = None,
    edition: Edition | None = None,
) -> QuerySet[AlumnusEntry]:
    """Those of the directory with some words in name and organisation, of a country, topic and edition."""
    rows = with_words(listed(), words)
    if country is not None:
        rows = rows.filter(country=country)
    if topic is not None:
        through = AlumnusEntry.topics.through.objects
        rows = rows.filter(Exists(through.filter(alumnusentry_id=OuterRef("pk"), topic_id=topic.pk)))
    if edition is not None:
        done = Completion.objects.filter(edition=edition, outcome__in=CERTIFIED)
        rows = rows.filter(
            Q(person__in=done.values("participant__person"))
            | Q(person__in=done.values("participant__person__merged_into"))
        )
    return rows


def editions_by_person(persons: Collection[UUID]) -> Mapping[UUID, list[str]]:
    """The codes of the editions that some people completed, the newest first; one question."""
    who = Coalesce("participant__person__merged_into_id", "participant__person_id")
    rows = (
        Completion.objects.filter(
            Q(participant__person__in=persons) | Q(participant__person__merged_into__in=persons),
            outcome__in=CERTIFIED,
        )
        .annotate(who=who)
        .order_by("-edition__sorts_on", "edition__code")
        .values_list("who", "edition__code")
    )
    codes: dict[UUID, list[str]] = defaultdict(list)
    for key, code in rows:
        if code not in codes[key]:
            codes[key].append(code)
    return codes


# --- experts who come back --------------------------------------------------------------------------------


def offers() -> QuerySet[ExpertOffer]:
    """Offers with whom they are of, for pages, letters and programs."""
    return ExpertOffer.objects.select_related(
        "person__account", "edition", "resource_person"
    ).prefetch_related("topics")


def offers_of(person: Person) -> QuerySet[ExpertOffer]:
    """Somebody's own, the newest first."""
    return offers().filter(person__in=identities_of(person)).order_by("-offered_at", "pk")


def open_offers() -> QuerySet[ExpertOffer]:
    """Those that wait for the office."""
    return offers().filter(state=ExpertOfferState.OPEN)


# --- invitations ------------------------------------------------------------------------------------------


def alumni_before(edition: Edition) -> QuerySet[Person]:
    """Who completed an earlier edition of the series."""
    earlier = Completion.objects.filter(
        edition__series=edition.series_id, edition__sorts_on__lt=edition.sorts_on, outcome__in=CERTIFIED
    )
    return alumni_of(earlier)


def calls_for(grants: Iterable[Grant]) -> QuerySet[Edition]:
    """Editions of somebody's whose call is open, and whose series has alumni; by code."""
    earlier = Completion.objects.filter(
        edition__series=OuterRef("series"),
        edition__sorts_on__lt=OuterRef("sorts_on"),
        outcome__in=CERTIFIED,
    )
    rows = readable_editions(list(grants)).filter(status=EditionStatus.CALL, publicity=Publicity.PUBLIC)
    return rows.filter(Exists(earlier)).order_by("code")


def calls_of_series(edition: Edition) -> QuerySet[Edition]:
    """The following editions of a series whose call is open."""
    rows = Edition.objects.filter(series=edition.series_id, sorts_on__gt=edition.sorts_on)
    return rows.filter(status=EditionStatus.CALL).order_by("sorts_on", "code")


def to_invite(edition: Edition, purpose: Purpose) -> QuerySet[Person]:
    """Whom a letter can still go to: not who had it already, nor who wants no invitations."""
    had = AlumniInvitation.objects.filter(edition=edition, purpose=purpose, person=OuterRef("pk"))
    silent = Silence.objects.filter(person=OuterRef("pk"), group=None)
    return alumni_before(edition).exclude(Exists(had)).exclude(Exists(silent))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How far the invitations for one purpose are.

    Attributes:
        invited: to how many a letter goes.
        written: how many of these letters are written.
        left: how many could still be invited.
    """

    purpose: Purpose
    invited: int
    written: int
    left: int


def invitations_counted(edition: Edition) -> list[Counted]:
    """The same for each purpose; four questions."""
    rows = AlumniInvitation.objects.filter(edition=edition).order_by("purpose").values_list("purpose")
    counted = {
        purpose: (invited, written)
        for purpose, invited, written in rows.annotate(invited=Count("pk"), written=Count("sent_at"))
    }
    return [
        Counted(
            purpose=purpose,
            invited=counted.get(purpose.value, (0, 0))[0],
            written=counted.get(purpose.value, (0, 0))[1],
            left=to_invite(edition, purpose).count(),
        )
        for purpose in Purpose
    ]
