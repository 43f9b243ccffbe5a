"""The sample timetable: groups, a plan of the reference programme, vehicles, and a repair.

It follows the sample pool: once its twenty participants have confirmed, groups are formed, the programme is
planned from its bundle under a small limit of work, checked and published, and vehicles are taken for its
rides; then the Centre for Ceramics cancels its last session, and the way that disturbs least is accepted.
Plates and drivers are made up, and say so themselves, for nothing is known of them. Everything goes by the
deeds that pages use, with the moments of 2018 as arguments, as a chapter of the demonstration's life.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.directory.models import Site
from balai.kernel.sample import Stage
from balai.kernel.translated import TranslatedText
from balai.people.enums import EVERYWHERE, Role
from balai.people.models import Person
from balai.people.services.roles import end_grant, grant_role
from balai.people.services.sample import demo_email
from balai.programmes.models import Edition
from balai.selection.queries.offers import confirmed
from balai.selection.services.sample.moments import REFERENCE, officer_of_sample
from balai.timetable.queries.plans import latest_search, published_slots, versions_of
from balai.timetable.rules.planning import may_plan
from balai.timetable.services.grouping import form_groups
from balai.timetable.services.publishing import publish_timetable
from balai.timetable.services.repairing import alternatives_of, report_hindrance, take_alternative
from balai.timetable.services.searching import ask_for_timetable, work_out
from balai.timetable.services.vehicles import give_vehicles, write_vehicle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django_stubs_ext import StrOrPromise

    from balai.timetable.models import Search

DIVISION = "practice"
WORK = 20
"""A limit that a small machine reaches within seconds."""


def _at(month: int, day: int, hour: int) -> dt.datetime:
    return dt.datetime(2018, month, day, hour, tzinfo=dt.UTC)


FORMED, PLANNED, PUBLISHED = _at(6, 20, 2), _at(6, 21, 2), _at(6, 25, 2)
HIRED = _at(6, 25, 4)
CANCELLED, REPAIRED = _at(7, 22, 9), _at(7, 22, 10)
"""Sunday 22 July, 16:00 in Bandung, before the week at the centres."""
CENTRE = "bbk"
REASON = TranslatedText(en="The centre has an audit that day.", id="Balai itu diaudit pada hari tersebut.")
FLEET: Sequence[tuple[str, int, str, str]] = (
    ("SAMPLE 1", 29, "Asep Sunandar (sample)", "+62 000 0000 001"),
    ("SAMPLE 2", 12, "Ujang Permana (sample)", "+62 000 0000 002"),
    ("SAMPLE 3", 12, "Dadang Kurnia (sample)", "+62 000 0000 003"),
    ("SAMPLE 4", 12, "Yayan Hermawan (sample)", "+62 000 0000 004"),
)
"""A bus for everybody and three more for groups that part; no plate or number begins like these."""


def life_of_timetable() -> list[Stage]:
    """From the groups to the repair, where there is the reference programme."""
    edition = Edition.objects.filter(code=REFERENCE).first()
    if edition is None:
        return []
    return [
        Stage(name=f"sample:timetable:{name}", label=label, at=at, do=partial(_do, do, edition))
        for name, label, at, do in STAGES
    ]


def _do(do: Callable[[Edition, Person], None], edition: Edition) -> None:
    """Only for a cohort that is whole, and an edition that is not over: a visitor may have gone further."""
    edition.refresh_from_db()
    is_whole = bool(edition.places) and confirmed(edition).count() >= (edition.places or 0)
    if is_whole and may_plan(edition) is None:
        do(edition, officer_of_sample())


def _groups(edition: Edition, officer: Person) -> None:
    """Form groups; and give the cast's coordinator one centre, the one that will cancel, instead of all."""
    coordinator = Person.objects.filter(account__email=demo_email(Role.CENTRE_COORDINATOR)).first()
    site = Site.objects.filter(code=CENTRE).first()
    if coordinator is not None and site is not None:
        scope = f"organisation:{site.organisation_id}"
        grant_role(person=coordinator, role=Role.CENTRE_COORDINATOR, scope=scope, actor=None, at=FORMED)
        for grant in coordinator.grants.filter(scope=EVERYWHERE, until=None):
            end_grant(grant=grant, actor=None, at=FORMED)
    form_groups(edition=edition, division=DIVISION, actor=officer, at=FORMED)


def _plan(edition: Edition, officer: Person) -> None:
    search = ask_for_timetable(edition=edition, work=WORK, actor=officer, at=PLANNED)
    work_out(search_id=search.pk, at=PLANNED)


def _publish(edition: Edition, officer: Person) -> None:
    draft = versions_of(edition).first()
    if draft is not None:
        publish_timetable(timetable=draft, actor=officer, at=PUBLISHED)


def _hire(edition: Edition, officer: Person) -> None:
    for plate, seats, driver, phone in FLEET:
        write_vehicle(
            edition=edition,
            plate=plate,
            seats=seats,
            driver=driver,
            driver_phone=phone,
            actor=officer,
            at=HIRED,
        )
    give_vehicles(edition=edition, actor=officer, at=HIRED)


def _cancel(edition: Edition, officer: Person) -> None:
    last = published_slots(edition).filter(site__code=CENTRE).order_by("-begins_at").first()
    if last is None:
        return
    search: Search = report_hindrance(
        edition=edition,
        site=last.site,
        begins_at=last.begins_at,
        ends_at=last.ends_at,
        reason=REASON,
        actor=officer,
        at=CANCELLED,
    )
    work_out(search_id=search.pk, at=CANCELLED)


def _repair(edition: Edition, officer: Person) -> None:
    search = latest_search(edition)
    if search is not None and alternatives_of(search):
        draft = take_alternative(search=search, number=1, actor=officer, at=REPAIRED)
        publish_timetable(timetable=draft, reason=REASON, actor=officer, at=REPAIRED)
        give_vehicles(edition=edition, actor=officer, at=REPAIRED)


STAGES: Sequence[tuple[str, StrOrPromise, dt.datetime, Callable[[Edition, Person], None]]] = (
    ("groups", _("groups are formed"), FORMED, _groups),
    ("planned", _("the programme is planned"), PLANNED, _plan),
    ("published", _("the timetable is published"), PUBLISHED, _publish),
    ("vehicles", _("vehicles are hired for the rides"), HIRED, _hire),
    ("cancelled", _("a centre cancels"), CANCELLED, _cancel),
    ("repaired", _("the repair is accepted"), REPAIRED, _repair),
)
