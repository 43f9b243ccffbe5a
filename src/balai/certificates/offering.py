"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.certificates.adapters import lights
from balai.certificates.adapters.letters import LETTERS
from balai.certificates.adapters.person import CertificateEraser
from balai.certificates.enums import Criterion
from balai.certificates.gathering import waiting
from balai.certificates.models import Appeal, Completion
from balai.certificates.queries import practice, presence
from balai.certificates.queries.certificates import certificates_about
from balai.certificates.registries import measures, transcripts
from balai.certificates.rules.access import READERS
from balai.certificates.services.sample import life_of_certificates
from balai.correspondence.registries import letter_kinds
from balai.kernel import gathering
from balai.kernel.sample import Chapter, chapters
from balai.people.access import whoever_holds
from balai.people.enums import Role
from balai.people.registries import Rows, erasers, held
from balai.programmes import registries
from balai.ui.navigation import Area, Link, everybody, register

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from django.db.models import QuerySet

    from balai.people.models import Person


def offer() -> None:
    """Enter it in the registries."""
    measures.register(Criterion.PRESENCE, presence.presence)
    measures.register(Criterion.ACTIVITIES, presence.activities)
    chapters.register("certificates", Chapter(order=40, stages=life_of_certificates))
    transcripts.register("practice", practice.practised)
    gathering.tasks.register("certificates", waiting)
    for code, kind in LETTERS.items():
        letter_kinds.register(code, kind)
    light = registries.PlacedLight(order=170, source=lights.certificates_light)
    registries.lights.register("certificates", light)
    erasers.register("certificates", CertificateEraser())
    held.register(
        "certificates",
        Rows(
            label=_("Your certificates"),
            rows=certificates_about,
            fields=["number", "state", "name", "native_name", "issued_at", "revoked_at", "document"],
            view="certificates:mine",
        ),
    )
    held.register(
        "completions",
        Rows(
            label=_("Decisions on your completion"),
            rows=completions_of,
            fields=["outcome", "criteria", "reason", "decided_at"],
            view="certificates:mine",
        ),
    )
    held.register(
        "appeals",
        Rows(
            label=_("Your appeals"),
            rows=appeals_of,
            fields=["text", "made_at", "state", "answer", "decided_at"],
            view="certificates:mine",
        ),
    )
    register(
        Link(
            area=Area.TASKS,
            order=14,
            view="certificates:mine",
            label=_("My certificates"),
            is_for=whoever_holds({Role.PARTICIPANT, Role.ALUMNUS}),
        )
    )
    register(
        Link(
            area=Area.PERSON,
            order=27,
            view="certificates:index",
            label=_("Certificates"),
            is_for=whoever_holds(READERS),
        )
    )
    register(
        Link(
            area=Area.PUBLIC,
            order=30,
            view="check:check",
            label=_("Check a certificate"),
            is_for=everybody,
        )
    )


def completions_of(persons: Collection[Person]) -> QuerySet[Any]:
    """What they tell of decisions on completion."""
    return Completion.objects.filter(participant__person__in=persons)


def appeals_of(persons: Collection[Person]) -> QuerySet[Any]:
    """What they tell of appeals."""
    return Appeal.objects.filter(completion__participant__person__in=persons)
