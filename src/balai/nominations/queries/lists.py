"""Questions about calls to countries, their places, deadlines and nominations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, Subquery, Sum, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Least, StrIndex
from django.db.models.lookups import GreaterThan

from balai.directory.models import Country
from balai.nominations.enums import NominationState, Reached
from balai.nominations.models import CallContact, CallLetter, CountryCall, Nomination, ReturnedPlaces
from balai.nominations.registries import took_part
from balai.people.enums import Role
from balai.people.queries import grants_live_at
from balai.programmes.enums import EditionStatus, Level
from balai.programmes.models import Deadline, Edition, KnownCountry, Quota
from balai.programmes.queries.scopes import covered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.correspondence.models import RegisterEntry
    from balai.people.models import Grant, Person

DUE = "nominations"
"""The code of the plan of deadlines by which countries have to nominate."""

UNREAD_AFTER = dt.timedelta(days=7)
"""An invitation that nobody opened for so long is followed up in another way (edge case E25)."""

OF_A_CALL = ("edition", "issued_at", "opened_at", "sent_at")
"""Columns of a call that the board looks at."""

SHOWN_TO_COUNTRIES = ("selection", "offers", "acceptances", "visas", "manifest")
"""Plans of the host whose days a focal point waits for."""


# --- whose they are ----------------------------------------------------------------------------------------


def countries_of(grants: Iterable[Grant]) -> set[str]:
    """The countries whose focal point somebody is; a role that holds everywhere speaks for no country."""
    return {
        grant.scope.removeprefix("country:")
        for grant in grants
        if grant.role == Role.FOCAL_POINT and grant.scope.startswith("country:")
    }


def calls_visible_to(grants: Iterable[Grant], readers: Collection[str]) -> QuerySet[CountryCall]:
    """The calls that somebody may open: of their country, and of the editions that a role of theirs covers.

    Args:
        grants: those in force.
        readers: the roles that read of every country.
    """
    calls = CountryCall.objects.select_related("edition__series__body", "country")
    return calls.filter(Q(country__in=countries_of(grants)) | covered(grants, readers))


def nominations_visible_to(grants: Iterable[Grant], readers: Collection[str]) -> QuerySet[Nomination]:
    """Nominations of the editions that a role of somebody covers; withdrawn ones too."""
    return Nomination.objects.select_related("edition", "country", "person").filter(covered(grants, readers))


def for_list(rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """The same rows with the columns alone that a line of the office's list shows and sorts by."""
    return (
        rows.select_related(None)
        .select_related("edition", "country")
        .only(
            *("code", "name", "rank", "state", "standing", "employer", "entered_at"),
            *("edition__code", "country__name", "country__short_name"),
        )
    )


def holders_of(call: CountryCall, *, at: datetime) -> list[Person]:
    """Who holds the role that a call is addressed to; a person recorded twice is one."""
    return holders_by_country([call], at=at).get(call.country_id, [])


def holders_by_country(calls: Iterable[CountryCall], *, at: datetime) -> dict[str, list[Person]]:
    """Who holds the roles that calls are addressed to, by country; one question for all of them."""
    scopes = {call.scope for call in calls}
    grants = grants_live_at(at).filter(role=Role.FOCAL_POINT, scope__in=scopes)
    found: dict[str, dict[UUID, Person]] = {}
    for grant in grants.select_related("person__merged_into", "person__account").order_by("person_id"):
        person = grant.person.merged_into or grant.person
        found.setdefault(grant.scope.removeprefix("country:"), {})[person.pk] = person
    return {country: list(people.values()) for country, people in found.items()}


# --- places ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The places of one country: the ledger.

    Attributes:
        given: by the quota.
        returned: given back so far.
        reserve: alternates that the country is asked to name.
        more_at_own_expense: whether it may send more people than it has places.
    """

    given: int
    returned: int
    reserve: int
    more_at_own_expense: bool = False

    @property
    def kept(self) -> int:
        """For how many a principal may be named."""
        return max(self.given - self.returned, 0)


def places_of(call: CountryCall) -> Places:
    """The places of a country now; two questions."""
    return places_by_call([call])[call.pk]


def places_by_call(calls: Iterable[CountryCall]) -> dict[UUID, Places]:
    """The places of several calls now; two questions for all of them."""
    known = list(calls)
    editions = {call.edition_id for call in known}
    quotas = {
        (row.edition_id, row.country_id): row
        for row in Quota.objects.filter(edition__in=editions, country__in={call.country_id for call in known})
    }
    returned = dict(
        ReturnedPlaces.objects.filter(call__in=known)
        .order_by()
        .values("call")
        .annotate(sum=Sum("places"))
        .values_list("call", "sum")
    )
    found = {}
    for call in known:
        quota = quotas.get((call.edition_id, call.country_id))
        found[call.pk] = Places(
            given=quota.places if quota else 0,
            returned=returned.get(call.pk, 0),
            reserve=quota.reserve if quota else 0,
            more_at_own_expense=quota is not None and quota.is_self_financed,
        )
    return found


# --- deadlines ---------------------------------------------------------------------------------------------


def deadlines_shown_to(call: CountryCall) -> list[Deadline]:
    """What a country has to keep or waits for, of all its levels and of the host, in order; one question."""
    rows = Deadline.objects.filter(plan__edition=call.edition_id).filter(
        Q(country=call.country_id, plan__code=DUE)
        | Q(country=None, plan__code__in=(DUE, *SHOWN_TO_COUNTRIES))
    )
    return list(rows.select_related("plan").order_by("at", "pk"))


def deadline_among(shown: Collection[Deadline]) -> Deadline | None:
    """By when a country has to send its nominations: its own deadline, else the host's."""
    own = (row for row in shown if row.country_id is not None and row.plan.level == Level.FOCAL_POINT)
    hosts = (row for row in shown if row.country_id is None and row.plan.code == DUE)
    return next(own, None) or next(hosts, None)


def deadline_of(call: CountryCall) -> Deadline | None:
    """By when the country has to send its nominations."""
    return deadline_among(deadlines_shown_to(call))


def deadlines_by_call(calls: Iterable[CountryCall]) -> dict[UUID, Deadline | None]:
    """By when each of these countries has to send its nominations; one question for all of them."""
    known = list(calls)
    rows = Deadline.objects.filter(plan__edition__in={call.edition_id for call in known}, plan__code=DUE)
    own: dict[tuple[UUID, str | None], Deadline] = {}
    for row in rows.select_related("plan").order_by("-at", "-pk"):  # so that the first of each stays
        if row.country_id is None or row.plan.level == Level.FOCAL_POINT:
            own[row.plan.edition_id, row.country_id] = row
    return {
        call.pk: own.get((call.edition_id, call.country_id)) or own.get((call.edition_id, None))
        for call in known
    }


def is_over(deadline: Deadline | None, *, at: datetime) -> bool:
    """Whether a deadline has passed; the moment itself is still in time."""
    return deadline is not None and at > deadline.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One deadline as a focal point sees it.

    Attributes:
        at: the moment, in the clock of the country.
        title: what is due, a text of several languages.
        level: whose turn it is, or empty for what the host does.
        days: that this level has, counted from the one before it, or from the invitation.
        is_own: whether it is the focal point's.
        is_past: whether it has passed.
    """

    at: datetime
    title: Any
    level: str
    days: int | None
    is_own: bool
    is_past: bool


def steps_of(call: CountryCall, *, at: datetime) -> list[Step]:
    """The deadlines of every level of a country and what it waits for after them, in order; one question."""
    return steps_among(deadlines_shown_to(call), call, at=at)


def steps_among(shown: Iterable[Deadline], call: CountryCall, *, at: datetime) -> list[Step]:
    """The same of deadlines that are known.

    Each level of the country sees how many days those before it have left it.
    """
    zone = ZoneInfo(zone_of(call))
    found = []
    before = call.issued_at
    for row in shown:
        is_of_country = row.country_id is not None
        if not is_of_country and row.plan.code == DUE:
            continue  # of countries that have none of their own
        found.append(
            Step(
                at=row.at.astimezone(zone),
                title=row.plan.title,
                level=row.plan.level if is_of_country else "",
                days=max((row.at.astimezone(zone).date() - before.astimezone(zone).date()).days, 0)
                if is_of_country
                else None,
                is_own=is_of_country and row.plan.level == Level.FOCAL_POINT,
                is_past=row.at < at,
            )
        )
        before = row.at if is_of_country else before
    return found


def zone_of(call: CountryCall) -> str:
    """The clock of a country: that of its capital."""
    return next(iter(call.country.time_zones), "UTC")


# --- nominations -------------------------------------------------------------------------------------------


def live_nominations(call: CountryCall) -> QuerySet[Nomination]:
    """Those that count, in the country's order."""
    return call.nominations.exclude(state=NominationState.WITHDRAWN).order_by("rank")


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """An earlier edition of the series, how many of a country took part, and who, as far as it is known."""

    edition: Edition
    people: int | None
    names: list[str]


def took_part_before(call: CountryCall, *, most: int = 4) -> list[Before]:
    """Earlier editions of the series in which people of the country took part, the newest first.

    Counts come from what is on record of an edition, names from the room that knows participants.
    """
    known = KnownCountry.objects.filter(country=call.country_id, edition=OuterRef("pk"))
    earlier = (
        Edition.objects.filter(series=call.edition.series_id)
        .exclude(pk=call.edition_id)
        .filter(starts_on__lt=call.edition.starts_on or dt.date.max)
        .annotate(is_known=Exists(known), known_people=Subquery(known.values("participants")[:1]))
        .order_by("-starts_on", "-pk")
        .only("starts_on", "cities")
    )
    editions: list[Any] = list(earlier)
    names: dict[UUID, list[str]] = {}
    for told in took_part:
        names |= told(call.country_id, [one.pk for one in editions])
    found = [
        Before(
            edition=one,
            people=one.known_people or len(names.get(one.pk, [])) or None,
            names=names.get(one.pk, []),
        )
        for one in editions
        if one.is_known or names.get(one.pk)
    ]
    return found[:most]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which nominations the office looks for; an empty text leaves a question out."""

    words: str = ""
    edition: str = ""
    country: str = ""
    state: str = ""
    standing: str = ""


TRIGRAM = 3
"""Letters; of a shorter word the index of words (pg_trgm) knows nothing."""


def nominations_found(rows: QuerySet[Nomination], asked: Asked) -> QuerySet[Nomination]:
    """The rows that hold every word asked for, of one edition, country, state and standing."""
    for word in asked.words.lower().split():
        if len(word) < TRIGRAM:
            # Not asked of the index of words, which knows no part that is so short and would hand out every
            # row that has the other words. Rows are tried in the list's order until the page is full.
            rows = rows.filter(GreaterThan(StrIndex("search_text", Value(word)), 0))
        else:
            rows = rows.filter(search_text__contains=word)
    if asked.edition:
        rows = rows.filter(edition__code=asked.edition)
    if asked.country:
        rows = rows.filter(country=asked.country)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.standing:
        rows = rows.filter(standing=asked.standing)
    return rows


def offered_choices(editions: QuerySet[Edition]) -> dict[str, list[tuple[str, str]]]:
    """Editions among these that have a call, the newest first, and invited countries by name; one question.

    Both are few, whatever the list holds; they come together, because every page of the list asks for them.
    """
    called = CountryCall.objects.filter(edition__in=editions.order_by().values("pk"))
    chosen = (
        Edition.objects.filter(Exists(called.filter(edition=OuterRef("pk"))))
        .annotate(kind=Value("edition"), label=F("title"), sorts=Cast("sorts_on", TextField()))
        .order_by()
        .values_list("kind", "code", "label", "sorts")
    )
    short = Case(When(short_name={}, then=F("name")), default=F("short_name"))
    countries = (
        Country.objects.filter(Exists(called.filter(country=OuterRef("pk"))))
        .annotate(kind=Value("country"), label=short, sorts=Value(""))
        .order_by()
        .values_list("kind", "code", "label", "sorts")
    )
    found = sorted(chosen.union(countries, all=True), key=lambda row: row[3], reverse=True)
    return {
        "edition": [(code, code) for kind, code, _label, _sorts in found if kind == "edition"],
        "country": sorted(
            ((code, str(label)) for kind, code, label, _sorts in found if kind == "country"),
            key=lambda pair: pair[1],
        ),
    }


def late_queue(rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """Those that came after their deadline and were not admitted, the first to come first."""
    return rows.filter(state=NominationState.LATE).order_by("submitted_at", "id")


def doubles_in(edition: Edition | UUID, nomination: Nomination) -> QuerySet[Nomination]:
    """Other live nominations of the edition that may be of the same human being: for the office only.

    By e-mail address, or by name and date of birth.
    """
    alike = Q(name__iexact=nomination.name, birth_on=nomination.birth_on, birth_on__isnull=False)
    if nomination.email:
        alike |= Q(email__iexact=nomination.email)
    others = Nomination.objects.filter(edition=edition).exclude(state=NominationState.WITHDRAWN)
    return others.filter(alike).exclude(pk=nomination.pk).select_related("country")


# --- how the call arrived ----------------------------------------------------------------------------------


def calls_of(edition: Edition) -> QuerySet[Any]:
    """The calls of an edition with their places and how many nominations are live, sent and late."""
    return counted_calls().filter(edition=edition)


def note_number_of(call: CountryCall) -> RegisterEntry | None:
    """The line of the register whose number the note verbale bears: of its first letter, or its own."""
    if call.note_entry is not None:
        return call.note_entry
    first = call.letters.select_related("letter__entry").exclude(letter__entry=None).only("letter__entry")
    one = first.order_by("letter__written_at", "pk").first()
    return one.letter.entry if one else None


def with_opening(calls: QuerySet[CountryCall]) -> QuerySet[Any]:
    """The same calls, each with ``first_opened_at``: when somebody opened its page or letter, or None.

    The one place that says whether an invitation was opened.
    """
    first_read = (
        CallLetter.objects.filter(call=OuterRef("pk"))
        .order_by()
        .values("call")
        .annotate(first=Min("letter__read_at"))
        .values("first")
    )
    # PostgreSQL leaves out what is null.
    return calls.annotate(first_opened_at=Least("opened_at", Subquery(first_read)))


def calls_on_the_board() -> QuerySet[Any]:
    """Every call so counted, with whether its invitation was written and opened; read once for a board."""
    written = CallLetter.objects.filter(call=OuterRef("pk"))
    calls = with_opening(counted_calls()).select_related(None).select_related("country")
    shown = calls.only(*OF_A_CALL, "country__name", "country__short_name")
    found: QuerySet[Any] = shown.annotate(is_written=Exists(written))
    return found


def counted_calls() -> QuerySet[Any]:
    """Every call with its places and how many nominations are live, sent and late."""
    quotas = Quota.objects.filter(edition=OuterRef("edition"), country=OuterRef("country"))
    returned = (
        ReturnedPlaces.objects.filter(call=OuterRef("pk"))
        .order_by()
        .values("call")
        .annotate(sum=Sum("places"))
    )
    # Each number is asked of the index by call and state alone. Joined and grouped, every nomination would be
    # sorted with all columns of its call, country and edition.
    return (
        CountryCall.objects.select_related("country", "edition__series__body")
        .annotate(
            named=_number_of(~Q(state=NominationState.WITHDRAWN)),
            handed_in=_number_of(Q(state=NominationState.SENT)),
            came_late=_number_of(Q(state=NominationState.LATE)),
            given=Coalesce(Subquery(quotas.values("places")[:1]), 0),
            given_back=Coalesce(Subquery(returned.values("sum")), 0),
        )
        .order_by("country_id")
    )


def _number_of(which: Q) -> Coalesce:
    """How many nominations of a call are so."""
    rows = Nomination.objects.filter(which, call=OuterRef("pk")).order_by().values("call")
    return Coalesce(Subquery(rows.annotate(number=Count("*")).values("number")), 0)


def calls_unread(*, at: datetime) -> QuerySet[CountryCall]:
    """Open calls whose invitation nobody has opened for a week, and with whose office nobody has spoken."""
    spoken = CallContact.objects.filter(call=OuterRef("pk"), reached=Reached.SPOKEN)
    waiting = CountryCall.objects.filter(
        edition__status=EditionStatus.CALL, issued_at__lte=at - UNREAD_AFTER, sent_at=None
    )
    return (
        with_opening(waiting)
        .filter(first_opened_at=None)
        .exclude(Exists(spoken))
        .select_related("edition", "country")
        .order_by("issued_at", "pk")
    )


def countries_without_call(edition: Edition) -> list[Quota]:
    """Countries that have places and were not invited: not members on the day of the call, or new."""
    called = CountryCall.objects.filter(edition=edition).values("country")
    return list(
        Quota.objects.filter(edition=edition, places__gte=1)
        .exclude(country__in=called)
        .select_related("country")
        .order_by("country_id")
    )
