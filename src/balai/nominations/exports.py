"""The office's lists as sheets: what a page shows and no more; nothing restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext, pgettext

from balai.nominations.enums import ApplicationState, NominationState, Sex, Standing, Track

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from balai.nominations.models import CountryCall, Nomination
    from balai.nominations.queries.doubles import Suspicion


def _moment(value: datetime | None) -> str:
    return value.strftime("%Y-%m-%d %H:%M") if value else ""


def nominations_head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        gettext("Reference"),
        gettext("Edition"),
        gettext("Country"),
        gettext("Rank"),
        gettext("Name"),
        gettext("Sex"),
        gettext("Kind"),
        gettext("Employer"),
        gettext("Position"),
        gettext("State"),
        gettext("Standing"),
        gettext("Sent (UTC)"),
    ]


def nominations_rows(rows: QuerySet[Nomination]) -> Iterator[list[str]]:
    """One nomination at a time; in the reader's language, which is read now."""
    sexes = {value: str(label) for value, label in Sex.choices}
    tracks = {value: str(label) for value, label in Track.choices}
    states = {value: str(label) for value, label in NominationState.choices}
    standings = {value: str(label) for value, label in Standing.choices}
    lines = rows.values_list(
        "code",
        "edition__code",
        "country_id",
        "rank",
        "name",
        "sex",
        "track",
        "employer",
        "position",
        "state",
        "standing",
        "submitted_at",
    ).iterator(chunk_size=2000)
    return (
        [
            code,
            edition,
            country,
            str(rank),
            name,
            sexes.get(sex, ""),
            tracks.get(track, ""),
            employer,
            position,
            states[state],
            standings[standing],
            _moment(sent),
        ]
        for (
            code,
            edition,
            country,
            rank,
            name,
            sex,
            track,
            employer,
            position,
            state,
            standing,
            sent,
        ) in lines
    )


def applications_head() -> list[str]:
    """What the columns of applications are called, in the reader's language."""
    return [
        gettext("Reference"),
        gettext("Edition"),
        gettext("Country"),
        gettext("Rank"),
        gettext("Name"),
        gettext("State"),
        gettext("Invited (UTC)"),
        gettext("Opened (UTC)"),
        gettext("Saved (UTC)"),
        gettext("Sent (UTC)"),
        gettext("What is missing"),
        gettext("Statements asked for"),
        gettext("Statements signed"),
    ]


def applications_rows(rows: QuerySet[Nomination]) -> Iterator[list[str]]:
    """How far the application of each nominee is, one at a time; nominees who were not asked too."""
    states = {value: str(label) for value, label in ApplicationState.choices}
    in_force = Q(application__endorsements__put_away_at=None)
    lines = rows.annotate(
        asked=Count("application__endorsements", filter=in_force),
        signed=Count(
            "application__endorsements",
            filter=in_force & Q(application__endorsements__signed_at__isnull=False),
        ),
    ).values_list(
        "code",
        "edition__code",
        "country_id",
        "rank",
        "name",
        "application__state",
        "application__invited_at",
        "application__opened_at",
        "application__saved_at",
        "application__sent_at",
        "application__returned_because",
        "asked",
        "signed",
    )
    for (
        code,
        edition,
        country,
        rank,
        name,
        state,
        invited,
        opened,
        saved,
        sent,
        missing,
        asked,
        signed,
    ) in lines.iterator(chunk_size=2000):
        yield [
            code,
            edition,
            country,
            str(rank),
            name,
            states.get(state, gettext("Not asked yet")),
            *(_moment(one) for one in (invited, opened, saved, sent)),
            missing if missing and state == ApplicationState.RETURNED else "",
            str(asked),
            str(signed),
        ]


def doubles_head() -> list[str]:
    """What the columns of suspected doubles are called, in the reader's language."""
    return [
        gettext("Name"),
        gettext("Other name"),
        gettext("What is the same"),
        gettext("Nominations"),
    ]


def doubles_rows(found: Iterable[Suspicion], words: Mapping[str, str]) -> Iterator[list[str]]:
    """One pair of records at a time; a passport is told by that alone, never by its number."""
    for one in found:
        yield [
            one.one.name,
            one.other.name,
            ", ".join(words[reason] for reason in one.reasons),
            ", ".join(nomination.code for nomination in one.nominations),
        ]


def calls_head() -> list[str]:
    """What the columns of invitations are called, in the reader's language."""
    return [
        gettext("Country"),
        gettext("Letters"),
        pgettext("of letters", "Copies"),
        gettext("Invited (UTC)"),
        gettext("Opened (UTC)"),
        gettext("Sent (UTC)"),
        gettext("Places"),
        gettext("Returned"),
        gettext("Named"),
        gettext("Late"),
        gettext("Last contact (UTC)"),
    ]


def calls_rows(calls: Iterable[CountryCall]) -> Iterator[list[str]]:
    """How the call reached each country: rows of :func:`balai.nominations.queries.calls_of`, with letters."""
    for call in calls:
        counted: Any = call  # with what the question has counted
        contacts = [one.at for one in call.contacts.all()]
        yield [
            call.country_id,
            *(
                ", ".join(one.letter.entry.reference for one in sent if one.letter.entry)
                for sent in (call.letters.all(), call.copies.all())
            ),
            *(_moment(one) for one in (call.issued_at, counted.first_opened_at, call.sent_at)),
            *(str(one) for one in (counted.given, counted.given_back, counted.named, counted.came_late)),
            _moment(max(contacts, default=None)),
        ]


def own_calls_head() -> list[str]:
    """What the columns of a country's calls are called, in the reader's language."""
    return [
        gettext("Edition"),
        gettext("Country"),
        gettext("State"),
        gettext("Invited (UTC)"),
        gettext("Sent (UTC)"),
        gettext("Places"),
        gettext("Returned"),
        gettext("Named"),
        gettext("Late"),
    ]


def own_calls_rows(calls: Iterable[CountryCall]) -> Iterator[list[str]]:
    """The calls of a reader's countries: rows of :func:`balai.nominations.queries.counted_calls`."""
    for call in calls:
        counted: Any = call  # with what the question has counted
        yield [
            call.edition.code,
            call.country_id,
            call.edition.get_status_display(),
            *(_moment(one) for one in (call.issued_at, call.sent_at)),
            *(str(one) for one in (counted.given, counted.given_back, counted.named, counted.came_late)),
        ]
