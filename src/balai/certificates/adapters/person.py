"""What this room does when a person is erased: names go, certificates stay and still verify.

The certificate keeps its identifier, number and place in the list. Its credential is signed anew without
name and address, and the PDF goes. Whoever holds the old one can still have it judged: its signature holds,
and the list says whether it counts.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from balai.certificates.models import Appeal, Certificate, Completion, Paper
from balai.certificates.services.erasing import without_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from balai.people.models import Person


class CertificateEraser:
    """Takes names off certificates, papers away, and what participants wrote."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        rows = Certificate.objects.filter(participant__person__in=persons).exclude(name="", native_name="")
        named = list(rows)
        for row in named:
            row.document = json.dumps(without_name(row, at=at), ensure_ascii=False)
            row.name = row.native_name = row.note = ""
            row.save(update_fields=["document", "name", "native_name", "note"])
        Paper.objects.filter(certificate__participant__person__in=persons).delete()
        said = Completion.objects.filter(participant__person__in=persons).exclude(reason="")
        # A decision that differs from the rule says why; the mark stands where the words were.
        reasons = said.exclude(reason="–").update(reason="–")
        appeals = Appeal.objects.filter(completion__participant__person__in=persons).exclude(text="–")
        answered = appeals.exclude(answer="").update(text="–", answer="–")
        return len(named) + reasons + answered + appeals.update(text="–")
