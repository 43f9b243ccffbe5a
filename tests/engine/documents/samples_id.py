"""The same edition in Indonesian: every text, the same facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from balai.engine.documents.booklet import (
    Deadline,
    Expense,
    FormField,
    FormPart,
    Module,
    Qualification,
    ReportSection,
    RequiredDocument,
    Topic,
)
from balai.engine.documents.parts import Contact, Letterhead
from tests.engine.documents.samples import english, logo

if TYPE_CHECKING:
    from balai.engine.documents.booklet import Booklet

COUNTRIES = (
    "Afganistan",
    "Bangladesh",
    "Bhutan",
    "India",
    "Laos",
    "Myanmar",
    "Nepal",
    "Pakistan",
    "Sri Lanka",
    "Indonesia",
)
CATEGORIES = {"Category 1": "Kategori 1", "Host": "Tuan rumah"}
NOTES = {
    "The visa needs about one month more": "Visa memerlukan sekitar satu bulan lagi",
    "Places of the host country": "Kuota negara tuan rumah",
    "": "",
}
DAYS = (
    ("Kedatangan dan registrasi",),
    ("Upacara pembukaan", "Orientasi dan keselamatan", "Ceramah: kebijakan industri kecil"),
    ("Ceramah", "Salat Jumat", "Laporan negara"),
    ("Kunjungan budaya",),
    ("Perjalanan ke Bandung", "Istirahat"),
    ("Praktik per kelompok",),
    ("Balai Besar Tekstil: kunjungan ke penelitian dan pengembangan",),
    ("Balai Besar Logam dan Mesin: praktik mesin CNC",),
    (
        "Balai Besar Pulp dan Kertas: daur ulang kemasan karton minuman",
        "Balai Besar Bahan dan Barang Teknik: baterai ion litium",
    ),
    ("Balai Besar Keramik: lokakarya singkat", "Lokakarya rencana aksi"),
    ("Kunjungan ke IKM", "Salat Jumat", "PT Dirgantara Indonesia"),
    ("Kunjungan budaya",),
    ("Perjalanan ke Jakarta", "Penyajian rencana aksi"),
    ("Evaluasi", "Upacara penutupan", "Kepulangan"),
)
STEPS = (
    ("Berkas pendaftaran diterima narahubung nasional", "Calon peserta"),
    ("Pencalonan diterima Sekretariat", "Narahubung nasional"),
    ("Daftar calon peserta diterima tuan rumah", "Sekretariat Colombo Plan"),
)


def indonesian() -> Booklet:
    """The whole booklet in Indonesian."""
    model = english()
    return replace(
        model,
        language="id",
        letterhead=Letterhead(
            names=(
                "Kementerian Perindustrian",
                "Direktorat Jenderal Industri Kecil dan Menengah",
                "Republik Indonesia",
            ),
            logo=logo("Lambang contoh tuan rumah"),
        ),
        partners=("Kementerian Sekretariat Negara Republik Indonesia", "Sekretariat Colombo Plan"),
        title="Program Peningkatan Kapasitas untuk Pengembangan Industri Kecil dan Menengah",
        theme="Percepatan industri kecil dan menengah melalui penelitian dan pengembangan",
        edition="Angkatan ketiga, 2018",
        scheme="Kerja Sama Selatan-Selatan dan Triangular",
        participants="20 orang: aparatur pemerintah dan pengusaha IKM dari sepuluh negara anggota",
        countries=tuple(
            replace(row, country=name, category=CATEGORIES[row.category], note=NOTES[row.note])
            for row, name in zip(model.countries, COUNTRIES, strict=True)
        ),
        concept=(
            "Di negara-negara anggota Colombo Plan, industri kecil dan menengah menyerap sebagian besar tenaga kerja manufaktur. Banyak di antaranya bekerja dengan mesin lama, sedikit pengujian, dan sedikit rancangan sendiri.",
            "Indonesia berkomitmen membagikan pengalaman balai-balai besarnya bersama industri kecil. Program ini merupakan angkatan ketiga dari serinya dan memadukan ceramah dengan praktik di lima balai, tempat hasil penelitian sampai ke bengkel kerja.",
        ),
        target_organisations=(
            "Kementerian dan lembaga yang membidangi industri kecil dan menengah, balai teknis, kamar dagang dan asosiasi pengusaha, serta perusahaan yang bekerja bersama mereka.",
        ),
        working_language="Bahasa Inggris, tanpa penerjemahan lisan.",
        objectives=(
            "Memperkuat kemampuan peserta dalam merencanakan dan menjalankan layanan penelitian dan teknologi bagi industri kecil dan menengah, serta membuka kerja sama antara balai dan perusahaan negara-negara anggota.",
        ),
        outcomes=(
            "menjelaskan cara sebuah balai besar melayani industri kecil, dari pengujian hingga perancangan",
            "mengoperasikan mesin CNC dengan selamat untuk satu tugas sederhana",
            "memilih satu teknologi yang cocok bagi industri di negaranya dan menyebutkan kebutuhannya",
            "menyusun rencana aksi dengan komitmen dan tonggak capaian yang disepakati dengan atasannya",
        ),
        modules=(
            Module(
                code="M1",
                title="Kebijakan industri kecil dan menengah",
                text="Sentra, pembiayaan, One Village One Product.",
                hours=("6 ceramah",),
            ),
            Module(
                code="M2",
                title="Teknologi di balai besar",
                text="Tekstil, logam dan mesin, pulp dan kertas, bahan, keramik.",
                hours=("4 ceramah", "12 praktik"),
            ),
            Module(
                code="M3",
                title="Perusahaan dan industri besar",
                text="Kunjungan ke IKM unggulan di Bandung dan ke pembuat pesawat terbang.",
                hours=("10 kunjungan",),
            ),
            Module(
                code="M4",
                title="Dari belajar ke aksi",
                text="Laporan negara, rencana aksi, minat teknologi.",
                hours=("12 lokakarya",),
            ),
        ),
        days=tuple(replace(day, lines=lines) for day, lines in zip(model.days, DAYS, strict=True)),
        expectations=(
            "Mencalonkan orang yang bertugas di bidang industri kecil dan menengah dan akan tetap bertugas di bidang itu.",
            "Membebastugaskan mereka dengan gaji selama seluruh masa program.",
            "Mendukung rencana aksi sekembalinya peserta dengan waktu dan kewenangan.",
        ),
        qualifications=(
            Qualification(
                text="Warga negara dari negara anggota Colombo Plan pada tanggal undangan.", strength="Wajib"
            ),
            Qualification(text="Dicalonkan oleh narahubung nasional negara tersebut.", strength="Wajib"),
            Qualification(
                text="Aparatur pemerintah atau pengusaha IKM dengan pengalaman sekurang-kurangnya tiga tahun.",
                strength="Wajib",
            ),
            Qualification(
                text="Mampu mengikuti ceramah dan praktik dalam bahasa Inggris (B1 atau lebih).",
                strength="Wajib",
            ),
            Qualification(
                text="Berusia 25 sampai 45 tahun pada hari pertama.", strength="Dapat dikecualikan tuan rumah"
            ),
            Qualification(
                text="Belum pernah mengikuti angkatan sebelumnya dari seri ini.",
                strength="Dapat dikecualikan tuan rumah",
            ),
            Qualification(text="Bukan anggota angkatan bersenjata.", strength="Wajib"),
        ),
        required_documents=(
            RequiredDocument(name="Formulir pendaftaran (Lampiran B)", provided_by="Calon peserta"),
            RequiredDocument(
                name="Salinan paspor",
                provided_by="Calon peserta",
                note="Berlaku sekurang-kurangnya enam bulan setelah 30 Juli 2018",
            ),
            RequiredDocument(
                name="Surat pengantar", provided_by="Instansi, atau kamar dagang bagi pengusaha"
            ),
            RequiredDocument(
                name="Surat keterangan sehat", provided_by="Dokter", note="Tidak lebih lama dari empat bulan"
            ),
            RequiredDocument(
                name="Laporan negara (Lampiran A)",
                provided_by="Calon peserta",
                note="Bersama pernyataan kesediaan",
            ),
        ),
        procedure=(
            "Calon peserta mengisi formulir dan mengirimkannya kepada narahubung nasional.",
            "Narahubung nasional memeriksa dan mengurutkan para pendaftar, lalu mengirimkan pencalonan kepada Sekretariat Colombo Plan.",
            "Sekretariat dan tuan rumah memilih peserta dan cadangan.",
            "Sekretariat memberitahu narahubung nasional, yang meneruskannya kepada calon peserta. Yang terpilih menyatakan kesediaan dalam satu pekan.",
            "Tuan rumah mengirimkan dokumen visa dan tiket.",
        ),
        deadlines=tuple(
            Deadline(step=step, who=who, moments=row.moments)
            for (step, who), row in zip(STEPS, model.deadlines, strict=True)
        ),
        notice_of_results=(
            "Narahubung nasional menerima surat dari Sekretariat selambat-lambatnya 25 Mei 2018. Setiap calon peserta yang tidak terpilih diberi tahu alasannya dan urutannya dalam daftar cadangan.",
        ),
        obligations=(
            "Mengikuti seluruh masa program dan semua sesi.",
            "Membawa laporan negara dan menyusun rencana aksi.",
            "Menaati aturan keselamatan di balai; tanpa pengarahan keselamatan tidak ada praktik.",
            "Tidak bekerja dengan upah dan tidak membawa tanggungan.",
            "Pulang pada akhir program dan melaporkan rencana aksi setelah tiga, enam, dan dua belas bulan.",
        ),
        organisers=(
            Contact(
                role="Tuan rumah",
                office="Direktorat Jenderal Industri Kecil dan Menengah, Kementerian Perindustrian",
                lines=("Jalan Gatot Subroto Kav. 52–53, Jakarta 12950, Indonesia",),
                email="smi@example.org",
            ),
            Contact(
                role="Koordinasi Kerja Sama Selatan-Selatan dan Triangular",
                office="Biro Kerja Sama Teknik Luar Negeri, Kementerian Sekretariat Negara",
                lines=("Jakarta, Indonesia",),
                email="cooperation@example.org",
            ),
            Contact(
                role="Mitra internasional",
                office="Sekretariat Colombo Plan",
                lines=("Kolombo, Sri Lanka",),
                email="secretariat@example.org",
                web="colombo-plan.org",
            ),
        ),
        travel=(
            "Tiba di Jakarta pada 18 Juli 2018 dan pulang pada 30 Juli 2018 setelah penutupan. Petugas penghubung menjemput setiap penerbangan.",
            "Visa diperlukan oleh semua peserta kecuali pemegang paspor yang dibebaskan. Calon peserta dari negara yang termasuk daftar visa panggilan tidak membeli tiket sebelum visa disetujui.",
        ),
        expense_columns=("Kategori 1", "Tuan rumah"),
        expenses=(
            Expense(
                item="Tiket pesawat pergi-pulang kelas ekonomi, rute terpendek",
                payers=("Sekretariat Colombo Plan", "Tidak berlaku"),
                note="Dari dan ke bandara internasional terdekat dengan tempat tugas",
            ),
            Expense(
                item="Penginapan, satu kamar berdua",
                payers=("Tuan rumah", "Tuan rumah"),
                note="18 sampai dengan 30 Juli; kamar sendiri bila diperlukan",
            ),
            Expense(item="Makan", payers=("Tuan rumah", "Tuan rumah")),
            Expense(item="Antar-jemput dan transportasi selama program", payers=("Tuan rumah", "Tuan rumah")),
            Expense(
                item="Asuransi",
                payers=("Tuan rumah", "Tuan rumah"),
                note="Kecelakaan dan sakit mendadak; bukan penyakit yang telah diketahui",
            ),
            Expense(item="Uang saku", payers=("Tuan rumah", "Tidak berlaku")),
            Expense(item="Bahan dan praktik", payers=("Tuan rumah", "Tuan rumah")),
            Expense(item="Biaya visa dan paspor", payers=("Peserta", "Tidak berlaku")),
        ),
        expense_notes=(
            "Biaya yang tidak disebutkan di sini ditanggung peserta atau lembaga yang mencalonkan.",
        ),
        orientation=(
            "Pagi pertama menjelaskan program, tata tertib, keselamatan, dan siapa yang dapat dihubungi setiap saat.",
        ),
        other=(
            Topic(
                title="Iklim",
                paragraphs=(
                    "Juli adalah musim kemarau. Jakarta 24 sampai 33 °C, Bandung 18 sampai 28 °C; jaket ringan berguna.",
                ),
            ),
            Topic(
                title="Ibadah dan makanan",
                paragraphs=(
                    "Setiap lokasi memiliki musala; waktu salat Jumat dikosongkan. Makanan halal, dan selalu tersedia makanan vegetarian.",
                ),
            ),
            Topic(
                title="Pelindungan data pribadi",
                paragraphs=(
                    "Data calon peserta digunakan untuk program ini, dilihat oleh yang memerlukannya, dan dihapus setelah jangka waktu menurut undang-undang.",
                ),
            ),
        ),
        report_lead=(
            "Empat sampai enam halaman dalam bahasa Inggris dan sepuluh salindia untuk paparan 15 menit.",
        ),
        report=(
            ReportSection(
                title="Industri kecil dan menengah di negara Anda",
                questions=("Jumlah, tenaga kerja, cabang utama", "Bagian perempuan di antara pemilik"),
            ),
            ReportSection(
                title="Layanan teknologi",
                questions=(
                    "Balai mana yang melayani industri kecil?",
                    "Apa yang paling banyak diminta perusahaan?",
                ),
            ),
            ReportSection(
                title="Satu masalah untuk dipecahkan",
                questions=("Masalah siapa?", "Apa yang telah dicoba?"),
            ),
            ReportSection(title="Harapan terhadap program"),
        ),
        form_lead=(
            "Isilah dengan huruf cetak sesuai dengan paspor. Formulir yang sama dapat diisi di situs web.",
        ),
        form=(
            FormPart(
                title="A. Identitas",
                fields=(
                    FormField(label="Nama keluarga", hint="Kosongkan bila paspor memuat satu nama saja"),
                    FormField(label="Nama depan"),
                    FormField(label="Jenis kelamin", options=("Perempuan", "Laki-laki", "X")),
                    FormField(label="Tanggal lahir", hint="Hari, bulan, tahun"),
                    FormField(label="Kewarganegaraan"),
                ),
            ),
            FormPart(
                title="B. Kontak",
                fields=(
                    FormField(label="Surel"),
                    FormField(label="Telepon seluler", hint="Dengan kode negara"),
                    FormField(label="Alamat kantor", lines=2),
                    FormField(label="Bandara internasional terdekat"),
                ),
            ),
            FormPart(
                title="C. Pekerjaan",
                fields=(
                    FormField(label="Instansi atau perusahaan"),
                    FormField(
                        label="Jenis instansi",
                        options=(
                            "Pemerintah pusat",
                            "Pemerintah daerah",
                            "BUMN",
                            "IKM",
                            "Asosiasi",
                            "Perguruan tinggi",
                        ),
                    ),
                    FormField(label="Jabatan, dan sejak kapan"),
                    FormField(label="Tugas", lines=4),
                ),
            ),
            FormPart(
                title="D. Motivasi",
                fields=(
                    FormField(
                        label="Masalah kerja apa yang hendak Anda pecahkan melalui program ini?", lines=5
                    ),
                    FormField(label="Bagaimana Anda akan menerapkan hasilnya?", lines=5),
                ),
            ),
            FormPart(
                title="E. Pernyataan",
                lead="Saya menyatakan bahwa isian ini benar dan bahwa saya menerima kewajiban dalam buku ini.",
                fields=(
                    FormField(label="Tempat dan tanggal"),
                    FormField(label="Tanda tangan", lines=2),
                ),
            ),
        ),
    )
