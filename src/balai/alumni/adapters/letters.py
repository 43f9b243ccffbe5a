"""The letters to alumni, as Balai ships them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.alumni.enums import Purpose
from balai.alumni.services.experts import ANSWERED
from balai.alumni.services.groups import LETTER
from balai.alumni.services.inviting import LETTERS as INVITING
from balai.correspondence.registries import LetterKind, LetterText, Placeholder
from balai.nominations.adapters.letters import EDITION

NAME = Placeholder(meaning=_("the alumnus"), sample="Karma Choden")
END = Placeholder(
    meaning=_("the page that ends such letters"), sample="https://balai.example/alumni/letters/…/"
)
PAGE = Placeholder(
    meaning=_("the page of the edition"), sample="https://balai.example/en/programmes/smi-2019/"
)
ENDING = {
    "en": "You get this because you completed an earlier edition. End such letters here, without signing in:\n{end}",
    "id": (
        "Anda menerima surat ini karena telah menyelesaikan angkatan terdahulu. Hentikan surat seperti ini di sini, "
        "tanpa masuk:\n{end}"
    ),
}
INVITED = {"name": NAME, "edition": EDITION, "link": PAGE, "end": END}

LETTERS = {
    LETTER: LetterKind(
        purpose=_(
            "Brings an alumnus what was written to one of their groups; no address is shown to anybody."
        ),
        placeholders={
            "name": NAME,
            "group": Placeholder(meaning=_("the group"), sample="Bhutan"),
            "writer": Placeholder(meaning=_("who wrote it"), sample="Tashi Wangmo"),
            "subject": Placeholder(meaning=_("the subject"), sample=_("Dyers meet in October")),
            "text": Placeholder(
                meaning=_("what was written"), sample=_("We meet on 12 October to compare our dye houses.")
            ),
            "link": Placeholder(
                meaning=_("the page of the group"), sample="https://balai.example/alumni/groups/country/BT/"
            ),
            "end": END,
        },
        texts={
            "en": LetterText(
                "{subject} – alumni: {group}",
                "Dear {name}\n\n{text}\n\n{writer}\n\nThis went to the alumni of “{group}”, each alone; nobody "
                "sees your address. The group and how to reach its members:\n{link}\n\nEnd letters of this group "
                "here, without signing in:\n{end}",
            ),
            "id": LetterText(
                "{subject} – para alumni {group}",
                "Yth. {name}\n\n{text}\n\n{writer}\n\nSurat ini dikirim kepada alumni “{group}”, masing-masing "
                "tersendiri; tidak seorang pun melihat alamat Anda. Kelompok itu dan cara menghubungi anggotanya:\n"
                "{link}\n\nHentikan surat dari kelompok ini di sini, tanpa masuk:\n{end}",
            ),
        },
        is_registered=False,
    ),
    ANSWERED: LetterKind(
        purpose=_("Tells an alumnus what became of the offer to come back as a resource person."),
        placeholders={
            "name": NAME,
            "said": Placeholder(meaning=_("what became of it"), sample=_("is taken up")),
            "answer": Placeholder(meaning=_("what the office says to it"), sample=_("We ask you for July.")),
            "link": Placeholder(
                meaning=_("the page of the offer"), sample="https://balai.example/alumni/mine/offer/"
            ),
        },
        texts={
            "en": LetterText(
                "Your offer to come back as a resource person",
                "Dear {name}\n\nThank you. Your offer to come back as a resource person {said}.\n\n{answer}\n\n{link}",
            ),
            "id": LetterText(
                "Penawaran Anda untuk kembali sebagai narasumber",
                "Yth. {name}\n\nTerima kasih. Penawaran Anda untuk kembali sebagai narasumber {said}.\n\n{answer}\n\n"
                "{link}",
            ),
        },
    ),
    INVITING[Purpose.PASS_ON]: LetterKind(
        purpose=_("Asks alumni of a series to pass the call of the next edition on."),
        placeholders=INVITED,
        texts={
            "en": LetterText(
                "Please pass on: {edition}",
                "Dear {name}\n\nThe call for {edition} is open. You know best for whom it is. Please pass this page "
                "on to colleagues; it says who may be nominated, and until when:\n{link}\n\n" + ENDING["en"],
            ),
            "id": LetterText(
                "Mohon diteruskan: {edition}",
                "Yth. {name}\n\nPencalonan untuk {edition} telah dibuka. Anda paling mengetahui siapa yang "
                "membutuhkannya. Mohon teruskan halaman ini kepada rekan; di sana tertulis siapa yang dapat "
                "dicalonkan dan sampai kapan:\n{link}\n\n" + ENDING["id"],
            ),
        },
        is_registered=False,
    ),
    INVITING[Purpose.PROPOSE]: LetterKind(
        purpose=_(
            "Asks alumni of a series to propose a colleague for the next edition to their focal point."
        ),
        placeholders=INVITED,
        texts={
            "en": LetterText(
                "Whom would you propose? {edition}",
                "Dear {name}\n\nThe call for {edition} is open. It is the focal point of your country who nominates. "
                "If you know a colleague who would bring home as much as you did, tell the focal point now. What is "
                "asked for:\n{link}\n\n" + ENDING["en"],
            ),
            "id": LetterText(
                "Siapa yang akan Anda usulkan? {edition}",
                "Yth. {name}\n\nPencalonan untuk {edition} telah dibuka. Yang mengajukan calon adalah narahubung "
                "nasional negara Anda. Jika Anda mengenal rekan yang akan membawa pulang manfaat sebanyak Anda, "
                "sampaikanlah kepada narahubung sekarang. Yang dipersyaratkan:\n{link}\n\n" + ENDING["id"],
            ),
        },
        is_registered=False,
    ),
    INVITING[Purpose.COME_BACK]: LetterKind(
        purpose=_("Asks alumni of a series to come back to the next edition as resource persons."),
        placeholders=INVITED
        | {
            "link": Placeholder(
                meaning=_("the page of the offer"), sample="https://balai.example/alumni/mine/offer/"
            )
        },
        texts={
            "en": LetterText(
                "Will you come back as a resource person? {edition}",
                "Dear {name}\n\nThe next edition is being prepared: {edition}. Nobody speaks to its participants as "
                "well as who sat where they sit. Would you lecture, show how you work, or advise by video? Offer it "
                "here, with your topics and languages; the office answers:\n{link}\n\n" + ENDING["en"],
            ),
            "id": LetterText(
                "Bersediakah Anda kembali sebagai narasumber? {edition}",
                "Yth. {name}\n\nAngkatan berikutnya sedang disiapkan: {edition}. Tidak ada yang dapat berbicara kepada "
                "pesertanya sebaik orang yang pernah duduk di tempat mereka. Bersediakah Anda memberi kuliah, "
                "memperlihatkan cara kerja Anda, atau memberi nasihat melalui video? Sampaikan penawaran di sini "
                "dengan topik dan bahasa Anda; kantor akan menjawab:\n{link}\n\n" + ENDING["id"],
            ),
        },
        is_registered=False,
    ),
}
