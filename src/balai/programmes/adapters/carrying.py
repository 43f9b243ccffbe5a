"""What the next edition can take over of this room's records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.programmes.enums import ReservationState, RiskState
from balai.programmes.models import (
    Activity,
    ActivityMachine,
    ActivityPerson,
    Assessment,
    BudgetLine,
    CompletionRule,
    EligibilityRule,
    Lesson,
    Mandate,
    RubricAnchor,
)
from balai.programmes.queries.editions import lessons_waiting
from balai.programmes.services.cloning import copy_links, copy_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from balai.programmes.models import Edition
    from balai.programmes.registries import Carried, Carrying


class Mandates:
    """Pledges that still hold on the new first day."""

    label: StrOrPromise = _("Mandates that still hold")
    order = 10

    def count(self, edition: Edition) -> int:
        return edition.mandate_set.count()

    def carry(self, carrying: Carrying) -> None:
        holds = Q(pledge__valid_until=None) | Q(pledge__valid_until__gte=carrying.new.starts_on)
        held = carrying.old.mandate_set.filter(holds)
        Mandate.objects.bulk_create(
            Mandate(edition=carrying.new, pledge_id=mandate.pledge_id) for mandate in held
        )


class Organisers:
    """The organisers in their order; each has to agree anew."""

    label: StrOrPromise = _("Organisers, who have to agree anew")
    order = 20

    def count(self, edition: Edition) -> int:
        return edition.organisers.count()

    def carry(self, carrying: Carrying) -> None:
        copy_rows(list(carrying.old.organisers.all()), carrying)
        carrying.new.organisers.update(agreed_on=None, agreement="")


class Curriculum:
    """Outcomes, modules, assessments, groups and activities with all that they need."""

    label: StrOrPromise = _("Curriculum: outcomes, modules, assessments, groups and activities")
    order = 30

    def count(self, edition: Edition) -> int:
        return edition.activities.count() + edition.modules.count() + edition.outcomes.count()

    def carry(self, carrying: Carrying) -> None:
        old = carrying.old
        modules = list(old.modules.prefetch_related("outcomes"))
        assessments = list(Assessment.objects.filter(edition=old).prefetch_related("outcomes"))
        activities = list(
            Activity.objects.filter(edition=old)
            .select_related("module")
            .prefetch_related("groups", "sites", "after")
            .order_by("order")
        )
        copy_rows(list(old.outcomes.all()), carrying)
        copy_rows(modules, carrying)
        copy_links(modules, "outcomes", carrying)
        copy_rows(assessments, carrying)
        copy_links(assessments, "outcomes", carrying)
        copy_rows(list(old.groups.all()), carrying)
        copy_rows(list(CompletionRule.objects.filter(edition=old)), carrying)
        copy_rows(activities, carrying, days=["earliest_on", "latest_on"], points=["module"])
        for name in ("groups", "sites", "after"):
            copy_links(activities, name, carrying)
        for model in (ActivityMachine, ActivityPerson):
            needs = list(model._default_manager.filter(activity__edition=old).select_related("activity"))
            copy_rows(needs, carrying, points=["activity"])


class Places:
    """Places by country, and targets."""

    label: StrOrPromise = _("Places by country, and targets")
    order = 40

    def count(self, edition: Edition) -> int:
        return edition.quotas.count() + edition.targets.count()

    def carry(self, carrying: Carrying) -> None:
        copy_rows(list(carrying.old.quotas.all()), carrying)
        copy_rows(list(carrying.old.targets.all()), carrying)


class Rules:
    """Rules of eligibility, and the rubric with its anchors."""

    label: StrOrPromise = _("Rules of eligibility, and the rubric")
    order = 50

    def count(self, edition: Edition) -> int:
        return edition.eligibility_rules.count() + edition.rubric.count()

    def carry(self, carrying: Carrying) -> None:
        copy_rows(list(EligibilityRule.objects.filter(edition=carrying.old)), carrying)
        copy_rows(list(carrying.old.rubric.all()), carrying)
        anchors = list(
            RubricAnchor.objects.filter(criterion__edition=carrying.old).select_related("criterion")
        )
        copy_rows(anchors, carrying, points=["criterion"])


class Package:
    """Who pays what for participants."""

    label: StrOrPromise = _("Sponsorship package")
    order = 60

    def count(self, edition: Edition) -> int:
        return edition.package.count()

    def carry(self, carrying: Carrying) -> None:
        copy_rows(list(carrying.old.package.all()), carrying)


class Budget:
    """Lines of the budget, in the fiscal year of the new dates."""

    label: StrOrPromise = _("Budget lines, whose rates have to be looked at")
    order = 70

    def count(self, edition: Edition) -> int:
        return edition.budget.count()

    def carry(self, carrying: Carrying) -> None:
        copy_rows(list(carrying.old.budget.all()), carrying)
        assert carrying.new.starts_on is not None  # noqa: S101 -- a clone always has its first day
        BudgetLine.objects.filter(edition=carrying.new, fiscal_year__isnull=False).update(
            fiscal_year=carrying.new.starts_on.year
        )


class Notices:
    """The plan of notices, without days that were set by hand."""

    label: StrOrPromise = _("Plan of deadlines")
    order = 80

    def count(self, edition: Edition) -> int:
        return edition.deadline_plans.count()

    def carry(self, carrying: Carrying) -> None:
        copy_rows(list(carrying.old.deadline_plans.all()), carrying)
        carrying.new.deadline_plans.update(set_on=None)


class Sites:
    """The sites, to be asked again for the new days."""

    label: StrOrPromise = _("Sites, to be asked again")
    order = 85

    def count(self, edition: Edition) -> int:
        return edition.reservations.count()

    def carry(self, carrying: Carrying) -> None:
        copy_rows(list(carrying.old.reservations.all()), carrying, days=["first_on", "last_on"])
        carrying.new.reservations.update(state=ReservationState.WANTED, held_until=None)


class Risks:
    """What may happen again; what happened may happen once more."""

    label: StrOrPromise = _("Risks, to be weighed anew")
    order = 87

    def count(self, edition: Edition) -> int:
        return edition.risks.count()

    def carry(self, carrying: Carrying) -> None:
        copy_rows(list(carrying.old.risks.all()), carrying)
        carrying.new.risks.update(state=RiskState.OPEN)


class BookletTexts:
    """What the office wrote into the booklet."""

    label: StrOrPromise = _("Texts of the booklet")
    order = 90

    def count(self, edition: Edition) -> int:
        return edition.booklet_texts.count()

    def carry(self, carrying: Carrying) -> None:
        copy_rows(list(carrying.old.booklet_texts.all()), carrying)


class Lessons:
    """Open lessons of the series become tasks of the new edition."""

    label: StrOrPromise = _("Open lessons, as tasks")
    order = 100

    def count(self, edition: Edition) -> int:
        return lessons_waiting(edition.series_id).count()

    def carry(self, carrying: Carrying) -> None:
        waiting = lessons_waiting(carrying.new.series_id).values_list("pk", flat=True)
        Lesson.objects.filter(pk__in=list(waiting)).update(taken_up_in=carrying.new)


CARRIED: Mapping[str, Carried] = {
    "mandates": Mandates(),
    "organisers": Organisers(),
    "curriculum": Curriculum(),
    "places": Places(),
    "rules": Rules(),
    "package": Package(),
    "budget": Budget(),
    "deadlines": Notices(),
    "sites": Sites(),
    "risks": Risks(),
    "booklet": BookletTexts(),
    "lessons": Lessons(),
}
