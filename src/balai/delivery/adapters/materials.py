"""The way to materials: who gets which, and their files; and what My programme says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from balai.delivery.enums import Rendition
from balai.delivery.models import MaterialVersion
from balai.delivery.queries.materials import handed_to, reach_of, shown_to
from balai.delivery.registries import OwnCard
from balai.delivery.rules.materials import KEEPERS, READERS, may_change_material
from balai.delivery.services.materials import count_fetch
from balai.kernel.files import read_shared, serve
from balai.programmes.models import Edition

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from balai.delivery.queries.materials import Reach
    from balai.kernel.files import KeptFile
    from balai.people.models import Grant, Person
    from balai.selection.models import Participant


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A form in which a version can be fetched, as a link says it: its size stands on the link."""

    label: str
    size: int
    url: str
    is_lighter: bool


def forms_of(version: MaterialVersion) -> list[Shown]:
    """What can be fetched of a version, the original first; ``renditions`` are fetched with it."""
    kind = version.name.rpartition(".")[2].upper()
    lighter = {row.form: row for row in version.renditions.all()}
    found = [(kind, version.size, Rendition.ORIGINAL)]
    found += [
        (str(form.label), lighter[form].size, form)
        for form in (Rendition.SMALL, Rendition.TEXT)
        if form in lighter
    ]
    return [
        Shown(
            label=label,
            size=size,
            url=reverse("delivery:material_file", args=[version.pk, form.value]),
            is_lighter=form != Rendition.ORIGINAL,
        )
        for label, size, form in found
    ]


def _reach(person: Person, grants: Sequence[Grant], edition: Edition) -> Reach:
    return reach_of(person, grants, edition, readers=READERS, keepers=KEEPERS)


def reached(person: Person, grants: Sequence[Grant], code: str) -> tuple[Edition, Reach]:
    """An edition of which somebody gets materials; another is not there at all."""
    edition = get_object_or_404(Edition.objects.select_related("series"), code=code)
    reach = _reach(person, grants, edition)
    if not reach.reaches:
        raise Http404
    return edition, reach


def answer_with(  # noqa: PLR0913 -- who asks for what, and when
    request: HttpRequest, person: Person, grants: Sequence[Grant], key: UUID, form: str, *, at: datetime
) -> HttpResponse:
    """A file in one of its forms, for those who get it; counted by the day, and nobody is named.

    Versions that were superseded are for whoever may change the material.
    """
    rows = MaterialVersion.objects.select_related("material__edition")
    version = get_object_or_404(rows, pk=key, file__isnull=False)
    material = version.material
    reach = _reach(person, grants, material.edition)
    if not shown_to(reach, material.edition).filter(pk=material.pk).exists():
        raise Http404
    if _is_superseded(version) and may_change_material(reach, material) is not None:
        raise Http404
    kept, digest = _kept(version, form)
    answer = serve(request, kept, digest=digest, content=lambda: read_shared(kept, owner=material))
    if request.method == "GET" and is_first_part(answer):
        count_fetch(version=version, form=Rendition(form), at=at)
    return answer


def _is_superseded(version: MaterialVersion) -> bool:
    return version.material.versions.filter(number__gt=version.number).exists()


def _kept(version: MaterialVersion, form: str) -> tuple[KeptFile, str]:
    row = version if form == Rendition.ORIGINAL else version.renditions.filter(form=form).first()
    if row is None or row.kept is None:
        raise Http404
    return row.kept, row.digest


def is_first_part(answer: HttpResponse) -> bool:
    """Whether a fetch begins with it: what goes on where it stopped is no second one."""
    if answer.status_code == 206:
        return answer["Content-Range"].startswith("bytes 0-")
    return answer.status_code == 200


def materials_card(participant: Participant, *, at: datetime) -> Sequence[OwnCard]:
    """How many files there are for somebody; nothing where there is none."""
    number = handed_to(participant).count()
    if not number:
        return ()
    line = ngettext("%(number)d file", "%(number)d files", number) % {"number": number}
    address = reverse("delivery:materials", args=[participant.edition.code])
    return (OwnCard(title=gettext("Materials"), line=line, url=address),)
