"""What the pages and operations of certificates are tried with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from balai.certificates.enums import AppealState, CertificateState
from balai.certificates.models import Appeal, Batch, Certificate, Completion, Design, Signatory
from balai.certificates.queries.certificates import issuer_document
from balai.certificates.services.keys import signing_ring
from balai.delivery.enums import Method, PresenceState
from balai.delivery.models import Presence
from balai.programmes.enums import EditionStatus, Publicity
from balai.programmes.models import CompletionRule, Edition
from balai.selection.models import Participant
from tests.certificates.factories import AT, completed, decided, designed, issued, kept, office
from tests.directory.factories import country
from tests.permissions.objects.delivery import held
from tests.permissions.world import EDITION, MARKER, Aim, aims
from tests.programmes.factories import EditionFactory
from tests.timetable.factories import participant

if TYPE_CHECKING:
    from tests.permissions.world import Seen, World

CODE = "SMI-2018"


def an_edition(people: int = 1, *, title: str = "Training of Trainers") -> Edition:
    """The edition of one's own, on its last day."""
    office()
    for code in ("BT", "ID"):
        country(code)
    edition: Edition = EditionFactory.create(
        pk=EDITION, code=CODE, status=EditionStatus.PREPARATION, title={"en": title, "id": title}
    )
    edition.refresh_from_db()
    for number in range(1, people + 1):
        participant(edition, number)
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.RUNNING)
    edition.refresh_from_db()
    return edition


def somebody(edition: Edition) -> Participant:
    """The first who takes part."""
    return edition.participants.select_related("edition", "person").order_by("place_number")[0]


@aims("certificates:index")
def editions_to_certify(world: World) -> Aim:
    an_edition(0, title=MARKER)
    return Aim()


@aims("certificates:edition", "api:list_certificates", "api:list_completions")
def completion_of_an_edition(world: World) -> Aim:
    an_edition(0, title=MARKER)
    return Aim(own={"code": CODE})


@aims("certificates:sample")
def a_sample(world: World) -> Aim:
    designed(an_edition(0))
    return Aim(own={"code": CODE})


@aims("certificates:design")
def writing_the_wording(world: World) -> Aim:
    an_edition(0)
    words = {
        f"{field}_{language}": "Words" for field in ("title", "before", "after") for language in ("en", "id")
    }
    return Aim(
        own={"code": CODE},
        data={**words, "language": "en", "place": "Jakarta", "dated_on": "2018-07-30"},
        effect=lambda _seen: Design.objects.exists(),
    )


@aims("certificates:add_signatory")
def adding_a_signatory(world: World) -> Aim:
    design = designed(an_edition(0))
    first = design.signatories.get(order=1)
    return Aim(
        own={"code": CODE},
        data={
            "order": "3",
            "organisation": str(first.organisation_id),
            "office_en": "Head",
            "office_id": "Kepala",
        },
        effect=lambda _seen: Signatory.objects.filter(order=3).exists(),
    )


@aims("certificates:signatory")
def taking_a_signatory_off(world: World) -> Aim:
    first = designed(an_edition(0)).signatories.get(order=1)
    return Aim(
        own={"code": CODE, "key": first.pk},
        data={"remove": "yes"},
        effect=lambda _seen: not Signatory.objects.filter(order=1).exists(),
    )


@aims("certificates:decide_all")
def deciding_by_the_rule(world: World) -> Aim:
    """Whom presence alone decides, at the one required session, where somebody is noted."""
    now = held()
    Edition.objects.filter(pk=now.edition.pk).update(status=EditionStatus.RUNNING)
    activity = now.own.activity
    activity.is_required = True
    activity.save()
    now.foreign.activity.__class__.objects.exclude(pk=activity.pk).update(is_required=False)
    CompletionRule.objects.create(edition=now.edition, needs_required_activities=False, needs_safety=False)
    Presence.objects.create(
        session=now.own,
        participant=now.somebody,
        state=PresenceState.PRESENT,
        method=Method.MANUAL,
        decided_at=AT,
        decided_by="system",
    )
    return Aim(own={"code": now.edition.code}, effect=lambda _seen: Completion.objects.exists())


@aims("certificates:participant")
def deciding(world: World) -> Aim:
    return Aim(
        own={"code": CODE, "key": somebody(an_edition()).pk},
        data={"outcome": "completed", "reason": "Seen by the officer"},
        effect=lambda _seen: Completion.objects.exists(),
    )


@aims("api:decide_completion")
def deciding_by_program(world: World) -> Aim:
    aim = deciding(world)
    return Aim(own=aim.own, data=aim.data, effect=aim.effect)


@aims("certificates:answer")
def answering_an_appeal(world: World) -> Aim:
    completion = decided(somebody(an_edition()))
    made = Appeal.objects.create(completion=completion, text="I was there", made_at=AT)
    return Aim(
        own={"code": CODE, "key": made.pk},
        data={"outcome": "attended", "answer": "The list says otherwise"},
        effect=lambda _seen: Appeal.objects.exclude(state=AppealState.OPEN).exists(),
    )


@aims("certificates:issue", "api:issue_certificates")
def issuing(world: World) -> Aim:
    completed(somebody(an_edition()))
    return Aim(own={"code": CODE}, effect=lambda _seen: Batch.objects.exists())


@aims("api:get_certificate_batch")
def a_batch(world: World) -> Aim:
    batch = Batch.objects.create(edition=an_edition(0), asked_at=AT, asked_by="system")
    return Aim(own={"code": CODE, "key": batch.pk})


def is_gone(_seen: Seen) -> bool:
    return Certificate.objects.exclude(state=CertificateState.VALID).exists()


@aims("certificates:certificate")
def withdrawing(world: World) -> Aim:
    row = kept(somebody(an_edition()))
    data = {"way": "revoke", "reason": "mistake"}
    return Aim(own={"code": CODE, "key": row.pk}, data=data, effect=is_gone)


@aims("api:revoke_certificate")
def withdrawing_by_program(world: World) -> Aim:
    row = kept(somebody(an_edition()))
    return Aim(own={"code": CODE, "key": row.pk}, data={"reason": "mistake"}, effect=is_gone)


@aims("api:reissue_certificate")
def replacing_by_program(world: World) -> Aim:
    (row,) = issued(an_edition())
    return Aim(own={"code": CODE, "key": row.pk}, data={"note": ""}, effect=is_gone)


@aims("certificates:paper")
def a_paper(world: World) -> Aim:
    return Aim(own={"code": CODE, "key": kept(somebody(an_edition())).pk})


def _own(world: World, edition: Edition) -> tuple[Participant, Participant]:
    """Somebody's own participation and a foreign one."""
    first, second = edition.participants.select_related("edition").order_by("place_number")
    Participant.objects.filter(pk=first.pk).update(person=world.person)
    Participant.objects.filter(pk=second.pk).update(person=world.foreign_person)
    return somebody(edition), second


@aims("certificates:own_paper")
def ones_own_paper(world: World) -> Aim:
    mine, theirs = _own(world, an_edition(2))
    own, foreign = kept(mine), kept(theirs, number="7Q4M-2X9E", place=2)
    return Aim(own={"key": own.pk}, foreign={"key": foreign.pk})


@aims("certificates:appeal")
def appealing(world: World) -> Aim:
    mine, theirs = _own(world, an_edition(2))
    own, foreign = decided(mine), decided(theirs)
    Completion.objects.update(decided_at=_recently())
    return Aim(
        own={"key": own.pk},
        foreign={"key": foreign.pk},
        data={"text": "I was there"},
        effect=lambda seen: Appeal.objects.filter(completion=seen.arguments["key"]).exists(),
    )


def _recently() -> Any:
    from balai.kernel import clock

    return clock.now()


@aims("check:certificate")
def checking(world: World) -> Aim:
    kept(somebody(an_edition()))
    return Aim(own={"number": "7Q4M-2X9D"}, foreign={"number": "0000-0000"})


@aims("check:check")
def checking_a_document(world: World) -> Aim:
    office()
    return Aim(
        data={"text": json.dumps({"issuer": {"id": "did:web:other.example"}})},
        effect=lambda seen: seen.response is not None and b"other.example" in seen.response.content,
    )


@aims("credentials:did")
def an_issuer(world: World) -> Aim:
    office()
    signing_ring(at=AT)
    assert issuer_document("did:web:balai.example")
    return Aim()


@aims("credentials:credential")
def a_credential(world: World) -> Aim:
    return Aim(own={"key": kept(somebody(an_edition())).pk}, foreign={"key": EDITION})


@aims("credentials:credential_as")
def a_credential_to_take(world: World) -> Aim:
    row = kept(somebody(an_edition()))
    return Aim(own={"key": row.pk, "kind": "json"}, foreign={"key": row.pk, "kind": "exe"})


@aims("credentials:status")
def a_list_of_revocations(world: World) -> Aim:
    kept(somebody(an_edition()))
    signing_ring(at=AT)
    return Aim(own={"number": 1}, foreign={"number": 2})


@aims("credentials:status_as")
def the_same_as_a_token(world: World) -> Aim:
    kept(somebody(an_edition()))
    signing_ring(at=AT)
    return Aim(own={"number": 1, "kind": "jwt"}, foreign={"number": 2, "kind": "jwt"})


@aims("credentials:course")
def a_course(world: World) -> Aim:
    Edition.objects.filter(pk=an_edition(0).pk).update(publicity=Publicity.PUBLIC)
    return Aim(own={"code": CODE.lower()})
