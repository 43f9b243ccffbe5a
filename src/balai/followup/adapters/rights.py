"""What this room does for the rights of persons: what it holds of them, and what erasing takes away.

What counts (edition, country, moments, states, points) stays; every word that somebody wrote goes, of the
plan as of each frozen version, and the supervisor's with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from balai.followup.models import (
    CountryReport,
    FollowUp,
    FollowUpEvidence,
    FollowUpLink,
    HandOver,
    Plan,
    PlanActivity,
    PlanEndorsement,
    PlanIndicator,
    PlanScore,
    PlanSubmission,
    YearAnswer,
    parts,
)
from balai.followup.models.country_report import FIGURES, NEEDED, TEXTS
from balai.followup.queries.comparison import YEAR_KEPT_WEEKS, year_answers_about
from balai.followup.queries.country_reports import reports_about, written_by_nobody_else
from balai.followup.queries.plans import plans_about
from balai.followup.queries.tracking import hand_overs_about, links_about, told_about
from balai.kernel.files import remove
from balai.people.registries import ERASED, Expired, Rows, SealedFile

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from balai.people.models import Person
    from balai.people.registries import SealedFact

EVIDENCE = "follow_up.evidence"
"""As looks at evidence are logged."""
KEPT = ("title", "problem", "purpose", "first_step", "supervisor_name")
"""A submitted plan has them: a mark stands where the words were."""
PLAN_EMPTY: dict[str, Any] = {
    **{name: "" for name in parts.TOLD if name not in KEPT},
    **dict.fromkeys(KEPT, ERASED),
}
ACTIVITY_EMPTY: dict[str, Any] = {
    "what": ERASED,
    "learned_from": "",
    "responsible": "",
    "means": "",
    "milestone": "",
}
INDICATOR_EMPTY: dict[str, Any] = {"name": ERASED, "unit": "", "source": "", "verification": ""}
ENDORSEMENT_EMPTY: dict[str, Any] = {"name": ERASED, "title": "", "email": "erased@invalid.example"}
LINK_EMPTY: dict[str, Any] = {"name": ERASED, "email": "erased@invalid.example"}
HAND_OVER_EMPTY: dict[str, Any] = {**ENDORSEMENT_EMPTY, "because": ""}
TOLD_EMPTY: dict[str, Any] = {"told_by": ERASED, "obstacle_words": "", "helped": "", "links": []}
"""Beside the words that stand among the activities and indicators."""


def forget_told(plans: QuerySet[Plan]) -> int:
    """Take away what was written in some plans and what was said to them; tells of how many rows."""
    asked = PlanEndorsement.objects.filter(submission__plan__in=plans)
    done = (
        plans.exclude(Q(**PLAN_EMPTY)).update(**PLAN_EMPTY)
        + PlanActivity.objects.filter(plan__in=plans).exclude(Q(**ACTIVITY_EMPTY)).update(**ACTIVITY_EMPTY)
        + PlanIndicator.objects.filter(plan__in=plans).exclude(Q(**INDICATOR_EMPTY)).update(**INDICATOR_EMPTY)
        + PlanSubmission.objects.filter(plan__in=plans).exclude(content={}).update(content={})
        + PlanScore.objects.filter(plan__in=plans).exclude(comment="").update(comment="")
        + asked.exclude(Q(**ENDORSEMENT_EMPTY)).update(**ENDORSEMENT_EMPTY)
    )
    done += FollowUpLink.objects.filter(plan__in=plans).exclude(Q(**LINK_EMPTY)).update(**LINK_EMPTY)
    done += _forget_followed(plans)
    handed = HandOver.objects.filter(plan__in=plans)
    done += handed.exclude(Q(**HAND_OVER_EMPTY)).update(**HAND_OVER_EMPTY)
    handed.exclude(signed_name="").update(signed_name=ERASED)
    # What was answered is signed, and what was not endorsed says why: the tables ask for it.
    plans.exclude(returned_because="").update(returned_because=ERASED)
    asked.exclude(signed_name="").update(signed_name=ERASED)
    asked.exclude(remark="").update(remark=ERASED)
    return done


def _forget_followed(plans: QuerySet[Plan]) -> int:
    """Take words and evidence out of what was told later; how far activities were, and figures, stay."""
    rows = FollowUp.objects.filter(plan__in=plans).exclude(Q(**TOLD_EMPTY))
    done = 0
    for row in rows.iterator(chunk_size=500):
        row.activities = [{**one, "what": ERASED, "words": ""} for one in row.activities]
        row.indicators = [{**one, "name": ERASED, "unit": ""} for one in row.indicators]
        for name, value in TOLD_EMPTY.items():
            setattr(row, name, value)
        row.save(update_fields=["activities", "indicators", *TOLD_EMPTY])
        done += 1
    evidence = FollowUpEvidence.objects.filter(follow_up__plan__in=plans)
    for paper in evidence:
        remove(paper.kept)
    evidence.delete()
    return done


def forget_year(rows: QuerySet[YearAnswer], *, at: dt.datetime) -> int:
    """Take away what was answered, as if its consent was withdrawn, and end the links that are still good.

    Who never answered did not decline either: nothing is written of them but that the link is over.
    """
    ended = rows.filter(expires_at__gt=at, asked_at__lt=at).update(expires_at=at)
    left = rows.filter(agrees=True)
    return ended + left.update(agrees=False, changed=None, taught=None, abroad=None)


def forget_reports(rows: QuerySet[CountryReport]) -> int:
    """Take the words out of country reports; figures with their year, and moments, stay.

    One statement for all columns: what is handed in lets its words be erased together, and nothing else.
    """
    marked = {
        name: Case(When(**{name: ""}, then=Value("")), default=Value(ERASED))
        for name in ("figures_source", "returned_because")
    }
    words = {name: ERASED if name in NEEDED else "" for name in TEXTS}
    return rows.exclude(sector=ERASED).update(**words, **marked)


class PlanEraser:
    """Empties plans, their versions, what was said to them and told of them, and answers of a year later.

    Of country reports those that somebody wrote alone; what others wrote with them is the country's, and
    the office gives it back where it tells of a person.
    """

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        done = forget_told(plans_about(persons)) + forget_year(year_answers_about(persons), at=at)
        return done + forget_reports(written_by_nobody_else(persons))


class YearRetention:
    """Who answered what a year later, for five years: the figures go with them, and stay in the report."""

    label: str | Promise = _("Answers of participants and reserves a year later")
    weeks = YEAR_KEPT_WEEKS
    why: str | Promise = _("Assumed: five years, for evaluations of the series.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Those of editions that ended before a day."""
        rows = (
            YearAnswer.objects.filter(edition__ends_on__lt=ended_before, agrees=True)
            .order_by("edition__ends_on", "pk")
            .values_list("pk", "nomination__person_id", "edition__ends_on")
        )
        for key, person, ended in rows.iterator(chunk_size=2_000):
            assert ended is not None  # noqa: S101 -- it is before a day
            yield Expired(key=key, person_id=person, about=f"year_answer:{key}", ended_on=ended)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Take them away."""
        return forget_year(YearAnswer.objects.filter(pk__in=[one.key for one in expired]), at=at)


class PlanRetention:
    """What people told in plans, ten years after the edition: later editions go on with them."""

    label: str | Promise = _("Action plans and what supervisors said to them")
    weeks = 520
    why: str | Promise = _("Assumed: ten years, because later editions go on with earlier plans.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Those of editions that ended before a day; one without days never ends."""
        rows = (
            Plan.objects.filter(participant__edition__ends_on__lt=ended_before)
            .exclude(Q(**PLAN_EMPTY))
            .order_by("participant__edition__ends_on", "pk")
            .values_list("pk", "participant__person_id", "participant__edition__ends_on")
        )
        for key, person, ended in rows.iterator(chunk_size=2_000):
            assert ended is not None  # noqa: S101 -- it is before a day
            yield Expired(key=key, person_id=person, about=f"plan:{key}", ended_on=ended)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Empty them; plans of the same people in later editions stay."""
        return forget_told(Plan.objects.filter(pk__in=[one.key for one in expired]))


class ReportRetention:
    """What countries told of their industry, as long as plans; it is the country's, not one person's."""

    label: str | Promise = _("Country reports")
    weeks = 520
    why: str | Promise = _("Assumed: ten years, because later editions go on with earlier plans.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Those of editions that ended before a day; one without days never ends."""
        rows = (
            CountryReport.objects.filter(edition__ends_on__lt=ended_before)
            .exclude(sector=ERASED)
            .order_by("edition__ends_on", "pk")
            .values_list("pk", "edition__ends_on")
        )
        for key, ended in rows.iterator(chunk_size=2_000):
            assert ended is not None  # noqa: S101 -- the question above asks for those before a day
            yield Expired(key=key, person_id=None, about=f"country_report:{key}", ended_on=ended)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Take the words away."""
        return forget_reports(CountryReport.objects.filter(pk__in=[one.key for one in expired]))


class EvidenceSealed:
    """Papers and photos that came with answers, for the copy of whose plan it is."""

    def facts(self, persons: Collection[Person]) -> Iterable[SealedFact]:
        return ()

    def files(self, persons: Collection[Person]) -> Iterable[SealedFile]:
        rows = FollowUpEvidence.objects.filter(person__in=persons).select_related("person").order_by("pk")
        for row in rows:
            yield SealedFile(kept=row.kept, owner=row.person, what=EVIDENCE)


def _activities(persons: Collection[Person]) -> QuerySet[Any]:
    return PlanActivity.objects.filter(plan__in=plans_about(persons)).order_by("plan", "order")


def _indicators(persons: Collection[Person]) -> QuerySet[Any]:
    return PlanIndicator.objects.filter(plan__in=plans_about(persons)).order_by("plan", "order")


def _submissions(persons: Collection[Person]) -> QuerySet[Any]:
    return PlanSubmission.objects.filter(plan__in=plans_about(persons)).order_by("at", "pk")


def _endorsements(persons: Collection[Person]) -> QuerySet[Any]:
    return PlanEndorsement.objects.filter(submission__plan__in=plans_about(persons)).order_by(
        "asked_at", "pk"
    )


def _scores(persons: Collection[Person]) -> QuerySet[Any]:
    return PlanScore.objects.filter(plan__in=plans_about(persons)).order_by("at", "pk")


OF_PLANS = [
    "participant__edition__code",
    "begun_at",
    "saved_at",
    "submitted_at",
    "returned_at",
    "returned_because",
    "presented_on",
    "first_step_done_on",
    *(name for names in parts.COLUMNS.values() for name in names),
]
HELD = {
    "plans": Rows(label=_("Your action plans"), rows=plans_about, fields=OF_PLANS, view="followup:mine"),
    "country_reports": Rows(
        label=_("Reports of your country that you wrote with others"),
        rows=reports_about,
        view="followup:mine",
        fields=[
            *("edition__code", "country_id", "saved_at", "submitted_at", "returned_at", "returned_because"),
            *FIGURES,
            *TEXTS,
        ],
    ),
    "plan_activities": Rows(
        label=_("Activities of your plans"), rows=_activities, fields=["order", *parts.ROWS["activities"]]
    ),
    "plan_indicators": Rows(
        label=_("Indicators of your plans"), rows=_indicators, fields=["order", *parts.ROWS["indicators"]]
    ),
    "plan_submissions": Rows(
        label=_("Plans that you submitted"), rows=_submissions, fields=["number", "at", "content"]
    ),
    "plan_endorsements": Rows(
        label=_("What supervisors said to your plans"),
        rows=_endorsements,
        fields=["name", "title", "email", "asked_at", "answered_at", "answer", "remark", "promises"],
    ),
    "plan_scores": Rows(
        label=_("What listeners gave your plans"),
        rows=_scores,
        fields=["listener", "relevance", "feasibility", "clarity", "sustainability", "comment", "at"],
    ),
    "plan_follow_ups": Rows(
        label=_("What was told later of your plans"),
        rows=told_about,
        view="followup:mine",
        fields=[
            *("months", "voice", "number", "due_on", "at", "is_late", "told_by", "activities", "indicators"),
            *("obstacles", "obstacle_words", "women_reached", "men_reached", "helped", "links"),
        ],
    ),
    "plan_follow_up_links": Rows(
        label=_("Who was asked how your plans go"),
        rows=links_about,
        fields=["months", "voice", "name", "email", "times", "asked_at", "opened_at"],
    ),
    "plan_hand_overs": Rows(
        label=_("To whom you offered your plans"),
        rows=hand_overs_about,
        fields=["name", "title", "email", "because", "asked_at", "answered_at", "is_accepted"],
    ),
    "year_answers": Rows(
        label=_("What you were asked a year later"),
        rows=year_answers_about,
        fields=["group", "asked_at", "answered_at", "agrees", "changed", "taught", "abroad"],
    ),
}
