"""The office of the demonstration, made up like its people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.office.models import Office
from balai.office.services.settings import change_organisation, change_place, finish_set_up

if TYPE_CHECKING:
    from datetime import datetime

ACTOR = "system"


@transaction.atomic
def create_sample_office(*, at: datetime) -> None:
    """Name the office and its place, unless there is one already."""
    if Office.objects.exists():
        return
    change_organisation(
        name={
            "en": "Sample Centre for Small and Medium Industry",
            "id": "Balai Contoh Industri Kecil dan Menengah",
        },
        short_name="BCI",
        letterhead={
            "en": "Jalan Contoh 1, Bandung 40272, Indonesia\nSample data of a demonstration",
            "id": "Jalan Contoh 1, Bandung 40272\nData contoh peragaan",
        },
        logo=None,
        actor=ACTOR,
        at=at,
    )
    change_place(languages=["en", "id"], time_zone="Asia/Jakarta", public_address="", actor=ACTOR, at=at)
    finish_set_up(actor=ACTOR, at=at)
