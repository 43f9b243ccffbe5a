"""Final report and aid data of the sample programme: what its records tell, a month after its end.

Nothing is invented for money: the budget of the reference programme is made of placeholders, so nothing is
booked, the file holds no amount, and the report says so. The identifier is made up, and the reporting
organisation bears the mark of the demonstration.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Country, Organisation
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sample import Stage
from balai.kernel.translated import TranslatedText
from balai.programmes.models import Edition
from balai.reporting.enums import ReportPart
from balai.reporting.services.evidence import publish_evidence
from balai.reporting.services.publishing import keep_profile, publish_aid_data
from balai.reporting.services.reports import (
    approve_report,
    begin_report,
    freeze_report,
    publish_report,
    write_chapter,
)
from balai.selection.services.sample.moments import REFERENCE, officer_of_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from balai.reporting.enums import ReportFileKind
    from balai.reporting.models import FinalReport

    Make = Callable[[FinalReport], Mapping[tuple[ReportFileKind, str], bytes]]

BEGUN, WRITTEN, APPROVED, FROZEN = (dt.datetime(2018, 8, day, 3, tzinfo=dt.UTC) for day in (20, 24, 27, 28))
"""Within thirty days after the end, as partners are promised."""
PUBLISHED = dt.datetime(2018, 8, 29, 3, tzinfo=dt.UTC)
TOLD = dt.datetime(2019, 10, 1, 3, tzinfo=dt.UTC)
"""Two months after a year: from then on nobody is asked any more."""
IDENTIFIER = "XX-SAMPLE"
"""Of no list of agencies: nobody takes the sample for a report."""
VALUES = {
    "identifier": IDENTIFIER,
    "channel_code": "47027",
    "collaboration": "8",
    "flow": "50",
    "finance": "110",
    "aid": "E01",
    "tied": "5",
    "framework": "FC02",
    "is_technical_cooperation": True,
}


SAID = {
    ReportPart.SUMMARY: {
        "en": (
            "{participants} participants from {countries} countries came to Jakarta and Bandung to learn how"
            " research and development serve small and medium industry. They met the offices that make"
            " policy, worked in the workshops of research centres, and saw firms that use what these"
            " centres found.\n"
            "What came of it:\n"
            "- {certificates} certificates were issued.\n"
            "- {plans} action plans were submitted; each names a first step within two weeks.\n"
            "How the plans go on is asked after three, six and twelve months. An amended report will tell it."
        ),
        "id": (
            "{participants} peserta dari {countries} negara datang ke Jakarta dan Bandung untuk mempelajari"
            " bagaimana penelitian dan pengembangan melayani industri kecil dan menengah. Mereka bertemu"
            " instansi penyusun kebijakan, bekerja di bengkel balai penelitian, dan melihat perusahaan yang"
            " memakai hasil balai tersebut.\n"
            "Hasilnya:\n"
            "- {certificates} sertifikat diterbitkan.\n"
            "- {plans} rencana aksi diajukan; masing-masing menyebut langkah pertama dalam dua minggu.\n"
            "Kelanjutan rencana ditanyakan setelah tiga, enam dan dua belas bulan, dan akan dimuat dalam"
            " laporan perubahan."
        ),
    },
    ReportPart.FINANCE: {
        "en": (
            "No source tells what the programme cost. The budget in this demonstration is made of"
            " placeholders, so that nothing is booked and no amount is told."
        ),
        "id": (
            "Tidak ada sumber yang menyebutkan biaya program. Anggaran dalam peragaan ini hanya pengganti,"
            " sehingga tidak ada yang dibukukan dan tidak ada jumlah yang disebut."
        ),
    },
    ReportPart.LESSONS: {
        "en": (
            "For the next edition:\n"
            "- Practice at the centres should get more hours, and lectures fewer, as participants asked.\n"
            "- The days of the fasting month should stay outside the programme, as they did.\n"
            "- The first step of every plan should be asked for before departure."
        ),
        "id": (
            "Untuk penyelenggaraan berikutnya:\n"
            "- Jam praktik di balai sebaiknya ditambah dan kuliah dikurangi, sesuai permintaan peserta.\n"
            "- Hari-hari bulan puasa sebaiknya tetap di luar program, seperti kali ini.\n"
            "- Langkah pertama setiap rencana sebaiknya ditanyakan sebelum keberangkatan."
        ),
    },
}
"""What the office of the demonstration writes; figures come from the records."""


def life_of_reporting(make: Make) -> Sequence[Stage]:
    """The final report, the aid data and the evidence, where there is the reference programme."""
    edition = Edition.objects.filter(code=REFERENCE).first()
    if edition is None:
        return []
    return [
        Stage(
            name="sample:reporting:report",
            label=_("the final report is approved"),
            at=FROZEN,
            do=partial(_report, edition, make),
        ),
        Stage(
            name="sample:reporting:aid",
            label=_("aid data is published"),
            at=PUBLISHED,
            do=partial(_publish, edition),
        ),
        Stage(
            name="sample:reporting:evidence",
            label=_("what came of the programme is published"),
            at=TOLD,
            do=partial(_tell, edition),
        ),
    ]


def _report(edition: Edition, make: Make) -> None:
    officer = officer_of_sample().reference
    # Where somebody began one, or changed a record to something that cannot be told, it is left to them.
    with suppress(RuleViolationError), transaction.atomic():
        report = begin_report(edition=edition, actor=officer, at=BEGUN)
        for part, words in SAID.items():
            text = TranslatedText(words)
            write_chapter(report=report, part=part, text=text, version=0, actor=officer, at=WRITTEN)
        approve_report(report=report, actor=officer, at=APPROVED)
        report = freeze_report(report=report, make=make, actor=officer, at=FROZEN)
        publish_report(report=report, is_public=True, actor=officer, at=FROZEN)


def _publish(edition: Edition) -> None:
    reporter = Organisation.objects.filter(code="setneg").first()
    channel = Organisation.objects.filter(code="colombo-plan-secretariat").first()
    if reporter is None or channel is None:
        return
    officer = officer_of_sample().reference
    provider = Country.objects.get(pk=edition.country_id)
    values = {**VALUES, "reporter": reporter, "channel": channel, "provider": provider}
    keep_profile(series=edition.series, values=values, actor=officer, at=PUBLISHED)
    # Where somebody changed a record first, nothing is published, and the page says what is missing.
    with suppress(RuleViolationError):
        publish_aid_data(series=edition.series, actor=officer, at=PUBLISHED)


def _tell(edition: Edition) -> None:
    # Somebody who tries the demonstration may have changed the programme first, so that it is not told.
    with suppress(RuleViolationError):
        publish_evidence(edition=edition, actor=officer_of_sample().reference, at=TOLD)
