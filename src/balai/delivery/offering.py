"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.delivery.adapters import incidents, own, practice
from balai.delivery.adapters import outcome_tests as tests
from balai.delivery.adapters.daily import gate_lists_due, sheets_of_today
from balai.delivery.adapters.lights import tests_light
from balai.delivery.adapters.materials import materials_card
from balai.delivery.adapters.own import feedback_card
from balai.delivery.adapters.papers import printed_papers
from balai.delivery.adapters.rights import FeedbackEraser, PresenceEraser, ScanRetention
from balai.delivery.bundle import register_parts
from balai.delivery.queries.feedback import tokens_about
from balai.delivery.queries.gates import lists_about
from balai.delivery.queries.incidents import REPORTERS, incidents_about
from balai.delivery.queries.outcome_tests import sheets_about
from balai.delivery.queries.practice import OFFICE, SIGNERS
from balai.delivery.queries.presence import presences_about, scans_about
from balai.delivery.registries import own_cards
from balai.delivery.rules.presence import SEES
from balai.delivery.services.gates import PURPOSE as AT_A_GATE
from balai.delivery.services.incidents import PURPOSE as OF_INCIDENTS
from balai.delivery.services.sample import life_of_days
from balai.kernel import gathering
from balai.kernel.restricted import purposes, sealed_things
from balai.kernel.sample import Chapter, chapters
from balai.people.access import whoever_holds
from balai.people.enums import Role
from balai.people.registries import Rows, erasers, held, retention, sealed
from balai.programmes.registries import PlacedLight, carried, documents, lights
from balai.timetable.rules.planning import HOLDERS
from balai.ui.navigation import Area, Link, register

if TYPE_CHECKING:
    from django.http import HttpRequest


def offer() -> None:
    """Enter it in the registries, by subject."""
    _offer_presence()
    _offer_practice()
    _offer_feedback()
    _offer_daily()
    _offer_incidents()
    _offer_materials()
    _offer_tests()
    chapters.register("delivery", Chapter(order=30, stages=life_of_days))


def _offer_presence() -> None:
    held.register(
        "presence",
        Rows(
            label=_("Your presence at sessions"),
            rows=presences_about,
            fields=["session__code", "state", "arrived_at", "left_at", "is_claimed", "decided_at"],
        ),
    )
    held.register(
        "presence_scans",
        Rows(
            label=_("Scans and ticks that your presence follows from"),
            rows=scans_about,
            fields=["session__code", "mark", "method", "at", "received_at"],
        ),
    )
    erasers.register("presence", PresenceEraser())
    retention.register("presence_scans", ScanRetention())
    documents.register("delivery", printed_papers)
    register(
        Link(
            area=Area.PERSON, order=25, view="delivery:index", label=_("Presence"), is_for=whoever_holds(SEES)
        )
    )


def _offer_practice() -> None:
    register_parts()
    own_cards.register("screen", own.screen_card)
    own_cards.register("practice", own.practice_card)
    gathering.tasks.register("practice", practice.waiting)
    carried.register("practice", practice.CarriedTasks())
    sealed_things.register("practice.product", _("Photo of a product made in practice"))
    purposes.register("practice", _("to see what was practised"))
    held.register(
        "practice",
        Rows(
            label=_("What you practised"),
            view="delivery:passport",
            rows=practice.sign_offs_about,
            fields=[
                "task__code",
                "level",
                "results",
                "minutes",
                "attempts",
                "is_excused",
                "measured",
                "note",
                "signed_at",
                "received_at",
                "why",
            ],
        ),
    )
    held.register(
        "safety_briefings",
        Rows(
            label=_("Your safety briefings"),
            rows=practice.briefings_about,
            fields=["site__code", "machine__code", "safety_class", "protection", "given_at", "withdrawn_at"],
        ),
    )
    sealed.register("practice", practice.PracticeSealed())
    erasers.register("practice", practice.PracticeEraser())
    retention.register("practice_signatures", practice.SignatureRetention())
    retention.register("practice_products", practice.ProductRetention())
    register(
        Link(
            area=Area.TASKS,
            order=14,
            view="delivery:passport",
            label=_("Practice passport"),
            is_for=whoever_holds({Role.PARTICIPANT}),
        )
    )
    register(
        Link(
            area=Area.TASKS,
            order=15,
            view="delivery:practice",
            label=_("Practice"),
            is_for=whoever_holds(SIGNERS),
        )
    )
    register(
        Link(
            area=Area.PERSON,
            order=26,
            view="delivery:practice",
            label=_("Practice"),
            is_for=looks_at_practice,
        )
    )


def looks_at_practice(request: HttpRequest) -> bool:
    """Whether the reader looks at practice without signing it: the office."""
    return whoever_holds(OFFICE)(request) and not whoever_holds(SIGNERS)(request)


def _offer_feedback() -> None:
    own_cards.register("feedback", feedback_card)
    held.register(
        "feedback",
        Rows(
            label=_("That you gave feedback; what you said is kept apart"),
            view="delivery:feedback",
            rows=tokens_about,
            fields=["kind", "session__code"],
        ),
    )
    erasers.register("feedback", FeedbackEraser())


def _offer_daily() -> None:
    gathering.tasks.register("day", sheets_of_today)
    gathering.tasks.register("gate_lists", gate_lists_due)
    purposes.register(AT_A_GATE, _("to name you at the gate of a site"))
    held.register(
        "gate_lists",
        Rows(
            label=_("Gate lists that you were named in"),
            rows=lists_about,
            fields=["site__code", "visit_on", "has_passports", "sent_at"],
        ),
    )


def _offer_materials() -> None:
    own_cards.register("materials", materials_card)
    # Participants come from My programme, offices from the edition
    register(
        Link(
            area=Area.TASKS,
            order=14,
            view="delivery:materials_index",
            label=_("Materials"),
            is_for=whoever_holds(HOLDERS),
        )
    )


def _offer_tests() -> None:
    own_cards.register("tests", tests.tests_card)
    lights.register("tests", PlacedLight(order=160, source=tests_light))
    gathering.tasks.register("tests", tests.waiting)
    carried.register("questions", tests.CarriedQuestions())
    held.register(
        "answer_sheets",
        Rows(
            label=_("Your answers in tests before and after the course"),
            view="delivery:tests",
            rows=sheets_about,
            fields=["test__edition__code", "occasion", "form", "given", "saved_at", "handed_in_at"],
        ),
    )
    erasers.register("answer_sheets", tests.SheetEraser())
    retention.register("answer_sheets", tests.SheetRetention())


def _offer_incidents() -> None:
    purposes.register(OF_INCIDENTS, _("to deal with an incident"))
    gathering.tasks.register("incidents", incidents.open_incidents)
    held.register(
        "incidents",
        Rows(
            label=_("Incidents that concern you; what was told of them is sealed"),
            rows=incidents_about,
            fields=["kind", "severity", "happened_at", "closed_at"],
        ),
    )
    erasers.register("incidents", incidents.IncidentEraser())
    retention.register("incidents", incidents.IncidentRetention())
    register(
        Link(
            area=Area.PERSON,
            order=26,
            view="delivery:incidents",
            label=_("Incidents"),
            is_for=whoever_holds(REPORTERS),
        )
    )
