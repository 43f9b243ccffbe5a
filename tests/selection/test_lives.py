"""Lives of places in random orders: whatever is done, no place twice, and no quota broken unnoticed.

Each step is a deed as pages and the worker do it; what a rule refuses changes nothing. Beside the database a
book is kept of what the deeds have acknowledged, and after each step the two are compared.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from balai.kernel.identity import uuid7
from balai.kernel.refusal import RuleViolationError
from balai.nominations.enums import ApplicationState, NominationState, Origin, WithdrawalReason
from balai.nominations.models import Nomination
from balai.nominations.services.nominating import (
    add_nominee,
    attach_letter,
    move_nominee,
    send_nominations,
    withdraw_nomination,
)
from balai.people.enums import Role
from balai.people.queries import grants_live_at
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.selection.enums import DeclineReason, EndReason, OfferKind, OfferState, ParticipantState
from balai.selection.models import NumberedPlace, Offer, Participant
from balai.selection.models.offer import IS_OPEN
from balai.selection.queries.offers import allowed_beyond, held_by_country
from balai.selection.queries.scores import eligible_in
from balai.selection.services import answering, offering
from balai.selection.services.announcing import announce_decision
from balai.selection.services.answering import accept_offer, decline_offer
from balai.selection.services.offering import lapse_offers, take_offer_back
from balai.selection.services.participating import end_participation
from balai.selection.services.replacing import offer_place
from tests.directory.factories import VisaRouteFactory
from tests.nominations.factories import COMPLETE, PDF, ApplicationFactory, CountryCallFactory
from tests.people.factories import PersonFactory
from tests.programmes.factories import QuotaFactory, under_way
from tests.selection.factories import AGREED, decided, officer_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.nominations.models import CountryCall

QUOTAS = {"BT": 2, "LK": 1, "PK": 1}
PLACES = 5
BEGINS = dt.datetime(2018, 4, 20, 5, tzinfo=dt.UTC)
HOLDS = dt.timedelta(days=5)
LOT = st.integers(min_value=0, max_value=99)
"""Which of those there are, by lot."""


class Lives(RuleBasedStateMachine):
    """Three countries, five places, and everybody who may do something with them."""

    def __init__(self) -> None:
        super().__init__()
        self.life = transaction.atomic()
        self.life.__enter__()
        self.at = BEGINS
        self.answers: dict[UUID, str] = {}
        self.coming: set[UUID] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.life.__exit__(None, None, None)

    def do(self, deed: Callable[[], Any]) -> Any:
        """Do a deed an hour later, and let the database look at all of it; a refusal leaves no trace."""
        self.at += dt.timedelta(hours=1)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                done = deed()
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except RuleViolationError:
            return None
        return done

    def one_of(self, rows: QuerySet[Any], lot: int) -> Any:
        """The one that the lot falls on, if there is any."""
        found = list(rows)
        return found[lot % len(found)] if found else None

    @initialize()
    def begin(self) -> None:
        edition = under_way(EditionStatus.SELECTION)
        Edition.objects.filter(pk=edition.pk).update(places=PLACES, host_places=0)
        self.edition = Edition.objects.get(pk=edition.pk)
        self.officer, self.focal = officer_of(self.edition), PersonFactory.create()
        for code, places in QUOTAS.items():
            QuotaFactory.create(edition=self.edition, country_id=code, places=places, reserve=9)
            VisaRouteFactory.create(nationality_id=code, lead_days=7)
            call = CountryCallFactory.create(edition=self.edition, country_id=code, issued_at=BEGINS)
            attach_letter(call_id=call.pk, content=PDF, name="note.pdf", actor=self.focal, at=BEGINS)
            for _number in range(2):
                self.name(call)
            self.send(call)

    def name(self, call: CountryCall) -> None:
        """Name somebody who applies at once: of those who did not, nobody is chosen."""
        key = uuid7()
        values = {**COMPLETE, "name": f"Karma {key.hex[-6:]}", "email": f"{key.hex}@example.org"}
        add_nominee(
            call_id=call.pk, key=key, values=values, origin=Origin.OFFICE, actor=self.focal, at=self.at
        )
        ApplicationFactory.create(
            nomination=Nomination.objects.get(pk=key), state=ApplicationState.SENT, sent_at=self.at
        )

    def send(self, call: CountryCall) -> None:
        send_nominations(
            call_id=call.pk,
            version=None,
            is_eligibility_stated=True,
            is_release_stated=True,
            is_return_stated=True,
            actor=self.focal,
            at=self.at,
        )

    # --- countries ---

    @rule(lot=LOT)
    def nominate(self, lot: int) -> None:
        call = self.one_of(self.edition.country_calls.order_by("country_id"), lot)
        self.do(lambda: self.name(call))

    @rule(lot=LOT)
    def submit(self, lot: int) -> None:
        call = self.one_of(self.edition.country_calls.order_by("country_id"), lot)
        self.do(lambda: self.send(call))

    @rule(lot=LOT, up=st.booleans())
    def rank(self, lot: int, up: bool) -> None:  # noqa: FBT001 -- hypothesis gives it by name
        wanted = self.one_of(self.edition.nominations.order_by("code"), lot)
        version = wanted.call.version
        self.do(
            lambda: move_nominee(
                nomination_id=wanted.pk, up=up, version=version, actor=self.focal, at=self.at
            )
        )

    @rule(lot=LOT)
    def withdraw(self, lot: int) -> None:
        live = self.edition.nominations.exclude(state=NominationState.WITHDRAWN)
        free = live.exclude(participations__state=ParticipantState.CONFIRMED).order_by("code")
        wanted = self.one_of(free, lot)
        if wanted is not None:
            self.do(
                lambda: withdraw_nomination(
                    nomination_id=wanted.pk,
                    why=WithdrawalReason.EMPLOYER,
                    note="",
                    actor=self.focal,
                    at=self.at,
                )
            )

    # --- the office ---

    @rule(draw=st.randoms(use_true_random=False))
    def decide(self, draw: Any) -> None:
        pool = list(eligible_in(self.edition).order_by("code"))
        draw.shuffle(pool)
        if pool:
            correction = "Another order." if self.edition.decisions.exists() else ""
            self.do(
                lambda: decided(
                    self.edition,
                    selected=pool[:PLACES],
                    reserves=pool[PLACES:],
                    correction=correction,
                    actor=self.officer,
                )
            )

    @rule()
    def announce(self) -> None:
        self.do(
            lambda: announce_decision(
                edition=self.edition, actor=self.officer, at=self.at, expires_at=self.at + HOLDS
            )
        )
        self.look_at_what_was_taken_back()

    @rule(lot=LOT, other=LOT, reason=st.sampled_from(["", "The ministers agreed."]))
    def replace(self, lot: int, other: int, reason: str) -> None:
        place = self.one_of(NumberedPlace.objects.filter(edition=self.edition).order_by("number"), lot)
        wanted = self.one_of(self.edition.nominations.order_by("code"), other)
        if place is not None:
            self.do(
                lambda: offer_place(
                    place_id=place.pk,
                    nomination_id=wanted.pk,
                    reason=reason,
                    actor=self.officer,
                    at=self.at,
                )
            )

    @rule(lot=LOT)
    def take_back(self, lot: int) -> None:
        offer = self.one_of(Offer.objects.filter(IS_OPEN).order_by("sent_at", "pk"), lot)
        if offer is not None and self.do(
            lambda: take_offer_back(offer_id=offer.pk, note="–", actor=self.officer, at=self.at)
        ):
            self.answers[offer.pk] = OfferState.WITHDRAWN

    @precondition(lambda self: hasattr(self, "edition"))
    @rule()
    def let_lapse(self) -> None:
        self.at += HOLDS
        overdue = list(Offer.objects.filter(IS_OPEN, expires_at__lte=self.at).values_list("pk", flat=True))
        self.do(lambda: lapse_offers(overdue=overdue, at=self.at))
        self.answers |= dict.fromkeys(overdue, OfferState.LAPSED)

    # --- nominees ---

    @rule(lot=LOT)
    def confirm(self, lot: int) -> None:
        rows = Offer.objects.filter(kind=OfferKind.PLACE).select_related("nomination__person")
        offer = self.one_of(rows.order_by("-sent_at", "pk"), lot)
        if offer is None:
            return
        done = self.do(
            lambda: accept_offer(offer_id=offer.pk, answers=AGREED, actor=offer.nomination.person, at=self.at)
        )
        if done is not None:
            self.answers[offer.pk] = OfferState.ACCEPTED
            self.coming.add(offer.nomination_id)
            rivals = Offer.objects.filter(place=offer.place_id, state=OfferState.OVERTAKEN)
            self.answers |= dict.fromkeys(rivals.values_list("pk", flat=True), OfferState.OVERTAKEN)

    @rule(lot=LOT)
    def decline(self, lot: int) -> None:
        offer = self.one_of(Offer.objects.filter(IS_OPEN).order_by("sent_at", "pk"), lot)
        if offer is not None and self.do(
            lambda: decline_offer(
                offer_id=offer.pk, why=DeclineReason.WORK, note="", actor=self.focal, at=self.at
            )
        ):
            self.answers[offer.pk] = OfferState.DECLINED

    @rule(lot=LOT)
    def leave(self, lot: int) -> None:
        leaver = self.one_of(
            Participant.objects.filter(state=ParticipantState.CONFIRMED).order_by("confirmed_at", "pk"), lot
        )
        if leaver is not None and self.do(
            lambda: end_participation(
                participant_id=leaver.pk,
                to=ParticipantState.WITHDRAWN,
                why=EndReason.FAMILY,
                note="",
                actor=self.officer,
                at=self.at,
            )
        ):
            self.coming.discard(leaver.nomination_id)

    def look_at_what_was_taken_back(self) -> None:
        """A corrected decision takes open offers back; only those that waited for an answer."""
        taken = Offer.objects.filter(state=OfferState.WITHDRAWN).exclude(pk__in=self.answers)
        self.answers |= dict.fromkeys(taken.values_list("pk", flat=True), OfferState.WITHDRAWN)

    # --- the promises ---

    @precondition(lambda self: hasattr(self, "edition"))
    @invariant()
    def no_place_is_held_twice(self) -> None:
        held = Participant.objects.filter(state=ParticipantState.CONFIRMED)
        places = list(held.values_list("place", flat=True))
        assert len(places) == len({*places}) <= PLACES
        assert NumberedPlace.objects.filter(edition=self.edition).count() in {0, PLACES}

    @precondition(lambda self: hasattr(self, "edition"))
    @invariant()
    def nobody_waits_for_a_place_that_is_held(self) -> None:
        assert not Offer.objects.filter(IS_OPEN, place__holder__isnull=False).exists()

    @precondition(lambda self: hasattr(self, "edition"))
    @invariant()
    def no_quota_is_broken_without_a_recorded_decision(self) -> None:
        beyond = allowed_beyond(self.edition)
        for country, number in held_by_country(self.edition).items():
            assert number <= QUOTAS[country] + beyond.get(country, 0)

    @precondition(lambda self: hasattr(self, "edition"))
    @invariant()
    def nothing_that_was_acknowledged_is_lost(self) -> None:
        states = dict(Offer.objects.filter(pk__in=self.answers).values_list("pk", "state"))
        assert states == self.answers
        held = Participant.objects.filter(state=ParticipantState.CONFIRMED)
        assert set(held.values_list("nomination_id", flat=True)) == self.coming

    @precondition(lambda self: hasattr(self, "edition"))
    @invariant()
    def who_comes_has_the_role_and_nobody_else(self) -> None:
        scope = self.edition.scope
        roles = grants_live_at(self.at).filter(role=Role.PARTICIPANT, scope=scope)
        people = Participant.objects.filter(state=ParticipantState.CONFIRMED).values_list("person", flat=True)
        assert sorted(roles.values_list("person", flat=True)) == sorted(people)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("countries", "keys")
@pytest.mark.parametrize(
    ("room", "deed"), [(answering, "_change_roles"), (offering, "_lapse")], ids=["confirm", "lapse"]
)
def test_a_deed_that_forgets_a_part_is_found(
    room: ModuleType, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: no role on confirming; an offer that is said to have lapsed and waits on."""
    monkeypatch.setattr(room, deed, lambda *_what, **_how: True)

    with pytest.raises((AssertionError, IntegrityError)):
        run_state_machine_as_test(
            Lives,
            settings=settings(
                max_examples=40,
                stateful_step_count=40,
                phases=[Phase.generate],
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )


@pytest.mark.django_db
@pytest.mark.usefixtures("countries", "keys")
@pytest.mark.parametrize(
    ("lives", "steps"), [(2, 10), pytest.param(20, 30, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_whatever_is_done_in_whatever_order_the_promises_hold(lives: int, steps: int) -> None:
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            derandomize=lives < 10,
            suppress_health_check=list(HealthCheck),
        ),
    )
