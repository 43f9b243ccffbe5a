"""The letters of this room: a certificate is there, was replaced, or was withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.certificates.services.telling import ISSUED, REPLACED, REVOKED
from balai.correspondence.registries import LetterKind, LetterText, Placeholder

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE: Mapping[str, Placeholder] = {
    "edition": Placeholder(
        meaning=_("the edition’s title"), sample=_("Enhancing the Development of Small and Medium Industry")
    ),
    "number": Placeholder(meaning=_("the number of the certificate"), sample="7Q4M-2X9D"),
    "link": Placeholder(
        meaning=_("the page with the reader’s certificates"),
        sample="https://balai.example/certificates/mine/",
    ),
    "check": Placeholder(
        meaning=_("the page where anybody checks it"), sample="https://balai.example/en/check/7Q4M-2X9D/"
    ),
}
REASON = Placeholder(meaning=_("why it does not count"), sample=_("It was issued by mistake"))

LETTERS: Mapping[str, LetterKind] = {
    ISSUED: LetterKind(
        purpose=_(
            "Tells a participant that their certificate is there, where it is, and how others check it."
        ),
        placeholders=BASE,
        texts={
            "en": LetterText(
                "Your certificate of {edition}",
                "Your certificate of {edition} is issued. Its number is {number}.\n\n"
                "You find it here, as a PDF and as a signed file:\n{link}\n\n"
                "Whoever wants to know whether it is genuine checks it here, without an account:\n{check}",
            ),
            "id": LetterText(
                "Sertifikat Anda untuk {edition}",
                "Sertifikat Anda untuk {edition} telah diterbitkan. Nomornya {number}.\n\n"
                "Sertifikat tersedia di sini sebagai PDF dan sebagai berkas bertanda tangan:\n{link}\n\n"
                "Siapa pun dapat memeriksa keasliannya di sini, tanpa akun:\n{check}",
            ),
        },
    ),
    REPLACED: LetterKind(
        purpose=_("Tells a participant that a corrected certificate takes the place of theirs."),
        placeholders=BASE,
        texts={
            "en": LetterText(
                "Your certificate of {edition} was replaced",
                "Your certificate of {edition} was corrected. The new one has the number {number}; "
                "the one before it does not count any more, and its check says so.\n\n"
                "You find the new one here:\n{link}\n\nIts check:\n{check}",
            ),
            "id": LetterText(
                "Sertifikat Anda untuk {edition} telah diganti",
                "Sertifikat Anda untuk {edition} telah diperbaiki. Yang baru bernomor {number}; "
                "yang sebelumnya tidak berlaku lagi, dan pemeriksaannya menyatakan demikian.\n\n"
                "Sertifikat yang baru tersedia di sini:\n{link}\n\nPemeriksaannya:\n{check}",
            ),
        },
    ),
    REVOKED: LetterKind(
        purpose=_("Tells a participant that their certificate does not count any more, and why."),
        placeholders={**BASE, "reason": REASON},
        texts={
            "en": LetterText(
                "Your certificate of {edition} was withdrawn",
                "Your certificate of {edition} with the number {number} does not count any more.\n\n"
                "The reason: {reason}\n\n"
                "Everybody who checks it reads this:\n{check}\n\n"
                "Your certificates, and the decision on your completion, are here:\n{link}",
            ),
            "id": LetterText(
                "Sertifikat Anda untuk {edition} telah ditarik",
                "Sertifikat Anda untuk {edition} dengan nomor {number} tidak berlaku lagi.\n\n"
                "Alasannya: {reason}\n\n"
                "Setiap orang yang memeriksanya membaca hal ini:\n{check}\n\n"
                "Sertifikat Anda dan keputusan tentang kelulusan Anda ada di sini:\n{link}",
            ),
        },
    ),
}
