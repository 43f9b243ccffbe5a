"""What the pages of presence show when they are looked at: a morning with what does not fit."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from balai.delivery.enums import Audience, EntryKind, IncidentKind, Mark
from balai.delivery.models import FeedbackAnswer, Incident, Kiosk, Material, MaterialCount, MaterialRendition
from balai.delivery.rules.kiosk import letters_of, window_at
from balai.delivery.services.codes import code_of
from balai.delivery.services.gates import note_gate_list_sent
from balai.delivery.services.incidents import add_entry, close_incident
from balai.delivery.services.materials import add_version
from balai.delivery.services.presence import note_presence
from balai.directory.models import Contact, Site
from balai.kernel.restricted import put
from balai.selection.enums import EndReason, ParticipantState
from balai.selection.services.participating import end_participation
from tests.browser.sign_in import account_of
from tests.certificates.factories import kept
from tests.delivery.factories import EIGHT, delivered
from tests.delivery.materials import PDF, a_material, everything
from tests.directory.factories import country
from tests.programmes.factories import session_type
from tests.timetable.factories import AT, small_edition

if TYPE_CHECKING:
    from tests.delivery.factories import Delivered

LECTURE = UUID("0190a0a0-0000-7000-8000-000000000a01")


def keep_nothing_noted() -> Delivered:
    """Three sessions, four people, and nobody noted anything."""
    for code in ("BT", "ID", "LA"):
        country(code)
    for kind in ("LEC", "PRA"):
        session_type(kind)
    return delivered(lecture=LECTURE)


def keep_presence() -> None:
    """One on time, one late, one whom two devices saw, one with a code that nobody has."""
    world = keep_nothing_noted()
    tablet, other = world.device("Tablet of the workshop"), world.device("Telephone of the desk")
    world.hand_in(tablet, *(world.scan(number, minutes=number * 6) for number in range(3)))
    world.hand_in(
        other,
        world.scan(0, minutes=2),
        world.scan(3, code="BALAI:1:" + "A" * 26),
        offset=dt.timedelta(minutes=10),
    )


def keep_day() -> None:
    """A day with people who eat differently, one excused, and offices to call."""
    world = keep_nothing_noted()
    for one, diet in zip(
        world.people, (["halal"], ["halal", "no-beef"], ["vegetarian"], ["any"]), strict=True
    ):
        put(one, "needs", {"diet": diet, "allergies": "Prawns" if diet == ["any"] else ""})
        one.save(update_fields=["needs"])
    note_presence(
        slot=world.slot(), participant=world.people[1], mark=Mark.EXCUSED, actor=world.sari, at=EIGHT
    )
    centre = world.slot().site
    assert centre is not None
    words = {"en": "Desk for participants", "id": "Meja peserta"}
    Contact.objects.create(
        organisation=centre.organisation, office=words, telephone="+62 22 750 3171", email="desk@example.org"
    )


def keep_gate_lists() -> None:
    """A list that was sent, before one of those in it dropped out."""
    world = keep_nothing_noted()
    site = Site.objects.get(code="bblm")
    Site.objects.filter(code="bblm").update(gate_lead_days=3)
    note_gate_list_sent(
        edition=world.edition,
        site=site,
        on=EIGHT.date(),
        sent_to="Security desk, by mail",
        has_passports=True,
        actor=world.sari,
        at=AT,
    )
    end_participation(
        participant_id=world.people[0].pk,
        to=ParticipantState.WITHDRAWN,
        why=EndReason.HEALTH,
        note="",
        actor=world.sari,
        at=AT,
    )


INCIDENT = UUID("0190a0a0-0000-7000-8000-000000000a02")


def keep_incidents() -> None:
    """An accident that is dealt with, whose address is known, and a bag that was found."""
    world = keep_nothing_noted()
    for key, kind in ((INCIDENT, IncidentKind.ACCIDENT), (None, IncidentKind.LOSS)):
        made = Incident(
            **({"pk": key} if key else {}),
            edition=world.edition,
            kind=kind,
            severity=2,
            happened_at=EIGHT,
            site=world.slot().site,
            reported_at=EIGHT,
            reported_by=world.sari.reference,
        )
        made.save()
        made.participants.set(world.people[:1])
        for what in (EntryKind.ACCOUNT, EntryKind.MEASURE):
            add_entry(incident=made, kind=what, text="Told in a few words.", actor=world.sari, at=MORNING)
    close_incident(incident=Incident.objects.get(kind=IncidentKind.LOSS), actor=world.sari, at=MORNING)


def keep_day_without_people() -> None:
    """Everybody takes part from a distance, so that nobody eats."""
    for one in keep_nothing_noted().people:
        one.attendance, one.room = "online", ""
        one.save(update_fields=["attendance", "room"])


def keep_nobody() -> None:
    """An edition in which nobody takes part yet."""
    for code in ("BT", "ID", "LA"):
        country(code)
    for kind in ("LEC", "PRA"):
        session_type(kind)
    small_edition()


def keep_codes() -> None:
    """Four participants, of whom three have a code, and one writes in another script."""
    world = keep_nothing_noted()
    for one in world.people[:3]:
        code_of(participant=one, at=EIGHT)


LATE = EIGHT + dt.timedelta(minutes=20)
SECRET = "0f" * 32
LETTERS = letters_of(SECRET, window_at(LATE))


def keep_a_screen() -> None:
    """The one who looks stands before the screen of the lecture."""
    world = keep_my_programme()
    Kiosk.objects.create(
        session=world.slot().session,
        secret=SECRET,
        opened_at=EIGHT,
        opened_by="system",
        closes_at=EIGHT + dt.timedelta(hours=2),
    )


MORNING = EIGHT + dt.timedelta(hours=1, minutes=30)
"""The lecture is over, and practice is ahead."""


def keep_my_programme() -> Delivered:
    """The one who looks was noted late at the lecture, and knows whom to ask."""
    world = keep_nothing_noted()
    someone = world.people[0]
    reader = account_of("participant").person
    assert reader is not None
    someone.person = reader
    someone.save(update_fields=["person"])
    Site.objects.filter(code="bblm").update(colour=3, city="Bandung")
    centre = world.slot().site
    assert centre is not None
    words = {"en": "Desk for participants", "id": "Meja peserta"}
    Contact.objects.create(
        organisation=centre.organisation, office=words, telephone="+62 22 750 3171", email="desk@example.org"
    )
    note_presence(slot=world.slot(), participant=someone, mark=Mark.LATE, actor=world.sari, at=MORNING)
    hand_out(world)
    return world


HANDOUT = UUID("0190a0a0-0000-7000-8000-00000000a0a1")


def hand_out(world: Delivered) -> None:
    """Slides in two versions and two lighter forms, fetched on two days; and notes for trainers."""
    session, sari = world.slot().session, world.sari
    slides = Material.objects.create(
        pk=HANDOUT,
        edition=world.edition,
        session=session,
        title="Theory of cutting: the slides",
        added_at=AT,
        added_by=sari.reference,
    )
    versions = [
        add_version(
            material=slides,
            content=PDF,
            name="cutting.pdf",
            note=note,
            reach=everything(),
            actor=sari,
            at=EIGHT,
        )
        for note in ("", "The table of speeds is corrected")
    ]
    newest = versions[-1]
    for form, name, size in (("small", "cutting-small.pdf", 412_000), ("text", "cutting.txt", 9_100)):
        MaterialRendition.objects.create(
            version=newest,
            form=form,
            file=uuid4(),
            name=name,
            media_type="application/pdf",
            size=size,
            digest="0" * 64,
            made_at=EIGHT,
        )
    a_material(session, actor=sari, title="Notes for supervisors", audience=Audience.TRAINERS)
    for day, times in ((23, 3), (24, 11)):
        MaterialCount.objects.create(version=newest, form="original", on=dt.date(2018, 7, day), times=times)


def keep_materials() -> None:
    """The one who looks takes part."""
    keep_my_programme()


def keep_my_programme_ended() -> None:
    """Every day is over, one session was noted by nobody, and there is a certificate."""
    kept(keep_my_programme().people[0])


def keep_feedback() -> None:
    """Eight answers about the lecture, of which one names a wish, and three about the practice."""
    world = keep_nothing_noted()
    lecture, practice = world.slot().session, world.slot("PRA-1-A").session
    paces = ("right", "right", "fast", "right", "slow", "right", "right", "fast")
    for number, pace in enumerate(paces):
        given = {
            "useful": str(3 + number % 3),
            "clear": "4",
            "pace": pace,
            "level": "right",
            "applies": "yes",
        }
        if number == 0:
            del given["applies"]
        FeedbackAnswer.objects.create(
            edition=world.edition,
            kind="pulse",
            session=lecture,
            given=given,
            voice="Examples" if number == 3 else "",
        )
    for _number in range(3):
        FeedbackAnswer.objects.create(
            edition=world.edition, kind="pulse", session=practice, given={"useful": "5"}
        )
