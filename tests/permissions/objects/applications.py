"""What the pages and operations of applications and their papers are tried with."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from balai.audit.models import Look
from balai.kernel import clock
from balai.kernel.identity import uuid7
from balai.kernel.restricted import carry
from balai.nominations.enums import DocumentKind
from balai.nominations.models import (
    Application,
    Document,
    Endorsement,
    Nomination,
    Profile,
    RequiredDocument,
)
from balai.nominations.services.declaring import DECLARATIONS, texts_in_force
from balai.nominations.services.documents import keep_document
from balai.people.models import Person
from tests.nominations.factories import (
    PDF,
    ApplicationFactory,
    DocumentFactory,
    EndorsementFactory,
    ProfileFactory,
    seal,
    sent_application,
)
from tests.people.factories import LONG_AGO, PersonFactory
from tests.permissions.objects.nominations import (
    an_edition,
    at_nominees,
    of_nominee,
    the_nominee,
    two_nominations,
)
from tests.permissions.world import MARKER, Aim, aims, named

if TYPE_CHECKING:
    from tests.permissions.world import Seen, World


def two_applications(world: World, **fields: Any) -> tuple[Application, Application]:
    """One's own application, and one of somebody else, who is marked; both have told everything."""
    own, foreign = two_nominations()
    made = []
    for nomination, person in ((own, world.person), (foreign, world.foreign_person)):
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


@aims("nominations:export_my_applications")
def taking_ones_own_applications(world: World) -> Aim:
    two_applications(world)
    return Aim(own={"kind": "csv"})


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
    return Aim(own=of_nominee(own), foreign=of_nominee(foreign), **more)


@aims("nominations:of_nominee")
def reading_an_application(world: World) -> Aim:
    return at_sent()


@aims("nominations:key_in")
def keying_in_from_paper(world: World) -> Aim:
    own, foreign = two_nominations()
    form = {"version": "0", "writer": str(uuid7()), "mobile": "+975 2 334455"}
    return Aim(
        own={**of_nominee(own), "section": "contact"},
        foreign={**of_nominee(foreign), "section": "contact"},
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
        places.append({**of_nominee(one), "document": document.pk})
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


@aims("api:get_application")
def reading_an_application_by_program(world: World) -> Aim:
    own, foreign = two_nominations()
    for one in (own, foreign):
        sent_application(one).submissions.update(content={"identity": {"given_names": one.name}})
    return Aim(own={"nomination_id": own.pk}, foreign={"nomination_id": foreign.pk})
