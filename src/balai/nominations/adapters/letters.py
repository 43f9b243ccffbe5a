"""The letters of the call and of nominations, as Balai ships them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import LetterKind, LetterText, Placeholder

EDITION = Placeholder(
    meaning=_("the edition"),
    sample=_("Enhancing the Development of Small and Medium Industry (SMI-2018)"),
)
DATES = Placeholder(meaning=_("its first and last day"), sample=_("18 to 30 July 2018"))
COUNTRY = Placeholder(meaning=_("the country"), sample="Bhutan")
PLACES = Placeholder(meaning=_("how many people may go"), sample="2")
RESERVE = Placeholder(meaning=_("how many alternates are asked for"), sample="1")
DEADLINE = Placeholder(
    meaning=_("until when, by the clock of the country"),
    sample=_("Monday 30 April 2018, 17:00 (Asia/Thimphu)"),
)
DEADLINES = Placeholder(
    meaning=_("the deadlines of every level of the country, a line for each"),
    sample=_("- Nominations are due: Monday 30 April 2018, 17:00 (Asia/Thimphu)"),
)
LINK = Placeholder(
    meaning=_("the page of the country"), sample="https://balai.example/nominations/SMI-2018/BT/"
)

APPLYING = {
    "name": Placeholder(meaning=_("the nominee"), sample="Karma Choden"),
    "edition": EDITION,
    "country": COUNTRY,
    "deadline": DEADLINE,
    "link": Placeholder(
        meaning=_("the page of the application"), sample="https://balai.example/nominations/applications/…/"
    ),
}
"""The gaps that every letter to a nominee has."""

LETTERS = {
    "call.invitation": LetterKind(
        purpose=_("Invites a country to nominate, addressed to its focal point."),
        placeholders={
            "edition": EDITION,
            "dates": DATES,
            "country": COUNTRY,
            "places": PLACES,
            "reserve": RESERVE,
            "deadline": DEADLINE,
            "deadlines": DEADLINES,
            "link": LINK,
        },
        texts={
            "en": LetterText(
                "Invitation to nominate: {edition}",
                "To the national focal point of {country}\n\n"
                "We have the honour to invite {country} to nominate participants for {edition}, which is held "
                "on {dates}.\n\n"
                "Places for {country}: {places}. Please also name alternates, in order: {reserve}.\n\n"
                "Nominations are due by {deadline}. So that each level has its time, we propose:\n\n"
                "{deadlines}\n\n"
                "The General Information booklet and the list that you fill in are here:\n{link}\n\n"
                "Nominations that come later can only be considered for places that stay free.",
            ),
            "id": LetterText(
                "Undangan pencalonan peserta: {edition}",
                "Kepada narahubung nasional {country}\n\n"
                "Dengan hormat kami mengundang {country} untuk mencalonkan peserta {edition} yang dilaksanakan "
                "pada {dates}.\n\n"
                "Kuota untuk {country}: {places} orang. Mohon cantumkan pula cadangan secara berurutan: "
                "{reserve} orang.\n\n"
                "Batas waktu pencalonan: {deadline}. Agar setiap tingkat memiliki waktu yang cukup, kami "
                "mengusulkan:\n\n{deadlines}\n\n"
                "Buku informasi umum dan daftar pencalonan tersedia di:\n{link}\n\n"
                "Pencalonan yang terlambat hanya dapat dipertimbangkan untuk tempat yang masih kosong.",
            ),
        },
    ),
    "call.copy": LetterKind(
        purpose=_("Gives an office of an embassy a copy of the invitation of a country."),
        placeholders={
            "name": Placeholder(
                meaning=_("the embassy and its office"), sample=_("Embassy of Bhutan, Economic Section")
            ),
            "edition": EDITION,
            "dates": DATES,
            "country": COUNTRY,
            "places": PLACES,
            "deadline": DEADLINE,
        },
        texts={
            "en": LetterText(
                "Copy: invitation of {country} to nominate, {edition}",
                "{name}\n\n"
                "For your information: we have the honour to invite {country} to nominate participants for {edition}, "
                "which is held on {dates}. The invitation goes to the national focal point of {country}.\n\n"
                "Places for {country}: {places}. Nominations are due by {deadline}.\n\n"
                "If you hear that the invitation has not arrived, or that another office is the focal point now, "
                "please tell us.",
            ),
            "id": LetterText(
                "Tembusan: undangan pencalonan {country}, {edition}",
                "{name}\n\n"
                "Sebagai pemberitahuan, kami mengundang {country} untuk mencalonkan peserta {edition} yang "
                "dilaksanakan pada {dates}. Undangan disampaikan kepada narahubung nasional {country}.\n\n"
                "Kuota untuk {country}: {places} orang. Batas waktu pencalonan: {deadline}.\n\n"
                "Mohon beri tahu kami jika undangan itu belum diterima atau jika narahubung nasional kini instansi "
                "lain.",
            ),
        },
    ),
    "call.reminder": LetterKind(
        purpose=_(
            "Reminds a focal point that nominations are due soon, or that the invitation was not opened."
        ),
        placeholders={
            "edition": EDITION,
            "country": COUNTRY,
            "places": PLACES,
            "deadline": DEADLINE,
            "link": LINK,
        },
        texts={
            "en": LetterText(
                "Nominations are due: {edition}",
                "Nominations of {country} for {edition} are due by {deadline}. Places: {places}.\n\n"
                "We have not received them yet. Your list is here:\n{link}\n\n"
                "If {country} does not need all its places, please return them on the same page.",
            ),
            "id": LetterText(
                "Batas waktu pencalonan: {edition}",
                "Pencalonan {country} untuk {edition} paling lambat {deadline}. Kuota: {places} orang.\n\n"
                "Kami belum menerimanya. Daftar Anda ada di:\n{link}\n\n"
                "Jika {country} tidak memerlukan seluruh kuotanya, mohon kembalikan melalui halaman yang sama.",
            ),
        },
    ),
    "nominations.receipt": LetterKind(
        purpose=_("Confirms to a focal point that the nominations of the country have arrived."),
        placeholders={
            "edition": EDITION,
            "country": COUNTRY,
            "people": Placeholder(
                meaning=_("who was nominated, in order"), sample="- 1. Karma Choden (SMI-2018/N-BT-01)"
            ),
            "link": LINK,
        },
        texts={
            "en": LetterText(
                "Nominations received: {edition}",
                "We have received the nominations of {country} for {edition}:\n\n{people}\n\n"
                "Their state is here at any time:\n{link}",
            ),
            "id": LetterText(
                "Pencalonan diterima: {edition}",
                "Pencalonan {country} untuk {edition} telah kami terima:\n\n{people}\n\n"
                "Perkembangannya dapat dilihat setiap saat di:\n{link}",
            ),
        },
    ),
    "nominations.second_list": LetterKind(
        purpose=_("Asks a focal point whether somebody whom another office of the country named stands too."),
        placeholders={
            "edition": EDITION,
            "country": COUNTRY,
            "nominee": Placeholder(
                meaning=_("who was named by another office"), sample="Karma Choden (SMI-2018/N-BT-03)"
            ),
            "link": LINK,
        },
        texts={
            "en": LetterText(
                "Please confirm your list: {edition}",
                "Another office of {country} has named {nominee} for {edition}, and we have keyed this in.\n\n"
                "You have named people as well. Nobody of the second list counts until you say so: send your list "
                "again with those who stand, in your order, and take out the others.\n\n{link}",
            ),
            "id": LetterText(
                "Mohon konfirmasi daftar Anda: {edition}",
                "Instansi lain di {country} telah mencalonkan {nominee} untuk {edition}, dan kami telah "
                "memasukkannya.\n\n"
                "Anda juga telah mencalonkan peserta. Daftar kedua baru berlaku bila Anda menyatakannya: kirim "
                "lagi daftar Anda dengan nama yang tetap berlaku menurut urutan Anda, dan keluarkan yang "
                "lain.\n\n{link}",
            ),
        },
    ),
    "nominations.admitted": LetterKind(
        purpose=_("Tells a focal point that a late nomination counts all the same, and why."),
        placeholders={
            "edition": EDITION,
            "country": COUNTRY,
            "nominee": Placeholder(
                meaning=_("who was nominated late"), sample="Karma Choden (SMI-2018/N-BT-03)"
            ),
            "reason": Placeholder(
                meaning=_("the reason"), sample=_("The letter was held up by the strike of the post.")
            ),
            "link": LINK,
        },
        texts={
            "en": LetterText(
                "Late nomination admitted: {edition}",
                "The late nomination of {nominee} by {country} for {edition} is considered all the same.\n\n"
                "{reason}\n\n{link}",
            ),
            "id": LetterText(
                "Pencalonan terlambat diterima: {edition}",
                "Pencalonan {nominee} oleh {country} untuk {edition} yang terlambat tetap dipertimbangkan.\n\n"
                "{reason}\n\n{link}",
            ),
        },
    ),
    "application.invitation": LetterKind(
        purpose=_("Asks a nominee who has no account to fill in the application, by a personal link."),
        placeholders=APPLYING,
        texts={
            "en": LetterText(
                "Your application: {edition}",
                "{name}\n\n{country} has nominated you for {edition}.\n\n"
                "Please fill in your application by {deadline}. Open this page and choose a password:\n{link}\n\n"
                "The link is yours alone, is good once and for two weeks. Afterwards you sign in with this "
                "e-mail address, on any device. What you type saves itself.",
            ),
            "id": LetterText(
                "Formulir pendaftaran Anda: {edition}",
                "{name}\n\n{country} telah mencalonkan Anda untuk {edition}.\n\n"
                "Mohon isi formulir pendaftaran Anda paling lambat {deadline}. Buka halaman ini dan pilih kata "
                "sandi:\n{link}\n\n"
                "Tautan ini hanya untuk Anda, berlaku sekali dan selama dua minggu. Setelah itu Anda masuk dengan "
                "alamat surel ini, dari perangkat mana pun. Isian Anda tersimpan dengan sendirinya.",
            ),
        },
        is_registered=False,
        is_secret=True,
    ),
    "application.asked": LetterKind(
        purpose=_("Asks a nominee who has an account to fill in the application."),
        placeholders=APPLYING,
        texts={
            "en": LetterText(
                "Your application: {edition}",
                "{name}\n\n{country} has nominated you for {edition}.\n\n"
                "Please fill in your application by {deadline}. You have an account already: sign in with this "
                "e-mail address, and find what you told before:\n{link}",
            ),
            "id": LetterText(
                "Formulir pendaftaran Anda: {edition}",
                "{name}\n\n{country} telah mencalonkan Anda untuk {edition}.\n\n"
                "Mohon isi formulir pendaftaran Anda paling lambat {deadline}. Anda sudah memiliki akun: masuklah "
                "dengan alamat surel ini, dan isian Anda yang dahulu masih ada:\n{link}",
            ),
        },
    ),
    "application.receipt": LetterKind(
        purpose=_("Confirms to a nominee that the application has arrived."),
        placeholders={
            **APPLYING,
            "code": Placeholder(meaning=_("the reference of the nomination"), sample="SMI-2018/N-BT-01"),
        },
        texts={
            "en": LetterText(
                "Application received: {edition}",
                "{name}\n\nWe have received your application for {edition}. Its reference is {code}.\n\n"
                "You can read and print it here at any time:\n{link}\n\n"
                "The result is told to the office that nominated you, and to you.",
            ),
            "id": LetterText(
                "Formulir pendaftaran diterima: {edition}",
                "{name}\n\nFormulir pendaftaran Anda untuk {edition} telah kami terima dengan nomor {code}.\n\n"
                "Anda dapat membaca dan mencetaknya setiap saat di:\n{link}\n\n"
                "Hasilnya disampaikan kepada instansi yang mencalonkan Anda dan kepada Anda.",
            ),
        },
    ),
    "application.returned": LetterKind(
        purpose=_("Gives an application back to a nominee for completion."),
        placeholders={
            **APPLYING,
            "missing": Placeholder(
                meaning=_("what is missing"), sample=_("The scan of the passport cannot be read.")
            ),
        },
        texts={
            "en": LetterText(
                "Please complete your application: {edition}",
                "{name}\n\nSomething is missing in your application for {edition}:\n\n{missing}\n\n"
                "Please complete it by {deadline} and send it again:\n{link}",
            ),
            "id": LetterText(
                "Mohon lengkapi formulir pendaftaran Anda: {edition}",
                "{name}\n\nAda yang belum lengkap dalam formulir pendaftaran Anda untuk {edition}:\n\n{missing}\n\n"
                "Mohon lengkapi paling lambat {deadline}, lalu kirim kembali:\n{link}",
            ),
        },
    ),
    "endorsement.request": LetterKind(
        purpose=_("Asks an employer, or a chamber, for its part of an application, by a personal link."),
        placeholders={
            "name": Placeholder(meaning=_("who is asked"), sample="Sonam Dorji"),
            "nominee": Placeholder(meaning=_("who was nominated"), sample="Karma Choden"),
            "edition": EDITION,
            "dates": DATES,
            "until": Placeholder(
                meaning=_("how long the link is good"), sample=_("Monday 14 May 2018, 17:00")
            ),
            "link": Placeholder(
                meaning=_("the page of the statement"), sample="https://balai.example/statement/…/"
            ),
        },
        texts={
            "en": LetterText(
                "Statement of the employer: {nominee}",
                "{name}\n\n{nominee} is nominated for {edition} ({dates}) and asks you for the employer’s part of "
                "the application: why this course, how its results will be used, leave with pay, and the return "
                "to the post.\n\n"
                "You need no account. The page is yours alone, and good until {until}:\n{link}",
            ),
            "id": LetterText(
                "Pernyataan atasan: {nominee}",
                "{name}\n\n{nominee} dicalonkan untuk {edition} ({dates}) dan memohon Anda mengisi bagian atasan dalam "
                "formulir pendaftaran: alasan mengikuti pelatihan ini, pemanfaatan hasilnya, izin dengan tetap "
                "digaji, dan kembali ke jabatan semula.\n\n"
                "Anda tidak memerlukan akun. Halaman ini hanya untuk Anda dan berlaku sampai {until}:\n{link}",
            ),
        },
        is_registered=False,
        is_secret=True,
    ),
}
