"""What presence is tried with: an edition of one's own, with a session at one's centre and one elsewhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from balai.audit.models import Look
from balai.delivery.enums import Mark, Method
from balai.delivery.models import (
    CheckInCode,
    Conflict,
    Device,
    GateList,
    Kiosk,
    PaperSheet,
    Presence,
    PresenceTerms,
    Scan,
)
from balai.delivery.rules.kiosk import letters_of, window_at
from balai.delivery.services.codes import code_of
from balai.delivery.services.devices import digest_of
from balai.delivery.services.scanning import Given, take_scans
from balai.directory.models import Site
from balai.kernel import clock
from balai.kernel.restricted import put
from balai.nominations.models import Profile
from balai.programmes.enums import EditionStatus
from balai.selection.models import Participant
from balai.timetable.enums import TimetableState
from balai.timetable.models import Session, Slot, SlotPerson, Timetable
from tests.directory.factories import ResourcePersonFactory, SiteFactory, country
from tests.permissions.objects.directory import own_centre
from tests.permissions.world import EDITION, MARKER, Aim, aims
from tests.programmes.factories import ActivityFactory, EditionFactory, session_type
from tests.timetable.factories import AT, participant

if TYPE_CHECKING:
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from tests.permissions.world import World

PROOF = "lantern-of-the-workshop"
JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An edition with its published sessions; the title of that elsewhere is marked."""

    edition: Edition
    own: Session
    foreign: Session
    somebody: Participant

    def device(self, world: World) -> Device:
        """A device of the visitor."""
        at = clock.now()
        found: Device = Device.objects.create(
            edition=self.edition,
            person=world.person,
            name="Tablet",
            secret_digest=digest_of(PROOF),
            registered_at=at,
            expires_at=at + dt.timedelta(days=3),
        )
        return found


def held(*, ago: dt.timedelta = dt.timedelta(), trainer: Person | None = None) -> Held:
    """Two sessions, of which the first begins now or some time ago, and one participant.

    Args:
        ago: how long.
        trainer: who teaches the first.
    """
    for code in ("BT", "ID"):
        country(code)
    session_type("LEC")
    edition = EditionFactory.create(
        pk=EDITION, code="SMI-2018", title={"en": "Small industry"}, status=EditionStatus.PREPARATION
    )
    edition.refresh_from_db()  # its texts are read as texts
    at = clock.now() - ago
    timetable = Timetable.objects.create(
        edition=edition, version=1, problem={"starts_on": f"{at:%Y-%m-%d}"}, status="feasible", objective=0, bound=0, seed=0, made_at=at,
        made_by="system",
    )  # fmt: skip
    sessions = [
        _session(timetable, at, SiteFactory.create(organisation=own_centre()), "Theory of cutting"),
        _session(timetable, at + dt.timedelta(hours=2), SiteFactory.create(), MARKER),
    ]
    if trainer is not None:
        SlotPerson.objects.create(
            slot=Slot.objects.get(session=sessions[0]),
            resource_person=ResourcePersonFactory.create(person=trainer),
        )
    Timetable.objects.filter(pk=timetable.pk).update(
        state=TimetableState.PUBLISHED, published_at=at, published_by="system"
    )
    return Held(edition=edition, own=sessions[0], foreign=sessions[1], somebody=participant(edition, 1))


def _session(timetable: Timetable, at: dt.datetime, site: Any, title: str) -> Session:
    activity = ActivityFactory.create(
        edition=timetable.edition, module=None, session_type_id="LEC", title={"en": title}
    )
    session = Session.objects.create(edition=timetable.edition, activity=activity, code=activity.code)
    slot = Slot.objects.create(
        timetable=timetable, session=session, site=site, begins_at=at, ends_at=at + dt.timedelta(hours=1)
    )
    session.last_slot = slot
    session.save()
    return session


@aims("delivery:index")
def editions_that_are_held(world: World) -> Aim:
    held()
    return Aim()


@aims("delivery:presence")
def its_sessions(world: World) -> Aim:
    return Aim(own={"code": held().edition.code})


@aims("delivery:day", "delivery:day_paper", "delivery:meals")
def a_day_of_sessions(world: World) -> Aim:
    """From nine in the morning there, so that both sessions are on one day at whatever hour this runs."""
    now = clock.now()
    nine = now.astimezone(ZoneInfo("Asia/Jakarta")).replace(hour=9, minute=0)
    return Aim(own={"code": held(ago=now - nine).edition.code})


@aims("api:get_day")
def a_day_by_program(world: World) -> Aim:
    aim = a_day_of_sessions(world)
    first = Slot.objects.order_by("begins_at")[0].begins_at.astimezone(ZoneInfo("Asia/Jakarta"))
    return Aim(own={**aim.own, "on": first.date().isoformat()})


@aims("delivery:meals_file")
def a_list_for_the_kitchen(world: World) -> Aim:
    return Aim(own={"code": held().edition.code, "kind": "xlsx"})


def _visit() -> dict[str, Any]:
    """A session at a site that wants names three working days before it."""
    there = held(ago=-dt.timedelta(days=2))
    slot = there.own.last_slot
    assert slot is not None
    assert slot.site is not None
    Site.objects.filter(pk=slot.site.pk).update(gate_lead_days=3)
    on = slot.begins_at.astimezone(ZoneInfo(there.edition.time_zone)).date()
    return {"code": there.edition.code, "site": slot.site.code, "on": on.isoformat()}


@aims("delivery:gates", "api:list_gate_visits")
def visits_with_lists(world: World) -> Aim:
    return Aim(own={"code": _visit()["code"]})


@aims("delivery:gate_list")
def sending_a_gate_list(world: World) -> Aim:
    return Aim(
        own=_visit(),
        data={"sent_to": "Security desk"},
        effect=lambda _seen: GateList.objects.exists(),
    )


@aims("delivery:gate_file")
def a_gate_list_as_a_file(world: World) -> Aim:
    return Aim(own=_visit() | {"kind": "xlsx"})


@aims("delivery:gate_file_with_passports")
def numbers_of_passports_for_a_gate(world: World) -> Aim:
    own = _visit() | {"kind": "xlsx"}
    person = Participant.objects.get().person
    profile, _made = Profile.objects.get_or_create(person=person)
    put(profile, "passport", {"number": "G0123456"})
    profile.save()
    return Aim(own=own, effect=lambda _seen: Look.objects.filter(purpose="gate_list").exists())


@aims("delivery:tablet")
def the_page_of_a_device(world: World) -> Aim:
    return Aim(own={"code": held().edition.code})


@aims("delivery:session")
def ticking(world: World) -> Aim:
    there = held()
    own = {"code": there.edition.code, "key": there.own.pk}
    return Aim(
        own=own,
        foreign=own | {"key": there.foreign.pk},
        data={"participant": str(there.somebody.pk), "mark": "present"},
        effect=lambda seen: Presence.objects.filter(session=seen.arguments["key"]).exists(),
    )


@aims("delivery:conflicts")
def looking_at_conflicts(world: World) -> Aim:
    there = held()
    given = Given(
        nonce=uuid4(),
        mark=Mark.IN,
        method=Method.SCAN,
        noted_at=AT,
        session=there.foreign.pk,
        participant=there.somebody.pk,
    )
    take_scans(edition=there.edition.pk, given=[given], actor="system", at=clock.now())
    return Aim(
        own={"code": there.edition.code},
        data={"conflict": str(Conflict.objects.get().pk), "note": "A wrong clock."},
        effect=lambda _seen: Conflict.objects.filter(settled_at__isnull=False).exists(),
    )


@aims("delivery:terms")
def writing_the_rules(world: World) -> Aim:
    values = dict.fromkeys(
        ("late_after", "early_before", "opens_before", "closes_after", "claim_hours", "skew_minutes"), "7"
    )
    return Aim(
        own={"code": held().edition.code},
        data=values | {"keeps_days": "7"},
        effect=lambda _seen: PresenceTerms.objects.filter(late_after=7).exists(),
    )


@aims("delivery:register")
def registering(world: World) -> Aim:
    return Aim(
        own={"code": held().edition.code},
        data={"name": "Tablet of the hall"},
        effect=lambda _seen: Device.objects.filter(name="Tablet of the hall").exists(),
    )


@aims("delivery:bundle")
def taking_along(world: World) -> Aim:
    there = held()
    there.device(world)
    return Aim(
        own={"code": there.edition.code},
        headers={"Authorization": f"Device {PROOF}"},
        effect=lambda _seen: Device.objects.filter(last_seen_at__isnull=False).exists(),
        acts_when_read=True,
    )


@aims("delivery:scans")
def handing_in(world: World) -> Aim:
    there = held()
    there.device(world)
    now = clock.now().isoformat()
    item = {
        "nonce": str(uuid4()),
        "mark": "in",
        "method": "manual",
        "noted_at": now,
        "session": str(there.own.pk),
        "participant": str(there.somebody.pk),
    }
    return Aim(
        headers={"Authorization": f"Device {PROOF}", "Content-Type": JSON},
        data={"device_now": now, "items": [item]},
        effect=lambda _seen: Scan.objects.exists(),
    )


@aims("delivery:end_device")
def ending_a_device(world: World) -> Aim:
    there = held()
    return Aim(
        own={"code": there.edition.code, "key": there.device(world).pk},
        effect=lambda _seen: Device.objects.filter(ended_at__isnull=False).exists(),
    )


@aims("delivery:new_code")
def replacing_a_code(world: World) -> Aim:
    there = held()
    code_of(participant=there.somebody, at=clock.now())
    return Aim(
        own={"code": there.edition.code, "key": there.somebody.pk},
        effect=lambda _seen: CheckInCode.objects.filter(ended_at__isnull=False).exists(),
    )


@aims("delivery:print")
def what_can_be_printed(world: World) -> Aim:
    return Aim(own={"code": marked().code})


def marked() -> Edition:
    """An edition whose participant has the name that is looked for."""
    there = held()
    there.somebody.name = MARKER
    there.somebody.save(update_fields=["name"])
    return there.edition


@aims("delivery:paper")
def printing(world: World) -> Aim:
    return Aim(own={"code": marked().code, "kind": "list", "language": "en"})


@aims("delivery:open_screen")
def opening_a_screen(world: World) -> Aim:
    there = held()
    PresenceTerms.objects.create(edition=there.edition, opens_before=240)
    own = {"code": there.edition.code, "key": there.own.pk}
    return Aim(
        own=own,
        foreign=own | {"key": there.foreign.pk},
        effect=lambda seen: Kiosk.objects.filter(session=seen.arguments["key"]).exists(),
    )


@aims("delivery:here")
def checking_in(world: World) -> Aim:
    there = held()
    at = clock.now()
    participant(there.edition, 2, person=world.person)
    screen = Kiosk.objects.create(
        session=there.own,
        secret="0f" * 32,
        opened_at=at,
        opened_by="system",
        closes_at=at + dt.timedelta(hours=1),
    )
    return Aim(
        data={"code": letters_of(screen.secret, window_at(at))},
        effect=lambda _seen: Presence.objects.exists(),
    )


@aims("delivery:sheets")
def printing_sheets(world: World) -> Aim:
    there = held()
    return Aim(
        own={"code": there.edition.code},
        data={"session": str(there.own.pk), "language": "en"},
        effect=lambda _seen: PaperSheet.objects.exists(),
    )
