"""Nominations as a sheet: what the office's list shows and no more; nothing restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.nominations.enums import NominationState, Sex, Standing, Track

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from balai.nominations.models import Nomination


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
            sent.strftime("%Y-%m-%d %H:%M") if sent else "",
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
