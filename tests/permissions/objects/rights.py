"""What the pages of the person's rights are tried with: a request, a hold, a copy and a breach of each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.audit.models import Deed, Look
from balai.kernel import clock
from balai.people.enums import CopyState, RequestState, RightKind
from balai.people.models import (
    CLOCK,
    Breach,
    LegalHold,
    Person,
    PersonCopy,
    RetentionRule,
    RightsRequest,
)
from balai.people.services.copying import make_copy
from balai.people.services.rights import ask_for_right
from tests.permissions.world import MARKER, Aim, aims

if TYPE_CHECKING:
    from tests.permissions.world import Seen, World

NEXT_YEAR = "2099-01-01"


def asked_by(person: Person, wish: str = "") -> RightsRequest:
    return ask_for_right(person=person, kind=RightKind.CORRECTION, wish=wish, at=clock.now())


@aims("people:rights", "api:ask_for_right", "api:list_my_requests")
def asking(world: World) -> Aim:
    asked_by(world.foreign_person, MARKER)
    return Aim(
        data={"kind": "access"},
        effect=lambda _seen: RightsRequest.objects.filter(person=world.person, kind="access").exists(),
    )


@aims("people:withdraw_request", "api:withdraw_my_request")
def taking_a_request_back(world: World) -> Aim:
    own, foreign = asked_by(world.person), asked_by(world.foreign_person)
    return Aim(
        own={"request_id": own.pk},
        foreign={"request_id": foreign.pk},
        effect=lambda seen: RightsRequest.objects.filter(
            pk=seen.arguments["request_id"], state=RequestState.WITHDRAWN
        ).exists(),
    )


@aims("people:copy_files", "api:ask_for_my_copy")
def having_a_copy_made(world: World) -> Aim:
    return Aim(effect=lambda _seen: PersonCopy.objects.filter(person=world.person).exists())


@aims("people:copy_file", "api:get_my_copy_file")
def fetching_a_copy(world: World) -> Aim:
    made = [
        PersonCopy.objects.create(person=person, asked_at=clock.now())
        for person in (world.person, world.foreign_person)
    ]
    for copy in made:
        make_copy(copy_id=copy.pk, at=clock.now())
        assert PersonCopy.objects.get(pk=copy.pk).state == CopyState.READY
    own, foreign = made
    return Aim(own={"copy_id": own.pk}, foreign={"copy_id": foreign.pk})


@aims("people:requests", "people:requests_csv", "people:requests_xlsx", "api:list_rights_requests")
def requests(world: World) -> Aim:
    asked_by(world.foreign_person)
    return Aim()


@aims("people:request", "api:answer_rights_request")
def answering(world: World) -> Aim:
    own, foreign = asked_by(world.person), asked_by(world.foreign_person)
    return Aim(
        own={"request_id": own.pk},
        foreign={"request_id": foreign.pk},
        data={"outcome": "refused", "words": "Nothing of it is wrong."},
        effect=lambda seen: RightsRequest.objects.filter(
            pk=seen.arguments["request_id"], state=RequestState.REFUSED
        ).exists(),
    )


@aims("people:hold", "api:place_hold")
def holding(world: World) -> Aim:
    return Aim(
        own={"person_id": world.person.pk},
        foreign={"person_id": world.foreign_person.pk},
        data={"reason": "Case 12/2026", "until": NEXT_YEAR},
        effect=lambda seen: LegalHold.objects.filter(person=seen.arguments["person_id"]).exists(),
    )


@aims("people:lift_hold", "api:lift_hold")
def lifting(world: World) -> Aim:
    own, foreign = (
        LegalHold.objects.create(
            person=person,
            reason="Case 12/2026",
            until=dt.date(2099, 1, 1),
            placed_at=clock.now(),
            placed_by="system",
        )
        for person in (world.person, world.foreign_person)
    )
    return Aim(
        own={"hold_id": own.pk},
        foreign={"hold_id": foreign.pk},
        effect=lambda seen: LegalHold.objects.filter(
            pk=seen.arguments["hold_id"], lifted_at__isnull=False
        ).exists(),
    )


@aims("people:erase")
def erasing(world: World) -> Aim:
    """The own one serves the office, and so is not erased."""
    return Aim(
        own={"person_id": world.person.pk},
        foreign={"person_id": world.foreign_person.pk},
        effect=lambda seen: Person.objects.filter(
            pk=seen.arguments["person_id"], erased_at__isnull=False
        ).exists(),
    )


@aims("people:set_retention")
def deciding_on_a_term(world: World) -> Aim:
    return Aim(
        data={"data_class": "nominations", "weeks": "52", "since": NEXT_YEAR, "source": "Decree 7/2026"},
        effect=lambda _seen: RetentionRule.objects.exists(),
    )


def breach_of(person: Person) -> Breach:
    """Somebody looked at a person an hour ago."""
    at = clock.now()
    Look.objects.create(
        at=at - dt.timedelta(hours=1),
        actor="system",
        subject=person.reference,
        field="application.passport",
        purpose="visa_case",
    )
    return Breach.objects.create(
        noticed_at=at,
        due_at=at + CLOCK,
        began_at=at - dt.timedelta(hours=2),
        ended_at=at,
        what="A list went to the wrong address.",
        measures="It was called back.",
        authority_told_at=at,
        people_told_at=at,
        entered_by="system",
    )


@aims("people:breaches", "people:breaches_csv", "people:breaches_xlsx")
def breaches(world: World) -> Aim:
    breach_of(world.foreign_person)
    return Aim()


@aims("people:breach", "people:affected")
def a_breach(world: World) -> Aim:
    return Aim(own={"breach_id": breach_of(world.foreign_person).pk})


@aims("people:close_breach")
def closing_a_breach(world: World) -> Aim:
    def is_closed(seen: Seen) -> bool:
        return Breach.objects.filter(pk=seen.arguments["breach_id"], closed_at__isnull=False).exists()

    return Aim(own={"breach_id": breach_of(world.person).pk}, effect=is_closed)


FACTS = {
    "noticed_at": "2026-11-02T08:00",
    "began_at": "2026-11-01T08:00",
    "ended_at": "2026-11-02T07:00",
    "what": "A tablet was lost.",
}


@aims("people:new_breach")
def entering_a_breach(world: World) -> Aim:
    return Aim(data=FACTS, effect=lambda _seen: Breach.objects.filter(what="A tablet was lost.").exists())


@aims("people:change_breach")
def changing_a_breach(world: World) -> Aim:
    return Aim(
        own={"breach_id": breach_of(world.person).pk},
        data=FACTS,
        effect=lambda _seen: Breach.objects.filter(what="A tablet was lost.").exists(),
    )


@aims("api:list_holds")
def what_must_stay(world: World) -> Aim:
    LegalHold.objects.create(
        person=world.foreign_person,
        reason=MARKER,
        until=dt.date(2099, 1, 1),
        placed_at=clock.now(),
        placed_by="system",
    )
    return Aim()


@aims("api:list_my_copies", "api:list_my_looks")
def what_is_ones_own(world: World) -> Aim:
    PersonCopy.objects.create(person=world.foreign_person, asked_at=clock.now())
    Look.objects.create(
        at=clock.now(),
        actor=world.foreign_person.reference,
        subject=world.foreign_person.reference,
        field="application.passport",
        purpose="visa_case",
    )
    return Aim()


@aims("api:take_my_copy")
def taking_a_copy(world: World) -> Aim:
    return Aim(
        effect=lambda _seen: Deed.objects.filter(
            action="person.copied", subject=world.person.reference
        ).exists()
    )
