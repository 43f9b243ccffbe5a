from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest


class DeliveryConfig(AppConfig):
    name = "balai.delivery"

    def ready(self) -> None:
        """Offer what this room adds to those below it, by subject."""
        _offer_presence()
        _offer_practice()
        _offer_feedback()
        _offer_daily()
        _offer_incidents()
        _offer_materials()
        _offer_tests()
        _offer_sample()


def _offer_presence() -> None:
    # Models are there only now; ready() is where rooms meet.
    from balai.delivery.adapters.papers import printed_papers  # noqa: PLC0415 -- as above
    from balai.delivery.adapters.rights import PresenceEraser, ScanRetention  # noqa: PLC0415 -- as above
    from balai.delivery.queries.presence import presences_about, scans_about  # noqa: PLC0415 -- as above
    from balai.people.registries import Rows, erasers, held, retention  # noqa: PLC0415 -- as above
    from balai.programmes.registries import documents  # noqa: PLC0415 -- as above
    from balai.ui.navigation import Area, Link, register  # noqa: PLC0415 -- as above

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
        Link(area=Area.PERSON, order=25, view="delivery:index", label=_("Presence"), is_for=sees_presence)
    )


def _offer_sample() -> None:
    from balai.delivery.services.sample import life_of_days  # noqa: PLC0415 -- models are there only now
    from balai.kernel.sample import Chapter, chapters  # noqa: PLC0415 -- as above

    chapters.register("delivery", Chapter(order=30, stages=life_of_days))


def sees_presence(request: HttpRequest) -> bool:
    """Whether the reader sees who was there, in one edition or more."""
    from balai.delivery.rules.presence import SEES  # noqa: PLC0415 -- models are there only now

    return any(grant.role in SEES for grant in getattr(request, "grants", ()))


def _offer_practice() -> None:
    # Models are there only now; ready() is where rooms meet.
    from balai.delivery.adapters import own, practice  # noqa: PLC0415 -- as above
    from balai.delivery.bundle import register_parts  # noqa: PLC0415 -- as above
    from balai.delivery.registries import own_cards  # noqa: PLC0415 -- as above
    from balai.kernel import gathering  # noqa: PLC0415 -- as above
    from balai.kernel.restricted import purposes, sealed_things  # noqa: PLC0415 -- as above
    from balai.people.registries import Rows, erasers, held, retention, sealed  # noqa: PLC0415 -- as above
    from balai.programmes.registries import carried  # noqa: PLC0415 -- as above
    from balai.ui.navigation import Area, Link, register  # noqa: PLC0415 -- as above

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
            is_for=practises,
        )
    )
    register(
        Link(area=Area.TASKS, order=15, view="delivery:practice", label=_("Practice"), is_for=signs_practice)
    )
    register(
        Link(area=Area.PERSON, order=26, view="delivery:practice", label=_("Practice"), is_for=sees_practice)
    )


def practises(request: HttpRequest) -> bool:
    """Whether the reader takes part in something."""
    from balai.people.enums import Role  # noqa: PLC0415 -- models are there only now

    return any(grant.role == Role.PARTICIPANT for grant in getattr(request, "grants", ()))


def signs_practice(request: HttpRequest) -> bool:
    """Whether the reader may sign others off."""
    from balai.people.enums import Role  # noqa: PLC0415 -- models are there only now

    signers = {Role.PRACTICE_SUPERVISOR, Role.CENTRE_COORDINATOR}
    return any(grant.role in signers for grant in getattr(request, "grants", ()))


def sees_practice(request: HttpRequest) -> bool:
    """Whether the reader looks at practice without signing it: the office."""
    from balai.delivery.queries.practice import OFFICE  # noqa: PLC0415 -- models are there only now

    looks = any(grant.role in OFFICE for grant in getattr(request, "grants", ()))
    return looks and not signs_practice(request)


def _offer_feedback() -> None:
    # Models are there only now; ready() is where rooms meet.
    from balai.delivery.adapters.own import feedback_card  # noqa: PLC0415 -- as above
    from balai.delivery.adapters.rights import FeedbackEraser  # noqa: PLC0415 -- as above
    from balai.delivery.queries.feedback import tokens_about  # noqa: PLC0415 -- as above
    from balai.delivery.registries import own_cards  # noqa: PLC0415 -- as above
    from balai.people.registries import Rows, erasers, held  # noqa: PLC0415 -- as above

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
    # Models are there only now; ready() is where rooms meet.
    from balai.delivery.adapters.daily import gate_lists_due, sheets_of_today  # noqa: PLC0415 -- as above
    from balai.delivery.queries.gates import lists_about  # noqa: PLC0415 -- as above
    from balai.delivery.services.gates import PURPOSE  # noqa: PLC0415 -- as above
    from balai.kernel import gathering  # noqa: PLC0415 -- as above
    from balai.kernel.restricted import purposes  # noqa: PLC0415 -- as above
    from balai.people.registries import Rows, held  # noqa: PLC0415 -- as above

    gathering.tasks.register("day", sheets_of_today)
    gathering.tasks.register("gate_lists", gate_lists_due)
    purposes.register(PURPOSE, _("to name you at the gate of a site"))
    held.register(
        "gate_lists",
        Rows(
            label=_("Gate lists that you were named in"),
            rows=lists_about,
            fields=["site__code", "visit_on", "has_passports", "sent_at"],
        ),
    )


def _offer_materials() -> None:
    # Models are there only now; ready() is where rooms meet.
    from balai.delivery.adapters.materials import materials_card  # noqa: PLC0415 -- as above
    from balai.delivery.registries import own_cards  # noqa: PLC0415 -- as above
    from balai.ui.navigation import Area, Link, register  # noqa: PLC0415 -- as above

    own_cards.register("materials", materials_card)
    register(
        Link(
            area=Area.TASKS,
            order=14,
            view="delivery:materials_index",
            label=_("Materials"),
            is_for=hands_out,
        )
    )


def hands_out(request: HttpRequest) -> bool:
    """Whether the reader teaches or hosts; participants come from My programme, offices from the edition."""
    from balai.people.enums import Role  # noqa: PLC0415 -- models are there only now

    own = {Role.RESOURCE_PERSON, Role.PRACTICE_SUPERVISOR, Role.CENTRE_COORDINATOR}
    return any(grant.role in own for grant in getattr(request, "grants", ()))


def _offer_tests() -> None:
    # Models are there only now; ready() is where rooms meet.
    from balai.delivery.adapters import outcome_tests as tests  # noqa: PLC0415 -- as above
    from balai.delivery.adapters.lights import tests_light  # noqa: PLC0415 -- as above
    from balai.delivery.queries.outcome_tests import sheets_about  # noqa: PLC0415 -- as above
    from balai.delivery.registries import own_cards  # noqa: PLC0415 -- as above
    from balai.kernel import gathering  # noqa: PLC0415 -- as above
    from balai.people.registries import Rows, erasers, held, retention  # noqa: PLC0415 -- as above
    from balai.programmes.registries import PlacedLight, carried, lights  # noqa: PLC0415 -- as above

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
    # Models are there only now; ready() is where rooms meet.
    from balai.delivery.adapters import incidents  # noqa: PLC0415 -- as above
    from balai.delivery.queries.incidents import incidents_about  # noqa: PLC0415 -- as above
    from balai.delivery.services.incidents import PURPOSE  # noqa: PLC0415 -- as above
    from balai.kernel import gathering  # noqa: PLC0415 -- as above
    from balai.kernel.restricted import purposes  # noqa: PLC0415 -- as above
    from balai.people.registries import Rows, erasers, held, retention  # noqa: PLC0415 -- as above
    from balai.ui.navigation import Area, Link, register  # noqa: PLC0415 -- as above

    purposes.register(PURPOSE, _("to deal with an incident"))
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
            is_for=reads_incidents,
        )
    )


def reads_incidents(request: HttpRequest) -> bool:
    """Whether the reader reads or reports incidents of one edition or more."""
    from balai.delivery.queries.incidents import REPORTERS  # noqa: PLC0415 -- models are there only now

    return any(grant.role in REPORTERS for grant in getattr(request, "grants", ()))
