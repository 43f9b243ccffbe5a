"""Writing what the certificates of an edition say, and who signs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.audit.services import record
from balai.certificates.models import Design, Signatory
from balai.certificates.services.wording import USUAL
from balai.kernel.identity import uuid7
from balai.programmes.models import Organiser

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from balai.programmes.models import Edition


def proposed_design(edition: Edition, *, at: dt.datetime) -> Design:
    """What a new design begins with: the office's usual words, the last day and the first city."""
    city = edition.cities[0] if edition.cities else ""
    return Design(
        edition=edition,
        title=USUAL["title"],
        before=USUAL["before"],
        after=USUAL["after"],
        place=city if isinstance(city, str) else next(iter(city.values()), ""),
        dated_on=edition.ends_on or at.date(),
    )


@transaction.atomic
def write_design(*, edition: Edition, values: Mapping[str, Any], actor: str, at: dt.datetime) -> Design:
    """Write the wording; the first time the organisers become signatories, in their order of protocol."""
    defaults = {**values, "changed_at": at, "changed_by": actor}
    design, is_new = Design.objects.update_or_create(edition=edition, defaults=defaults)
    if is_new:
        organisers = (
            Organiser.objects.filter(edition=edition).select_related("organisation").order_by("order")
        )
        seen: dict[Any, Organiser] = {}
        for organiser in organisers:
            seen.setdefault(organiser.organisation_id, organiser)
        Signatory.objects.bulk_create(
            [
                Signatory(
                    design=design, order=order, organisation=one.organisation, office=one.organisation.name
                )
                for order, one in enumerate(list(seen.values())[:4], start=1)
            ]
        )
    record(actor=actor, action="certificate_design.written", subject=edition.reference, at=at)
    return design


@transaction.atomic
def write_signatory(
    *, design: Design, signatory: Signatory | None, values: Mapping[str, Any], actor: str, at: dt.datetime
) -> Signatory:
    """Enter who signs, or change it.

    Raises:
        ValidationError: the place in the order is taken, or a text is missing.
    """
    row = signatory or Signatory(pk=uuid7(), design=design)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    record(actor=actor, action="certificate_signatory.written", subject=design.reference, at=at)
    return row


@transaction.atomic
def remove_signatory(*, signatory: Signatory, actor: str, at: dt.datetime) -> None:
    """Take an office off the certificates that are not issued yet."""
    subject = signatory.design.reference
    signatory.delete()
    record(actor=actor, action="certificate_signatory.removed", subject=subject, at=at)
