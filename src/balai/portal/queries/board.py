"""The board of an edition: what is late, due or blocked, whose move it is, and whether it may go on."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.engine.calendars.working import working_days
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus, Level, ReservationState
from balai.programmes.queries import deadlines_in_order
from balai.programmes.queries.calendar_words import own_names, summed_up
from balai.programmes.queries.calendars import almanac_between, calendars_to_mind
from balai.programmes.queries.life import OVER, lights_of
from balai.programmes.queries.scopes import covers
from balai.programmes.registries import Owner, stage_facts
from balai.programmes.rules import may_keep_edition, readable_editions
from balai.ui.parts import Figure, Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from balai.people.access import SignedInRequest
    from balai.people.models import Grant
    from balai.programmes.models import Deadline, Edition, LightOverride
    from balai.programmes.registries import Light, OpenThing
    from balai.ui.parts import Deed, State

S = EditionStatus
SOON = dt.timedelta(days=7)
NEXT_DATES = 6
FEW_MOVES = 8
FIRST_MOVES = 5
MOST_UNDER_WAY = 8
OF_AN_EDITION_UNDER_WAY = (
    *("code", "title", "status", "time_zone", "arrives_on", "starts_on", "ends_on", "departs_on"),
)
LIVING = (S.IDEA, S.APPROVED, S.CALL, S.SELECTION, S.PREPARATION, S.RUNNING, S.POSTPONED)
URGENCY: Mapping[State, int] = {"late": 0, "block": 1, "due": 2, "wait": 3, "info": 4, "ok": 5}
PRESSING: Collection[State] = ("late", "block")
"""What is never folded away."""

ROLES = {
    Owner.OFFICER: (Role.PROGRAMME_OFFICER, Role.ADMINISTRATOR),
    Owner.FINANCE: (Role.FINANCE_OFFICER,),
    Owner.SECRETARIAT: (Role.SECRETARIAT,),
}
"""Whose move is the reader's own."""

ICONS = {Owner.FOCAL_POINTS: "flag", Owner.CENTRES: "building-factory-2"}

STAGES: Sequence[tuple[str, StrOrPromise]] = (
    ("mandate", _("Mandate")),
    ("call", _("Call")),
    ("nominations", _("Nominations")),
    ("selection", _("Selection")),
    ("offers", _("Offers")),
    ("travel", _("Travel and visas")),
    ("preparation", _("Preparation")),
    ("course", _("Course")),
    ("follow-up", _("Follow-up")),
)
NOW = {
    S.IDEA: "mandate",
    S.APPROVED: "call",
    S.CALL: "nominations",
    S.SELECTION: "selection",
    S.PREPARATION: "offers",
    S.RUNNING: "course",
    S.CLOSED: "follow-up",
    S.REPORTED: "follow-up",
}
"""Where a life is, by status; during preparation the deadlines tell how far it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardMove:
    """One open thing as the board shows it."""

    state: State
    word: StrOrPromise
    owner: Owner
    what: StrOrPromise
    why: StrOrPromise
    by: str
    left: str
    deed: Deed | None
    due_at: dt.datetime | None
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Open things of one owner, or of one stretch of time, those that are late or blocked first."""

    title: StrOrPromise
    moves: Sequence[BoardMove]
    is_mine: bool = False
    icon: str = ""

    @property
    def first(self) -> Sequence[BoardMove]:
        """Those that stand at once: all of a few, of many the most urgent; all that is late or blocked."""
        shown = max(FIRST_MOVES, sum(move.state in PRESSING for move in self.moves))
        return self.moves if len(self.moves) <= max(FEW_MOVES, shown + 2) else self.moves[:shown]

    @property
    def more(self) -> Sequence[BoardMove]:
        """The others, which are unfolded; never only one or two."""
        return self.moves[len(self.first) :]


@dataclass(frozen=True, slots=True, kw_only=True)
class LightShown:
    """A light in the column on readiness; nothing is asked of one where nothing is open, nor counted."""

    name: str
    title: StrOrPromise
    rule: StrOrPromise
    word: str
    ready: int
    of: int
    is_green: bool
    answered: LightOverride | None
    mend: Deed | None
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All of the page."""

    title: str
    sentence: str
    stages: Sequence[Stage]
    figures: Sequence[Figure]
    groups: Sequence[Group]
    dates: Sequence[tuple[dt.date, StrOrPromise]]
    calendars: Sequence[tuple[str, SafeString]]
    lights: Sequence[LightShown]
    is_over: bool

    @property
    def asked(self) -> Sequence[LightShown]:
        """The lights that something hangs on."""
        return [light for light in self.lights if light.is_asked]

    @property
    def unasked(self) -> Sequence[StrOrPromise]:
        """What there is nothing to do about now, as before its time; it is not “ready”."""
        return [light.title for light in self.lights if not light.is_asked]


def board_of(request: SignedInRequest, edition: Edition, *, at: dt.datetime, by_date: bool) -> Board:
    """Ask every light how it stands, and put what is open in order for this reader.

    Args:
        request: of the reader, whose own moves come first.
        edition: as :func:`~balai.programmes.queries.life.with_life` reads it.
        at: the moment.
        by_date: whether open things are grouped by when they are due rather than by owner.
    """
    known = lights_of(edition, at=at)
    answered = {row.light: row for row in edition.light_overrides.all()}
    moves = _moves(request, edition, known, answered, at=at)
    deadlines = [one for one in deadlines_in_order(edition) if one.plan.level == Level.HOST]
    may_keep = may_keep_edition(request.grants, edition) is None
    shown = [
        _light(
            name,
            light,
            answered.get(name),
            may_mend=may_keep or _is_mine(request.grants, edition, light.owner),
        )
        for name, light in known.items()
    ]
    return Board(
        title=title_of(edition, at=at),
        sentence=_sentence(moves),
        stages=_stages(edition, deadlines, at=at),
        figures=_figures(edition, at=at),
        groups=_by_date(moves, at=at) if by_date else _by_owner(moves),
        dates=_next_dates(edition, deadlines, at=at),
        calendars=_calendars(edition),
        lights=shown,
        is_over=edition.status in OVER,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """An edition of which the reader keeps an eye, on the page with their tasks."""

    edition: Edition
    title: str


def under_way(grants: Iterable[Grant], *, at: dt.datetime) -> list[UnderWay]:
    """The editions of a reader's office that are not over, the nearest first; one question, or none."""
    editions = readable_editions(grants).filter(status__in=LIVING).select_related(None)
    nearest = editions.only(*OF_AN_EDITION_UNDER_WAY).order_by("sorts_on", "id")[:MOST_UNDER_WAY]
    return [UnderWay(edition=one, title=title_of(one, at=at)) for one in nearest]


# --- the state of a life ------------------------------------------------------------------------------------


def title_of(edition: Edition, *, at: dt.datetime) -> str:
    """The state of an edition in a few words: “62 days to arrival”."""
    today = at.astimezone(ZoneInfo(edition.time_zone)).date()
    arrival = edition.arrives_on or edition.starts_on
    if edition.status in {S.CANCELLED, S.POSTPONED} or arrival is None:
        return str(edition.get_status_display()) if arrival else gettext("No dates yet")
    if today < arrival:
        days = (arrival - today).days
        return ngettext("%(days)d day to arrival", "%(days)d days to arrival", days) % {"days": days}
    end = edition.departs_on or edition.ends_on or arrival
    if today <= end:
        return gettext("Day %(day)d of %(days)d") % {
            "day": (today - arrival).days + 1,
            "days": (end - arrival).days + 1,
        }
    return gettext("Over since %(day)s") % {"day": formats.date_format(end, "j M Y")}


def _sentence(moves: Sequence[BoardMove]) -> str:
    """What is late and blocked, and how many moves are the reader's."""
    counted = Counter(move.state for move in moves)
    parts = []
    if counted["late"]:
        parts.append(
            ngettext("%(n)d thing is late", "%(n)d things are late", counted["late"]) % {"n": counted["late"]}
        )
    if counted["block"]:
        parts.append(
            ngettext("%(n)d is blocked", "%(n)d are blocked", counted["block"]) % {"n": counted["block"]}
        )
    mine = sum(move.is_mine for move in moves)
    said = (
        gettext("%(first)s and %(second)s.") % dict(zip(("first", "second"), parts, strict=True))
        if len(parts) == 2
        else (f"{parts[0]}." if parts else gettext("Nothing is late."))
    )
    if mine:
        said += " " + ngettext("%(n)d move is yours.", "%(n)d moves are yours.", mine) % {"n": mine}
    return said


# --- open things --------------------------------------------------------------------------------------------


def _moves(
    request: SignedInRequest,
    edition: Edition,
    known: Mapping[str, Light],
    answered: Mapping[str, LightOverride],
    *,
    at: dt.datetime,
) -> list[BoardMove]:
    may_keep = may_keep_edition(request.grants, edition) is None
    found = [
        _move(
            edition, thing, may_keep=may_keep, is_mine=_is_mine(request.grants, edition, thing.owner), at=at
        )
        for name, light in known.items()
        if name not in answered
        for thing in light.open
    ]
    latest = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda move: (URGENCY[move.state], move.due_at or latest))


def _is_mine(grants: Iterable[Grant], edition: Edition, owner: Owner) -> bool:
    return covers(grants, ROLES.get(owner, ()), edition)


def _move(edition: Edition, thing: OpenThing, *, may_keep: bool, is_mine: bool, at: dt.datetime) -> BoardMove:
    state, word = _state(thing, at)
    return BoardMove(
        state=state,
        word=word,
        owner=thing.owner,
        what=thing.what,
        why=thing.why,
        by=_day(thing.due_at, edition),
        left=left_of(thing.due_at, edition, at=at),
        deed=thing.deed if may_keep or is_mine else None,
        due_at=thing.due_at,
        is_mine=is_mine,
    )


def _state(thing: OpenThing, at: dt.datetime) -> tuple[State, StrOrPromise]:
    if thing.due_at is not None and thing.due_at < at:
        return "late", _("Late")
    if thing.is_blocked:
        return "block", _("Blocked")
    if thing.due_at is not None and thing.due_at - at <= SOON and not thing.is_waiting:
        return "due", _("Due")
    return "wait", _("Waiting") if thing.is_waiting else _("Open")


def left_of(due_at: dt.datetime | None, edition: Edition, *, at: dt.datetime) -> str:
    """How far away a moment is, in days of the edition's place: “tomorrow”, “2 days late”."""
    if due_at is None:
        return ""
    zone = ZoneInfo(edition.time_zone)
    days = (due_at.astimezone(zone).date() - at.astimezone(zone).date()).days
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if days == 0:
        return gettext("late today") if due_at < at else gettext("today")
    if days == 1:
        return gettext("tomorrow")
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}


def _by_owner(moves: Sequence[BoardMove]) -> list[Group]:
    mine = [move for move in moves if move.is_mine]
    groups = [Group(title=_("Your move"), moves=mine, is_mine=True, icon="user")] if mine else []
    for owner in Owner:
        others = [move for move in moves if move.owner is owner and not move.is_mine]
        if others:
            groups.append(Group(title=owner.label, moves=others, icon=ICONS.get(owner, "")))
    return groups


def _by_date(moves: Sequence[BoardMove], *, at: dt.datetime) -> list[Group]:
    latest = dt.datetime.max.replace(tzinfo=dt.UTC)
    in_order = sorted(moves, key=lambda move: (move.state not in PRESSING, move.due_at or latest))
    bounds = (
        (_("Late"), at),
        (_("Within a week"), at + SOON),
        (_("Within a month"), at + dt.timedelta(days=30)),
        (_("Later"), latest),
    )
    groups, since = [], None
    for title, until in bounds:
        within = [
            move
            for move in in_order
            if (since is None or (move.due_at or latest) >= since)
            and ((move.due_at or latest) < until or until == latest)
        ]
        if within:
            groups.append(Group(title=title, moves=within))
        since = until
    return groups


# --- the line of stages, figures, dates ---------------------------------------------------------------------


def _stages(edition: Edition, deadlines: Sequence[Deadline], *, at: dt.datetime) -> list[Stage]:
    due = {one.plan.code: one for one in deadlines}
    facts = _facts(edition, due)
    names = [name for name, _label in STAGES]
    now = _now(edition, due, at)
    here = len(names) if now is None else names.index(now)
    return [
        Stage(
            name=label,
            fact=(name in stage_facts and stage_facts[name](edition, at=at)) or facts[name],
            position="done" if place < here else "now" if place == here else "next",
        )
        for place, (name, label) in enumerate(STAGES)
    ]


def _now(edition: Edition, due: Mapping[str, Deadline], at: dt.datetime) -> str | None:
    status = edition.status_before or edition.status
    if status == S.PREPARATION:
        passed = [
            stage
            for stage, code in (("travel", "acceptances"), ("preparation", "tickets"))
            if code in due and due[code].at <= at
        ]
        return passed[-1] if passed else "offers"
    if status == S.CANCELLED:
        return "mandate"
    return None if status == S.EVALUATED else NOW[S(status)]


def _facts(edition: Edition, due: Mapping[str, Deadline]) -> dict[str, str]:
    frozen = min((booklet.frozen_at for booklet in edition.booklets.all()), default=None)
    pledge = next((mandate.pledge for mandate in edition.mandate_set.all()), None)

    def on(code: str, words: str) -> str:
        return words % {"day": _short(due[code].at, edition)} if code in due else ""

    return {
        "mandate": gettext("Pledged %(year)d") % {"year": pledge.year} if pledge else "",
        "call": gettext("Sent %(day)s") % {"day": _short(frozen, edition)}
        if frozen
        else on("call", gettext("due %(day)s")),
        "nominations": on("nominations", gettext("until %(day)s")),
        "selection": on("selection", gettext("Panel %(day)s")),
        "offers": on("offers", gettext("from %(day)s")),
        "travel": on("tickets", gettext("Tickets %(day)s")),
        "preparation": on("go-no-go", gettext("Go or no-go %(day)s")),
        "course": _span(edition),
        "follow-up": on("impact", gettext("until %(day)s")),
    }


def _figures(edition: Edition, *, at: dt.datetime) -> list[Figure]:
    shown = []
    today = at.astimezone(ZoneInfo(edition.time_zone)).date()
    arrival = edition.arrives_on or edition.starts_on
    if arrival and today < arrival:
        almanac = almanac_between([edition.country_id], today, arrival)
        days = sum(
            1 for _day in working_days(almanac, edition.country_id, today, arrival - dt.timedelta(days=1))
        )
        shown.append(
            Figure(
                value=str(days),
                beside=ngettext("day", "days", days),
                label=_("Working days left before arrival"),
            )
        )
    given = sum(quota.places for quota in edition.quotas.all())
    shown.append(
        Figure(
            value=str(given),
            beside=gettext("of %(number)d") % {"number": edition.places or 0},
            label=_("Places given to countries"),
        )
    )
    sites = edition.reservations.all()
    confirmed = sum(site.state == ReservationState.CONFIRMED for site in sites)
    shown.append(
        Figure(
            value=str(confirmed),
            beside=gettext("of %(number)d") % {"number": len(sites)},
            label=_("Sites that have agreed"),
        )
    )
    sums = Counter[str]()
    for line in edition.budget.all():
        sums[line.currency] += line.amount
    if sums:
        ((currency, biggest),) = sums.most_common(1)
        shown.append(
            Figure(
                value=_millions(biggest),
                beside=currency,
                label=_("Budget, cash and in kind"),
            )
        )
    return shown


def _millions(amount: object) -> str:
    number = float(str(amount))
    if number >= 1_000_000:
        millions = Decimal(str(round(number / 1_000_000, 1))).normalize()
        return gettext("%(number)s m") % {"number": formats.number_format(f"{millions:f}", use_l10n=True)}
    return str(formats.number_format(round(number), use_l10n=True, force_grouping=True))


def _next_dates(
    edition: Edition, deadlines: Sequence[Deadline], *, at: dt.datetime
) -> list[tuple[dt.date, StrOrPromise]]:
    if edition.status in {S.CANCELLED, S.POSTPONED}:
        return []
    zone = ZoneInfo(edition.time_zone)
    return [(one.at.astimezone(zone).date(), one.plan.title) for one in deadlines if one.at >= at][
        :NEXT_DATES
    ]


def _calendars(edition: Edition) -> list[tuple[str, SafeString]]:
    """Days in their order, and a sentence on them; what is summed up, such as Fridays, comes last."""
    if edition.status not in {S.IDEA, S.APPROVED, S.CALL, S.SELECTION, S.PREPARATION, S.RUNNING}:
        return []
    reasons = sorted(calendars_to_mind(edition), key=lambda one: (one["since"], one["until"]))
    countries = (edition.country, *(quota.country for quota in edition.quotas.all()))
    names = {country.code: country.brief_name for country in countries}
    return list(summed_up(reasons, names, own_names(reasons)))


def _light(name: str, light: Light, answered: LightOverride | None, *, may_mend: bool) -> LightShown:
    if light.is_green:
        word = gettext("Ready")
    elif light.of and light.ready:
        word = gettext("%(ready)d of %(of)d") % {"ready": light.ready, "of": light.of}
    else:
        word = gettext("Not yet")
    return LightShown(
        name=name,
        title=light.title,
        rule=light.rule,
        word=word,
        ready=light.of if light.is_green else max(light.ready, 0),
        of=max(light.of, 1),
        is_green=light.is_green,
        answered=answered,
        mend=next((thing.deed for thing in light.open if thing.deed), None) if may_mend else None,
        is_asked=bool(light.of or light.open or answered),
    )


def _day(at: dt.datetime | None, edition: Edition) -> str:
    return formats.date_format(at.astimezone(ZoneInfo(edition.time_zone)), "D j M Y") if at else ""


def _short(at: dt.datetime, edition: Edition) -> str:
    return formats.date_format(at.astimezone(ZoneInfo(edition.time_zone)), "j M")


def _span(edition: Edition) -> str:
    """The days in as few words as the line of stages has room for: “18 – 30 Jul”."""
    if edition.starts_on is None:
        return ""
    first, last = edition.starts_on, edition.ends_on or edition.starts_on
    begin = "j" if (first.year, first.month) == (last.year, last.month) else "j M"
    return f"{formats.date_format(first, begin)} – {formats.date_format(last, 'j M')}"
