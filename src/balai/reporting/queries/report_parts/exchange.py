"""What the records say of needs, offers and interests in technologies, and of what came of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.exchange.enums import Code
from balai.exchange.models import Outcome
from balai.exchange.queries.exchange import interests_in, matches_in_contact, owners_in, owners_of
from balai.reporting.queries.few import parted_by_owners
from balai.reporting.queries.report_parts.records import (
    Told,
    as_said,
    facts,
    nothing,
    table,
    things,
    told_bars,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from balai.engine.documents.report import Block
    from balai.programmes.models import Edition
    from balai.reporting.queries.report_parts.records import Records


def matchmaking(records: Records) -> Told:
    """Figures of the exchange, interests by centre, and the newest word of what came of each match.

    One participant may enter many needs and interests: a figure is told where they are of five persons.
    """
    edition = records.edition
    owners = owners_in(edition)
    if not any(owners.values()):
        said = gettext("Needs and offers, and what came of them, are not recorded.")
        return Told(blocks=[nothing(said)], is_empty=True)
    blocks = [
        facts(
            (gettext("Needs entered"), things(owners["needs"])),
            (gettext("Offers entered"), things(owners["offers"])),
            (gettext("Interests in a technology of a centre"), things(owners["interests"])),
            (gettext("Answered by their centres"), things(owners["answered"], of=owners["interests"])),
            (gettext("Matches of both kinds"), things(owners["matches"])),
            (gettext("Whose two sides are in contact"), things(owners["agreed"], of=owners["matches"])),
            (gettext("Meetings with centres that were booked"), things(owners["booked"])),
        ),
        *_by_centre(edition),
        _outcomes(edition, owners),
    ]
    return Told(blocks=blocks)


def _by_centre(edition: Edition) -> list[Block]:
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for one in interests_in(edition):
        wanted[str(one.technology.organisation.name)].append(one.participant_id)
    told = parted_by_owners(wanted)
    if not told:
        return []
    heads = [(gettext("Organisation"), 2.4), (gettext("Interests"), 0.8)]
    # By what is told: the order of those that are held back would tell of them.
    ordered = sorted(told.items(), key=lambda pair: (-(pair[1][1] or 0), pair[0]))
    rows = [(name, as_said(*said)) for name, said in ordered]
    return [table(gettext("Interests by the centre that they are about"), heads, rows)]


def _outcomes(edition: Edition, owners: Mapping[str, list[UUID | None]]) -> Block:
    rows = Outcome.objects.filter(match__in=matches_in_contact(edition)).order_by("months")
    codes = dict(rows.values_list("match", "code"))
    by_code: dict[str, list[UUID | None]] = defaultdict(list)
    for key, owner in owners_of(matches_in_contact(edition)):
        if key in codes:
            by_code[codes[key]].append(owner)
    told = parted_by_owners(by_code, of=owners["agreed"])
    if told:
        return told_bars(gettext("What came of them, as told last"), dict(Code.choices), told)
    return nothing(gettext("What came of them is asked after three, six and twelve months."))
