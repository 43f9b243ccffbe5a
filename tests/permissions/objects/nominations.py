"""What the pages of nominations are tried with: the list of one's own country, and one of another.

Both are of one edition, so that a focal point who reached the foreign one would have left the country alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from balai.audit.models import Deed
from balai.kernel import clock
from balai.kernel.identity import uuid7
from balai.kernel.restricted import put
from balai.nominations.enums import NominationState
from balai.nominations.models import CallContact, CallLetter, CountryCall, Nomination, ReturnedPlaces, Waiver
from balai.nominations.services.calling import number_note
from balai.nominations.services.nominating import attach_letter
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus, Severity
from tests.directory.factories import country
from tests.nominations.factories import (
    COMPLETE,
    PDF,
    CallContactFactory,
    CountryCallFactory,
    LateNominationFactory,
    NominationFactory,
    RuleResultFactory,
    sent_application,
)
from tests.people.factories import GrantFactory, PersonFactory
from tests.permissions.world import COUNTRY, EDITION, MARKER, Aim, aims
from tests.programmes.factories import EditionFactory, EligibilityRuleFactory, QuotaFactory

if TYPE_CHECKING:
    from balai.programmes.models import Edition
    from tests.permissions.world import Seen, World

ELSEWHERE = "PK"


def an_edition(**fields: Any) -> Edition:
    """The edition of one's own, with places for both countries."""
    for code in ("ID", COUNTRY, ELSEWHERE):
        country(code)
    edition: Edition = EditionFactory.create(
        pk=EDITION, status=EditionStatus.CALL, series__body=None, **fields
    )
    for code in (COUNTRY, ELSEWHERE):
        QuotaFactory.create(edition=edition, country_id=code, places=2)
    return edition


def two_calls() -> tuple[CountryCall, CountryCall]:
    """The call of one's own country, and that of another."""
    edition = an_edition()
    return (
        CountryCallFactory.create(edition=edition, country_id=COUNTRY),
        CountryCallFactory.create(edition=edition, country_id=ELSEWHERE),
    )


def two_nominations(factory: Any = NominationFactory, **fields: Any) -> tuple[Nomination, Nomination]:
    """Somebody of one's own country, and somebody of another, whose name is marked."""
    own, foreign = two_calls()
    return (
        factory.create(call=own, name="Karma Choden", rank=1, **fields),
        factory.create(call=foreign, name=MARKER, rank=1, **fields),
    )


def at_countries(**more: Any) -> Aim:
    """The pages of both countries; each list has somebody on it."""
    own, foreign = two_nominations()
    return Aim(own=of_country(own.call), foreign=of_country(foreign.call), **more)


def at_nominees(factory: Any = NominationFactory, **more: Any) -> Aim:
    """Somebody on each list."""
    own, foreign = two_nominations(factory)
    return Aim(own=of_nominee(own), foreign=of_nominee(foreign), **more)


def of_country(call: CountryCall) -> dict[str, Any]:
    return {"code": call.edition.code, "country": call.country_id}


def of_nominee(nomination: Nomination) -> dict[str, Any]:
    return {**of_country(nomination.call), "key": nomination.pk}


def the_call(seen: Seen) -> CountryCall:
    """The call that an address was about, as it is now."""
    return CountryCall.objects.get(country=seen.arguments["country"])


def the_nominee(seen: Seen) -> Nomination:
    return Nomination.objects.get(pk=seen.arguments["key"])


# --- a country ----------------------------------------------------------------------------------------


@aims("nominations:country")
def reading_a_list(world: World) -> Aim:
    return at_countries()


@aims("nominations:mine")
def reading_ones_own_lists(world: World) -> Aim:
    _own, foreign = two_calls()
    foreign.country.name = {"en": MARKER}
    foreign.country.short_name = {}
    foreign.country.save()
    return Aim()


@aims("nominations:export_mine")
def taking_ones_own_calls(world: World) -> Aim:
    return replace(reading_ones_own_lists(world), own={"kind": "csv"}, is_of_everywhere=True)


@aims(
    "nominations:index",
    "nominations:export",
    "nominations:export_xlsx",
    "nominations:export_applications",
    "nominations:export_applications_xlsx",
    "api:list_nominations",
)
def reading_every_list(world: World) -> Aim:
    two_nominations()
    return Aim()


@aims("nominations:export_calls")
def taking_invitations(world: World) -> Aim:
    aim = how_the_call_arrived(world)
    return Aim(own={**aim.own, "kind": "csv"})


@aims("nominations:export_country")
def taking_a_list(world: World) -> Aim:
    return with_kind(at_countries())


def with_kind(aim: Aim) -> Aim:
    """The same as a file."""
    foreign = aim.foreign if aim.foreign is None else {**aim.foreign, "kind": "csv"}
    return replace(aim, own={**aim.own, "kind": "csv"}, foreign=foreign)


@aims("nominations:care")
def caring(world: World) -> Aim:
    caring_for_one(world)
    return Aim()


@aims("nominations:cared_for")
def caring_for_one(world: World) -> Aim:
    own, foreign = two_nominations()
    for one in (own, foreign):
        submission = sent_application(one).submissions.get()
        put(submission, "health", {"conditions": "asthma"})
        submission.save()
    return Aim(own=of_nominee(own), foreign=of_nominee(foreign))


@aims("nominations:new_nominee")
def naming_somebody(world: World) -> Aim:
    def is_named(seen: Seen) -> bool:
        return Nomination.objects.filter(call=the_call(seen), name=COMPLETE["name"] + " II").exists()

    data = {
        name: "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in COMPLETE.items()
    }
    own, foreign = two_calls()
    foreign.country.name = {"en": MARKER}
    foreign.country.short_name = {}
    foreign.country.save()
    return Aim(
        own=of_country(own),
        foreign=of_country(foreign),
        data={**data, "name": COMPLETE["name"] + " II", "key": str(uuid7()), "version": "0"},
        effect=is_named,
    )


@aims("nominations:nominee")
def reading_of_a_nominee(world: World) -> Aim:
    return at_nominees()


@aims("nominations:change")
def changing_a_nominee(world: World) -> Aim:
    data = {"name": "Karma Dorji", "key": str(uuid7()), "version": "0"}
    return at_nominees(data=data, effect=lambda seen: the_nominee(seen).name == "Karma Dorji")


@aims("nominations:move")
def ranking(world: World) -> Aim:
    own, foreign = two_nominations()
    for one in (own, foreign):
        NominationFactory.create(call=one.call, name="Sonam", rank=2)
    return Aim(
        own=of_nominee(own),
        foreign=of_nominee(foreign),
        data={"to": "down", "version": "0"},
        effect=lambda seen: the_nominee(seen).rank == 2,
    )


@aims("nominations:withdraw")
def taking_out(world: World) -> Aim:
    return at_nominees(
        data={"why": "nominee"},
        effect=lambda seen: the_nominee(seen).state == NominationState.WITHDRAWN,
    )


@aims("nominations:letter")
def a_letter_of_nomination(world: World) -> Aim:
    own, foreign = two_calls()
    for call, name in ((own, "note.pdf"), (foreign, f"{MARKER}.pdf")):
        content = PDF.replace(b"<<>>", f"<</T({name})>>".encode())
        attach_letter(call_id=call.pk, content=content, name=name, actor=world.person, at=clock.now())

    def is_replaced(seen: Seen) -> bool:
        return the_call(seen).letter_name == "new.pdf"

    return Aim(
        own=of_country(own),
        foreign=of_country(foreign),
        prepare=lambda _client: {"letter": SimpleUploadedFile("new.pdf", PDF)},
        effect=is_replaced,
    )


@aims("nominations:send")
def sending(world: World) -> Aim:
    own, foreign = two_nominations()
    for one in (own, foreign):
        attach_letter(call_id=one.call_id, content=PDF, name="note.pdf", actor=world.person, at=clock.now())
    return Aim(
        own=of_country(own.call),
        foreign=of_country(foreign.call),
        data={
            "version": "1",
            "is_eligibility_stated": "on",
            "is_release_stated": "on",
            "is_return_stated": "on",
        },
        effect=lambda seen: the_call(seen).sent_at is not None,
    )


@aims("nominations:give_back")
def returning_places(world: World) -> Aim:
    own, foreign = two_calls()
    foreign.country.name = {"en": MARKER}
    foreign.country.short_name = {}
    foreign.country.save()
    return Aim(
        own=of_country(own),
        foreign=of_country(foreign),
        data={"places": "1", "reason": "The season of sowing."},
        effect=lambda seen: ReturnedPlaces.objects.filter(call=the_call(seen)).exists(),
    )


@aims("nominations:note")
def the_note_verbale(world: World) -> Aim:
    own, foreign = two_calls()
    foreign.country.name = {"en": MARKER}
    foreign.country.save()
    for call in (own, foreign):
        number_note(call=call, actor="system", at=clock.now())
    return Aim(own={**of_country(own), "language": "en"}, foreign={**of_country(foreign), "language": "en"})


@aims("nominations:number_note")
def numbering_the_note(world: World) -> Aim:
    own, foreign = two_calls()
    return Aim(
        own=of_country(own),
        foreign=of_country(foreign),
        effect=lambda seen: the_call(seen).note_entry is not None,
    )


# --- the office ---------------------------------------------------------------------------------------


@aims("nominations:calls")
def how_the_call_arrived(world: World) -> Aim:
    own, foreign = two_calls()
    foreign.country.name = {"en": MARKER}
    foreign.country.short_name = {}
    foreign.country.save()
    return Aim(own={"code": own.edition.code})


@aims("nominations:invite")
def inviting(world: World) -> Aim:
    edition = an_edition()
    GrantFactory.create(person=PersonFactory.create(), role=Role.FOCAL_POINT, scope=f"country:{COUNTRY}")
    return Aim(own={"code": edition.code}, effect=lambda _seen: CallLetter.objects.exists())


@aims("nominations:contact")
def noting_a_contact(world: World) -> Aim:
    own, foreign = two_calls()
    CallContactFactory.create(call=foreign, note=MARKER)
    return Aim(
        own=of_country(own),
        foreign=of_country(foreign),
        data={"way": "visit", "reached": "spoken"},
        effect=lambda seen: CallContact.objects.filter(call=the_call(seen), way="visit").exists(),
    )


@aims("nominations:late")
def the_late_queue(world: World) -> Aim:
    own, _foreign = two_nominations(LateNominationFactory)
    return Aim(own={"code": own.edition.code})


@aims("nominations:admit")
def admitting(world: World) -> Aim:
    return at_nominees(
        LateNominationFactory,
        data={"reason": "The post was on strike."},
        effect=lambda seen: the_nominee(seen).admitted_at is not None,
    )


@aims("nominations:waive")
def waiving(world: World) -> Aim:
    own, foreign = two_nominations()
    rule = EligibilityRuleFactory.create(
        edition=own.edition, severity=Severity.WAIVABLE, waiver_authority={"en": "Director"}
    )
    for one in (own, foreign):
        RuleResultFactory.create(nomination=one, rule=rule)
    return Aim(
        own={**of_nominee(own), "rule": rule.code},
        foreign={**of_nominee(foreign), "rule": rule.code},
        data={"authority": "Director", "reason": "She ran the centre."},
        effect=lambda seen: Waiver.objects.filter(nomination=the_nominee(seen)).exists(),
    )


@aims("nominations:judge")
def judging_anew(world: World) -> Aim:
    edition = an_edition()
    return Aim(
        own={"code": edition.code},
        effect=lambda _seen: Deed.objects.filter(action="nominations.judged").exists(),
    )


# --- applications -------------------------------------------------------------------------------------
