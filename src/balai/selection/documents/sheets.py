"""The pool and a decision as sheets: what the pages show and no more; nothing restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext

from balai.kernel.translated import TranslatedText
from balai.nominations.enums import NominationState, Sex, Standing, Track
from balai.nominations.models import Nomination
from balai.programmes.models import RubricCriterion
from balai.selection.enums import Phase, Place, ProposalState, Recommendation
from balai.selection.queries.decisions import verdicts_of
from balai.selection.queries.dossiers import number_of
from balai.selection.queries.scores import NOBODY, live_readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.programmes.models import Edition
    from balai.selection.models import Decision, Proposal, SelectionPlan
    from balai.selection.queries.scores import Scored


def pool_head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        gettext("Reference"),
        gettext("Name"),
        gettext("Country"),
        gettext("Sex"),
        gettext("Kind"),
        gettext("Rank"),
        gettext("Standing"),
        gettext("Score"),
        gettext("Place"),
        gettext("Reserve"),
        gettext("Why"),
    ]


def pool_rows(
    edition: Edition, proposal: Proposal | None, scores: Mapping[UUID, Scored]
) -> Iterator[list[str]]:
    """One nominee at a time; in the reader's language, which is read now."""
    accounts: dict[str, Any] = proposal.told.get("accounts", {}) if proposal else {}
    words = [{value: str(label) for value, label in kind.choices} for kind in (Sex, Track, Standing, Place)]
    sexes, tracks, standings, places = words
    rows = (
        Nomination.objects.filter(edition=edition, state__in=[NominationState.SENT, NominationState.LATE])
        .order_by("code")
        .values_list("pk", "code", "name", "country_id", "sex", "track", "rank", "standing")
        .iterator(chunk_size=2000)
    )
    return (
        [
            code,
            name,
            country,
            sexes.get(sex, ""),
            tracks.get(track, ""),
            str(rank),
            standings[standing],
            tenths(scores.get(pk, NOBODY).points),
            places[accounts[code]["place"]] if code in accounts else "",
            str(accounts[code]["reserve"] or "") if code in accounts else "",
            str(TranslatedText(accounts[code]["sentence"])) if code in accounts else "",
        ]
        for pk, code, name, country, sex, track, rank, standing in rows
    )


def decision_head() -> list[str]:
    """What the columns of a decision are called, in the reader's language."""
    return [
        gettext("Place"),
        gettext("Reserve"),
        gettext("Reference"),
        gettext("Name"),
        gettext("Country"),
        gettext("Score"),
        gettext("Why"),
        gettext("Proposed"),
        gettext("Why the panel decided otherwise"),
    ]


def decision_rows(decision: Decision) -> Iterator[list[str]]:
    """One verdict at a time, as minutes list them; in the reader's language, which is read now."""
    places = {value: str(label) for value, label in Place.choices}
    return (
        [
            places[one.place],
            str(one.reserve_rank or ""),
            one.nomination.code,
            one.nomination.name,
            one.nomination.country_id,
            tenths(one.points),
            str(one.sentence),
            places[one.proposed_place] if one.deviates else "",
            one.deviation,
        ]
        for one in verdicts_of(decision)
    )


def readings_head(edition: Edition) -> list[str]:
    """What the columns are called, in the reader's language; a column for each criterion of the rubric."""
    return [
        gettext("Reference"),
        gettext("Name"),
        gettext("Country"),
        gettext("Panel member"),
        gettext("Third reader"),
        gettext("When"),
        *(str(one.title) for one in _rubric(edition)),
        gettext("Score"),
        gettext("Recommendation"),
        gettext("Comment"),
    ]


def _rubric(edition: Edition) -> list[RubricCriterion]:
    return list(RubricCriterion.objects.filter(edition=edition).order_by("order", "code"))


def readings_rows(edition: Edition) -> Iterator[list[str]]:
    """One score that was handed in at a time, and one line for each dossier that waits for its reader."""
    criteria = _rubric(edition)
    phases = {value: str(label) for value, label in Phase.choices}
    recommendations = {value: str(label) for value, label in Recommendation.choices}
    words = {True: gettext("Yes"), False: gettext("No")}
    rows = (
        live_readings(edition)
        .select_related("nomination", "member")
        .prefetch_related("sheets__marks")
        .order_by("nomination__code", "is_third", "member__name", "pk")
    )
    for reading in rows.iterator(chunk_size=500):
        who = [
            reading.nomination.code,
            reading.nomination.name,
            reading.nomination.country_id,
            reading.member.name,
            words[reading.is_third],
        ]
        given = [one for one in reading.sheets.all() if one.submitted_at]
        if not given:
            yield [*who, *[""] * (len(criteria) + 4)]
        for sheet in sorted(given, key=lambda one: one.submitted_at or one.kept_at):
            marks = {one.criterion_id: str(one.mark) for one in sheet.marks.all()}
            yield [
                *who,
                phases[sheet.phase],
                *(marks.get(one.pk, "") for one in criteria),
                tenths(sheet.total),
                recommendations.get(sheet.recommendation, ""),
                sheet.comment,
            ]


def proposal_head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        gettext("Place"),
        gettext("Reserve"),
        gettext("Reference"),
        gettext("Name"),
        gettext("Country"),
        gettext("Score"),
        gettext("Why"),
    ]


def proposal_rows(proposal: Proposal) -> Iterator[list[str]]:
    """Who is in, the reserves in order, and the others by reference; scores as they were then."""
    accounts: dict[str, Any] = proposal.told.get("accounts", {})
    names = dict(
        Nomination.objects.filter(edition=proposal.edition_id, code__in=accounts).values_list("code", "name")
    )
    asked = {one["id"]: one for one in proposal.problem.get("nominees", ())}
    order = list(Place.values)
    places = {value: str(label) for value, label in Place.choices}
    for code, one in sorted(
        accounts.items(),
        key=lambda pair: (order.index(pair[1]["place"]), pair[1]["reserve"] or 0, pair[0]),
    ):
        yield [
            places[one["place"]],
            str(one["reserve"] or ""),
            code,
            names.get(code, ""),
            asked.get(code, {}).get("country", ""),
            tenths(asked.get(code, {}).get("score")),
            str(TranslatedText(one["sentence"])),
        ]


def tenths(points: int | None) -> str:
    """Points as spreadsheets of every language read them: “81.5”."""
    return "" if points is None else f"{points // 10}.{points % 10}"


def proposals_head() -> list[str]:
    """What the columns of the list of proposals are called, in the reader's language."""
    return [
        gettext("Asked (UTC)"),
        gettext("Asked"),
        gettext("State"),
        gettext("Points"),
        gettext("At most"),
        gettext("Number for the lots"),
    ]


def proposals_rows(proposals: Iterable[Proposal]) -> Iterator[list[str]]:
    """One proposal at a time, as its page lists it."""
    return (
        [
            one.asked_at.strftime("%Y-%m-%d %H:%M"),
            wish_text(one.wish),
            str(ProposalState(one.state).label),
            tenths(one.points),
            tenths(one.bound),
            str(one.seed),
        ]
        for one in proposals
    )


def wish_text(wish: Mapping[str, Any]) -> str:
    """What was asked other than the edition does, in words."""
    said = []
    if "places" in wish:
        said.append(
            ngettext("%(number)d place", "%(number)d places", wish["places"]) % {"number": wish["places"]}
        )
    whole = {
        "countries": gettext("Every country"),
        "host": gettext("Host country"),
        "rooms": gettext("Rooms"),
    }
    said += [
        gettext("without %(rule)s") % {"rule": whole.get(limit, limit.partition(":")[2] or limit)}
        for limit in wish.get("without", ())
    ]
    for code, place in wish.get("locks", {}).items():
        words = gettext("%(who)s in") if place == "in" else gettext("%(who)s out")
        said.append(words % {"who": code})
    return "; ".join(said) or gettext("The proposal")


def dossiers_head() -> list[str]:
    """What the columns of a member's dossiers are called, in the reader's language."""
    return [
        gettext("Edition"),
        gettext("Dossier"),
        gettext("Country"),
        gettext("Kind"),
        gettext("Sector"),
        gettext("Handed in"),
    ]


def dossiers_rows(plan: SelectionPlan, readings: QuerySet[Any]) -> Iterator[list[str]]:
    """One dossier at a time: no name, and no country where the panel does not see it."""
    for one in readings:
        yield [
            one.nomination.edition.code,
            number_of(one.nomination),
            one.nomination.country.brief_name if plan.shows_country else "",
            str(one.nomination.get_track_display()),
            one.nomination.sector,
            gettext("yes") if one.is_in else gettext("no"),
        ]
