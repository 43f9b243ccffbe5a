"""The sample timetable: groups, a plan of the reference programme, and the repair when a centre cancels.

It follows the sample pool: once its twenty participants have confirmed, groups are formed, the programme is
planned from its bundle under a small limit of work, checked and published; then the Centre for Ceramics
cancels its last session, and the way that disturbs least is accepted. Everything goes by the deeds that pages
use, with the moments of 2018 as arguments. Each stage claims its name: what is stopped half-way goes on.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from balai.directory.models import Site
from balai.kernel.jobs import claim_effect, is_waiting
from balai.people.enums import EVERYWHERE, Role
from balai.people.models import Person
from balai.people.services.roles import end_grant, grant_role
from balai.people.services.sample import demo_email
from balai.programmes.models import Edition
from balai.selection.queries.offers import confirmed
from balai.selection.services.sample.way import RUN_SAMPLE
from balai.timetable.queries.plans import latest_search, published_slots, versions_of
from balai.timetable.rules.planning import may_plan
from balai.timetable.services.grouping import form_groups
from balai.timetable.services.publishing import publish_timetable
from balai.timetable.services.repairing import alternatives_of, report_hindrance, take_alternative
from balai.timetable.services.searching import ask_for_timetable, work_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.timetable.models import Search

REFERENCE = "smi-2018"
SHOW_SAMPLE = "timetable.show_sample"
"""The job that goes the way, stage by stage."""
DIVISION = "practice"
WORK = 20
"""A limit that a small machine reaches within seconds."""


def _at(month: int, day: int, hour: int) -> dt.datetime:
    return dt.datetime(2018, month, day, hour, tzinfo=dt.UTC)


FORMED, PLANNED, PUBLISHED = _at(6, 20, 2), _at(6, 21, 2), _at(6, 25, 2)
CANCELLED, REPAIRED = _at(7, 22, 9), _at(7, 22, 10)
"""Sunday 22 July, 16:00 in Bandung, before the week at the centres."""
CENTRE = "bbk"
REASON = "The centre has an audit that day."


def sample_edition() -> Edition | None:
    """The reference programme, once all its places are confirmed; None before that or without it."""
    edition = Edition.objects.filter(code__iexact=REFERENCE).first()
    if edition is None or not edition.places or confirmed(edition).count() < edition.places:
        return None
    return edition


def is_expected() -> bool:
    """Whether the sample pool is still on its way, and the timetable will follow it."""
    return sample_edition() is None and is_waiting(RUN_SAMPLE)


def run_sample(tell: Callable[[str], None]) -> bool:
    """Go the next stage; false when nothing is left to do, or not yet."""
    edition = sample_edition()
    officer = Person.objects.filter(account__email=demo_email(Role.PROGRAMME_OFFICER)).first()
    if edition is None or officer is None or may_plan(edition) is not None:
        return False
    for name, stage in STAGES.items():
        with transaction.atomic():
            if claim_effect(f"{SHOW_SAMPLE}:{name}", at=FORMED):
                stage(edition, officer)
                tell(name)
                return True
    return False


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


STAGES: dict[str, Callable[[Edition, Person], None]] = {
    "groups are formed": _groups,
    "the programme is planned": _plan,
    "the timetable is published": _publish,
    "a centre cancels": _cancel,
    "the repair is accepted": _repair,
}
