"""The records of a series as activities of IATI, and every record that is missing for it.

Only what is public goes in: public editions, sums by line of the budget, counts of people. Where there is no
record, nothing is told.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from balai.audit.queries import deeds_about
from balai.engine.aid.activity import (
    Activity,
)
from balai.engine.aid.errors import AidError
from balai.engine.aid.shares import shares_of
from balai.followup.models.times import day_in
from balai.programmes.enums import ChangeKind, EditionStatus
from balai.programmes.queries import editions_public
from balai.reporting.models import AidProfile, AidPublication
from balai.reporting.queries.aid_parts import (
    LANGUAGE,
    body_of,
    budgets_of,
    commitments_of,
    documents_of,
    funds_of,
    parties_of,
    places_of,
    results_of,
    transactions_of,
)
from balai.reporting.queries.recipients import received
from balai.reporting.queries.spending import ledger_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from balai.engine.aid.activity import (
        Participation,
    )
    from balai.programmes.models import Edition, Series
    from balai.reporting.queries.recipients import Received

AHEAD = dt.timedelta(days=366)
"""An edition is told of from a year before its first day."""
STATUS: Mapping[str, str] = {
    EditionStatus.APPROVED: "1",
    EditionStatus.CALL: "1",
    EditionStatus.SELECTION: "1",
    EditionStatus.PREPARATION: "1",
    EditionStatus.RUNNING: "2",
    EditionStatus.CLOSED: "3",
    EditionStatus.REPORTED: "4",
    EditionStatus.EVALUATED: "4",
    EditionStatus.CANCELLED: "5",
    EditionStatus.POSTPONED: "6",
}
"""In the list ActivityStatus: pipeline, implementation, finalisation, closed, cancelled, suspended."""
HELD = ("2", "3", "4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """A record that is missing or wrong.

    Attributes:
        about: the code of the edition or series.
        what: in words.
        remedy: what to do, as the label of the link.
        url: where the record is mended.
        is_error: whether the edition is left out for it.
    """

    about: str
    what: str
    remedy: str
    url: str
    is_error: bool = True


@dataclass(slots=True, kw_only=True)
class Built:
    """The activities of a series, and what is missing.

    Attributes:
        activities: the series before its editions; empty where nothing can be told yet.
        editions: those that are told, by identifier.
        received: what each country counts, by edition's code.
    """

    activities: list[Activity] = field(default_factory=list)
    editions: dict[str, Edition] = field(default_factory=dict)
    received: dict[str, Received] = field(default_factory=dict)
    lacks: list[Lack] = field(default_factory=list)


def profile_of(series: Series) -> AidProfile | None:
    """How a series is reported, if that was decided."""
    rows = AidProfile.objects.select_related("reporter", "channel", "provider", "series")
    return rows.filter(series=series).first()


def publications_of(series: Series) -> QuerySet[AidPublication]:
    """What was published, the newest first."""
    return AidPublication.objects.filter(series=series).order_by("-number")


def newest_number(edition: Edition) -> int | None:
    """Which version of its series' file tells of an edition now, if the newest does."""
    newest = publications_of(edition.series).values_list("number", "editions").first()
    return newest[0] if newest and edition.code in newest[1] else None


def told(series: Series, profile: AidProfile, *, at: dt.datetime) -> Built:
    """Everything public that the records tell of a series; what is published stays, however far it moves."""
    built = Built()
    kept = publications_of(series).values_list("editions", flat=True).first() or []
    rows = editions_public().filter(series=series, starts_on__isnull=False)
    rows = rows.filter(Q(starts_on__lte=at.date() + AHEAD) | Q(code__in=kept))
    editions = list(rows.order_by("starts_on", "pk"))
    for edition in editions:
        activity = _edition(built, profile, edition, at=at)
        if activity is not None:
            built.activities.append(activity)
            built.editions[activity.identifier] = edition
    if built.activities:
        own = _series(built, profile, series, at=at)
        built.activities[:0] = [own] if own is not None else []
        if own is None:
            built.activities = []
    elif not built.lacks:
        built.lacks.append(
            Lack(
                about=series.code,
                what=gettext("No edition of this series is public and has days."),
                remedy=gettext("Open the series"),
                url=reverse("programmes:series", args=[series.code]),
            )
        )
    return built


# --- an edition ---------------------------------------------------------------------------------------------


def _edition(built: Built, profile: AidProfile, edition: Edition, *, at: dt.datetime) -> Activity | None:
    lacks = list(_missing(edition))
    counted = received(edition)
    if not counted.weights:
        lacks.append(
            _lack(
                edition,
                gettext("Nobody is recorded who took part, or of a country the number is missing."),
                gettext("Record who took part"),
                "programmes:sheet",
                "took-part",
            )
        )
    parties = parties_of(profile, edition)
    if not parties:
        lacks.append(
            _lack(
                edition,
                gettext("No organiser is named."),
                gettext("Name the organisers"),
                "programmes:sheet",
                "organisers",
            )
        )
    built.lacks += lacks
    if lacks:
        return None
    built.received[edition.code] = counted
    try:
        return _activity(profile, edition, counted, parties, at=at)
    except AidError as error:
        built.lacks.append(_refused(edition, error))
        return None


def _missing(edition: Edition) -> Iterable[Lack]:
    if LANGUAGE not in edition.title or not _general(edition):
        yield _lack(
            edition,
            gettext("Title or summary is not written in English."),
            gettext("Write it"),
            "programmes:change",
        )
    if not edition.sector_codes:
        yield _lack(
            edition, gettext("No sector code is named."), gettext("Name the sector"), "programmes:change"
        )
    if edition.ends_on is None:
        yield _lack(
            edition, gettext("The last day is missing."), gettext("Enter the days"), "programmes:dates"
        )


def _activity(
    profile: AidProfile,
    edition: Edition,
    counted: Received,
    parties: tuple[Participation, ...],
    *,
    at: dt.datetime,
) -> Activity:
    today = day_in(edition, at)
    status = STATUS[edition.status]
    first, last = _planned(edition)
    currency = _currency(edition)
    assert edition.starts_on is not None  # noqa: S101 -- as was asked
    assert edition.ends_on is not None  # noqa: S101 -- as was asked
    began = status in HELD and edition.starts_on <= today
    ended = began and edition.ends_on <= today
    return Activity(
        identifier=f"{profile.identifier}-{edition.code}",
        hierarchy=2,
        reporting=body_of(profile, profile.reporter, is_reporter=True),
        language=LANGUAGE,
        currency=currency,
        titles=dict(edition.title),
        general=_general(edition),
        objectives=dict(edition.objective) or None,
        target_groups=dict(edition.target_group) or None,
        participations=parties,
        own_code=edition.code,
        status=status,
        changed_at=_changed_at(edition, at),
        planned_first=first,
        planned_last=last,
        actual_first=edition.starts_on if began else None,
        actual_last=edition.ends_on if ended else None,
        scope="3" if len(counted.weights) > 1 else "4",
        recipients=shares_of(counted.weights),
        places=tuple(places_of(edition)),
        sectors=shares_of(dict.fromkeys(edition.sector_codes, 1)),
        sdg_targets=tuple(edition.sdg_targets),
        gender=_gender(edition),
        collaboration=profile.collaboration,
        flow=profile.flow,
        finance=profile.finance,
        aid=profile.aid,
        tied=profile.tied,
        technical_cooperation=profile.is_technical_cooperation,
        budgets=tuple(budgets_of(edition)),
        transactions=(
            *commitments_of(profile, edition, currency, at=at),
            *funds_of(profile, edition),
            *transactions_of(profile, edition),
        ),
        documents=tuple(documents_of(edition)),
        results=tuple(results_of(edition, counted, has_ended=ended)),
        parent=f"{profile.identifier}-{profile.series.code}",
    )


def _general(edition: Edition) -> dict[str, str]:
    found = dict(edition.summary) or dict(edition.theme)
    return found if LANGUAGE in found else {}


def _planned(edition: Edition) -> tuple[dt.date, dt.date]:
    """The days as they were decided first."""
    moved = edition.changes.filter(kind=ChangeKind.MOVED).order_by("at", "pk").first()
    first = (moved.starts_on_before if moved else None) or edition.starts_on
    last = (moved.ends_on_before if moved else None) or edition.ends_on
    assert first is not None  # noqa: S101 -- as was asked
    assert last is not None  # noqa: S101 -- as was asked
    return first, last


def _changed_at(edition: Edition, at: dt.datetime) -> dt.datetime:
    """The newest deed that the trail tells of the edition or of its book, until a moment."""
    ledger = ledger_of(edition)
    about = [edition.reference, *([ledger.reference] if ledger else [])]
    deed = deeds_about(*about).filter(at__lte=at).first()
    return deed.at if deed else at


def _currency(edition: Edition) -> str:
    ledger = ledger_of(edition)
    first = edition.budget.order_by("order", "code").values_list("currency", flat=True).first()
    return ledger.currency if ledger else first or "USD"


def _gender(edition: Edition) -> str:
    return next((one.partition(":")[2] for one in edition.policy_markers if one.startswith("1:")), "")


# --- the series ---------------------------------------------------------------------------------------------


def _series(built: Built, profile: AidProfile, series: Series, *, at: dt.datetime) -> Activity | None:
    """The series: the countries of its editions, weighed by what they count there."""
    weights: Counter[str] = Counter()
    for one in built.received.values():
        total = sum(one.weights.values())
        # Each edition weighs the same: days of one are not added to heads of another.
        weights.update({country: 1_000_000 * count // total for country, count in one.weights.items()})
    general = dict(series.summary) or dict(series.title)
    children = built.activities
    statuses = {one.status for one in children}
    try:
        return Activity(
            identifier=f"{profile.identifier}-{series.code}",
            hierarchy=1,
            reporting=body_of(profile, profile.reporter, is_reporter=True),
            language=LANGUAGE,
            currency=children[-1].currency,
            titles=dict(series.title),
            general=general,
            participations=_all_parties(children),
            own_code=series.code,
            status="2" if statuses - {"4", "5"} else "4",
            changed_at=max(one.changed_at for one in children),
            planned_first=min(one.planned_first for one in children),
            planned_last=max(one.planned_last for one in children),
            actual_first=min((one.actual_first for one in children if one.actual_first), default=None),
            scope="3" if len(weights) > 1 else "4",
            recipients=shares_of(dict(sorted(weights.items()))),
            sectors=shares_of(dict.fromkeys(sorted({code for one in children for code in one.sectors}), 1)),
            sdg_targets=tuple(dict.fromkeys(target for one in children for target in one.sdg_targets)),
            collaboration=profile.collaboration,
            flow=profile.flow,
            finance=profile.finance,
            aid=profile.aid,
            tied=profile.tied,
            children=tuple(one.identifier for one in children),
        )
    except AidError as error:
        built.lacks.append(
            Lack(
                about=series.code,
                what=f"{error.place}: “{error.value}”. {error.rule}",
                remedy=error.remedy,
                url=reverse("programmes:series", args=[series.code]),
            )
        )
        return None


def _all_parties(children: Iterable[Activity]) -> tuple[Participation, ...]:
    """Everybody of the editions, each once in a role."""
    found = {
        (one.role, *sorted(one.organisation.names.items())): one
        for child in children
        for one in child.participations
    }
    return tuple(found[key] for key in sorted(found, key=lambda key: str(key[0])))


def _lack(edition: Edition, what: str, remedy: str, view: str, *more: str) -> Lack:
    return Lack(about=edition.code, what=what, remedy=remedy, url=reverse(view, args=[edition.code, *more]))


def _refused(edition: Edition, error: AidError) -> Lack:
    """What the writer of IATI refused, with the way to the edition's definition."""
    view = "programmes:change"
    if "Modality" in error.rule or "amount" in error.place:
        view = "programmes:money"
    return _lack(edition, f"{error.place}: “{error.value}”. {error.rule}", error.remedy, view)
