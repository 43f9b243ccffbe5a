"""What alumni and the office may do with entries, groups, offers and invitations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.alumni.enums import ExpertOfferState
from balai.alumni.queries.alumni import is_alumnus
from balai.kernel.refusal import Refusal
from balai.programmes.enums import EditionStatus, Publicity

if TYPE_CHECKING:
    from balai.alumni.models import ExpertOffer, GroupLetter
    from balai.people.models import Person
    from balai.programmes.models import Edition

BETWEEN_LETTERS = dt.timedelta(days=1)
"""Between two letters of alumni to the same group: a list that writes all day is left."""


def may_join(person: Person) -> Refusal | None:
    """Who completed an edition is an alumnus."""
    if is_alumnus(person):
        return None
    return Refusal(
        "alumni.not_one", _("This is for those who completed a programme. Yours is not completed yet.")
    )


def may_write_to_group(
    *, is_office: bool, is_leader: bool, last: GroupLetter | None, at: dt.datetime
) -> Refusal | None:
    """The office, and the alumni whom it asked to lead the group; of these one letter a day."""
    if is_office:
        return None
    if not is_leader:
        return Refusal(
            "alumni.not_leading", _("The office, and the alumni who lead this group, write to it.")
        )
    if last is not None and at - last.written_at < BETWEEN_LETTERS:
        return Refusal(
            "alumni.written_lately",
            _("This group had a letter in the last 24 hours. Write to it again tomorrow."),
        )
    return None


def may_lead(*, belongs: bool) -> Refusal | None:
    """Whoever leads a group is one of it."""
    if belongs:
        return None
    return Refusal("alumni.not_of_group", _("Only an alumnus of this group can lead it."))


def may_offer(person: Person, waiting: ExpertOffer | None) -> Refusal | None:
    """An alumnus offers themselves, and waits for the answer before offering again."""
    if refusal := may_join(person):
        return refusal
    if waiting is not None:
        return Refusal("alumni.offered_already", _("An offer of yours waits for the office already."))
    return None


def may_close(offer: ExpertOffer) -> Refusal | None:
    """An offer is answered or withdrawn once."""
    if offer.state == ExpertOfferState.OPEN:
        return None
    return Refusal("alumni.offer_closed", _("This offer was answered or withdrawn already."))


def must_say_why(answer: str) -> Refusal | None:
    """Whoever offered help is told why it is not taken up."""
    if answer.strip():
        return None
    return Refusal("alumni.no_answer", _("Say why, so that the alumnus knows."))


def may_invite(edition: Edition) -> Refusal | None:
    """Only while alumni can do something about it, and have a page to pass on."""
    if edition.status != EditionStatus.CALL:
        return Refusal(
            "alumni.no_open_call", _("Alumni are invited while the call of the edition is open; it is not.")
        )
    if edition.publicity != Publicity.PUBLIC:
        return Refusal("alumni.no_page", _("Make the edition public first: the letters lead to its page."))
    return None
