"""What the records say of needs, offers and interests in technologies, and of what came of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.exchange.enums import Code
from balai.exchange.models import Outcome
from balai.exchange.queries.exchange import counts_in, interests_in
from balai.reporting.queries.report_parts.records import (
    Told,
    by_part,
    facts,
    nothing,
    part_bars,
    persons,
    table,
)

if TYPE_CHECKING:
    from balai.reporting.queries.report_parts.records import Records


def matchmaking(records: Records) -> Told:
    """Figures of the exchange, interests by centre, and the newest word of what came of each match."""
    edition = records.edition
    counts = counts_in(edition)
    if not any(counts.values()):
        said = gettext("Needs and offers, and what came of them, are not recorded.")
        return Told(blocks=[nothing(said)], is_empty=True)

    def some(name: str, *, of: str = "") -> str:
        """A number of things, each of which is somebody's."""
        if not counts[name]:
            return ""
        return persons(counts[name], of=counts[of] if of else None)

    blocks = [
        facts(
            (gettext("Needs entered"), some("needs")),
            (gettext("Offers entered"), some("offers")),
            (gettext("Interests in a technology of a centre"), some("interests")),
            (gettext("Answered by their centres"), some("answered", of="interests")),
            (gettext("Matches of both kinds"), some("matches")),
            (gettext("Whose two sides are in contact"), some("agreed", of="matches")),
            (gettext("Meetings with centres that were booked"), some("booked")),
        )
    ]
    wanted = Counter(str(one.technology.organisation.name) for one in interests_in(edition))
    if told := by_part(wanted):
        ordered = sorted((name for name in wanted if name in told), key=lambda name: (-wanted[name], name))
        heads = [(gettext("Organisation"), 2.4), (gettext("Interests"), 0.8)]
        rows = [(name, told[name]) for name in ordered]
        blocks.append(table(gettext("Interests by the centre that they are about"), heads, rows))
    outcomes = Outcome.objects.filter(match__edition=edition).order_by("months")
    newest = Counter(dict(outcomes.values_list("match", "code")).values())
    if by_part(newest):
        blocks.append(part_bars(gettext("What came of them, as told last"), Code, newest))
    else:
        blocks.append(nothing(gettext("What came of them is asked after three, six and twelve months.")))
    return Told(blocks=blocks)
