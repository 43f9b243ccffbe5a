"""Programmes given out as bundles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.bundle.exporting import export_bundle
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.programmes.models import (
    Edition,
    Series,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.programmes.models import BundleExport


def bundle_for(export: BundleExport, *, tell: Callable[[int, int], None]) -> dict[str, bytes]:
    """The files that somebody asked for; ``tell`` hears how many of how many lists are written."""
    if export.series is not None:
        editions = export.series.editions.all()
        return export_bundle({"series": [export.series], "editions": editions}, tell=tell)
    return export_bundle({"editions": [export.edition]}, tell=tell)


def bundle_of(code: str) -> dict[str, bytes]:
    """The files of a series with all its editions, or of one edition.

    Raises:
        RuleViolationError: ``bundle.no_such_code``.
    """
    series = Series.objects.filter(code=code).first()
    if series is not None:
        return export_bundle({"series": [series], "editions": series.editions.all()})
    edition = Edition.objects.filter(code=code).first()
    if edition is None:
        raise RuleViolationError(
            Refusal(
                "bundle.no_such_code",
                _("There is no series and no edition “%(code)s”.") % {"code": code},
            )
        )
    return export_bundle({"editions": [edition]})
