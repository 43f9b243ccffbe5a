"""What materials are tried with: a session that the visitor teaches, and one of a foreign edition."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from balai.delivery.models import Material, MaterialVersion
from balai.kernel import clock
from balai.programmes.enums import EditionStatus
from balai.timetable.enums import TimetableState
from balai.timetable.models import Session, Slot, Timetable
from tests.delivery.materials import PDF, a_material
from tests.permissions.objects.delivery import held
from tests.permissions.world import MARKER, Aim, aims
from tests.programmes.factories import ActivityFactory, EditionFactory

if TYPE_CHECKING:
    from tests.permissions.world import Seen, World


def own_session(world: World) -> Session:
    """A published session at which the visitor is the resource person."""
    return held(trainer=world.person).own


def foreign_session(code: str = "FOREIGN") -> Session:
    edition = EditionFactory.create(status=EditionStatus.PREPARATION, title={"en": MARKER})
    activity = ActivityFactory.create(
        edition=edition, module=None, session_type_id="LEC", title={"en": MARKER}
    )
    session = Session.objects.create(edition=edition, activity=activity, code=code)
    at = clock.now()
    timetable = Timetable.objects.create(
        edition=edition, version=1, problem={}, status="feasible", objective=0, bound=0, seed=0, made_at=at,
        made_by="system",
    )  # fmt: skip
    Slot.objects.create(
        timetable=timetable, session=session, begins_at=at, ends_at=at + dt.timedelta(hours=1)
    )
    Timetable.objects.filter(pk=timetable.pk).update(
        state=TimetableState.PUBLISHED, published_at=at, published_by="system"
    )
    return session


def two(world: World) -> tuple[Material, Material]:
    return (
        a_material(own_session(world), actor=world.person),
        a_material(
            foreign_session(),
            title=MARKER,
            content=PDF.replace(b"%%EOF", b"%" + MARKER.encode() + b"\n%%EOF"),
            actor=world.foreign_person,
        ),
    )


def _file(_client: object) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("handout.pdf", PDF)}


@aims("delivery:materials_index")
def where_there_are_some(world: World) -> Aim:
    two(world)
    return Aim()


@aims("delivery:materials", "api:list_materials")
def those_of_an_edition(world: World) -> Aim:
    own, foreign = two(world)
    return Aim(own={"code": own.edition.code}, foreign={"code": foreign.edition.code})


@aims("delivery:material_file")
def a_file(world: World) -> Aim:
    own, foreign = (MaterialVersion.objects.get(material=one) for one in two(world))
    return Aim(own={"key": own.pk, "form": "original"}, foreign={"key": foreign.pk, "form": "original"})


@aims("api:get_material")
def a_file_by_program(world: World) -> Aim:
    own, foreign = (MaterialVersion.objects.get(material=one) for one in two(world))
    return Aim(
        own={"version_id": own.pk, "form": "original"}, foreign={"version_id": foreign.pk, "form": "original"}
    )


def _is_added(_seen: Seen) -> bool:
    return Material.objects.filter(title="Slides").exists()


@aims("delivery:material_add", "api:add_material")
def handing_out(world: World) -> Aim:
    """The session is named by its code, which one of the foreign edition has too."""
    own = own_session(world)
    foreign = foreign_session(own.code)
    return Aim(
        own={"code": own.edition.code},
        foreign={"code": foreign.edition.code},
        data={"session": own.code, "title": "Slides", "audience": "everybody"},
        prepare=_file,
        effect=_is_added,
    )


@aims("delivery:material", "api:add_material_version")
def a_newer_version(world: World) -> Aim:
    own, foreign = two(world)
    return Aim(
        own={"code": own.edition.code, "key": own.pk},
        foreign={"code": foreign.edition.code, "key": foreign.pk},
        data={"note": "Corrected"},
        prepare=_file,
        effect=lambda seen: MaterialVersion.objects.filter(material=seen.arguments["key"], number=2).exists(),
    )


@aims("delivery:material_withdraw")
def withdrawing(world: World) -> Aim:
    own, foreign = two(world)
    return Aim(
        own={"code": own.edition.code, "key": own.pk},
        foreign={"code": foreign.edition.code, "key": foreign.pk},
        effect=lambda seen: Material.objects.filter(
            pk=seen.arguments["key"], withdrawn_at__isnull=False
        ).exists(),
    )
