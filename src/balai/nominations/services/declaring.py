"""The declarations of an application: their words as Balai ships them, in versions, and agreeing to them.

A changed wording is published as a new version when it is first shown; who agreed to an earlier one agreed to
that. What is agreed to stands among the person's consents, and can be taken back there where the law allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.nominations.queries.applications import person_of
from balai.people.models import Consent, ConsentText
from balai.people.services.consents import give_consent, publish_consent_text, withdraw_consent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from balai.nominations.models import Application

DECLARATIONS: Mapping[str, Mapping[str, str]] = {
    "application-truth": {
        "en": "What I have written is true and complete.",
        "id": "Isian saya benar dan lengkap.",
    },
    "application-obligations": {
        "en": (
            "If I am accepted, I take part for the whole time, do no paid work and no politics meanwhile, bring "
            "no dependants, and return to my post afterwards."
        ),
        "id": (
            "Jika diterima, saya mengikuti seluruh kegiatan, tidak bekerja dengan bayaran dan tidak berpolitik "
            "selama itu, tidak membawa keluarga, dan kembali ke jabatan saya setelahnya."
        ),
    },
    "application-costs": {
        "en": (
            "If I withdraw without good reason after my ticket was issued, the cost may be claimed from my office."
        ),
        "id": (
            "Jika saya mengundurkan diri tanpa alasan yang sah setelah tiket diterbitkan, biayanya dapat ditagih "
            "kepada instansi saya."
        ),
    },
    "application-data": {
        "en": (
            "My data may be used for selecting, travelling, the programme and its follow-up, by its organisers, "
            "for the time that their policy says."
        ),
        "id": (
            "Data saya boleh dipakai penyelenggara untuk seleksi, perjalanan, pelaksanaan program dan tindak "
            "lanjutnya, selama waktu yang tercantum dalam kebijakan mereka."
        ),
    },
    "application-sensitive": {
        "en": (
            "What I told of health, diet, access and faith may be used to look after me. It is sealed, and each "
            "look at it is written down."
        ),
        "id": (
            "Keterangan saya tentang kesehatan, makanan, akses, dan ibadah boleh dipakai untuk melayani saya. "
            "Keterangan itu disegel, dan setiap kali dilihat akan tercatat."
        ),
    },
    "application-conduct": {
        "en": "I keep the code of conduct and respect everybody; I know to whom I can turn about harassment.",
        "id": (
            "Saya menaati tata tertib dan menghormati setiap orang; saya tahu kepada siapa melapor jika terjadi "
            "pelecehan."
        ),
    },
}
"""By purpose, the words in every language."""


@transaction.atomic
def texts_in_force(*, at: datetime) -> dict[str, ConsentText]:
    """The declarations as they are now, by purpose; published when their words are new."""
    latest: dict[str, ConsentText] = {}
    for text in ConsentText.objects.filter(purpose__in=DECLARATIONS).order_by("version"):
        latest[text.purpose] = text
    for purpose, words in DECLARATIONS.items():
        if purpose not in latest or latest[purpose].text != words:
            latest[purpose] = publish_consent_text(purpose=purpose, text=words, at=at)
    return {purpose: latest[purpose] for purpose in DECLARATIONS}


@transaction.atomic
def agree(*, application: Application, at: datetime) -> dict[str, int]:
    """Record that the nominee agreed to every declaration as it is now; returns the versions by purpose."""
    person = person_of(application.nomination)
    texts = texts_in_force(at=at)
    live = {
        consent.purpose: consent
        for consent in Consent.objects.filter(
            person=person, purpose__in=texts, withdrawn_at=None
        ).select_related("text")
    }
    for purpose, text in texts.items():
        given = live.get(purpose)
        if given is not None and given.text_id == text.pk:
            continue
        if given is not None:
            withdraw_consent(consent=given, at=at)
        give_consent(person=person, text=text, at=at)
    return {purpose: text.version for purpose, text in texts.items()}
