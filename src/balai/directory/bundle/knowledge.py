"""Topics, the technologies of centres and resource persons in bundles."""

from __future__ import annotations

from typing import Any

from balai.directory.bundle.columns import CODE, LANGUAGES, ORGANISATION, SOURCE
from balai.directory.bundle.deeds import DirectoryDeeds, ResourcePersonDeeds
from balai.directory.bundle.values import AVAILABILITY
from balai.directory.models import ResourcePerson, Technology, Topic
from balai.directory.queries import live
from balai.engine.bundle.fields import ListOf
from balai.engine.bundle.kinds import EMAIL, Text
from balai.engine.bundle.section import Shape
from balai.kernel.bundle.parts import Column, ModelPart


def knowledge() -> tuple[ModelPart, ...]:
    """What is known, and who teaches it."""
    return (
        ModelPart(
            name="topics",
            file="directory/topics.csv",
            shape=Shape.TABLE,
            model=Topic,
            columns=(CODE, "name"),
            key=("code",),
            deeds=DirectoryDeeds(),
            ordering=("code",),
            live=lambda: live(Topic.objects.all()),
        ),
        ModelPart(
            name="technologies",
            file="directory/technologies.yaml",
            shape=Shape.LIST,
            model=Technology,
            columns=(
                ORGANISATION,
                CODE,
                "title",
                "description",
                "readiness",
                Column(name="topics", refers="topics"),
                *SOURCE,
            ),
            key=("organisation", "code"),
            deeds=DirectoryDeeds(),
            ordering=("organisation", "code"),
            goes_with=("organisation",),
            live=lambda: live(Technology.objects.all()),
        ),
        ModelPart(
            name="resource-persons",
            file="directory/resource-persons.yaml",
            shape=Shape.LIST,
            model=ResourcePerson,
            columns=(
                CODE,
                Column(
                    name="name",
                    kind=Text(),
                    is_required=True,
                    doc="Name, as it shall be written in letters.",
                    get=lambda card: card.person.name,
                ),
                Column(
                    name="email",
                    kind=EMAIL,
                    doc="E-mail address; by it a person is known who is there already.",
                    get=lambda card: card.person.email,
                ),
                ORGANISATION,
                "function",
                Column(name="topics", refers="topics"),
                LANGUAGES,
                "honorarium_class",
                "about",
                Column(
                    name="availability",
                    kind=ListOf(kind=AVAILABILITY),
                    doc="What was said about which days.",
                    get=_days_of,
                ),
                *SOURCE,
            ),
            key=("code",),
            deeds=ResourcePersonDeeds(),
            ordering=("code",),
            live=lambda: live(ResourcePerson.objects.select_related("person")),
        ),
    )


def _days_of(card: ResourcePerson) -> list[dict[str, Any]]:
    return [
        {"since": one.since, "until": one.until, "kind": one.kind, "note": one.note or None}
        for one in card.availability.all()
    ]
