"""Bodies with their members, organisations and their contacts in bundles."""

from __future__ import annotations

from balai.directory.bundle.columns import CODE, COUNTRY, LANGUAGES, ORGANISATION, SOURCE
from balai.directory.bundle.deeds import DirectoryDeeds, MembershipDeeds
from balai.directory.bundle.values import country_kind
from balai.directory.models import Body, Contact, Membership, Organisation
from balai.directory.queries import live
from balai.directory.services.shipped import GROUPINGS
from balai.engine.bundle.fields import ListOf
from balai.engine.bundle.kinds import RoughDate, RoughDay
from balai.engine.bundle.section import Shape
from balai.kernel.bundle.parts import Column, ModelPart


def belonging() -> tuple[ModelPart, ...]:
    """Who belongs to whom: countries to bodies, offices to ministries."""
    return (
        ModelPart(
            name="bodies",
            file="directory/bodies.yaml",
            shape=Shape.LIST,
            model=Body,
            columns=(
                CODE,
                "kind",
                "name",
                "abbreviation",
                Column(name="parent", refers="bodies"),
                "description",
                "website",
                *SOURCE,
            ),
            key=("code",),
            deeds=DirectoryDeeds(),
            ordering=("code",),
            goes_with=("parent",),
            live=lambda: live(Body.objects.all()),
            everywhere=lambda body: body.code in GROUPINGS,
        ),
        ModelPart(
            name="memberships",
            file="directory/memberships.csv",
            shape=Shape.TABLE,
            model=Membership,
            columns=(
                Column(name="body", refers="bodies"),
                COUNTRY,
                Column(
                    name="since",
                    kind=RoughDate(),
                    is_required=True,
                    doc="First day, month or year, as far as it is known.",
                    get=lambda row: RoughDay(row.since, row.since_precision),
                ),
                Column(
                    name="until",
                    kind=RoughDate(),
                    doc="Last day, month or year, as far as it is known; empty while it lasts.",
                    get=lambda row: row.until and RoughDay(row.until, row.until_precision),
                ),
                *SOURCE,
            ),
            key=("body", "country", "since"),
            deeds=MembershipDeeds(),
            ordering=("body", "since", "country"),
            order=(("since", "until"),),
            goes_with=("body",),
            live=lambda: live(Membership.objects.all()),
        ),
        ModelPart(
            name="organisations",
            file="directory/organisations.yaml",
            shape=Shape.LIST,
            model=Organisation,
            columns=(
                CODE,
                "kind",
                "name",
                "abbreviation",
                Column(name="parent", refers="organisations"),
                Column(name="body", refers="bodies"),
                COUNTRY,
                "city",
                "address",
                LANGUAGES,
                "website",
                "roles",
                Column(name="accredited_to", kind=ListOf(kind=country_kind(), is_set=True)),
                "description",
                *SOURCE,
            ),
            key=("code",),
            deeds=DirectoryDeeds(),
            ordering=("code",),
            live=lambda: live(Organisation.objects.all()),
        ),
        ModelPart(
            name="contacts",
            file="directory/contacts.yaml",
            shape=Shape.LIST,
            model=Contact,
            columns=(ORGANISATION, "office", "function", "email", "telephone"),
            key=("organisation", "email", "telephone"),
            deeds=DirectoryDeeds(),
            ordering=("organisation", "email", "telephone"),
            goes_with=("organisation",),
            live=lambda: live(Contact.objects.all()),
        ),
    )
