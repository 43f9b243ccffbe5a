"""What the call tells of: curriculum, places, deadlines, and the booklet that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.directory.queries import members_of
from balai.programmes.adapters.lights.words import deed_on, some_of
from balai.programmes.enums import EditionStatus
from balai.programmes.queries.booklet import digest_of, facts_in
from balai.programmes.queries.editions import deadlines_in_order, due_moment
from balai.programmes.registries import Light, OpenThing, Owner

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from balai.programmes.models import Edition

BEFORE_THE_CALL = frozenset({EditionStatus.IDEA, EditionStatus.APPROVED})


def curriculum(edition: Edition, *, at: dt.datetime) -> Light:
    """Modules lead to outcomes, outcomes are seen by assessments, and what is taught has a module."""
    due = due_moment(edition, "call")
    modules: QuerySet[Any] = edition.modules.all()
    outcomes: QuerySet[Any] = edition.outcomes.all()
    aimless = [module.code for module in modules if not module.is_aimed]
    unseen = [outcome.code for outcome in outcomes if not outcome.is_seen]
    lost = [
        activity.code
        for activity in edition.activities.all()
        if activity.module_id is None
        and activity.session_type.is_contact
        and activity.session_type.family in TAUGHT
    ]
    things: list[tuple[object, StrOrPromise, StrOrPromise, str]] = [
        (not modules, _("Write the curriculum"), _("There are no modules yet."), "modules"),
        (
            aimless,
            _("Say what each module leads to"),
            gettext("No outcome: %(names)s.") % {"names": some_of(aimless)},
            "modules",
        ),
        (
            unseen,
            _("Say how each outcome is seen"),
            gettext("No assessment: %(names)s.") % {"names": some_of(unseen)},
            "assessments",
        ),
        (
            lost,
            _("Put each activity into a module"),
            gettext("No module: %(names)s.") % {"names": some_of(lost)},
            "activities",
        ),
    ]
    return Light(
        title=_("Curriculum"),
        rule=_("Every module leads to an outcome, and every outcome is seen by an assessment."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=len(modules) + len(outcomes) - len(aimless) - len(unseen),
        of=len(modules) + len(outcomes),
        open=[
            OpenThing(
                owner=Owner.OFFICER,
                what=what,
                why=why,
                due_at=due,
                deed=deed_on(_("Open the list"), "programmes:sheet", edition, name),
            )
            for is_open, what, why, name in things
            if is_open
        ],
    )


TAUGHT = ("teaching", "practice", "visit")
"""Families of sessions that belong to a module."""


def places(edition: Edition, *, at: dt.datetime) -> Light:
    """All places are given to countries that are members on the day of the call."""
    due = due_moment(edition, "call")
    quotas = edition.quotas.all()
    given, there = sum(quota.places for quota in quotas), edition.places or 0
    open_things = []
    deed = deed_on(_("Open the places"), "programmes:sheet", edition, "places")
    if not there or given < there:
        left = there - given
        message = ngettext(
            "%(left)d place of %(there)d is given to no country.",
            "%(left)d places of %(there)d are given to no country.",
            left,
        )
        why: str = message % {"left": left, "there": there}
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Give the places to countries"),
                why=why if there else gettext("It has no places yet."),
                due_at=due,
                deed=deed,
            )
        )
    body = edition.series.body
    if body is not None:
        on = (due or at).astimezone(ZoneInfo(edition.time_zone)).date()
        members = set(members_of(body, on=on).values_list("code", flat=True))
        strangers = [
            quota.country.brief_name
            for quota in quotas
            if quota.country_id not in members and quota.country_id != edition.country_id
        ]
        if strangers:
            open_things.append(
                OpenThing(
                    owner=Owner.OFFICER,
                    what=_("Check who is a member"),
                    why=gettext("Not a member of %(body)s on %(day)s: %(names)s.")
                    % {
                        "body": body.abbreviation or body.name,
                        "day": formats.date_format(on, "j M Y"),
                        "names": some_of(strangers),
                    },
                    due_at=due,
                    deed=deed,
                )
            )
    return Light(
        title=_("Places"),
        rule=_("Every place is given to a country that is a member on the day of the call."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=given,
        of=there,
        open=open_things,
    )


def deadlines(edition: Edition, *, at: dt.datetime) -> Light:
    """There is a plan, nominations can still come in time, and nobody was told another day than holds."""
    due = due_moment(edition, "call")
    planned = deadlines_in_order(edition)
    open_things = []
    if not planned:
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Plan the deadlines"),
                why=_("Nobody knows yet what is due, and when."),
                due_at=due,
                deed=deed_on(_("Open the dates"), "programmes:dates", edition),
            )
        )
    told_otherwise = sum(deadline.was_told_otherwise for deadline in planned)
    if told_otherwise:
        message = ngettext(
            "%(number)d deadline differs from what was told. Issue an erratum.",
            "%(number)d deadlines differ from what was told. Issue an erratum.",
            told_otherwise,
        )
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Tell the new deadlines"),
                why=message % {"number": told_otherwise},
                due_at=at,
                deed=deed_on(_("Open the booklet"), "programmes:booklet", edition),
            )
        )
    over = sum(
        deadline.plan.code == "nominations" and deadline.at <= at
        for deadline in planned
        if edition.status in BEFORE_THE_CALL
    )
    if over:
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Move the dates, or shorten the notices"),
                why=_("A deadline for nominations is over before the call goes out."),
                due_at=due,
                deed=deed_on(_("Open the dates"), "programmes:dates", edition),
            )
        )
    return Light(
        title=_("Deadlines"),
        rule=_("Every level has its deadline, and was told the one that holds."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=len(planned) - told_otherwise - over,
        of=len(planned),
        open=open_things,
    )


def booklet(edition: Edition, *, at: dt.datetime) -> Light:
    """The booklet that went out says what holds."""
    due = due_moment(edition, "call")
    newest = next(iter(edition.booklets.all()), None)
    open_things = []
    if newest is None and edition.status not in BEFORE_THE_CALL:
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Freeze the General Information"),
                why=_("The call is open, and no booklet was frozen for it."),
                due_at=due,
                deed=deed_on(_("Open the booklet"), "programmes:booklet", edition),
            )
        )
    elif newest is None:
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Open the call"),
                why=_("The General Information is frozen with it, and sent to the focal points."),
                due_at=due,
                is_blocked=edition.status == EditionStatus.IDEA,
                deed=deed_on(_("Look at the booklet"), "programmes:booklet", edition),
            )
        )
    elif newest.facts_digest != digest_of(facts_in(edition)):
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Issue an erratum"),
                why=gettext("Version %(version)d of the booklet says something that no longer holds.")
                % {"version": newest.version},
                due_at=at,
                deed=deed_on(_("Open the booklet"), "programmes:booklet", edition),
            )
        )
    return Light(
        title=_("General Information"),
        rule=_("The booklet went out, and says what holds."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=int(not open_things),
        of=1,
        open=open_things,
    )
