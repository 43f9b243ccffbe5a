"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import letter_kinds, reminder_sources
from balai.kernel import gathering
from balai.kernel.restricted import purposes
from balai.kernel.sample import Chapter, chapters
from balai.nominations.registries import took_part as earlier
from balai.people.access import whoever_holds
from balai.people.enums import Role
from balai.people.registries import Rows, erasers, held, retention, sealed
from balai.programmes import registries
from balai.selection.adapters import lights, panel, participants, places
from balai.selection.adapters.letters import LETTERS
from balai.selection.adapters.reminders import reminders
from balai.selection.enums import DecisionState
from balai.selection.gathering import waiting
from balai.selection.models import Offer, Participant, TravelPapers, Verdict
from balai.selection.queries.offers import took_part
from balai.selection.rules.decisions import READERS
from balai.selection.services.sample.way import life_of_pool
from balai.ui.navigation import Area, Link, register

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from django.db.models import QuerySet

    from balai.people.models import Person


def offer() -> None:
    """Enter it in the registries, by subject."""
    _offer_letters()
    _offer_places()
    _offer_panel()
    chapters.register("selection", Chapter(order=10, stages=life_of_pool))


def _offer_letters() -> None:
    """Letters about offers, and reminders of those that end."""
    for code, kind in LETTERS.items():
        letter_kinds.register(code, kind)
    reminder_sources.register("selection.offers", reminders)


def _offer_places() -> None:
    """Places on boards, in tasks and in navigation; what a person's own page tells of them."""
    purposes.register("participation", _("to receive you as a participant"))
    registries.lights.register("participants", registries.PlacedLight(order=140, source=places.places_light))
    registries.stage_facts.register("offers", places.places_fact)
    gathering.tasks.register("selection.places", places.waiting)
    sealed.register("participations", participants.ParticipantSealed())
    erasers.register("participations", participants.ParticipantEraser())
    retention.register("participations", participants.NeedsRetention())
    retention.register("travel_papers", participants.PapersRetention())
    earlier.register("participants", took_part)
    held.register(
        "offers",
        Rows(
            label=_("Offers of places to you"),
            rows=offers_about,
            fields=["kind", "state", "sent_at", "expires_at", "answered_at", "why", "note", "reserve_rank"],
            view="selection:mine",
        ),
    )
    held.register(
        "participations",
        Rows(
            label=_("Programmes in which you take part"),
            rows=participations_about,
            fields=[
                "place_number",
                "state",
                "name",
                "attendance",
                "room",
                "photos",
                "signed_as",
                "confirmed_at",
                "ended_at",
                "ended_why",
                "ended_note",
            ],
            view="selection:mine",
        ),
    )
    held.register(
        "papers",
        Rows(
            label=_("What is noted of your way into the host country"),
            rows=papers_about,
            fields=["passport_type", "residence", "visa_until", "noted_at"],
            view="selection:mine",
        ),
    )
    register(
        Link(
            area=Area.TASKS,
            order=12,
            view="selection:mine",
            label=_("My place"),
            is_for=whoever_holds({Role.NOMINEE, Role.PARTICIPANT}),
        )
    )
    register(
        Link(
            area=Area.TASKS,
            order=35,
            view="selection:participants",
            label=_("Participants"),
            is_for=whoever_holds(READERS),
        )
    )


def offers_about(persons: Collection[Person]) -> QuerySet[Any]:
    """What a person's own page and copy tell of offers."""
    return Offer.objects.filter(nomination__person__in=persons)


def participations_about(persons: Collection[Person]) -> QuerySet[Any]:
    """What a person's own page and copy tell of taking part."""
    return Participant.objects.filter(person__in=persons)


def papers_about(persons: Collection[Person]) -> QuerySet[Any]:
    """What a person's own page and copy tell of passport, home and visa as the office noted them."""
    return TravelPapers.objects.filter(nomination__person__in=persons)


def _offer_panel() -> None:
    """What panels and their decisions add: pages, lights, tasks, a letter, reminders, a person's copy."""
    for code, kind in panel.LETTERS.items():
        letter_kinds.register(code, kind)
    reminder_sources.register("selection.panel", panel.reminders)
    registries.lights.register("scores", registries.PlacedLight(order=130, source=lights.scores_light))
    registries.lights.register("decision", registries.PlacedLight(order=140, source=lights.decision_light))
    registries.stage_facts.register("selection", lights.decision_fact)
    gathering.tasks.register("selection.panel", waiting)
    held.register(
        "verdicts",
        Rows(
            label=_("Decisions about you"),
            rows=verdicts_of,
            fields=["place", "reserve_rank", "points", "sentence", "deviation"],
        ),
    )
    register(
        Link(
            area=Area.TASKS,
            order=35,
            view="selection:index",
            label=_("Selection"),
            is_for=whoever_holds(READERS),
        )
    )
    register(
        Link(
            area=Area.TASKS,
            order=16,
            view="selection:dossiers",
            label=_("Dossiers"),
            is_for=whoever_holds({Role.PANEL_MEMBER}),
        )
    )


def verdicts_of(persons: Collection[Person]) -> QuerySet[Any]:
    """What a person's own page and copy tell of decisions that were taken about them."""
    decided = Verdict.objects.exclude(decision__state=DecisionState.PROPOSED)
    return decided.filter(nomination__person__in=persons)
