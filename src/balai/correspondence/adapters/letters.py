"""The mails about accounts, as Balai ships them: confirming an address, resetting a password, signing in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import LetterKind, LetterText, Placeholder

LINK = Placeholder(meaning=_("the page to open"), sample="https://balai.example/accounts/…")
ADDRESS = Placeholder(meaning=_("the e-mail address of the account"), sample="dechen@example.bt")

ACCOUNT_LETTERS = {
    "account.email_confirmation": LetterKind(
        purpose=_("Asks a person to confirm that an e-mail address is theirs."),
        placeholders={"address": ADDRESS, "link": LINK},
        texts={
            "en": LetterText(
                "Confirm your e-mail address",
                "Somebody, we think you, gave {address} as the address of an account.\n\n"
                "Open this page to confirm it:\n{link}\n\n"
                "If it was not you, do nothing. The address will not be used.",
            ),
            "id": LetterText(
                "Konfirmasi alamat surel Anda",
                "Seseorang, kami kira Anda, memakai {address} sebagai alamat sebuah akun.\n\n"
                "Buka halaman ini untuk mengonfirmasinya:\n{link}\n\n"
                "Jika bukan Anda, abaikan surat ini. Alamat itu tidak akan dipakai.",
            ),
        },
        is_registered=False,
        is_secret=True,
    ),
    "account.password_reset_key": LetterKind(
        purpose=_("Lets a person who forgot the password choose a new one."),
        placeholders={"address": ADDRESS, "link": LINK},
        texts={
            "en": LetterText(
                "Choose a new password",
                "You asked to choose a new password for the account of {address}.\n\n"
                "Open this page to do it:\n{link}\n\n"
                "If you did not ask, do nothing. Your password stays as it is.",
            ),
            "id": LetterText(
                "Pilih kata sandi baru",
                "Anda meminta kata sandi baru untuk akun {address}.\n\n"
                "Buka halaman ini untuk memilihnya:\n{link}\n\n"
                "Jika Anda tidak memintanya, abaikan surat ini. Kata sandi Anda tidak berubah.",
            ),
        },
        is_registered=False,
        is_secret=True,
    ),
    "account.unknown_account": LetterKind(
        purpose=_("Tells somebody who asked for a new password that the address has no account."),
        placeholders={"address": ADDRESS},
        texts={
            "en": LetterText(
                "There is no account for this address",
                "Somebody, we think you, tried to enter with {address}. There is no account for this address.\n\n"
                "If you have an account, it is under another address. Ask the office that invited you.",
            ),
            "id": LetterText(
                "Tidak ada akun untuk alamat ini",
                "Seseorang, kami kira Anda, mencoba masuk dengan {address}. Tidak ada akun untuk alamat ini.\n\n"
                "Jika Anda memiliki akun, akun itu memakai alamat lain. Tanyakan kepada kantor yang mengundang Anda.",
            ),
        },
        is_registered=False,
    ),
    "account.account_already_exists": LetterKind(
        purpose=_("Tells somebody who tried to open an account that they have one."),
        placeholders={"address": ADDRESS, "link": LINK},
        texts={
            "en": LetterText(
                "You already have an account",
                "Somebody, we think you, tried to open an account for {address}. You already have one.\n\n"
                "If you forgot the password, choose a new one here:\n{link}",
            ),
            "id": LetterText(
                "Anda sudah memiliki akun",
                "Seseorang, kami kira Anda, mencoba membuat akun untuk {address}. Anda sudah memilikinya.\n\n"
                "Jika Anda lupa kata sandinya, pilih yang baru di sini:\n{link}",
            ),
        },
        is_registered=False,
    ),
    "account.login_code": LetterKind(
        purpose=_("Brings the code with which a person signs in."),
        placeholders={"code": Placeholder(meaning=_("the code, good once"), sample="7F3-K2M")},
        texts={
            "en": LetterText(
                "Your code to sign in",
                "Your code is:\n\n{code}\n\nIt is good once, for a few minutes. Tell it to nobody: no office asks for it.",
            ),
            "id": LetterText(
                "Kode masuk Anda",
                "Kode Anda:\n\n{code}\n\nKode ini berlaku sekali, selama beberapa menit. Jangan beri tahu siapa pun: "
                "tidak ada kantor yang akan memintanya.",
            ),
        },
        is_registered=False,
        is_secret=True,
    ),
    "account.invitation": LetterKind(
        purpose=_("Invites a person to open their account."),
        placeholders={"address": ADDRESS, "link": LINK},
        texts={
            "en": LetterText(
                "Your account is waiting",
                "You are invited to work here with the account {address}.\n\n"
                "Open this page and choose your password:\n{link}\n\n"
                "The link is yours alone and is good once.",
            ),
            "id": LetterText(
                "Akun Anda menunggu",
                "Anda diundang untuk bekerja di sini dengan akun {address}.\n\n"
                "Buka halaman ini dan pilih kata sandi Anda:\n{link}\n\n"
                "Tautan ini hanya untuk Anda dan berlaku sekali.",
            ),
        },
        is_registered=False,
        is_secret=True,
    ),
    "account.security_notice": LetterKind(
        purpose=_("Tells a person that something about the way they sign in was changed."),
        placeholders={
            "change": Placeholder(meaning=_("what was changed"), sample=_("The password was changed.")),
            "address": ADDRESS,
            "moment": Placeholder(meaning=_("when"), sample=_("Fri 4 May 2018, 16:00 in Jakarta")),
            "network_address": Placeholder(meaning=_("from which network address"), sample="203.0.113.7"),
        },
        texts={
            "en": LetterText(
                "A change to your account",
                "{change}\n\n- Account: {address}\n- When: {moment}\n- From: {network_address}\n\n"
                "If this was you, there is nothing to do. If not, choose a new password now and tell the office.",
            ),
            "id": LetterText(
                "Perubahan pada akun Anda",
                "{change}\n\n- Akun: {address}\n- Waktu: {moment}\n- Dari: {network_address}\n\n"
                "Jika ini Anda, tidak ada yang perlu dilakukan. Jika bukan, segera pilih kata sandi baru dan "
                "beri tahu kantor.",
            ),
        },
        is_registered=False,
    ),
}
