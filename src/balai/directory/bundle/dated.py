"""What countries decide for a time, in bundles: how people enter, and which days are free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.directory.bundle.columns import COUNTRY, SOURCE
from balai.directory.bundle.deeds import DirectoryDeeds
from balai.directory.bundle.values import country_kind
from balai.directory.models import DeclaredDay, VisaRoute
from balai.directory.queries import live
from balai.engine.bundle.section import Shape
from balai.kernel.bundle.parts import Column, ModelPart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.kernel.bundle.exporting import Chosen


def dated() -> tuple[ModelPart, ...]:
    """Rules of entry and declared days, with those of the countries of chosen sites."""
    return (
        ModelPart(
            name="visa-routes",
            file="directory/visa-routes.csv",
            shape=Shape.TABLE,
            model=VisaRoute,
            columns=(
                Column(name="host", kind=country_kind()),
                Column(name="nationality", kind=country_kind()),
                "passport_type",
                Column(name="residence", kind=country_kind()),
                "route",
                "lead_days",
                "since",
                "until",
                "note",
                *SOURCE,
            ),
            key=("host", "nationality", "passport_type", "residence", "since"),
            deeds=DirectoryDeeds(),
            ordering=("host", "nationality", "passport_type", "residence", "since"),
            order=(("since", "until"),),
            choose=_rules_of_hosts,
            live=lambda: live(VisaRoute.objects.all()),
        ),
        ModelPart(
            name="declared-days",
            file="directory/declared-days.csv",
            shape=Shape.TABLE,
            model=DeclaredDay,
            columns=(COUNTRY, "since", "until", "kind", "name", *SOURCE),
            key=("country", "since"),
            deeds=DirectoryDeeds(),
            ordering=("country", "since"),
            order=(("since", "until"),),
            choose=_days_of_hosts,
            live=lambda: live(DeclaredDay.objects.all()),
        ),
    )


def _rules_of_hosts(chosen: Chosen) -> Iterable[VisaRoute]:
    """How people enter the countries where the chosen sites are."""
    hosts = {site.country_id for site in chosen.of("sites")}
    return live(VisaRoute.objects.filter(host__in=hosts))


def _days_of_hosts(chosen: Chosen) -> Iterable[DeclaredDay]:
    """What the countries declared where the chosen sites are."""
    hosts = {site.country_id for site in chosen.of("sites")}
    return live(DeclaredDay.objects.filter(country__in=hosts))
