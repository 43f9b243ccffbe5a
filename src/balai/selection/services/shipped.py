"""The words that Balai ships for terms and consents; an office replaces them by its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TERMS: Mapping[str, str] = {
    "en": (
        "The host pays for travel in economy class, lodging, meals, local transport and insurance during the "
        "programme, as the General Information says. Allowances follow the rates in force on the day.\n\n"
        "You stay for the whole programme, follow its rules and those of the host country, bring no "
        "dependants, take no paid work and no part in politics, and return to your post afterwards.\n\n"
        "Do not buy a ticket yourself: costs that the office has not agreed to are not refunded.\n\n"
        "If you withdraw after a ticket was bought, or leave early without need, the costs may be claimed "
        "back from the agency that sent you.\n\n"
        "If the programme is cancelled or moved, the host tells you at once and bears the costs that it has "
        "agreed to; other claims cannot be made."
    ),
    "id": (
        "Penyelenggara menanggung tiket kelas ekonomi, penginapan, konsumsi, transportasi lokal, dan asuransi "
        "selama program sesuai dengan buku Informasi Umum. Uang harian mengikuti ketentuan yang berlaku pada "
        "saat itu.\n\n"
        "Anda mengikuti program sampai selesai, menaati tata tertib program dan hukum negara tuan rumah, tidak "
        "membawa keluarga, tidak bekerja dengan upah, tidak berkegiatan politik, dan kembali ke jabatan Anda "
        "setelah program.\n\n"
        "Jangan membeli tiket sendiri: biaya yang tidak disetujui sekretariat tidak diganti.\n\n"
        "Jika Anda mengundurkan diri setelah tiket dibeli, atau pulang lebih awal tanpa alasan mendesak, biaya "
        "dapat ditagih kembali kepada instansi yang mengirim Anda.\n\n"
        "Jika program dibatalkan atau dijadwalkan ulang, tuan rumah segera memberi tahu Anda dan menanggung "
        "biaya yang telah disetujuinya; tuntutan lain tidak dapat diajukan."
    ),
}

CONSENTS: Mapping[str, Mapping[str, str]] = {
    "participation-data": {
        "en": (
            "What I wrote in my application and here may be used to hold this programme: for travel, visas, "
            "insurance, rooms, meals and my safety. Diet, needs and emergency contacts are seen only by those "
            "who need them, and are deleted after the programme."
        ),
        "id": (
            "Data dalam lamaran saya dan di halaman ini boleh digunakan untuk menyelenggarakan program: "
            "perjalanan, visa, asuransi, kamar, konsumsi, dan keselamatan saya. Diet, kebutuhan, dan kontak "
            "darurat hanya dilihat oleh mereka yang memerlukannya, dan dihapus setelah program."
        ),
    },
    "photos-internal": {
        "en": "Photos of me may be shown to participants and organisers of the programme.",
        "id": "Foto saya boleh diperlihatkan kepada peserta dan penyelenggara program.",
    },
    "photos-public": {
        "en": "Photos of me may be published with news of the programme, without my name.",
        "id": "Foto saya boleh dipublikasikan bersama berita program, tanpa nama saya.",
    },
    "photos-named": {
        "en": "Photos of me and my words may be published with news of the programme, with my name.",
        "id": "Foto dan pernyataan saya boleh dipublikasikan bersama berita program, dengan nama saya.",
    },
}
