"""What a certificate says and where it stands: from a participant and the wording to what the engine makes.

In: participants who completed, and the design of their edition. Out: orders for the engine, each with the
number, the key and the place in the list of revocations that the row will have. Nothing is written here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from balai.certificates.models import Certificate, Design
from balai.certificates.queries.certificates import places_taken
from balai.certificates.registries import transcripts
from balai.certificates.services.keys import issuer_in
from balai.certificates.services.wording import (
    LANGUAGES,
    LEVEL_NAMES,
    WORDS,
    edition_values,
    filled,
    person_values,
)
from balai.engine.badges.award import Award, Kind, Recipient
from balai.engine.badges.pinned import STATUS_PATH
from balai.engine.badges.seal import Sealed
from balai.engine.badges.status import FULL, free_place
from balai.engine.certifying import Order
from balai.engine.documents.certificate import CertificatePaper, Face, Practised, Signing
from balai.engine.documents.parts import Picture
from balai.engine.documents.words import date_text
from balai.kernel.identity import uuid7
from balai.office.queries import current_office
from balai.selection.queries.names import printed_name, profile_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from balai.certificates.models import Signatory
    from balai.engine.badges.award import Issuer, Task
    from balai.programmes.models import Edition
    from balai.selection.models import Participant


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


def design_of(edition: Edition) -> Design | None:
    """The wording of an edition's certificates, if anybody wrote it."""
    return Design.objects.filter(edition=edition).first()


def composed(
    participants: Sequence[Participant], design: Design, *, supersedes: Certificate | None, at: dt.datetime
) -> list[Asked]:
    """Put together what is asked of the engine for each of these, of one edition.

    The edition is locked, and everything that certificates must say was looked for (:mod:`.faults`).
    """
    issuers = {language: issuer_in(language) for language in LANGUAGES}
    site = issuers[design.language].site
    edition = participants[0].edition
    tasks: dict[str, dict[UUID, tuple[Task, ...]]] = {
        language: _practised(edition, participants, site=site, language=language) for language in LANGUAGES
    }
    signing = list(design.signatories.select_related("organisation"))
    logos = logos_of(design)
    number, taken = _list_with_room(len(participants))
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


def _list_with_room(count: int) -> tuple[int, set[int]]:
    """The newest list of revocations, or the next where it is nearly full, and what is taken of it."""
    newest = Certificate.objects.order_by("-status_list").values_list("status_list", flat=True).first() or 1
    taken = places_taken(newest)
    # What is issued at once is in one list: there are places beyond what the engine calls full.
    return (newest, taken) if len(taken) < FULL - count else (newest + 1, set())


def _numbers(count: int) -> list[str]:
    """Numbers that no certificate has; the database refuses one that another process draws meanwhile."""
    drawn: set[str] = set()
    while len(drawn) < count:
        text = "".join(secrets.choice(ALPHABET) for _ in range(8))
        drawn.add(f"{text[:4]}-{text[4:]}")
    if Certificate.objects.filter(number__in=drawn).exists():
        return _numbers(count)
    return list(drawn)
