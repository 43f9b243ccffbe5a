"""Issuing: a batch is asked for, checked as a whole, and then issued, some at a time, by the worker.

A certificate and its paper are one row and another in one transaction: there is never half of one. A worker
that is killed leaves those that were committed; the next one goes on with those that are missing. Two batches
at once wait for each other, and the database refuses a second live certificate of anybody.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record, record_each
from balai.certificates.enums import BatchState
from balai.certificates.models import Batch, Certificate, Design, Paper
from balai.certificates.queries.certificates import places_taken, waiting_for_certificates
from balai.certificates.registries import transcripts
from balai.certificates.rules.access import may_certify
from balai.certificates.services.keys import issuer_in, signing_ring
from balai.certificates.services.wording import (
    LANGUAGES,
    LEVEL_NAMES,
    WORDS,
    Fault,
    edition_values,
    filled,
    person_values,
    printed_name,
)
from balai.engine.badges.award import Award, Kind, Recipient
from balai.engine.badges.errors import BadgeError
from balai.engine.badges.pinned import STATUS_PATH
from balai.engine.badges.seal import Sealed
from balai.engine.badges.status import FULL, free_place
from balai.engine.certifying import Order, make_many
from balai.engine.documents.certificate import CertificatePaper, Face, Practised, Signing
from balai.engine.documents.errors import DocumentError, UnprintableTextError
from balai.engine.documents.glyphs import require_shapes
from balai.engine.documents.parts import Picture
from balai.engine.documents.words import date_text
from balai.kernel.identity import uuid7
from balai.kernel.jobs import enqueue
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.office.queries import current_office
from balai.programmes.models import Edition

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from balai.certificates.models import Signatory
    from balai.engine.badges.award import Issuer, Task
    from balai.nominations.models import Profile
    from balai.selection.models import Participant

ISSUE = "certificates.issue"
AT_ONCE = 200
"""Certificates of one transaction: a worker that is killed loses so many at most, and makes them again."""
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that is read as a digit. Eight of them are 40 bits, and guesses are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A certificate that is to be issued; ``order`` is what the engine makes, the rest is kept beside it."""

    participant: Participant
    number: str
    key: UUID
    place: int
    order: Order
    said: dict[str, dict[str, str]]


# --- asking -------------------------------------------------------------------------------------------


@transaction.atomic
def ask_for_certificates(*, edition: Edition, actor: str, at: dt.datetime) -> Batch:
    """Ask for the certificates of everybody who completed an edition and has none.

    Raises:
        RuleViolationError: ``certificates.not_now``, ``certificates.nobody_waits``,
            ``certificates.under_way``, or that the office has no public address.
    """
    enforce(may_certify(edition))
    issuer_in("en")  # without an address nothing that carries it for ever is issued
    if not waiting_for_certificates(edition).exists():
        raise RuleViolationError(
            Refusal(
                "certificates.nobody_waits",
                _("Nobody waits for a certificate: decide first who completed the programme."),
            )
        )
    try:
        with transaction.atomic():
            batch = Batch.objects.create(edition=edition, asked_at=at, asked_by=actor)
    except IntegrityError as error:
        raise RuleViolationError(
            Refusal("certificates.under_way", _("Certificates of this edition are being issued already."))
        ) from error
    record(actor=actor, action="certificates.asked", subject=edition.reference, at=at)
    enqueue(ISSUE, only_one=f"{ISSUE}:{batch.pk}", batch_id=batch.pk)
    return batch


def work_through(*, batch_id: UUID, at: dt.datetime) -> None:
    """Issue what a batch is for; asked again, it goes on with what is missing."""
    while issue_some(batch_id=batch_id, at=at):
        pass


@transaction.atomic
def issue_some(*, batch_id: UUID, at: dt.datetime, most: int = AT_ONCE) -> bool:
    """Issue some certificates of a batch, all of them or none.

    The first time the whole batch is checked; if anything is wrong it stops, with a list of what, for whom.

    Returns:
        whether there may be more.
    """
    batch = (
        Batch.objects.select_for_update()
        .select_related("edition__series", "edition__country")
        .get(pk=batch_id)
    )
    if batch.state != BatchState.WAITING:
        return False
    # Another batch of the same edition, or a correction, waits here and then sees what this one made.
    Edition.objects.select_for_update(no_key=True).get(pk=batch.edition_id)
    waiting = list(waiting_for_certificates(batch.edition))
    for participant in waiting:
        participant.edition = batch.edition  # with its series and host, once for all
    faults = faults_of(batch.edition, waiting) if not batch.issued else []
    if faults:
        return _end(batch, BatchState.STOPPED, faults, at=at)
    some = waiting[:most]
    if some:
        try:
            with transaction.atomic():
                made = issue_to(some, edition=batch.edition, batch=batch, actor=batch.asked_by, at=at)
        except (DocumentError, BadgeError) as error:
            return _end(batch, BatchState.STOPPED, [Fault("unmade", str(error))], at=at)
        batch.issued += len(made)
        batch.save(update_fields=["issued"])
    return _end(batch, BatchState.DONE, [], at=at) if len(some) == len(waiting) else True


def _end(batch: Batch, state: BatchState, faults: Sequence[Fault], *, at: dt.datetime) -> bool:
    batch.state, batch.ended_at = state, at
    batch.faults = [fault.as_json() for fault in faults]
    batch.save(update_fields=["state", "ended_at", "faults"])
    record(
        actor=batch.asked_by,
        action="certificates.stopped" if faults else "certificates.issued",
        subject=batch.reference,
        at=at,
        detail={"issued": batch.issued, "faults": len(faults)},
    )
    return False


# --- checking -----------------------------------------------------------------------------------------


def faults_of(edition: Edition, waiting: Sequence[Participant]) -> list[Fault]:
    """Everything that keeps these certificates from being issued, each thing once."""
    design = design_of(edition)
    if design is None:
        return [Fault("missing", "design")]
    faults = [
        Fault("untranslated", field, "", language)
        for field in ("title", "before", "after")
        for language in LANGUAGES
        if not getattr(design, field).get(language)
    ]
    signing = list(design.signatories.select_related("organisation"))
    if not signing:
        faults.append(Fault("no_signatory", "signatory"))
    faults += [
        Fault("untranslated", f"signatory {one.order}", "", language)
        for one in signing
        for language in LANGUAGES
        if not one.office.get(language) or not one.organisation.name.get(language)
    ]
    faults += [
        Fault("missing", "programme", "", language)
        for language in LANGUAGES
        if not edition.title.get(language)
    ]
    if edition.starts_on is None or edition.ends_on is None:
        faults.append(Fault("missing", "dates"))
    if faults:
        return faults
    for participant in waiting:
        faults += _faults_for(participant, design)
    return list(dict.fromkeys(faults))


def _faults_for(participant: Participant, design: Design) -> Iterator[Fault]:
    name, native = printed_name(participant, profile_of(participant))
    who = name or participant.name
    if not name:
        yield Fault("missing", "name", who)
    for language in LANGUAGES:
        values = edition_values(participant.edition, language) | person_values(
            participant, profile_of(participant), language
        )
        for text in (design.before, design.after):
            words, faults = filled(text[language], values, who=who, language=language)
            yield from faults
            yield from _unprintable(words, who, language)
    yield from _unprintable(f"{name} {native}", who, "")


def _unprintable(text: str, who: str, language: str) -> Iterator[Fault]:
    try:
        require_shapes((text,))
    except UnprintableTextError as error:
        yield Fault("unprintable", "".join(place.characters for place in error.places), who, language)


# --- issuing ------------------------------------------------------------------------------------------


def design_of(edition: Edition) -> Design | None:
    """The wording of an edition's certificates, if anybody wrote it."""
    return Design.objects.filter(edition=edition).first()


def profile_of(participant: Participant) -> Profile | None:
    """What the person told of themselves, if they did."""
    profile: Profile | None = getattr(participant.person, "profile", None)
    return profile


def issue_to(  # noqa: PLR0913 -- each is named where it is called
    participants: Sequence[Participant],
    *,
    edition: Edition,
    batch: Batch | None,
    actor: str,
    at: dt.datetime,
    supersedes: Certificate | None = None,
) -> list[Certificate]:
    """Sign, set and keep certificates within the transaction around, which has locked the edition."""
    design = design_of(edition)
    if design is None:
        raise RuleViolationError(
            Refusal("certificates.no_design", _("Write first what the certificates say."))
        )
    ring = signing_ring(at=at)
    asked = _asked(participants, design, supersedes=supersedes, at=at)
    made = make_many([one.order for one in asked], ring.for_proofs, at=at)
    rows: list[Certificate] = []
    papers: list[Paper] = []
    for one, done in zip(asked, made, strict=True):
        rows.append(_row(one, done.document, batch=batch, actor=actor, at=at, supersedes=supersedes))
        papers.append(Paper(certificate_id=one.key, pdf=done.pdf))
    Certificate.objects.bulk_create(rows)
    Paper.objects.bulk_create(papers, batch_size=100)
    record_each(actor=actor, action="certificate.issued", subjects=[row.reference for row in rows], at=at)
    return rows


def _row(  # noqa: PLR0913 -- as above
    one: Asked,
    document: str,
    *,
    batch: Batch | None,
    actor: str,
    at: dt.datetime,
    supersedes: Certificate | None,
) -> Certificate:
    return Certificate(
        pk=one.key,
        number=one.number,
        edition_id=one.participant.edition_id,
        participant=one.participant,
        batch=batch,
        name=one.order.paper.name,
        native_name=one.order.paper.native_name,
        country=one.participant.country_id,
        said=one.said,
        document=document,
        is_sample=one.order.award.issuer.is_demo,
        status_list=one.order.sealed.status_list,
        status_place=one.place,
        issued_at=at,
        issued_by=actor,
        supersedes=supersedes,
    )


def _asked(
    participants: Sequence[Participant], design: Design, *, supersedes: Certificate | None, at: dt.datetime
) -> list[Asked]:
    issuers = {language: issuer_in(language) for language in LANGUAGES}
    site = issuers[design.language].site
    edition = participants[0].edition
    tasks: dict[str, dict[UUID, tuple[Task, ...]]] = {
        language: _practised(edition, participants, site=site, language=language) for language in LANGUAGES
    }
    signing = list(design.signatories.select_related("organisation"))
    logos = logos_of(design)
    number, taken = _list_with_room()
    random = secrets.SystemRandom()
    numbers = _numbers(len(participants))
    asked = []
    for participant, drawn in zip(participants, numbers, strict=True):
        place = free_place(taken, random=random)
        taken.add(place)
        key = uuid7()
        name, native = printed_name(participant, profile_of(participant))
        faces = tuple(
            _face(participant, design, signing, tasks[language].get(participant.pk, ()), language)
            for language in (design.language, *(one for one in LANGUAGES if one != design.language))
        )
        award = _award(
            participant,
            faces[0],
            issuer=issuers[design.language],
            key=key,
            number=drawn,
            name=(name, native),
            tasks=tasks[design.language].get(participant.pk, ()),
            place=(number, place),
            supersedes=supersedes,
            at=at,
        )
        address = f"{site}/c/{drawn}"
        asked.append(
            Asked(
                participant=participant,
                number=drawn,
                key=key,
                place=place,
                order=Order(
                    award=award,
                    paper=CertificatePaper(
                        name=name,
                        native_name=native,
                        number=drawn,
                        faces=faces,
                        logos=logos,
                        address=f"{urlsplit(site).netloc}/c",
                        code=address,
                        note=WORDS[design.language]["sample"] if award.issuer.is_demo else "",
                    ),
                    sealed=Sealed(
                        address=address,
                        name=name,
                        kind=faces[0].kind,
                        course=faces[0].course,
                        issued_at=at,
                        status_list=number,
                        status_place=place,
                    ),
                ),
                said={face.language: _said(face) for face in faces},
            )
        )
    return asked


def _practised(
    edition: Edition, participants: Sequence[Participant], *, site: str, language: str
) -> dict[UUID, tuple[Task, ...]]:
    found: dict[UUID, tuple[Task, ...]] = {}
    for source in transcripts:
        keys = [participant.pk for participant in participants]
        for key, tasks in source(edition, keys, site=site, language=language).items():
            found[key] = found.get(key, ()) + tuple(tasks)
    return found


def _face(
    participant: Participant,
    design: Design,
    signing: Sequence[Signatory],
    tasks: Sequence[Task],
    language: str,
) -> Face:
    words = WORDS[language]
    values = edition_values(participant.edition, language) | person_values(
        participant, profile_of(participant), language
    )
    texts = [
        filled(text[language], values, who="", language=language)[0] for text in (design.before, design.after)
    ]
    facts = [(words["issued"], f"{design.place}, {date_text(design.dated_on, language)}")]
    if tasks:
        count = words["one"] if len(tasks) == 1 else words["tasks"].format(number=len(tasks))
        facts.insert(0, (words["practice"], count))
    task, level, minutes, centre, supervisor = words["heads"].split("|")
    return Face(
        language=language,
        kind=design.title[language],
        before=texts[0],
        course=values["programme"],
        after=texts[1],
        facts=tuple(facts),
        signatories=tuple(
            Signing(office=one.office[language], organisation=one.organisation.name[language])
            for one in signing
        ),
        transcript=tuple(
            Practised(
                task=one.name,
                level=LEVEL_NAMES[language][one.level],
                minutes="" if one.minutes is None else words["minutes"].format(number=one.minutes),
                centre=one.centre,
                supervisor=one.supervisor,
            )
            for one in tasks
        ),
        heads=(task, level, minutes, centre, supervisor),
        transcript_title=words["transcript"],
        check=words["check"],
        proof=words["proof"],
    )


def _award(  # noqa: PLR0913 -- as above
    participant: Participant,
    face: Face,
    *,
    issuer: Issuer,
    key: UUID,
    number: str,
    name: tuple[str, str],
    tasks: tuple[Task, ...],
    place: tuple[int, int],
    supersedes: Certificate | None,
    at: dt.datetime,
) -> Award:
    edition = participant.edition
    email = participant.person.email
    assert edition.starts_on is not None  # noqa: S101 -- the check of the batch
    assert edition.ends_on is not None  # noqa: S101 -- the same
    return Award(
        id=f"{issuer.site}/credentials/{key}",
        kind=Kind.COMPLETION,
        language=face.language,
        issuer=issuer,
        recipient=Recipient(
            subject=uuid4(),
            name=name[0],
            native_name=name[1],
            email=email,
            salt=secrets.token_urlsafe(12) if email else "",
        ),
        name=face.kind,
        achievement=f"{issuer.site}/courses/{edition.code.lower()}",
        title=face.course,
        description=f"{face.course}, {face.after}",
        criteria=_criteria(edition, face.language),
        number=number,
        first_day=edition.starts_on,
        last_day=edition.ends_on,
        awarded_at=at,
        status_list=f"{issuer.site}{STATUS_PATH}{place[0]}",
        status_place=place[1],
        tasks=tasks,
        supersedes=f"{issuer.site}/credentials/{supersedes.pk}" if supersedes else "",
    )


CRITERIA: Mapping[str, tuple[str, str, str]] = {
    "en": (
        "Present at {percent} percent of the required sessions or more",
        "every safety briefing passed before practice",
        "every required activity done",
    ),
    "id": (
        "Hadir pada sekurang-kurangnya {percent} persen sesi wajib",
        "lulus setiap pengarahan keselamatan sebelum praktik",
        "menyelesaikan setiap kegiatan wajib",
    ),
}


def _criteria(edition: Edition, language: str) -> str:
    rule = getattr(edition, "completion_rule", None)
    presence, safety, activities = CRITERIA[language]
    if rule is None:
        return presence.format(percent=80) + "."
    parts = [presence.format(percent=rule.least_presence_percent)]
    parts += [safety] if rule.needs_safety else []
    parts += [activities] if rule.needs_required_activities else []
    return "; ".join(parts) + "."


def _said(face: Face) -> dict[str, str]:
    return {
        "kind": face.kind,
        "course": face.course,
        "before": face.before,
        "after": face.after,
        "issued": face.facts[-1][1],
        "practice": "; ".join(f"{one.task} ({one.level.lower()})" for one in face.transcript),
    }


def logos_of(design: Design) -> tuple[Picture, ...]:
    """The office's own, then those of the signatories' organisations, in the order of protocol."""
    found: list[Picture] = []
    for one in design.signatories.select_related("organisation"):
        if one.logo:
            name = one.organisation.name.in_language(design.language).text
            found.append(Picture(data=bytes(one.logo), description=name))
    if not found:
        office = current_office()
        if office.logo_digest:
            found.append(Picture(data=bytes(office.logo), description=str(office)))
    return tuple(found)


def _list_with_room() -> tuple[int, set[int]]:
    """The newest list of revocations, or the next where it is full, and what is taken of it."""
    newest = Certificate.objects.order_by("-status_list").values_list("status_list", flat=True).first() or 1
    taken = places_taken(newest)
    # A batch that begins in a list ends in it: there are places beyond what the engine calls full.
    return (newest, taken) if len(taken) < FULL - AT_ONCE else (newest + 1, set())


def _numbers(count: int) -> list[str]:
    """Numbers that no certificate has; the database refuses one that another process draws meanwhile."""
    drawn: set[str] = set()
    while len(drawn) < count:
        text = "".join(secrets.choice(ALPHABET) for _ in range(8))
        drawn.add(f"{text[:4]}-{text[4:]}")
    if Certificate.objects.filter(number__in=drawn).exists():
        return _numbers(count)
    return list(drawn)
