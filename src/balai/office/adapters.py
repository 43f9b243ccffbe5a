"""What the framework asks of us when somebody chooses a password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from balai.office.queries import current_office
from balai.people.models import Account

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = re.compile(r"[^\W\d_]{3,}")
"""What a name is made of; shorter words stand in too many others."""


class ContextWordsValidator:
    """Refuses a password that is little more than names which anybody would try here.

    Those of the product, the office and the person are taken out, and what is left must still be a password
    (ASVS 6.2.11). A word of them in a long sentence harms nobody.
    """

    def __init__(self, least: int = 8) -> None:
        self.least = least

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise when too little is left."""
        left = password.casefold()
        for word in sorted(set(_names(user)), key=lambda word: (-len(word), word)):
            left = left.replace(word, "")
        if len(left) < self.least:
            raise ValidationError(
                gettext(
                    "The password is little more than the name of Balai, of the office or your own."
                    " Add words that only you would put together."
                ),
                code="password_of_known_names",
            )

    def get_help_text(self) -> str:
        """What the framework says beside the field."""
        return gettext("More than the names of Balai, of the office and your own.")


def _names(user: Account | None) -> Iterator[str]:
    office = current_office()
    known = ["balai", office.short_name, *office.name.values()]
    if isinstance(user, Account):
        known += [user.email, user.person.name if user.person else ""]
    for text in known:
        yield from WORD.findall(text.casefold())
