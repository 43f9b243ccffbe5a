"""The lights of this room: from mandate, money and organisers to lessons and risks.

Each says a rule that must be true, who answers for it and by when, and names what is missing one by one. They
look at an edition that was read with its life (:mod:`balai.programmes.queries.life`).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import F
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Availability
from balai.directory.queries import members_of
from balai.programmes.enums import (
    EditionStatus,
    OrganiserRole,
    ReservationState,
    RiskState,
    Side,
    Task,
)
from balai.programmes.queries.booklet import digest_of, facts_in
from balai.programmes.queries.editions import deadlines_in_order, due_moment
from balai.programmes.registries import Light, OpenThing, Owner
from balai.ui.parts import Deed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from balai.programmes.models import Edition, Reservation
    from balai.programmes.registries import LightSource

TOLD_OF = 3
"""Names that a sentence lists before it says how many more there are."""


def _deed(label: StrOrPromise, view: str, edition: Edition, *more: str) -> Deed:
    return Deed(label=label, url=reverse(view, args=[edition.code, *more]))


def _some(names: Sequence[object]) -> str:
    """A few names, and how many more."""
    shown = ", ".join(str(name) for name in names[:TOLD_OF])
    more = len(names) - TOLD_OF
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(more)d more", "%(names)s and %(more)d more", more) % {
        "names": shown,
        "more": more,
    }


def mandate(edition: Edition, *, at: dt.datetime) -> Light:
    """Some pledge holds on the first day."""
    due = due_moment(edition, "call")
    held = [one.pledge for one in edition.mandate_set.all()]
    day = edition.starts_on
    holding = [
        pledge for pledge in held if pledge.valid_until is None or day is None or pledge.valid_until >= day
    ]
    open_things = []
    if not holding:
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Name the mandate"),
                why=(
                    gettext("%(names)s ended before the first day.") % {"names": _some(held)}
                    if held
                    else _("No pledge says that this edition shall be held.")
                ),
                due_at=due,
                deed=_deed(_("Choose pledges"), "programmes:mandates", edition),
            )
        )
    return Light(
        title=_("Mandate"),
        rule=_("A pledge or another mandate holds on the first day."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=len(holding),
        of=max(len(held), 1),
        open=open_things,
    )


def money(edition: Edition, *, at: dt.datetime) -> Light:
    """Every line of the budget has a payer who is an organiser, and the package says what is given."""
    due = due_moment(edition, "call")
    lines = edition.budget.all()
    organisers = {one.organisation_id for one in edition.organisers.all()}
    unpaid = [line.code for line in lines if line.payer_id not in organisers]
    open_things = []
    if not lines:
        open_things.append(
            OpenThing(
                owner=Owner.FINANCE,
                what=_("Write the budget"),
                why=_("No line says what the edition costs and who pays."),
                due_at=due,
                deed=_deed(_("Open the budget"), "programmes:sheet", edition, "budget"),
            )
        )
    if unpaid:
        message = ngettext(
            "%(names)s has no payer among the organisers.",
            "%(names)s have no payer among the organisers.",
            len(unpaid),
        )
        open_things.append(
            OpenThing(
                owner=Owner.FINANCE,
                what=_("Agree who pays"),
                why=message % {"names": _some(unpaid)},
                due_at=due,
                deed=_deed(_("Open the budget"), "programmes:sheet", edition, "budget"),
            )
        )
    if lines and not any(item.side == Side.ORGANISER for item in edition.package.all()):
        open_things.append(
            OpenThing(
                owner=Owner.FINANCE,
                what=_("Say what participants are given"),
                why=_("The booklet tells each country what is paid for its people."),
                due_at=due,
                deed=_deed(_("Open the package"), "programmes:sheet", edition, "package"),
            )
        )
    return Light(
        title=_("Money"),
        rule=_("Every line of the budget has a payer who is an organiser."),
        owner=Owner.FINANCE,
        due_at=due,
        ready=len(lines) - len(unpaid),
        of=len(lines),
        open=open_things,
    )


def organisers(edition: Edition, *, at: dt.datetime) -> Light:
    """There is a host, and every organiser has agreed."""
    due = due_moment(edition, "call")
    rows = edition.organisers.all()
    open_things = []
    if not any(row.role == OrganiserRole.HOST for row in rows):
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Name the host"),
                why=_("Nothing is approved without a host."),
                due_at=due,
                deed=_deed(_("Open the organisers"), "programmes:sheet", edition, "organisers"),
            )
        )
    open_things += [
        OpenThing(
            owner=Owner.PARTNERS,
            what=gettext("%(name)s: agreement") % {"name": row.organisation.brief_name},
            why=gettext("Its part as %(role)s is not agreed yet.") % {"role": row.get_role_display().lower()},
            due_at=due,
            is_waiting=True,
            deed=_deed(_("Note the agreement"), "programmes:sheet", edition, "organisers"),
        )
        for row in rows
        if row.agreed_on is None
    ]
    return Light(
        title=_("Organisers"),
        rule=_("There is a host, and every organiser has agreed."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=sum(row.agreed_on is not None for row in rows),
        of=len(rows),
        open=open_things,
    )


def curriculum(edition: Edition, *, at: dt.datetime) -> Light:
    """Modules lead to outcomes, outcomes are seen by assessments, and what is taught has a module."""
    due = due_moment(edition, "call")
    modules, outcomes = edition.modules.all(), edition.outcomes.all()
    seen = {outcome.pk for assessment in edition.assessments.all() for outcome in assessment.outcomes.all()}
    aimless = [module.code for module in modules if not module.outcomes.all()]
    unseen = [outcome.code for outcome in outcomes if outcome.pk not in seen]
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
            gettext("No outcome: %(names)s.") % {"names": _some(aimless)},
            "modules",
        ),
        (
            unseen,
            _("Say how each outcome is seen"),
            gettext("No assessment: %(names)s.") % {"names": _some(unseen)},
            "assessments",
        ),
        (
            lost,
            _("Put each activity into a module"),
            gettext("No module: %(names)s.") % {"names": _some(lost)},
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
                deed=_deed(_("Open the list"), "programmes:sheet", edition, name),
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
    deed = _deed(_("Open the places"), "programmes:sheet", edition, "places")
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
                        "names": _some(strangers),
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
                deed=_deed(_("Open the dates"), "programmes:dates", edition),
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
                deed=_deed(_("Open the booklet"), "programmes:booklet", edition),
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
                deed=_deed(_("Open the dates"), "programmes:dates", edition),
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
                deed=_deed(_("Open the booklet"), "programmes:booklet", edition),
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
                deed=_deed(_("Look at the booklet"), "programmes:booklet", edition),
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
                deed=_deed(_("Open the booklet"), "programmes:booklet", edition),
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


BEFORE_THE_CALL = frozenset({EditionStatus.IDEA, EditionStatus.APPROVED})


def people(edition: Edition, *, at: dt.datetime) -> Light:
    """Every activity that needs somebody has somebody, who has not said to be away."""
    due = due_moment(edition, "go-no-go")
    needing = [
        activity
        for activity in edition.activities.all()
        if activity.session_type.needs_resource_person or activity.session_type.needs_supervisor
    ]
    alone = [
        activity.code
        for activity in needing
        if not any(part.task in {Task.LEAD, Task.SUPERVISE} for part in activity.people.all())
    ]
    away = list(
        Availability.objects.filter(
            kind="unavailable",
            person__activity_parts__activity__edition=edition,
            person__activity_parts__activity__earliest_on=F("person__activity_parts__activity__latest_on"),
            since__lte=F("person__activity_parts__activity__earliest_on"),
            until__gte=F("person__activity_parts__activity__latest_on"),
        )
        .order_by("person__code")
        .values_list("person__person__name", "person__activity_parts__activity__code")
        .distinct()
    )
    open_things = []
    if alone:
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Find who leads each activity"),
                why=gettext("Nobody yet: %(names)s.") % {"names": _some(alone)},
                due_at=due,
                deed=_deed(_("Open the activities"), "programmes:sheet", edition, "activities"),
            )
        )
    open_things += [
        OpenThing(
            owner=Owner.PEOPLE,
            what=gettext("%(name)s is away") % {"name": name},
            why=gettext("Not available on the day of %(activity)s.") % {"activity": code},
            due_at=due,
            is_blocked=True,
            deed=_deed(_("Open the activities"), "programmes:sheet", edition, "activities"),
        )
        for name, code in away
    ]
    return Light(
        title=_("Resource persons"),
        rule=_("Every activity that needs somebody has somebody who is there on its day."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=len(needing) - len(alone),
        of=len(needing),
        open=open_things,
    )


def sites(edition: Edition, *, at: dt.datetime) -> Light:
    """Every site where something happens has agreed."""
    due = due_moment(edition, "go-no-go")
    rows = edition.reservations.all()
    needed = {site.pk: site.code for activity in edition.activities.all() for site in activity.sites.all()}
    asked = {row.site_id for row in rows}
    unasked = sorted(code for key, code in needed.items() if key not in asked)
    open_things = []
    if unasked:
        open_things.append(
            OpenThing(
                owner=Owner.OFFICER,
                what=_("Ask the sites"),
                why=gettext("Not asked yet: %(names)s.") % {"names": _some(unasked)},
                due_at=due,
                deed=_deed(_("Open the sites"), "programmes:sheet", edition, "sites"),
            )
        )
    open_things += [_site(edition, row, due) for row in rows if row.state != ReservationState.CONFIRMED]
    return Light(
        title=_("Sites"),
        rule=_("Every site where something happens has agreed to its days."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=sum(row.state == ReservationState.CONFIRMED for row in rows),
        of=len(rows) + len(unasked),
        open=open_things,
    )


def _site(edition: Edition, row: Reservation, due: dt.datetime | None) -> OpenThing:
    name = row.site.name
    deed = _deed(_("Open the sites"), "programmes:sheet", edition, "sites")
    days = f"{formats.date_format(row.first_on, 'j M')} – {formats.date_format(row.last_on, 'j M Y')}"
    if row.state == ReservationState.WANTED:
        return OpenThing(
            owner=Owner.OFFICER,
            what=gettext("%(site)s: to be asked") % {"site": name},
            why=days,
            due_at=due,
            deed=deed,
        )
    if row.state == ReservationState.ASKED:
        return OpenThing(
            owner=Owner.CENTRES,
            what=gettext("%(site)s: answer") % {"site": name},
            why=gettext("Asked for %(days)s.") % {"days": days},
            due_at=due,
            is_waiting=True,
            deed=deed,
        )
    if row.state == ReservationState.HELD and row.held_until:
        until = dt.datetime.combine(row.held_until, dt.time(17), ZoneInfo(edition.time_zone))
        return OpenThing(
            owner=Owner.OFFICER,
            what=gettext("%(site)s: confirm") % {"site": name},
            why=gettext("Held for %(days)s, and free again after.") % {"days": days},
            due_at=until,
            deed=deed,
        )
    return OpenThing(
        owner=Owner.OFFICER,
        what=gettext("%(site)s: find another") % {"site": name},
        why=gettext("It has refused %(days)s.") % {"days": days},
        due_at=due,
        is_blocked=True,
        deed=deed,
    )


def lessons(edition: Edition, *, at: dt.datetime) -> Light:
    """What the last edition taught is done, or it is said why not."""
    due = due_moment(edition, "call")
    rows = edition.lessons_taken_up.all()
    zone = ZoneInfo(edition.time_zone)
    open_things = [
        OpenThing(
            owner=Owner.OFFICER,
            what=lesson.text,
            why=f"{lesson.edition.code}, {lesson.source}",
            due_at=dt.datetime.combine(lesson.due_on, dt.time(17), zone) if lesson.due_on else due,
            deed=_deed(_("Say what was done"), "programmes:lessons", edition),
        )
        for lesson in rows
        if lesson.done_at is None
    ]
    return Light(
        title=_("Lessons of the last edition"),
        rule=_("What the last edition taught is done, or it is said why not."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=len(rows) - len(open_things),
        of=len(rows),
        open=open_things,
    )


def risks(edition: Edition, *, at: dt.datetime) -> Light:
    """For whatever may still happen it is said what is done about it."""
    due = due_moment(edition, "go-no-go")
    rows = [row for row in edition.risks.all() if row.state == RiskState.OPEN]
    unanswered = [row for row in rows if not row.response]
    open_things = [
        OpenThing(
            owner=Owner.OFFICER,
            what=gettext("Say what is done about %(risk)s") % {"risk": row.code},
            why=str(row.title),
            due_at=due,
            deed=_deed(_("Open the risks"), "programmes:sheet", edition, "risks"),
        )
        for row in unanswered
    ]
    return Light(
        title=_("Risks"),
        rule=_("For every risk that may still come true it is said what is done about it."),
        owner=Owner.OFFICER,
        due_at=due,
        ready=len(rows) - len(unanswered),
        of=len(rows),
        open=open_things,
    )


LIGHTS: Mapping[str, LightSource] = {
    "mandate": mandate,
    "money": money,
    "organisers": organisers,
    "curriculum": curriculum,
    "places": places,
    "deadlines": deadlines,
    "booklet": booklet,
    "people": people,
    "sites": sites,
    "lessons": lessons,
    "risks": risks,
}
"""By name; the number says where it stands among those of other rooms."""
