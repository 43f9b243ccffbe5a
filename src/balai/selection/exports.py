"""Offers, places and participants as sheets: what the office's lists show and no more; nothing restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from balai.selection.enums import Attendance, OfferKind, OfferState, ParticipantState, Rung

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from balai.selection.models import Offer, Participant
    from balai.selection.services.ladder import PlaceLadder


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


def ladder_head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        gettext("Step"),
        gettext("Reference"),
        gettext("Name"),
        gettext("Country"),
        gettext("May be asked"),
        gettext("Needs a reason"),
        gettext("Asked now"),
        gettext("Why"),
    ]


def ladder_rows(ladder: PlaceLadder) -> Iterator[list[str]]:
    """Those who may be asked, the next one first, and then those who cannot come."""
    rungs = {value: str(label) for value, label in Rung.choices}
    words = {True: gettext("Yes"), False: gettext("No")}
    found = [(one, True) for step in ladder.steps for one in step.candidates]
    for one, may_be_asked in [*found, *((one, False) for one in ladder.barred)]:
        yield [
            rungs[one.rung],
            one.nomination.code,
            one.nomination.name,
            one.nomination.country_id,
            words[may_be_asked],
            words[one.needs_reason],
            words[one.is_asked],
            one.sentence,
        ]


def outcome_head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        gettext("Reference"),
        gettext("Country"),
        gettext("Name"),
        gettext("Letter"),
        gettext("Number on the reserve list"),
        gettext("State"),
        gettext("Sent (UTC)"),
        gettext("Holds until (UTC)"),
        gettext("Answered (UTC)"),
    ]


def outcome_rows(rows: Iterable[Offer]) -> Iterator[list[str]]:
    """What became of a country's nominees, one letter at a time."""
    for one in rows:
        participant = getattr(one, "participant", None)
        has_left = participant is not None and not participant.is_confirmed
        yield [
            one.nomination.code,
            one.country_id,
            one.nomination.name,
            str(one.get_kind_display()),
            str(one.reserve_rank or ""),
            str(participant.get_state_display() if participant and has_left else one.get_state_display()),
            _moment(one.sent_at),
            _moment(one.expires_at),
            _moment(one.answered_at),
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
