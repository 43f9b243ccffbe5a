"""Offers, places and participants as sheets: what the office's lists show and no more; nothing restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from balai.selection.enums import Attendance, OfferKind, OfferState, ParticipantState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from balai.selection.models import Offer, Participant


def _moment(value: datetime | None) -> str:
    return value.strftime("%Y-%m-%d %H:%M") if value else ""


def offers_head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        gettext("Reference"),
        gettext("Edition"),
        gettext("Country"),
        gettext("Name"),
        gettext("Letter"),
        gettext("Number on the reserve list"),
        gettext("State"),
        gettext("Sent (UTC)"),
        gettext("Holds until (UTC)"),
        gettext("Answered (UTC)"),
    ]


def offers_rows(rows: QuerySet[Offer]) -> Iterator[list[str]]:
    """One offer at a time; in the reader's language, which is read now."""
    kinds = {value: str(label) for value, label in OfferKind.choices}
    states = {value: str(label) for value, label in OfferState.choices}
    lines = rows.values_list(
        "nomination__code",
        "edition__code",
        "country_id",
        "nomination__name",
        "kind",
        "reserve_rank",
        "state",
        "sent_at",
        "expires_at",
        "answered_at",
    ).iterator(chunk_size=2000)
    return (
        [
            code,
            edition,
            country,
            name,
            kinds[kind],
            str(rank or ""),
            states[state],
            _moment(sent),
            _moment(until),
            _moment(answered),
        ]
        for code, edition, country, name, kind, rank, state, sent, until, answered in lines
    )


def places_head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        gettext("Place"),
        gettext("Country"),
        gettext("Holder"),
        gettext("Reference"),
        gettext("Asked now"),
    ]


def places_rows(rows: Iterable[Any]) -> Iterator[list[str]]:
    """One place at a time: who holds it, and the references of those who were asked."""
    for one in rows:
        holder = getattr(one, "holder", None)
        yield [
            str(one.number),
            one.country_id or "",
            holder.name if holder else "",
            holder.nomination.code if holder else "",
            " ".join(offer.nomination.code for offer in one.asked),
        ]


def participants_head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        gettext("Reference"),
        gettext("Edition"),
        gettext("Country"),
        gettext("Place"),
        gettext("Name"),
        gettext("Employer"),
        gettext("Position"),
        gettext("Mode of attendance"),
        gettext("State"),
        gettext("Confirmed (UTC)"),
    ]


def participants_rows(rows: QuerySet[Participant]) -> Iterator[list[str]]:
    """One participant at a time; in the reader's language, which is read now."""
    modes = {value: str(label) for value, label in Attendance.choices}
    states = {value: str(label) for value, label in ParticipantState.choices}
    lines = rows.values_list(
        "nomination__code",
        "edition__code",
        "country_id",
        "place_number",
        "name",
        "nomination__employer",
        "nomination__position",
        "attendance",
        "state",
        "confirmed_at",
    ).iterator(chunk_size=2000)
    return (
        [
            code,
            edition,
            country,
            str(place),
            name,
            employer,
            position,
            modes[mode],
            states[state],
            _moment(confirmed),
        ]
        for code, edition, country, place, name, employer, position, mode, state, confirmed in lines
    )
