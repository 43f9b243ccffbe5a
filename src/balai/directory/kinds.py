"""The kinds of records: what their pages, sheets, forms and addresses need to know of each.

Pages of lists, forms and sheets are the same for every kind; this table is where the kinds differ. A page
that shows one record is drawn by hand (views/pages.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from balai.directory import models, queries
from balai.directory.forms import filters, records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from balai.people.models import Grant

    Found = Callable[..., QuerySet[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """An order of a list; the columns are never null and the last one is unique."""

    label: StrOrPromise
    columns: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """How a kind is listed.

    Attributes:
        title: “Organisations”.
        empty: what is true when there are none, and what helps.
        filter: what can be looked for.
        found: the question that answers it.
        heads: the columns of the table; templates/directory/rows/<name>.html draws the rows.
        sorts: by their name in the address, the usual one first.
        sheet: the columns of the sheet; a text in several languages becomes one for each.
        prepare: adds to the rows what order and cells need.
        visible: keeps what a reader may see; None: everything.
    """

    title: StrOrPromise
    empty: StrOrPromise
    filter: type[filters.FilterForm]
    found: Found
    heads: Sequence[StrOrPromise]
    sorts: Mapping[str, Sort]
    sheet: Sequence[str]
    prepare: Callable[[QuerySet[Any]], QuerySet[Any]]
    visible: Callable[[Sequence[Grant]], QuerySet[Any]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of record.

    Attributes:
        name: in references, addresses and templates: ``organisation``.
        plural: in addresses and files: ``organisations``.
        model: its table.
        new, change: the titles of its forms.
        form: what it holds; new_form where entering asks for more.
        listing: None for what is shown with its whole.
        whole: the column with what it belongs to, for a kind that is entered there.
        whole_kind: the kind of that.
        for_coordinators: whether coordinators keep those of their own centre.
    """

    name: str
    plural: str
    model: type[models.Recorded]
    new: StrOrPromise
    change: StrOrPromise
    form: type[records.RecordForm]
    new_form: type[records.RecordForm] | None = None
    listing: Listing | None = None
    whole: str = ""
    whole_kind: str = ""
    for_coordinators: bool = False

    @property
    def change_view(self) -> str:
        """The name of the address of its form."""
        return f"directory:{self.name}_change"

    @property
    def archive_view(self) -> str:
        """The name of the address where one is archived; empty for kinds that always stay."""
        return f"directory:{self.name}_archive" if issubclass(self.model, models.DirectoryRecord) else ""


NEWEST = Sort(label=_("Newest first"), columns=["-id"])


def by_name(unique: str = "id") -> Sort:
    return Sort(label=_("By name"), columns=["sort_name", unique])


ORGANISATION = Kind(
    name="organisation",
    plural="organisations",
    model=models.Organisation,
    new=_("Enter an organisation"),
    change=_("Change this organisation"),
    form=records.OrganisationForm,
    listing=Listing(
        title=_("Organisations"),
        empty=_("Ministries, agencies, centres and companies that a programme works with stand here as a tree."),
        filter=filters.OrganisationFilter,
        found=queries.organisations_found,
        heads=[_("Name"), _("Kind"), _("Part of"), _("Place"), _("Roles")],
        sorts={
            "name": by_name(),
            "kind": Sort(label=_("By kind"), columns=["kind", "sort_name", "id"]),
            "country": Sort(label=_("By country"), columns=["country_id", "sort_name", "id"]),
            "newest": NEWEST,
        },
        sheet=[
            "code", "name", "abbreviation", "kind", "parent__code", "body__code", "country_id", "city", "address",
            "website", "languages", "roles", "accredited_to", "description", "source", "certainty",
        ],
        prepare=lambda rows: queries.sorted_by_name(
            queries.without_long_texts(rows.select_related("parent", "country"), "parent")
        ),
    ),
)  # fmt: skip
CONTACT = Kind(
    name="contact",
    plural="contacts",
    model=models.Contact,
    new=_("Enter a contact"),
    change=_("Change this contact"),
    form=records.ContactForm,
    whole="organisation",
    whole_kind="organisation",
)
SITE = Kind(
    name="site",
    plural="sites",
    model=models.Site,
    new=_("Enter a site"),
    change=_("Change this site"),
    form=records.SiteForm,
    for_coordinators=True,
    listing=Listing(
        title=_("Sites"),
        empty=_("A site is where sessions happen and visits go: a centre’s grounds, a ministry, a hotel."),
        filter=filters.SiteFilter,
        found=queries.sites_found,
        heads=[_("Name"), _("Organisation"), _("City"), _("Largest group"), _("Gate list"), _("Photographs")],
        sorts={
            "name": by_name(),
            "city": Sort(label=_("By city"), columns=["city", "sort_name", "id"]),
            "newest": NEWEST,
        },
        sheet=[
            "code", "name", "organisation__code", "country_id", "city", "address", "latitude", "longitude",
            "time_zone", "largest_group", "gate_lead_days", "photo_rule", "prayer_place", "friday_break_from",
            "friday_break_until", "accessibility", "canteen", "protection", "colour", "description", "source",
            "certainty",
        ],
        prepare=lambda rows: queries.sorted_by_name(
            queries.without_long_texts(rows.select_related("organisation", "country"), "organisation")
        ),
    ),
)  # fmt: skip
CLOSURE = Kind(
    name="closure",
    plural="closures",
    model=models.Closure,
    new=_("Enter days on which the site is closed"),
    change=_("Change this closure"),
    form=records.ClosureForm,
    whole="site",
    whole_kind="site",
    for_coordinators=True,
)
ROOM = Kind(
    name="room",
    plural="rooms",
    model=models.Room,
    new=_("Enter a room"),
    change=_("Change this room"),
    form=records.RoomForm,
    whole="site",
    whole_kind="site",
    for_coordinators=True,
)
TRAVEL_TIME = Kind(
    name="travel_time",
    plural="travel-times",
    model=models.TravelTime,
    new=_("Enter a way to another site"),
    change=_("Change this way"),
    form=records.TravelTimeForm,
    whole="origin",
    whole_kind="site",
)
MACHINE = Kind(
    name="machine",
    plural="machines",
    model=models.Machine,
    new=_("Enter a machine"),
    change=_("Change this machine"),
    form=records.MachineForm,
    whole="site",
    whole_kind="site",
    for_coordinators=True,
    listing=Listing(
        title=_("Machines"),
        empty=_("Machines are entered at their site, with how many people can practise on each."),
        filter=filters.MachineFilter,
        found=queries.machines_found,
        heads=[_("Name"), _("Model"), _("Site"), _("People at a time"), _("Safety")],
        sorts={"name": by_name(), "newest": NEWEST},
        sheet=[
            "site__code", "room__code", "code", "name", "model", "serial", "quantity", "trainees_per_machine",
            "safety_class", "consumables", "description", "source", "certainty",
        ],
        prepare=lambda rows: queries.sorted_by_name(
            queries.without_long_texts(rows.select_related("site"), "site")
        ),
    ),
)  # fmt: skip
TECHNOLOGY = Kind(
    name="technology",
    plural="technologies",
    model=models.Technology,
    new=_("Enter a technology"),
    change=_("Change this technology"),
    form=records.TechnologyForm,
    listing=Listing(
        title=_("Technologies"),
        empty=_("What a centre developed or masters, and can show, teach or hand on, stands here."),
        filter=filters.TechnologyFilter,
        found=queries.technologies_found,
        heads=[_("Title"), _("Organisation"), _("Readiness"), _("Topics")],
        sorts={"name": by_name(), "newest": NEWEST},
        sheet=[
            "organisation__code", "code", "title", "description", "readiness", "source", "certainty",
        ],
        prepare=lambda rows: queries.sorted_by_name(
            queries.without_long_texts(rows.select_related("organisation"), "organisation").annotate(topic_names=queries.topic_names("technologies")), "title"
        ),
    ),
)  # fmt: skip
TOPIC = Kind(
    name="topic",
    plural="topics",
    model=models.Topic,
    new=_("Enter a topic"),
    change=_("Change this topic"),
    form=records.TopicForm,
    listing=Listing(
        title=_("Topics"),
        empty=_("Technologies and resource persons are found by topics."),
        filter=filters.TopicFilter,
        found=queries.topics_found,
        heads=[_("Name"), _("Code")],
        sorts={"name": by_name()},
        sheet=["code", "name"],
        prepare=queries.sorted_by_name,
    ),
)
RESOURCE_PERSON = Kind(
    name="resource_person",
    plural="resource-persons",
    model=models.ResourcePerson,
    new=_("Enter a resource person"),
    change=_("Change this card"),
    form=records.ResourcePersonForm,
    new_form=records.NewResourcePersonForm,
    listing=Listing(
        title=_("Resource persons"),
        empty=_("Who can lecture, train or mentor stands here, with topics, languages and days."),
        filter=filters.ResourcePersonFilter,
        found=queries.resource_persons_found,
        heads=[_("Name"), _("Organisation"), _("Topics"), _("Languages")],
        sorts={"name": by_name(), "newest": NEWEST},
        sheet=[
            "code", "person__name", "organisation__code", "function", "languages", "honorarium_class", "about",
            "source", "certainty",
        ],
        prepare=lambda rows: rows.select_related("person", "organisation").annotate(
            topic_names=queries.topic_names("resource_persons"), sort_name=F("person__name")
        ),
        visible=queries.resource_persons_visible_to,
    ),
)  # fmt: skip
COUNTRY = Kind(
    name="country",
    plural="countries",
    model=models.Country,
    new="",
    change=_("Correct this country"),
    form=records.CountryForm,
    listing=Listing(
        title=_("Countries"),
        empty=_("Balai knows every country of ISO 3166-1 from its first start."),
        filter=filters.CountryFilter,
        found=queries.countries_found,
        heads=[_("Name"), _("Code"), _("Capital"), _("Time zone")],
        sorts={"name": by_name("code")},
        sheet=[
            "code", "alpha3", "numeric", "name", "short_name", "capital", "latitude", "longitude", "time_zones",
        ],
        prepare=queries.sorted_by_name,
    ),
)  # fmt: skip
BODY = Kind(
    name="body",
    plural="bodies",
    model=models.Body,
    new=_("Enter a body"),
    change=_("Change this body"),
    form=records.BodyForm,
    listing=Listing(
        title=_("Bodies"),
        empty=_("Organisations that countries belong to, with their organs and pillars."),
        filter=filters.BodyFilter,
        found=queries.bodies_found,
        heads=[_("Name"), _("Kind"), _("Part of")],
        sorts={"name": by_name()},
        sheet=[
            "code",
            "name",
            "abbreviation",
            "kind",
            "parent__code",
            "description",
            "website",
            "source",
            "certainty",
        ],
        prepare=lambda rows: queries.sorted_by_name(
            queries.without_long_texts(rows.select_related("parent"), "parent")
        ),
    ),
)
MEMBERSHIP = Kind(
    name="membership",
    plural="memberships",
    model=models.Membership,
    new=_("Enter a membership"),
    change=_("Change this membership"),
    form=records.MembershipForm,
    whole="body",
    whole_kind="body",
)
VISA_ROUTE = Kind(
    name="visa_route",
    plural="visa-routes",
    model=models.VisaRoute,
    new=_("Enter a visa rule"),
    change=_("Change this visa rule"),
    form=records.VisaRouteForm,
    listing=Listing(
        title=_("Visa routes"),
        empty=_("Enter for each host country who needs which visa, since when, and where that is written."),
        filter=filters.VisaRouteFilter,
        found=queries.visa_routes_found,
        heads=[_("Nationality"), _("Host country"), _("Passport"), _("Lives in"), _("Route"), _("Days"), _("In force")],
        sorts={
            "host": Sort(label=_("By host and nationality"), columns=["host_id", "nationality_code", "since", "id"]),
            "newest": NEWEST,
        },
        sheet=[
            "host_id", "nationality_id", "passport_type", "residence_id", "route", "lead_days", "since", "until",
            "note", "source", "certainty",
        ],
        prepare=lambda rows: queries.without_long_texts(
            rows.select_related("host", "nationality", "residence")
        ).annotate(
            nationality_code=Coalesce("nationality_id", Value(""))
        ),
    ),
)  # fmt: skip

DECLARED_DAY = Kind(
    name="declared_day",
    plural="declared-days",
    model=models.DeclaredDay,
    new=_("Enter declared days"),
    change=_("Change these declared days"),
    form=records.DeclaredDayForm,
    listing=Listing(
        title=_("Declared days"),
        empty=_(
            "Enter what governments declare beside the lists of days off, such as a collective leave that moved."
        ),
        filter=filters.DeclaredDayFilter,
        found=queries.declared_days_found,
        heads=[_("Days"), _("Country"), _("Name"), _("What was declared")],
        sorts={
            "latest": Sort(label=_("Latest first"), columns=["-since", "-id"]),
            "country": Sort(label=_("By country"), columns=["country_id", "since", "id"]),
        },
        sheet=["country_id", "since", "until", "kind", "name", "source", "certainty"],
        prepare=lambda rows: queries.without_long_texts(rows.select_related("country")),
    ),
)

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        ORGANISATION, CONTACT, SITE, CLOSURE, ROOM, TRAVEL_TIME, MACHINE, TECHNOLOGY, TOPIC, RESOURCE_PERSON,
        COUNTRY, BODY, MEMBERSHIP, VISA_ROUTE, DECLARED_DAY,
    )
}  # fmt: skip
"""Every kind by its name."""
