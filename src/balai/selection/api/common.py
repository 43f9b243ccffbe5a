"""What operations of this room have in common: which edition is asked for, and who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from django.shortcuts import get_object_or_404
from ninja import Field
from ninja.errors import HttpError

from balai.kernel.bodies import Word
from balai.kernel.refusal import enforce
from balai.people.authentication import needs
from balai.people.enums import TokenScope
from balai.programmes.rules import readable_editions
from balai.selection.rules.decisions import KEEPERS, READERS, may_keep_selection

if TYPE_CHECKING:
    from balai.people.authentication import Caller
    from balai.people.models import Person
    from balai.programmes.models import Edition

READ = needs(TokenScope.SELECTION_READ, *READERS)
KEEP = needs(TokenScope.SELECTION_WRITE, *KEEPERS)

Text = Annotated[Word, Field(max_length=2000)]
Version = Annotated[int, Field(ge=1, le=32_767)]


def edition_asked(request: Caller, code: str, *, keeps: bool = False) -> Edition:
    """The edition of an address, for those who see its selection; another is not there at all (404).

    Raises:
        RuleViolationError: the caller reads it and does not keep it.
    """
    edition = get_object_or_404(readable_editions(request.grants, READERS), code=code)
    if keeps:
        enforce(may_keep_selection(request.grants, edition))
    return edition


def person_asking(request: Caller) -> Person:
    """The caller, as the one record that is kept of several; a program is nobody (403)."""
    person = request.auth.person
    if person is None:
        raise HttpError(403, "A program sits on no panel, and is offered no place.")
    return person.merged_into or person
