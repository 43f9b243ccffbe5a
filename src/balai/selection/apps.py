from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from balai.people.models import Person


class SelectionConfig(AppConfig):
    name = "balai.selection"

    def ready(self) -> None:
        """Offer what this room adds to those below it, each part by a function of its own."""
        offer_letters()
        offer_places()
        offer_panel()
        offer_sample()


def offer_letters() -> None:
    """Letters about offers, and reminders of those that end."""
    # Models are there only now; ready() is where rooms meet.
    from balai.correspondence.registries import letter_kinds, reminder_sources  # noqa: PLC0415 -- as above
    from balai.selection.adapters.letters import LETTERS  # noqa: PLC0415 -- as above
    from balai.selection.adapters.reminders import reminders  # noqa: PLC0415 -- as above

    for code, kind in LETTERS.items():
        letter_kinds.register(code, kind)
    reminder_sources.register("selection.offers", reminders)


def offer_places() -> None:
    """Places on boards, in tasks and in navigation; what a person's own page tells of them."""
    from balai.kernel import gathering  # noqa: PLC0415 -- models are there only now
    from balai.kernel.restricted import purposes  # noqa: PLC0415 -- as above
    from balai.nominations.registries import took_part as earlier  # noqa: PLC0415 -- as above
    from balai.people.registries import Rows, erasers, held, retention, sealed  # noqa: PLC0415 -- as above
    from balai.programmes import registries  # noqa: PLC0415 -- as above
    from balai.selection.adapters import participants, places  # noqa: PLC0415 -- as above
    from balai.selection.queries.offers import took_part  # noqa: PLC0415 -- as above
    from balai.ui.navigation import Area, Link, register  # noqa: PLC0415 -- as above

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
        Link(area=Area.TASKS, order=12, view="selection:mine", label=_("My place"), is_for=was_nominated)
    )
    register(
        Link(
            area=Area.TASKS,
            order=35,
            view="selection:participants",
            label=_("Participants"),
            is_for=reads_selection,
        )
    )


def was_nominated(request: HttpRequest) -> bool:
    """Whether the reader is a nominee or participant of an edition."""
    from balai.people.enums import Role  # noqa: PLC0415 -- models are there only now

    own = {Role.NOMINEE, Role.PARTICIPANT}
    return any(grant.role in own for grant in getattr(request, "grants", ()))


def reads_selection(request: HttpRequest) -> bool:
    """Whether the reader sees the participants of every country, in one edition or more."""
    from balai.selection.rules.decisions import READERS  # noqa: PLC0415 -- as above

    return any(grant.role in READERS for grant in getattr(request, "grants", ()))


def offers_about(persons: Collection[Person]) -> QuerySet[Any]:
    """What a person's own page and copy tell of offers."""
    from balai.selection.models import Offer  # noqa: PLC0415 -- as above

    return Offer.objects.filter(nomination__person__in=persons)


def participations_about(persons: Collection[Person]) -> QuerySet[Any]:
    """What a person's own page and copy tell of taking part."""
    from balai.selection.models import Participant  # noqa: PLC0415 -- as above

    return Participant.objects.filter(person__in=persons)


def papers_about(persons: Collection[Person]) -> QuerySet[Any]:
    """What a person's own page and copy tell of passport, home and visa as the office noted them."""
    from balai.selection.models import TravelPapers  # noqa: PLC0415 -- as above

    return TravelPapers.objects.filter(nomination__person__in=persons)


def offer_panel() -> None:
    """What panels and their decisions add: pages, lights, tasks, a letter, reminders, a person's copy."""
    # Models are there only now; ready() is where rooms meet.
    from balai.correspondence.registries import letter_kinds, reminder_sources  # noqa: PLC0415 -- as above
    from balai.kernel import gathering  # noqa: PLC0415 -- as above
    from balai.people.registries import Rows, held  # noqa: PLC0415 -- as above
    from balai.programmes import registries  # noqa: PLC0415 -- as above
    from balai.selection.adapters import lights, panel  # noqa: PLC0415 -- as above
    from balai.selection.gathering import waiting  # noqa: PLC0415 -- as above
    from balai.ui.navigation import Area, Link, register  # noqa: PLC0415 -- as above

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
        Link(area=Area.TASKS, order=35, view="selection:index", label=_("Selection"), is_for=reads_selection)
    )
    register(
        Link(
            area=Area.TASKS, order=16, view="selection:dossiers", label=_("Dossiers"), is_for=sits_on_a_panel
        )
    )


def sits_on_a_panel(request: HttpRequest) -> bool:
    """Whether the reader is a member of a panel."""
    from balai.people.enums import Role  # noqa: PLC0415 -- models are there only now

    return any(grant.role == Role.PANEL_MEMBER for grant in getattr(request, "grants", ()))


def verdicts_of(persons: Collection[Person]) -> QuerySet[Any]:
    """What a person's own page and copy tell of decisions that were taken about them."""
    from balai.selection.enums import DecisionState  # noqa: PLC0415 -- models are there only now
    from balai.selection.models import Verdict  # noqa: PLC0415 -- as above

    decided = Verdict.objects.exclude(decision__state=DecisionState.PROPOSED)
    return decided.filter(nomination__person__in=persons)


def offer_sample() -> None:
    """What a demonstration shows of this room."""
    from balai.kernel.sample import Chapter, chapters  # noqa: PLC0415 -- models are there only now
    from balai.selection.services.sample.way import life_of_pool  # noqa: PLC0415 -- as above

    chapters.register("selection", Chapter(order=10, stages=life_of_pool))
