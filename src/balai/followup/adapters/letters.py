"""The letters about plans, as Balai ships them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import LetterKind, LetterText, Placeholder
from balai.nominations.adapters.letters import EDITION

NAME = Placeholder(meaning=_("the participant"), sample="Karma Choden")
PLAN = Placeholder(meaning=_("the page of the plan"), sample="https://balai.example/followup/mine/…/")

LETTERS = {
    "plan.endorsement": LetterKind(
        purpose=_("Asks a supervisor at home to read and endorse an action plan, by a personal link."),
        placeholders={
            "name": Placeholder(meaning=_("the supervisor"), sample="Tashi Wangmo"),
            "participant": NAME,
            "edition": EDITION,
            "title": Placeholder(
                meaning=_("the title of the plan"), sample="A dye house that reuses its water"
            ),
            "until": Placeholder(
                meaning=_("until when the link is good"),
                sample="Monday 20 August 2018, 15:00 (Asia/Thimphu)",
            ),
            "link": Placeholder(
                meaning=_("the personal link"), sample="https://balai.example/followup/endorse/…/"
            ),
        },
        texts={
            "en": LetterText(
                "An action plan for you to endorse: {title}",
                "Dear {name}\n\n"
                "{participant} takes part in {edition} and wrote an action plan for the work at home, “{title}”. "
                "As the supervisor you are asked to read it, and to say whether you endorse it, what you "
                "promise it, or what should be changed.\n\n"
                "No account is needed. This link is personal and good until {until}:\n{link}",
            ),
            "id": LetterText(
                "Rencana aksi untuk Anda setujui: {title}",
                "Yth. {name}\n\n"
                "{participant} mengikuti {edition} dan menyusun rencana aksi untuk pekerjaannya di negara asal, "
                "“{title}”. Sebagai atasan, Anda dimohon membacanya dan menyatakan apakah Anda menyetujuinya, "
                "apa yang Anda janjikan, atau apa yang perlu diubah.\n\n"
                "Akun tidak diperlukan. Tautan ini bersifat pribadi dan berlaku sampai {until}:\n{link}",
            ),
        },
        is_secret=True,
    ),
    "plan.answered": LetterKind(
        purpose=_("Tells a participant what the supervisor said to the plan."),
        placeholders={
            "name": NAME,
            "edition": EDITION,
            "supervisor": Placeholder(meaning=_("the supervisor"), sample="Tashi Wangmo"),
            "answer": Placeholder(meaning=_("what the supervisor said"), sample="endorses your plan"),
            "remark": Placeholder(meaning=_("what was remarked"), sample="Begin with one workshop."),
            "link": PLAN,
        },
        texts={
            "en": LetterText(
                "Your action plan: {supervisor} {answer}",
                "Dear {name}\n\n{supervisor} {answer} of {edition}.\n\nRemark: {remark}\n\n{link}",
            ),
            "id": LetterText(
                "Rencana aksi Anda: {supervisor} {answer}",
                "Yth. {name}\n\n{supervisor} {answer} dari {edition}.\n\nCatatan: {remark}\n\n{link}",
            ),
        },
    ),
    "plan.returned": LetterKind(
        purpose=_("Tells a participant that the plan came back, and what should be changed."),
        placeholders={
            "name": NAME,
            "edition": EDITION,
            "because": Placeholder(
                meaning=_("what should be changed"), sample="Give the indicators a target for each year."
            ),
            "link": PLAN,
        },
        texts={
            "en": LetterText(
                "Please change your action plan: {edition}",
                "Dear {name}\n\nYour action plan of {edition} came back to you. What should be changed:\n\n"
                "{because}\n\nChange it and submit it again:\n{link}",
            ),
            "id": LetterText(
                "Mohon ubah rencana aksi Anda: {edition}",
                "Yth. {name}\n\nRencana aksi Anda dari {edition} dikembalikan. Yang perlu diubah:\n\n"
                "{because}\n\nUbahlah dan ajukan kembali:\n{link}",
            ),
        },
    ),
    "plan.due": LetterKind(
        purpose=_("Reminds a participant of an action plan that is not submitted, before the last day."),
        placeholders={
            "name": NAME,
            "edition": EDITION,
            "day": Placeholder(meaning=_("the last day"), sample="30 July 2018"),
            "link": PLAN,
        },
        texts={
            "en": LetterText(
                "Your action plan is due: {edition}",
                "Dear {name}\n\nYour action plan of {edition} is not submitted yet. The last day is {day}.\n\n{link}",
            ),
            "id": LetterText(
                "Rencana aksi Anda segera jatuh tempo: {edition}",
                "Yth. {name}\n\nRencana aksi Anda dari {edition} belum diajukan. Hari terakhir: {day}.\n\n{link}",
            ),
        },
    ),
}
