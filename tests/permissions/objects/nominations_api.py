"""What the operations of calls and of the lists of countries are tried with: what their pages are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from balai.nominations.enums import Outcome
from balai.nominations.models import Nomination, ReturnedPlaces
from balai.programmes.enums import Level
from tests.nominations.factories import PDF, RuleResultFactory, WaiverFactory
from tests.permissions.objects.applications import asking_for_an_application, returning
from tests.permissions.objects.nominations import (
    ELSEWHERE,
    a_letter_of_nomination,
    admitting,
    changing_a_nominee,
    inviting,
    noting_a_contact,
    of_country,
    ranking,
    sending,
    taking_out,
    the_call,
    two_calls,
    two_nominations,
    waiving,
)
from tests.permissions.world import MARKER, Aim, aims, named
from tests.programmes.factories import DeadlineFactory, EligibilityRuleFactory

if TYPE_CHECKING:
    from tests.permissions.world import World


@aims("api:get_nomination")
def reading_by_program(world: World) -> Aim:
    own, foreign = two_nominations()
    return Aim(own={"nomination_id": own.pk}, foreign={"nomination_id": foreign.pk})


@aims("api:name_nominee")
def naming_by_program(world: World) -> Aim:
    own, foreign = two_calls()
    return Aim(
        own=of_country(own),
        foreign=of_country(foreign),
        data={
            "name": "Karma Dorji",
            "reason": "She advises weavers.",
        },
        effect=lambda seen: Nomination.objects.filter(call=the_call(seen), name="Karma Dorji").exists(),
    )


@aims("api:send_nominations")
def sending_by_program(world: World) -> Aim:
    aim = sending(world)
    statements = ("is_eligibility_stated", "is_release_stated", "is_return_stated")
    return replace(aim, data={"version": 1, **dict.fromkeys(statements, True)})


@aims("api:get_country_list")
def a_list_by_program(world: World) -> Aim:
    own, foreign = two_nominations()
    return Aim(own=of_country(own.call), foreign=of_country(foreign.call))


@aims("api:move_nominee")
def ranking_by_program(world: World) -> Aim:
    return replace(named(ranking(world), "nomination_id"), data={"to": "down", "version": 0})


@aims("api:withdraw_nomination")
def taking_out_by_program(world: World) -> Aim:
    return named(taking_out(world), "nomination_id")


@aims("api:return_places")
def returning_places_by_program(world: World) -> Aim:
    own, foreign = two_nominations()
    return Aim(
        own=of_country(own.call),
        foreign=of_country(foreign.call),
        data={"places": 1, "reason": "The season of sowing."},
        effect=lambda seen: ReturnedPlaces.objects.filter(call=the_call(seen)).exists(),
    )


@aims("api:list_calls")
def listing_calls_by_program(world: World) -> Aim:
    two_calls()
    return Aim()


@aims("api:get_call")
def a_call_by_program(world: World) -> Aim:
    own, foreign = two_calls()
    DeadlineFactory.create(
        plan__edition=own.edition,
        plan__code="nominations",
        plan__level=Level.AGENCY,
        plan__title={"en": MARKER},
        country_id=ELSEWHERE,
    )
    return Aim(own=of_country(own), foreign=of_country(foreign))


@aims("api:get_call_delivery")
def how_a_call_arrived_by_program(world: World) -> Aim:
    aim = noting_a_contact(world)
    return Aim(own=aim.own, foreign=aim.foreign)


@aims("api:invite_countries")
def inviting_by_program(world: World) -> Aim:
    return inviting(world)


@aims("api:note_call_contact")
def noting_a_contact_by_program(world: World) -> Aim:
    return noting_a_contact(world)


@aims("api:list_findings")
def what_stands_against_a_nominee_by_program(world: World) -> Aim:
    own, foreign = two_nominations()
    rule = EligibilityRuleFactory.create(edition=own.edition)
    for one, authority in ((own, "Director"), (foreign, MARKER)):
        RuleResultFactory.create(nomination=one, rule=rule, outcome=Outcome.WAIVED)
        WaiverFactory.create(nomination=one, rule_code=rule.code, authority=authority)
    return Aim(own={"nomination_id": own.pk}, foreign={"nomination_id": foreign.pk})


@aims("api:admit_late_nomination")
def admitting_by_program(world: World) -> Aim:
    return named(admitting(world), "nomination_id")


@aims("api:ask_for_application")
def asking_for_an_application_by_program(world: World) -> Aim:
    return named(asking_for_an_application(world), "nomination_id")


@aims("api:return_application")
def returning_an_application_by_program(world: World) -> Aim:
    aim = named(returning(world), "nomination_id")
    return replace(aim, data={**aim.data, "days": 3})


@aims("api:waive_rule")
def waiving_by_program(world: World) -> Aim:
    aim = waiving(world)
    data = {**aim.data, "rule": aim.own["rule"]}
    return replace(named(aim, "nomination_id"), data=data)


@aims("api:change_nominee")
def changing_a_nominee_by_program(world: World) -> Aim:
    return replace(
        named(changing_a_nominee(world), "nomination_id"), data={"name": "Karma Dorji", "version": 0}
    )


@aims("api:attach_nomination_letter")
def a_letter_of_nomination_by_program(world: World) -> Aim:
    aim = a_letter_of_nomination(world)
    return replace(aim, prepare=lambda _client: {"file": SimpleUploadedFile("new.pdf", PDF)})
