"""The letters of the technology exchange, as Balai ships them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import LetterKind, LetterText, Placeholder
from balai.followup.adapters.letters import DUE_DAY
from balai.nominations.adapters.letters import EDITION

NAME = Placeholder(meaning=_("the addressee"), sample="Karma Choden")
TITLE = Placeholder(meaning=_("what is asked for"), sample=_("Recycling of beverage cartons"))
LINK = Placeholder(meaning=_("the page of one’s exchange"), sample="https://balai.example/exchange/mine/")
ALL = {"name": NAME, "edition": EDITION, "title": TITLE, "link": LINK}

LETTERS = {
    "exchange.answered": LetterKind(
        purpose=_("Tells somebody that a need or an interest in a technology was answered."),
        placeholders=ALL,
        texts={
            "en": LetterText(
                "An answer for you: {title}",
                "Dear {name}\n\nSomebody can help with what you asked for in {edition}: “{title}”. Read the answer, and "
                "say whether you agree to get in touch. Your address is shown only when you agree.\n\n{link}",
            ),
            "id": LetterText(
                "Jawaban untuk Anda: {title}",
                "Yth. {name}\n\nAda yang dapat membantu kebutuhan Anda dalam {edition}: “{title}”. Bacalah jawabannya, "
                "lalu nyatakan apakah Anda bersedia berhubungan. Alamat Anda hanya diperlihatkan bila Anda setuju.\n\n{link}",
            ),
        },
    ),
    "exchange.proposed": LetterKind(
        purpose=_("Asks somebody whose offer fits a need whether they can help."),
        placeholders=ALL,
        texts={
            "en": LetterText(
                "Your offer may help: {title}",
                "Dear {name}\n\nWhat you offer seems to fit what somebody needs: “{title}” ({edition}). Read the need, and "
                "say whether you agree to get in touch, or decline.\n\n{link}",
            ),
            "id": LetterText(
                "Penawaran Anda mungkin membantu: {title}",
                "Yth. {name}\n\nPenawaran Anda tampaknya cocok dengan suatu kebutuhan: “{title}” ({edition}). Bacalah "
                "kebutuhan itu, lalu nyatakan apakah Anda bersedia berhubungan atau menolak.\n\n{link}",
            ),
        },
    ),
    "exchange.agreed": LetterKind(
        purpose=_("Tells who answered a need that the other side agreed, and where its contact is read."),
        placeholders=ALL,
        texts={
            "en": LetterText(
                "You may get in touch: {title}",
                "Dear {name}\n\nWhoever needs “{title}” ({edition}) has read your answer and agrees. How to reach them "
                "stands on your page:\n\n{link}",
            ),
            "id": LetterText(
                "Anda dapat berhubungan: {title}",
                "Yth. {name}\n\nPihak yang membutuhkan “{title}” ({edition}) telah membaca jawaban Anda dan setuju. Cara "
                "menghubunginya tercantum di halaman Anda:\n\n{link}",
            ),
        },
    ),
    "exchange.outcome": LetterKind(
        purpose=_("Asks what came of a match, 3, 6 and 12 months after both sides agreed."),
        placeholders=ALL | {"day": DUE_DAY},
        texts={
            "en": LetterText(
                "What came of it? {title}",
                "Dear {name}\n\nYou got in touch about “{title}” ({edition}). Please tell by {day} what came of it: one "
                "choice and, if you like, a sentence. “Nothing yet” is an answer, too.\n\n{link}",
            ),
            "id": LetterText(
                "Apa hasilnya? {title}",
                "Yth. {name}\n\nAnda telah berhubungan mengenai “{title}” ({edition}). Mohon sampaikan paling lambat {day} "
                "apa hasilnya: satu pilihan dan, bila perlu, satu kalimat. “Belum ada” juga merupakan jawaban.\n\n{link}",
            ),
        },
    ),
}
