"""The letters about an edition, as Balai ships them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import LetterKind, LetterText, Placeholder
from balai.programmes.enums import Mode

EDITION = Placeholder(
    meaning=_("the edition"),
    sample=_("Enhancing the Development of Small and Medium Industry (SMI-2018)"),
)
DATES = Placeholder(meaning=_("its first and last day"), sample=_("18 to 30 July 2018"))
BEFORE = Placeholder(meaning=_("the days it had before"), sample=_("4 to 16 July 2018"))
REASON = Placeholder(
    meaning=_("the reason"), sample=_("The host centres are closed in the first week of July.")
)
DEADLINES = Placeholder(
    meaning=_("the deadlines of the recipient, a line for each"),
    sample=_("- Nominations are due: Friday 4 May 2018, 17:00 (Asia/Thimphu)"),
)

EDITION_LETTERS = {
    "edition.call_opened": LetterKind(
        purpose=_("Tells the organisers and partners that the call of an edition is open, and until when."),
        placeholders={"edition": EDITION, "dates": DATES, "deadlines": DEADLINES},
        texts={
            "en": LetterText(
                "The call is open: {edition}",
                "The call for {edition} is open. The programme is held on {dates}.\n\n"
                "What is due, and when:\n\n{deadlines}\n\n"
                "The General Information booklet tells whom it is for and how to nominate.",
            ),
            "id": LetterText(
                "Pencalonan dibuka: {edition}",
                "Pencalonan untuk {edition} telah dibuka. Program dilaksanakan pada {dates}.\n\n"
                "Yang harus dipenuhi dan batas waktunya:\n\n{deadlines}\n\n"
                "Buku informasi umum menjelaskan sasaran program dan tata cara pencalonan.",
            ),
        },
    ),
    "edition.moved": LetterKind(
        purpose=_("Tells everybody concerned that an edition is held on other days, with the new deadlines."),
        placeholders={
            "edition": EDITION,
            "dates_before": BEFORE,
            "dates": DATES,
            "reason": REASON,
            "deadlines": DEADLINES,
        },
        texts={
            "en": LetterText(
                "New dates: {edition}",
                "{edition} is held on {dates}, and not on {dates_before}.\n\n{reason}\n\n"
                "These deadlines hold now and replace those that you were told before:\n\n{deadlines}",
            ),
            "id": LetterText(
                "Tanggal baru: {edition}",
                "{edition} dilaksanakan pada {dates}, bukan pada {dates_before}.\n\n{reason}\n\n"
                "Batas waktu berikut berlaku sekarang dan menggantikan yang pernah disampaikan:\n\n{deadlines}",
            ),
        },
    ),
    "edition.postponed": LetterKind(
        purpose=_("Tells everybody concerned that an edition is postponed, to days not known yet."),
        placeholders={"edition": EDITION, "dates": DATES, "reason": REASON},
        texts={
            "en": LetterText(
                "Postponed: {edition}",
                "{edition} cannot be held on {dates}. It is postponed.\n\n{reason}\n\n"
                "No deadline holds until new dates are decided. We write as soon as they are.",
            ),
            "id": LetterText(
                "Ditunda: {edition}",
                "{edition} tidak dapat dilaksanakan pada {dates} dan ditunda.\n\n{reason}\n\n"
                "Semua batas waktu tidak berlaku sampai ada tanggal baru. Kami akan segera memberi tahu.",
            ),
        },
    ),
    "edition.resumed": LetterKind(
        purpose=_("Tells everybody concerned that a postponed edition has new dates."),
        placeholders={
            "edition": EDITION,
            "dates_before": BEFORE,
            "dates": DATES,
            "reason": REASON,
            "deadlines": DEADLINES,
        },
        texts={
            "en": LetterText(
                "Taken up again: {edition}",
                "{edition}, which was postponed from {dates_before}, is held on {dates}.\n\n{reason}\n\n"
                "What is due, and when:\n\n{deadlines}",
            ),
            "id": LetterText(
                "Dilanjutkan: {edition}",
                "{edition}, yang ditunda dari {dates_before}, dilaksanakan pada {dates}.\n\n{reason}\n\n"
                "Yang harus dipenuhi dan batas waktunya:\n\n{deadlines}",
            ),
        },
    ),
    "edition.cancelled": LetterKind(
        purpose=_("Tells everybody concerned that an edition is cancelled."),
        placeholders={"edition": EDITION, "dates": DATES, "reason": REASON},
        texts={
            "en": LetterText(
                "Cancelled: {edition}",
                "{edition}, planned for {dates}, is cancelled.\n\n{reason}\n\n"
                "Nothing more is due. Whoever has had expenses already writes to this office.",
            ),
            "id": LetterText(
                "Dibatalkan: {edition}",
                "{edition}, yang direncanakan pada {dates}, dibatalkan.\n\n{reason}\n\n"
                "Tidak ada lagi yang perlu dipenuhi. Siapa pun yang telanjur mengeluarkan biaya dapat "
                "menghubungi kantor ini.",
            ),
        },
    ),
    "edition.converted": LetterKind(
        purpose=_("Tells everybody concerned that an edition is held in another way, such as online."),
        placeholders={
            "edition": EDITION,
            "mode_before": Placeholder(meaning=_("how it was to be held"), sample=Mode.IN_PERSON.label),
            "mode": Placeholder(meaning=_("how it is held now"), sample=Mode.HYBRID.label),
            "reason": REASON,
            "deadlines": DEADLINES,
        },
        texts={
            "en": LetterText(
                "Held in another way: {edition}",
                "{edition} was to be held thus: {mode_before}. It is now held thus: {mode}.\n\n{reason}\n\n"
                "What is still due, and when:\n\n{deadlines}",
            ),
            "id": LetterText(
                "Perubahan cara pelaksanaan: {edition}",
                "{edition} semula dilaksanakan dengan cara: {mode_before}. Sekarang menjadi: {mode}.\n\n"
                "{reason}\n\nYang masih harus dipenuhi dan batas waktunya:\n\n{deadlines}",
            ),
        },
    ),
    "edition.erratum": LetterKind(
        purpose=_("Tells everybody concerned that the General Information booklet was corrected."),
        placeholders={
            "edition": EDITION,
            "version": Placeholder(meaning=_("the version that holds now"), sample="2"),
            "reason": REASON,
            "deadlines": DEADLINES,
        },
        texts={
            "en": LetterText(
                "Erratum to the General Information: {edition}",
                "The General Information of {edition} was corrected. Version {version} holds now.\n\n{reason}\n\n"
                "These deadlines hold and replace those that you were told before:\n\n{deadlines}",
            ),
            "id": LetterText(
                "Ralat buku informasi umum: {edition}",
                "Buku informasi umum {edition} telah diperbaiki. Versi {version} yang berlaku sekarang.\n\n"
                "{reason}\n\n"
                "Batas waktu berikut berlaku dan menggantikan yang pernah disampaikan:\n\n{deadlines}",
            ),
        },
    ),
}
