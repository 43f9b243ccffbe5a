"""Chapters of the booklet as Balai ships them, where an office wrote no words of its own.

A line is a paragraph or a point. Three chapters have a form of their own: *documents*
``what | who provides it | what makes it acceptable``, *information* ``heading | text``, and *report*
``heading | question | question``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.programmes.enums import BookletChapter

if TYPE_CHECKING:
    from collections.abc import Mapping

C = BookletChapter
SHIPPED: Mapping[str, Mapping[str, str]] = {
    C.ORGANISATIONS: {
        "en": "Ministries, agencies and centres that work on the theme, and associations and enterprises of the sector.",
        "id": "Kementerian, lembaga, dan balai yang menangani tema program, serta asosiasi dan pelaku usaha di sektornya.",
    },
    C.EXPECTATIONS: {
        "en": "Nominate people who work on the theme and will go on doing so.\n"
        "Release them from other duties for the whole period, with pay.\n"
        "Let them use what they learn, and support their action plan.",
        "id": "Mencalonkan orang yang bekerja pada tema program dan akan terus menanganinya.\n"
        "Membebaskan mereka dari tugas lain selama program, dengan tetap menerima gaji.\n"
        "Memberi kesempatan menerapkan hasil pelatihan dan mendukung rencana aksi mereka.",
    },
    C.DOCUMENTS: {
        "en": "Application form | Nominee | Complete and signed\n"
        "Endorsement | Employer, or the chamber for entrepreneurs | On letterhead\n"
        "Copy of the passport | Nominee | Valid for six months after the return\n"
        "Health certificate | Physician | Not older than four months\n"
        "Note of nomination | Focal point | With the order of the nominees",
        "id": "Formulir pendaftaran | Calon peserta | Lengkap dan ditandatangani\n"
        "Surat rekomendasi | Pemberi kerja, atau kamar dagang bagi pengusaha | Dengan kop surat\n"
        "Salinan paspor | Calon peserta | Berlaku enam bulan setelah kepulangan\n"
        "Surat keterangan sehat | Dokter | Tidak lebih dari empat bulan\n"
        "Nota pencalonan | Narahubung | Dengan urutan calon peserta",
    },
    C.PROCEDURE: {
        "en": "The nominee fills in the application and gets the endorsement of the employer.\n"
        "The focal point checks the papers, ranks the nominees and names at least one alternate.\n"
        "The focal point sends the nominations by the deadline of its country, in its own time.",
        "id": "Calon peserta mengisi formulir dan memperoleh rekomendasi pemberi kerja.\n"
        "Narahubung memeriksa berkas, mengurutkan calon peserta, dan menunjuk sedikitnya satu cadangan.\n"
        "Narahubung mengirim pencalonan sebelum batas waktu negaranya, menurut waktu setempat.",
    },
    C.RESULTS: {
        "en": "The focal point is told first, then every nominee; whoever is not selected is told why.",
        "id": "Narahubung diberi tahu lebih dahulu, kemudian setiap calon peserta; yang tidak terpilih diberi tahu "
        "alasannya.",
    },
    C.OBLIGATIONS: {
        "en": "Take part in the whole programme.\n"
        "Keep the safety rules of every site.\n"
        "Write an action plan, and answer when it is asked about later.\n"
        "Return home when the programme ends.",
        "id": "Mengikuti seluruh program.\n"
        "Mematuhi aturan keselamatan di setiap lokasi.\n"
        "Menyusun rencana aksi, dan menjawab ketika pelaksanaannya ditanyakan kemudian.\n"
        "Kembali ke negara asal setelah program berakhir.",
    },
    C.TRAVEL: {
        "en": "Do not buy a ticket before you are selected and your visa is granted.\n"
        "You are met at the airport; arrival and flight are asked for in good time.",
        "id": "Jangan membeli tiket sebelum Anda terpilih dan visa diterbitkan.\n"
        "Anda dijemput di bandara; waktu kedatangan dan nomor penerbangan akan ditanyakan sebelumnya.",
    },
    C.ORIENTATION: {
        "en": "On the first day you hear about the programme, safety, the sites and the places for prayer, and you "
        "agree on how to work together.",
        "id": "Pada hari pertama dijelaskan program, keselamatan, lokasi, dan tempat ibadah, serta disepakati cara "
        "bekerja bersama.",
    },
    C.INFORMATION: {
        "en": "Food and faith | Meals follow the diet that you name. There is time and a place for prayer.\n"
        "Access | Tell us what helps you, such as a step-free way or an interpreter. Nobody is excluded for it.\n"
        "Your data | Passport and health data are sealed and shown only to those who need them.",
        "id": "Makanan dan ibadah | Makanan disesuaikan dengan kebutuhan diet Anda. Tersedia waktu dan tempat ibadah.\n"
        "Aksesibilitas | Sampaikan apa yang membantu Anda, seperti jalan tanpa tangga atau juru bahasa. Tidak ada "
        "yang dikecualikan karenanya.\n"
        "Data Anda | Data paspor dan kesehatan disandi dan hanya dibuka oleh yang memerlukannya.",
    },
    C.REPORT: {
        "en": "The sector at home | How many enterprises and jobs? | Which institutions support them?\n"
        "Problems | What are the three main problems, and what shows them?\n"
        "Good practice | What would you share with the others?\n"
        "Questions | What would you ask the host?",
        "id": "Sektor di negara Anda | Berapa jumlah usaha dan tenaga kerjanya? | Lembaga mana yang mendukungnya?\n"
        "Masalah | Apa tiga masalah utama, dan apa buktinya?\n"
        "Praktik baik | Apa yang ingin Anda bagikan kepada peserta lain?\n"
        "Pertanyaan | Apa yang ingin Anda tanyakan kepada tuan rumah?",
    },
}
"""Text by chapter and language."""

REPORT_LEAD: Mapping[str, str] = {
    "en": "Ten minutes, in the working language. Bring it with you.",
    "id": "Sepuluh menit, dalam bahasa pengantar. Harap dibawa.",
}

FORM: Mapping[str, tuple[tuple[str, tuple[tuple[str, int], ...]], ...]] = {
    "en": (
        (
            "The nominee",
            (
                ("Family name and given names, as in the passport", 1),
                ("Nationality, date and place of birth", 1),
                ("E-mail address and telephone", 1),
                ("Whom to call in an emergency", 1),
            ),
        ),
        (
            "Work",
            (
                ("Employer and position, since when", 2),
                ("Duties", 4),
                ("Years of experience in the field", 1),
            ),
        ),
        (
            "Why this programme",
            (
                ("A problem at work that it should help to solve", 4),
                ("What you will do with it after your return", 4),
            ),
        ),
        ("What you need", (("Food, faith, access, and what helps you", 3),)),
        (
            "The employer",
            (
                ("Why this person", 3),
                ("How the action plan will be supported", 3),
                ("Name, function, date", 1),
            ),
        ),
    ),
    "id": (
        (
            "Calon peserta",
            (
                ("Nama keluarga dan nama depan, sesuai paspor", 1),
                ("Kewarganegaraan, tempat dan tanggal lahir", 1),
                ("Alamat surel dan telepon", 1),
                ("Yang dihubungi dalam keadaan darurat", 1),
            ),
        ),
        (
            "Pekerjaan",
            (
                ("Pemberi kerja dan jabatan, sejak kapan", 2),
                ("Tugas", 4),
                ("Lama pengalaman di bidang ini", 1),
            ),
        ),
        (
            "Alasan mengikuti program",
            (
                ("Masalah di tempat kerja yang ingin dipecahkan", 4),
                ("Apa yang akan Anda lakukan setelah kembali", 4),
            ),
        ),
        ("Kebutuhan", (("Makanan, ibadah, aksesibilitas, dan apa yang membantu Anda", 3),)),
        (
            "Pemberi kerja",
            (
                ("Alasan mencalonkan", 3),
                ("Dukungan bagi rencana aksi", 3),
                ("Nama, jabatan, tanggal", 1),
            ),
        ),
    ),
}
"""The annex by language: parts, each with its fields and their lines of room."""
