"""The letters about news, as Balai ships them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import LetterKind, LetterText, Placeholder
from balai.newsroom.services.subscribing import NEWS, QUESTION

LETTERS = {
    QUESTION: LetterKind(
        purpose=_("Asks the owner of an address whether they want news by mail."),
        placeholders={
            "office": Placeholder(meaning=_("the office"), sample=_("Ministry of Industry")),
            "what": Placeholder(meaning=_("of which news"), sample=_("Ceramics")),
            "link": Placeholder(
                meaning=_("the page to confirm it"), sample="https://balai.example/en/news/subscription/…/"
            ),
        },
        texts={
            "en": LetterText(
                "Do you want news by mail?",
                "Somebody, we think you, asked {office} to send news to this address: {what}.\n\n"
                "Open this page and confirm it. The link is good for seven days:\n{link}\n\n"
                "If it was not you, do nothing. Nothing more is sent, and the address is forgotten.",
            ),
            "id": LetterText(
                "Apakah Anda ingin menerima berita melalui surel?",
                "Seseorang, kami kira Anda, meminta {office} mengirim berita ke alamat ini: {what}.\n\n"
                "Buka halaman ini dan konfirmasikan. Tautan berlaku tujuh hari:\n{link}\n\n"
                "Jika bukan Anda, abaikan surat ini. Tidak ada lagi yang dikirim, dan alamat ini akan dihapus.",
            ),
        },
        is_registered=False,
        is_secret=True,
    ),
    NEWS: LetterKind(
        purpose=_("Tells a subscriber of a new article."),
        placeholders={
            "headline": Placeholder(meaning=_("the headline"), sample=_("Ten countries learn")),
            "lead": Placeholder(
                meaning=_("the lead"), sample=_("Twenty officials spent thirteen days here.")
            ),
            "link": Placeholder(meaning=_("the article"), sample="https://balai.example/en/news/…/"),
            "subscription": Placeholder(
                meaning=_("the page to change or end it"),
                sample="https://balai.example/en/news/subscription/…/",
            ),
        },
        texts={
            "en": LetterText(
                "News: {headline}",
                "{lead}\n\nRead the article:\n{link}\n\n"
                "You get this because you asked for it. Change or end it here, without signing in:\n{subscription}",
            ),
            "id": LetterText(
                "Berita: {headline}",
                "{lead}\n\nBaca artikel:\n{link}\n\n"
                "Anda menerima surat ini karena memintanya. Ubah atau hentikan di sini, tanpa masuk:\n{subscription}",
            ),
        },
        is_registered=False,
    ),
}
