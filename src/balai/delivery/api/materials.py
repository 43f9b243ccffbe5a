"""Materials over the API, for those who get them and who hand them out; and what tests tell of a group."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from balai.delivery.adapters.materials import answer_with, reached
from balai.delivery.adapters.outcome_tests import gains_seen, told_gains
from balai.delivery.enums import Audience, Rendition
from balai.delivery.models import Material, MaterialRendition, MaterialVersion
from balai.delivery.queries.materials import ORDER, shown_to, with_files
from balai.delivery.rules.materials import may_add_material, may_change_material, must_be_going_on
from balai.delivery.rules.outcome_tests import FEWEST
from balai.delivery.services.lighter import PLAIN
from balai.delivery.services.materials import add_material, add_version
from balai.kernel import clock
from balai.kernel.bodies import Word
from balai.kernel.paging import page_of
from balai.kernel.refusal import enforce
from balai.kernel.uploads import HANDOUTS, must_fit
from balai.people.authentication import Caller, as_file, needs, person_of
from balai.people.enums import TokenScope

if TYPE_CHECKING:
    pass

router = Router()
OWN = needs(TokenScope.OWN_READ)
OWN_DEEDS = needs(TokenScope.OWN_WRITE)
MEDIA_TYPES = sorted({one.media_type for one in (*HANDOUTS, PLAIN)})


class MaterialFormOut(Schema):
    """A form in which a material can be fetched: as it was given, smaller, or its text alone."""

    form: Rendition
    media_type: str
    size: int


class MaterialOut(Schema):
    """A material in its newest version; its files are fetched by `version_id` and `form`."""

    id: UUID
    session: str | None
    title: str
    audience: Audience
    version: int
    version_id: UUID
    name: str
    note: str
    added_at: datetime
    forms: list[MaterialFormOut]


class MaterialPage(Schema):
    """Some materials in the order of their sessions, and where the next page begins."""

    items: list[MaterialOut]
    after: str


class MaterialIn(Schema):
    """For which session something is, by its code; an empty one is for the whole edition."""

    session: Annotated[Word, Field(max_length=60)] = ""
    title: Annotated[Word, Field(min_length=1, max_length=160)]
    audience: Audience = Audience.EVERYBODY


class MaterialVersionIn(Schema):
    """What is new in a version."""

    note: Annotated[Word, Field(max_length=200)] = ""


def _out(material: Material) -> dict[str, Any]:
    newest = material.versions.all()[0]
    rows: list[tuple[str, MaterialVersion | MaterialRendition]] = [(Rendition.ORIGINAL, newest)]
    rows += [(row.form, row) for row in newest.renditions.all()]
    return {
        "id": material.pk,
        "session": material.session.code if material.session else None,
        "title": material.title,
        "audience": material.audience,
        "version": newest.number,
        "version_id": newest.pk,
        "name": newest.name,
        "note": newest.note,
        "added_at": newest.added_at,
        "forms": [{"form": form, "media_type": row.media_type, "size": row.size} for form, row in rows],
    }


@router.get("{code}/materials", response=MaterialPage, operation_id="list_materials", **OWN)
def list_materials(request: Caller, code: Word, after: str = "") -> dict[str, Any]:
    """List the materials of an edition that the caller gets, in the order of its sessions."""
    edition, reach = reached(person_of(request), request.grants, code)
    page = page_of(shown_to(reach, edition), order=ORDER, after=after)
    return {"items": [_out(one) for one in page.rows], "after": page.after}


@router.get("materials/{version_id}/{form}", operation_id="get_material", **as_file(OWN, *MEDIA_TYPES))
def get_material(request: Caller, version_id: UUID, form: Rendition) -> HttpResponse:
    """Fetch a material in one of its forms; by ETag and Range, so that what broke off goes on."""
    return answer_with(request, person_of(request), request.grants, version_id, form, at=clock.now())


@router.post(
    "{code}/materials",
    response={201: MaterialOut},
    operation_id="add_material",
    url_name="add_material",
    **OWN_DEEDS,
)
def hand_out(
    request: Caller, code: Word, given: Form[MaterialIn], file: File[UploadedFile]
) -> Status[dict[str, Any]]:
    """Hand something out: resource persons for their own sessions, the office for all.

    What is of another kind than its name says, too large or infected is refused and kept nowhere.
    """
    person = person_of(request)
    edition, reach = reached(person, request.grants, code)
    session = get_object_or_404(edition.sessions, code=given.session).pk if given.session else None
    if not reach.adds:  # whoever only reads here hands nothing out
        raise Http404
    enforce(must_fit(file.size or 0, accept=HANDOUTS) or may_add_material(reach, edition, session))
    added = add_material(
        edition=edition,
        session=session,
        title=given.title,
        audience=given.audience,
        content=file.read(),
        name=file.name or "",
        reach=reach,
        actor=person,
        at=clock.now(),
    )
    return Status(201, _out(with_files(Material.objects.filter(pk=added.pk)).get()))


@router.post(
    "{code}/materials/{key}/versions",
    response={201: MaterialOut},
    operation_id="add_material_version",
    url_name="add_material_version",
    **OWN_DEEDS,
)
def hand_out_anew(
    request: Caller, code: Word, key: UUID, given: Form[MaterialVersionIn], file: File[UploadedFile]
) -> Status[dict[str, Any]]:
    """Give a newer version of a material out; for whoever may change it."""
    person = person_of(request)
    edition, reach = reached(person, request.grants, code)
    material = get_object_or_404(shown_to(reach, edition), pk=key)
    if may_change_material(reach, material) is not None:
        raise Http404
    enforce(must_fit(file.size or 0, accept=HANDOUTS) or must_be_going_on(edition))
    add_version(
        material=material,
        content=file.read(),
        name=file.name or "",
        note=given.note,
        reach=reach,
        actor=person,
        at=clock.now(),
    )
    return Status(201, _out(with_files(Material.objects.filter(pk=key)).get()))


class GainOut(Schema):
    """What a group gained in an outcome; shares from 0 to 1, null where too few answered to be told."""

    outcome: str
    statement: dict[str, str]
    answered_before: int
    answered_after: int
    answered_both: int
    before: float | None
    after: float | None
    gain: float | None
    low: float | None
    high: float | None


@router.get("{code}/test-gains", response=list[GainOut], operation_id="list_test_gains", **OWN)
def list_test_gains(request: Caller, code: Word) -> list[dict[str, Any]]:
    """What the group gained in each outcome, with its 95 % interval: for the office, and its trainers.

    Trainers are told nothing of fewer than five.
    """
    _edition, test, is_office = gains_seen(person_of(request), request.grants, code)
    found = []
    for row in told_gains(test, fewest=1 if is_office else FEWEST):
        gain = row.gain
        shares = {
            "before": gain.before[1],
            "after": gain.after[1],
            "gain": gain.gain,
            "low": gain.low,
            "high": gain.high,
        }
        found.append(
            {
                "outcome": row.outcome.code,
                "statement": dict(row.outcome.statement),
                "answered_before": gain.before[0],
                "answered_after": gain.after[0],
                "answered_both": gain.number,
                **{name: share if row.is_told else None for name, share in shares.items()},
            }
        )
    return found
