"""Handing materials out: added, followed by a newer version, withdrawn; and counted when they are fetched."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from balai.audit.services import record
from balai.delivery.models import Material, MaterialCount, MaterialRendition, MaterialVersion
from balai.delivery.rules.materials import may_add_material, may_change_material, must_be_going_on
from balai.delivery.services.lighter import lighter_forms
from balai.kernel.files import keep, read_shared, remove
from balai.kernel.jobs import enqueue
from balai.kernel.refusal import enforce
from balai.kernel.restricted import destroy_data_key
from balai.kernel.scanning import scan
from balai.kernel.uploads import HANDOUTS, recognize

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from balai.delivery.enums import Audience, Rendition
    from balai.delivery.queries.materials import Reach
    from balai.people.models import Person
    from balai.programmes.models import Edition

LIGHTEN = "delivery.make_lighter"


def add_material(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    session: UUID | None,
    title: str,
    audience: Audience,
    content: bytes,
    name: str,
    reach: Reach,
    actor: Person,
    at: datetime,
) -> Material:
    """Hand something out for a session, or for the whole edition; the worker makes lighter forms of it.

    The scanner is asked before the transaction, so that nobody waits for it while holding a lock.

    Args:
        edition: of which.
        session: for which of its sessions; None for all of them.
        title: what it is called in lists.
        audience: who gets it.
        content: the file, whose kind is told by its bytes.
        name: what it was called.
        reach: what the actor has to do with the edition.
        actor: who adds it.
        at: the moment.

    Raises:
        RuleViolationError: ``upload.…``, ``material.over`` or ``material.not_yours``.
        ValidationError: a value cannot be; by field.
    """
    enforce(may_add_material(reach, edition, session))
    is_scanned = _looked_at(content, name)
    with transaction.atomic():
        material = Material(
            edition=edition,
            session_id=session,
            title=title,
            audience=audience,
            added_at=at,
            added_by=actor.reference,
        )
        material.full_clean(exclude=["withdrawn_at"])
        material.save(force_insert=True)
        _keep(material, 1, content, name, is_scanned=is_scanned, note="", actor=actor, at=at)
        _tell(material, "added", actor=actor, at=at, version=1)
    return material


def add_version(  # noqa: PLR0913 -- as above
    *,
    material: Material,
    content: bytes,
    name: str,
    note: str,
    reach: Reach,
    actor: Person,
    at: datetime,
) -> MaterialVersion:
    """Give a newer version out; those before it are kept, and shown to whoever may change it.

    Raises:
        RuleViolationError: ``upload.…``, ``material.over``, ``material.withdrawn`` or
            ``material.not_changed_by_you``.
    """
    enforce(may_change_material(reach, material))
    is_scanned = _looked_at(content, name)
    with transaction.atomic():
        locked = (
            Material.objects.select_for_update(of=("self",)).select_related("edition").get(pk=material.pk)
        )
        enforce(may_change_material(reach, locked) or must_be_going_on(locked.edition))
        number = locked.versions.count() + 1
        version = _keep(
            locked, number, content, name, is_scanned=is_scanned, note=note.strip()[:200], actor=actor, at=at
        )
        _tell(locked, "changed", actor=actor, at=at, version=number)
    return version


@transaction.atomic
def withdraw_material(*, material: Material, reach: Reach, actor: Person, at: datetime) -> None:
    """Take something back for good: its key is destroyed, so that no copy in a backup can be read either.

    Raises:
        RuleViolationError: ``material.withdrawn`` or ``material.not_changed_by_you``.
    """
    locked = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    enforce(may_change_material(reach, locked))
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    versions = MaterialVersion.objects.filter(material=locked)
    renditions = MaterialRendition.objects.filter(version__material=locked)
    for kept in [*(row.kept for row in versions), *(row.kept for row in renditions)]:
        if kept is not None:
            remove(kept)
    renditions.update(file=None)
    versions.update(file=None)
    destroy_data_key(locked)
    _tell(locked, "withdrawn", actor=actor, at=at)


def make_lighter(*, version_id: UUID, at: datetime) -> None:
    """Make the lighter forms of a version that are worth it; done twice, it is done once.

    The forms are worked out before the transaction: a large PDF takes seconds.
    """
    version = MaterialVersion.objects.select_related("material").filter(pk=version_id).first()
    if version is None or version.kept is None or version.renditions.exists():
        return
    content = read_shared(version.kept, owner=version.material)
    made = lighter_forms(content, name=version.name, media_type=version.media_type)
    with transaction.atomic():
        material = Material.objects.select_for_update(of=("self",)).get(pk=version.material_id)
        if material.withdrawn_at is not None or version.renditions.exists():
            return
        for one in made:
            kept = keep(one.content, name=one.name, owner=material, accept=(one.kind,))
            MaterialRendition.objects.create(
                version=version,
                form=one.form,
                file=kept.id,
                name=kept.name,
                media_type=kept.media_type,
                size=kept.size,
                digest=hashlib.sha256(one.content).hexdigest(),
                made_at=at,
            )


@transaction.atomic
def count_fetch(*, version: MaterialVersion, form: Rendition, at: datetime) -> None:
    """Count that a form of a version was fetched today; ``material.edition`` is fetched with it."""
    day = at.astimezone(ZoneInfo(version.material.edition.time_zone)).date()
    row, _is_new = MaterialCount.objects.get_or_create(version=version, form=form, on=day)
    MaterialCount.objects.filter(pk=row.pk).update(times=F("times") + 1)


def _looked_at(content: bytes, name: str) -> bool:
    """Refuse what is not what it says, or is infected; tells whether a scanner looked."""
    recognize(content, name=name, accept=HANDOUTS)
    return scan(content)


def _keep(  # noqa: PLR0913 -- as above
    material: Material,
    number: int,
    content: bytes,
    name: str,
    *,
    is_scanned: bool,
    note: str,
    actor: Person,
    at: datetime,
) -> MaterialVersion:
    kept = keep(content, name=name, owner=material, accept=HANDOUTS)
    version = MaterialVersion.objects.create(
        material=material,
        number=number,
        file=kept.id,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        digest=hashlib.sha256(content).hexdigest(),
        is_scanned=is_scanned,
        note=note,
        added_at=at,
        added_by=actor.reference,
    )
    enqueue(LIGHTEN, version_id=version.pk)
    return version


def _tell(material: Material, what: str, *, actor: Person, at: datetime, version: int | None = None) -> None:
    detail = {"edition": str(material.edition_id)}
    record(
        actor=actor.reference,
        action=f"material.{what}",
        subject=material.reference,
        at=at,
        detail=detail if version is None else {**detail, "version": version},
    )
