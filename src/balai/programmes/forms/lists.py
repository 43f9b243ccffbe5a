"""The lists of an edition, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy

from balai.directory.models import Country, Machine, Organisation, ResourcePerson, Site
from balai.engine.bundle.fields import Translated
from balai.engine.bundle.kinds import ClockTime, Date, Pattern, Whole
from balai.programmes.enums import Attendance, Task, TravelCategory
from balai.programmes.forms.kinds import Condition, Named, Part, Several, Times, Word
from balai.programmes.forms.sheets import Column, Sheet
from balai.programmes.models import (
    Activity,
    Assessment,
    BudgetLine,
    DeadlinePlan,
    EligibilityRule,
    Group,
    KnownCountry,
    Module,
    Organiser,
    Outcome,
    PackageItem,
    Quota,
    Reservation,
    Risk,
    RubricCriterion,
    SessionType,
    Target,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from balai.engine.bundle.kinds import Kind
    from balai.programmes.forms.sheets import Known
    from balai.programmes.models import Edition

_ = gettext_lazy
DIRECTORY = lazy(lambda: gettext("the directory"), str)()
ANCHORED = (0, 1, 2, 3, 4, 5)
"""The scores whose meaning a rubric can tell."""


# --- what cells may name ------------------------------------------------------------------------------------


def sites(edition: Edition) -> Known:
    return {"sites": {site.code: site for site in Site.objects.filter(archived_at=None).order_by("code")}}


def organisations(edition: Edition) -> Known:
    rows = Organisation.objects.filter(archived_at=None).order_by("code")
    return {"organisations": {row.code: row for row in rows}}


def countries(edition: Edition) -> Known:
    return {"countries": {row.code: row for row in Country.objects.order_by("code")}}


def outcomes(edition: Edition) -> Known:
    return {"outcomes": {row.code: row for row in edition.outcomes.order_by("order", "code")}}


def of_activities(edition: Edition) -> Known:
    machines = Machine.objects.filter(archived_at=None).select_related("site").order_by("site__code", "code")
    people = ResourcePerson.objects.filter(archived_at=None).select_related("person").order_by("code")
    return {
        **sites(edition),
        "session types": {row.code: row for row in SessionType.objects.order_by("order", "code")},
        "modules": {row.code: row for row in edition.modules.order_by("order", "code")},
        "groups": {row.code: row for row in edition.groups.order_by("order", "code")},
        "machines": {f"{row.site.code}/{row.code}": row for row in machines},
        "resource persons": {row.code: row for row in people},
    }


SECTIONS: Mapping[str, tuple[Any, Any]] = {
    "sites": (_("sites"), DIRECTORY),
    "organisations": (_("organisations"), DIRECTORY),
    "countries": (_("countries"), DIRECTORY),
    "machines": (_("machines"), DIRECTORY),
    "resource persons": (_("resource persons"), DIRECTORY),
    "outcomes": (_("outcomes"), _("the list of outcomes")),
    "modules": (_("modules"), _("the list of modules")),
    "groups": (_("groups"), _("the list of groups")),
    "session types": (_("kinds of sessions"), _("the programme")),
}


def named(what: str) -> Callable[[Known], Named]:
    """A cell that names one of these."""
    return lambda known: Named(known[what], str(SECTIONS[what][0]), str(SECTIONS[what][1]))


def some(what: str) -> Callable[[Known], Kind]:
    """A cell that names some of these."""
    return lambda known: Several(kind=named(what)(known))


def of(kind: Kind) -> Callable[[Known], Kind]:
    """A cell that names nothing."""
    return lambda _known: kind


def words(field: Any) -> Word:
    """The words of a model's choices, in the reader's language."""
    return Word(lambda: field.choices)


def anchor(score: int) -> Column:
    """What a nominee is like who gets a score."""
    return Column(
        name=f"anchor_{score}",
        label=lazy(lambda: gettext("%(score)d means") % {"score": score}, str)(),
        kind=of(Translated(most=300)),
        is_required=False,
        get=lambda row: next((one.text for one in row.anchors.all() if one.score == score), {}),
    )


def with_anchors(values: dict[str, Any]) -> dict[str, Any]:
    """The columns of anchors as the pairs that hang on a criterion."""
    texts = [(score, values.pop(f"anchor_{score}")) for score in ANCHORED]
    return values | {"anchors": [(score, text) for score, text in texts if text]}


SOURCE = (Column(name="source", width="wide"), Column(name="certainty", width="narrow"))


# --- the lists ----------------------------------------------------------------------------------------------

ORGANISERS = Sheet(
    name="organisers",
    title=_("Organisers"),
    lead=_("In order of protocol: the first row is named first on every page and paper."),
    model=Organiser,
    columns=(
        Column(name="organisation", kind=named("organisations")),
        Column(name="role"),
        Column(name="agreed_on", width="narrow"),
        Column(name="agreement"),
        *SOURCE,
    ),
    rows=lambda edition: edition.organisers.select_related("organisation").order_by("order"),
    known=organisations,
)
RESERVATIONS = Sheet(
    name="sites",
    title=_("Sites asked"),
    lead=_("From when to when each site is asked for, and how far it has agreed."),
    model=Reservation,
    columns=(
        Column(name="site", kind=named("sites")),
        Column(name="first_on", width="narrow"),
        Column(name="last_on", width="narrow"),
        Column(name="people", width="narrow"),
        Column(name="state"),
        Column(name="held_until", width="narrow"),
        Column(name="note", width="wide"),
    ),
    rows=lambda edition: edition.reservations.select_related("site").order_by("first_on", "site__code"),
    known=sites,
)
OUTCOMES = Sheet(
    name="outcomes",
    title=_("Outcomes"),
    lead=_("What participants can do afterwards. Each needs an assessment, and a module that leads to it."),
    model=Outcome,
    columns=(
        Column(name="code", width="code"),
        Column(name="statement"),
        Column(name="level", is_required=False),
        Column(name="indicator"),
    ),
    rows=lambda edition: edition.outcomes.order_by("order", "code"),
)
MODULES = Sheet(
    name="modules",
    title=_("Modules"),
    lead=_("Parts of the curriculum. Each leads to one outcome or more."),
    model=Module,
    columns=(
        Column(name="code", width="code"),
        Column(name="title"),
        Column(name="description"),
        Column(name="outcomes", kind=some("outcomes"), is_required=False),
        Column(name="is_mandatory", width="narrow"),
    ),
    rows=lambda edition: edition.modules.prefetch_related("outcomes").order_by("order", "code"),
    known=outcomes,
)
ASSESSMENTS = Sheet(
    name="assessments",
    title=_("Assessments"),
    lead=_("How it is seen that outcomes were reached."),
    model=Assessment,
    columns=(
        Column(name="code", width="code"),
        Column(name="kind"),
        Column(name="title"),
        Column(name="outcomes", kind=some("outcomes"), is_required=False),
        Column(name="is_required", width="narrow"),
    ),
    rows=lambda edition: edition.assessments.prefetch_related("outcomes").order_by("order", "code"),
    known=outcomes,
)
GROUPS = Sheet(
    name="groups",
    title=_("Groups"),
    lead=_("Parts of the participants. Groups of one division take turns."),
    model=Group,
    columns=(
        Column(name="code", width="code"),
        Column(name="division", width="code", default="practice"),
        Column(name="name"),
        Column(name="size", width="narrow"),
    ),
    rows=lambda edition: edition.groups.order_by("order", "code"),
)
ACTIVITIES = Sheet(
    name="activities",
    title=_("Activities"),
    lead=_("What is to happen, how long, for whom, where and with what. A timetable makes sessions of it."),
    model=Activity,
    columns=(
        Column(name="code", width="code"),
        Column(name="session_type", kind=named("session types"), width="narrow"),
        Column(name="title"),
        Column(name="module", kind=named("modules"), width="code", is_required=False),
        Column(name="minutes", kind=of(Whole(least=5, most=1440)), width="narrow"),
        Column(name="attendance", default=Attendance.ALL),
        Column(name="groups", kind=some("groups"), width="code"),
        Column(name="size", width="narrow"),
        Column(name="sites", kind=some("sites")),
        Column(name="room_kind", width="narrow"),
        Column(
            name="machines",
            label=_("Machines at a time"),
            kind=lambda known: Several(kind=Times(named("machines")(known))),
            is_required=False,
            get=lambda row: [(need.machine, need.count) for need in row.machine_needs.all()],
        ),
        Column(
            name="people",
            label=_("Resource persons"),
            kind=lambda known: Several(
                kind=Part(named("resource persons")(known), Word(lambda: Task.choices))
            ),
            is_required=False,
            get=lambda row: [(part.resource_person, part.task) for part in row.people.all()],
        ),
        Column(
            name="after",
            kind=of(Several(kind=Pattern(regex=r"[A-Za-z0-9][A-Za-z0-9._-]*", rule="value.code", most=24))),
            is_required=False,
            get=lambda row: [other.code for other in row.after.all()],
        ),
        Column(name="earliest_on", width="narrow"),
        Column(name="latest_on", width="narrow"),
        Column(name="day_part", width="narrow"),
        Column(name="begins_at", width="narrow"),
        Column(name="is_required", width="narrow"),
        Column(name="demands"),
        Column(
            name="protection",
            kind=of(Several(kind=words(Activity._meta.get_field("protection").base_field))),
        ),
        Column(name="photo_rule"),
        Column(name="materials"),
        Column(name="description"),
        *SOURCE,
    ),
    rows=lambda edition: (
        Activity.objects.filter(edition=edition)
        .select_related("session_type", "module")
        .prefetch_related(
            "groups", "sites", "after", "machine_needs__machine__site", "people__resource_person"
        )
        .order_by("order", "code")
    ),
    known=of_activities,
)
QUOTAS = Sheet(
    name="places",
    title=_("Places by country"),
    lead=_("How many each country may send. The sum is at most the places of the edition."),
    model=Quota,
    columns=(
        Column(name="country", kind=named("countries"), width="code"),
        Column(name="places", width="narrow"),
        Column(name="reserve", width="narrow"),
        Column(
            name="travel_category",
            kind=of(Word(lambda: TravelCategory.choices)),
            default=TravelCategory.ONE,
        ),
        Column(name="fare", width="code"),
        Column(name="is_self_financed", width="narrow"),
        *SOURCE,
    ),
    rows=lambda edition: edition.quotas.select_related("country").order_by("country_id"),
    known=countries,
)
TARGETS = Sheet(
    name="targets",
    title=_("Targets"),
    lead=_("Numbers or shares that people of a kind should have. Without a weight, a target must be met."),
    model=Target,
    columns=(
        Column(name="code", width="code"),
        Column(name="name"),
        Column(name="attribute", width="code"),
        Column(name="value", width="code"),
        Column(name="least", width="narrow"),
        Column(name="most", width="narrow"),
        Column(name="unit", width="narrow"),
        Column(name="weight", width="narrow"),
    ),
    rows=lambda edition: edition.targets.order_by("code"),
)
RULES = Sheet(
    name="rules",
    title=_("Rules of eligibility"),
    lead=_("A condition is a line such as: experience_years at_least 3 and not is_military."),
    model=EligibilityRule,
    columns=(
        Column(name="code", width="code"),
        Column(name="label"),
        Column(name="expression", kind=of(Condition()), width="wide"),
        Column(name="severity"),
        Column(name="message"),
        Column(name="waiver_authority"),
        Column(name="source", width="wide"),
    ),
    rows=lambda edition: edition.eligibility_rules.order_by("order", "code"),
)
RUBRIC = Sheet(
    name="rubric",
    title=_("Rubric"),
    lead=_("What the panel scores from 0 to 5. The weights add up to 100."),
    model=RubricCriterion,
    columns=(
        Column(name="code", width="code"),
        Column(name="title"),
        Column(name="weight", width="narrow"),
        *(anchor(score) for score in ANCHORED),
    ),
    rows=lambda edition: edition.rubric.prefetch_related("anchors").order_by("order", "code"),
    finish=with_anchors,
)
PACKAGE = Sheet(
    name="package",
    title=_("Sponsorship package"),
    lead=_("What participants are given, by whom, and for which travel categories."),
    model=PackageItem,
    columns=(
        Column(name="code", width="code"),
        Column(name="benefit"),
        Column(name="side"),
        Column(name="payer", kind=named("organisations"), is_required=False),
        Column(
            name="categories",
            kind=of(Several(kind=Whole(least=1, most=3))),
            width="narrow",
            default=list(TravelCategory.values),
        ),
        Column(name="note"),
        *SOURCE,
    ),
    rows=lambda edition: edition.package.select_related("payer").order_by("order", "code"),
    known=organisations,
    keepers="money",
)
BUDGET = Sheet(
    name="budget",
    title=_("Budget"),
    lead=_("Quantity times days times rate, in the currency of the line. What is in kind is valued too."),
    model=BudgetLine,
    columns=(
        Column(name="code", width="code"),
        Column(name="description"),
        Column(name="unit", width="code"),
        Column(name="quantity", width="narrow"),
        Column(name="days", width="narrow"),
        Column(name="rate", width="code"),
        Column(name="currency", width="narrow"),
        Column(name="payer", kind=named("organisations"), is_required=False),
        Column(name="form", width="narrow"),
        Column(name="valuation"),
        Column(name="is_aid_countable", width="narrow"),
        Column(name="modality", width="narrow"),
        Column(name="fiscal_year", width="narrow"),
        Column(
            name="travel_category",
            kind=of(Word(lambda: TravelCategory.choices)),
            is_required=False,
        ),
        Column(name="beds", width="narrow"),
        *SOURCE,
    ),
    rows=lambda edition: edition.budget.select_related("payer").order_by("order", "code"),
    known=organisations,
    keepers="money",
)
NOTICES = Sheet(
    name="notices",
    title=_("Plan of deadlines"),
    lead=_(
        "How much notice each level gives. The first is counted from arrival, the others from the one above."
    ),
    model=DeadlinePlan,
    columns=(
        Column(name="code", width="code"),
        Column(name="level"),
        Column(name="title"),
        Column(name="anchor", width="narrow"),
        Column(name="days", width="narrow"),
        Column(name="counts"),
        Column(name="hour", kind=of(ClockTime()), width="narrow"),
        Column(name="set_on", kind=of(Date()), width="narrow"),
    ),
    rows=lambda edition: edition.deadline_plans.order_by("anchor", "-days", "code", "pk"),
)
RISKS = Sheet(
    name="risks",
    title=_("Risks"),
    lead=_("What may happen, how likely and how harmful from 1 to 5, and who does what about it."),
    model=Risk,
    columns=(
        Column(name="code", width="code"),
        Column(name="title"),
        Column(name="likelihood", kind=of(Whole(least=1, most=5)), width="narrow"),
        Column(name="harm", kind=of(Whole(least=1, most=5)), width="narrow"),
        Column(name="response"),
        Column(name="owner_role"),
        Column(name="state"),
    ),
    rows=lambda edition: edition.risks.order_by("order", "code"),
)
KNOWN_COUNTRIES = Sheet(
    name="took-part",
    title=_("Countries that took part"),
    lead=_("For an edition of the past, as far as sources tell."),
    model=KnownCountry,
    columns=(
        Column(name="country", label=_("Country"), kind=named("countries"), width="code"),
        Column(name="participants", width="narrow"),
    ),
    rows=lambda edition: edition.known_countries.select_related("country").order_by("country_id"),
    known=countries,
)

SHEETS: Mapping[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        ORGANISERS,
        RESERVATIONS,
        OUTCOMES,
        MODULES,
        ASSESSMENTS,
        GROUPS,
        ACTIVITIES,
        QUOTAS,
        TARGETS,
        RULES,
        RUBRIC,
        PACKAGE,
        BUDGET,
        NOTICES,
        RISKS,
        KNOWN_COUNTRIES,
    )
}
"""Every list by its name in addresses."""
