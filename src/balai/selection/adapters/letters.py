"""Letters about offers: to governments, nominees, reserves and participants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import LetterKind, LetterText, Placeholder
from balai.selection.enums import Attendance, OfferState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

EDITION = Placeholder(
    meaning=_("the edition with its code"),
    sample=_("Enhancing the Development of Small and Medium Industry (SMI-2018)"),
)
DATES = Placeholder(meaning=_("first and last day"), sample=_("18 to 30 July 2018"))
LINK = Placeholder(meaning=_("the page of the reader"), sample="https://balai.example/selection/mine/")
UNTIL = Placeholder(
    meaning=_("until when, by the clock of the reader"),
    sample=_("Thursday 31 May 2018, 17:00 (Asia/Thimphu)"),
)
COUNTRY = Placeholder(meaning=_("the country"), sample="Bhutan")
BASE: Mapping[str, Placeholder] = {
    "edition": EDITION,
    "dates": DATES,
    "name": Placeholder(meaning=_("the nominee, as in the passport"), sample="Karma Choden"),
    "reference": Placeholder(meaning=_("reference of the nomination"), sample="SMI-2018/N-BT-01"),
    "link": LINK,
}
OF_A_COUNTRY: Mapping[str, Placeholder] = {
    "edition": EDITION,
    "dates": DATES,
    "country": COUNTRY,
    "link": LINK,
}


def _kind(
    purpose: StrOrPromise, gaps: Mapping[str, Placeholder], *, en: LetterText, indonesian: LetterText
) -> LetterKind:
    return LetterKind(purpose=purpose, placeholders=gaps, texts={"en": en, "id": indonesian})


LETTERS: Mapping[str, LetterKind] = {
    "offer.government": _kind(
        _("Tells a government what the panel decided of its nominees, before they are told."),
        {
            **OF_A_COUNTRY,
            "outcome": Placeholder(
                meaning=_("the result for each nominee"),
                sample=_("- Karma Choden (SMI-2018/N-BT-01): a place is offered"),
            ),
            "until": Placeholder(
                meaning=_("until when the offers hold"),
                sample=_("Thursday 31 May 2018, 17:00 (Asia/Jakarta)"),
            ),
        },
        en=LetterText(
            "Result of the selection: {edition}",
            "To the national focal point of {country}\n\n"
            "We have the honour to inform you of the result for the nominees of {country} for {edition}, "
            "which is held on {dates}:\n\n{outcome}\n\n"
            "Those who are offered a place confirm by {until}. Please see that their employers release them. "
            "Reserves are asked when a place becomes free.\n\n"
            "What they answer is here at any time:\n{link}",
        ),
        indonesian=LetterText(
            "Hasil seleksi: {edition}",
            "Kepada narahubung nasional {country}\n\n"
            "Dengan hormat kami sampaikan hasil seleksi calon peserta dari {country} untuk {edition} yang "
            "dilaksanakan pada {dates}:\n\n{outcome}\n\n"
            "Calon peserta yang mendapat penawaran memberikan konfirmasi paling lambat {until}. Mohon bantuan "
            "agar instansi mereka memberi izin. Cadangan akan dihubungi jika ada tempat yang kosong.\n\n"
            "Jawaban mereka dapat dilihat setiap saat di:\n{link}",
        ),
    ),
    "offer.place": _kind(
        _("Offers a nominee a place, with the terms."),
        {
            **BASE,
            "until": UNTIL,
            "terms": Placeholder(
                meaning=_("the terms"), sample=_("The host pays for travel in economy class and lodging.")
            ),
        },
        en=LetterText(
            "A place for you: {edition}",
            "{name}, {reference}\n\n"
            "We are glad to offer you a place in {edition}, which is held on {dates}.\n\n"
            "Accept or decline it on your page by {until}. After that the offer lapses, and the place goes to "
            "somebody else:\n{link}\n\n"
            "Terms\n\n{terms}",
        ),
        indonesian=LetterText(
            "Penawaran tempat bagi Anda: {edition}",
            "{name}, {reference}\n\n"
            "Dengan gembira kami menawarkan satu tempat bagi Anda pada {edition} yang dilaksanakan pada "
            "{dates}.\n\n"
            "Terima atau tolak penawaran ini di halaman Anda paling lambat {until}. Setelah itu penawaran gugur "
            "dan tempat diberikan kepada orang lain:\n{link}\n\n"
            "Ketentuan\n\n{terms}",
        ),
    ),
    "offer.reserve": _kind(
        _("Tells a nominee the number on the reserve list, and how long it holds."),
        {
            **BASE,
            "rank": Placeholder(meaning=_("number on the reserve list"), sample="2"),
            "until": UNTIL,
        },
        en=LetterText(
            "You are on the reserve list: {edition}",
            "{name}, {reference}\n\n"
            "You are number {rank} on the reserve list of {edition}, which is held on {dates}. If a place that "
            "you can take becomes free, we write to you at once.\n\n"
            "The list holds until {until}. Your page:\n{link}",
        ),
        indonesian=LetterText(
            "Anda masuk daftar cadangan: {edition}",
            "{name}, {reference}\n\n"
            "Anda berada di urutan {rank} daftar cadangan {edition} yang dilaksanakan pada {dates}. Jika ada "
            "tempat kosong yang dapat Anda isi, kami segera menghubungi Anda.\n\n"
            "Daftar ini berlaku sampai {until}. Halaman Anda:\n{link}",
        ),
    ),
    "offer.regret": _kind(
        _("Tells a nominee that there is no place, and why."),
        {
            **BASE,
            "feedback": Placeholder(
                meaning=_("why, in one sentence"),
                sample=_("Not in. Everyone who is in has at least as many points."),
            ),
        },
        en=LetterText(
            "Your nomination: {edition}",
            "{name}, {reference}\n\n"
            "Thank you for your interest in {edition}. We regret that we cannot offer you a place.\n\n"
            "{feedback}\n\n"
            "Your country may nominate you again for a later edition. Your page:\n{link}",
        ),
        indonesian=LetterText(
            "Pencalonan Anda: {edition}",
            "{name}, {reference}\n\n"
            "Terima kasih atas minat Anda pada {edition}. Dengan menyesal kami belum dapat menawarkan tempat "
            "bagi Anda.\n\n{feedback}\n\n"
            "Negara Anda dapat mencalonkan Anda lagi untuk angkatan berikutnya. Halaman Anda:\n{link}",
        ),
    ),
    "offer.reminder": _kind(
        _("Reminds a nominee that the offer of a place ends soon."),
        {**BASE, "until": UNTIL},
        en=LetterText(
            "Your answer is due: {edition}",
            "{name}, {reference}\n\n"
            "A place in {edition} is still held for you. Accept or decline it by {until}:\n{link}",
        ),
        indonesian=LetterText(
            "Jawaban Anda ditunggu: {edition}",
            "{name}, {reference}\n\n"
            "Satu tempat pada {edition} masih disediakan bagi Anda. Terima atau tolak paling lambat {until}:\n"
            "{link}",
        ),
    ),
    "offer.overtaken": _kind(
        _("Tells a nominee that somebody else confirmed the place first."),
        BASE,
        en=LetterText(
            "The place is taken: {edition}",
            "{name}, {reference}\n\n"
            "The place in {edition} that was offered to several people was confirmed by somebody else first. "
            "You stay on the list, and we write to you when another place becomes free.\n\n{link}",
        ),
        indonesian=LetterText(
            "Tempat sudah terisi: {edition}",
            "{name}, {reference}\n\n"
            "Tempat pada {edition} yang ditawarkan kepada beberapa orang telah lebih dahulu dikonfirmasi oleh "
            "orang lain. Anda tetap berada di daftar, dan kami menghubungi Anda jika ada tempat lain yang "
            "kosong.\n\n{link}",
        ),
    ),
    "offer.lapsed": _kind(
        _("Tells a nominee that the offer lapsed without an answer."),
        BASE,
        en=LetterText(
            "The offer has lapsed: {edition}",
            "{name}, {reference}\n\n"
            "We had no answer from you, and the place in {edition} now goes to somebody else. Write to the "
            "office if you can still come.\n\n{link}",
        ),
        indonesian=LetterText(
            "Penawaran telah gugur: {edition}",
            "{name}, {reference}\n\n"
            "Kami belum menerima jawaban Anda, sehingga tempat pada {edition} diberikan kepada orang lain. "
            "Hubungi sekretariat jika Anda masih dapat hadir.\n\n{link}",
        ),
    ),
    "offer.withdrawn": _kind(
        _("Tells a nominee that the office has taken an offer back, and why."),
        {
            **BASE,
            "reason": Placeholder(meaning=_("the reason"), sample=_("The embassy asked for another person.")),
        },
        en=LetterText(
            "The offer is taken back: {edition}",
            "{name}, {reference}\n\nThe offer of a place in {edition} is taken back.\n\n{reason}\n\n{link}",
        ),
        indonesian=LetterText(
            "Penawaran ditarik kembali: {edition}",
            "{name}, {reference}\n\nPenawaran tempat pada {edition} ditarik kembali.\n\n{reason}\n\n{link}",
        ),
    ),
    "offer.outcome": _kind(
        _("Tells a focal point what became of an offer to one of the country’s people."),
        {
            **OF_A_COUNTRY,
            "nominee": Placeholder(meaning=_("who it is about"), sample="Karma Choden (SMI-2018/N-BT-01)"),
            "outcome": Placeholder(meaning=_("what became of it"), sample=OfferState.ACCEPTED.label),
        },
        en=LetterText(
            "News of {nominee}: {edition}",
            "To the national focal point of {country}\n\n{nominee}, {edition}: {outcome}.\n\n"
            "All your nominees are here:\n{link}",
        ),
        indonesian=LetterText(
            "Kabar tentang {nominee}: {edition}",
            "Kepada narahubung nasional {country}\n\n{nominee}, {edition}: {outcome}.\n\n"
            "Semua calon peserta Anda ada di:\n{link}",
        ),
    ),
    "offer.renomination": _kind(
        _("Asks a country to name a new person for a place that became free."),
        {**OF_A_COUNTRY, "until": UNTIL},
        en=LetterText(
            "A place of {country} is free: {edition}",
            "To the national focal point of {country}\n\n"
            "A place of {country} in {edition}, which is held on {dates}, has become free, and none of your "
            "alternates can take it. You may name a new person by {until}. After that the place is offered to "
            "the reserves of all countries.\n\n{link}",
        ),
        indonesian=LetterText(
            "Satu tempat {country} kosong: {edition}",
            "Kepada narahubung nasional {country}\n\n"
            "Satu tempat {country} pada {edition} yang dilaksanakan pada {dates} kosong, dan tidak ada cadangan "
            "Anda yang dapat mengisinya. Anda dapat mencalonkan orang baru paling lambat {until}. Setelah itu "
            "tempat ditawarkan kepada cadangan dari semua negara.\n\n{link}",
        ),
    ),
    "participant.confirmed": _kind(
        _("Confirms to a participant that the acceptance has arrived."),
        {
            **BASE,
            "attendance": Placeholder(
                meaning=_("how the person takes part"), sample=Attendance.IN_PERSON.label
            ),
        },
        en=LetterText(
            "You take part: {edition}",
            "{name}, {reference}\n\n"
            "Your acceptance has arrived. You take part in {edition}, which is held on {dates}. How: "
            "{attendance}.\n\n"
            "Buy no ticket yourself; the office writes to you about travel and visa. Your page:\n{link}",
        ),
        indonesian=LetterText(
            "Anda menjadi peserta: {edition}",
            "{name}, {reference}\n\n"
            "Konfirmasi Anda telah kami terima. Anda menjadi peserta {edition} yang dilaksanakan pada {dates}. "
            "Cara mengikuti: {attendance}.\n\n"
            "Jangan membeli tiket sendiri; sekretariat akan mengirim informasi perjalanan dan visa. Halaman "
            "Anda:\n{link}",
        ),
    ),
    "participant.not_met": _kind(
        _("Asks the embassy of a country where a participant is who was not met on arrival."),
        {
            "edition": EDITION,
            "dates": DATES,
            "country": COUNTRY,
            "name": Placeholder(
                meaning=_("the embassy and its office"), sample=_("Embassy of Bhutan, Consular Section")
            ),
            "nominee": Placeholder(meaning=_("who it is about"), sample="Karma Choden"),
            "until": Placeholder(
                meaning=_("until when the place is held"),
                sample=_("Thursday 31 May 2018, 17:00 (Asia/Jakarta)"),
            ),
        },
        en=LetterText(
            "A participant from {country} was not met: {edition}",
            "{name}\n\n"
            "{nominee}, a participant from {country}, was expected for {edition}, which is held on {dates}, and "
            "has not been met since the day of arrival.\n\n"
            "If you know where this person is, or whether they are still on the way, please tell us. The place is "
            "held until {until}.",
        ),
        indonesian=LetterText(
            "Peserta dari {country} belum ditemui: {edition}",
            "{name}\n\n"
            "{nominee}, peserta dari {country}, ditunggu kedatangannya untuk {edition} yang dilaksanakan pada "
            "{dates}, tetapi belum ditemui sejak hari kedatangan.\n\n"
            "Jika Anda mengetahui keberadaan yang bersangkutan, atau apakah ia masih dalam perjalanan, mohon beri "
            "tahu kami. Tempatnya ditahan sampai {until}.",
        ),
    ),
    "participant.online": _kind(
        _("Tells somebody who cannot travel that they take part online."),
        BASE,
        en=LetterText(
            "You take part online: {edition}",
            "{name}, {reference}\n\n"
            "You cannot travel to {edition}, which is held on {dates}; your place stays yours, and you take part "
            "online. How to connect is told before the first day. If you would rather give the place up, say so "
            "on your page.\n\n{link}",
        ),
        indonesian=LetterText(
            "Anda mengikuti secara daring: {edition}",
            "{name}, {reference}\n\n"
            "Anda tidak dapat hadir di {edition} yang dilaksanakan pada {dates}; tempat itu tetap milik Anda, dan "
            "Anda mengikuti secara daring. Cara bergabung disampaikan sebelum hari pertama. Jika Anda hendak "
            "melepaskan tempat itu, sampaikan di halaman Anda.\n\n{link}",
        ),
    ),
    "participant.name_corrected": _kind(
        _("Tells somebody who takes part how papers print their name after it was corrected."),
        {
            **BASE,
            "printed": Placeholder(
                meaning=_("the name as papers print it, in both scripts"), sample="Ms. Karma Choden"
            ),
        },
        en=LetterText(
            "Your name on papers: {edition}",
            "{name}, {reference}\n\n"
            "The office has corrected how papers of {edition} print your name. From now on badges, lists and "
            "certificates say:\n\n{printed}\n\n"
            "If this is not as in your passport, or not as you want it, write to the office.\n\n{link}",
        ),
        indonesian=LetterText(
            "Nama Anda pada dokumen: {edition}",
            "{name}, {reference}\n\n"
            "Sekretariat telah memperbaiki penulisan nama Anda pada dokumen {edition}. Mulai sekarang tanda "
            "pengenal, daftar dan sertifikat mencantumkan:\n\n{printed}\n\n"
            "Jika tidak sesuai dengan paspor Anda, atau tidak seperti yang Anda kehendaki, hubungi "
            "sekretariat.\n\n{link}",
        ),
    ),
    "participant.ended": _kind(
        _("Confirms to somebody who had confirmed that they no longer take part."),
        BASE,
        en=LetterText(
            "You no longer take part: {edition}",
            "{name}, {reference}\n\n"
            "It is on record that you no longer take part in {edition}. The place goes to somebody else. If "
            "this is a mistake, write to the office at once.\n\n{link}",
        ),
        indonesian=LetterText(
            "Anda tidak lagi menjadi peserta: {edition}",
            "{name}, {reference}\n\n"
            "Tercatat bahwa Anda tidak lagi mengikuti {edition}. Tempat Anda diberikan kepada orang lain. Jika "
            "ini keliru, segera hubungi sekretariat.\n\n{link}",
        ),
    ),
}
