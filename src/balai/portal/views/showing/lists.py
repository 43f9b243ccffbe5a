"""Editions in lists and as open calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import Certainty
from balai.kernel.translated import TranslatedText
from balai.portal.views.showing.admission import closing_of
from balai.portal.views.showing.facts import dates_of, lead_and_rest, places_of, theme_of
from balai.programmes.enums import EditionStatus, Mode, OrganiserRole
from balai.ui import wording
from balai.ui.parts import (
    Fact,
)
from balai.ui.wording import spoken

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from balai.portal.views.showing.admission import Closing
    from balai.programmes.models import (
        Deadline,
        Edition,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """An edition in a list.

    Attributes:
        year: of its first day, or empty.
        theme: what it is about, where the heading does not say it.
        line: places and dates.
        number: how many people, or places; empty when not known.
        state: a word where it is not simply over or to come.
        source: where this is written.
    """

    year: str
    heading: SafeString
    theme: SafeString
    line: str
    number: str
    state: str
    url: str
    source: str
    is_assumed: bool


STATES: Mapping[EditionStatus, StrOrPromise] = {
    EditionStatus.CALL: _("Call open"),
    EditionStatus.SELECTION: _("Nominations closed"),
    EditionStatus.PREPARATION: _("Nominations closed"),
    EditionStatus.RUNNING: _("Under way"),
    EditionStatus.POSTPONED: _("Postponed"),
    EditionStatus.CANCELLED: _("Cancelled"),
}


def edition_row(edition: Edition, *, is_in_its_series: bool = False) -> EditionRow:
    """An edition as lists show it; among its own series by its theme, for the title is the same."""
    theme = theme_of(edition)
    is_by_theme = is_in_its_series and bool(theme)
    number = edition.known_participants or edition.places
    dates = dates_of(edition)
    place = places_of(edition)
    return EditionRow(
        year=str(edition.starts_on.year) if edition.starts_on else "",
        heading=spoken(theme if is_by_theme else edition.title),
        theme=spoken(TranslatedText() if is_by_theme else theme),
        line=f"{place} · {dates}" if dates else place,
        number=wording.people(number) if number else "",
        state=str(STATES.get(EditionStatus(edition.status), "")),
        url=reverse("public:edition", args=[edition.code]),
        source=edition.source,
        is_assumed=edition.certainty == Certainty.ASSUMED,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """An open call on the home page.

    Attributes:
        partner: with whom it is held: the organisers besides the host.
        shares: how the places are shared out.
        countries: codes of those that have places, for their flags.
    """

    heading: SafeString
    lead: str
    partner: str
    facts: Sequence[Fact]
    number: str
    shares: str
    countries: Sequence[str]
    closing: Closing | None
    url: str


def call_of(edition: Edition, deadlines: Sequence[Deadline], *, at: dt.datetime) -> Call:
    """An open call, of :func:`balai.portal.queries.programmes.editions_on_home`."""
    quotas = edition.quotas.all()
    partners = [
        str(one.organisation.name)
        for one in edition.organisers.all()
        if one.role in {OrganiserRole.SECRETARIAT, OrganiserRole.FUNDER}
    ]
    equal = {quota.places for quota in quotas}
    share = equal.pop() if len(equal) == 1 else None
    facts = [
        Fact(label=gettext("Dates"), value=dates_of(edition)),
        Fact(label=pgettext("where", "Places"), value=places_of(edition)),
    ]
    if edition.target_group:
        facts.append(Fact(label=gettext("For"), value=spoken(edition.target_group)))
    lead, rest = lead_and_rest(edition)
    return Call(
        heading=spoken(edition.title),
        lead=str(theme_of(edition)) or lead or (rest[0] if rest else ""),
        partner=gettext("With %(partners)s") % {"partners": wording.joined(partners)} if partners else "",
        facts=facts,
        number=ngettext("%(number)s place", "%(number)s places", edition.places or 0)
        % {"number": edition.places},
        shares=gettext("%(number)s for each country") % {"number": share} if share else "",
        countries=[quota.country_id for quota in quotas],
        closing=closing_of(deadlines, at=at),
        url=reverse("public:edition", args=[edition.code]),
    )


def is_open(edition: Edition) -> bool:
    """Whether countries may nominate."""
    return edition.status == EditionStatus.CALL


def note_on(edition: Edition) -> str:
    """What a visitor must know before anything else; empty when all goes as planned."""
    if edition.status == EditionStatus.CANCELLED:
        return gettext("This edition was cancelled.")
    if edition.status == EditionStatus.POSTPONED:
        return gettext("This edition was postponed. New dates will stand here once they are decided.")
    if edition.mode == Mode.ONLINE:
        return gettext("This edition is held online; nobody has to travel.")
    return ""
