"""Deadlines: the usual plan of notices, and what follows from a plan, the calendars and the arrival."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.engine.calendars.almanac import ONE_DAY
from balai.engine.calendars.chain import Counting, Skipped, Step, Why
from balai.engine.calendars.chain import Level as ChainLevel
from balai.engine.calendars.deadlines import deadlines_before
from balai.engine.calendars.working import day_off_on, is_weekend
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.programmes.enums import LEVELS_OF_A_COUNTRY, Anchor, Level, OrganiserRole
from balai.programmes.models import Deadline, DeadlinePlan
from balai.programmes.queries import editions_counting_days_of
from balai.programmes.queries.calendars import almanac_between
from balai.programmes.rules.moves import may_change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from balai.directory.models import Country
    from balai.engine.calendars.almanac import Almanac
    from balai.programmes.models import Edition

H, S, F, A, P = Level.HOST, Level.SECRETARIAT, Level.FOCAL_POINT, Level.AGENCY, Level.APPLICANT
USUAL: Sequence[tuple[str, Level, Anchor, int, str, str, str]] = (
    ("call", H, Anchor.ARRIVAL, 120, "calendar", "The call goes out", "Undangan pencalonan dikirim"),
    ("nominations", H, Anchor.ARRIVAL, 75, "calendar", "Nominations are due", "Batas waktu pencalonan"),
    ("nominations", S, Anchor.ARRIVAL, 1, "working", "Nominations are due", "Batas waktu pencalonan"),
    ("nominations", F, Anchor.ARRIVAL, 2, "working", "Nominations are due", "Batas waktu pencalonan"),
    ("nominations", A, Anchor.ARRIVAL, 5, "working", "Nominations are due", "Batas waktu pencalonan"),
    ("nominations", P, Anchor.ARRIVAL, 5, "working", "Applications are due", "Batas waktu lamaran"),
    (
        "clearances",
        H,
        Anchor.ARRIVAL,
        75,
        "calendar",
        "Clearances for calling visas begin",
        "Pengurusan visa panggilan dimulai",
    ),
    ("checks", H, Anchor.ARRIVAL, 68, "calendar", "Files are checked", "Pemeriksaan berkas selesai"),
    ("selection", H, Anchor.ARRIVAL, 60, "calendar", "The panel selects", "Panel melakukan seleksi"),
    (
        "offers",
        H,
        Anchor.ARRIVAL,
        58,
        "calendar",
        "Offers go out",
        "Surat penawaran kepada peserta terpilih dikirim",
    ),
    ("acceptances", H, Anchor.ARRIVAL, 48, "calendar", "Acceptances are due", "Batas waktu konfirmasi"),
    ("visas", H, Anchor.ARRIVAL, 45, "calendar", "Visa files are handed in", "Berkas visa diserahkan"),
    (
        "tickets",
        H,
        Anchor.ARRIVAL,
        30,
        "calendar",
        "Tickets are bought, only after visas",
        "Tiket dibeli, hanya setelah visa terbit",
    ),
    ("go-no-go", H, Anchor.ARRIVAL, 21, "calendar", "Go or no-go", "Keputusan lanjut atau tidak"),
    (
        "pack",
        H,
        Anchor.ARRIVAL,
        14,
        "calendar",
        "Participants get their papers",
        "Bahan pembekalan dikirim kepada peserta",
    ),
    (
        "manifest",
        H,
        Anchor.ARRIVAL,
        3,
        "calendar",
        "The list of arrivals is closed",
        "Daftar kedatangan ditutup",
    ),
    ("report", H, Anchor.END, 30, "calendar", "The final report is sent", "Laporan akhir dikirim"),
    (
        "follow-up-3",
        H,
        Anchor.END,
        90,
        "calendar",
        "Follow-up after three months",
        "Tindak lanjut setelah tiga bulan",
    ),
    (
        "follow-up-6",
        H,
        Anchor.END,
        180,
        "calendar",
        "Follow-up after six months",
        "Tindak lanjut setelah enam bulan",
    ),
    ("impact", H, Anchor.END, 365, "calendar", "Impact after a year", "Dampak setelah satu tahun"),
)
"""Code, level, anchor, days, which days, title in English and Indonesian: the timeline that offices know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline as it follows from the plan, before it is stored."""

    plan: DeadlinePlan
    country: str | None
    at: dt.datetime
    zone: str
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Where a level sits: whose working days count, and whose clock."""

    country: str
    zone: str


@transaction.atomic
def plan_usual_deadlines(*, edition: Edition, actor: str, at: dt.datetime) -> None:
    """Give an edition without a plan the usual one, and work its deadlines out.

    Raises:
        RuleViolationError: ``edition.cancelled`` or ``deadlines.planned_already``.
    """
    enforce(may_change(edition))
    if edition.deadline_plans.exists():
        raise RuleViolationError(
            Refusal(
                "deadlines.planned_already", _("This edition has its deadlines. Change them in the list.")
            )
        )
    DeadlinePlan.objects.bulk_create(
        DeadlinePlan(
            edition=edition,
            code=code,
            level=level,
            anchor=anchor,
            days=days,
            counts=counts,
            title={"en": english, "id": indonesian},
        )
        for code, level, anchor, days, counts, english, indonesian in USUAL
    )
    record(actor=actor, action="edition.deadlines_planned", subject=edition.reference, at=at)
    recompute_deadlines(edition=edition, actor=actor, at=at)


@transaction.atomic
def recompute_deadlines(*, edition: Edition, actor: str, at: dt.datetime) -> list[Deadline]:
    """Work out every deadline anew; asked again when dates, countries, levels or the plan have changed.

    Returns:
        Those that people were told otherwise, and must be told again.

    Raises:
        RuleViolationError: ``deadline.after_the_level_above``.
    """
    kept = {(row.plan_id, row.country_id): row for row in Deadline.objects.filter(plan__edition=edition)}
    changed, new = [], []
    for due in deadlines_of(edition):
        skipped = [_plain(one) for one in due.skipped]
        row = kept.pop((due.plan.pk, due.country), None)
        if row is None:
            new.append(
                Deadline(plan=due.plan, country_id=due.country, at=due.at, zone=due.zone, skipped=skipped)
            )
        elif (row.at, row.zone, row.skipped) != (due.at, due.zone, skipped):
            row.at, row.zone, row.skipped = due.at, due.zone, skipped
            changed.append(row)
    Deadline.objects.bulk_create(new)
    Deadline.objects.bulk_update(changed, ["at", "zone", "skipped"])
    Deadline.objects.filter(pk__in=[row.pk for row in kept.values()]).delete()
    if new or changed or kept:
        detail = {"new": len(new), "changed": len(changed), "gone": len(kept)}
        record(
            actor=actor, action="edition.deadlines_computed", subject=edition.reference, at=at, detail=detail
        )
    return [row for row in changed if row.was_told_otherwise]


@transaction.atomic
def follow_declared_days(*, countries: Sequence[str], actor: str, at: dt.datetime) -> None:
    """Work deadlines out anew where a country declared a day off, or took one back.

    An edition whose days set by hand no longer fit keeps the deadlines that it has, and the trail says so:
    what a government declares is true whether or not it fits.
    """
    for edition in editions_counting_days_of(countries):
        try:
            with transaction.atomic():
                recompute_deadlines(edition=edition, actor=actor, at=at)
        except RuleViolationError as violation:
            record(
                actor=actor,
                action="edition.deadlines_left",
                subject=edition.reference,
                at=at,
                detail={"why": violation.refusal.code},
            )


def deadlines_of(edition: Edition) -> list[Due]:
    """What follows from an edition's plan; nothing while it has no dates.

    Raises:
        RuleViolationError: ``deadline.after_the_level_above``: a day set by hand comes too late.
    """
    arrival = edition.arrives_on or edition.starts_on
    if arrival is None:
        return []
    plans = list(edition.deadline_plans.all())
    countries = {
        quota.country_id: quota.country
        for quota in edition.quotas.select_related("country").order_by("country_id")
    }
    above = _desks(edition)
    almanac = _almanac(edition, arrival, plans, {*countries, *(desk.country for desk in above.values())})
    found: list[Due] = []
    for chain in _chains(plans):
        if chain[0].anchor == Anchor.END:
            found += [_after_the_end(plan, edition, almanac) for plan in chain if edition.ends_on]
        else:
            found += _before_arrival(chain, arrival, above, countries, almanac)
    return found


def _desks(edition: Edition) -> dict[str, _Desk]:
    host = _Desk(country=edition.country_id, zone=edition.time_zone)
    secretariat = (
        edition.organisers.filter(role=OrganiserRole.SECRETARIAT)
        .select_related("organisation__country")
        .order_by("order")
        .first()
    )
    country = secretariat.organisation.country if secretariat else None
    return {
        Level.HOST: host,
        Level.SECRETARIAT: _desk_in(country) if country else host,
    }


def _desk_in(country: Country) -> _Desk:
    return _Desk(country=country.code, zone=next(iter(country.time_zones), "UTC"))


def _almanac(
    edition: Edition, arrival: dt.date, plans: Sequence[DeadlinePlan], countries: set[str]
) -> Almanac:
    # Working days take more than their number; a chain adds its notices up; long feasts push further.
    before = sum(2 * plan.days for plan in plans if plan.anchor == Anchor.ARRIVAL) + 60
    after = max((plan.days for plan in plans if plan.anchor == Anchor.END), default=0) + 60
    by_hand = [plan.set_on - 60 * ONE_DAY for plan in plans if plan.set_on]
    return almanac_between(
        countries,
        min([arrival - before * ONE_DAY, *by_hand]),
        (edition.ends_on or arrival) + after * ONE_DAY,
    )


def _chains(plans: Iterable[DeadlinePlan]) -> Iterator[list[DeadlinePlan]]:
    levels = list(Level)
    by_code: dict[str, list[DeadlinePlan]] = {}
    for plan in plans:
        by_code.setdefault(plan.code, []).append(plan)
    for chain in by_code.values():
        yield sorted(chain, key=lambda plan: levels.index(Level(plan.level)))


def _before_arrival(
    chain: Sequence[DeadlinePlan],
    arrival: dt.date,
    above: Mapping[str, _Desk],
    countries: Mapping[str, Country],
    almanac: Almanac,
) -> Iterator[Due]:
    common = [plan for plan in chain if plan.level not in LEVELS_OF_A_COUNTRY]
    yield from _chain(common, arrival, above, almanac, country=None)
    if len(common) == len(chain):
        return
    for code, country in countries.items():
        desks = dict(above) | dict.fromkeys(LEVELS_OF_A_COUNTRY, _desk_in(country))
        own = _chain(chain, arrival, desks, almanac, country=code)
        yield from (due for due in own if due.plan.level in LEVELS_OF_A_COUNTRY)


def _chain(
    chain: Sequence[DeadlinePlan],
    arrival: dt.date,
    desks: Mapping[str, _Desk],
    almanac: Almanac,
    *,
    country: str | None,
) -> list[Due]:
    steps: list[Step] = []
    for plan in chain:
        days, counts = plan.days, Counting(plan.counts)
        if plan.set_on:
            last = deadlines_before(arrival, steps, almanac)[-1].on if steps else arrival
            days, counts = (last - plan.set_on).days, Counting.CALENDAR
            if days < 0:
                raise RuleViolationError(
                    Refusal(
                        "deadline.after_the_level_above",
                        _(
                            "%(title)s (%(level)s): the day set by hand comes after the level above, or arrival."
                        )
                        % {"title": plan.title, "level": plan.get_level_display()},
                    )
                )
        desk = desks[plan.level]
        steps.append(
            Step(
                level=ChainLevel(plan.level),
                country=desk.country,
                zone=desk.zone,
                days=days,
                counts=counts,
                hour=plan.hour,
            )
        )
    return [
        Due(plan=plan, country=country, at=found.at, zone=desks[plan.level].zone, skipped=found.skipped)
        for plan, found in zip(chain, deadlines_before(arrival, steps, almanac), strict=True)
    ]


def _after_the_end(plan: DeadlinePlan, edition: Edition, almanac: Almanac) -> Due:
    assert edition.ends_on is not None  # noqa: S101 -- the caller asked; this tells the type checker
    on = plan.set_on or edition.ends_on + plan.days * ONE_DAY
    skipped = []
    while obstacle := _free(almanac, edition.country_id, on):
        skipped.append(obstacle)
        on += ONE_DAY
    zone = ZoneInfo(edition.time_zone)
    return Due(
        plan=plan,
        country=None,
        at=dt.datetime.combine(on, plan.hour, zone),
        zone=edition.time_zone,
        skipped=tuple(skipped),
    )


def _free(almanac: Almanac, country: str, on: dt.date) -> Skipped | None:
    if day_off := day_off_on(almanac, country, on):
        return Skipped(on=on, why=Why.DAY_OFF, name=day_off.name)
    return Skipped(on=on, why=Why.WEEKEND) if is_weekend(almanac, country, on) else None


def _plain(skipped: Skipped) -> dict[str, str]:
    return {"on": skipped.on.isoformat(), "why": skipped.why.value, "name": skipped.name}
