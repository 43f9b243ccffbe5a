"""The letters about plans, as Balai ships them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import LetterKind, LetterText, Placeholder
from balai.nominations.adapters.letters import EDITION

NAME = Placeholder(meaning=_("the participant"), sample="Karma Choden")
SUCCESSOR = Placeholder(meaning=_("the successor"), sample="Kinley Dorji")
TITLE = Placeholder(meaning=_("the title of the plan"), sample=_("A dye house that reuses its water"))
DUE_DAY = Placeholder(meaning=_("the day by which it is due"), sample=_("28 October 2018"))
REPORT = Placeholder(
    meaning=_("the page on which one tells"), sample="https://balai.example/followup/plans/…/follow-up/3/"
)
PLAN = Placeholder(meaning=_("the page of the plan"), sample="https://balai.example/followup/mine/…/")

LETTERS = {
    "plan.endorsement": LetterKind(
        purpose=_("Asks a supervisor at home to read and endorse an action plan, by a personal link."),
        placeholders={
            "name": Placeholder(meaning=_("the supervisor"), sample="Tashi Wangmo"),
            "participant": NAME,
            "edition": EDITION,
            "title": TITLE,
            "until": Placeholder(
                meaning=_("until when the link is good"),
                sample=_("Monday 20 August 2018, 15:00 (Asia/Thimphu)"),
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
            "answer": Placeholder(meaning=_("what the supervisor said"), sample=_("endorses your plan")),
            "remark": Placeholder(meaning=_("what was remarked"), sample=_("Begin with one workshop.")),
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
                meaning=_("what should be changed"), sample=_("Give the indicators a target for each year.")
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
            "day": Placeholder(meaning=_("the last day"), sample=_("30 July 2018")),
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
    "follow_up.asked": LetterKind(
        purpose=_("Asks a participant how the action plan goes, three weeks before the day."),
        placeholders={"name": NAME, "edition": EDITION, "title": TITLE, "day": DUE_DAY, "link": REPORT},
        texts={
            "en": LetterText(
                "How does your action plan go? {edition}",
                "Dear {name}\n\nWhat became of “{title}”, your action plan of {edition}? Please tell by {day}: "
                "how far each activity is, what stood in the way, and what helped. What did not work is worth "
                "as much as what did. It takes five minutes on a telephone.\n\n{link}",
            ),
            "id": LetterText(
                "Bagaimana rencana aksi Anda berjalan? {edition}",
                "Yth. {name}\n\nApa yang telah terjadi dengan “{title}”, rencana aksi Anda dari {edition}? Mohon "
                "sampaikan paling lambat {day}: sejauh mana tiap kegiatan, apa yang menghambat, dan apa yang "
                "membantu. Yang tidak berhasil sama berharganya dengan yang berhasil. Cukup lima menit di "
                "ponsel.\n\n{link}",
            ),
        },
    ),
    "follow_up.late": LetterKind(
        purpose=_(
            "Asks a participant a second and last time how the action plan goes, a week after the day."
        ),
        placeholders={"name": NAME, "edition": EDITION, "title": TITLE, "day": DUE_DAY, "link": REPORT},
        texts={
            "en": LetterText(
                "Still welcome: how does your action plan go? {edition}",
                "Dear {name}\n\nThe day for telling how “{title}” goes was {day}. A late answer is welcome, "
                "and a short one too: even that nothing could be begun.\n\n{link}",
            ),
            "id": LetterText(
                "Masih dinantikan: bagaimana rencana aksi Anda berjalan? {edition}",
                "Yth. {name}\n\nBatas waktu untuk menyampaikan perkembangan “{title}” adalah {day}. Jawaban yang "
                "terlambat tetap diterima, juga yang singkat: bahkan bila belum ada yang dapat dimulai."
                "\n\n{link}",
            ),
        },
    ),
    "follow_up.first_step": LetterKind(
        purpose=_("Asks a participant two weeks after the end whether the first step is done."),
        placeholders={
            "name": NAME,
            "edition": EDITION,
            "step": Placeholder(
                meaning=_("the first step"), sample=_("Measure the water of one dye house for a week.")
            ),
            "link": PLAN,
        },
        texts={
            "en": LetterText(
                "Is the first step done? {edition}",
                "Dear {name}\n\nIn {edition} you planned as your first step at home:\n\n{step}\n\n"
                "Tell with one tap on which day it was done:\n{link}",
            ),
            "id": LetterText(
                "Apakah langkah pertama sudah dilakukan? {edition}",
                "Yth. {name}\n\nDalam {edition} Anda merencanakan langkah pertama di negara asal:\n\n{step}\n\n"
                "Sampaikan dengan satu ketukan pada hari apa langkah itu dilakukan:\n{link}",
            ),
        },
    ),
    "follow_up.by_link": LetterKind(
        purpose=_("Asks a supervisor at home how an action plan goes, by a personal link."),
        placeholders={
            "name": Placeholder(meaning=_("the supervisor"), sample="Tashi Wangmo"),
            "participant": NAME,
            "edition": EDITION,
            "title": TITLE,
            "day": DUE_DAY,
            "link": Placeholder(
                meaning=_("the personal link"), sample="https://balai.example/followup/follow/…/"
            ),
        },
        texts={
            "en": LetterText(
                "How does the action plan of {participant} go?",
                "Dear {name}\n\n{participant} took part in {edition} and wrote the action plan “{title}”. "
                "You know best what became of it at work. Please tell by {day}: how far each activity is, and "
                "what stood in the way.\n\nNo account is needed. This link is personal and good for sixty "
                "days:\n{link}",
            ),
            "id": LetterText(
                "Bagaimana rencana aksi {participant} berjalan?",
                "Yth. {name}\n\n{participant} mengikuti {edition} dan menyusun rencana aksi “{title}”. Anda "
                "paling mengetahui apa yang terjadi dengannya di tempat kerja. Mohon sampaikan paling lambat "
                "{day}: sejauh mana tiap kegiatan, dan apa yang menghambat.\n\nAkun tidak diperlukan. Tautan ini "
                "bersifat pribadi dan berlaku enam puluh hari:\n{link}",
            ),
        },
        is_secret=True,
    ),
    "follow_up.to_successor": LetterKind(
        purpose=_("Asks the successor who took an action plan over how it goes, by a personal link."),
        placeholders={
            "name": SUCCESSOR,
            "participant": NAME,
            "edition": EDITION,
            "title": TITLE,
            "day": DUE_DAY,
            "link": Placeholder(
                meaning=_("the personal link"), sample="https://balai.example/followup/follow/…/"
            ),
        },
        texts={
            "en": LetterText(
                "How does the action plan go that you took over? {title}",
                "Dear {name}\n\nYou went on with “{title}”, the action plan that {participant} wrote in {edition}. "
                "Please tell by {day}: how far each activity is, what stood in the way, and what helped."
                "\n\nNo account is needed. This link is personal and good for sixty days:\n{link}",
            ),
            "id": LetterText(
                "Bagaimana rencana aksi yang Anda ambil alih berjalan? {title}",
                "Yth. {name}\n\nAnda melanjutkan “{title}”, rencana aksi yang disusun {participant} dalam {edition}. "
                "Mohon sampaikan paling lambat {day}: sejauh mana tiap kegiatan, apa yang menghambat, dan apa "
                "yang membantu.\n\nAkun tidak diperlukan. Tautan ini bersifat pribadi dan berlaku enam puluh "
                "hari:\n{link}",
            ),
        },
        is_secret=True,
    ),
    "follow_up.silent": LetterKind(
        purpose=_("Tells a focal point, two weeks after the day, of which action plans nothing was heard."),
        placeholders={
            "name": Placeholder(meaning=_("the focal point"), sample="Dechen Wangmo"),
            "edition": EDITION,
            "number": Placeholder(meaning=_("of how many plans nothing was heard"), sample="2"),
            "people": Placeholder(meaning=_("whose plans they are"), sample="Karma Choden, Kinley Dorji"),
            "day": DUE_DAY,
            "link": Placeholder(
                meaning=_("the board of the country"),
                sample="https://balai.example/followup/smi-2018/countries/BT/",
            ),
        },
        texts={
            "en": LetterText(
                "Action plans of your country of which nothing was heard: {edition}",
                "Dear {name}\n\nThe participants of {edition} were asked by {day} how their action plans go. Of "
                "{number} of your country nothing was heard yet: {people}.\n\nPerhaps a telephone call helps. "
                "You can tell what you heard for them:\n{link}",
            ),
            "id": LetterText(
                "Rencana aksi negara Anda yang belum ada kabarnya: {edition}",
                "Yth. {name}\n\nPeserta {edition} diminta menyampaikan perkembangan rencana aksinya paling lambat "
                "{day}. Dari negara Anda, {number} belum ada kabarnya: {people}.\n\nBarangkali sambungan telepon "
                "membantu. Anda dapat menyampaikan yang Anda dengar atas nama mereka:\n{link}",
            ),
        },
    ),
    "hand_over.offered": LetterKind(
        purpose=_("Asks somebody to go on with an action plan whose author leaves the post."),
        placeholders={
            "name": SUCCESSOR,
            "participant": NAME,
            "edition": EDITION,
            "title": TITLE,
            "because": Placeholder(
                meaning=_("what the successor should know"),
                sample=_("The tank stands; ask Tashi for the keys."),
            ),
            "until": Placeholder(meaning=_("until when the link is good"), sample=_("20 January 2019")),
            "link": Placeholder(
                meaning=_("the personal link"), sample="https://balai.example/followup/take-over/…/"
            ),
        },
        texts={
            "en": LetterText(
                "Will you go on with this action plan? {title}",
                "Dear {name}\n\n{participant} took part in {edition}, wrote the action plan “{title}”, and "
                "names you as the one who goes on with it.\n\n{because}\n\nRead the plan, and say whether you "
                "take it over. After 3, 6 and 12 months you are then asked how it goes. Your name and address "
                "are kept with the plan for this alone. No account is needed; the link is good until "
                "{until}:\n{link}",
            ),
            "id": LetterText(
                "Maukah Anda melanjutkan rencana aksi ini? {title}",
                "Yth. {name}\n\n{participant} mengikuti {edition}, menyusun rencana aksi “{title}”, dan menyebut "
                "Anda sebagai orang yang melanjutkannya.\n\n{because}\n\nBacalah rencana itu, dan sampaikan apakah "
                "Anda mengambilnya alih. Setelah 3, 6, dan 12 bulan Anda akan ditanya bagaimana rencana itu "
                "berjalan. Nama dan alamat Anda disimpan bersama rencana hanya untuk hal ini. Akun tidak "
                "diperlukan; tautan berlaku sampai {until}:\n{link}",
            ),
        },
        is_secret=True,
    ),
    "hand_over.answered": LetterKind(
        purpose=_("Tells the author of an action plan whether the successor takes it over."),
        placeholders={
            "name": NAME,
            "successor": SUCCESSOR,
            "answer": Placeholder(meaning=_("what the successor said"), sample=_("goes on with your plan")),
            "edition": EDITION,
            "link": PLAN,
        },
        texts={
            "en": LetterText(
                "Your action plan: {successor} {answer}",
                "Dear {name}\n\n{successor} {answer} of {edition}. What you wrote and told stays yours.\n\n{link}",
            ),
            "id": LetterText(
                "Rencana aksi Anda: {successor} {answer}",
                "Yth. {name}\n\n{successor} {answer} dari {edition}. Yang Anda tulis dan sampaikan tetap milik "
                "Anda.\n\n{link}",
            ),
        },
    ),
    "follow_up.year": LetterKind(
        purpose=_(
            "Asks participants and reserves the same three questions a year later, by a personal link."
        ),
        placeholders={
            "name": Placeholder(
                meaning=_("who took part, or stood on the reserve list"), sample="Pema Lhamo"
            ),
            "edition": EDITION,
            "until": Placeholder(meaning=_("until when the link is good"), sample=_("28 October 2019")),
            "link": Placeholder(
                meaning=_("the personal link"), sample="https://balai.example/followup/year/…/"
            ),
        },
        texts={
            "en": LetterText(
                "Three questions, a year after {edition}",
                "Dear {name}\n\nA year ago {edition} ended. The same three questions go to everybody who took part, "
                "and to those who stood on its reserve list and did not: only so can be seen what the programme "
                "changed. They take a minute.\n\nOnly numbers are shown, and no name. You may say no, and are then "
                "asked no more. The link is personal and good until {until}:\n{link}",
            ),
            "id": LetterText(
                "Tiga pertanyaan, setahun setelah {edition}",
                "Yth. {name}\n\nSetahun yang lalu {edition} berakhir. Tiga pertanyaan yang sama ditujukan kepada semua "
                "yang mengikuti dan kepada yang berada dalam daftar cadangan tetapi tidak ikut: hanya dengan begitu "
                "dapat dilihat apa yang diubah program ini. Cukup satu menit.\n\nHanya angka yang ditampilkan, tanpa "
                "nama. Anda boleh menolak, dan tidak akan ditanya lagi. Tautan ini bersifat pribadi dan berlaku "
                "sampai {until}:\n{link}",
            ),
        },
        is_secret=True,
    ),
}
