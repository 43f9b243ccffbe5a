"""What the pages of practice are tried with: a task of one's own edition and centre, and a foreign one."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from balai.delivery.enums import Level
from balai.delivery.models import Device, PracticeSignature, PracticeTask, SafetyBriefing, SignOff
from balai.delivery.services.devices import digest_of
from balai.delivery.services.practice import keep_product
from balai.directory.models import Organisation, Site
from balai.kernel import clock
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from tests.delivery.practice import briefed, cnc_task, signed, supervisor
from tests.directory.factories import OrganisationFactory, SiteFactory, country
from tests.office.test_images import picture
from tests.people.factories import PersonFactory
from tests.permissions.objects.delivery import JSON, PROOF
from tests.permissions.world import EDITION, MARKER, ORGANISATION, Aim, aims
from tests.programmes.factories import EditionFactory, session_type
from tests.timetable.factories import participant, small_edition

if TYPE_CHECKING:
    from balai.people.models import Person
    from balai.selection.models import Participant
    from tests.permissions.world import World


def own_task() -> PracticeTask:
    """At the centre that is coordinated, in the edition that is supervised."""
    for code in ("BT", "ID"):
        country(code)
    for code in ("LEC", "PRA"):
        session_type(code)
    edition = small_edition(pk=EDITION)
    if not Organisation.objects.filter(pk=ORGANISATION).exists():
        OrganisationFactory.create(pk=ORGANISATION)
    Site.objects.filter(code="bblm").update(organisation=ORGANISATION)
    return cnc_task(edition)


def foreign_task() -> PracticeTask:
    """Of another edition, at another centre."""
    edition = EditionFactory.create(status=EditionStatus.PREPARATION)
    made = PracticeTask.objects.create(
        edition=edition, code="FOREIGN", title={"en": MARKER}, site=SiteFactory.create()
    )
    return PracticeTask.objects.select_related("edition").get(pk=made.pk)


def addressed(task: PracticeTask, **more: Any) -> dict[str, Any]:
    return {"code": task.edition.code, "name": task.code, **more}


def done(task: PracticeTask, number: int = 1, person: Person | None = None) -> SignOff:
    """Somebody is signed off for a task."""
    more: dict[str, Any] = {"person": person} if person else {}
    one = participant(Edition.objects.get(pk=task.edition_id), number, "BT", **more)
    yusuf = PersonFactory.create(name="Yusuf Hidayat")
    briefed(one, task, yusuf)
    level = Level.INDEPENDENT if task.code == "CNC" else Level.OBSERVED
    seen: dict[str, Any] = {} if task.code == "CNC" else {"results": {}}
    return signed(one, task, yusuf, level=level, **seen)


@aims("delivery:practice")
def tasks_that_one_signs(world: World) -> Aim:
    own_task()
    foreign_task()
    return Aim()


@aims("delivery:practice_task")
def a_task(world: World) -> Aim:
    return Aim(own=addressed(own_task()), foreign=addressed(foreign_task()))


@aims("delivery:practice_brief")
def briefing(world: World) -> Aim:
    own = own_task()
    one = participant(own.edition, 1)
    return Aim(
        own=addressed(own),
        foreign=addressed(foreign_task()),
        data={"who": [str(one.pk)]},
        effect=lambda seen: (
            SafetyBriefing.objects.filter(participant=one).exists() and seen.arguments["name"] == own.code
        ),
    )


@aims("delivery:practice_sign")
def signing_off(world: World) -> Aim:
    own = own_task()
    one: Participant = participant(own.edition, 1)
    briefed(one, own, PersonFactory.create(name="Yusuf Hidayat"))
    return Aim(
        own=addressed(own, key=one.pk),
        foreign=addressed(foreign_task(), key=one.pk),
        data={
            "nonce": str(uuid4()),
            "level": "observed",
            "minutes": "5",
            "attempts": "1",
            "step-1": "observed",
        },
        effect=lambda seen: SignOff.objects.filter(task__code=seen.arguments["name"]).exists(),
    )


def with_the_marker(png: bytes) -> bytes:
    """A picture with a comment (PNG, 11.3.3), behind its first chunk."""
    chunk = b"tEXtComment\0" + MARKER.encode()
    said = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:33] + said + png[33:]


@aims("delivery:practice_tablet")
def the_page_of_a_supervisors_device(world: World) -> Aim:
    return Aim(own={"code": own_task().edition.code}, foreign={"code": foreign_task().edition.code})


@aims("delivery:practice_register")
def registering_it(world: World) -> Aim:
    return Aim(
        own={"code": own_task().edition.code},
        foreign={"code": foreign_task().edition.code},
        data={"name": "Tablet of the workshop"},
        effect=lambda _seen: Device.objects.filter(name="Tablet of the workshop").exists(),
    )


def device_in(edition: Edition, person: Person) -> None:
    """A device of somebody."""
    at = clock.now()
    Device.objects.create(
        edition=edition,
        person=person,
        name="Tablet",
        secret_digest=digest_of(PROOF),
        registered_at=at,
        expires_at=at + dt.timedelta(days=3),
    )


@aims("delivery:practice_bundle")
def taking_tasks_along(world: World) -> Aim:
    own = own_task().edition
    device_in(own, world.person)
    return Aim(
        own={"code": own.code},
        foreign={"code": foreign_task().edition.code},
        headers={"Authorization": f"Device {PROOF}"},
        effect=lambda _seen: Device.objects.filter(last_seen_at__isnull=False).exists(),
        acts_when_read=True,
    )


@aims("delivery:practice_notes")
def handing_in_practice(world: World) -> Aim:
    own = own_task()
    device_in(own.edition, supervisor(own.edition))
    now = clock.now().isoformat()
    item = {
        "nonce": str(uuid4()),
        "kind": "briefing",
        "noted_at": now,
        "task": str(own.pk),
        "participant": str(participant(own.edition, 1).pk),
    }
    return Aim(
        headers={"Authorization": f"Device {PROOF}", "Content-Type": JSON},
        data={"device_now": now, "items": [item]},
        effect=lambda _seen: SafetyBriefing.objects.exists(),
    )


@aims("delivery:practice_photo")
def a_photo(world: World) -> Aim:
    own, foreign = own_task(), foreign_task()
    keys = []
    for number, task in enumerate((own, foreign), start=1):
        actor = PersonFactory.create(name="Yusuf Hidayat")
        sign_off = done(task, number)
        content = picture("PNG") if task is own else with_the_marker(picture("PNG"))
        product = keep_product(
            sign_off=sign_off, content=content, name="part.png", actor=actor, at=clock.now()
        )
        keys.append(product.pk)
    return Aim(own={"key": keys[0]}, foreign={"key": keys[1]})


@aims("delivery:transcript")
def a_transcript(world: World) -> Aim:
    own = own_task()
    one = participant(own.edition, 1)
    foreign = foreign_task()
    other = participant(foreign.edition, 2)
    return Aim(
        own={"code": own.edition.code, "key": one.pk}, foreign={"code": foreign.edition.code, "key": other.pk}
    )


@aims("delivery:passport")
def ones_passport(world: World) -> Aim:
    done(own_task())
    return Aim()


@aims("delivery:own_transcript")
def ones_transcript(world: World) -> Aim:
    own, foreign = own_task(), foreign_task()
    done(own, person=world.person)
    done(foreign, number=2)
    return Aim(own={"code": own.edition.code}, foreign={"code": foreign.edition.code})


@aims("delivery:sign_own")
def signing_ones_own(world: World) -> Aim:
    task = own_task()
    own, other = done(task, person=world.person), done(task, number=2)
    return Aim(
        own={"key": own.pk},
        foreign={"key": other.pk},
        effect=lambda seen: PracticeSignature.objects.filter(
            sign_off=seen.arguments["key"], signer="participant"
        ).exists(),
    )
