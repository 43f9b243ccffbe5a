"""What the records say of those who were nominated, selected and took part: counts, and nobody by name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext

from balai.certificates.enums import Outcome
from balai.certificates.models import Completion
from balai.directory.models import Country
from balai.nominations.enums import NominationState, Sex, Track
from balai.nominations.models import CountryCall, Nomination
from balai.reporting.queries.few import parted
from balai.reporting.queries.report_parts.records import (
    Told,
    by_part,
    exact,
    facts,
    nothing,
    part_bars,
    persons,
    table,
)
from balai.selection.enums import OfferState, Place
from balai.selection.models import Offer
from balai.selection.queries.decisions import decision_in_force, verdicts_of
from balai.ui import wording

if TYPE_CHECKING:
    from balai.engine.documents.report import Block
    from balai.reporting.queries.report_parts.records import Records


def participants(records: Records) -> Told:
    """From the calls to those who took part, by country, sex and where they come from."""
    edition = records.edition
    sent = [
        one
        for one in Nomination.objects.filter(edition=edition).values("country", "state", "was_late")
        if one["state"] in (NominationState.SENT, NominationState.LATE)
    ]
    nominated = Counter(one["country"] for one in sent)
    decision = decision_in_force(edition)
    places = Counter(verdicts_of(decision).values_list("place", flat=True)) if decision else Counter[str]()
    offers = Counter(Offer.objects.filter(edition=edition).values_list("state", flat=True))
    placed = by_part(places)
    lost = offers[OfferState.DECLINED] + offers[OfferState.LAPSED]
    late = sum(one["was_late"] for one in sent)
    called = CountryCall.objects.filter(edition=edition).count()
    blocks: list[Block] = []
    if sent or called:
        decided = decision.decided_at if decision else None
        blocks.append(
            facts(
                (gettext("Countries called"), called or ""),
                (gettext("Countries that nominated"), len(nominated) or ""),
                (gettext("Nominations received"), len(sent) or ""),
                (gettext("Late ones among them"), persons(late, of=len(sent)) if late else ""),
                (gettext("Decided by the panel on"), wording.date(records.day(decided)) if decided else ""),
                (gettext("Selected"), placed.get(Place.SELECTED, "")),
                (gettext("On the reserve list"), placed.get(Place.RESERVE, "")),
                (gettext("Offers declined or lapsed"), persons(lost, of=offers.total()) if lost else ""),
                title=gettext("Applications and selection"),
            )
        )
    else:
        blocks.append(nothing(gettext("There is no record of calls, nominations or a selection.")))
    if not records.by_country:
        blocks.append(nothing(gettext("There is no record of who took part.")))
        return Told(blocks=blocks, is_empty=True)
    blocks.append(_by_country(records))
    taking_part = sum(records.by_country.values())
    tracks = Counter(one.nomination.track for one in records.people)
    if records.people:
        blocks += [
            part_bars(gettext("Participants by sex"), Sex, records.by_sex, of=taking_part),
            part_bars(gettext("Participants by where they come from"), Track, tracks, of=taking_part),
        ]
    ended = Counter(Completion.objects.filter(edition=edition).values_list("outcome", flat=True))
    if ended:
        blocks.append(part_bars(gettext("How the programme ended for them"), Outcome, ended, of=taking_part))
    blocks.append(
        nothing(
            gettext(
                "Participants are not named here: this report stays for ever, and lists of names are kept"
                " with the records for as long as they may be."
            )
        )
    )
    return Told(
        blocks=blocks,
        figures={
            "participants": [
                taking_part,
                *records.by_country.values(),
                *exact(
                    *(
                        told
                        for counts in (records.by_sex, tracks, ended)
                        for told in parted(counts, of=taking_part).values()
                    )
                ),
                *exact(*[told for place, told in parted(places).items() if place == Place.SELECTED]),
                edition.places or 0,
            ],
            "countries": [called, len(nominated)],
        },
    )


def _by_country(records: Records) -> Block:
    """Places, and who came; whom of so few it nominated and did not send, nobody reads here."""
    quotas = dict(records.edition.quotas.values_list("country", "places"))
    codes = set(records.by_country) | {code for code, places in quotas.items() if places}
    names = {code: one.brief_name for code, one in Country.objects.in_bulk(list(codes)).items()}
    rows = [
        (names[code], quotas.get(code, ""), records.by_country.get(code, 0))
        for code in sorted(codes, key=lambda one: names[one])
    ]
    heads = [
        (gettext("Country"), 1.8),
        (pgettext("of a country", "Places"), 0.7),
        (gettext("Participants"), 0.9),
    ]
    return table(gettext("By country"), heads, rows)
