"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import letter_kinds, reminder_sources
from balai.delivery.registries import own_cards
from balai.exchange.adapters import lights, rights
from balai.exchange.adapters.asking import outcome_reminders
from balai.exchange.adapters.letters import LETTERS
from balai.exchange.gathering import exchange_card, waiting
from balai.exchange.rules.access import SEERS
from balai.exchange.services.sample import life_of_exchange
from balai.kernel import gathering
from balai.kernel.sample import Chapter, chapters
from balai.people.access import whoever_holds
from balai.people.enums import Role
from balai.people.registries import erasers, held, retention
from balai.programmes import registries
from balai.ui.navigation import Area, Link, register


def offer() -> None:
    """Enter it in the registries."""
    for code, kind in LETTERS.items():
        letter_kinds.register(code, kind)
    reminder_sources.register("exchange.outcomes", outcome_reminders)
    chapters.register("exchange", Chapter(order=46, stages=life_of_exchange))
    gathering.tasks.register("exchange", waiting)
    own_cards.register("exchange", exchange_card)
    registries.lights.register("exchange", registries.PlacedLight(order=185, source=lights.interest_light))
    erasers.register("exchange", rights.ExchangeEraser())
    retention.register("exchange.cards", rights.CardRetention())
    retention.register("exchange.matches", rights.MatchRetention())
    retention.register("exchange.meetings", rights.MeetingRetention())
    for name, rows in rights.HELD.items():
        held.register(name, rows)
    register(
        Link(
            area=Area.PERSON,
            order=26,
            view="exchange:mine",
            label=_("My technology exchange"),
            is_for=whoever_holds({Role.PARTICIPANT, Role.ALUMNUS}),
        )
    )
    register(
        Link(
            area=Area.PERSON,
            order=29,
            view="exchange:index",
            label=_("Technology exchange"),
            is_for=whoever_holds(SEERS),
        )
    )
