"""The first draft of a press release, made from the records in both languages; every figure a reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from balai.newsroom.queries.facts import LANGUAGES, records_of
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.newsroom.queries.facts import Fact
    from balai.programmes.models import Edition


def draft_of(edition: Edition) -> dict[str, dict[str, str]]:
    """Texts of an article about an edition, by part and language, for a writer to work on.

    What the records do not know is not said. Each sentence stands or falls with its facts.
    """
    facts = records_of(edition).facts
    texts: dict[str, dict[str, str]] = {"headline": {}, "lead": {}, "dateline": {}, "body": {}}
    for language in LANGUAGES:
        with override(language):
            texts["headline"][language] = _headline(facts)
            texts["lead"][language] = _lead(facts)
            texts["dateline"][language] = edition.cities[0] if edition.cities else str(edition.country.name)
            texts["body"][language] = "\n\n".join(_paragraphs(edition, facts))
    return texts


def _headline(facts: Mapping[str, Fact]) -> str:
    if "countries" in facts:
        return gettext("{fact:countries|Words} countries: {fact:title}")
    return "{fact:title}"


def _lead(facts: Mapping[str, Fact]) -> str:
    if "participants" in facts and "days" in facts:
        return gettext(
            "{fact:participants|Words} participants spend {fact:days|words} days in {fact:host} to learn and to practise."
        )
    return gettext("Participants come to {fact:host} to learn and to practise.")


def _paragraphs(edition: Edition, facts: Mapping[str, Fact]) -> list[str]:
    paragraphs = []
    if "dates" in facts:
        cities = wording.joined([fact.token for code, fact in facts.items() if code.startswith("city.")])
        paragraphs.append(
            gettext("“{fact:title}” is held in %(cities)s, {fact:dates}.")
            % {"cities": cities or "{fact:host}"}
        )
    countries = [fact.token for code, fact in facts.items() if code.startswith("country.")]
    if countries and "participants" in facts:
        paragraphs.append(
            gettext(
                "The {fact:participants} participants come from {fact:countries|words} countries: %(countries)s."
            )
            % {"countries": wording.joined(countries)}
        )
    organisers = [fact.token for code, fact in facts.items() if code.startswith("organiser.")]
    if organisers:
        paragraphs.append(
            gettext("It is organised by %(organisers)s.") % {"organisers": wording.joined(organisers)}
        )
    sites = [fact.token for code, fact in facts.items() if code.startswith("site.")]
    if sites:
        paragraphs.append(gettext("They learn and practise at %(sites)s.") % {"sites": wording.joined(sites)})
    return paragraphs
