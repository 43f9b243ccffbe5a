"""Final reports among the papers of an edition, for whoever reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.programmes.registries import Document, Shelf
from balai.reporting.queries.reports import files_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.people.models import Grant
    from balai.programmes.models import Edition


def shelf(edition: Edition, *, grants: Sequence[Grant], words: Sequence[str]) -> Sequence[Shelf]:
    """Every frozen file, the newest version first; an edition has few, so words are sought in them here."""
    title = gettext("Final report")
    documents = [
        Document(
            title=title,
            url=reverse(
                "reporting:report_file", args=[edition.code, one.report.number, one.language, one.kind]
            ),
            line=gettext("version %(version)d, %(language)s, %(form)s")
            % {
                "version": one.report.number,
                "language": one.language.upper(),
                "form": one.get_kind_display(),
            },
            at=one.report.frozen_at,
        )
        for one in files_of(edition)
    ]
    kept = [one for one in documents if all(word in f"{one.title} {one.line}".lower() for word in words)]
    return [
        Shelf(
            title=title,
            documents=kept,
            empty=_("It is written once the edition is closed, and due thirty days after its end."),
            all_url=reverse("reporting:report", args=[edition.code]),
        )
    ]
