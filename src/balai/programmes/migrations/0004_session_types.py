"""The kinds of sessions that every installation has; an office or a bundle may change them and add others."""

from django.db import migrations

TYPES = [
    {
        "code": "ARR",
        "name": {"en": "Arrival and registration", "id": "Kedatangan dan registrasi"},
        "family": "travel",
        "is_contact": False,
        "needs_transport": True,
        "rule": {
            "en": "Nothing that is graded falls on the same day.",
            "id": "Tidak ada kegiatan yang dinilai pada hari yang sama.",
        },
    },
    {
        "code": "OPN",
        "name": {"en": "Opening ceremony", "id": "Upacara pembukaan"},
        "family": "ceremony",
        "minutes_least": 90,
        "is_contact": False,
        "needs_room": True,
        "rule": {
            "en": "Needs a hall and the order of protocol; the press is invited.",
            "id": "Memerlukan aula dan tata protokol; pers diundang.",
        },
    },
    {
        "code": "ORI",
        "name": {"en": "Orientation, safety and house rules", "id": "Orientasi, keselamatan, dan tata tertib"},
        "family": "teaching",
        "minutes_least": 60,
        "needs_room": True,
        "rule": {"en": "Comes before any practice.", "id": "Mendahului setiap praktik."},
    },
    {
        "code": "LEC",
        "name": {"en": "Lecture", "id": "Ceramah"},
        "family": "teaching",
        "minutes_least": 45,
        "minutes_most": 90,
        "needs_room": True,
        "needs_resource_person": True,
        "most_in_a_row": 2,
        "rule": {
            "en": "At most two in a row, and four contact hours before and after lunch together.",
            "id": "Paling banyak dua berturut-turut, dan empat jam tatap muka sebelum dan sesudah makan siang.",
        },
    },
    {
        "code": "PAN",
        "name": {"en": "Panel or discussion", "id": "Panel atau diskusi"},
        "family": "teaching",
        "minutes_least": 60,
        "needs_room": True,
        "needs_resource_person": True,
    },
    {
        "code": "CAS",
        "name": {"en": "Case or group work", "id": "Studi kasus atau kerja kelompok"},
        "family": "exchange",
        "minutes_least": 60,
        "minutes_most": 120,
        "needs_room": True,
        "rule": {"en": "Groups are mixed by country.", "id": "Kelompok terdiri atas berbagai negara."},
    },
    {
        "code": "PRA",
        "name": {"en": "Practice or workshop", "id": "Praktik atau lokakarya"},
        "family": "practice",
        "minutes_least": 120,
        "minutes_most": 240,
        "needs_machines": True,
        "needs_supervisor": True,
        "needs_sign_off": True,
        "comes_after": ["ORI"],
        "rule": {
            "en": "Only after the safety briefing; never more people than the machines take; groups take turns.",
            "id": "Hanya setelah pengarahan keselamatan; jumlah peserta tidak melebihi kapasitas mesin; kelompok bergiliran.",
        },
    },
    {
        "code": "DEM",
        "name": {"en": "Demonstration", "id": "Demonstrasi"},
        "family": "visit",
        "minutes_least": 60,
        "needs_resource_person": True,
        "rule": {"en": "Seen, not done: nothing is signed off.", "id": "Dilihat, tidak dilakukan: tanpa pengesahan."},
    },
    {
        "code": "VIS",
        "name": {"en": "Field or factory visit", "id": "Kunjungan lapangan atau pabrik"},
        "family": "visit",
        "minutes_least": 120,
        "minutes_most": 240,
        "needs_transport": True,
        "needs_gate_list": True,
        "rule": {
            "en": "The gate list is sent as early as the site asks; its photo rule is told beforehand.",
            "id": "Daftar nama dikirim sesuai tenggat lokasi; aturan foto diberitahukan sebelumnya.",
        },
    },
    {
        "code": "SME",
        "name": {"en": "Visit to a small or medium enterprise", "id": "Kunjungan IKM"},
        "family": "visit",
        "minutes_least": 60,
        "minutes_most": 120,
        "needs_transport": True,
        "most_in_half_a_day": 2,
        "rule": {"en": "At most two in half a day.", "id": "Paling banyak dua dalam setengah hari."},
    },
    {
        "code": "CPR",
        "name": {"en": "Country presentation", "id": "Presentasi negara"},
        "family": "exchange",
        "minutes_least": 20,
        "counted": "country",
        "needs_room": True,
        "rule": {"en": "One turn for each country.", "id": "Satu giliran untuk setiap negara."},
    },
    {
        "code": "B2B",
        "name": {"en": "Matchmaking", "id": "Temu bisnis"},
        "family": "exchange",
        "minutes_least": 120,
        "needs_room": True,
        "rule": {"en": "With the consent of each person.", "id": "Dengan persetujuan setiap orang."},
    },
    {
        "code": "APW",
        "name": {"en": "Action-plan workshop", "id": "Lokakarya rencana aksi"},
        "family": "exchange",
        "minutes_least": 180,
        "needs_room": True,
        "needs_resource_person": True,
        "rule": {
            "en": "Two or more, in the second half of the programme.",
            "id": "Dua kali atau lebih, pada paruh kedua program.",
        },
    },
    {
        "code": "APP",
        "name": {"en": "Action-plan presentation", "id": "Presentasi rencana aksi"},
        "family": "exchange",
        "minutes_least": 15,
        "counted": "participant",
        "needs_room": True,
        "comes_after": ["APW"],
        "rule": {
            "en": "On the last full day or the one before, with a panel.",
            "id": "Pada hari penuh terakhir atau sehari sebelumnya, dengan panel.",
        },
    },
    {
        "code": "TST",
        "name": {"en": "Test", "id": "Tes"},
        "family": "assessment",
        "minutes_least": 30,
        "rule": {
            "en": "The tests before and after are of equal difficulty.",
            "id": "Prates dan pascates sama tingkat kesulitannya.",
        },
    },
    {
        "code": "EVL",
        "name": {"en": "Evaluation", "id": "Evaluasi"},
        "family": "assessment",
        "minutes_least": 30,
        "rule": {"en": "Before the closing.", "id": "Sebelum penutupan."},
    },
    {
        "code": "CUL",
        "name": {"en": "Cultural programme", "id": "Kunjungan budaya"},
        "family": "culture",
        "minutes_least": 180,
        "is_contact": False,
        "needs_transport": True,
        "rule": {"en": "At the weekend.", "id": "Pada akhir pekan."},
    },
    {
        "code": "REL",
        "name": {"en": "Prayer", "id": "Ibadah"},
        "family": "care",
        "minutes_least": 20,
        "is_contact": False,
        "rule": {
            "en": "Never moved: by the sun of the site; 90 minutes on Fridays.",
            "id": "Tidak dapat digeser: menurut waktu zuhur setempat; 90 menit pada hari Jumat.",
        },
    },
    {
        "code": "MEA",
        "name": {"en": "Meal", "id": "Makan"},
        "family": "care",
        "minutes_least": 60,
        "is_contact": False,
        "rule": {"en": "Counted by diet.", "id": "Dihitung menurut kebutuhan diet."},
    },
    {
        "code": "TRV",
        "name": {"en": "Transfer", "id": "Perjalanan"},
        "family": "travel",
        "is_contact": False,
        "needs_transport": True,
        "rule": {"en": "A quarter is added to the way.", "id": "Waktu tempuh ditambah seperempatnya."},
    },
    {
        "code": "FRE",
        "name": {"en": "Free time", "id": "Waktu bebas"},
        "family": "care",
        "is_contact": False,
        "rule": {
            "en": "At least half a day in six.",
            "id": "Paling sedikit setengah hari dalam enam hari.",
        },
    },
    {
        "code": "CLO",
        "name": {"en": "Closing ceremony", "id": "Upacara penutupan"},
        "family": "ceremony",
        "minutes_least": 90,
        "is_contact": False,
        "needs_room": True,
        "comes_after": ["EVL"],
        "rule": {"en": "With the certificates ready.", "id": "Dengan sertifikat yang sudah siap."},
    },
    {
        "code": "DEP",
        "name": {"en": "Departure", "id": "Kepulangan"},
        "family": "travel",
        "is_contact": False,
        "needs_transport": True,
    },
]


def ship(apps, schema_editor):
    model = apps.get_model("programmes", "SessionType")
    for place, row in enumerate(TYPES, start=1):
        model.objects.get_or_create(code=row["code"], defaults=row | {"order": place * 10})


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_what_was_decided_stays")]

    # Kept when taken back: an office may have changed them, and the table itself goes with 0001.
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
