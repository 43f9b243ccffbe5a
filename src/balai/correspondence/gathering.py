"""What letters add to *My tasks* and to the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from balai.correspondence.enums import LetterState
from balai.correspondence.queries import counted_for_the_office, register_entries
from balai.correspondence.rules import may_keep_register, may_read_register
from balai.kernel.gathering import Hit
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from balai.people.access import SignedInRequest

NEWEST_FIRST = ("-entered_on", "-number", "-id")


class LetterSearch:
    """Finds lines of the register by reference, correspondent and subject, newest first."""

    kind: StrOrPromise = _("Letters")

    def __call__(self, request: SignedInRequest, words: str, *, most: int) -> Sequence[Hit]:
        """Readers of the register find them; others find none."""
        if may_read_register(request.grants) is not None:
            return ()
        return [
            Hit(
                title=f"{entry.reference}: {entry.subject}",
                line=entry.correspondent,
                url=reverse("correspondence:entry", args=[entry.pk]),
            )
            for entry in register_entries(words=words).order_by(*NEWEST_FIRST)[:most]
        ]


WORDS = {
    LetterState.GIVEN_UP: (
        ngettext_lazy(
            "%(number)s letter could not be sent", "%(number)s letters could not be sent", "number"
        ),
        _("The mail server refused each time. Its answer stands beside the letter."),
    ),
    LetterState.BOUNCED: (
        ngettext_lazy("%(number)s letter came back", "%(number)s letters came back", "number"),
        _("The address does not take mail. Correct it, then send again."),
    ),
    LetterState.UNCERTAIN: (
        ngettext_lazy("%(number)s letter was perhaps sent", "%(number)s letters were perhaps sent", "number"),
        _("The connection broke before the mail server answered. Ask the recipient before you send again."),
    ),
}
"""What has happened, and what to do; the worst first."""


def letters_to_decide(request: SignedInRequest, *, at: datetime) -> Sequence[Move]:
    """The office decides about letters that did not arrive, or perhaps did not."""
    if may_keep_register(request.grants) is not None:
        return ()
    numbers = counted_for_the_office()
    url = f"{reverse('correspondence:register')}?attention=on"
    return [
        Move(
            state="late",
            what=what % {"number": numbers[state]},
            why=why,
            deed=Deed(label=_("See the letters"), url=url),
        )
        for state, (what, why) in WORDS.items()
        if state in numbers
    ]
