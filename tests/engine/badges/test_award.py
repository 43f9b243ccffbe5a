from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import Any

import pytest

from balai.engine.badges.award import Issuer, Kind, Recipient, credential_of
from balai.engine.badges.pinned import EXTENSIONS, OPEN_BADGES, PRACTICE_PATH, VC
from tests.engine.badges.samples import AT, DID, FULL, ISSUER, LIST, PLACE, PLAIN, SITE, judged, proven

PROFILE = {"id": DID, "type": ["Profile"], "name": "Office of Samples", "url": SITE}


def test_a_plain_certificate_has_exactly_the_form_of_the_standard() -> None:
    digest = hashlib.sha256(b"thida@people.examplek3").hexdigest()

    assert credential_of(PLAIN) == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": "https://balai.example/credentials/0b0a9a52-63a3-4d11-9f0e-7b1a5f2b7c10",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Certificate of Completion",
        "issuer": PROFILE,
        "validFrom": "2018-04-13T08:30:00Z",
        "awardedDate": "2018-04-13T08:30:00Z",
        "credentialSubject": {
            "id": "urn:uuid:6f2c4a5e-8a8f-4f0e-8a0c-2f1f3b0a9d77",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityType": "emailAddress",
                    "identityHash": f"sha256${digest}",
                    "salt": "k3",
                },
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityType": "name",
                    "identityHash": "Ms. Thida Sample",
                    "salt": "not-used",
                },
            ],
            "activityStartDate": "2018-04-01",
            "activityEndDate": "2018-04-13",
            "achievement": {
                "id": f"{SITE}/courses/smi-2018",
                "type": ["Achievement"],
                "achievementType": "CertificateOfCompletion",
                "inLanguage": "en",
                "name": "Training of Trainers in Small Industry",
                "description": "Thirteen days of theory and practice.",
                "criteria": {"narrative": "Present on 90 in 100 hours, and every safety gate passed."},
                "creator": PROFILE,
            },
        },
        "credentialStatus": {
            "id": f"{LIST}#{PLACE}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(PLACE),
            "statusListCredential": LIST,
        },
        "credentialSchema": [
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
    }


def test_the_transcript_stands_as_results_with_the_level_of_each_task() -> None:
    subject = credential_of(FULL)["credentialSubject"]
    levels = {
        level["id"]: level["name"]
        for described in subject["achievement"]["resultDescription"]
        for level in described["rubricCriterionLevel"]
    }

    assert [levels[result["achievedLevel"]] for result in subject["result"]] == [
        "Independent",
        "Assisted",
        "Observed",
    ]
    assert subject["result"][0] == {
        "type": ["Result"],
        "resultDescription": f"{SITE}/tasks/lathe",
        "achievedLevel": f"{SITE}/tasks/lathe#independent",
        "practiceMinutes": 90,
        "practiceCentre": "Sample Centre for Metal",
        "practiceSupervisor": "Mr. Budi Sample",
    }
    assert subject["visitMinutes"] == 0


@pytest.mark.parametrize(
    "award",
    [
        replace(PLAIN, supersedes=f"{SITE}/credentials/x"),
        replace(PLAIN, theory_minutes=0),
        replace(PLAIN, tasks=FULL.tasks[:1]),
    ],
    ids=["corrected", "hours", "transcript"],
)
def test_our_words_come_with_their_context(award: Any) -> None:
    assert credential_of(award)["@context"] == [VC, OPEN_BADGES, EXTENSIONS, SITE + PRACTICE_PATH]


def test_a_transcript_of_levels_alone_needs_no_words_of_ours() -> None:
    assert credential_of(replace(PLAIN, tasks=FULL.tasks[2:]))["@context"] == [VC, OPEN_BADGES, EXTENSIONS]


@pytest.mark.parametrize(
    ("language", "name", "issuer"),
    [
        ("en", "Demonstration: Certificate of Completion", "Office of Samples (demonstration)"),
        ("id", "Demonstrasi: Certificate of Completion", "Office of Samples (demonstrasi)"),
    ],
)
def test_a_demonstration_says_so_in_name_and_issuer(language: str, name: str, issuer: str) -> None:
    award = replace(PLAIN, language=language, issuer=replace(ISSUER, is_demo=True))

    facts = judged(proven(award)).facts

    assert facts is not None
    assert (facts.name, facts.issuer_name) == (name, issuer)


def test_who_was_erased_is_named_no_more() -> None:
    erased = replace(PLAIN, recipient=Recipient(subject=PLAIN.recipient.subject))

    assert "identifier" not in credential_of(erased)["credentialSubject"]
    assert judged(proven(erased)).verdict == "valid"


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (Kind.ATTENDANCE, "ext:CertificateOfAttendance"),
        (Kind.COMPLETION, "CertificateOfCompletion"),
        (Kind.COMPETENCE, "Competency"),
    ],
)
def test_every_kind_has_its_word(kind: Kind, word: str) -> None:
    document = credential_of(replace(PLAIN, kind=kind))

    assert document["credentialSubject"]["achievement"]["achievementType"] == word


@pytest.mark.parametrize(
    "change",
    [
        {"language": "fr"},
        {"last_day": dt.date(2018, 3, 1)},
        {"tasks": (FULL.tasks[0], FULL.tasks[0])},
        {"supersedes": PLAIN.id},
    ],
    ids=["language", "days", "task twice", "itself"],
)
def test_what_cannot_be_is_no_certificate(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(PLAIN, **change)


def test_an_address_without_salt_and_a_moment_without_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="salt"):
        Recipient(subject=PLAIN.recipient.subject, email="thida@people.example")
    with pytest.raises(ValueError, match="slash"):
        Issuer(did=DID, name="Office", site=f"{SITE}/")
    with pytest.raises(ValueError, match="time zone"):
        credential_of(replace(PLAIN, awarded_at=AT.replace(tzinfo=None)))
