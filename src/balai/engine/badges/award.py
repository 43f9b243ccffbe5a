"""What is certified, and the credential that says so.

Source:
    Open Badges 3.0 (AchievementCredential), Verifiable Credentials Data Model 2.0.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from balai.engine.badges.pinned import EXTENSIONS, OPEN_BADGES, PRACTICE_PATH, VC

if TYPE_CHECKING:
    from uuid import UUID

SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
DEMONSTRATION = {"en": ("Demonstration: ", " (demonstration)"), "id": ("Demonstrasi: ", " (demonstrasi)")}
"""What stands before the name of a certificate and behind that of its issuer when neither is real."""


class Kind(enum.StrEnum):
    """What a certificate certifies, with the word that Open Badges has for it."""

    ATTENDANCE = "ext:CertificateOfAttendance"
    COMPLETION = "CertificateOfCompletion"
    COMPETENCE = "Competency"


class Level(enum.StrEnum):
    """How somebody did a task: saw it done, did it with help, did it alone."""

    OBSERVED = "observed"
    ASSISTED = "assisted"
    INDEPENDENT = "independent"


LEVEL_NAMES = {
    "en": {Level.OBSERVED: "Observed", Level.ASSISTED: "Assisted", Level.INDEPENDENT: "Independent"},
    "id": {Level.OBSERVED: "Mengamati", Level.ASSISTED: "Dengan bantuan", Level.INDEPENDENT: "Mandiri"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who certifies.

    Attributes:
        did: the issuer's identity, as ``did_of`` makes it.
        name: the office's name.
        site: address of its website, without a slash at the end.
        is_demo: whether it is made up, which then stands in every certificate.
    """

    did: str
    name: str
    site: str
    is_demo: bool = False

    def __post_init__(self) -> None:
        if self.site.endswith("/"):
            raise ValueError("the address of a site has no slash at its end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is certified.

    Attributes:
        subject: a number that stands for the person in this certificate alone.
        name: as on the passport, with honorifics; empty after the person was erased.
        native_name: in the person's own script.
        email, salt: the address stands in the certificate as a salted digest only: who knows it can check.
    """

    subject: UUID
    name: str = ""
    native_name: str = ""
    email: str = ""
    salt: str = ""

    def __post_init__(self) -> None:
        if self.email and not self.salt:
            raise ValueError("an address is never written without salt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A line of the transcript.

    Attributes:
        id: address of the task, the same in every certificate.
        name: of the task.
        level: how it was done.
        minutes: at the machine, if they were counted.
        centre, supervisor: where, and who watched; empty where it is not told.
    """

    id: str
    name: str
    level: Level
    minutes: int | None = None
    centre: str = ""
    supervisor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A certificate, before it is signed.

    Attributes:
        id: address of the certificate, for ever; a corrected one has another.
        kind: what it certifies.
        language: of its texts, ``en`` or ``id``.
        issuer, recipient: who certifies whom.
        name: title of the certificate.
        achievement: address of the edition's course, the same for the whole cohort.
        title, description, criteria: of the course, and what completing it took.
        number: of the certificate, as printed.
        first_day, last_day: of the course.
        awarded_at: when it was given.
        valid_until: when it ends to count; most never do.
        status_list, status_place: where its revocation would stand.
        tasks: the transcript.
        theory_minutes, practice_minutes, visit_minutes: of the course, where they are told.
        supersedes: address of the certificate that this one corrects.
    """

    id: str
    kind: Kind
    language: str
    issuer: Issuer
    recipient: Recipient
    name: str
    achievement: str
    title: str
    description: str
    criteria: str
    number: str = ""
    first_day: dt.date
    last_day: dt.date
    awarded_at: dt.datetime
    valid_until: dt.datetime | None = None
    status_list: str
    status_place: int
    tasks: tuple[Task, ...] = ()
    theory_minutes: int | None = None
    practice_minutes: int | None = None
    visit_minutes: int | None = None
    supersedes: str = ""

    def __post_init__(self) -> None:
        if self.language not in DEMONSTRATION:
            raise ValueError(f"certificates are written in {', '.join(DEMONSTRATION)}")
        if self.last_day < self.first_day:
            raise ValueError("a course ends after it begins")
        if len({task.id for task in self.tasks}) < len(self.tasks):
            raise ValueError("a task stands once in a transcript")
        if self.supersedes == self.id:
            raise ValueError("a corrected certificate has an address of its own")


def moment(at: dt.datetime) -> str:
    """Write a moment in UTC, whole seconds.

    Raises:
        ValueError: it has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment has a time zone")
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def email_digest(email: str, salt: str) -> str:
    """Give what stands in a certificate instead of an e-mail address (Open Badges 3.0, IdentityObject)."""
    return "sha256$" + hashlib.sha256((email + salt).encode()).hexdigest()


def credential_of(award: Award) -> dict[str, Any]:
    """Write the credential, to be signed by ``signed`` or ``token``.

    Our own words come with their context, and only where one is used: every verifier knows the others.
    """
    before, behind = DEMONSTRATION[award.language] if award.issuer.is_demo else ("", "")
    profile = {
        "id": award.issuer.did,
        "type": ["Profile"],
        "name": award.issuer.name + behind,
        "url": award.issuer.site,
    }
    own: dict[str, Any] = {
        "theoryMinutes": award.theory_minutes,
        "practiceMinutes": award.practice_minutes,
        "visitMinutes": award.visit_minutes,
    }
    subject: dict[str, Any] = {
        "id": award.recipient.subject.urn,
        "type": ["AchievementSubject"],
        **_filled({"identifier": _identifiers(award.recipient), "licenseNumber": award.number}),
        "activityStartDate": award.first_day.isoformat(),
        "activityEndDate": award.last_day.isoformat(),
        **_filled(own),
        "achievement": {
            "id": award.achievement,
            "type": ["Achievement"],
            "achievementType": award.kind.value,
            "inLanguage": award.language,
            "name": award.title,
            "description": award.description,
            "criteria": {"narrative": award.criteria},
            "creator": profile,
            **_filled({"resultDescription": [_described(task, award.language) for task in award.tasks]}),
        },
        **_filled({"result": [_result(task) for task in award.tasks]}),
    }
    document = {
        "@context": [VC, OPEN_BADGES, EXTENSIONS],
        "id": award.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": before + award.name,
        "issuer": profile,
        "validFrom": moment(award.awarded_at),
        **_filled({"validUntil": moment(award.valid_until) if award.valid_until else ""}),
        "awardedDate": moment(award.awarded_at),
        **_filled({"supersedes": award.supersedes}),
        "credentialSubject": subject,
        "credentialStatus": {
            "id": f"{award.status_list}#{award.status_place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(award.status_place),
            "statusListCredential": award.status_list,
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if _has_own_words(award):
        document["@context"] = [*document["@context"], award.issuer.site + PRACTICE_PATH]
    return document


def _has_own_words(award: Award) -> bool:
    counted = (award.theory_minutes, award.practice_minutes, award.visit_minutes)
    return bool(
        award.supersedes
        or any(minutes is not None for minutes in counted)
        or any(task.minutes is not None or task.centre or task.supervisor for task in award.tasks)
    )


def _identifiers(recipient: Recipient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if recipient.email:
        found.append(
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityType": "emailAddress",
                "identityHash": email_digest(recipient.email, recipient.salt),
                "salt": recipient.salt,
            }
        )
    for kind, name in (("name", recipient.name), ("ext:nativeName", recipient.native_name)):
        if name:
            found.append(
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityType": kind,
                    "identityHash": name,
                    "salt": "not-used",
                }
            )
    return found


def _described(task: Task, language: str) -> dict[str, Any]:
    return {
        "id": task.id,
        "type": ["ResultDescription"],
        "name": task.name,
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": [
            {
                "id": f"{task.id}#{level.value}",
                "type": ["RubricCriterionLevel"],
                "name": LEVEL_NAMES[language][level],
                "level": level.value,
            }
            for level in Level
        ],
    }


def _result(task: Task) -> dict[str, Any]:
    return {
        "type": ["Result"],
        "resultDescription": task.id,
        "achievedLevel": f"{task.id}#{task.level.value}",
        **_filled(
            {
                "practiceMinutes": task.minutes,
                "practiceCentre": task.centre,
                "practiceSupervisor": task.supervisor,
            }
        ),
    }


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not told: an empty member is not covered by a signature."""
    return {name: value for name, value in members.items() if value or value == 0}
