"""The days of the sample programme: who came, who was late, went early, was ill, or forgot to show the code.

Tablets scan codes at the doors of halls and centres; at companies, where no camera may come, the coordinator
ticks in the list. One participant is ill for a day and excused, one says afterwards that they were there, and
one is noted by two tablets; the office looks at both. Everything goes by the deeds that pages use, and the
same seed makes the same days.
"""

from __future__ import annotations

import datetime as dt
import random
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import ConflictKind, FeedbackKind, Mark, Method, Occasion
from balai.delivery.models import Conflict, Device
from balai.delivery.queries.presence import expected_at
from balai.delivery.rules.materials import must_be_going_on
from balai.delivery.rules.presence import may_change_presence
from balai.delivery.services.codes import PERSON, issue_codes
from balai.delivery.services.devices import register_device
from balai.delivery.services.presence import claim_presence, note_presence, settle_conflict
from balai.delivery.services.sample_daily import life_of_gates, report_illness
from balai.delivery.services.sample_feedback import say_after_sessions, say_of_the_whole
from balai.delivery.services.sample_materials import HANDED_OUT, hand_out
from balai.delivery.services.sample_practice import practise
from balai.delivery.services.sample_tests import DRAWN, answer, draw
from balai.delivery.services.scanning import Given, take_scans
from balai.delivery.services.terms import terms_of
from balai.directory.enums import OrganisationKind
from balai.kernel.sample import Stage
from balai.people.enums import Role
from balai.programmes.models import Edition
from balai.selection.queries.offers import confirmed
from balai.selection.services.sample.moments import REFERENCE, account_of_cast, officer_of_sample
from balai.timetable.queries.plans import published_slots

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from balai.delivery.models import CheckInCode, PresenceTerms
    from balai.people.models import Person
    from balai.selection.models import Participant
    from balai.timetable.models import Slot

COMPANIES = frozenset({OrganisationKind.COMPANY, OrganisationKind.SME})
SEED = 2018
NAMESPACE = UUID("7d2f4c1e-3f0b-5c55-8a70-0d3c5b6a2018")
EVENING = dt.time(13, 30, tzinfo=dt.UTC)
"""When a day is handed in: half past eight in the evening there."""
LATE, EARLY = 0.03, 0.02
"""Shares of comings that are late, and of goings that are early."""
ILL_ON, CLAIMED_ON, TWICE_ON = 7, 5, 2
"""Days of the programme, counted from 1."""
ILL, FORGETS, TWICE, STAYS_AWAY = 6, 11, 3, (9, 14)
"""Which participants, in the order of their codes; the last two skip what they are free to skip."""


def life_of_days() -> list[Stage]:
    """Handouts, then a stage for each day of the reference programme, where there is that programme."""
    edition = Edition.objects.filter(code=REFERENCE).first()
    if edition is None or edition.starts_on is None or not edition.days:
        return []
    days = [edition.starts_on + dt.timedelta(days=number) for number in range(edition.days)]
    handouts = Stage(
        name="sample:delivery:materials",
        label=_("materials are handed out"),
        at=HANDED_OUT,
        do=partial(_hand_out, edition),
    )
    return [
        handouts,
        *life_of_gates(edition),
        Stage(
            name="sample:delivery:tests",
            label=_("the forms of the tests are drawn"),
            at=DRAWN,
            do=partial(draw, edition),
        ),
        *(
            Stage(
                name=f"sample:delivery:day-{number}",
                label=_("day %(number)s of the programme is held") % {"number": number},
                at=dt.datetime.combine(day, EVENING),
                do=partial(_hold, edition, number, day),
            )
            for number, day in enumerate(days, 1)
        ),
    ]


def _hand_out(edition: Edition) -> None:
    edition.refresh_from_db()
    if must_be_going_on(edition) is None:
        hand_out(edition)


def _hold(edition: Edition, number: int, day: dt.date) -> None:
    edition.refresh_from_db()
    slots = [
        slot
        for slot in published_slots(edition).select_related(
            "timetable__edition", "session__activity__session_type", "site__organisation"
        )
        if slot.begins_at.astimezone(ZoneInfo(edition.time_zone)).date() == day
    ]
    if not slots or may_change_presence(edition) is not None:
        return
    at = dt.datetime.combine(day, EVENING)
    _Day(edition, number, slots, at=at).note()
    practise(edition, slots, at=at)
    say_after_sessions(slots, at=at)
    if number == 1:
        answer(edition, Occasion.BEFORE, at)
    if number == -(-(edition.days or 1) // 2):
        say_of_the_whole(edition, FeedbackKind.MIDWAY, at=at)
    if number == edition.days:
        answer(edition, Occasion.AFTER, at)
        say_of_the_whole(edition, FeedbackKind.END, at=at)


class _Day:
    """One day as its tablets and people note it."""

    def __init__(self, edition: Edition, number: int, slots: Sequence[Slot], *, at: dt.datetime) -> None:
        self.edition = edition
        self.number = number
        self.slots = slots
        self.at = at
        self.draw = random.Random(SEED + number)  # noqa: S311 -- a pattern that is the same each time
        self.terms: PresenceTerms = terms_of(edition)
        self.officer = officer_of_sample()
        people = list(confirmed(edition).select_related("person").order_by("nomination__code", "pk"))
        self.people: list[Participant] = people
        self.place = {one.pk: place for place, one in enumerate(people)}
        self.codes = issue_codes(edition=edition, at=slots[0].begins_at - dt.timedelta(hours=1))

    def note(self) -> None:
        """Scans of each tablet, ticks of the list, and what was not as usual."""
        expected = expected_at(self.slots)
        account = account_of_cast(Role.CENTRE_COORDINATOR)
        coordinator = account.person if account and account.person else self.officer
        scanned: dict[str, list[Given]] = {}
        ticked: list[Given] = []
        for slot in self.slots:
            for one in expected[slot.session_id]:
                given = list(self._of(slot, one))
                if _lets_cameras_in(slot):
                    scanned.setdefault(slot.site.code if slot.site else "", []).extend(given)
                else:
                    ticked.extend(given)
        for site, given in scanned.items():
            keeper = coordinator if site == "bbk" else self.officer
            device = self._device(site or "outside", keeper)
            take_scans(
                edition=self.edition.pk, given=given, actor=keeper.reference, at=self.at, device=device
            )
        if ticked:
            take_scans(edition=self.edition.pk, given=ticked, actor=self.officer.reference, at=self.at)
        if self.number == ILL_ON and len(self.people) > ILL:
            report_illness(
                self.edition, self.people[ILL], actor=self.officer, morning=self.at - dt.timedelta(hours=13)
            )
        if self.number == CLAIMED_ON:
            self._claim(self.people[FORGETS % len(self.people)])
        if self.number == TWICE_ON:
            self._note_twice(self.people[TWICE % len(self.people)])

    def _of(self, slot: Slot, one: Participant) -> Iterator[Given]:
        """What is noted of one participant at one session."""
        place = self.place[one.pk]
        if self.number == ILL_ON and place == ILL:
            yield self._given(slot, one, Mark.EXCUSED, slot.begins_at, method=Method.MANUAL)
            return
        if self._forgets(slot, place):
            return
        if not slot.session.activity.is_required and place in STAYS_AWAY:
            yield self._given(slot, one, Mark.ABSENT, slot.begins_at, method=Method.MANUAL)
            return
        draw = self.draw
        is_late = draw.random() < LATE
        minutes = self.terms.late_after + draw.randint(2, 14) if is_late else -draw.randint(1, 12)
        came = slot.begins_at + dt.timedelta(minutes=minutes, seconds=draw.randint(0, 59))
        if not _lets_cameras_in(slot):
            yield self._given(slot, one, Mark.LATE if is_late else Mark.PRESENT, came, method=Method.MANUAL)
            return
        yield self._given(slot, one, Mark.IN, came)
        if draw.random() < EARLY and not is_late:
            early = self.terms.early_before + draw.randint(5, 15)
            yield self._given(slot, one, Mark.OUT, slot.ends_at - dt.timedelta(minutes=early))

    def _forgets(self, slot: Slot, place: int) -> bool:
        return self.number == CLAIMED_ON and place == FORGETS and slot == self.slots[-1]

    def _given(
        self,
        slot: Slot,
        one: Participant,
        mark: Mark,
        noted_at: dt.datetime,
        *,
        method: Method = Method.SCAN,
    ) -> Given:
        code: CheckInCode = self.codes[one.pk]
        is_scan = method == Method.SCAN
        return Given(
            nonce=uuid5(NAMESPACE, f"{slot.session_id} {one.pk} {mark}"),
            mark=mark,
            method=method,
            noted_at=noted_at,
            session=slot.session_id,
            participant=None if is_scan else one.pk,
            code=f"{PERSON}{code.secret}" if is_scan else "",
        )

    def _device(self, site: str, keeper: Person) -> Device:
        name = f"Tablet ({site})"
        known = Device.objects.filter(edition=self.edition, name=name, ended_at=None).first()
        if known is None:
            begins = self.slots[0].begins_at - dt.timedelta(hours=1)
            known, _secret = register_device(edition=self.edition, name=name, person=keeper, at=begins)
        return known

    def _claim(self, one: Participant) -> None:
        """The code lay in the room; the officer asks the group and confirms it."""
        slot = self.slots[-1]
        claim_presence(slot=slot, participant=one, actor=one.person, at=self.at)
        note_presence(
            slot=slot,
            participant=one,
            mark=Mark.PRESENT,
            actor=self.officer,
            at=self.at + dt.timedelta(minutes=20),
            is_correction=True,
        )
        self._settle(ConflictKind.SELF_CLAIM, "The group says so too.")

    def _note_twice(self, one: Participant) -> None:
        """A second tablet at the door of the opening scans somebody whom the first has."""
        slot = self.slots[0]
        again = Given(
            nonce=uuid5(NAMESPACE, f"{slot.session_id} {one.pk} again"),
            mark=Mark.IN,
            method=Method.SCAN,
            noted_at=slot.begins_at - dt.timedelta(seconds=20),
            session=slot.session_id,
            code=f"{PERSON}{self.codes[one.pk].secret}",
        )
        device = self._device("second door", self.officer)
        take_scans(
            edition=self.edition.pk, given=[again], actor=self.officer.reference, at=self.at, device=device
        )
        self._settle(ConflictKind.TWO_DEVICES, "Two doors of one hall.")

    def _settle(self, kind: ConflictKind, note: str) -> None:
        for conflict in Conflict.objects.filter(edition=self.edition, kind=kind, settled_at=None):
            settle_conflict(
                conflict=conflict, note=note, actor=self.officer, at=self.at + dt.timedelta(minutes=30)
            )


def _lets_cameras_in(slot: Slot) -> bool:
    return slot.site is None or slot.site.organisation.kind not in COMPANIES
