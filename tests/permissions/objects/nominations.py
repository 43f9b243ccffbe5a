"""What the pages of nominations are tried with: the list of one's own country, and one of another.

Both are of one edition, so that a focal point who reached the foreign one would have left the country alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from balai.audit.models import Deed, Look
from balai.kernel import clock
from balai.kernel.identity import uuid7
from balai.kernel.restricted import carry, put
from balai.nominations.enums import DocumentKind, NominationState, Outcome
from balai.nominations.models import (
    Application,
    CallContact,
    CallLetter,
    CountryCall,
    Document,
    Endorsement,
    Nomination,
    Profile,
    RequiredDocument,
    ReturnedPlaces,
    Waiver,
)
from balai.nominations.services.calling import number_note
from balai.nominations.services.declaring import DECLARATIONS, texts_in_force
from balai.nominations.services.documents import keep_document
from balai.nominations.services.nominating import attach_letter
from balai.people.enums import Role
from balai.people.models import Person
from balai.programmes.enums import EditionStatus, Level, Severity
from tests.directory.factories import country
from tests.nominations.factories import (
    COMPLETE,
    PDF,
    ApplicationFactory,
    CallContactFactory,
    CountryCallFactory,
    DocumentFactory,
    EndorsementFactory,
    LateNominationFactory,
    NominationFactory,
    ProfileFactory,
    RuleResultFactory,
    WaiverFactory,
    seal,
    sent_application,
)
from tests.people.factories import LONG_AGO, GrantFactory, PersonFactory
from tests.permissions.world import COUNTRY, EDITION, MARKER, Aim, aims, named
from tests.programmes.factories import DeadlineFactory, EditionFactory, EligibilityRuleFactory, QuotaFactory

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
    return Aim(own=_country(own.call), foreign=_country(foreign.call), **more)


def at_nominees(factory: Any = NominationFactory, **more: Any) -> Aim:
    """Somebody on each list."""
    own, foreign = two_nominations(factory)
    return Aim(own=_nominee(own), foreign=_nominee(foreign), **more)


def _country(call: CountryCall) -> dict[str, Any]:
    return {"code": call.edition.code, "country": call.country_id}


def _nominee(nomination: Nomination) -> dict[str, Any]:
    return {**_country(nomination.call), "key": nomination.pk}


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


@aims("nominations:export_my_applications")
def taking_ones_own_applications(world: World) -> Aim:
    two_applications(world)
    return Aim(own={"kind": "csv"})


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
    return Aim(own=_nominee(own), foreign=_nominee(foreign))


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
        own=_country(own),
        foreign=_country(foreign),
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
        own=_nominee(own),
        foreign=_nominee(foreign),
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
        own=_country(own),
        foreign=_country(foreign),
        prepare=lambda _client: {"letter": SimpleUploadedFile("new.pdf", PDF)},
        effect=is_replaced,
    )


@aims("nominations:send")
def sending(world: World) -> Aim:
    own, foreign = two_nominations()
    for one in (own, foreign):
        attach_letter(call_id=one.call_id, content=PDF, name="note.pdf", actor=world.person, at=clock.now())
    return Aim(
        own=_country(own.call),
        foreign=_country(foreign.call),
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
        own=_country(own),
        foreign=_country(foreign),
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
    return Aim(own={**_country(own), "language": "en"}, foreign={**_country(foreign), "language": "en"})


@aims("nominations:number_note")
def numbering_the_note(world: World) -> Aim:
    own, foreign = two_calls()
    return Aim(
        own=_country(own),
        foreign=_country(foreign),
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
        own=_country(own),
        foreign=_country(foreign),
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
        own={**_nominee(own), "rule": rule.code},
        foreign={**_nominee(foreign), "rule": rule.code},
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


def two_applications(world: World, **fields: Any) -> tuple[Application, Application]:
    """One's own application, and one of somebody else, who is marked; both have told everything."""
    own, foreign = two_nominations()
    made = []
    for nomination, person in ((own, world.owner.person or world.person), (foreign, world.foreign_person)):
        Nomination.objects.filter(pk=nomination.pk).update(person=person)
        nomination.refresh_from_db()
        seal(ProfileFactory.create(person=person))
        made.append(ApplicationFactory.create(nomination=nomination, **fields))
    return made[0], made[1]


def at_applications(world: World, **more: Any) -> Aim:
    own, foreign = two_applications(world)
    return Aim(own={"key": own.pk}, foreign={"key": foreign.pk}, **more)


def the_application(seen: Seen) -> Application:
    return Application.objects.get(pk=seen.arguments["key"])


@aims("nominations:my_applications", "api:list_my_applications")
def ones_own_applications(world: World) -> Aim:
    two_applications(world)
    return Aim()


@aims("nominations:application", "nominations:print_own")
def ones_own_application(world: World) -> Aim:
    return at_applications(world)


@aims("nominations:claim")
def claiming(world: World) -> Aim:
    own, foreign = two_applications(world)
    Nomination.objects.filter(pk=own.nomination_id).update(
        email=world.owner.email, person=PersonFactory.create()
    )
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        effect=lambda seen: the_application(seen).nomination.person.merged_into is not None,
    )


@aims("nominations:section")
def filling_in(world: World) -> Aim:
    own, foreign = two_applications(world)
    return Aim(
        own={"key": own.pk, "section": "contact"},
        foreign={"key": foreign.pk, "section": "contact"},
        data={"version": "0", "writer": str(uuid7()), "mobile": "+975 1"},
        effect=lambda seen: the_application(seen).nomination.person.profile.mobile == "+975 1",
    )


def by_program(own: Application, foreign: Application, **more: str) -> dict[str, Any]:
    """Whose application, as addresses of the API name it."""
    return {
        "own": {"application_id": own.pk, **more},
        "foreign": {"application_id": foreign.pk, **more},
    }


@aims("api:get_my_application")
def ones_own_application_by_program(world: World) -> Aim:
    texts_in_force(at=LONG_AGO)  # else the first reading publishes them
    return Aim(**by_program(*two_applications(world)))


@aims("api:claim_nomination")
def claiming_by_program(world: World) -> Aim:
    texts_in_force(at=LONG_AGO)  # else the first reading publishes them
    return named(claiming(world), "application_id")


@aims("api:list_my_statements", "api:ask_for_my_statement")
def the_employers_part_by_program(world: World) -> Aim:
    return Aim(
        **by_program(*two_applications(world)),
        data={"signatory": "employer", "name": "Director", "email": "director@example.bt"},
        effect=lambda seen: Endorsement.objects.filter(application=seen.arguments["application_id"]).exists(),
    )


@aims("api:get_my_section", "api:keep_my_section")
def filling_in_by_program(world: World) -> Aim:
    own, foreign = two_applications(world)
    profile = Profile.objects.filter(person=foreign.nomination.person)
    profile.update(employer=MARKER)
    return Aim(
        **by_program(own, foreign, section="work"),
        data={"version": 0, "values": {"employer": "Weavers of Bhutan", "experience_years": 9}},
        effect=lambda _seen: Profile.objects.filter(employer="Weavers of Bhutan").exists(),
    )


@aims("api:send_my_application")
def sending_ones_own_by_program(world: World) -> Aim:
    own, foreign = two_applications(world)
    for one in (own, foreign):
        for kind in ("passport", "photo", "cv", "degree"):
            DocumentFactory.create(person=one.nomination.person, kind=kind)
    declared = {purpose: text.version for purpose, text in texts_in_force(at=LONG_AGO).items()}
    return Aim(
        **by_program(own, foreign),
        data={"declared": declared},
        effect=lambda _seen: Application.objects.filter(state="sent").exists(),
    )


@aims("nominations:own_documents")
def ones_own_documents(world: World) -> Aim:
    def is_there(seen: Seen) -> bool:
        return Document.objects.filter(person=the_application(seen).nomination.person).exists()

    return at_applications(
        world,
        data={"kind": "cv"},
        prepare=lambda _client: {"file": SimpleUploadedFile("cv.pdf", PDF)},
        effect=is_there,
    )


@aims("api:list_my_documents", "api:send_my_document")
def ones_own_documents_by_program(world: World) -> Aim:
    own, foreign = two_applications(world)
    a_document(foreign, world)

    def is_there(seen: Seen) -> bool:
        person = Application.objects.get(pk=seen.arguments["application_id"]).nomination.person
        return Document.objects.filter(person=person, kind="photo").exists()

    return Aim(
        own={"application_id": own.pk},
        foreign={"application_id": foreign.pk},
        data={"kind": "photo"},
        prepare=lambda _client: {"file": SimpleUploadedFile("photo.pdf", PDF)},
        effect=is_there,
    )


@aims("api:get_my_document", "api:take_my_document_back")
def one_document_by_program(world: World) -> Aim:
    applications = two_applications(world)
    documents = [a_document(one, world) for one in applications]
    own, foreign = (
        {"application_id": application.pk, "document_id": document.pk}
        for application, document in zip(applications, documents, strict=True)
    )
    return Aim(
        own=own,
        foreign=foreign,
        effect=lambda seen: Document.objects.filter(
            pk=seen.arguments["document_id"], put_away_at__isnull=False
        ).exists(),
    )


@aims("nominations:own_document", "nominations:own_document_away")
def one_document(world: World) -> Aim:
    own, foreign = two_applications(world)
    documents = [a_document(one, world) for one in (own, foreign)]
    return Aim(
        own={"key": own.pk, "document": documents[0].pk},
        foreign={"key": foreign.pk, "document": documents[1].pk},
        effect=lambda seen: Document.objects.filter(
            pk=seen.arguments["document"], put_away_at__isnull=False
        ).exists(),
    )


def a_document(application: Application, world: World) -> Document:
    """A document of a nominee; of somebody else it bears the mark."""
    name = MARKER if application.nomination.name == MARKER else "cv"
    return keep_document(
        application_id=application.pk,
        kind=DocumentKind.CV,
        content=PDF.replace(b"<<>>", f"<</T({name})>>".encode()),
        name=f"{name}.pdf",
        issued_on=None,
        actor=world.person,
        at=clock.now(),
    )


@aims("nominations:own_employer")
def asking_an_employer(world: World) -> Aim:
    def is_asked(seen: Seen) -> bool:
        return Endorsement.objects.filter(application=the_application(seen)).exists()

    data = {"signatory": "employer", "name": "Sonam Dorji", "email": "sonam@example.bt"}
    return at_applications(world, data=data, effect=is_asked)


@aims("nominations:send_own")
def sending_ones_own(world: World) -> Aim:
    own, foreign = two_applications(world)
    for one in (own, foreign):
        for kind in ("passport", "photo", "cv", "degree"):
            DocumentFactory.create(person=one.nomination.person, kind=kind)
    texts_in_force(at=LONG_AGO)
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        data=dict.fromkeys(DECLARATIONS, "on"),
        effect=lambda seen: the_application(seen).state == "sent",
    )


@aims("nominations:statement")
def an_employers_part(world: World) -> Aim:
    own, _foreign = two_applications(world)
    EndorsementFactory.create(
        application=own,
        secret_hash=hashlib.sha256(b"lanterns").hexdigest(),
        asked_at=clock.now(),
        expires_at=clock.now() + dt.timedelta(days=1),
    )
    data = dict.fromkeys(
        ("title", "mission", "why_this_course", "issue", "why_this_person", "plan"), "Weavers."
    )
    return Aim(
        own={"secret": "lanterns"},
        data={
            **data,
            "is_relevant": "on",
            "is_released": "on",
            "returns_to_post": "on",
            "signed_name": "Sonam Dorji",
        },
        effect=lambda _seen: Endorsement.objects.filter(signed_at__isnull=False).exists(),
    )


@aims("nominations:ask")
def asking_for_an_application(world: World) -> Aim:
    return at_nominees(effect=lambda seen: Application.objects.filter(nomination=the_nominee(seen)).exists())


def at_sent(**more: Any) -> Aim:
    """Applications of both countries that were sent."""
    own, foreign = two_nominations()
    for one in (own, foreign):
        profile = seal(ProfileFactory.create(person=one.person))
        application = sent_application(one)
        submission = application.submissions.get()
        for column in ("passport", "needs", "faith", "health"):
            carry(profile, column, submission, column)
        submission.save()
    return Aim(own=_nominee(own), foreign=_nominee(foreign), **more)


@aims("nominations:of_nominee")
def reading_an_application(world: World) -> Aim:
    return at_sent()


@aims("nominations:key_in")
def keying_in_from_paper(world: World) -> Aim:
    own, foreign = two_nominations()
    form = {"version": "0", "writer": str(uuid7()), "mobile": "+975 2 334455"}
    return Aim(
        own={**_nominee(own), "section": "contact"},
        foreign={**_nominee(foreign), "section": "contact"},
        data=form,
        effect=lambda seen: Profile.objects.filter(
            person=the_nominee(seen).person, mobile=form["mobile"]
        ).exists(),
    )


@aims("nominations:look_at")
def looking_at_a_passport(world: World) -> Aim:
    aim = at_sent(effect=lambda _seen: Look.objects.filter(field="submission.passport").exists())
    return replace(
        aim, own={**aim.own, "part": "passport"}, foreign={**(aim.foreign or {}), "part": "passport"}
    )


@aims("nominations:document")
def a_document_that_was_sent(world: World) -> Aim:
    own, foreign = two_nominations()
    places = []
    for one in (own, foreign):
        sent = sent_application(one)
        Application.objects.filter(pk=sent.pk).update(
            state="returned", returned_at=LONG_AGO, returned_by="system", returned_because="x"
        )
        document = a_document(sent, world)
        sent.submissions.update(content={"documents": [{"id": str(document.pk)}]})
        places.append({**_nominee(one), "document": document.pk})
    return Aim(own=places[0], foreign=places[1])


@aims("api:list_documents")
def documents_by_program(world: World) -> Aim:
    aim = a_document_that_was_sent(world)
    own, foreign = ({"nomination_id": place["key"]} for place in (aim.own, aim.foreign or {}))
    return Aim(own=own, foreign=foreign)


@aims("api:get_document")
def a_document_by_program(world: World) -> Aim:
    aim = a_document_that_was_sent(world)
    own, foreign = (
        {"nomination_id": place["key"], "document_id": place["document"]}
        for place in (aim.own, aim.foreign or {})
    )
    return Aim(own=own, foreign=foreign)


@aims("nominations:return_application")
def returning(world: World) -> Aim:
    return at_sent(
        data={"because": "The scan cannot be read.", "days": "3"},
        effect=lambda seen: the_nominee(seen).application.state == "returned",
    )


@aims("nominations:required_documents")
def asking_for_documents(world: World) -> Aim:
    edition = an_edition()
    return Aim(
        own={"code": edition.code},
        data={"asked": "passport"},
        effect=lambda _seen: RequiredDocument.objects.exists(),
    )


@aims("nominations:doubles")
def looking_for_doubles(world: World) -> Aim:
    own, foreign = two_nominations()
    Nomination.objects.filter(pk__in=(own.pk, foreign.pk)).update(email="both@example.bt")
    Person.objects.filter(pk=foreign.person_id).update(name=MARKER)
    return Aim(own={"code": own.edition.code})


@aims("nominations:export_doubles")
def taking_doubles(world: World) -> Aim:
    return Aim(own={**looking_for_doubles(world).own, "kind": "csv"})


# --- the API ------------------------------------------------------------------------------------------


@aims("api:get_nomination")
def reading_by_program(world: World) -> Aim:
    own, foreign = two_nominations()
    return Aim(own={"nomination_id": own.pk}, foreign={"nomination_id": foreign.pk})


@aims("api:get_application")
def reading_an_application_by_program(world: World) -> Aim:
    own, foreign = two_nominations()
    for one in (own, foreign):
        sent_application(one).submissions.update(content={"identity": {"given_names": one.name}})
    return Aim(own={"nomination_id": own.pk}, foreign={"nomination_id": foreign.pk})


@aims("api:name_nominee")
def naming_by_program(world: World) -> Aim:
    own, foreign = two_calls()
    return Aim(
        own=_country(own),
        foreign=_country(foreign),
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
    return Aim(own=_country(own.call), foreign=_country(foreign.call))


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
        own=_country(own.call),
        foreign=_country(foreign.call),
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
    return Aim(own=_country(own), foreign=_country(foreign))


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
